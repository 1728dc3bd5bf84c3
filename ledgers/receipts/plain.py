"""A receipt's text without what only a screen needs: tags, invisible signs, lost line breaks.

For reading only; the text as the portal showed it is kept elsewhere, untouched.
"""

import html
import re
from typing import Final

_INVISIBLE: Final = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_BREAK: Final = re.compile(r"<\s*(?:br|/p|/div|/tr|/li|/h[1-6])\s*/?\s*>", re.IGNORECASE)
_TARGET: Final = re.compile(
    r"<a\s[^<>]{0,300}?href\s*=\s*[\"']?(https?:[^\"'\s<>]+)[^<>]{0,300}>", re.IGNORECASE
)
_TAG: Final = re.compile(
    r"</?(?:a|b|big|body|button|center|div|em|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li|link"
    r"|meta|object|ol|p|script|small|span|strong|style|svg|table|tbody|td|th|thead|tr|u|ul)"
    r"(?:\s+[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_EMPHASIS: Final = re.compile(r"\*\*(?=\s*不予受理)|(?<=原因)\s*\*\*")
SUFFIX: Final = r"(?:研究院|检测院|计量院|检定院|研究所|检定所|检测所|测试所|中心|局|站)"
_NAME: Final = r"[^\s，,。；;：:]"
# 已分配至 X院 X院受理回执信息, with the line break between the two lost
_RUN_TOGETHER: Final = re.compile(
    rf"(分配[至到给]\s*{_NAME}{{1,60}}?{SUFFIX})"
    rf"(?={_NAME}{{1,60}}受理回执信息|(?:计量)?器具[^\n，,。；;]{{1,60}}?[（(]\s*出厂编号)"
)
# 已分配至内蒙古自治区计量\n测试研究院: the screen broke the line inside a name
_BROKEN_NAME: Final = re.compile(
    rf"(分配[至到给]\s*)(?!{_NAME}{{0,60}}{SUFFIX})({_NAME}{{1,40}})\s*\n\s*"
    rf"((?!{_NAME}{{0,60}}受理)(?!器具){_NAME}{{0,40}}?{SUFFIX})(?=[\s，,。；;]|$)"
)


def plain_text(text: str) -> str:
    """Return the text with real line breaks, without tags, entities and invisible signs."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    if "<" in plain:
        plain = _BREAK.sub("\n", plain)
        plain = _TARGET.sub(r" \1 ", plain)
        plain = _TAG.sub("", plain)
    plain = html.unescape(plain).replace("\u00a0", " ")
    plain = _EMPHASIS.sub("", _INVISIBLE.sub("", plain))
    plain = _BROKEN_NAME.sub(r"\1\2\3", plain)
    return _RUN_TOGETHER.sub(r"\1\n", plain)


def joined(words: str) -> str:
    """Return words on one line; a break between two Chinese signs was the screen's."""
    return re.sub(r"(?<=[一-鿿])\s*\n\s*(?=[一-鿿])", "", words).replace("\n", " ").strip()
