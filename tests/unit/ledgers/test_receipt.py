"""Receipts: both specimens of the guide, and every way their text may be mangled."""

import pytest

from ledgers.receipt import read_receipt

MAIN = "内蒙古自治区计量测试研究院"
ACCEPTED = f"""预约单共3条计量器具，其中3条已分配至{MAIN}

{MAIN}受理回执信息：本院已受理你单位强检计量器具，请与光学室电话0471-3337062联系，确定现场检定时间。\
证书领取方式默认为电子证书（详见{MAIN}官网关于电子证书发布的通知\
<http://www.nmgjl.com.cn/portal/article/index/id/3083/cid/17.html>）如需纸质证书，\
请及时与业务大厅电话0471-3337100联系，一旦出具无法更改证书类型。"""
REASON = "请规范填写测量范围例如30g-15kg 注意计量单位大小写"
REFUSED = f"""预约单共1条计量器具，其中1条已分配至{MAIN}
器具电子计价秤（出厂编号为 357753 **不予受理原因** {REASON}"""


def test_the_guides_acceptance() -> None:
    receipt = read_receipt(ACCEPTED)
    assert (receipt.total, receipt.unallocated, receipt.unread) == (3, 0, ())
    assert [(a.institute, a.count) for a in receipt.allocations] == [(MAIN, 3)]
    (acceptance,) = receipt.acceptances
    assert acceptance.institute == MAIN
    assert acceptance.phones == ("0471-3337062", "0471-3337100")
    assert acceptance.text.startswith("本院已受理你单位强检计量器具")
    assert acceptance.text.endswith("一旦出具无法更改证书类型。")


@pytest.mark.parametrize(
    "text",
    [
        REFUSED,
        REFUSED.replace("**", ""),
        REFUSED.replace(" **不予受理原因** ", "）不予受理原因："),
        REFUSED.replace("（", "(").replace(" **不予受理原因** ", ") 不予受理原因: "),
        REFUSED.replace(" **不予受理原因** ", "），\r\n不予受理原因：\r\n"),
        REFUSED.replace("\n", ""),
        REFUSED.replace("，", " ").replace("条", " 条 "),
        REFUSED.replace("为 ", "："),
    ],
)
def test_the_guides_refusal_however_it_is_mangled(text: str) -> None:
    receipt = read_receipt(text)
    assert (receipt.total, receipt.unread, receipt.acceptances) == (1, (), ())
    (refusal,) = receipt.refusals
    assert (refusal.name, refusal.serial_number) == ("电子计价秤", "357753")
    assert refusal.reason == REASON
    assert receipt.refusal_of("电子计价秤", " 357753") == refusal
    assert receipt.refusal_of("电子计价秤", "357754") is None


@pytest.mark.parametrize(
    ("name", "serial"),
    [
        ("CNG加气机", "3MSW0702001(东)"),
        ("燃油加油机", "189583P 东枪"),
        ("多参数监护仪(心电部分)", "CM-60211"),
        ("戥子", "-----"),
        ("验光仪、综合验光仪", "RM（一）"),
    ],
)
@pytest.mark.parametrize("closing", ["）不予受理原因：", ")不予受理原因:", " 不予受理原因 "])
def test_names_and_numbers_with_brackets(name: str, serial: str, closing: str) -> None:
    text = f"预约单共1条计量器具\n器具{name}（出厂编号为 {serial}{closing}单位大小写"
    (refusal,) = read_receipt(text, [(name, serial)]).refusals
    assert (refusal.name, refusal.serial_number) == (name, serial)
    assert refusal.reason == "单位大小写"


def test_several_institutes_acceptance_and_refusals_in_one_booking() -> None:
    text = f"""预约单共6条计量器具，其中2条已分配至{MAIN}，其中2条已分配至呼和浩特市检验检测中心
呼和浩特市检验检测中心受理回执信息:请携带器具前来。
{MAIN}受理回执信息：请等待现场检定
器具血压计（出厂编号为 SX1）不予受理原因：数量应为1；器具压力表（出厂编号为 2）不予受理原因：型号
换行后继续"""
    receipt = read_receipt(text)
    assert receipt.unallocated == 2
    assert [a.count for a in receipt.allocations] == [2, 2]
    assert [a.institute for a in receipt.acceptances] == ["呼和浩特市检验检测中心", MAIN]
    assert [a.text for a in receipt.acceptances] == ["请携带器具前来。", "请等待现场检定"]
    assert [r.reason for r in receipt.refusals] == ["数量应为1", "型号 换行后继续"]
    assert receipt.unread == ()


def test_two_sentences_that_run_together() -> None:
    text = f"预约单共3条计量器具，其中3条已分配至{MAIN}{MAIN}受理回执信息：本院已受理"
    receipt = read_receipt(text)
    assert receipt.allocations[0].institute == receipt.acceptances[0].institute == MAIN


@pytest.mark.parametrize(
    "text", ["预约单共2条计量器具，其中0条已分配", "预约单共2条计量器具，尚未分配"]
)
def test_nobody_got_anything(text: str) -> None:
    receipt = read_receipt(text)
    assert (receipt.unallocated, receipt.allocations, receipt.unread) == (2, (), ())


def test_what_is_not_understood_is_kept() -> None:
    receipt = read_receipt("系统维护通知\n预约单共1条计量器具，请稍后查看")
    assert receipt.unread == ("系统维护通知", "请稍后查看")
    assert read_receipt("").unread == ()


def test_a_very_long_text_takes_no_time() -> None:
    assert read_receipt("器具（" * 20000).refusals == ()
    assert read_receipt("院" * 100000).unread == ("院" * 100000,)
