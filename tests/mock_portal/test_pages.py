"""What a person sees, against the words and the order of portal-facts."""

import re
from typing import Literal

import pytest

from tests.mock_portal.conftest import Start
from tests.mock_portal.visitor import LEDGER_PAGE, Running, Visitor

BANNER = "模拟门户，仅供测试，不是真实的 e-CQS"
PAGES = (
    "/egov/shIndex.html",
    "/egov/system.jsp",
    "/egov/register.jsp",
    "/egov/recover.jsp",
    "/InspSystemV11/main.jsp",
    LEDGER_PAGE,
    "/InspSystemV11/reservation/reservationList.jsp",
    "/InspSystemV11/reservation/reservationForm.jsp",
    "/__mock__/institute",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_that_it_is_a_mock(visitor: Visitor, address: str) -> None:
    page = visitor.http.get(address)
    assert page.status_code == 200
    assert BANNER in page.text


def test_the_login_page_says_it_too(place: Running) -> None:
    assert BANNER in place.visitor().http.get("/casServer/login").text


def test_home_has_the_service_table(place: Running) -> None:
    text = place.visitor().http.get("/").text
    rows = re.findall(r"<tr><td>([^<]+)</td>", text)
    assert rows == [
        "产品质量监督抽查系统",
        "强制检定工作计量器具业务管理系统",
        "标准物质定级鉴定系统",
        "法定计量检定机构监管服务",
        "承担国家法定计量检定机构任务授权",
    ]
    assert text.count(">在线办理<") == 5
    for word in ("请输入搜索内容", "行政审批", "质量监管", "我要看", "我要查", ">登录<", ">注册<"):
        assert word in text


def test_home_greets_the_company(place: Running) -> None:
    guest = place.visitor()
    guest.log_in(target="/egov/system.jsp")
    assert "欢迎您，内蒙古示例计量有限公司" in guest.http.get("/egov/shIndex.html").text


def labels(text: str) -> list[str]:
    return re.findall(r'<td class="label">([^<]+)</td>', text)


FILTERS = [
    "器具编码",
    "器具名称",
    "证书编号",
    "出厂编号",
    "器具状态",
    "有效期至",
    "检定机构",
    "检定状态",
]
FORM = {
    "new": "器具名称 器具类型 一级目录 二级目录 型号规格 测量范围 准确度等级 出厂编号 "
    "生产厂家 器具产地 使用地点行政区划 安装/使用地点 购置时间 器具数量 器具用途 送检方式 有效期至",
    "old": "器具名称 器具类型 器具项别 器具种别 规格型号 测量范围 准确度等级 出厂编号 "
    "生产厂家 器具产地 使用地点行政区划 使用地点 购置日期 数量 计量器具用途 送检方式 有效期至",
}


@pytest.mark.parametrize("generation", ["new", "old"])
def test_ledger_filters_and_form_fields_stand_in_order(
    start: Start, generation: Literal["new", "old"]
) -> None:
    guest = start(variants={"words": generation}).visitor()
    guest.log_in()
    assert labels(guest.http.get(LEDGER_PAGE).text) == FILTERS + FORM[generation].split()


def test_ledger_tools_stand_below_the_grid(visitor: Visitor) -> None:
    text = visitor.http.get(LEDGER_PAGE).text
    tools = text.split('id="ledgerGrid"')[1].split("</div>")[0]
    assert re.findall(r"linkbutton\">([^<]+)<", tools) == ["新增", "复制", "修改", "删除"]


def test_old_words_everywhere(start: Start) -> None:
    guest = start(variants={"words": "old"}).visitor()
    home = guest.http.get("/egov/shIndex.html").text
    assert "强制检定工作计量器具管理系统" in home
    assert "登录/注册" in home
    assert "质量监督" in home
    assert home.count(">办理<") == 5
    guest.log_in(target="/egov/system.jsp")
    system = guest.http.get("/egov/system.jsp").text
    assert "强检器具台帐维护" in system
    assert system.count(">在线办理<") == 2


def test_dialog_note_comes_in_two_versions(start: Start) -> None:
    newer, older = start().visitor(), start(variants={"dialog_note": "old"}).visitor()
    newer.log_in()
    older.log_in()
    assert "该信息一旦保存不可修改" in newer.http.get(LEDGER_PAGE).text
    text = older.http.get(LEDGER_PAGE).text
    assert "“器具项别”、“器具种别”信息，系统将据此进行检定任务指派" in text
    assert "该信息一旦保存不可修改" not in text


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("tab", 'href="/InspSystemV11/ledger/ledgerManage.jsp" target="_blank"'),
        ("same", 'href="/InspSystemV11/ledger/ledgerManage.jsp">'),
        ("frame", 'href="/InspSystemV11/main.jsp?page=ledger">'),
    ],
)
def test_how_the_services_open(start: Start, how: str, expected: str) -> None:
    guest = start(variants={"open": how}).visitor()
    guest.log_in(target="/egov/system.jsp")
    text = guest.http.get("/egov/system.jsp").text
    assert expected in text
    assert text.count(">直接办理<") == 2


