"""Sample certificates: the layouts institutes use, drawn as PDF files with a Chinese font.

The font is Adobe's STSong-Light, which every PDF reader knows by name and none has to embed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True)
class Sample:
    """What a certificate is to say."""

    certificate_number: str
    name: str
    serial_number: str
    model: str
    manufacturer: str
    client: str = "内蒙古示例商贸有限公司"
    institute: str = "内蒙古自治区计量测试研究院"
    conclusion: str = "合格"
    verified_on: date | None = date(2026, 3, 5)
    valid_until: date | None = date(2027, 3, 4)

    def but(self, **changes: object) -> "Sample":
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass
class Pen:
    """A canvas with a font, and lines counted in points from the bottom."""

    canvas: Canvas
    size: float = 12

    def write(self, left: float, bottom: float, text: str, *, size: float | None = None) -> None:
        self.canvas.setFont(FONT, size or self.size)
        self.canvas.drawString(left, bottom, text)

    def centre(self, bottom: float, text: str, *, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawCentredString(297, bottom, text)

    def rule(self, left: float, bottom: float, right: float) -> None:
        self.canvas.line(left, bottom, right, bottom)


def chinese(day: date | None) -> str:
    return "" if day is None else f"{day.year}年{day.month:02d}月{day.day:02d}日"


def numerals(day: date | None) -> str:
    """Return 二〇二六年三月五日."""
    if day is None:
        return ""
    digits = "〇一二三四五六七八九"

    def number(value: int) -> str:
        tens, ones = divmod(value, 10)
        head = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
        return head + (digits[ones] if ones else "")

    year = "".join(digits[int(figure)] for figure in str(day.year))
    return f"{year}年{number(day.month)}月{number(day.day)}日"


def classic(pen: Pen, sample: Sample, title: str = "检 定 证 书") -> None:
    """Labels with blanks between their characters, values above a rule; year, month, day apart."""
    pen.centre(790, sample.institute, size=20)
    pen.centre(745, title, size=26)
    pen.centre(715, f"证 书 编 号：{sample.certificate_number}", size=12)
    pairs = (
        ("送  检  单  位", sample.client),
        ("计 量 器 具 名 称", sample.name),
        ("型  号 / 规  格", sample.model),
        ("出  厂  编  号", sample.serial_number),
        ("制  造  单  位", sample.manufacturer),
        ("检  定  依  据", "JJG 539-2016《数字指示秤》"),
        ("检  定  结  论", sample.conclusion),
    )
    for at, (label, value) in enumerate(pairs):
        bottom = 650 - 34 * at
        pen.write(90, bottom, label, size=14)
        pen.write(240, bottom, value, size=14)
        pen.rule(230, bottom - 4, 500)
    pen.write(330, 390, "批准人")
    pen.write(330, 365, "核验员")
    pen.write(330, 340, "检定员")
    _spread(pen, 250, "检 定 日 期", sample.verified_on)
    if sample.valid_until is not None:
        _spread(pen, 220, "有 效 期 至", sample.valid_until)
    pen.write(90, 120, "计量检定机构授权证书号：(国)法计(2022)01001号", size=10)
    pen.write(90, 104, "地址：呼和浩特市示例路1号    电话：0471-0000000", size=10)


def _spread(pen: Pen, bottom: float, label: str, day: date | None) -> None:
    if day is None:
        return
    pen.write(120, bottom, label, size=14)
    parts = (f"{day.year}", "年", f"{day.month:02d}", "月", f"{day.day:02d}", "日")
    for left, part in zip((220, 265, 300, 335, 370, 405), parts, strict=True):
        pen.write(left, bottom, part, size=14)


def boxed(pen: Pen, sample: Sample) -> None:
    """Every figure of a date in a box of its own; labels with colons."""
    pen.centre(780, "检定证书", size=24)
    pen.write(350, 740, f"证书编号:{sample.certificate_number}")
    pairs = (
        ("委托单位：", sample.client),
        ("器具名称：", sample.name),
        ("规格型号：", sample.model),
        ("器    号：", sample.serial_number),
        ("制造厂：", sample.manufacturer),
        ("检定结论：", sample.conclusion),
    )
    for at, (label, value) in enumerate(pairs):
        pen.write(80, 690 - 28 * at, f"{label}{value}")
    for bottom, label, day in (
        (440, "检定日期", sample.verified_on),
        (410, "有效期至", sample.valid_until),
    ):
        if day is None:
            continue
        pen.write(80, bottom, label)
        figures = (*f"{day:%Y}", "年", *f"{day:%m}", "月", *f"{day:%d}", "日")
        for at, figure in enumerate(figures):
            pen.canvas.rect(158 + 24 * at, bottom - 5, 20, 20)
            pen.write(163 + 24 * at, bottom, figure)


def table(pen: Pen, sample: Sample) -> None:
    """A ruled table of four columns: label, value, label, value."""
    pen.centre(800, sample.institute, size=14)
    pen.centre(770, "检定证书", size=22)
    cells = (
        ("证书编号", sample.certificate_number, "检定日期", f"{sample.verified_on or ''}"),
        ("器具名称", sample.name, "有效期至", f"{sample.valid_until or '/'}"),
        ("型号/规格", sample.model, "出厂编号", sample.serial_number),
        ("制造单位", sample.manufacturer, "准确度等级", "Ⅲ级"),
        ("使用单位", sample.client, "检定地点", "呼和浩特市赛罕区"),
        ("检定结论", sample.conclusion, "设备编号", "A-07"),
    )
    lefts = (50, 120, 320, 390)
    for at, row in enumerate(cells):
        bottom = 720 - 30 * at
        for left, text in zip(lefts, row, strict=True):
            pen.canvas.rect(left, bottom - 10, {50: 70, 120: 200, 320: 70, 390: 155}[left], 30)
            pen.write(left + 4, bottom, text, size=10)


def two_columns(pen: Pen, sample: Sample) -> None:
    """Two columns of labels with colons, close to each other; both dates in one line."""
    pen.centre(800, f"{sample.institute}检定证书", size=18)
    pen.write(60, 760, f"证书编号：{sample.certificate_number}")
    pen.write(400, 760, "第 1 页 共 2 页")
    rows = (
        (f"送检单位：{sample.client}", "联系电话：0471-0000000"),
        (f"样品名称：{sample.name}", f"型号规格：{sample.model}"),
        (f"出厂编号：{sample.serial_number}", f"生产厂家：{sample.manufacturer}"),
        (f"检定结论：{sample.conclusion}", "检定依据：JJG 52-2013"),
    )
    for at, (left, right) in enumerate(rows):
        pen.write(60, 720 - 26 * at, left)
        pen.write(350, 720 - 26 * at, right)
    dates = f"检定日期：{chinese(sample.verified_on)}"
    if sample.valid_until is not None:
        dates += f"  有效期至：{chinese(sample.valid_until)}"
    pen.write(60, 590, dates)


def bilingual(pen: Pen, sample: Sample) -> None:
    """English below every Chinese label, the value halfway between the two."""
    pen.centre(790, sample.institute, size=18)
    pen.centre(750, "检 定 证 书", size=24)
    pen.centre(730, "VERIFICATION CERTIFICATE", size=12)
    rows = (
        ("证书编号", "Certificate No.", sample.certificate_number),
        ("委托方", "Client", sample.client),
        ("计量器具名称", "Name of Instrument", sample.name),
        ("型号/规格", "Model/Specification", sample.model),
        ("出厂编号", "Serial No.", sample.serial_number),
        ("制造单位", "Manufacturer", sample.manufacturer),
        ("检定结论", "Conclusion of Verification", sample.conclusion),
        ("检定日期", "Date of Verification", chinese(sample.verified_on)),
        ("有效期至", "Valid until", chinese(sample.valid_until)),
    )
    for at, (label, english, value) in enumerate(rows):
        bottom = 690 - 40 * at
        pen.write(70, bottom, label)
        pen.write(70, bottom - 13, english, size=9)
        pen.write(230, bottom - 6, value)


def bilingual_beside(pen: Pen, sample: Sample) -> None:
    """English right behind the Chinese label, then a colon."""
    pen.centre(790, "检定证书 Verification Certificate", size=18)
    rows = (
        ("证书编号 Certificate No.", sample.certificate_number),
        ("客户名称 Customer", sample.client),
        ("器具名称 Instrument Name", sample.name),
        ("型号规格 Type/Specification", sample.model),
        ("出厂编号 Serial Number", sample.serial_number),
        ("制造商 Manufacturer", sample.manufacturer),
        ("检定结论 Conclusion", sample.conclusion),
        ("检定日期 Verification Date", f"{sample.verified_on or ''}"),
        ("有效期至 Valid to", f"{sample.valid_until or ''}"),
    )
    for at, (label, value) in enumerate(rows):
        pen.write(70, 720 - 26 * at, f"{label}: {value}")


def electronic(pen: Pen, sample: Sample) -> None:
    """An electronic certificate: a slanting watermark, and the standards used on the same page."""
    pen.canvas.saveState()
    pen.canvas.translate(300, 420)
    pen.canvas.rotate(40)
    pen.write(-120, 0, "电子证书 有效期至2099-01-01", size=28)
    pen.canvas.restoreState()
    pen.centre(800, sample.institute, size=16)
    pen.centre(770, "检定证书（电子证书）", size=20)
    pairs = (
        ("证书编号", sample.certificate_number),
        ("委托单位", sample.client),
        ("仪器名称", sample.name),
        ("型号/规格", sample.model),
        ("出厂编号", sample.serial_number),
        ("制造厂", sample.manufacturer),
        ("检定结论", sample.conclusion),
        ("检定日期", chinese(sample.verified_on).replace("年0", "年").replace("月0", "月")),
        ("有效期至", f"{sample.valid_until or '----'}".replace("-", ".")),
        ("签发日期", "2026-03-09"),
    )
    for at, (label, value) in enumerate(pairs):
        pen.write(70, 730 - 22 * at, f"{label}：{value}")
    pen.write(70, 480, "本次检定使用的计量标准器具：")
    heads = ("名称", "编号", "证书编号", "有效期至")
    values = ("标准砝码组", "F1-2001", "LS2025-00099", "2028年01月31日")
    for at, (head, value) in enumerate(zip(heads, values, strict=True)):
        pen.write(70 + 120 * at, 455, head, size=10)
        pen.write(70 + 120 * at, 438, value, size=10)


def row_of_labels(pen: Pen, sample: Sample) -> None:
    """Rows of labels with the values in the row beneath, each centred in its cell."""
    pen.centre(800, "检定证书", size=20)
    heads = (
        (("证书编号", sample.certificate_number), ("器具名称", sample.name)),
        (("型号规格", sample.model), ("出厂编号", sample.serial_number)),
        (("制造单位", sample.manufacturer), ("检定结论", sample.conclusion)),
        (
            ("检定日期", f"{sample.verified_on or ''}".replace("-", "/")),
            ("有效期至", f"{sample.valid_until or ''}".replace("-", "/")),
        ),
    )
    for at, row in enumerate(heads):
        for column, (label, value) in enumerate(row):
            middle = 180 + 240 * column
            pen.canvas.setFont(FONT, 11)
            pen.canvas.drawCentredString(middle, 740 - 50 * at, label)
            pen.canvas.drawCentredString(middle, 718 - 50 * at, value)


def old_paper(pen: Pen, sample: Sample) -> None:
    """An older form: 编号 for the serial number, dates in Chinese numerals, bold drawn twice."""
    for shift in (0, 0.5):
        pen.centre(790 + shift / 10, "检定证书", size=24)
        pen.write(80 + shift, 740, "证书号：")
        pen.write(80 + shift, 700, "名称：")
    pen.write(160, 740, sample.certificate_number)
    pen.write(160, 700, sample.name)
    pen.write(80, 672, f"型号：{sample.model}")
    pen.write(80, 644, f"编号：{sample.serial_number}")
    pen.write(80, 616, f"制造单位：{sample.manufacturer}")
    pen.write(80, 588, f"检定结论：{sample.conclusion}")
    pen.write(80, 500, f"检定日期：{numerals(sample.verified_on)}")
    if sample.valid_until is not None:
        pen.write(80, 472, f"有效期至：{numerals(sample.valid_until)}")


Layout = Callable[[Pen, Sample], None]
LAYOUTS: Mapping[str, Layout] = {
    "classic": classic,
    "boxed": boxed,
    "table": table,
    "two-columns": two_columns,
    "bilingual": bilingual,
    "bilingual-beside": bilingual_beside,
    "electronic": electronic,
    "row-of-labels": row_of_labels,
    "old-paper": old_paper,
}


def failure_notice(pen: Pen, sample: Sample) -> None:
    """A 检定结果通知书: verified, not passed, no 有效期至."""
    classic(pen, sample.but(conclusion="不合格", valid_until=None), title="检 定 结 果 通 知 书")


def continuation(pen: Pen, sample: Sample) -> None:
    """The second page: the certificate's number again, and the standards with their own dates."""
    pen.centre(800, "检定结果", size=16)
    pen.write(60, 770, f"证书编号：{sample.certificate_number}")
    pen.write(60, 740, "主要标准器：标准砝码   证书编号：LS2025-00099   有效期至：2028-01-31")
    pen.write(60, 710, "示值误差：0.1 e")


