"""The words of the form's closed lists, and what people write in their place."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

ORIGINS: Final = ("国产", "进口")
DELIVERIES: Final = ("送检", "现场检")
PURPOSES: Final = ("贸易结算", "安全防护", "医疗卫生", "环境监测")

_OTHER_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "origin": {
        "中国": "国产",
        "国内": "国产",
        "中国制造": "国产",
        "国外": "进口",
        "国外进口": "进口",
        "境外": "进口",
    },
    "delivery": {
        "现场检定": "现场检",
        "现场": "现场检",
        "上门检定": "现场检",
        "上门": "现场检",
        "下厂": "现场检",
        "送检定": "送检",
        "送院检定": "送检",
        "送样": "送检",
    },
    "purpose": {
        "贸易": "贸易结算",
        "结算": "贸易结算",
        "用于贸易结算": "贸易结算",
        "安全": "安全防护",
        "用于安全防护": "安全防护",
        "医疗": "医疗卫生",
        "卫生": "医疗卫生",
        "用于医疗卫生": "医疗卫生",
        "环保": "环境监测",
        "环境": "环境监测",
        "环境检测": "环境监测",
        "用于环境监测": "环境监测",
    },
}
_LISTS: Final = {"origin": ORIGINS, "delivery": DELIVERIES, "purpose": PURPOSES}


@lru_cache(maxsize=1024)
def choice(field: str, text: str) -> str | None:
    """Return the portal's word for what is written in a closed list, or None when it is unclear."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain in _LISTS[field]:
        return plain
    return _OTHER_WORDS[field].get(plain)


def choices(field: str) -> tuple[str, ...]:
    """Return the words of a closed list."""
    return _LISTS[field]
