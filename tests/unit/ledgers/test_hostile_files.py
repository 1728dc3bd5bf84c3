"""Files that are broken, disguised or made to do harm: one clear error, in bounded memory."""

import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from ledgers import guards
from ledgers.errors import (
    DamagedWorkbookError,
    EmptyWorkbookError,
    FileClosedToUsError,
    LedgerError,
    NotAWorkbookError,
    OversizedWorkbookError,
    PasswordProtectedError,
)
from ledgers.workbook import read_workbook
from tests.unit.ledgers.sheets import FIELDS, Value, grid_of, write_csv, write_xlsx

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def repacked(path: Path, out: Path, member: str, content: bytes) -> Path:
    """Write a copy of an archive with one member replaced."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
        if member not in old.namelist():
            new.writestr(member, content)
    return out


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.xls", b"<html><table><tr><td>x</td></tr></table></html>", NotAWorkbookError),
        ("a.xls", b"\xef\xbb\xbf\n <TABLE border=1>", NotAWorkbookError),
        ("a.xlsx", "器具名称,一级目录\n".encode(), NotAWorkbookError),
        ("a.xlsx", b"<?xml version='1.0'?><a/>", NotAWorkbookError),
        ("a.xlsx", b"%PDF-1.7 ...", NotAWorkbookError),
        ("a.xlsx", b"\x89PNG\r\n", NotAWorkbookError),
        ("a.xlsx", bytes(4000), NotAWorkbookError),
        ("a.xlsx", b"\x00\x01\x02abc", NotAWorkbookError),
        ("a.csv", b"\xff\xfe\xfd\x80\x81", DamagedWorkbookError),
        ("a.xls", OLE + bytes(600), DamagedWorkbookError),
        ("a.xlsx", b"PK\x03\x04" + bytes(100), DamagedWorkbookError),
        ("a.xlsx", b"", EmptyWorkbookError),
    ],
)
def test_disguised_and_broken_files(
    tmp_path: Path, name: str, content: bytes, error: type[LedgerError]
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error) as caught:
        read_workbook(tmp_path / name)
    assert caught.value.advice


def test_a_folder_and_another_archive(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkbookError):
        read_workbook(tmp_path)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(NotAWorkbookError):
        read_workbook(tmp_path / "a.xlsx")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated(tmp_path: Path, share: float) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", grid_of([{}] * 50)).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DamagedWorkbookError):
        read_workbook(tmp_path / "b.xlsx")


def test_protected_with_a_password(tmp_path: Path) -> None:
    # what Excel writes then: an OLE file with a stream EncryptedPackage
    (tmp_path / "a.xlsx").write_bytes(OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(PasswordProtectedError):
        read_workbook(tmp_path / "a.xlsx")


def test_a_file_beyond_all_measure_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate(guards.LARGEST_FILE + 1)  # a hole: nothing is on the disk
    with pytest.raises(OversizedWorkbookError, match="200 MB"):
        read_workbook(tmp_path / "a.xlsx")


def test_a_file_that_was_read_can_be_deleted_at_once(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{}]))
    with pytest.raises(LedgerError) as kept:
        read_workbook(path, sheet="x")
    path.unlink()  # fails on Windows while anything holds it open, even an error's traceback
    assert kept.value.facts["sheets"] == "台账"


def test_a_zip_bomb_is_refused_by_its_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "LARGEST_UNPACKED", 2**25)
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{}]))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.bin", "w", force_zip64=True) as stream,
    ):
        for _ in range(guards.LARGEST_UNPACKED // 2**22 + 1):
            stream.write(bytes(2**22))
    assert path.stat().st_size < 2**18
    with pytest.raises(OversizedWorkbookError, match="MB"):
        read_workbook(path)


def test_an_xml_bomb_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{}]))
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><sst>&c;</sst>'
    with pytest.raises(DamagedWorkbookError, match="bomb"):
        read_workbook(repacked(path, tmp_path / "b.xlsx", "xl/sharedStrings.xml", bomb))


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="XFD1048576" s="0" t="n"><v>1</v></c></row>',
        b"<row r='1048576'><c r = 'XFD1048576'><v>1</v></c></row>",
        b'<row r="900000"><c r="AE900000"><v>1</v></c></row>',
        b'<row r="99999"><c r="XFD99999"><v>1</v></c></row>',
        b'<row r="1048576"><c s="0"><v>1</v></c><c r="Z1048576"><v>1</v></c></row>',
    ],
)
def test_a_far_off_cell_does_not_bring_the_process_down(tmp_path: Path, cell: bytes) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{}]))
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    changed = sheet.replace(b"</sheetData>", cell + b"</sheetData>")
    with pytest.raises(OversizedWorkbookError, match="×"):
        read_workbook(repacked(path, tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", changed))


def test_a_sheet_in_an_encoding_that_hides_its_cells_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{}]))
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    hidden = sheet.replace("UTF-8", "UTF-16").encode("utf-16")
    with pytest.raises(DamagedWorkbookError, match="encoding"):
        read_workbook(repacked(path, tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", hidden))


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
><office:body><office:spreadsheet><table:table table:name="a">
<table:table-row table:number-rows-repeated="{rows}">
<table:table-cell {value} table:number-columns-repeated="{columns}"><text:p>x</text:p>
</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>
</office:document-content>"""