def draw(path: Path, *pages: tuple[Layout, Sample], password: str = "") -> Path:
    """Write one PDF with these pages."""
    encrypt = StandardEncryption(password) if password else None
    canvas = Canvas(str(path), encrypt=encrypt, invariant=1)
    for layout, sample in pages:
        layout(Pen(canvas), sample)
        canvas.showPage()
    canvas.save()
    return path


def scan(path: Path, lines: Sequence[str] = ("2026-03-05",)) -> Path:
    """Write a scanned page: a picture in a PDF, without any text."""
    picture = Image.new("L", (600, 800), 255)
    pencil = ImageDraw.Draw(picture)
    for at, line in enumerate(lines):
        pencil.text((60, 60 + 40 * at), line, fill=0)
    picture.save(path, "PDF")
    return path


SAMPLES = (
    Sample("JLYQ-2026-000123", "电子计价秤", "938579", "ACS-30", "示例衡器有限公司"),
    Sample(
        "力字第20260301045号",
        "压力表",
        "A21-00347",
        "(0～1.6) MPa",
        "红旗仪表示例厂",
        verified_on=date(2026, 9, 30),
        valid_until=date(2027, 3, 29),
    ),
    Sample(
        "RL2026-7781",
        "燃油加油机",
        "189583P 东枪",
        "THW6244B2",
        "示例石化设备公司",
        client="某某石油内蒙古销售分公司第12加油站",
        verified_on=date(2026, 10, 10),
        valid_until=date(2027, 4, 9),
    ),
    Sample(
        "CNG-2026-0008", "CNG加气机", "3MSW0702001(东)", "JQDS-30B", "重庆示例公司",
        verified_on=date(2026, 12, 1), valid_until=date(2027, 5, 31),
    ),
    Sample(
        "YX26-00991", "无创自动测量血压计", "20210800991", "HEM-7136", "欧示例(大连)有限公司",
        client="呼和浩特市赛罕区某某社区卫生服务中心",
    ),
    Sample("SJ2026/0042", "声级计", "306712", "AWA5688", "杭州示例仪器有限公司"),
    Sample(
        "GX-26-1130", "验光仪", "KR800-5512", "KR-800", "TOPCON",
        verified_on=date(2026, 11, 20), valid_until=date(2028, 11, 19),
    ),
    Sample("XD2026-300", "心电图仪", "ECG1200G-0031", "ECG-1200G", "深圳市示例医疗"),
)  # fmt: skip
