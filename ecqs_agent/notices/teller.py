"""Everything a watch tells: on its own screen at once, on the channels when people may be told."""

from collections.abc import Callable, Sequence
from datetime import datetime

from ecqs_agent.events import Events, Kind
from ecqs_agent.journal import Journal
from ecqs_agent.journal.notices import NoticeBoard
from ecqs_agent.notices.channels import Channel
from ecqs_agent.notices.delivery import Delivery, Send, deliver, send_once
from ecqs_agent.notices.news import missing_news, parked_news, receipt_news, trouble_news
from ecqs_agent.notices.telling import put_up
from ecqs_agent.notices.writing import Message
from ecqs_agent.polling.rhythm import BEIJING
from ecqs_agent.runs.retrying import pause
from ecqs_agent.texts import Translate


class Teller:
    """Puts news of accounts up on the board and delivers what waits there."""

    def __init__(
        self,
        journal: Journal,
        *,
        channels: Sequence[Channel],
        events: Events,
        t: Translate,
        clock: Callable[[], datetime],
        wait: Callable[[float], None] = pause,
        send: Send = send_once,
    ) -> None:
        self.board = NoticeBoard(journal, now=clock)
        self._journal = journal
        self._channels = channels
        self._events = events
        self._t = t
        self._clock = clock
        self._wait = wait
        self._send = send

    @property
    def has_waiting(self) -> bool:
        """Return whether a channel still has something to be sent."""
        return any(self.board.waiting(channel.name) for channel in self._channels)

    def receipts(self, account: str) -> None:
        """Tell what the institutes answered since it was last told."""
        written, until = receipt_news(
            account,
            items=self._journal.items(account),
            history=self._journal.receipt_history(account),
            told_until=self.board.told_until(account),
            t=self._t,
        )
        if written is not None:
            self._put_up(written, until)

    def missing(self, account: str, numbers: Sequence[str]) -> None:
        """Tell once that the portal's list shows these unfinished bookings no longer."""
        if numbers:
            self._put_up(missing_news(account, numbers, t=self._t))

    def parked(self, account: str) -> None:
        """Tell once that the account waits for a person."""
        parked = self.board.parked(account)
        if parked is not None:
            self._put_up(parked_news(parked, t=self._t))

    def trouble(self, account: str, code: str, words: str) -> None:
        """Tell once a day that the account's receipts cannot be read."""
        day = self._clock().astimezone(BEIJING).date()
        self._put_up(trouble_news(account, code, words, day=day, t=self._t))

    def deliver(self) -> Delivery:
        """Send what waits on every channel."""
        return deliver(
            self.board, self._channels, events=self._events, send=self._send, sleep=self._wait
        )

    def _put_up(self, written: Message, until: datetime | None = None) -> None:
        if put_up(self.board, written, self._channels, t=self._t, until=until):
            lines = [line for heading, lines in written.groups for line in (heading, *lines)]
            news = "\n".join((written.title, *lines))
            self._events.tell(Kind.RECEIPT_READ, "{news}", news=news)
