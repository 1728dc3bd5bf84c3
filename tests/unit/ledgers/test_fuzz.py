"""Whatever a cell or a file holds: no exception but a LedgerError, and nothing that cannot be."""

import csv
import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.catalogue import load_catalogue
from catalog.regions import Finding, load_regions
from ledgers import units
from ledgers.annotate import write_annotated
from ledgers.cell_text import CellInput, read_cell, tidy
from ledgers.dates import How, read_date
from ledgers.errors import LedgerError
from ledgers.instrument import comparable
from ledgers.measuring_range import read_range
from ledgers.mend import write_mended
from ledgers.problems import Severity
from ledgers.receipt import read_receipt
from ledgers.wording import chinese
from ledgers.workbook import read_workbook
from tests.unit.ledgers.sheets import FIELDS, GOOD, TODAY, Value, grid_of, judged, write_xlsx
from tests.unit.ledgers.test_mend import mended

# Text as it comes in workbooks: signs that matter to us, and anything at all.
PIECES = st.sampled_from(
    [
        *("0", "1.6", "15", "30", "g", "kg", "KG", "MPa", "mpa", "m3", "m³", "2018", "11", " "),
        *("-", "--", "~", "～", "(", ")", "（", "）", "/", ".", "±", "≤", "=", "{", "}", "　"),
        *("内蒙古", "呼和浩特市", "新城区", "器具", "出厂编号", "不予受理原因", "受理回执信息"),
        *("预约单共", "条计量器具", "分配至", "年", "月", "日"),
    ]
)
WORDS = st.lists(PIECES, max_size=12).map("".join)
ANY_TEXT = st.text(st.characters(), max_size=40) | WORDS
QUICK = settings(max_examples=300, deadline=None)
FILES = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUICK
@given(ANY_TEXT)
def test_texts_are_tidied_once_and_for_all(text: str) -> None:
    clean = tidy(text)
    assert tidy(clean) == clean
    assert clean == clean.strip()
    assert all(sign.isprintable() or sign == "\ufffd" or ord(sign) > 0xFF for sign in clean)


@QUICK
@given(st.floats() | st.integers() | st.booleans() | st.dates() | st.datetimes() | st.times())
def test_every_kind_of_cell_becomes_a_text(value: CellInput) -> None:
    text, _ = read_cell(value, holds_date=False)
    assert text == text.strip()


@QUICK
@given(ANY_TEXT)
def test_ranges_and_units_never_raise_and_mends_settle(text: str) -> None:
    read_range(text)
    once = units.mended(text)
    assert units.mended(once) == once
    assert [slip for slip in units.slips_in(once) if slip.is_certain] == []


@QUICK
@given(ANY_TEXT)
def test_dates_have_a_day_or_say_why_not(text: str) -> None:
    reading = read_date(text)
    assert (reading.day is None) == (reading.how in {How.ABSENT, How.UNREADABLE})


@QUICK
@given(ANY_TEXT)
def test_places_are_found_or_not(text: str) -> None:
    found = load_regions().resolve(text)
    assert (found.division is not None) == (found.finding in {Finding.FOUND, Finding.INCOMPLETE})
    assert found.finding is not Finding.AMBIGUOUS or len(found.divisions) > 1


@QUICK
@given(ANY_TEXT, ANY_TEXT)
def test_pairs_always_fit_somehow(category: str, kind: str) -> None:
    match = load_catalogue().match(category, kind)
    assert match.kind is None or match.kind in set(load_catalogue())
    comparable(category)


@QUICK
@given(ANY_TEXT)
def test_receipts_never_raise_and_say_something(text: str) -> None:
    receipt = read_receipt(f"甲{text}")
    assert receipt != read_receipt("")


@FILES
@given(
    st.lists(
        st.dictionaries(st.sampled_from(FIELDS), ANY_TEXT, max_size=17), min_size=1, max_size=4
    )
)
def test_any_row_is_judged_annotated_and_mended(rows: list[dict[str, Value]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        lines = grid_of(rows)
        with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
            texts = [[str(value).replace("\x00", "") for value in line] for line in lines]
            csv.writer(file).writerows(texts)
        try:
            workbook = read_workbook(path)
        except LedgerError:
            return
        checked = judged(workbook)
        for row in checked.rows:
            stopped = any(problem.severity is Severity.ERROR for problem in row.problems)
            assert (row.instrument is None) == stopped
        for problem in checked.problems:
            assert problem.message_in(chinese)
            assert problem.suggestion_in(chinese)
        write_annotated(path, Path(folder) / "b.xlsx", checked)
        again = judged(read_workbook(Path(folder) / "b.xlsx", sheet="CSV"))
        assert [p.code for p in again.problems] == [p.code for p in checked.problems]
        better, mends = mended(workbook)
        write_mended(path, Path(folder) / "c.xlsx", better, mends)
        assert mended(better)[1] == ()


VALUES = (
    st.none()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(10**9), 10**9)
    | st.dates(min_value=TODAY.replace(year=1905))
    | WORDS
)


@FILES
@given(
    st.lists(st.lists(VALUES, max_size=20), max_size=5),
    st.integers(1, 6),
    st.integers(1, 6),
)
def test_any_workbook_is_read_or_refused(lines: list[list[Value]], row: int, column: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        grid = [*lines, *grid_of([GOOD])]
        path = write_xlsx(Path(folder) / "a.xlsx", grid, first_row=row, first_column=column)
        try:
            workbook = read_workbook(path)
        except LedgerError:
            return
        judged(workbook)
        numbers = [found.number for found in workbook.rows]
        assert numbers == sorted(set(numbers))


@cache
def sound_file() -> bytes:
    """Return a sound workbook, always the same one: its creation time is in it."""
    with tempfile.TemporaryDirectory() as folder:
        return write_xlsx(Path(folder) / "a.xlsx", grid_of([{}])).read_bytes()


def read_or_refuse(path: Path) -> None:
    """Judge a file, or see that the refusal can be told to a person."""
    refusal: LedgerError | None = None
    try:
        judged(read_workbook(path))
    except LedgerError as error:
        refusal = error
    assert refusal is None or (refusal.message_in(chinese) and refusal.advice_in(chinese))


@FILES
@given(st.data())
def test_a_damaged_file_is_refused_or_read(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content = bytearray(sound_file())
        for _ in range(data.draw(st.integers(1, 8))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path = Path(folder) / "b.xlsx"
        path.write_bytes(content)
        read_or_refuse(path)


@FILES
@given(st.sampled_from(["worksheets/sheet1", "workbook", "sharedStrings"]), st.data())
def test_damaged_xml_inside_a_sound_archive(member: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b.xlsx"
        sound = io.BytesIO(sound_file())
        with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if name == f"xl/{member}.xml":
                    at = data.draw(st.integers(0, len(content) - 1))
                    junk = data.draw(st.sampled_from([b"", b"<", b"\xff", b"&", b"<c/>", b"\x00"]))
                    content = content[:at] + junk + content[at + data.draw(st.integers(0, 5)) :]
                new.writestr(name, content)
        read_or_refuse(path)
