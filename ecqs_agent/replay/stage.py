"""The portals that scenarios are played on: mocks of our own, or one that is given."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from ecqs_agent.errors import ReplayError
from ecqs_agent.mock_client import MockPortal, mock_of, starting
from ecqs_agent.replay.model import Needs
from ecqs_agent.settings import Captcha, Settings, load_settings

Engine = Literal["lite", "easyui"]
ENGINES: Final = ("lite", "easyui")
HASTE: Final = 0.3  # a mock on this machine answers at once: its waits are shorter


class Cell(BaseModel):
    """One portal of a run: an address, or how a mock of our own shall be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    portal: str = ""
    engine: Engine | None = None
    variants: Mapping[str, str] = Field(default_factory=dict)
    fresh: bool = False  # a given mock is put back to its first state before each scenario

    @property
    def label(self) -> str:
        """Return what tells this portal from the run's others."""
        words = [f"{key}={value}" for key, value in self.variants.items()]
        engine = [self.engine] if self.engine else []
        return " ".join(part for part in (self.portal, *engine, *words) if part) or "mock"

    def fits(self, needs: Needs) -> bool:
        """Return whether what needs such a portal says anything about this one."""
        if self.engine and needs.engine not in (None, self.engine):
            return False
        return all(needs.variants.get(key, value) == value for key, value in self.variants.items())


class Stage(BaseModel):
    """A portal that is ready to be played on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    settings: Settings
    mock: MockPortal | None


def cells_of(
    *, portal: str, engine: str | None, variants: Sequence[str], matrix: Sequence[str], fresh: bool
) -> tuple[Cell, ...]:
    """Return the portals that options describe; a matrix gives one per combination.

    Raises:
        ReplayError: an option is not written as it should be, or two of them exclude each other.
    """
    if portal and (engine or variants or matrix):
        raise ReplayError(
            "--portal names a portal that is there; --engine, --variant and --matrix describe "
            "mocks of our own. Give one or the other."
        )
    if portal:
        return (Cell(portal=portal.rstrip("/"), fresh=fresh),)
    base = dict(_pair(text) for text in variants)
    axes = [_axis(text) for text in matrix]
    return tuple(_cell(engine, {**base, **dict(chosen)}) for chosen in product(*axes))


def cell_from(text: str, *, fresh: bool) -> Cell:
    """Return the portal that one text describes: an address, `mock`, or `engine=lite,words=old`."""
    if text.startswith(("http://", "https://")):
        return Cell(portal=text.rstrip("/"), fresh=fresh)
    words = [] if text == "mock" else [part for part in text.split(",") if part]
    return _cell(None, dict(_pair(word) for word in words))


def _cell(engine: str | None, chosen: Mapping[str, str]) -> Cell:
    variants = {key: value for key, value in chosen.items() if key != "engine"}
    named = chosen.get("engine", engine)
    for one in ENGINES:
        if named == one:
            return Cell(engine=one, variants=variants)
    if named is None:
        return Cell(variants=variants)
    raise ReplayError("The engine is lite or easyui, not {engine}.", engine=named)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (equals and key.strip() and value.strip()):
        raise ReplayError("A variant is written K=V, not {text}.", text=text)
    return key.strip(), value.strip()


def _axis(text: str) -> list[tuple[str, str]]:
    key, values = _pair(text)
    return [(key, value.strip()) for value in values.split(",") if value.strip()]


class Mocks:
    """The mocks of one worker: one per engine, started when first needed, reset for each use."""

    def __init__(self, settings: Settings, data: Path) -> None:
        self._settings = settings
        self._data = data
        self._begun: dict[str, Callable[[], MockPortal]] = {}
        self._running: dict[str, MockPortal] = {}
        self._ends = ExitStack()

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every mock that was started."""
        self._ends.__exit__(kind, error, trace)

    def stage(self, cell: Cell, needs: Needs) -> Stage | None:
        """Return the portal of a cell, in its first state if it is ours to put there.

        None when another kind of portal is needed.

        Raises:
            MockOnlyError, AgentError: the mock does not answer, or does not know a variant.
        """
        if not cell.fits(needs):
            return None
        if cell.portal:
            return self._given(cell, needs)
        mock = self._own(_engine(cell, needs))
        put_back(mock, {**cell.variants, **needs.variants}, clock=needs.clock)
        return Stage(settings=self._for(mock), mock=mock)

    def begin(self, cell: Cell, needs: Needs) -> None:
        """Begin to start the mock that this will be played on, while something else is done."""
        if not cell.portal and cell.fits(needs):
            self._begin(_engine(cell, needs))

    def _own(self, engine: str) -> MockPortal:
        if engine not in self._running:
            self._begin(engine)
            self._running[engine] = self._begun[engine]()
        return self._running[engine]

    def _begin(self, engine: str) -> None:
        if engine not in self._begun:
            self._begun[engine] = self._ends.enter_context(starting("--engine", engine))

    def _given(self, cell: Cell, needs: Needs) -> Stage | None:
        settings = self._settings.model_copy(update={"portal": cell.portal})
        mock = mock_of(settings)
        if mock is None:  # how a real portal answers the unknown facts, nobody has said
            return None if needs.variants or needs.engine else Stage(settings=settings, mock=None)
        if not is_meant(needs, mock.ask("health"), fresh=cell.fresh):
            return None
        if cell.fresh:
            put_back(mock, needs.variants, clock=needs.clock)
        return Stage(settings=self._for(mock), mock=mock)

    def _for(self, mock: MockPortal) -> Settings:
        return load_settings(
            portal=mock.url,
            mock_token=mock.token,
            captcha=Captcha.MOCK,
            data=self._data,
            journal="",
            browser=self._settings.browser,
            headed=self._settings.headed,
            patience=self._settings.patience * HASTE,
        )


def _engine(cell: Cell, needs: Needs) -> str:
    return needs.engine or cell.engine or "lite"


def is_meant(needs: Needs, health: Mapping[str, Any], *, fresh: bool) -> bool:
    """Return whether a mock that says this of itself is what a scenario needs.

    With `fresh` its variants can be set; its engine never.
    """
    if needs.engine not in (None, health["engine"]):
        return False
    return fresh or all(health["variants"].get(key) == one for key, one in needs.variants.items())


def put_back(mock: MockPortal, variants: Mapping[str, str], *, clock: str = "") -> None:
    """Put a mock back to its first state, with these variants and this time."""
    mock.tell("reset")
    if variants:
        mock.tell("variants", variants)
    if clock:
        mock.tell("clock", {"set": clock})
