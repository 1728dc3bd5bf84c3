"""Make the sample workbooks of this folder: `python examples/make_examples.py [FOLDER]`.

An imaginary shop, hospital and filling station in Inner Mongolia, with every worked example of the
institute's guide among their instruments, some rows with mistakes that `ecqs check` stops, and one
that only the institute refuses. The same input gives the same bytes.
"""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple

import xlsxwriter
import xlwt

FOLDER: Final = Path(__file__).parent
MADE: Final = datetime(2026, 1, 5)  # noqa: DTZ001 - a workbook's properties know no time zone

COMPANY: Final = "内蒙古示例计量有限公司"
XINCHENG: Final = "内蒙古自治区/呼和浩特市/新城区"
SAIHAN: Final = "内蒙古自治区/呼和浩特市/赛罕区"
YUQUAN: Final = "内蒙古自治区/呼和浩特市/玉泉区"
HUIMIN: Final = "内蒙古自治区/呼和浩特市/回民区"
KUNDULUN: Final = "内蒙古自治区/包头市/昆都仑区"

SHOP, PHARMACY, STATION = "示例超市店铺内", "示例药店内", "示例加油加气站内"
OPTICIAN, BOILER, TESTING = "示例眼镜店验光室", "示例热力公司锅炉房", "示例机动车检测站"
HOSPITAL: Final = "示例医院"

NO_DATA, NO_RANGE = "-----", "----"


class Piece(NamedTuple):
    """One row; the fields in the order of the portal's form."""

    name: str
    category: str
    kind: str
    model: str
    measuring_range: str
    accuracy_class: str
    serial_number: str
    manufacturer: str
    region: str
    place_of_use: str
    purchase_date: date | None
    purpose: str
    delivery: str
    origin: str = "国产"
    quantity: int = 1
    valid_until: date | None = None
    note: str = ""


SCALE: Final = ("非自动衡器", "非自动衡器")
PUMP: Final = ("加油机", "燃油加油机")
LNG: Final = ("加气机", "液化天然气加气机")
CNG: Final = ("加气机", "压缩天然气加气机")
BLOOD_PRESSURE: Final = ("血压计（表）", "无创非自动测量血压计")
GAUGE: Final = ("压力仪表", "指示类压力表、显示类压力表")
ECG: Final = ("心脑电测量仪器", "心电图仪")
X_RAY: Final = ("医用诊断X射线设备", "医用诊断X射线设备")
BREATH: Final = ("呼出气体酒精含量检测仪", "呼出气体酒精含量检测仪")

TRADE, MEDICINE, SAFETY, ENVIRONMENT = "贸易结算", "医疗卫生", "安全防护", "环境监测"
ON_SITE, BROUGHT = "现场检", "送检"
SCALE_MAKER, PUMP_MAKER = "永康市华鹰衡器有限公司", "托肯恒山科技(广州)有限公司"


def steelyard() -> Piece:
    """Return a piece without a plate; several of them cannot be told apart."""
    return Piece(
        "戥子", *SCALE, NO_DATA, NO_RANGE, NO_DATA, NO_DATA, NO_DATA,
        XINCHENG, PHARMACY, date(2018, 7, 10), TRADE, ON_SITE, note="无铭牌",
    )  # fmt: skip


def scale(serial: str, measuring_range: str = "200g-30kg", model: str = "ACS-30") -> Piece:
    """Return a price-computing scale."""
    return Piece(
        "电子计价秤", *SCALE, model, measuring_range, "Ⅲ级", serial, SCALE_MAKER,
        XINCHENG, SHOP, date(2018, 11, 22), TRADE, ON_SITE,
    )  # fmt: skip


def pump(serial: str) -> Piece:
    """Return one nozzle of a fuel dispenser."""
    return Piece(
        "燃油加油机", *PUMP, "THW6244B2", "(5~45) L/min", NO_RANGE, serial, PUMP_MAKER,
        SAIHAN, STATION, date(2014, 6, 10), TRADE, ON_SITE,
    )  # fmt: skip


def lng(serial: str) -> Piece:
    """Return one nozzle of a dispenser for liquefied natural gas."""
    return Piece(
        "LNG加气机", *LNG, "JYDD-50A", "(3~80) kg/min", NO_RANGE, serial,
        "南京新治电气工程有限公司", SAIHAN, STATION, date(2018, 11, 22), TRADE, ON_SITE,
    )  # fmt: skip


