"""Certificates as institutes print them, and everything that must never become a date."""

from datetime import date
from pathlib import Path

import pytest

from ledgers.certificates import (
    Certificate,
    Document,
    DoubtCode,
    Trouble,
    Unread,
)
from ledgers.certificates.dates import dates_in
from ledgers.certificates.reading import read_certificates
from tests.certificates import (
    LAYOUTS,
    SAMPLES,
    Layout,
    Pen,
    Sample,
    classic,
    continuation,
    draw,
    electronic,
    failure_notice,
    table,
    two_columns,
)

SCALE = SAMPLES[0]
FIELDS = (
    "certificate_number",
    "name",
    "serial_number",
    "model",
    "manufacturer",
    "conclusion",
    "verified_on",
    "valid_until",
)


def one(path: Path) -> Certificate:
    (read,) = read_certificates(path)
    assert isinstance(read, Certificate)
    return read


def plain(value: object) -> object:
    return "".join(value.split()) if isinstance(value, str) else value


def lines(*texts: str, title: str = "检定证书") -> Layout:
    """Return a layout of a title and these lines."""

    def layout(pen: Pen, sample: Sample) -> None:
        pen.centre(790, title, size=20)
        for at, text in enumerate(texts):
            pen.write(60, 740 - 25 * at, text)

    return layout


def form(*more: str, title: str = "检定证书") -> Layout:
    """Return a plain certificate whose dates are still missing, and these lines."""
    return lines(
        "证书编号：JLYQ-2026-000123", "器具名称：电子计价秤", "出厂编号：938579", *more, title=title
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.certificate_number)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_reads_as_it_was_meant(layout: Layout, sample: Sample, tmp_path: Path) -> None:
    read = one(draw(tmp_path / "one.pdf", (layout, sample)))
    assert {field: plain(getattr(read, field)) for field in FIELDS} == {
        field: plain(getattr(sample, field)) for field in FIELDS
    }
    assert (read.document, read.doubts) == (Document.CERTIFICATE, ())
    assert read.client in {sample.client, ""}
    assert read.institute in {sample.institute, ""}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_certificate_without_a_date_gives_none(layout: Layout, tmp_path: Path) -> None:
    read = one(draw(tmp_path / "one.pdf", (layout, SCALE.but(valid_until=None))))
    assert read.valid_until is None
    assert [doubt.field for doubt in read.doubts] == ["valid_until"]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_failed_verification_never_gives_a_date(layout: Layout, tmp_path: Path) -> None:
    read = one(draw(tmp_path / "one.pdf", (layout, SCALE.but(conclusion="不合格"))))
    assert (read.document, read.valid_until) == (Document.FAILURE_NOTICE, None)


def test_a_failure_notice_is_known_by_its_title(tmp_path: Path) -> None:
    read = one(draw(tmp_path / "one.pdf", (failure_notice, SCALE)))
    assert (read.document, read.valid_until) == (Document.FAILURE_NOTICE, None)
    assert (read.serial_number, read.verified_on) == ("938579", date(2026, 3, 5))
    dated = form("有效期至：2027-03-04", "检定日期：2026-03-05", title="检定结果通知书")
    assert one(draw(tmp_path / "two.pdf", (dated, SCALE))).valid_until is None


