"""What institutes write when they refuse a piece, and which field they mean by it."""

from collections.abc import Mapping

import pytest

from catalog.catalogue import load_catalogue
from ledgers.refusal_field import OPERATOR_TEXTS, Confidence, find_meant
from ledgers.wording import chinese

CATALOGUE = load_catalogue()
PIECE: Mapping[str, str] = {
    "name": "电子计价秤",
    "instrument_type": "工作计量器具",
    "category": "非自动衡器",
    "kind": "非自动衡器",
    "model": "ACS-30",
    "measuring_range": "15kg",
    "accuracy_class": "Ⅲ级",
    "serial_number": "357753",
    "manufacturer": "永康市华鹰衡器有限公司",
    "origin": "国产",
    "region": "内蒙古自治区/呼和浩特市",
    "place_of_use": "店铺内",
    "purchase_date": "2018-11-22",
    "quantity": "1",
    "purpose": "贸易结算",
    "delivery": "送检",
}
GAUGE = {
    **PIECE,
    "name": "压力表",
    "category": "血压计（表）",
    "kind": "无创非自动测量血压计",
    "model": "(0~1.6) MPa",
    "measuring_range": "(0~1.6) Mpa",
    "serial_number": "123456",
}

# words, the field meant first (or fields, in order), what is asked for, what is an example
CORPUS = [
    ("请规范填写测量范围例如30g-15kg 注意计量单位大小写", "measuring_range", "", "30g-15kg"),
    ("请规范填写测量范围 注意计量单位大小写", "measuring_range", "", ""),
    ("测量范围填写不规范，请按30g-15kg格式填写", "measuring_range", "", ""),
    ("量程有误，应为200g-30kg", "measuring_range", "200g-30kg", ""),
    ("测量范围应为“(0~1.6) MPa”，请修改后重新预约", "measuring_range", "(0~1.6) MPa", ""),
    ("请将测量范围15kg改为100g-15kg", "measuring_range", "100g-15kg", ""),
    ("测量范围缺少单位，请补充", "measuring_range", "", ""),
    ("测量上限与铭牌不符", "measuring_range", "", ""),
    ("“15kg”填写有误，请填写完整", "measuring_range", "", ""),
    ("请注意计量单位大小写", "measuring_range", "", ""),
    ("请填写最大称量和最小称量", "measuring_range", "", ""),
    ("一级目录选择错误，请选择“压力仪表”", "category", "压力仪表", ""),
    ("项别选错，应选压力仪表", "category", "压力仪表", ""),
    ("二级目录选择错误，请选择“心电图仪”", "kind", "心电图仪", ""),
    ("种别应为指示类压力表、显示类压力表", "kind", "指示类压力表、显示类压力表", ""),
    ("二级目录请选心电图仪后重新提交", "kind", "心电图仪", ""),
    ("目录选择有误，请重新选择", "kind", "", ""),
    ("一级、二级目录选择错误，请按2020年新版目录选择", ("category", "kind"), "", ""),
    ("器具分类错误，请核对后重新申报", "kind", "", ""),
    ("请选择“指示类压力表、显示类压力表”", "kind", "指示类压力表、显示类压力表", ""),
    ("规格型号中～为中文全角状态下的中波浪线，请修改", "model", "", ""),
    ("请按铭牌或上次检定证书填写规格型号", "model", "", ""),
    ("型号填写错误，应为TCS-150", "model", "TCS-150", ""),
    ("型号规格不能为空", "model", "", ""),
    ("规格/型号与实物不一致，请核实", "model", "", ""),
    ("波浪线请使用全角", "model", "", ""),
    ("请按铭牌或上次检定证书填写出厂编号", "serial_number", "", ""),
    ("出厂编号与上年度证书不一致，请改为357735", "serial_number", "357735", ""),
    ("出厂编号有误，应填写为“SX15103”。", "serial_number", "SX15103", ""),
    ("加油机请按枪预约", "serial_number", "", ""),
    ("每枪单独填写编号，例如189583P 东枪", "serial_number", "", "189583P"),
    ("机身号看不清，请上传照片后重新填写", "serial_number", "", ""),
    ("准确度等级填写错误，应为1.6级", "accuracy_class", "1.6级", ""),
    ("请填写准确度等级", "accuracy_class", "", ""),
    ("精度等级未填", "accuracy_class", "", ""),
    ("最大允许误差填写不正确", "accuracy_class", "", ""),
    ("器具名称不规范，应为“电子台案秤”", "name", "电子台案秤", ""),
    ("仪器名称请按证书填写", "name", "", ""),
    (
        "多参数监护仪只检心电部分，器具名称请写成“多参数监护仪(心电部分)”",
        "name",
        "多参数监护仪(心电部分)",
        "",
    ),
    ("使用地点行政区划须选到旗县区", "region", "", ""),
    ("行政区划选择错误，请选择新城区", "region", "新城区", ""),
    ("请选择到县级", "region", "", ""),
    ("安装/使用地点填写不详细", "place_of_use", "", ""),
    ("使用地点请填写具体科室", "place_of_use", "", ""),
    ("器具数量请务必填1，每件计量器具请单独新增", "quantity", "", ""),
    ("多台器具请逐台申报", "quantity", "", ""),
    ("数量应为1", "quantity", "", ""),
    ("用途应为医疗卫生", "purpose", "医疗卫生", ""),
    ("器具用途选择错误", "purpose", "", ""),
    ("送检方式应选择“现场检”", "delivery", "现场检", ""),
    ("该器具需现场检定，请重新选择送检方式", "delivery", "", ""),
    ("此类器具请送至我院检定", "delivery", "", ""),
    ("生产厂家填写错误，应为深圳市中图仪器有限公司", "manufacturer", "深圳市中图仪器有限公司", ""),
    ("制造单位名称不全", "manufacturer", "", ""),
    ("厂家应填全称", "manufacturer", "", ""),
    ("购置日期晚于出厂日期，请核实", "purchase_date", "", ""),
    ("产地请选进口", "origin", "进口", ""),
    ("规格型号正确，测量范围请重新填写", "measuring_range", "", ""),
    ("出厂编号、型号无误，准确度等级请核对", "accuracy_class", "", ""),
    ("测量范围和准确度等级均需按检定证书填写", ("measuring_range", "accuracy_class"), "", ""),
    ("器具类型应为工作计量器具", "instrument_type", "", ""),
]
NOTHING_MEANT = [
    "该器具已停用，请核实后重新预约",
    "重复预约",
    "超出我院检定能力范围",
    "该器具不在强检目录管理范围内，不需要强制检定".replace("目录", ""),
    "请联系0471-3337100",
    "",
    "   ",
]