def cng(serial: str) -> Piece:
    """Return one nozzle of a dispenser for compressed natural gas."""
    return Piece(
        "CNG加气机", *CNG, "JQDS-30B", "(1~28) kg/min", NO_RANGE, serial,
        "重庆四联加油机器制造有限公司", SAIHAN, STATION, date(2014, 6, 10), TRADE, ON_SITE,
    )  # fmt: skip


def blood_pressure(serial: str, department: str) -> Piece:
    """Return a sphygmomanometer."""
    return Piece(
        "血压计", *BLOOD_PRESSURE, NO_DATA, "(0~40) kPa", "±0.5kPa", serial,
        "深圳市中图仪器有限公司", HUIMIN, f"{HOSPITAL}{department}", date(2017, 2, 22),
        MEDICINE, ON_SITE,
    )  # fmt: skip


def gauge(serial: str, model: str, measuring_range: str) -> Piece:
    """Return a pressure gauge; its model repeats the range with the full-width wave."""
    return Piece(
        "压力表", *GAUGE, model, measuring_range, "1.6", serial, "青岛华青集团有限公司",
        YUQUAN, BOILER, date(2018, 11, 22), SAFETY, BROUGHT,
    )  # fmt: skip


def medical(name: str, pair: tuple[str, str], plate: tuple[str, ...], department: str) -> Piece:
    """Return a hospital's instrument; the plate gives model, range, serial and manufacturer."""
    model, measuring_range, serial, maker = plate
    return Piece(
        name, *pair, model, measuring_range, NO_RANGE, serial, maker,
        HUIMIN, f"{HOSPITAL}{department}", date(2018, 5, 8), MEDICINE, ON_SITE,
    )  # fmt: skip


def optical(name: str, pair: tuple[str, str], model: str, serial: str, maker: str) -> Piece:
    """Return an optician's instrument; their plates state no range."""
    return Piece(
        name, *pair, model, NO_RANGE, NO_RANGE, serial, maker,
        XINCHENG, OPTICIAN, date(2018, 5, 8), MEDICINE, ON_SITE,
    )  # fmt: skip


def shop_pieces() -> list[Piece]:
    """Return what the shop and the pharmacy weigh with."""
    return [
        steelyard(),
        steelyard(),
        steelyard(),
        scale("938579"),
        scale("938580", "30g-15kg", "ACS-15"),
        scale("007316", "500g-150kg", "TCS-150")._replace(name="电子台秤"),
        scale("0938581")._replace(quantity=3, note="三台同型号"),  # L609
        scale("357753", "30g-15KG", "ACS-15"),  # L401, the guide's own refusal
        scale("938582")._replace(kind="电子秤"),  # L104
        scale("938583停用")._replace(
            note="已贴停用标签"
        ),  # the check knows nothing of it, the institute does
    ]


def station_pieces() -> list[Piece]:
    """Return what the filling station sells with, nozzle by nozzle."""
    return [
        *(pump(f"189583P {side}枪") for side in "东西南北"),
        *(pump(f"189584P {number}号枪") for number in (1, 2)),
        lng("XY-047(东)"),
        lng("XY-047(西)"),
        cng("3MSW0702001(东)"),
        cng("3MSW0702001(西)"),
    ]


def hospital_pieces() -> list[Piece]:
    """Return what the hospital measures with."""
    heart, monitor = ("ECG-1200", "(0.5~2.0) mV"), ("PM-9000", "(0.5~2.0) mV")
    slip = ("心电测量仪器", "心电图仪")  # the guide's own slip: filed under 心脑电测量仪器
    brain, maker = ("心脑电测量仪器", "脑电图仪"), "深圳某医疗公司"
    x_ray = ("DR-F", NO_DATA, "XR-88017", "Example Medical GmbH")
    return [
        blood_pressure("SX15103", "内科"),
        blood_pressure("SX15104", "外科"),
        blood_pressure("SX15105", "急诊科")._replace(valid_until=date(2026, 12, 31)),  # L501
        blood_pressure("SX15106", "体检科")._replace(region="内蒙古自治区/呼和浩特市"),  # L303
        medical("心电图仪", slip, (*heart, "E12-0457", maker), "心内科"),
        medical("心电图仪", ECG, (*heart, "E12-0458", maker), "急诊科"),
        medical("多参数监护仪(心电部分)", ECG, (*monitor, "CM-60211", maker), "ICU"),
        medical("多参数监护仪(心电部分)", ECG, (*monitor, "CM-60212", maker), "ICU"),
        medical("脑电图仪", brain, ("EEG-32", NO_RANGE, "N3201", "北京某仪器厂"), "神经内科"),
        medical("医用诊断X射线设备", X_RAY, x_ray, "放射科")._replace(
            origin="进口", accuracy_class=NO_DATA
        ),
    ]


