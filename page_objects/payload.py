"""What a request carries, flattened to names and texts, and how it compares with what is meant."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel, ConfigDict

CHINA = timezone(timedelta(hours=8))
ENDPOINT = "jsonClient.action"
LOOKS = ("get", "list", "query", "find", "load", "count", "search", "select", "is", "check")


class Payload(BaseModel):
    """One request: the method it calls, and every (name, text) in its address and body."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_call: bool
    method: str
    leaves: tuple[tuple[str, str], ...]

    def under(self, names: Collection[str]) -> tuple[str, ...]:
        """Return the texts that stand under one of these names."""
        return tuple(text for name, text in self.leaves if name in names)

    @property
    def texts(self) -> frozenset[str]:
        """Return every text of the request."""
        return frozenset(text for _, text in self.leaves)

    @property
    def only_looks(self) -> bool:
        """Return whether the call's name says that it changes nothing."""
        return self.method.lower().startswith(LOOKS)


class Meant(BaseModel):
    """What one field must carry: the names it may stand under, and its code and its texts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    names: frozenset[str]
    code: str
    texts: frozenset[str]

    def agrees(self, text: str) -> bool:
        """Return whether a text of the request is this field's."""
        if text in {self.code, *self.texts}:
            return True
        if text == "" or self.code == "":
            return False
        return self.code in days_of(text) or _same_number(text, self.code)


def payload_of(url: str, body: str | None) -> Payload:
    """Read a request: form-encoded, JSON, or both inside each other."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    leaves = [leaf for name, value in pairs for leaf in _leaves(name, value)]
    leaves.extend(_body_leaves(body or ""))
    method = next((text for name, text in leaves if name == "methodName"), "")
    return Payload(is_call=ENDPOINT in parts.path, method=method, leaves=tuple(leaves))


def differing(payload: Payload, meant: Collection[Meant]) -> tuple[str, ...]:
    """Return the labels of the fields which the request carries otherwise than meant.

    A field under a known name must agree there; one under no known name must at least occur.
    """
    return tuple(one.label for one in meant if not _carried(payload, one))


def likeness(payload: Payload, meant: Collection[Meant]) -> float:
    """Return which part of the filled fields the request carries somewhere, from 0 to 1."""
    filled = [one for one in meant if one.code or any(one.texts)]
    if not filled:
        return 0.0
    found = [one for one in filled if any(one.agrees(text) for text in payload.texts if text)]
    return len(found) / len(filled)


def days_of(text: str) -> frozenset[str]:
    """Return the day(s) that a text may stand for: an ISO date, or milliseconds since 1970."""
    if text.isascii() and text.lstrip("-").isdigit() and len(text) > 10:  # noqa: PLR2004 - milliseconds (portal-facts 8.3)
        moment = datetime.fromtimestamp(int(text) / 1000, UTC)
        return frozenset({moment.astimezone(CHINA).date().isoformat()})
    return frozenset({text[:10]}) if len(text) > 10 and text[10] in "T " else frozenset()  # noqa: PLR2004


def unwrapped(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return what a wrapped number or date of the portal wraps (portal-facts 8.3)."""
    return value["value"] if isinstance(value, Mapping) and set(value) == {"value"} else value


def as_text(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return a JSON value as text; missing is the empty string."""
    plain = unwrapped(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, float) and plain.is_integer():
        return str(int(plain))
    return str(plain)


def as_day(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return a wrapped date as yyyy-MM-dd in the portal's time; other texts as they are."""
    text = as_text(value)
    return next(iter(days_of(text)), text)


def as_moment(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return a wrapped moment as yyyy-MM-dd HH:mm:ss in the portal's time."""
    text = as_text(value)
    if not (text.isdigit() and len(text) > 10):  # noqa: PLR2004 - milliseconds
        return text
    moment = datetime.fromtimestamp(int(text) / 1000, UTC).astimezone(CHINA)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _carried(payload: Payload, one: Meant) -> bool:
    texts = payload.under(one.names)
    if texts:
        return all(one.agrees(text) for text in texts)
    if not one.code:
        return True
    return any(one.agrees(text) for text in payload.texts)


def _same_number(left: str, right: str) -> bool:
    try:
        return float(left) == float(right)
    except ValueError:
        return False


def _body_leaves(body: str) -> Iterator[tuple[str, str]]:
    if body.lstrip().startswith(("{", "[")):
        yield from _leaves("", body)
        return
    if "form-data; name=" in body:
        yield from _multipart_leaves(body)
        return
    for name, value in parse_qsl(body, keep_blank_values=True):
        yield from _leaves(name, value)


def _multipart_leaves(body: str) -> Iterator[tuple[str, str]]:
    for part in body.split("form-data; name=")[1:]:
        head, _, rest = part.partition("\r\n\r\n")
        name = head.split(";")[0].split("\r")[0].strip('" ')
        yield from _leaves(name, rest.rsplit("\r\n--", 1)[0])


def _leaves(name: str, value: str) -> Iterator[tuple[str, str]]:
    if value.lstrip().startswith(("{", "[")):
        try:
            decoded = json.loads(value)
        except ValueError:
            yield name, value
        else:
            yield from _walk(name, decoded)
    else:
        yield name, value


def _walk(name: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    plain = unwrapped(value)
    if isinstance(plain, Mapping):
        for key, inner in plain.items():
            yield from _walk(str(key), inner)
    elif isinstance(plain, list):
        for inner in plain:
            yield from _walk(name, inner)
    elif isinstance(plain, str):
        yield from _leaves(name, plain)
    else:
        yield name, as_text(plain)
