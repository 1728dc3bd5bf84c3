"""How institutes name fields, ask for values and give examples: the patterns of their prose."""

import re
from typing import Final

# Names of fields in what institutes write; the first pattern that takes a piece of text has it.
NAMES: Final = (
    ("valid_until", "有效期至?"),
    (
        "manufacturer",
        "生产厂家?|生产厂商|制造单位|制造商|制造厂家?|生产单位|生产企业|厂家名称|厂家|厂名",
    ),
    ("region", "使用地点(?:的)?行政区划?|使用地行政区划?|行政区划|区划"),
    ("place_of_use", "安装[/、或]?使用地[点址]|使用地[点址]|使用位置|安装地[点址]|安装位置"),
    ("serial_number", "出厂编号|出厂号|出厂序列号|序列号|机身号|机身编号|产品编号|器具编号|机号"),
    ("category", "一级目录|器具项别|强检项别|项别|器具大类|大类"),
    ("kind", "二级目录|器具种别|强检种别|种别|器具小类|小类"),
    ("model", "规格型号|型号规格|型号[/／、]规格|规格[/／、]型号|型号|规格(?!书)"),
    ("measuring_range", "测量范围|测量区间|测量上限|测量下限|称量范围|量程范围|量程|量限"),
    ("accuracy_class", "准确度等级|准确度级别|准确度|精度等级|精度|最大允许误差|准确等级"),
    ("name", "计量器具名称|器具名称|仪器名称|设备名称|器具的名称|品名"),
    ("purchase_date", "购置时间|购置日期|购买时间|购买日期|购置年月"),
    ("quantity", "器具数量|数量"),
    ("purpose", "器具用途|强检用途|使用用途|用途"),
    ("delivery", "送检方式|检定方式|检定形式|送检形式"),
    ("origin", "器具产地|产地"),
    ("instrument_type", "器具类型"),
)
# Words that concern a field without naming it.
HINTS: Final = (
    ("region", "旗县区?|区县|县级|省市县"),
    ("serial_number", "按枪|枪号|每[条把支]枪|每枪|东枪|西枪|编号"),
    (
        "quantity",
        "逐台|每台.{0,4}单独|单独新增|每件.{0,6}单独|一台一条|一条一台|多台|分开(?:填报|申报|录入)",
    ),
    ("measuring_range", "计量单位|单位大小写|大小写|最大称量|最小称量|[Mm]ax|[Mm]in(?!g)"),
    ("model", "波浪线|全角|半角"),
    ("accuracy_class", "级别|等级"),
    ("delivery", "现场检定?|上门检定?|送至我院|送到我院|送检"),
    ("purpose", "贸易结算|安全防护|医疗卫生|环境监测"),
    ("origin", "国产|进口"),
    ("name", "(?<![位家])名称"),
    ("kind", "目录|类别|分类|归类|类目"),
)
NAME_PATTERNS: Final = tuple((name, re.compile(words)) for name, words in NAMES)
HINT_PATTERNS: Final = tuple((name, re.compile(words)) for name, words in HINTS)
BOTH_CATALOGUE_LEVELS: Final = re.compile(r"一[、,，和及]?二级目录|一级和?[/、]二级目录|两级目录")
IS_FINE: Final = re.compile(
    r"(?<![不未])(?:正确|无误|一致|没有问题|无需修改|不用修改)(?!的|填|选|录)"
)
IS_WANTED: Final = re.compile(r"[请应须需要]|不|未|错|误")

MARKS: Final = "“”\"'\u2018\u2019「」『』《》<>【】"
OPEN: Final = "[“\"'\u2018「『《【]?"
ASKS: Final = (
    r"(?:请|应|须|需|要|可|统一|并|重新|正确|已|均|都)*(?:重新)?"
    r"(?:选择为|选择成|选择|选为|选|改选|更改为|更改成|更正为|修改为|修改成|改为|改成|变更为|调整为|"
    r"填写为|填写成|填写|填报为|填为|填成|填|写为|写成|写|录入为|录入|应该是|应该为|应当为|应是|应为|正确的?[为是])"
)
QUOTED_WISH: Final = re.compile(
    rf"{ASKS}\s*[:：]?\s*[“\"'\u2018「『《【](?P<value>[^”\"'\u2019」』》】]{{1,60}})[”\"'\u2019」』》】]"
)
PLAIN_WISH: Final = re.compile(
    r"(?:应选择|应选(?!择)|应为|应是|应该为|应该是|应当为|改为|改成|更正为|更改为|修改为|修改成|变更为|调整为|请选择|请选(?!择)|选择为|选为|"
    r"填写为|填写成|应填写|应填(?!写)|请填(?!写)|填为|务必填|写成|应写|正确的?[为是])"
    r"\s*[:：]?\s*(?P<value>[^，,。；;！!？?：:“”\"\n]{1,60})"
)
EXAMPLE: Final = re.compile(
    r"(?:例如|如下|比如|例|格式为|格式如|形如|如(?!果|有|实|需|何|下|上))\s*[:：]?\s*"
    rf"{OPEN}(?P<value>[^，,。；;！!“”\"\n\s]{{1,40}}(?:\s[A-Za-zμ%/]{{1,8}})?)"
)
TAIL: Final = re.compile(
    r"(?:后(?:重新|再)?(?:预约|提交|申报|上报)?|即可|再(?:次)?(?:预约|提交|申报)|重新(?:预约|提交|申报)|并.*|类$|等$|的格式.*|格式$|谢谢.*)$"
)
# What follows "please fill in" and is no value.
NO_VALUE: Final = re.compile(
    r"铭牌|证书|规范|完整|准确|正确|清楚|实际|真实|对应|相应|详细|具体|如实|一致|合适|新版|目录|名称|型号|编号|范围|等级|信息|单位|大小写|全称|全名|全部"
)
IN_MARKS: Final = re.compile(rf"[“\"\u2018「『【](?P<value>[^{MARKS}]{{1,60}})[”\"\u2019」』】]")
INSTEAD: Final = re.compile(r"(?:将|把|由|从|不(?:应|该|能|得)?[是为选填写]+)\s*" + OPEN + "$")
CLAUSE: Final = re.compile(r"[，,。；;！!？?\n]|\s(?=[\u4e00-\u9fff])")