def other_pieces() -> list[Piece]:
    """Return the optician's, the boiler house's and the testing station's instruments."""
    return [
        optical("焦度计", ("焦度计", "焦度计"), "L-4500", "9190039", "上海某光学仪器厂"),
        optical("验光仪", ("验光仪器", "验光仪、综合验光仪"), "RM-1", "4590354", "苏州某光学公司"),
        optical("验光镜片箱", ("验光仪器", "验光镜片箱"), "232", "XD39194", "苏州某光学公司"),
        gauge("123456", "(0～1.6) MPa", "(0~1.6) MPa"),
        gauge("123457", "(0～2.5) MPa", "(0~2.5) MPa"),
        gauge("123458", "(0~1.6) MPa", "(0~1.6) MPa"),  # L804: the narrow wave, put right on filing
        Piece(
            "雷达测速仪", "机动车测速仪", "机动车测速仪", "LDR-2", "(20~180) km/h", NO_RANGE,
            "R-20115", "示例交通设备厂", KUNDULUN, "示例公路卡口", date(2018, 5, 8), SAFETY,
            ON_SITE,
        ),
        Piece(
            "呼出气体酒精含量检测仪", *BREATH, "AT-8", "(0~2.000) mg/L", NO_RANGE, "J80662",
            "示例电子公司", KUNDULUN, "示例交警队", date(2018, 5, 8), SAFETY, BROUGHT,
        ),
        Piece(
            "透射式烟度计", "透射式烟度计", "透射式烟度计", "YD-1", NO_DATA, NO_DATA, "YD16004",
            "佛山某分析仪公司", SAIHAN, TESTING, None, ENVIRONMENT, ON_SITE,
        ),
        Piece(
            "声级计", "声级计", "声级计", "AWA5661", "(20~132)dB", NO_RANGE, "301882",
            "杭州某仪器公司", SAIHAN, "示例环境监测站", date(2018, 5, 8), ENVIRONMENT, BROUGHT,
        ),
        Piece(
            "电压互感器", "电力测量用互感器", "电力测量用互感器", "JDZX-10", "10kV/100V", "0.2级",
            "H2003117", "大连某互感器厂", YUQUAN, "示例变电所", date(2019, 9, 3), TRADE, BROUGHT,
        ),
        Piece(
            "水表", "水表", "水表DN15~DN50", "LXS-20E", "DN20", "2级", "W2020-18", "宁波某水表厂",
            YUQUAN, "示例小区", date(2020, 4, 1), TRADE, BROUGHT,
        ),  # L703: household meters are not filed
    ]  # fmt: skip


def all_pieces() -> list[Piece]:
    """Return every row of the large sample."""
    return [*shop_pieces(), *station_pieces(), *hospital_pieces(), *other_pieces()]


COLUMNS: Final = (
    ("序号", 6), ("器具名称", 24), ("器具类型", 14), ("一级目录", 18), ("二级目录", 26),
    ("型号规格", 16), ("测量范围", 18), ("准确度等级", 12), ("出厂编号", 20), ("生产厂家", 28),
    ("器具产地", 10), ("使用地点行政区划", 32), ("安装/使用地点", 22), ("购置时间", 13),
    ("器具数量", 10), ("器具用途", 12), ("送检方式", 10), ("有效期至", 13), ("备注", 16),
)  # fmt: skip
TITLE: Final = f"{COMPANY} 强制检定工作计量器具台账（虚构样例，仅供演示）"
FONT: Final = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
CENTRED: Final = {"器具类型", "准确度等级", "器具产地", "器具用途", "送检方式", "序号", "器具数量"}


def cells_of(number: int, piece: Piece) -> list[object]:
    """Return a row's values in the order of the columns."""
    return [
        number, piece.name, "工作计量器具", piece.category, piece.kind, piece.model,
        piece.measuring_range, piece.accuracy_class, piece.serial_number, piece.manufacturer,
        piece.origin, piece.region, piece.place_of_use, piece.purchase_date, piece.quantity,
        piece.purpose, piece.delivery, piece.valid_until, piece.note,
    ]  # fmt: skip