@pytest.mark.parametrize(("rows", "columns"), [(1048576, 16384), (1048576, 20), (5000, 16384)])
def test_an_open_document_that_repeats_values_is_refused(
    tmp_path: Path, rows: int, columns: int
) -> None:
    value = 'office:value-type="string"'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=rows, columns=columns, value=value))
    with pytest.raises(OversizedWorkbookError):
        read_workbook(tmp_path / "a.ods")


def test_a_million_formatted_empty_rows_are_no_trouble(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{}]))
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 1048577))
    changed = sheet.replace(b"</sheetData>", rows + b"</sheetData>")
    book = read_workbook(repacked(path, tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", changed))
    assert len(book.rows) == 1


def test_a_cell_of_the_greatest_length_is_read_whole(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{"place_of_use": "长" * 32767}]))
    assert len(read_workbook(path).rows[0].text("place_of_use")) == 32767


def test_formulas_without_values_and_error_cells_read_as_empty(tmp_path: Path) -> None:
    lines = grid_of([{}])
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet("台账")
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                page.write_string(row, column, str(value))
        page.write_formula(1, 0, "=A9", None, "")
        page.write_formula(1, 7, "=NA()", None, "#N/A")
        page.write_formula(1, 4, '="ACS-"&30', None, "ACS-30")
    read = read_workbook(tmp_path / "a.xlsx").rows[0]
    assert (read.text("name"), read.text("serial_number")) == ("", "")
    assert (read.text("model"), read.address("model")) == ("ACS-30", "E2")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("=1+1", "=1+1"),
        ("+A1", "+A1"),
        ("-----", "-----"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("a\x00b\x07c", "abc"),
        ("a\u200b\u2060b\ufeff", "ab"),
    ],
)
def test_odd_texts_stay_texts(tmp_path: Path, value: str, read: str) -> None:
    path = write_csv(tmp_path / "a.csv", grid_of([{"serial_number": value}]))
    assert read_workbook(path).rows[0].text("serial_number") == read


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_no_right_to_read(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{}]))
    path.chmod(stat.S_IWUSR)
    with pytest.raises(FileClosedToUsError):
        read_workbook(path)


def test_a_file_held_by_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid_of([{}]))

    def refuse(_path: Path) -> guards.Format:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(guards, "format_of", refuse)
    with pytest.raises(FileClosedToUsError, match="access is denied"):
        read_workbook(path)


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are POSIX")
def test_the_largest_area_that_passes_stays_within_a_gigabyte(tmp_path: Path) -> None:
    blank: list[Value] = [""] * len(FIELDS)
    lines = [*grid_of([{}]), *([blank] * 99_000)]
    lines.append(["末行"])
    path = write_xlsx(tmp_path / "a.xlsx", lines)
    script = (
        "import resource, sys; from pathlib import Path;"
        "from ledgers.workbook import read_workbook;"
        "print(len(read_workbook(Path(sys.argv[1])).rows),"
        " resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True
    )
    rows, megabytes = map(int, result.stdout.split())
    assert rows == 2
    assert megabytes < 1024
