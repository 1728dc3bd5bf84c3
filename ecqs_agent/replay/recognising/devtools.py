"""A file of Chrome's Recorder (DevTools), brought to events.

Its form is public: https://github.com/puppeteer/replay/blob/main/src/Schema.ts. A step names its
element by several selectors: `aria/` and `text/` are the words a person sees; of the others only a
name of portal-facts 3.2 counts, and never a place or a generated number.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ecqs_agent.errors import ReplayError
from ecqs_agent.replay.recognising.events import Seen, is_secret
from ecqs_agent.replay.recognising.places import is_button, wire_field
from page_objects.addresses import place_of
from page_objects.tab import LOGIN_PATH
from page_objects.words import WORDS

TECHNICAL: Final = frozenset(
    {"setViewport", "emulateNetworkConditions", "hover", "scroll", "keyUp", "close"}
)
WAITS: Final = frozenset({"waitForElement", "waitForExpression"})
OF_A_LIST: Final = ("combo-arrow", "tree-hit", "textbox-icon")  # easyui-contract 4 to 6
AROUND: Final = "*\uff0a:\uff1a "  # a label's star and colon, in either width
_ROLE: Final = re.compile(r"\[role=[\"']?[\w-]+[\"']?\]$")
_NAMES: Final = re.compile(
    r"\[@?(?:id|name|textboxname|comboname|numberboxname)=[\"'\\]*([A-Za-z]\w*)|#([A-Za-z]\w*)"
)


class Asserted(BaseModel):
    """What the recorder saw happen after a step."""

    model_config = ConfigDict(extra="ignore")

    type: str = ""
    url: str = ""
    title: str = ""


class FlowStep(BaseModel):
    """One step of the recorder; fields that do not matter here are passed over."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    type: str
    url: str = ""
    target: str = ""
    key: str = ""
    value: str = ""
    selectors: tuple[str | tuple[str, ...], ...] = ()
    asserted: tuple[Asserted, ...] = Field(default=(), alias="assertedEvents")

    @property
    def flat(self) -> tuple[str, ...]:
        """Return every selector; of a chain the last, which stands for the element."""
        return tuple(one if isinstance(one, str) else one[-1] for one in self.selectors if one)

    def words(self, kind: Literal["aria", "text"]) -> str:
        """Return the element's name or text, "" when the recorder found none."""
        found = [one for one in self.flat if one.startswith(f"{kind}/")]
        return _ROLE.sub("", found[0].removeprefix(f"{kind}/")).strip() if found else ""


class Flow(BaseModel):
    """The file: a title and the steps."""

    model_config = ConfigDict(extra="ignore")

    title: str = ""
    steps: tuple[FlowStep, ...]


def read_flow(path: Path) -> Flow:
    """Read a file of Chrome's Recorder.

    Raises:
        ReplayError: it cannot be read, or is no such file; the message says where it is wrong.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ReplayError(
            "The recording {file} cannot be read: {why}. In Chrome's Recorder choose Export > "
            "JSON.",
            file=str(path),
            why=str(error),
        ) from error
    try:
        return Flow.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise ReplayError(
            "{file} is no recording of Chrome's Recorder: {field}: {why}.",
            file=str(path),
            field=_shown(first["loc"]),
            why=first["msg"],
        ) from error


def events_of(flow: Flow) -> tuple[Seen, ...]:
    """Return the events of a recording, numbered as its steps are, from 1."""
    return tuple(_Reading(flow.steps).events())


class _Reading:
    def __init__(self, steps: Sequence[FlowStep]) -> None:
        self._steps = steps
        self._on_login = False

    def events(self) -> Iterator[Seen]:
        """Yield what every step is, and where it led."""
        for number, step in enumerate(self._steps, 1):
            self._on_login = self._on_login or _types_a_secret(step)
            seen = self._seen(number, step)
            yield seen
            pressed = seen.kind == "press" and is_button(seen.text, "log_in")
            if self._on_login and pressed:
                self._on_login = False
            for event in step.asserted:
                yield from self._led_to(number, event.url, event.title)

    def _led_to(self, number: int, url: str, title: str) -> Iterator[Seen]:
        self._on_login = LOGIN_PATH in url
        yield Seen(
            number=number, kind="arrive", address=place_of(url), title=title, login=self._on_login
        )

    def _seen(self, number: int, step: FlowStep) -> Seen:
        if step.type == "navigate":
            self._on_login = LOGIN_PATH in step.url
            where = place_of(step.url)
            return Seen(number=number, kind="arrive", address=where, login=self._on_login)
        if step.type in ("click", "change"):
            return self._click(number, step) if step.type == "click" else self._change(number, step)
        if step.type in WAITS:
            return Seen(number=number, kind="wait", text=step.type, selectors=step.flat)
        if step.type in TECHNICAL or (step.type == "keyDown" and step.key == "Tab"):
            return Seen(number=number, kind="other", role="technical", text=step.type)
        if step.type == "keyDown" and step.key in ("Enter", "NumpadEnter") and self._on_login:
            words = WORDS.buttons["log_in"][0]
            return Seen(number=number, kind="press", role="button", text=words, login=True)
        text = " ".join(filter(None, (step.type, step.key)))
        return Seen(
            number=number,
            kind="other",
            role="kind",
            text=text,
            selectors=step.flat,
            login=self._on_login,
        )

    def _click(self, number: int, step: FlowStep) -> Seen:
        text = step.words("text") or step.words("aria")
        if not self._on_login and (_is_typed_into(step, self._steps[number:]) or _opens(step)):
            return Seen(number=number, kind="other", role="way", text=text, selectors=step.flat)
        kind: Literal["press", "other"] = "press" if text else "other"
        role = "button" if self._on_login and text else ""
        return Seen(
            number=number,
            kind=kind,
            role=role,
            text=text,
            selectors=step.flat,
            login=self._on_login,
        )

    def _change(self, number: int, step: FlowStep) -> Seen:
        label = label_of(step)
        if self._on_login or _types_a_secret(step):
            return Seen(number=number, kind="set", label=label, login=True)
        return Seen(
            number=number, kind="set", label=label, value=(step.value,), selectors=step.flat
        )


def label_of(step: FlowStep) -> str:
    """Return the label of the field a step types into, "" when its selectors do not say."""
    if name := step.words("aria"):
        return name.strip(AROUND)
    for selector in step.flat:
        for found in _NAMES.finditer(selector):
            if key := wire_field(found.group(1) or found.group(2)):
                return WORDS.fields[key][0]
    return ""


def _types_a_secret(step: FlowStep) -> bool:
    return step.type == "change" and any(is_secret(one) for one in step.flat)


def _is_typed_into(step: FlowStep, later: Sequence[FlowStep]) -> bool:
    """Return whether a click only put the cursor where the next steps type."""
    after = next((one for one in later if one.type not in ("keyDown", "keyUp")), None)
    return after is not None and after.type == "change" and after.selectors == step.selectors


def _opens(step: FlowStep) -> bool:
    """Return whether a click only opened a list or a branch of a tree."""
    return any(part in one for one in step.flat for part in OF_A_LIST)


def _shown(place: Sequence[int | str]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place) or "-"
