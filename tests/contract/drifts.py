"""Changes that a new release of the portal might bring, one at a time, and what must be told.

Each is made in the mock's own pages and scripts; `place` is None where the way there ends before.
"""

# The portal's own markup is quoted as it stands, in one line each:
# ruff: noqa: E501

from dataclasses import dataclass

from page_objects.contract.difference import Grade, Kind, Sort
from page_objects.contract.seen import Place

LEDGER = "ledgerManage.jsp"
LEDGER_JS, FORM, FORM_JS = "ledger.js", "reservationForm.jsp", "booking_form.js"
LIST_JS, RECEIPT_JS, LOGIN, SYSTEM = (
    "booking_list.js",
    "receipt.js",
    "casServer/login",
    "system.jsp",
)
SERIAL = '<td class="label">出厂编号</td><td><input id="serialNum"'
MODEL = '<td class="label">型号规格</td><td><input id="modelSpec"'
RANGE = '<td class="label">测量范围</td><td><input id="measureRang"'
MODEL_CELLS = f"""{MODEL} class="easyui-textbox" name="modelSpec" style="width:220px" data-options="prompt:'必填'"></td>"""
RANGE_CELLS = f'{RANGE} class="easyui-textbox" name="measureRang" style="width:220px"></td>'
NO_ROW = "<td></td><td></td>"
CODE_COLUMN = '      { field: "strongInspCode", title: "器具编码", width: 140, formatter: text },\n'
NAME_COLUMN = '      { field: "meterIntruName", title: "器具名称", width: 120, formatter: text },\n'
PICTURE = '<img id="captchaImg" alt="验证码" title="看不清？点击换一张" width="200" height="50">'


@dataclass(frozen=True)
class Drift:
    """Edits of the portal, and the difference they must be told as."""

    name: str
    edits: tuple[tuple[str, str, str], ...]
    place: Place
    kind: Kind
    sort: Sort
    what: str = ""
    grade: Grade = Grade.BREAKS
    candidate: str = ""  # the word proposed in place of the missing one

    def as_edits(self) -> list[dict[str, str]]:
        """Return the edits as the mock takes them."""
        return [{"path": path, "old": old, "new": new} for path, old, new in self.edits]


def _field(label: str, name: str, options: str = "") -> str:
    return (
        f'<td class="label">{label}</td><td><input class="easyui-textbox" name="{name}" '
        f'style="width:220px" data-options="{options}"></td>'
    )


