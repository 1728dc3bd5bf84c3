"""Notices wait in the journal until they are delivered, whatever happens in between."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ecqs_agent.events import Event, Events
from ecqs_agent.journal import Journal
from ecqs_agent.journal.notices import CONSOLE, ROUNDS, NewNotice, NoticeBoard
from ecqs_agent.notices.answers import Answer, not_now, refused, taken
from ecqs_agent.notices.channels import PER_DELIVERY, Channel, Service, channel_of
from ecqs_agent.notices.delivery import Delivery, deliver
from ecqs_agent.notices.telling import put_up
from ecqs_agent.notices.writing import News, message
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator

T = translator(Language.ZH)
START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def board(journal_url: str, clock: Clock) -> Iterator[NoticeBoard]:
    journal = Journal.open(journal_url)
    yield NoticeBoard(journal, now=clock)
    journal.close()


@pytest.fixture
def channel() -> Channel:
    return channel_of(
        Service.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEYKEYKEY"
    )


class Recorder:
    """A service that answers as it is told, and what it was sent."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.texts: list[str] = []
        self.heard: list[Event] = []

    def send(self, channel: Channel, title: str, text: str, account: str) -> Answer:
        self.texts.append(text)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def deliver(self, board: NoticeBoard, *channels: Channel) -> Delivery:
        events = Events(self.heard.append)
        return deliver(board, channels, events=events, send=self.send, sleep=lambda _: None)


def tell(
    board: NoticeBoard, channel: Channel, key: str = "k", until: datetime | None = None
) -> bool:
    written = message("demo", key, [News(key=key, heading="送检", line="戥子 1")])
    return put_up(board, written, [channel], t=T, until=until)


def states(board: NoticeBoard, channel: str = "wecom") -> list[tuple[str, int, str]]:
    return [
        (kept.state.value, kept.attempts, kept.answer) for kept in board.notices(channel=channel)
    ]


def test_the_same_news_is_kept_once_per_channel(board: NoticeBoard, channel: Channel) -> None:
    assert tell(board, channel)
    assert not tell(board, channel)
    other = channel_of(Service.FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/f19abcdefg")
    assert tell(board, other)  # a channel added later gets it, and the first does not get it twice
    assert [kept.channel for kept in board.notices()] == ["wecom", CONSOLE, "feishu"]


def test_two_accounts_have_news_of_their_own(board: NoticeBoard, channel: Channel) -> None:
    for account in ("demo", "second"):
        written = message(account, "t", [News(key="same", heading="h", line="l")])
        assert put_up(board, written, [channel], t=T)
    assert [kept.account for kept in board.waiting("wecom")] == ["demo", "second"]


def test_the_record_says_up_to_which_reading_was_told(board: NoticeBoard, channel: Channel) -> None:
    assert board.told_until("demo") is None
    tell(board, channel, "first", until=START)
    tell(board, channel, "second", until=START + timedelta(days=1))
    tell(board, channel, "no receipt")
    assert board.told_until("demo") == START + timedelta(days=1)
    assert board.told_until("second") is None


def test_sent_only_when_the_service_said_so(board: NoticeBoard, channel: Channel) -> None:
    tell(board, channel)
    service = Recorder(taken("0: ok"))
    assert service.deliver(board, channel) == Delivery(sent=1)
    assert states(board) == [("sent", 1, "0: ok")]
    assert service.deliver(board, channel) == Delivery()
    assert len(service.texts) == 1


def test_what_is_not_taken_now_goes_with_the_next_delivery(
    board: NoticeBoard, channel: Channel
) -> None:
    tell(board, channel, "a")
    tell(board, channel, "b")
    service = Recorder(not_now("busy"))
    assert service.deliver(board, channel) == Delivery(waiting=2)
    assert [(state, attempts) for state, attempts, _ in states(board)] == [
        ("waiting", 1),
        ("waiting", 0),  # the service is in trouble: the second was not tried
    ]
    assert [event.kind.value for event in service.heard] == ["notice-waits"]
    assert Recorder(taken("0: ok")).deliver(board, channel) == Delivery(sent=2)


def test_a_final_no_is_told_and_does_not_hold_up_the_others(
    board: NoticeBoard, channel: Channel
) -> None:
    tell(board, channel, "a")
    tell(board, channel, "b")
    service = Recorder(refused("40058: too long"), taken("0: ok"))
    assert service.deliver(board, channel) == Delivery(sent=1, failed=1)
    (event,) = service.heard
    assert (event.kind.value, event.facts["words"]) == ("notice-failed", "40058: too long")
    assert "KEYKEYKEY" not in event.model_dump_json()


def test_a_notice_is_given_up_after_so_many_deliveries(
    board: NoticeBoard, channel: Channel
) -> None:
    tell(board, channel)
    service = Recorder(not_now("busy"))
    for _ in range(ROUNDS + 2):
        service.deliver(board, channel)
    assert states(board) == [("failed", ROUNDS, "busy")]
    assert service.heard[-1].kind.value == "notice-failed"

    assert board.try_again("wecom") == 1
    assert Recorder(taken("0: ok")).deliver(board, channel) == Delivery(sent=1)


def test_a_run_that_died_while_sending_loses_nothing(
    board: NoticeBoard, channel: Channel, clock: Clock
) -> None:
    tell(board, channel)
    (notice,) = board.waiting("wecom")
    assert board.take(notice)
    assert not board.take(notice)  # another run that saw it waiting, too
    assert board.waiting("wecom") == ()  # somebody has it in hand

    clock.now += timedelta(minutes=3)
    assert Recorder(taken("0: ok")).deliver(board, channel) == Delivery(sent=1)


def test_a_channel_gets_fewer_messages_than_its_service_allows_in_a_minute(
    board: NoticeBoard, channel: Channel
) -> None:
    for number in range(20):
        tell(board, channel, f"{number}")
    service = Recorder(taken("0: ok"))
    assert service.deliver(board, channel) == Delivery(sent=PER_DELIVERY, waiting=5)
    assert service.deliver(board, channel) == Delivery(sent=5)


def test_an_account_is_parked_once_until_a_person_has_acted(board: NoticeBoard) -> None:
    assert board.parked("demo") is None
    assert board.park("demo", code="AGENT-311", reason="会话已结束")
    assert not board.park("demo", code="PORTAL-111", reason="again")
    parked = board.parked("demo")
    assert parked is not None
    assert (parked.code, parked.reason, parked.since) == ("AGENT-311", "会话已结束", START)
    assert board.parked("second") is None
    assert board.unpark("demo")
    assert not board.unpark("demo")
    assert board.parked("demo") is None


def test_the_last_look_is_known_and_is_no_notice(board: NoticeBoard) -> None:
    assert board.last_look("demo") is None
    for hours in (1, 5):
        board.note_look("demo", START + timedelta(hours=hours))
    assert board.last_look("demo") == START + timedelta(hours=5)
    assert board.last_look("second") is None
    assert board.notices() == ()


def test_all_channels_get_the_news_or_none(
    board: NoticeBoard,
) -> None:
    def new(channel: str) -> NewNotice:
        return NewNotice(account="demo", channel=channel, digest="d", title="t", text="t")

    class BrokenError(RuntimeError):
        pass

    def break_off() -> Iterator[NewNotice]:
        yield new("wecom")
        raise BrokenError

    with pytest.raises(BrokenError):
        board.put_up(break_off(), told=new(CONSOLE), until=START)
    assert board.notices() == ()
    assert board.told_until("demo") is None
