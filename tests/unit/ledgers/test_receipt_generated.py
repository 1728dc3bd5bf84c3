"""Receipts put together from parts whose reading is known, in every way people write them."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgers.receipt import read_receipt
from ledgers.receipts.matching import match_refusals

INSTITUTES = ("内蒙古自治区计量测试研究院", "包头市检验检测中心", "鄂尔多斯市计量检定所")
NAMES = ("电子计价秤", "多参数监护仪(心电部分)", "CNG加气机", "验光仪、综合验光仪", "戥子")
SERIALS = ("357753", "3MSW0702001(东)", "189583P 东枪", "-----", "RM（一）", "")
REASONS = (
    "请规范填写测量范围例如30g-15kg 注意计量单位大小写",
    "型号有误。",
    "1.甲；2.乙",
    "数量：1",
)
ORDERS = {
    "请等待现场检定": [("expect-visit", False, ())],
    "请将器具送至业务大厅（电话0472-5555100）": [("bring-in", False, ("0472-5555100",))],
    "请与光学室电话0471-3337062联系，确定现场检定时间。": [
        ("expect-visit", True, ("0471-3337062",))
    ],
    "请先致电0471-3337062再将器具送至收发室": [("bring-in", True, ("0471-3337062",))],
    "已受理": [],
}


@dataclass(frozen=True)
class Style:
    """One writer's habits."""

    open: str
    close: str
    colon: str
    comma: str
    blank: str
    line: str

    def refusal(self, name: str, serial: str, reason: str) -> str:
        number = f"{self.open}出厂编号为{self.colon or ' '}{serial}{self.close}"
        return f"器具{self.blank}{name}{number}{self.blank}不予受理原因{self.colon or ' '}{reason}"

    def acceptance(self, institute: str, words: str) -> str:
        return f"{institute}受理回执信息{self.colon or ' '}{words}"

    def distribution(self, total: int, parts: list[tuple[str, int]]) -> str:
        blank = self.blank
        given = [f"其中{blank}{count}{blank}条已分配至{blank}{name}" for name, count in parts]
        whole = f"预约单共{blank}{total}{blank}条{blank}计量器具"
        return self.comma.join([whole, *given])


STYLES = st.builds(
    Style,
    open=st.sampled_from("（("),
    close=st.sampled_from("）)"),
    colon=st.sampled_from(["：", ":", " ： ", ":\n", ""]),
    comma=st.sampled_from(["，", ",", "， ", "\n", "；"]),
    blank=st.sampled_from(["", " ", "\u3000", "\u00a0"]),
    line=st.sampled_from(["\n", "\r\n", "\n\n", " \n", "<br/>"]),
)
PARTS = st.lists(
    st.tuples(st.sampled_from(INSTITUTES), st.integers(1, 40)), max_size=3, unique_by=lambda p: p[0]
)
REFUSALS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(SERIALS), st.sampled_from(REASONS)),
    max_size=4,
)


@settings(max_examples=200, deadline=None)
@given(STYLES, PARTS, st.integers(0, 5), st.data(), REFUSALS)
def test_every_part_is_read_back(
    style: Style,
    parts: list[tuple[str, int]],
    left: int,
    data: st.DataObject,
    refusals: list[tuple[str, str, str]],
) -> None:
    total = left + sum(count for _, count in parts)
    accepting = [(name, data.draw(st.sampled_from(list(ORDERS)))) for name, _ in parts]
    lines = [
        style.distribution(total, parts),
        *(style.acceptance(*one) for one in accepting),
        *(style.refusal(*one) for one in refusals),
    ]
    receipt = read_receipt(style.line.join(lines), [(name, serial) for name, serial, _ in refusals])
    assert (receipt.total, receipt.unallocated, receipt.unread) == (total, left, ())
    assert [(one.institute, one.count) for one in receipt.allocations] == parts
    assert [one.institute for one in receipt.acceptances] == [name for name, _ in accepting]
    for acceptance, (_, words) in zip(receipt.acceptances, accepting, strict=True):
        steps = [
            (step.do, step.call_first, tuple(contact.phone for contact in step.contacts))
            for step in acceptance.instructions
        ]
        assert steps == ORDERS[words]
    assert [(one.name, one.serial_number, one.reason) for one in receipt.refusals] == refusals


@settings(max_examples=100, deadline=None)
@given(REFUSALS, st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(SERIALS)), max_size=6))
def test_each_refusal_goes_to_pieces_of_its_plate_and_none_is_lost(
    refusals: list[tuple[str, str, str]], pieces: list[tuple[str, str]]
) -> None:
    style = Style(open="（", close="）", colon="：", comma="，", blank="", line="\n")
    receipt = read_receipt("\n".join(style.refusal(*one) for one in refusals), pieces)
    given_to = match_refusals(receipt.refusals, pieces)
    assert len(given_to) == len(pieces)
    for plate in set(pieces):
        own = [one for one in refusals if one[:2] == plate]
        shares = [share for piece, share in zip(pieces, given_to, strict=True) if piece == plate]
        if own:
            told = [(one.name, one.serial_number, one.reason) for share in shares for one in share]
            assert set(told) >= set(own)
            assert all(shares)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["甲", "乙丙", "Note 7", "请稍后查看"]), min_size=1, max_size=4),
    STYLES,
)
def test_sentences_nobody_expected_are_kept(words: list[str], style: Style) -> None:
    lines = [*words, style.distribution(3, [(INSTITUTES[0], 3)]), *words]
    assert read_receipt("\n".join(lines)).unread == (*words, *words)