DRIFTS = (
    Drift(
        "a label is renamed",
        ((LEDGER, SERIAL, SERIAL.replace("出厂编号", "出厂号")),),
        Place.INSTRUMENT,
        Kind.MISSING,
        Sort.FIELD,
        "出厂编号",
        candidate="出厂号",
    ),
    Drift(
        "a label is renamed beyond likeness",
        ((LEDGER, RANGE, RANGE.replace("测量范围", "量程")),),
        Place.INSTRUMENT,
        Kind.MISSING,
        Sort.FIELD,
        "测量范围",
        candidate="量程",
    ),
    Drift(
        "a field must be filled that was not there",
        ((LEDGER, NO_ROW, _field("统一编码", "unifiedNo", "required:true")),),
        Place.INSTRUMENT,
        Kind.UNKNOWN_REQUIRED,
        Sort.FIELD,
        "统一编码",
    ),
    Drift(
        "a field is new",
        ((LEDGER, NO_ROW, _field("备注", "remark")),),
        Place.INSTRUMENT,
        Kind.UNKNOWN,
        Sort.FIELD,
        "备注",
        Grade.CHANGED,
    ),
    Drift(
        "a field must be filled now",
        (
            (
                LEDGER,
                'name="accuracyLevel" style="width:220px"',
                'name="accuracyLevel" style="width:220px" data-options="required:true"',
            ),
        ),
        Place.INSTRUMENT,
        Kind.NOW_REQUIRED,
        Sort.FIELD,
        "准确度等级",
        Grade.CHANGED,
    ),
    Drift(
        "a field is gone",
        (
            (
                LEDGER,
                RANGE_CELLS,
                '<td></td><td><input id="measureRang" type="hidden" name="measureRang"></td>',
            ),
        ),
        Place.INSTRUMENT,
        Kind.MISSING,
        Sort.FIELD,
        "测量范围",
    ),
    Drift(
        "two fields have one label",
        ((LEDGER, NO_ROW, _field("型号规格", "modelSpecExt")),),
        Place.INSTRUMENT,
        Kind.DOUBLED,
        Sort.FIELD,
        "型号规格",
    ),
    Drift(
        "two fields changed places",
        (
            (LEDGER, MODEL_CELLS, "@"),
            (LEDGER, RANGE_CELLS, MODEL_CELLS),
            (LEDGER, "@", RANGE_CELLS),
        ),
        Place.INSTRUMENT,
        Kind.MOVED,
        Sort.FIELD,
        "测量范围",
        Grade.CHANGED,
    ),
    Drift(
        "a text became a list",
        (
            (
                LEDGER,
                'id="modelSpec" class="easyui-textbox"',
                'id="modelSpec" class="easyui-combobox"',
            ),
        ),
        Place.INSTRUMENT,
        Kind.OTHER_CONTROL,
        Sort.FIELD,
        "型号规格",
        Grade.CHANGED,
    ),
    Drift(
        "a field is a control that nobody here can fill",
        (
            (
                LEDGER,
                '<input id="setupPlace" class="easyui-textbox"',
                '<input type="file" id="setupPlace"',
            ),
        ),
        Place.INSTRUMENT,
        Kind.OTHER_CONTROL,
        Sort.FIELD,
        "安装/使用地点",
    ),
    Drift(
        "an option has another name",
        ((LEDGER, "text:'贸易结算'", "text:'贸易'"),),
        Place.INSTRUMENT,
        Kind.MISSING_OPTION,
        Sort.FIELD,
        "器具用途",
    ),
    Drift(
        "an option is new",
        ((LEDGER, "text:'环境监测'}", "text:'环境监测'},{value:'9',text:'司法鉴定'}"),),
        Place.INSTRUMENT,
        Kind.UNKNOWN_OPTION,
        Sort.FIELD,
        "器具用途",
        Grade.CHANGED,
    ),
    Drift(
        "the dialog has another title",
        (
            (LEDGER, 'title="器具新增"', 'title="新增计量器具"'),
            (LEDGER_JS, "器具新增", "新增计量器具"),
        ),
        Place.INSTRUMENT,
        Kind.OTHER_TITLE,
        Sort.SCREEN,
        candidate="新增计量器具",
    ),
    Drift(
        "two buttons file",
        (
            (
                LEDGER,
                '<a id="saveBtn" class="easyui-linkbutton">确定</a>',
                '<a id="saveBtn" class="easyui-linkbutton">确定</a><a class="easyui-linkbutton">确定</a>',
            ),
        ),
        Place.INSTRUMENT,
        Kind.DOUBLED,
        Sort.BUTTON,
        "确定",
    ),
    Drift(
        "the button that files is renamed",
        (
            (
                LEDGER,
                '<a id="saveBtn" class="easyui-linkbutton">确定</a>',
                '<a id="saveBtn" class="easyui-linkbutton">保存</a>',
            ),
        ),
        Place.INSTRUMENT,
        Kind.MISSING,
        Sort.BUTTON,
        "确定",
        candidate="保存",
    ),
    Drift(
        "a button is gone",
        ((LEDGER, '<a id="editBtn" class="easyui-linkbutton">修改</a>', ""),),
        Place.LEDGER,
        Kind.MISSING,
        Sort.BUTTON,
        "修改",
    ),
    Drift(
        "a button is new",
        ((LEDGER, '<a id="editBtn"', '<a class="easyui-linkbutton">批量导入</a><a id="editBtn"'),),
        Place.LEDGER,
        Kind.UNKNOWN,
        Sort.BUTTON,
        "批量导入",
        Grade.CHANGED,
    ),
    Drift(
        "two buttons open the dialog",
        (
            (
                LEDGER,
                '<a id="copyBtn" class="easyui-linkbutton">复制</a>',
                '<a id="copyBtn" class="easyui-linkbutton">复制</a><a class="easyui-linkbutton">新增</a>',
            ),
        ),
        Place.LEDGER,
        Kind.DOUBLED,
        Sort.BUTTON,
        "新增",
    ),
    Drift(
        "a column has another title",
        ((LEDGER_JS, 'title: "出厂编号"', 'title: "编号"'),),
        Place.LEDGER,
        Kind.MISSING,
        Sort.COLUMN,
        "出厂编号",
        candidate="编号",
    ),
    Drift(
        "two columns changed places",
        ((LEDGER_JS, CODE_COLUMN + NAME_COLUMN, NAME_COLUMN + CODE_COLUMN),),
        Place.LEDGER,
        Kind.MOVED,
        Sort.COLUMN,
        "器具名称",
        Grade.CHANGED,
    ),
    Drift(
        "a column is new",
        (
            (
                LEDGER_JS,
                CODE_COLUMN,
                CODE_COLUMN + '      { field: "sampleNo", title: "样品编号", width: 80 },\n',
            ),
        ),
        Place.LEDGER,
        Kind.UNKNOWN,
        Sort.COLUMN,
        "样品编号",
        Grade.CHANGED,
    ),
    Drift(
        "the kit is another version",
        (("portal.js", '"use strict";', '"use strict"; $.fn.timepicker = function () {};'),),
        Place.LEDGER,
        Kind.OTHER_KIT,
        Sort.SCREEN,
        grade=Grade.CHANGED,
    ),
    Drift(
        "the button that books is renamed",
        ((FORM, "提交申请", "提交"),),
        Place.BOOKING,
        Kind.MISSING,
        Sort.BUTTON,
        "提交申请",
        candidate="提交",
    ),
    Drift(
        "a column of the form is gone",
        (
            (
                FORM_JS,
                '      { field: "serialNum", title: "出厂编号", width: 54, formatter: plain },\n',
                "",
            ),
        ),
        Place.BOOKING,
        Kind.MISSING,
        Sort.COLUMN,
        "出厂编号",
    ),
    Drift(
        "the picker's button is renamed",
        (
            (
                FORM,
                '<a id="pickBtn" class="easyui-linkbutton">选择</a>',
                '<a id="pickBtn" class="easyui-linkbutton">加入</a>',
            ),
        ),
        Place.PICKER,
        Kind.MISSING,
        Sort.BUTTON,
        "选择",
        candidate="加入",
    ),
    Drift(
        "the list of bookings has a new column",
        (
            (
                LIST_JS,
                '{ field: "ck", checkbox: true },',
                '{ field: "ck", checkbox: true }, { field: "reservations", title: "预约人", width: 80 },',
            ),
        ),
        Place.BOOKINGS,
        Kind.UNKNOWN,
        Sort.COLUMN,
        "预约人",
        Grade.CHANGED,
    ),
)