@pytest.mark.parametrize("title", ["校准证书", "检测报告", "示例计量所校准证书"])
def test_other_documents_give_no_date(title: str, tmp_path: Path) -> None:
    layout = form("检定日期：2026-03-05", "有效期至：2027-03-04", title=title)
    read = one(draw(tmp_path / "one.pdf", (layout, SCALE)))
    assert (read.document, read.valid_until) == (Document.OTHER, None)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        (("检定日期：2026-03-05", "有效期：1年"), DoubtCode.NO_DATE, "valid_until"),
        (("检定日期：2026-03-05", "有效期至：2027年03月"), DoubtCode.NO_DATE, "valid_until"),
        (("检定日期：2026-03-05", "有效期至：2027-02-30"), DoubtCode.NO_DATE, "valid_until"),
        (("检定日期：2026-03-05", "有效期至：27-03-04"), DoubtCode.NO_DATE, "valid_until"),
        (("检定日期：2026-03-05", "检定周期：12个月"), DoubtCode.NO_DATE, "valid_until"),
        (("检定日期：2026-03-05", "下次检定日期：2027-03-04"), DoubtCode.MISSING, "valid_until"),
        (
            ("检定日期：2026-03-05", "有效期至：2027-03-04 或 2027-09-04"),
            DoubtCode.SEVERAL,
            "valid_until",
        ),
        (
            ("检定日期：2026-03-05", "有效期至：2027-03-04", "有效期至：2028-03-04"),
            DoubtCode.SEVERAL,
            "valid_until",
        ),
        (("有效期至：2027-03-04",), DoubtCode.MISSING, "verified_on"),
        (
            ("检定日期：2026-03-05", "有效期至：2027-03-04", "出厂编号：938580"),
            DoubtCode.SEVERAL,
            "serial_number",
        ),
    ],
)
def test_what_is_incomplete_or_doubled_is_a_doubt(
    more: tuple[str, ...], code: DoubtCode, field: str, tmp_path: Path
) -> None:
    read = one(draw(tmp_path / "one.pdf", (form(*more), SCALE)))
    assert [(doubt.code, doubt.field) for doubt in read.doubts] == [(code, field)]
    if field == "valid_until":
        assert read.valid_until is None


def test_the_same_date_twice_is_no_doubt(tmp_path: Path) -> None:
    layout = form("检定日期：2026-03-05", "有效期至：2027-03-04", "有效期至：2027年3月4日")
    read = one(draw(tmp_path / "one.pdf", (layout, SCALE)))
    assert (read.valid_until, read.doubts) == (date(2027, 3, 4), ())


def test_the_standards_dates_and_numbers_are_not_the_instruments(tmp_path: Path) -> None:
    read = one(draw(tmp_path / "one.pdf", (electronic, SCALE.but(valid_until=None))))
    assert (read.valid_until, read.certificate_number) == (None, SCALE.certificate_number)


@pytest.mark.parametrize(
    "heading",
    [
        "检定所使用的计量标准：",
        "主要标准器",
        "计量标准装置名称：标准砝码",
        "检定使用的计量基（标）准装置",
    ],
)
def test_nothing_below_the_standards_heading_counts(heading: str, tmp_path: Path) -> None:
    layout = form("检定日期：2026-03-05", heading, "有效期至：2028-01-31", "出厂编号：F1-2001")
    read = one(draw(tmp_path / "one.pdf", (layout, SCALE)))
    assert (read.valid_until, read.serial_number) == (None, "938579")


@pytest.mark.parametrize(
    "noise",
    [
        "授权证书号：(国)法计(2022)01001号",
        "设备编号：A-07",
        "检定周期：1年",
        "样品编号：Y26-1",
        "签发日期：2026-03-09",
        "委托单编号：W1  接收日期：2026-03-01",
        "建议下次检定日期：2027-03-04",
    ],
)
def test_other_numbers_and_dates_are_left_alone(noise: str, tmp_path: Path) -> None:
    layout = form(noise, "检定日期：2026-03-05", "有效期至：2027-03-03")
    read = one(draw(tmp_path / "one.pdf", (layout, SCALE)))
    assert (read.certificate_number, read.serial_number) == ("JLYQ-2026-000123", "938579")
    assert (read.verified_on, read.valid_until) == (date(2026, 3, 5), date(2027, 3, 3))
    assert read.doubts == ()


