"""Run the kit's in-page script on an element, and turn what it reports into our errors.

The parts in `kit/` are pasted into one function body and run in the portal's page on every
call, so that nothing of ours stays in the page and a page that was reset needs no care.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator
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

PARTS = ("base", "layers", "find", "fill", "form", "lists", "boxes", "grid")


@dataclass(frozen=True)
class Spot:
    """A whole frame, or the one window in it that has one of these titles.

    It is found inside the page by the same call that uses it: a Playwright locator costs a
    frame of animation each time it is resolved, five times what the call itself takes.
    """

    frame: Frame
    titles: Aliases = ()


Root = Spot | Locator


@cache
def kit_source(function: str) -> str:
    """Return the whole kit as one JavaScript function that calls `function` at its end.

    Its arguments are the root, which is an element or {titles, ms}, and those of `function`.
    """
    folder = files("page_objects.widgets").joinpath("kit")
    parts = [folder.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in PARTS]
    return (
        "async (place, args) => {\n" + "\n".join(parts) + "\n"
        f"try {{ return {{ value: await {function}(await rootOf(place), args) }}; }}\n"
        "catch (caught) {\n"
        "  if (caught instanceof Trouble) return { trouble: caught.facts };\n"
        "  throw caught;\n"
        "}}"
    )


def in_page(root: Root, function: str, args: Mapping[str, object], *, patience: Patience) -> Any:  # noqa: ANN401 - JSON
    """Call one function of the kit on the one element that `root` stands for; return its answer.

    Raises:
        PortalError: the child that fits the trouble which the script reports.
    """
    with translated(step=function, screen=str(args.get("label", ""))):
        answer = _call(root, function, dict(args), ms=patience.ms(Wait.ACT))
    if "trouble" in answer:
        raise _TROUBLES[answer["trouble"]["kind"]](answer["trouble"])
    return answer["value"]


def _call(root: Root, function: str, args: dict[str, object], *, ms: float) -> Any:  # noqa: ANN401 - JSON
    if isinstance(root, Spot):
        place = {"titles": list(root.titles), "ms": ms}
        both = f"([place, args]) => ({kit_source(function)})(place, args)"
        return root.frame.evaluate(both, [place, args])
    return root.evaluate(kit_source(function), args, timeout=ms)


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