# Of screens that nothing is written through; they are told all the same.
ELSEWHERE = (
    Drift(
        "a state's column is renamed",
        ((RECEIPT_JS, 'title: "流程状态"', 'title: "办理状态"'),),
        Place.RECEIPT,
        Kind.MISSING,
        Sort.COLUMN,
        "流程状态",
        candidate="办理状态",
    ),
    Drift(
        "a service is renamed",
        ((SYSTEM, "<td>强检器具预约申请</td>", "<td>强制检定网上申请</td>"),),
        Place.SYSTEM,
        Kind.MISSING,
        Sort.ROW,
        "强检器具预约申请",
        candidate="强制检定网上申请",
    ),
    Drift(
        "a service is entered by another word",
        ((SYSTEM, "直接办理", "进入办理"),),
        Place.SYSTEM,
        Kind.MISSING,
        Sort.BUTTON,
        "在线办理",
        candidate="进入办理",
    ),
)

AT_THE_LOGIN = (
    Drift(
        "the captcha stands elsewhere",
        (
            (LOGIN, PICTURE, ""),
            (
                LOGIN,
                '<div class="login-row"><label for="username">',
                PICTURE + '<div class="login-row"><label for="username">',
            ),
        ),
        Place.LOGIN,
        Kind.MOVED,
        Sort.FIELD,
        "验证码",
        Grade.CHANGED,
    ),
    Drift(
        "a slider stands in the captcha's place",
        ((LOGIN, PICTURE, '<div class="slider">拖动滑块完成验证</div>'),),
        Place.LOGIN,
        Kind.MISSING,
        Sort.FIELD,
        "验证码",
    ),
    Drift(
        "the login asks for one thing more",
        (
            (
                LOGIN,
                '<div class="login-row small"><label><input',
                '<div class="login-row"><label for="sms">短信验证码</label><input id="sms" name="sms" type="text" required></div><div class="login-row small"><label><input',
            ),
        ),
        Place.LOGIN,
        Kind.UNKNOWN_REQUIRED,
        Sort.FIELD,
        "短信验证码",
    ),
    Drift(
        "the password's box has another name",
        ((LOGIN, ">密码</label>", ">登录口令</label>"),),
        Place.LOGIN,
        Kind.MISSING,
        Sort.FIELD,
        "密码",
        candidate="登录口令",
    ),
)
