"""What rows and certificates say, from real files, up to the decision."""

from datetime import date
from pathlib import Path

from ecqs_agent.expiry.statements import Flaw, from_folder, from_workbook
from ecqs_agent.expiry.validity import Finding, plan_validity
from ledgers.certificates.folder import read_folder
from ledgers.workbook import read_workbook
from tests.certificates import SAMPLES, classic, draw, failure_notice, scan, table
from tests.unit.agent.test_validity import record, unplated
from tests.unit.ledgers.sheets import write_xlsx

TITLES = ["器具编码", "器具名称", "一级目录", "二级目录", "型号规格", "测量范围", "出厂编号"]
TITLES += ["证书编号", "有效期至", "行政区划", "使用地点", "用途", "送检方式"]


def row(
    serial: str, day: str | date, *, code: str = "", name: str = "电子计价秤"
) -> list[str | date]:
    kinds = [name, "非自动衡器", "非自动衡器", "ACS-30", "200g-30kg"]
    return [code, *kinds, serial, "", day, "赛罕区", "店铺内", "贸易结算", "现场检"]


def test_rows_with_a_date_speak_and_the_others_do_not(tmp_path: Path) -> None:
    lines = [
        row("938579", date(2027, 3, 4)),
        row("938580", "2027年3月4日"),
        row("1", ""),
        row("2", "----"),
        row("3", "2027-03"),
        row("4", "明年"),
        row("-----", "2027/3/4", code="U9", name="戥子"),
    ]
    path = write_xlsx(tmp_path / "rows.xlsx", [TITLES, *lines])
    said = from_workbook(read_workbook(path))
    assert [(one.place, one.valid_until, one.flaw) for one in said] == [
        ("I2", date(2027, 3, 4), None),
        ("I3", date(2027, 3, 4), None),
        ("I6", None, Flaw.NO_DATE),
        ("I7", None, Flaw.NO_DATE),
        ("I8", date(2027, 3, 4), None),
    ]
    records = (
        record("U1"),
        record("U2", serial_number="938580"),
        unplated("U8"),
        unplated("U9", instrument_code="U9", model="ACS-30"),
    )
    plan = plan_validity("demo", said, records, known=(), today=date(2026, 3, 20), longest=5)
    assert "".join(entry.finding.value for entry in plan.entries) == "++??+"
    assert [item.fingerprint for item in plan.items()] == ["U1", "U2", "U9"]


def test_every_file_of_a_folder_is_in_the_plan(tmp_path: Path) -> None:
    scale = SAMPLES[0]
    draw(
        tmp_path / "1.pdf",
        (classic, scale),
        (table, scale.but(serial_number="938580", certificate_number="JL-2")),
    )
    draw(tmp_path / "2.pdf", (failure_notice, scale.but(serial_number="7")))
    scan(tmp_path / "3.pdf")
    (tmp_path / "4.ofd").write_bytes(b"PK")
    said = from_folder(read_folder(tmp_path))
    assert [(one.place, one.flaw) for one in said] == [
        ("1.pdf", None),
        ("1.pdf#2", None),
        ("2.pdf", Flaw.FAILED),
        ("3.pdf", Flaw.NO_TEXT),
        ("4.ofd", Flaw.NOT_PDF),
    ]
    records = (record("U1"), record("U2", serial_number="938580"))
    plan = plan_validity("demo", said, records, known=(), today=date(2026, 3, 20), longest=5)
    assert [entry.finding for entry in plan.entries] == [Finding.SET] * 2 + [Finding.DOUBT] * 3
