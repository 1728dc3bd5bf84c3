"""`ecqs demo`: what `make demo` shows, in numbers and files."""

from pathlib import Path

import openpyxl
import pytest

from tests.cli.command import ecqs

pytestmark = pytest.mark.browser


def test_the_demo_tells_its_story_in_one_object(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = ecqs("demo", "--json", "--rows", "10", "--out", str(out), data=tmp_path)
    assert ended.code == 0, ended.err
    assert ended.is_clean()
    assert len(ended.out.strip().splitlines()) == 1
    told = ended.json
    assert set(told) == {
        *("rows", "errors", "filed", "bookings", "accepted", "refused", "unclear"),
        *("corrected", "dated", "seconds", "portal_url", "files"),
    }
    assert (told["rows"], told["errors"], told["filed"]) == (10, 3, 7)
    assert (told["accepted"], told["refused"], told["unclear"]) == (6, 1, 0)
    assert told["corrected"] == 1
    assert told["dated"] > 0
    assert all(Path(name).stat().st_size > 1000 for name in told["files"])
    annotated = out / "instruments-checked.xlsx"
    assert str(annotated) in told["files"]
    pages = openpyxl.load_workbook(annotated).worksheets
    cells = [cell for page in pages for line in page.iter_rows() for cell in line]
    assert sum(cell.comment is not None for cell in cells) >= told["errors"]


def test_the_result_workbook_has_every_rows_story(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = ecqs("demo", "--rows", "10", "--out", str(out), data=tmp_path)
    assert ended.code == 0, ended.err
    assert "门户" in ended.out
    page = openpyxl.load_workbook(out / "instruments-result.xlsx").worksheets[0]
    lines = list(page.iter_rows(values_only=True))
    header = next(number for number, line in enumerate(lines) if "器具编码" in line)
    columns = {str(title): at for at, title in enumerate(lines[header]) if title}
    rows = lines[header + 1 : header + 11]

    def column(title: str) -> list[str]:
        return [str(row[columns[title]] or "") for row in rows]

    assert sum(bool(code) for code in column("器具编码")) == 7
    assert len({code for code in column("器具编码") if code}) == 7
    assert sorted(filter(None, column("流程状态"))) == ["待检定"] * 6 + ["预约失败"]
    assert sum("停用" in words for words in column("机构答复")) == 1
    assert sum("检查未通过" in state for state in column("办理情况")) == 3
