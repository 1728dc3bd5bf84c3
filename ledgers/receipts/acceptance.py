"""What an institute that takes its pieces wants: call, bring in, wait; which certificate.

The text is free. Whatever is not recognised stays in `text`, which is always whole.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from ledgers.receipts.phones import distinct, placed_phones


class Do(StrEnum):
    """What the institute asks for."""

    CALL = "call"
    BRING_IN = "bring-in"
    EXPECT_VISIT = "expect-visit"  # they come, or they call first


class CertificateForm(StrEnum):
    """In which form the certificate comes unless somebody asks for another one."""

    ELECTRONIC = "electronic"
    PAPER = "paper"
    UNKNOWN = ""


class Contact(BaseModel):
    """A phone number as written, and the department it belongs to ("" when not named)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    department: str
    phone: str


class Instruction(BaseModel):
    """One thing to do. `call_first`: not before the date was agreed on the phone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Do
    call_first: bool
    contacts: tuple[Contact, ...]


class Acceptance(BaseModel):
    """An institute takes its pieces, and says how to go on.

    `contacts` are all of them; those that only concern the certificate, or questions, stand in
    no instruction. `deadlines` are the clauses that set a time limit, as written.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    institute: str
    text: str
    instructions: tuple[Instruction, ...] = ()
    contacts: tuple[Contact, ...] = ()
    certificate: CertificateForm = CertificateForm.UNKNOWN
    links: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()

    @property
    def phones(self) -> tuple[str, ...]:
        """Return every phone number, each once."""
        return distinct(contact.phone for contact in self.contacts)


_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s<>（）()，。；、\"'“”一-鿿]+", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[^。；;！!？?\n]+")
_CLAUSE: Final = re.compile(r"[^，,]+")
_CERTIFICATE: Final = re.compile(
    r"电子(?:版)?(?:检定)?证书|纸质(?:版)?(?:的)?(?:检定)?证书|证书(?:的)?(?:领取|类型|形式|下载|打印|查询)"
    r"|(?:领取|下载|打印|邮寄|查询|自取)[^，。]{0,6}证书"
)
_QUESTION: Final = re.compile(
    r"(?:如|若)?(?:有)?(?:任何)?(?:疑问|问题|异议|不明|不清楚)|咨询|监督|投诉"
)
_NOT: Final = re.compile(r"(?:无需|不需要?|不用|不必|请勿|无须|免于?|禁止|勿)[^，。]{0,6}$")
_THEY_CALL: Final = re.compile(
    r"(?:会|将|由)[^，。]{0,14}(?:联系|通知|告知)[^，。]{0,3}(?:你|您|贵)"
    r"|(?:会|将|由)[^，。]{0,14}(?:与|和|跟|给)(?:你|您|贵)[^，。]{0,8}(?:联系|电话|通知)"
    r"|(?:等待|等候|静候|等)[^，。]{0,12}(?:电话|联系|通知)|保持(?:电话|手机|通讯|通信)?畅通|电话(?:保持)?畅通"
)
_BRING: Final = re.compile(
    r"送(?:至|到|往|来|交|达)|送检(?![方单者日预])|送样|寄(?:送)?(?:至|到|往)|带(?:至|到|来)"
    r"|携带[^，。]{0,16}(?:前来|到|至|来)|前来|前往(?:我|本)(?:院|所|中心)"
)
_VISIT: Final = re.compile(
    r"上门|派(?:员|人|出)|现场(?:检定|检测|检验|核查)|(?:赴|到|至|前往)现场|下厂"
    r"|(?:到|至|赴|前往)(?:你|您|贵)(?:单位|公司|司|处|店|院|厂)|(?:检定|检测|工作|技术)(?:人员|员)[^，。]{0,8}(?:前往|到达|到场|上门)"
)
_CALL: Final = re.compile(
    r"(?:与|和|同|跟|向|请)[^，。]{0,40}联系|联系(?!人|电话|方式)|致电|拨打|来电|去电|电话预约|电话(?:沟通|确认|确定|约定|商定)|电询"
)
_PREFER_PAPER: Final = re.compile(
    r"默认[^，。；]{0,8}纸质|(?:一律|统一|均|仅)[^，。；]{0,8}纸质|(?<!如需)(?<!如需要)(?<!若需)(?<!需要)纸质证书(?:请|到|至|于)"
)
_PREFER_ELECTRONIC: Final = re.compile(r"电子(?:版)?(?:检定)?证书")
_ON_REQUEST: Final = re.compile(r"(?:如|若|确)(?:有)?(?:需要?|要)[^，。；]{0,8}(?:纸质|电子)")
_DEADLINE: Final = re.compile(
    r"\d+\s*个?\s*(?:工作)?(?:日|天|月|周)(?:之?内|以内|前)|(?:\d{4}\s*[年/-]\s*)?\d{1,2}\s*[月/-]\s*\d{1,2}\s*[日号]?\s*(?:之?前|以前|截止)"
    r"|(?:有效期|到期)[^，。]{0,6}前|截止|逾期|过期"
)
_DEPARTMENT: Final = re.compile(
    r"[\w（）()]{0,14}?(?:室|大厅|窗口|科|处|部|组|中心|站|前台|收发|办公室|服务台|总机)(?=[（(]?\s*(?:的)?(?:联系)?(?:电话|座机|手机|热线|号码|[:：为是]|$))"
)
_LEADS: Final = re.compile(
    r"^.*(?:请(?:及时|先|尽快|提前|直接)?(?:与|和|同|跟|向)?|[与和同跟向到至、]|或者?|送至|送到|联系|拨打|致电)"
)


