"""What is due, until when to book it, and the files made of the list."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from ecqs_agent.expiry.calendar_file import write_calendar
from ecqs_agent.expiry.due import (
    Due,
    DueList,
    Piece,
    Stage,
    due_within,
    from_records,
    from_workbook,
)
from ecqs_agent.expiry.due_workbook import write_due
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator
from ecqs_agent.workbooks.mapping import to_form
from ledgers.errors import NotWrittenError
from ledgers.workbook import read_workbook
from tests.unit.agent.fake_portal import record_of
from tests.unit.agent.samples import SCALE, scale
from tests.unit.ledgers.sheets import write_xlsx

TODAY = date(2026, 3, 2)  # a Monday
CHINESE = translator(Language.ZH)
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def piece(valid_until: str, serial: str = "1", **more: object) -> Piece:
    return Piece(
        account="demo", name="压力表", serial_number=serial, valid_until=valid_until
    ).model_copy(update=more)


def listed(*pieces: Piece, days: int = 90, lead_time: int = 30, today: date = TODAY) -> DueList:
    return due_within(pieces, timedelta(days=days), today=today, lead_time=lead_time)


def only(found: DueList) -> Due:
    (one,) = found.due
    return one


@pytest.mark.parametrize(
    ("valid_until", "stage", "book_by", "days_left"),
    [
        ("2026-03-01", Stage.OVERDUE, date(2026, 1, 13), -1),
        ("2026-03-02", Stage.LATE, date(2026, 1, 13), 0),  # valid on the day itself
        ("2026-04-15", Stage.SOON, date(2026, 3, 3), 44),
        ("2026-04-14", Stage.SOON, date(2026, 3, 2), 43),  # to be booked today
        ("2026-04-13", Stage.LATE, date(2026, 2, 28), 42),  # a Saturday worked in lieu
        ("2026-05-31", Stage.SOON, date(2026, 4, 16), 90),
    ],
)
def test_stages_and_the_last_day_to_book(
    valid_until: str, stage: Stage, book_by: date, days_left: int
) -> None:
    one = only(listed(piece(valid_until)))
    assert (one.stage, one.book_by, one.days_left) == (stage, book_by, days_left)


def test_what_is_booked_needs_no_booking_and_is_overdue_all_the_same() -> None:
    assert only(listed(piece("2026-03-20", is_booked=True))).stage is Stage.BOOKED
    assert only(listed(piece("2026-03-01", is_booked=True))).stage is Stage.OVERDUE


def test_the_list_is_sorted_and_says_what_it_leaves_out() -> None:
    found = listed(
        piece("2026-05-01", "3"),
        piece("", "4"),
        piece("----", "5"),
        piece("2026年3月31日", "1"),
        piece("2026-06-01", "6"),
        piece("明年", "7"),
        piece("2026-04", "8"),
        piece("2026/04/01", "2"),
    )
    assert [one.piece.serial_number for one in found.due] == ["1", "2", "3"]
    assert (found.later, found.undated) == (1, 2)
    assert [one.serial_number for one in found.unreadable] == ["7", "8"]
    assert sum(found.counts().values()) == 8


def test_years_that_are_not_announced_are_named() -> None:
    assert listed(piece("2026-04-15")).unannounced == ()
    later = date(2040, 11, 30)
    found = listed(piece("2041-01-10"), today=later)
    assert found.unannounced == (2040, 2041)
    assert only(found).book_by < date(2040, 12, 1)


def test_no_lead_time_means_the_day_itself() -> None:
    assert only(listed(piece("2026-04-15"), lead_time=0)).book_by == date(2026, 4, 15)


def test_records_and_rows_are_read_alike(tmp_path: Path) -> None:
    record = record_of(to_form(SCALE), "U1").model_copy(update={"valid_until": "2026-04-15"})
    other = record_of(to_form(scale("938580")), "U2")
    pieces = from_records("demo", (record, other), {"U2"})
    assert [one.is_booked for one in pieces] == [False, True]
    assert (pieces[0].account, pieces[0].place_of_use) == ("demo", "店铺内")

    path = tmp_path / "rows.xlsx"
    titles = ["器具名称", "一级目录", "二级目录", "型号规格", "测量范围", "出厂编号", "有效期至"]
    titles += ["行政区划", "使用地点", "用途", "送检方式"]
    values = ["电子计价秤", "非自动衡器", "非自动衡器", "ACS-30", "200g-30kg", "938579"]
    write_xlsx(path, [titles, [*values, date(2026, 4, 15), "赛罕区", "店铺内", "贸易结算", "送检"]])
    (row,) = from_workbook(read_workbook(path))
    assert row.model_copy(update={"account": "demo", "place": ""}) == pieces[0]
    assert row.place == "G2"


def some() -> DueList:
    return listed(
        piece("2026-02-28", "0"),
        piece("2026-03-20", "1", model="Y-100", place_of_use="锅炉; 主,气缸\n二层"),
        piece("2026-05-20", "2"),
        piece("2026-05-20", "3"),
        piece("2026-05-20", "4", is_booked=True),
        piece("2026-05-20", "5", account="second"),
    )


def events_of(path: Path) -> list[dict[str, object]]:
    calendar = Calendar.from_ical(path.read_bytes())
    return [
        {
            "uid": str(event["uid"]),
            "summary": str(event["summary"]),
            "description": str(event["description"]),
            "start": event.decoded("dtstart"),
            "end": event.decoded("dtend"),
            "alarm": [alarm.decoded("trigger") for alarm in event.walk("VALARM")],
        }
        for event in calendar.walk("VEVENT")
    ]


def test_one_calendar_entry_for_each_account_and_date(tmp_path: Path) -> None:
    path = tmp_path / "due.ics"
    assert write_calendar(some(), path, translate=CHINESE, now=NOW) == 4
    overdue, late, soon, second = events_of(path)
    assert overdue["summary"] == "已过期（1 件），有效期至 2026-02-28"
    assert (overdue["start"], late["start"]) == (TODAY, TODAY)
    assert soon["summary"] == "预约检定（2 件），有效期至 2026-05-20"
    assert soon["start"] == date(2026, 4, 3)
    assert soon["end"] == date(2026, 4, 4)
    assert soon["alarm"] == [timedelta(days=-7, hours=9)]
    assert late["alarm"] == [timedelta(hours=9)]
    assert "锅炉; 主,气缸" in str(late["description"])
    assert "4" not in str(soon["description"])
    assert len({event["uid"] for event in (overdue, late, soon, second)}) == 4


def test_an_entry_keeps_its_identity_when_the_list_changes(tmp_path: Path) -> None:
    path = tmp_path / "due.ics"
    write_calendar(listed(piece("2026-05-20", "2")), path, translate=CHINESE, now=NOW)
    (first,) = events_of(path)
    again = listed(piece("2026-05-20", "2"), piece("2026-05-20", "9"), lead_time=15)
    write_calendar(again, path, translate=CHINESE, now=NOW)
    (second,) = events_of(path)
    assert first["uid"] == second["uid"]
    assert first["start"] != second["start"]


def test_the_file_is_as_outlook_wants_it(tmp_path: Path) -> None:
    path = tmp_path / "due.ics"
    write_calendar(some(), path, translate=CHINESE, now=NOW)
    content = path.read_bytes()
    lines = content.split(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert lines[0] == b"BEGIN:VCALENDAR"
    for needed in (b"VERSION:2.0", b"METHOD:PUBLISH", b"DTSTART;VALUE=DATE:20260403"):
        assert needed in lines
    assert all(line.startswith(b"DTSTAMP:20260302T010000Z") for line in lines if b"DTSTAMP" in line)


def test_the_workbook_holds_dates_and_text(tmp_path: Path) -> None:
    path = tmp_path / "due.xlsx"
    write_due(some(), path, translate=CHINESE)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("情况", "有效期至", "最迟预约日", "剩余天数")
    assert rows[1][0] == "已过期"
    assert [row[5] for row in rows[1:]] == ["0", "1", "2", "3", "4", "5"]
    assert rows[3][1:4] == (datetime(2026, 5, 20), datetime(2026, 4, 3), 79)  # noqa: DTZ001
    assert sheet.auto_filter.ref == f"A1:K{len(rows)}"


def test_an_empty_list_is_written_too(tmp_path: Path) -> None:
    write_due(listed(), tmp_path / "due.xlsx", translate=CHINESE)
    assert write_calendar(listed(), tmp_path / "due.ics", translate=CHINESE, now=NOW) == 0
    assert openpyxl.load_workbook(tmp_path / "due.xlsx").worksheets[0].max_row == 1


def test_a_place_that_cannot_be_written_is_said_and_the_old_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    with pytest.raises(NotWrittenError):
        write_due(some(), file / "due.xlsx", translate=CHINESE)
    with pytest.raises(NotWrittenError):
        write_calendar(some(), file / "due.ics", translate=CHINESE)
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