def write_large(path: Path) -> None:
    """Write the large sample as .xlsx: a title row, the header, and the pieces."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": TITLE, "author": COMPANY, "created": MADE})
    book.set_calc_mode("auto")
    sheet = book.add_worksheet("强检台账")
    title = book.add_format({**FONT, "font_size": 14, "bold": True, "align": "center"})
    header = book.add_format(
        {**FONT, "bold": True, "align": "center", "border": 1, "bg_color": "#DDEBF7"}
    )
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, TITLE, title)
    sheet.set_row(0, 30)
    sheet.set_row(1, 24)
    for column, (label, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, label, header)
    write_pieces(book, sheet)
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, len(all_pieces()) + 1, len(COLUMNS) - 1)
    lay_out_for_print(sheet)
    book.close()


def write_pieces(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """Write the pieces below the header: texts as texts, dates as dates."""
    framed = {**FONT, "border": 1}
    text = book.add_format({**framed, "num_format": "@"})
    centred = book.add_format({**framed, "align": "center", "num_format": "@"})
    count = book.add_format({**framed, "align": "center", "num_format": "0"})
    day = book.add_format({**framed, "align": "center", "num_format": "yyyy-mm-dd"})
    for number, piece in enumerate(all_pieces(), 1):
        sheet.set_row(number + 1, 20)
        for column, value in enumerate(cells_of(number, piece)):
            label = COLUMNS[column][0]
            if isinstance(value, date):
                sheet.write_datetime(number + 1, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(number + 1, column, value, count)
            else:
                style = centred if label in CENTRED else day if value is None else text
                sheet.write_string(number + 1, column, str(value or ""), style)


def lay_out_for_print(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """Let the sheet print on A3 across, all columns on one page, the header on each."""
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.set_footer("&C第 &P 页，共 &N 页")


# The words of the older screens, in another order (portal-facts 3.2, aliases).
SMALL_COLUMNS: Final = (
    ("器具项别", 5200), ("器具种别", 7400), ("器具名称", 6200), ("规格型号", 4600),
    ("出厂编号", 5600), ("制造单位", 8200), ("测量范围", 5200), ("准确度等级", 3600),
    ("器具数量", 2800), ("购置日期", 3800), ("使用地点", 6000), ("使用地点行政区划", 9200),
    ("器具用途", 3400), ("送检方式", 3000), ("器具产地", 2800),
)  # fmt: skip


def small_pieces() -> list[Piece]:
    """Return six pieces, all of which can be filed."""
    return [
        scale("940001"),
        scale("940002", "30g-15kg", "ACS-15"),
        steelyard(),
        pump("189590P 南枪"),
        blood_pressure("SX16001", "内科"),
        gauge("223456", "(0～1.0) MPa", "(0~1.0) MPa"),
    ]


def small_cells(piece: Piece) -> list[object]:
    """Return a row's values in the order of the older columns."""
    return [
        piece.category, piece.kind, piece.name, piece.model, piece.serial_number,
        piece.manufacturer, piece.measuring_range, piece.accuracy_class, piece.quantity,
        piece.purchase_date, piece.place_of_use, piece.region, piece.purpose, piece.delivery,
        piece.origin,
    ]  # fmt: skip


def write_small(path: Path) -> None:
    """Write the small sample as a real .xls of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    font = "font: name 宋体, height 210"
    frame = "borders: left thin, right thin, top thin, bottom thin; align: vert centre"
    header = xlwt.easyxf(f"{font}, bold on; {frame}, horiz centre; pattern: pattern solid, "
                         "fore_colour pale_blue")  # fmt: skip
    text = xlwt.easyxf(f"{font}; {frame}", num_format_str="@")
    count = xlwt.easyxf(f"{font}; {frame}, horiz centre", num_format_str="0")
    day = xlwt.easyxf(f"{font}; {frame}, horiz centre", num_format_str="yyyy-mm-dd")
    styles = {date: day, int: count, str: text}
    for column, (label, width) in enumerate(SMALL_COLUMNS):
        sheet.col(column).width = width
        sheet.write(0, column, label, header)
    for row, piece in enumerate(small_pieces(), 1):
        for column, value in enumerate(small_cells(piece)):
            sheet.write(row, column, value, styles[type(value)])
    sheet.portrait = False
    sheet.fit_num_pages, sheet.fit_width_to_pages, sheet.fit_height_to_pages = 1, 1, 0
    sheet.set_panes_frozen(True)
    sheet.set_horz_split_pos(1)
    book.save(str(path))


def main(folder: Path = FOLDER) -> None:
    """Write both workbooks into a folder."""
    write_large(folder / "instruments.xlsx")
    write_small(folder / "instruments-small.xls")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