@pytest.mark.parametrize(
    ("texts", "serial"),
    [
        (("出厂编号（器号）：938579",), "938579"),
        (("出厂编号938579 制造单位示例",), "938579"),
        (("出厂编号： No.938579",), "938579"),
        (("出厂编号：938579 型号规格：ACS-30",), "938579"),
        (("出厂编号：----",), "----"),
        (("出厂编号：189583P 东枪", "说明：请在有效期至前联系，出厂编号见铭牌。"), "189583P 东枪"),
    ],
)
def test_spellings_of_the_serial_number(
    texts: tuple[str, ...], serial: str, tmp_path: Path
) -> None:
    layout = lines(
        "证书编号：JL-1", "器具名称：电子计价秤", *texts, "检定日期2026-03-05有效期至2027-03-04"
    )
    read = one(draw(tmp_path / "one.pdf", (layout, SCALE)))
    assert (plain(read.serial_number), read.doubts) == (plain(serial), ())
    assert (read.verified_on, read.valid_until) == (date(2026, 3, 5), date(2027, 3, 4))


def test_a_long_value_goes_on_in_the_next_line(tmp_path: Path) -> None:
    def layout(pen: Pen, sample: Sample) -> None:
        classic(pen, sample.but(client="内蒙古示例能源集团有限责任公司"))
        pen.write(240, 634, "呼和浩特第十二加油站", size=14)

    read = one(draw(tmp_path / "one.pdf", (layout, SCALE)))
    assert read.client == "内蒙古示例能源集团有限责任公司呼和浩特第十二加油站"
    assert read.serial_number == SCALE.serial_number


def test_several_certificates_in_one_file_are_read_apart(tmp_path: Path) -> None:
    path = draw(
        tmp_path / "all.pdf",
        (classic, SAMPLES[0]),
        (continuation, SAMPLES[0]),
        (table, SAMPLES[1]),
        (continuation, SAMPLES[1]),
        (two_columns, SAMPLES[2]),
    )
    read = [item for item in read_certificates(path) if isinstance(item, Certificate)]
    assert [(item.page, item.certificate_number, item.valid_until) for item in read] == [
        (page, sample.certificate_number, sample.valid_until)
        for page, sample in zip((1, 3, 5), SAMPLES, strict=False)
    ]


def test_a_second_page_alone_is_no_certificate(tmp_path: Path) -> None:
    path = draw(tmp_path / "one.pdf", (continuation, SCALE))
    assert read_certificates(path) == (Unread(file="one.pdf", trouble=Trouble.NO_CERTIFICATE),)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026年03月05日", (date(2026, 3, 5),)),
        ("2 0 2 6 年 0 3 月 0 5 日", (date(2026, 3, 5),)),
        ("2026/3/5", (date(2026, 3, 5),)),
        ("\uff12\uff10\uff12\uff16\uff0e\uff10\uff13\uff0e\uff10\uff15", (date(2026, 3, 5),)),
        ("20260305", (date(2026, 3, 5),)),
        ("二〇二六年十二月二十一日", (date(2026, 12, 21),)),
        ("二零二六年十月三十日", (date(2026, 10, 30),)),
        ("2026-03-05至2027-03-04", (date(2026, 3, 5), date(2027, 3, 4))),
        ("2026年13月05日", ()),
        ("2026年3月", ()),
        ("26-03-05", ()),
        ("12026-03-05", ()),
        ("2026-03-055", ()),
        ("", ()),
    ],
)
def test_dates_in_a_text(text: str, days: tuple[date, ...]) -> None:
    assert dates_in(text) == days


def test_numerals_and_boxes_agree_on_every_month(tmp_path: Path) -> None:
    for month in range(1, 13):
        sample = SCALE.but(verified_on=date(2026, month, 28), valid_until=date(2027, month, 27))
        for name in ("old-paper", "boxed"):
            read = one(draw(tmp_path / "one.pdf", (LAYOUTS[name], sample)))
            assert (read.verified_on, read.valid_until) == (
                sample.verified_on,
                sample.valid_until,
            )
