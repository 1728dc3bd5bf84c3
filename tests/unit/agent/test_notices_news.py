"""What people are told of the institutes' answers: what changed, once, by what they must do."""

from datetime import date, datetime

from ecqs_agent.journal import Item, ReceiptRecord
from ecqs_agent.journal.notices import ParkedAccount
from ecqs_agent.notices.news import parked_news, receipt_news, trouble_news
from ecqs_agent.notices.writing import Message
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator
from tests.unit.agent.samples import SCALE
from tests.unit.agent.tellings import FIRST, MAIN, booking, day, filed, piece, reading

T = translator(Language.ZH)
ON_SITE = f"{MAIN}受理回执信息：本院已受理，请与力学室电话0471-3337062联系，确定现场检定时间。"
REFUSAL = "器具电子计价秤（出厂编号为 938579）不予受理原因：请规范填写测量范围"
SECOND_PIECE = {"serial_number": "938580"}


def tell(*facts: object, told_until: datetime | None = None) -> Message | None:
    items = [fact for fact in facts if isinstance(fact, Item)]
    history = [fact for fact in facts if isinstance(fact, ReceiptRecord)]
    found, until = receipt_news("demo", items=items, history=history, told_until=told_until, t=T)
    assert until == max((record.read_at for record in history), default=None)
    return found


OTHER = SCALE.model_copy(update=SECOND_PIECE)
BOOKED = (filed("U1"), filed("U2", instrument=OTHER), booking("U1", "U2", on=2))
WAITING = reading(piece("U1", "待受理"), piece("U2", "待受理", **SECOND_PIECE), on=3)
ANSWERED = reading(
    piece("U1", "预约失败"),
    piece("U2", "待检定", **SECOND_PIECE),
    on=5,
    text=f"{REFUSAL}\n{ON_SITE}",
)


def test_a_booking_without_an_answer_is_no_news() -> None:
    assert tell(*BOOKED) is None
    assert tell(*BOOKED, WAITING) is None


def test_answers_are_grouped_by_what_must_be_done() -> None:
    found = tell(*BOOKED, WAITING, ANSWERED, told_until=day(3))
    assert found is not None
    assert found.title == "【强检】demo：2 件器具有新情况"
    (correct, wrong), (call, right) = found.groups
    assert correct.startswith("不予受理：更正后重新预约")
    assert wrong == (f"电子计价秤 938579（{FIRST}）：请规范填写测量范围",)
    assert call.startswith("已受理：请先打电话约定时间")
    assert "0471-3337062" in call
    assert right[0].startswith("电子计价秤 938580")


def test_what_was_told_is_not_told_again() -> None:
    assert tell(*BOOKED, WAITING, ANSWERED, told_until=day(5)) is None


def test_only_the_piece_that_changed_is_told() -> None:
    verified = reading(
        piece("U1", "预约失败"),
        piece("U2", "已检定", certificate_number="2026SL1", result="合格", **SECOND_PIECE),
        on=9,
        text=f"{REFUSAL}\n{ON_SITE}",
    )
    found = tell(*BOOKED, WAITING, ANSWERED, verified, told_until=day(5))
    assert found is not None
    ((heading, lines),) = found.groups
    assert heading.startswith("已检定：请填写有效期至")
    assert lines == ("电子计价秤 938580（2026SL1）",)


def test_a_run_that_was_away_tells_everything_since() -> None:
    first = tell(*BOOKED, WAITING, ANSWERED)
    later = tell(*BOOKED, WAITING, ANSWERED, told_until=day(3))
    assert first is not None
    assert later is not None
    assert first.digest == later.digest


def test_a_word_nobody_knows_is_shown_as_it_is() -> None:
    odd = reading(piece("U1", "已移送"), piece("U2", "待受理", **SECOND_PIECE), on=5)
    found = tell(*BOOKED, WAITING, odd, told_until=day(3))
    assert found is not None
    ((heading, lines),) = found.groups
    assert heading.startswith("请到门户查看")
    assert "已移送" in lines[0]


def test_a_parked_account_is_told_once_per_parking() -> None:
    def parked(at: datetime) -> str:
        account = ParkedAccount(account="demo", since=at, code="AGENT-311", reason="会话已结束")
        found = parked_news(account, t=T)
        assert "ecqs login --account demo" in found.groups[0][0]
        return found.digest

    assert parked(day(3)) == parked(day(3))
    assert parked(day(3)) != parked(day(9))


def test_the_same_trouble_is_told_once_a_day() -> None:
    digests = {
        trouble_news("demo", "PORTAL-301", "变了", day=date(2026, 11, on), t=T).digest
        for on in (2, 2, 3)
    }
    assert len(digests) == 2
