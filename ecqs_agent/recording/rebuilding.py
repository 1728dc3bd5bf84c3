"""Screens built anew from what was recorded of them: labels, controls, columns, lists, buttons.

The portal's own scripts and services are not in a recording. A rebuilt page is a page of the
bundled widget engine that offers the same things under the same words in the same order.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from pydantic import BaseModel, ConfigDict

from ecqs_agent.recording.model import ScreenRecorded
from page_objects.contract.needs import NEEDS
from page_objects.contract.seen import ColumnSeen, FieldSeen, Place, ScreenSeen

# The window of a screen, and the button that opens it (page_objects/words.toml, buttons).
WINDOWS: Final[Mapping[Place, Place]] = {
    Place.LEDGER: Place.INSTRUMENT,
    Place.BOOKING: Place.PICKER,
}
OPENERS: Final[Mapping[Place, str]] = {Place.LEDGER: "add", Place.BOOKING: "choose_pieces"}
_KIT: Final = frozenset(
    ("textbox", "combobox", "combotree", "datebox", "numberbox", "validatebox", "passwordbox")
)
_PLAIN: Final = frozenset(
    ("text", "password", "checkbox", "radio", "date", "number", "file", "tel", "email")
)
_CHAIN: Final = 3  # province, city, county


class Control(BaseModel):
    """One control as the template writes it; `sort` is kit, input, select, textarea or chain."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    sort: str
    kind: str
    name: str
    required: bool
    options: tuple[str, ...]
    data: str
    beside: bool  # its words stand behind it, as those of a check box


def rebuilt(
    place: Place, screen: ScreenRecorded, *, window: ScreenRecorded | None, openers: tuple[str, ...]
) -> str:
    """Return the page of one screen, with the window that one of its buttons opens."""
    return (
        _environment()
        .get_template("screen.html")
        .render(
            place=place.value,
            screen=_parts(screen.seen),
            window=_parts(window.seen) if window else None,
            openers=list(openers),
        )
    )


def frame_around(inner: str) -> str:
    """Return the page that shows another one in a frame, as the portal may do."""
    return _environment().get_template("frame.html").render(inner=inner)


def not_rebuilt(seen: ScreenSeen) -> Iterator[str]:
    """Yield the labels of the controls whose kind the bundled engine does not have."""
    for field in seen.fields:
        if _sort(field.control) == "":
            yield f"{field.label} ({field.control})"


def _parts(seen: ScreenSeen) -> dict[str, Any]:
    return {
        "title": seen.title,
        "controls": [_control(field) for field in seen.fields],
        "pictures": [field.label for field in seen.fields if field.control == "picture"],
        "grids": [_columns(grid) for grid in seen.grids],
        "buttons": seen.buttons,
        "rows": seen.rows if NEEDS[seen.place].rows else (),
        "links": seen.links,
    }


def _control(field: FieldSeen) -> Control:
    kind = field.control.removeprefix("input ")
    count = _CHAIN if field.control == "chain" else 1
    data = {"required": field.required} if field.required else {}
    more: dict[str, Any] = {}
    if field.control == "combobox":
        more = {"editable": False, "data": [_choice(n, one) for n, one in enumerate(field.options)]}
    if field.control == "combotree":
        more = {"data": []}
    return Control(
        label=field.label,
        sort=_sort(field.control) or "input",
        kind=kind if _sort(field.control) else "text",
        name=field.wire,
        required=field.required,
        options=field.options if count == 1 else (),
        data=_options({**data, **more}),
        beside=kind in ("checkbox", "radio"),
    )


def _sort(control: str) -> str:
    if control in _KIT:
        return "kit"
    if control in ("select", "textarea", "chain", "picture"):
        return control
    return "input" if control.removeprefix("input ") in _PLAIN else ""


def _choice(at: int, text: str) -> dict[str, str]:
    return {"value": str(at + 1), "text": text}


def _columns(grid: tuple[ColumnSeen, ...]) -> str:
    columns = [
        {"field": one.wire or f"column{at}", "title": _escaped(one.title), "width": 100}
        for at, one in enumerate(grid)
    ]
    ticked = [{"field": "ck", "checkbox": True}, *columns]
    data = {"total": 0, "rows": []}
    return _options({"columns": [ticked], "rownumbers": True, "singleSelect": False, "data": data})


def _options(values: Mapping[str, Any]) -> str:
    """Return options as the kit reads them from markup: JSON without its outer braces."""
    return json.dumps(values, ensure_ascii=False)[1:-1]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ecqs_agent.recording", "page"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
