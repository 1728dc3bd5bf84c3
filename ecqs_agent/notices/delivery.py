"""Deliver what waits: each notice on its channel, until its service says that it took it.

After a time-out nobody knows whether a message arrived. It is then sent again: told twice is
better than not told.
"""

import time
from collections.abc import Callable, Iterable
from typing import Final

import tenacity
from pydantic import BaseModel, ConfigDict

from ecqs_agent.events import Events, Kind
from ecqs_agent.journal.notices import KeptNotice, NoticeBoard, NoticeState
from ecqs_agent.notices.answers import Answer
from ecqs_agent.notices.channels import PER_DELIVERY, Channel, Service
from ecqs_agent.notices.mail import mail
from ecqs_agent.notices.robots import post
from ecqs_agent.runs.retrying import pause

ATTEMPTS: Final = 3
WITHIN: Final = 70.0  # seconds; what is not taken by then waits for the next delivery

Send = Callable[[Channel, str, str, str], Answer]
"""Send title, text and account over a channel once, and return what its service said."""


class Delivery(BaseModel):
    """What became of the notices of one delivery."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sent: int = 0
    waiting: int = 0
    failed: int = 0

    def __add__(self, other: "Delivery") -> "Delivery":
        """Return both together."""
        return Delivery(
            sent=self.sent + other.sent,
            waiting=self.waiting + other.waiting,
            failed=self.failed + other.failed,
        )


def send_once(channel: Channel, title: str, text: str, account: str) -> Answer:
    """Send over the channel once and return what its service said."""
    if channel.service is Service.EMAIL:
        return mail(channel, title=title, text=text)
    return post(channel, title=title, text=text, account=account, now=time.time)


def send_patiently(
    channel: Channel,
    *,
    title: str,
    text: str,
    account: str = "",
    send: Send = send_once,
    sleep: Callable[[float], None] = pause,
) -> Answer:
    """Send until the service takes it or refuses for good, a few times at most."""

    def wait(state: tenacity.RetryCallState) -> float:
        seconds = _answer_of(state).again_after or 0.0
        return seconds * float(2 ** (state.attempt_number - 1))

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_result(lambda answer: answer.again_after is not None),
        stop=tenacity.stop_after_attempt(ATTEMPTS) | tenacity.stop_before_delay(WITHIN),
        wait=wait,
        sleep=sleep,
        retry_error_callback=_answer_of,
    )
    answer: Answer = retrying(send, channel, title, text, account)
    return answer


def _answer_of(state: tenacity.RetryCallState) -> Answer:
    if state.outcome is None:
        raise AssertionError("a try has an outcome")
    answer: Answer = state.outcome.result()
    return answer


def deliver(
    board: NoticeBoard,
    channels: Iterable[Channel],
    *,
    events: Events,
    send: Send = send_once,
    sleep: Callable[[float], None] = pause,
) -> Delivery:
    """Send what waits on these channels, oldest first; a channel in trouble does not stop others.

    What a service refused for good, or was offered too often, is told as failed.
    """
    done = Delivery()
    for channel in channels:
        done += _over(board, channel, events=events, send=send, sleep=sleep)
    return done


def _over(
    board: NoticeBoard,
    channel: Channel,
    *,
    events: Events,
    send: Send,
    sleep: Callable[[float], None],
) -> Delivery:
    waiting = board.waiting(channel.name)
    sent = failed = 0
    for notice in waiting[:PER_DELIVERY]:
        if not board.take(notice):
            continue
        answer = send_patiently(
            channel,
            title=notice.title,
            text=notice.text,
            account=notice.account,
            send=send,
            sleep=sleep,
        )
        if answer.taken:
            board.mark_sent(notice, answer.words)
            sent += 1
            continue
        state = board.mark_not_sent(notice, answer.words, final=answer.again_after is None)
        _tell(events, channel, notice, answer, state)
        failed += state is NoticeState.FAILED
        if answer.again_after is not None:
            break  # the service is in trouble; the others would fare the same
    return Delivery(sent=sent, failed=failed, waiting=len(waiting) - sent - failed)


def _tell(
    events: Events, channel: Channel, notice: KeptNotice, answer: Answer, state: NoticeState
) -> None:
    facts = {"channel": channel.name, "title": notice.title, "words": answer.words}
    if state is NoticeState.FAILED:
        events.tell(
            Kind.NOTICE_FAILED,
            "A notice could not be sent over {channel} and is given up: {title} ({words}). "
            "Try the channel with `ecqs notices test`, then `ecqs notices resend`.",
            **facts,
        )
    else:
        events.tell(
            Kind.NOTICE_WAITS,
            "A notice waits, {channel} did not take it now: {title} ({words}).",
            **facts,
        )