def first(words: str, piece: Mapping[str, str] = PIECE) -> str:
    found = find_meant(words, piece, catalogue=CATALOGUE)
    return found[0].field if found else ""


@pytest.mark.parametrize(("words", "fields", "suggested", "example"), CORPUS)
def test_the_field_is_told_from_the_words(
    words: str, fields: str | tuple[str, ...], suggested: str, example: str
) -> None:
    wanted = (fields,) if isinstance(fields, str) else fields
    found = find_meant(words, PIECE, catalogue=CATALOGUE)
    assert tuple(one.field for one in found[: len(wanted)]) == wanted
    assert found[0].suggested == suggested
    assert found[0].example == example


@pytest.mark.parametrize("words", NOTHING_MEANT)
def test_words_that_tell_no_field_are_not_guessed_at(words: str) -> None:
    assert find_meant(words, PIECE, catalogue=CATALOGUE) == ()


def test_both_levels_of_the_catalogue_can_be_asked_for_at_once() -> None:
    words = "一级目录、二级目录选择错误，请选择“压力仪表”“指示类压力表、显示类压力表”"
    found = {one.field: one.suggested for one in find_meant(words, GAUGE, catalogue=CATALOGUE)}
    assert found == {"category": "压力仪表", "kind": "指示类压力表、显示类压力表"}


def test_a_value_of_the_piece_in_the_words_tells_its_field() -> None:
    found = find_meant("(0~1.6) Mpa 书写有误", GAUGE, catalogue=CATALOGUE)
    assert [(one.field, one.confidence) for one in found] == [
        ("measuring_range", Confidence.LIKELY)
    ]


def test_the_piece_that_is_named_is_not_the_field_that_is_meant() -> None:
    words = "器具电子计价秤（出厂编号为 357753）测量范围填写不规范"
    assert first(words.replace("（出厂编号为 357753）", "357753")) == "measuring_range"


def test_what_is_there_already_is_not_suggested() -> None:
    (found,) = find_meant("型号应为ACS-30", PIECE, catalogue=CATALOGUE)
    assert (found.field, found.suggested) == ("model", "")


def test_confidence_falls_with_what_is_known() -> None:
    named, hinted = "测量范围有误", "注意大小写"
    assert find_meant(named, PIECE)[0].confidence is Confidence.CERTAIN
    assert find_meant(hinted, PIECE)[0].confidence is Confidence.POSSIBLE


@pytest.mark.parametrize("text", OPERATOR_TEXTS)
def test_the_reasons_are_in_chinese_too(text: str) -> None:
    assert chinese(text) != text


def test_hostile_words_do_no_harm() -> None:
    for words in (
        "应为" * 5000,
        "“" * 5000,
        "测量范围" * 3000,
        "请选择“" + "甲" * 9000 + "”",
        "\x00\ud800",
    ):
        find_meant(words, PIECE, catalogue=CATALOGUE)