def test_the_frame_holds_the_page(visitor: Visitor) -> None:
    text = visitor.http.get("/InspSystemV11/main.jsp?page=booking").text
    assert '<iframe id="mainFrame"' in text
    assert 'src="/InspSystemV11/reservation/reservationList.jsp"' in text


@pytest.mark.parametrize(("variant", "value"), [("messages", "alert"), ("cells", "truncated")])
def test_page_scripts_are_told_the_variants(start: Start, variant: str, value: str) -> None:
    guest = start(variants={variant: value}).visitor()
    guest.log_in()
    assert f'"{variant}": "{value}"' in guest.http.get(LEDGER_PAGE).text


def test_region_is_a_tree_or_three_selects(start: Start) -> None:
    tree, chained = start().visitor(), start(variants={"region": "chained"}).visitor()
    tree.log_in()
    chained.log_in()
    assert 'class="easyui-combotree" name="useAddrCode"' in tree.http.get(LEDGER_PAGE).text
    text = chained.http.get(LEDGER_PAGE).text
    assert "easyui-combotree" not in text
    assert [name in text for name in ("useProvinceCode", "useCityCode", "useCountyCode")] == [
        True
    ] * 3


def test_booking_pages_have_their_buttons(visitor: Visitor) -> None:
    listing = visitor.http.get("/InspSystemV11/reservation/reservationList.jsp").text
    assert "关于新版强制检定工作计量器具目录已发布的通知" in listing
    assert "预约单记录查询" in listing
    for word in ("新增", "修改", "删除", "预约单详情"):
        assert f'linkbutton">{word}<' in listing
    form = visitor.http.get("/InspSystemV11/reservation/reservationForm.jsp").text
    for word in ("选择器具", "删除器具", "暂存预约单", "提交申请", "返回", "选择", "关闭"):
        assert f'linkbutton">{word}<' in form


def test_registration_and_recovery_show_the_fields_of_the_guide(place: Running) -> None:
    guest = place.visitor()
    register = guest.http.get("/egov/register.jsp").text
    for word in (
        "*用户名",
        "*确认密码",
        "*统一社会信用代码/组织机构代码",
        "*所在地",
        "*短信验证码",
        "企业宣传照片",
    ):
        assert word in register
    recover = guest.http.get("/egov/recover.jsp").text
    for word in ("验证身份", "设置新密码", "注册手机号(可找回用户名和密码)", "下一步"):
        assert word in recover


def test_the_shield_answers_521_until_its_cookie_is_set(start: Start) -> None:
    guest = start(variants={"shield": "521"}).visitor()
    challenge = guest.http.get("/egov/shIndex.html")
    assert challenge.status_code == 521
    assert "__jsl_clearance" in challenge.text
    guest.http.cookies.set("__jsl_clearance", "1", domain="127.0.0.1")
    assert guest.http.get("/egov/shIndex.html").status_code == 200


def test_other_host_names_are_not_answered(place: Running) -> None:
    answer = place.visitor().http.get("/egov/shIndex.html", headers={"Host": "psp.example"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "address",
    ["/__engine__/lite/../../app.py", "/__engine__/lite/%2e%2e/%2e%2e/app.py", "/__engine__/no/x"],
)
def test_engine_files_stay_in_their_folder(place: Running, address: str) -> None:
    assert place.visitor().http.get(address).status_code == 404


def test_page_scripts_and_jquery_are_served(place: Running) -> None:
    guest = place.visitor()
    for address in ("/__assets__/portal.js", "/__engine__/jquery/jquery.min.js"):
        answer = guest.http.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/javascript")
