"""The portal's words, repeated here on purpose, in both generations (portal-facts 1, 3, 5, 6)."""

from typing import NamedTuple

BANNER = "模拟门户，仅供测试，不是真实的 e-CQS"


class Both(NamedTuple):
    """One thing's name on newer and on older pages."""

    new: str
    old: str


WORDS: dict[str, Both] = {
    "system": Both("强制检定工作计量器具业务管理系统", "强制检定工作计量器具管理系统"),
    "log_in": Both("登录", "登录/注册"),
    "quality": Both("质量监管", "质量监督"),
    "home_action": Both("在线办理", "办理"),
    "system_action": Both("直接办理", "在线办理"),
    "ledger": Both("强检器具台账维护", "强检器具台帐维护"),
    "booking": Both("强检器具预约申请", "强检器具预约申请"),
    "category": Both("一级目录", "器具项别"),
    "kind": Both("二级目录", "器具种别"),
    "model": Both("型号规格", "规格型号"),
    "place": Both("安装/使用地点", "使用地点"),
    "purchase_date": Both("购置时间", "购置日期"),
    "quantity": Both("器具数量", "数量"),
    "purpose": Both("器具用途", "计量器具用途"),
    "receipt_kind": Both("二级目录", "器具种别"),
    "receipt_model": Both("型号/规格", "规格型号"),
}

# The note under the form: its names, and whether it warns about 有效期至 (portal-facts 3.2)
NOTES = {
    "new": (
        "说明：请准确填写“使用地点行政区划”、“一级目录”、“二级目录”信息，系统将据此进行检定任务指派。",
        "新增和复制新器具的时候请谨慎填写“有效期至”信息，该信息一旦保存不可修改。",
    ),
    "old": (
        "说明：请准确填写“使用地点行政区划”、“器具项别”、“器具种别”信息，系统将据此进行检定任务指派",
    ),
}

# Codes as posted, names as shown. Only the quoted names are known; the codes are invented.
METER_TYPES = {"1": "工作计量器具"}
ORIGINS = {"1": "国产", "2": "进口"}
PURPOSES = {"1": "贸易结算", "2": "医疗卫生", "3": "安全防护", "4": "环境监测"}
DELIVERIES = {"1": "送检", "2": "现场检"}
# State words: 已反馈, 待检定 and 预约失败 are documented, all others are ours (portal-facts 10.2).
METER_STATES = {"1": "在用", "2": "停用"}
VERIFICATION_STATES = {"0": "未检定", "1": "检定中", "2": "已检定"}
BOOKING_STATES = {"0": "暂存", "1": "已提交", "2": "已反馈"}
PROCESS_STATES = {"0": "待受理", "1": "待检定", "2": "预约失败", "3": "已检定"}

CODE_LISTS = {
    "meterType": METER_TYPES,
    "prodAddrTypeClass": ORIGINS,
    "instrPurposeCode": PURPOSES,
    "inspSendType": DELIVERIES,
    "meterStatus": METER_STATES,
    "verificationState": VERIFICATION_STATES,
    "processingState": BOOKING_STATES,
    "reservationState": PROCESS_STATES,
}

# Messages: no wording of the real portal is known (portal-facts 10.8).
SAVED = "保存成功！"
SUBMITTED = "提交成功！"
DELETED = "删除成功！"
DISPLACED = "您的账号已在其他地点登录，当前会话已失效"  # invented: nothing is known of it
WRONG_CAPTCHA = "验证码错误！"
WRONG_PASSWORD = "用户名或密码错误！"  # noqa: S105 - an error message
LOCKED = "该用户登录失败次数过多，已被锁定，请30分钟后再试！"
STALE_PAGE = "页面已过期，请刷新后重新登录！"


def words(generation: str) -> dict[str, str]:
    """Return every word by its key for one generation, "new" or "old"."""
    return {key: getattr(both, generation) for key, both in WORDS.items()}