def read_acceptance(institute: str, text: str) -> Acceptance:
    """Return what the text asks for. Never raises; `text` is kept whole."""
    links = tuple(dict.fromkeys(match.rstrip(".,;:") for match in _LINK.findall(text)))
    plain = _LINK.sub(" ", text)
    return Acceptance(
        institute=institute,
        text=text,
        instructions=tuple(_instructions(plain)),
        contacts=_contacts(plain),
        certificate=_certificate(plain),
        links=links,
        deadlines=tuple(_deadlines(plain)),
    )


def _instructions(text: str) -> Iterator[Instruction]:
    for sentence in _SENTENCE.findall(text):
        about_certificate = False
        current: list[Instruction] = []
        for clause in _CLAUSE.findall(sentence):
            about_certificate |= bool(_CERTIFICATE.search(clause))
            if not about_certificate and not _QUESTION.search(clause):
                _follow(current, clause)
        yield from current


def _follow(current: list[Instruction], clause: str) -> None:
    """Take up what a clause asks for: a call goes with the deed of the same sentence."""
    deed, call = _deed(clause), _asks_to_call(clause)
    last = current[-1] if current else None
    contacts = _contacts(clause)
    if deed is not None and (last is None or last.do not in (Do.CALL, deed)):
        current.append(Instruction(do=deed, call_first=call, contacts=contacts))
    elif deed is not None or (call and last is not None):
        current[-1] = _joined(current[-1], deed=deed, call=call, contacts=contacts)
    elif call:
        current.append(Instruction(do=Do.CALL, call_first=True, contacts=contacts))
    elif last is not None and contacts:
        current[-1] = _joined(last, deed=None, call=False, contacts=contacts)


def _joined(
    last: Instruction, *, deed: Do | None, call: bool, contacts: tuple[Contact, ...]
) -> Instruction:
    return Instruction(
        do=deed or last.do,
        call_first=last.call_first or call,
        contacts=(*last.contacts, *contacts),
    )


def _deed(clause: str) -> Do | None:
    if _meant(_BRING, clause):
        return Do.BRING_IN
    if _meant(_VISIT, clause) or _THEY_CALL.search(clause):
        return Do.EXPECT_VISIT
    return None


def _asks_to_call(clause: str) -> bool:
    return not _THEY_CALL.search(clause) and _meant(_CALL, clause)


def _meant(pattern: re.Pattern[str], clause: str) -> bool:
    """Return whether the pattern occurs without a "no need to" before it."""
    return any(
        not _NOT.search(clause[max(0, match.start() - 12) : match.start()])
        for match in pattern.finditer(clause)
    )


def _contacts(text: str) -> tuple[Contact, ...]:
    found, before = [], 0
    for at, phone in placed_phones(text):
        found.append(Contact(department=_department(text[before:at]), phone=phone))
        before = at + len(phone)
    return tuple(dict.fromkeys(found))


def _department(words: str) -> str:
    """Return the department named last in the words before a phone number."""
    clause = re.split(r"[，,。；;！!\n]", words)[-1]
    matches = list(_DEPARTMENT.finditer(clause))
    return _LEADS.sub("", matches[-1][0]).strip("（()） ") if matches else ""


def _certificate(text: str) -> CertificateForm:
    plain = _ON_REQUEST.sub("", text)
    if _PREFER_PAPER.search(plain):
        return CertificateForm.PAPER
    if _PREFER_ELECTRONIC.search(plain):
        return CertificateForm.ELECTRONIC
    return (
        CertificateForm.PAPER
        if re.search(r"纸质(?:版)?(?:检定)?证书", plain)
        else CertificateForm.UNKNOWN
    )


def _deadlines(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.findall(text):
        for clause in _CLAUSE.findall(sentence):
            if _DEADLINE.search(clause):
                yield clause.strip()
