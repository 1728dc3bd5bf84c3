"""Refused pieces become a workbook that is read again, and a corrected row keeps its record."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ecqs_agent.answers.stories import stories
from ecqs_agent.corrections.refusals import Refused, open_refusals
from ecqs_agent.corrections.worksheet import correction_rows, write_correction_workbook
from ecqs_agent.journal import Errand, Item, ReceiptRecord, State, item_key
from ecqs_agent.runs.planning import Plan, Verdict, Wish, make_plan
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator
from ecqs_agent.workbooks.mapping import to_form
from ecqs_agent.workbooks.reading import REFUSED_ITEM, Desk, authority, open_workbook
from ledgers.columns import LABELS
from ledgers.corrections import CorrectionRow
from ledgers.instrument import Instrument
from page_objects.screens import LedgerRecord
from tests.unit.agent.fake_portal import record_of
from tests.unit.agent.samples import SCALE, scale

TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
JUDGE = authority("inner-mongolia", TODAY)
CHINESE = translator(Language.ZH)
WORDS = "请规范填写测量范围例如30g-15kg 注意计量单位大小写"


def item(errand: Errand, piece: Instrument, **more: Any) -> Item:
    values: dict[str, Any] = {
        "errand": errand,
        "fingerprint": piece.fingerprint,
        "wish": to_form(piece).model_dump(mode="json"),
        "state": State.PROVEN,
        "portal_uuid": None,
        "portal_number": "",
        "words": "",
        "changed_at": NOON,
        **more,
    }
    key = item_key("demo", errand, values["fingerprint"], 0)
    return Item(
        key=key, account="demo", ordinal=0, attempts=1, place="3", created_at=NOON, **values
    )


def filed(piece: Instrument, uuid: str, **more: Any) -> Item:
    return item(Errand.ADD, piece, portal_uuid=uuid, portal_number=f"C{uuid}", **more)


def receipt(*pieces: tuple[str, Instrument, str]) -> ReceiptRecord:
    """Return a receipt in which every piece is refused in its words."""
    text = [f"预约单共{len(pieces)}条计量器具，其中{len(pieces)}条已分配至某院"]
    text += [
        f"器具{piece.name}（出厂编号为 {piece.serial_number}）不予受理原因：{words}"
        for _, piece, words in pieces
    ]
    return ReceiptRecord(
        booking_uuid="B1",
        booking_number="2026112000001",
        booking_status="已反馈",
        read_at=NOON + timedelta(hours=1),
        text="\n".join(text),
        pieces=[
            {
                "record_uuid": uuid,
                "name": piece.name,
                "serial_number": piece.serial_number,
                "process_state": "预约失败",
                "institute": "某院",
            }
            for uuid, piece, _ in pieces
        ],
    )


def refused(items: list[Item], history: list[ReceiptRecord], **more: Any) -> tuple[Refused, ...]:
    told = stories("demo", items=items, history=history)
    return open_refusals(told, items, **more)


def rows_of(items: list[Item], history: list[ReceiptRecord]) -> tuple[CorrectionRow, ...]:
    return correction_rows(refused(items, history), judge=JUDGE, today=TODAY, translate=CHINESE)


def written(rows: tuple[CorrectionRow, ...], path: Path) -> Worksheet:
    write_correction_workbook(path, rows, judge=JUDGE, translate=CHINESE)
    sheet = openpyxl.load_workbook(path)["台账"]
    assert isinstance(sheet, Worksheet)
    return sheet


def columns(sheet: Worksheet) -> Mapping[str, int]:
    return {str(cell.value): cell.column for cell in sheet[2] if cell.value}


def edit(path: Path, row: int, **values: str) -> Desk:
    """Type into a row as an operator does, and read the workbook again."""
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    assert isinstance(sheet, Worksheet)
    for name, text in values.items():
        sheet.cell(row, columns(sheet)[LABELS[name]]).value = text
    book.save(path)
    return open_workbook(path, institute="inner-mongolia", today=TODAY)


def plan(desk: Desk, records: list[LedgerRecord], items: list[Item]) -> Plan:
    return make_plan("demo", desk.wishes, records, known={one.key: one for one in items})


BAD = scale("357753", measuring_range="15kg")


def test_only_what_waits_for_a_correction_is_in_it() -> None:
    items = [filed(BAD, "U1"), filed(scale("2"), "U2"), filed(scale("3"), "U3")]
    history = [receipt(("U1", BAD, WORDS), ("U2", scale("2"), "规格型号有误"))]
    changed = item(
        Errand.CHANGE,
        scale("2"),
        fingerprint="U2",
        wish={"uuid": "U2", "form": to_form(scale("2")).model_dump(mode="json")},
        portal_uuid="U2",
        changed_at=NOON + timedelta(hours=2),
    )
    assert [one.record for one in refused([*items, changed], history)] == ["U1"]


def test_a_row_has_the_values_the_words_and_the_field_that_is_meant() -> None:
    (row,) = rows_of([filed(BAD, "U1")], [receipt(("U1", BAD, WORDS))])
    assert row.values["measuring_range"] == "15kg"
    assert (row.values["province"], row.values["county"]) == ("内蒙古自治区", "赛罕区")
    assert [mark.field for mark in row.marks] == ["measuring_range"]
    assert row.marks[0].is_sure
    assert row.words == WORDS
    assert "30g-15kg" in row.advice
    assert row.handling.startswith("机构于")
    assert (row.record_id, row.instrument_code) == ("U1", "CU1")


def test_a_value_is_suggested_only_when_it_is_certain() -> None:
    gauge = scale(
        "9",
        name="压力表",
        category="压力仪表",
        kind="指示类压力表、显示类压力表",
        model="(0~1.6) MPa",
        measuring_range="(0~1.6) Mpa",
    )
    words = "规格型号中～为中文全角状态下的中波浪线，请修改"
    (row,) = rows_of([filed(gauge, "U1")], [receipt(("U1", gauge, words))])
    assert {mark.field: mark.suggested for mark in row.marks} == {
        "model": "(0～1.6) MPa",
        "measuring_range": "(0~1.6) MPa",
    }
    (vague,) = rows_of([filed(BAD, "U1")], [receipt(("U1", BAD, WORDS))])
    assert vague.marks[0].suggested == ""
    asked = "出厂编号有误，应为357735"
    (told,) = rows_of([filed(BAD, "U1")], [receipt(("U1", BAD, asked))])
    assert told.marks[0].suggested == "357735"


def test_the_workbook_is_a_ledger_that_check_and_plan_read(tmp_path: Path) -> None:
    items = [filed(BAD, "U1")]
    path = tmp_path / "correct.xlsx"
    sheet = written(rows_of(items, [receipt(("U1", BAD, WORDS))]), path)
    names = columns(sheet)
    cell = sheet.cell(3, names[LABELS["measuring_range"]])
    assert (cell.value, cell.fill.fgColor.rgb) == ("15kg", "FFFFC000")
    assert cell.comment is not None
    assert sheet.cell(3, names[LABELS["institute_words"]]).value == WORDS
    letter = get_column_letter(names[LABELS["record_id"]])
    assert sheet.column_dimensions[letter].hidden
    unedited = open_workbook(path, institute="inner-mongolia", today=TODAY)
    assert unedited.wishes == ()  # the institute's rule about ranges stops it still


@pytest.mark.parametrize(
    "edits",
    [
        {"measuring_range": "100g-15kg"},
        {"measuring_range": "100g-15kg", "serial_number": "357735"},
        {"measuring_range": "100g-15kg", "name": "电子台秤", "place_of_use": "仓库"},
        {"measuring_range": "100g-15kg", "county": "新城区"},
    ],
    ids=str,
)
def test_whatever_is_corrected_the_same_record_is_changed(
    edits: dict[str, str], tmp_path: Path
) -> None:
    items = [filed(BAD, "U1")]
    records = [record_of(to_form(BAD), "U1"), record_of(to_form(scale("8")), "U8")]
    path = tmp_path / "correct.xlsx"
    written(rows_of(items, [receipt(("U1", BAD, WORDS))]), path)
    (step,) = plan(edit(path, 3, **edits), records, items).steps
    assert step.record is not None
    assert (step.verdict, step.record.uuid) == (Verdict.CHANGE, "U1")
    assert "measuring_range" in step.changes


def test_identical_pieces_are_told_apart(tmp_path: Path) -> None:
    twin = scale("-----", measuring_range="15kg", name="戥子")
    items = [filed(twin, "U1"), filed(twin, "U2")]
    records = [record_of(to_form(twin), uuid) for uuid in ("U1", "U2")]
    path = tmp_path / "correct.xlsx"
    only_second = receipt(("U2", twin, WORDS))
    written(rows_of(items, [only_second]), path)
    (step,) = plan(edit(path, 3, measuring_range="1g-500g"), records, items).steps
    assert step.record is not None
    assert step.record.uuid == "U2"


def test_a_row_whose_record_is_gone_is_never_filed_as_new(tmp_path: Path) -> None:
    path = tmp_path / "correct.xlsx"
    items = [filed(BAD, "U1")]
    written(rows_of(items, [receipt(("U1", BAD, WORDS))]), path)
    desk = edit(path, 3, measuring_range="100g-15kg", serial_number="357735")
    (step,) = plan(desk, [], items).steps
    assert (step.verdict, bool(step.reason)) == (Verdict.CONFLICT, True)


def test_a_code_of_another_piece_is_asked_about() -> None:
    piece = scale("1")
    record = record_of(to_form(scale("2")), "U2").model_copy(update={"instrument_code": "C2"})
    wish = Wish(row=3, instrument=piece, code="C2")
    (step,) = make_plan("demo", [wish], [record], known={}).steps
    assert step.verdict is Verdict.CONFLICT
    both = [Wish(row=4, instrument=scale("2")), wish]
    verdicts = [step.verdict for step in make_plan("demo", both, [record], known={}).steps]
    assert verdicts == [Verdict.UNCHANGED, Verdict.ADD]


def test_what_the_portal_refused_is_corrected_by_a_new_try(tmp_path: Path) -> None:
    bad = item(Errand.ADD, BAD, state=State.REFUSED, words="出厂编号重复，请核对")
    (row,) = rows_of([bad], [])
    assert row.record_id == f"{REFUSED_ITEM}{bad.key}"
    assert row.marks[0].field == "serial_number"
    path = tmp_path / "correct.xlsx"
    written((row,), path)
    desk = edit(path, 3, measuring_range="100g-15kg", serial_number="4")
    (step,) = plan(desk, [], [bad]).steps
    assert (step.verdict, step.refused) == (Verdict.ADD, bad.key)
    assert refused([bad], [], superseded=[bad.key]) == ()


def test_a_piece_filed_by_hand_takes_its_values_from_the_ledger() -> None:
    history = [receipt(("U1", BAD, WORDS))]
    assert [one.form for one in refused([], history)] == [None]
    record = record_of(to_form(SCALE), "U1")
    (one,) = refused([], history, records=[record])
    (row,) = correction_rows((one,), judge=JUDGE, today=TODAY, translate=CHINESE)
    assert (row.values["model"], row.values["county"]) == ("ACS-30", "赛罕区")


def test_nothing_refused_makes_no_rows() -> None:
    assert rows_of([filed(SCALE, "U1")], []) == ()
