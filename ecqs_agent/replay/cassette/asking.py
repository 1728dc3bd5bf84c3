"""Name requests so that the same request of another run has the same name."""

import json
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from ecqs_agent.replay.cassette.cleaning import Cleaner
from ecqs_agent.replay.cassette.model import Asked, Kind, Pairs
from page_objects.payload import payload_of
from page_objects.tab import LOGIN_PATH

TYPED: Final = "typed"  # for everything in a login form, and for secrets by their names
LOGIN_SIDE: Final = LOGIN_PATH.rpartition("/")[0] + "/"  # what belongs to the login's own program
_SECRET: Final = re.compile(
    r"passw|pwd|captcha|authcode|verifycode|jsessionid|castgc|execution|csrf|token|^lt$",
    re.IGNORECASE,
)
_FORM: Final = re.compile(r"[\w.%\[\]*+~-]+(?:=|&|$)")  # how a form's text begins
_BOUNDARY: Final = re.compile(r"-{2,}\w{16,}")  # of a form in parts: another one each time
_RANDOM: Final = re.compile(r"0\.\d{6,}(?:e-\d+)?")
_MILLISECONDS: Final = re.compile(r"1\d{12}")
_BUSTERS: Final = frozenset({"_", "t", "ts", "time", "timestamp", "r", "rnd", "random"})
_ASSETS: Final = frozenset({"stylesheet", "script", "image", "font", "media", "other", "manifest"})
_ASKING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def asked(method: str, url: str, body: str | None, cleaner: Cleaner) -> Asked:
    """Return the name of a request; of a login only that somebody logs in."""
    parts = urlsplit(url)
    path = parts.path.partition(";")[0]
    is_login = LOGIN_SIDE in path
    if is_login and "=" not in (body or "="):
        body = TYPED
    return Asked(
        method=method,
        path=cleaner.text(path),
        query=_shut(_pairs(parts.query, cleaner)),
        body=_shut(_pairs(body or "", cleaner), whole=is_login),
    )


def kind_of(method: str, url: str, body: str | None, resource: str) -> Kind:
    """Return what a request does to the portal, as far as its name tells: in doubt it writes."""
    parts = urlsplit(url)
    if method in _ASKING:
        if resource in _ASSETS:
            return "asset"
        is_door = "ticket" in dict(parse_qsl(parts.query)) or "logout" in parts.path.lower()
        return "door" if is_door else "look"
    payload = payload_of(url, body)
    return "look" if payload.is_call and payload.only_looks else "write"


def _shut(pairs: Pairs, *, whole: bool = False) -> Pairs:
    """Return the pairs without what a secret's name stands before, or without any value."""
    return tuple((name, TYPED if whole or _SECRET.search(name) else value) for name, value in pairs)


def _pairs(text: str, cleaner: Cleaner) -> Pairs:
    """Return names and values in a fixed order, without what only keeps caches away."""
    if text.lstrip().startswith(("{", "[")):
        return _opened("", text, cleaner)
    if text and not _FORM.match(text):  # no form and no JSON: one text, without a name
        return (("", cleaner.text(_BOUNDARY.sub("--", text))),)
    found = parse_qsl(text, keep_blank_values=True)
    kept = [(name, value) for name, value in found if not _is_buster(name, value)]
    opened = [pair for name, value in kept for pair in _opened(name, value, cleaner)]
    return tuple(sorted(opened))


def _is_buster(name: str, value: str) -> bool:
    if _RANDOM.fullmatch(name) or _RANDOM.fullmatch(value):
        return True
    return name.lower() in _BUSTERS and bool(_MILLISECONDS.fullmatch(value))


def _opened(name: str, value: str, cleaner: Cleaner) -> Pairs:
    """Return a value's leaves when it is JSON, so that a difference can be named."""
    if value.lstrip().startswith(("{", "[")):
        try:
            return tuple(_leaves(name, cleaner.value(json.loads(value))))
        except (ValueError, RecursionError):
            pass
    return ((cleaner.text(name), cleaner.text(value)),)


def _leaves(place: str, value: object) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key in sorted(value):
            yield from _leaves(f"{place}.{key}" if place else key, value[key])
    elif isinstance(value, list) and value:
        for at, one in enumerate(value):
            yield from _leaves(f"{place}.{at}" if place else str(at), one)
    else:
        yield place, value if isinstance(value, str) else json.dumps(value)
