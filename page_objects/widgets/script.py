"""Run the kit's in-page script on an element, and turn what it reports into our errors.

The parts in `kit/` are brought into the portal's page once and kept there under a symbol, which
the page's own scripts neither list nor meet; sending and compiling them costs more than most
calls. Each call sees for itself whether the page still has them (a page that was loaded anew, or
has got its jQuery since, has not), so no notice of a navigation can come too late.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final
from weakref import WeakSet

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from page_objects.errors import (
    AmbiguousMatchError,
    FieldNotTakenError,
    PortalDriftError,
    PortalError,
    PortalUnavailableError,
    UnknownOptionError,
)
from page_objects.patience import Patience, Wait
from page_objects.words import Aliases

_NAMED = re.compile(r"^(?:async function|function|class|const) ([A-Za-z_]\w*)", re.MULTILINE)
PARTS = (
    "base",
    "layers",
    "find",
    "fill",
    "form",
    "lists",
    "boxes",
    "grid",
    "inventory",
    "shown",
)


@dataclass(frozen=True)
class Spot:
    """A whole frame, or the one window in it that has one of these titles.

    It is found inside the page by the same call that uses it: a Playwright locator costs a
    frame of animation each time it is resolved, five times what the call itself takes.
    """

    frame: Frame
    titles: Aliases = ()


Root = Spot | Locator
_LEAVING: Final[WeakSet[Page]] = WeakSet()  # tabs that were pressed and not asked since


@cache
def kit_source() -> str:
    """Return the body of a JavaScript function that returns every function of the kit by name."""
    folder = files("page_objects.widgets").joinpath("kit")
    parts = [folder.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in PARTS]
    source = "\n".join(parts)
    return f"{source}\nreturn {{ {', '.join(_NAMED.findall(source))} }};"


@cache
def _place() -> str:
    """Return where a page keeps this very kit, as JavaScript."""
    digest = hashlib.sha256(kit_source().encode()).hexdigest()[:16]
    return f'Symbol.for("ecqs-agent {digest}")'


@cache
def _ask() -> str:
    """Return the JavaScript that calls a function of the kit, if the page still has the kit."""
    return f"""async (place, [name, args]) => {{
  const kit = window[{_place()}];
  if (!kit || kit.$ !== window.jQuery) return {{ absent: true }};
  try {{ return {{ value: await kit[name](await kit.rootOf(place), args) }}; }}
  catch (caught) {{
    if (caught instanceof kit.Trouble) return {{ trouble: caught.facts }};
    throw caught;
  }}
}}"""


@cache
def _bring() -> str:
    """Return the same, having brought the kit into the page first."""
    return f"""(place, given) => {{
  const value = {{ ...(() => {{ {kit_source()} }})(), $: window.jQuery }};
  Object.defineProperty(window, {_place()}, {{ value, configurable: true }});
  return ({_ask()})(place, given);
}}"""


def in_page(root: Root, function: str, args: Mapping[str, object], *, patience: Patience) -> Any:  # noqa: ANN401 - JSON
    """Call one function of the kit on the one element that `root` stands for; return its answer.

    Raises:
        PortalError: the child that fits the trouble which the script reports.
    """
    with translated(step=function, screen=str(args.get("label", ""))):
        if isinstance(root, Spot):
            wait_for_answer(root.frame, ms=patience.ms(Wait.NAVIGATE))
        answer = _call(root, function, dict(args), ms=patience.ms(Wait.ACT))
    if "trouble" in answer:
        raise _TROUBLES[answer["trouble"]["kind"]](answer["trouble"])
    return answer["value"]


def may_leave(page: Page) -> None:
    """Note that a press may have sent the tab elsewhere."""
    _LEAVING.add(page)


def is_on_its_way(page: Page, *, patience: Patience) -> bool:
    """Return whether a press sent the tab to a page that has not answered yet."""
    try:
        wait_for_answer(page.main_frame, ms=patience.ms(Wait.ACT))
    except PlaywrightTimeoutError:
        return True
    except PlaywrightError:  # it has just arrived, or is closed
        return False
    return False


def wait_for_answer(frame: Frame, *, ms: float) -> None:
    """Wait for the answer that a tab may be on its way to.

    Until it has come the browser holds back every question to the page, and `Frame.evaluate` has no
    end of its own: a portal that never answers would hold the run for ever. Only the first question
    after a press is asked this way, since it takes some 4 ms more.
    """
    if frame.page in _LEAVING:
        frame.wait_for_function("true", timeout=ms)
        _LEAVING.discard(frame.page)


def _call(root: Root, function: str, args: dict[str, object], *, ms: float) -> Any:  # noqa: ANN401 - JSON
    answer = _evaluate(root, _ask(), [function, args], ms=ms)
    return _evaluate(root, _bring(), [function, args], ms=ms) if "absent" in answer else answer


def _evaluate(root: Root, script: str, given: list[object], *, ms: float) -> Any:  # noqa: ANN401 - JSON
    if isinstance(root, Spot):
        place = {"titles": list(root.titles), "ms": ms}
        return root.frame.evaluate(f"([place, given]) => ({script})(place, given)", [place, given])
    return root.evaluate(script, given, timeout=ms)


@contextmanager
def translated(*, step: str, screen: str) -> Iterator[None]:
    """Let no Playwright error out: each becomes an error of ours, the cause kept."""
    try:
        yield
    except PlaywrightTimeoutError as exc:
        raise PortalUnavailableError(step=step, screen=screen) from exc
    except PlaywrightError as exc:
        raise playwright_error(exc, step=step, screen=screen) from exc


def playwright_error(exc: PlaywrightError, *, step: str, screen: str) -> PortalError:
    """Return our error for a Playwright error that is not a timeout."""
    if "strict mode violation" in exc.message:  # Playwright has no class for it
        return AmbiguousMatchError(what=screen or step, count="several")
    return PortalUnavailableError(step=step, screen=screen)


def _missing(facts: Mapping[str, Any]) -> PortalError:
    return PortalDriftError(
        screen=facts.get("screen", ""), missing=facts["label"], seen=_listed(facts.get("seen", ()))
    )


def _many(facts: Mapping[str, Any]) -> PortalError:
    return AmbiguousMatchError(what=facts["label"], count=facts["count"])


def _option(facts: Mapping[str, Any]) -> PortalError:
    return UnknownOptionError(
        field=facts["label"], value=facts["value"], available=tuple(facts["available"])
    )


def _frozen(facts: Mapping[str, Any]) -> PortalError:
    return FieldNotTakenError(
        "{field} cannot be changed on this screen; it shows “{shown}”.",
        field=facts["label"],
        shown=facts["shown"],
        held=facts["held"],
        posted=facts["posted"],
    )


def _kind(facts: Mapping[str, Any]) -> PortalError:
    return PortalDriftError(
        "{missing} is another kind of control than expected: {seen}.",
        missing=facts["label"],
        seen=_listed(facts["seen"]),
    )


def _gone(facts: Mapping[str, Any]) -> PortalError:
    return PortalUnavailableError(step=f"look for {facts['label']}", screen=facts["label"])


def _listed(seen: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(one) for one in seen)


_TROUBLES: Mapping[str, Callable[[Mapping[str, Any]], PortalError]] = {
    "missing": _missing,
    "many": _many,
    "option": _option,
    "frozen": _frozen,
    "kind": _kind,
    "gone": _gone,
}
