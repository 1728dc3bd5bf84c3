"""The columns of a workbook: the portal's words, their aliases, and which are needed."""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from typing import Final, NamedTuple


class Column(NamedTuple):
    """One field of the form 器具新增, or a column we know and do not file."""

    field: str
    label: str
    aliases: tuple[str, ...] = ()
    required: bool = False


# In the order of the form (portal-facts 3.2). Short words such as 器具编 are the booking form's
# headers as the portal cuts them off (portal-facts 5.2).
FORM_COLUMNS: Final = (
    Column(
        "name",
        "器具名称",
        ("计量器具名称", "仪器名称", "设备名称", "名称", "器具名"),
        required=True,
    ),
    Column("instrument_type", "器具类型", ("计量器具类型", "器具类")),
    Column("category", "一级目录", ("器具项别", "项别", "强检项别", "器具项"), required=True),
    Column("kind", "二级目录", ("器具种别", "种别", "强检种别", "器具种"), required=True),
    Column(
        "model",
        "型号规格",
        (
            "规格型号",
            "型号/规格",
            "规格/型号",
            "型号、规格",
            "型号",
            "规格",
            "型号/标准",
            "型号/标",
        ),
        required=True,
    ),
    Column(
        "measuring_range",
        "测量范围",
        ("量程", "测量范围/量程", "量程范围", "测量范"),
        required=True,
    ),
    Column(
        "accuracy_class",
        "准确度等级",
        ("精度等级", "准确度", "精度", "准确度等级/最大允许误差", "准确度级别"),
    ),
    Column(
        "serial_number",
        "出厂编号",
        ("出厂号", "出厂序列号", "序列号", "机号", "出厂编"),
        required=True,
    ),
    Column(
        "manufacturer",
        "生产厂家",
        ("制造单位", "生产厂商", "生产单位", "制造厂家", "制造厂", "制造商", "厂家", "制造单"),
    ),
    Column("origin", "器具产地", ("产地", "国产/进口", "器具产")),
    Column(
        "region",
        "使用地点行政区划",
        ("行政区划", "使用地行政区划", "使用地点行政区", "使用地点区划", "所在行政区划"),
        required=True,
    ),
    Column("province", "使用地点行政区划(省)", ("省", "省份", "省/自治区", "省(自治区、直辖市)")),
    Column("city", "使用地点行政区划(市)", ("市", "城市", "盟市", "市/盟", "地市")),
    Column(
        "county",
        "使用地点行政区划(旗县区)",
        ("旗县区", "区县", "县区", "旗县", "区/县", "旗县/区", "县(区)", "旗县(区)"),
    ),
    Column(
        "place_of_use",
        "安装/使用地点",
        ("使用地点", "安装使用地点", "安装地点", "安装位置", "使用地", "安装(使用)地点"),
        required=True,
    ),
    Column("purchase_date", "购置时间", ("购置日期", "购买日期", "购买时间", "购入日期", "购置日")),
    Column("quantity", "器具数量", ("数量", "台数", "台件数", "数量(台件)", "器具数")),
    Column("purpose", "器具用途", ("计量器具用途", "用途", "强检用途", "器具用"), required=True),
    Column(
        "delivery", "送检方式", ("检定形式", "送检形式", "送检/现场检", "送检方"), required=True
    ),
    Column(
        "valid_until",
        "有效期至",
        ("有效期", "有效日期", "有效期限", "证书有效期至", "检定有效期至"),
    ),
)

# Known and not filed: the ledger's own list, our result columns, what clerks keep for themselves.
OTHER_COLUMNS: Final = (
    Column("instrument_code", "器具编码", ("计量器具编码", "强检器具编码", "器具编")),
    Column("booking_number", "预约编号", ("预约单号", "预约单编号")),
    Column("certificate_number", "证书编号", ("检定证书编号", "证书号")),
    Column("note", "备注", ("说明", "备 注", "注")),
    Column("line_number", "序号", ("编号", "No", "No.", "行号")),
    Column("process_state", "流程状态"),
    Column("institute_words", "机构答复"),
    Column("handling", "办理情况"),
    Column("advice", "建议"),
    Column("check_state", "状态"),
    Column("check_codes", "代码"),
    Column("check_reasons", "原因"),
    Column("institute", "检定机构", ("检定单位",)),
    Column("instrument_status", "器具状态"),
    Column("verification_status", "检定状态"),
    Column("verification_result", "检定结果"),
    Column("telephone", "联系电话"),
    Column("refused_field", "需修改项"),
    Column("suggested_value", "建议值"),
    Column("record_id", "记录标识"),
)

REGION_PARTS: Final = ("province", "city", "county")
COLUMNS: Final = FORM_COLUMNS + OTHER_COLUMNS
LABELS: Final[Mapping[str, str]] = {column.field: column.label for column in COLUMNS}
REQUIRED: Final = tuple(column.field for column in FORM_COLUMNS if column.required)

_BLANKS_AND_MARKS: Final = re.compile(r"[\s*:\u200b\ufeff]+|…|\.{3}$")
_BRACKETED_TAIL: Final = re.compile(r"\([^()]*\)$")


def field_of(header: str) -> str | None:
    """Return the field a header means, or None when it is not known.

    Blanks, asterisks, colons, width of characters and a bracketed remark at the end do not count.
    """
    plain = _plain(header)
    return _FIELDS.get(plain) or _FIELDS.get(_BRACKETED_TAIL.sub("", plain))


def nearest_label(header: str) -> str:
    """Return the known header that looks most like this one, or "" when none does."""
    near = difflib.get_close_matches(_plain(header), _FIELDS, n=1, cutoff=0.6)
    return LABELS[_FIELDS[near[0]]] if near else ""


def _plain(header: str) -> str:
    """Return a header as it is compared."""
    return _BLANKS_AND_MARKS.sub("", unicodedata.normalize("NFKC", header)).casefold()


_FIELDS: Final[Mapping[str, str]] = {
    _plain(word): column.field for column in COLUMNS for word in (column.label, *column.aliases)
}
