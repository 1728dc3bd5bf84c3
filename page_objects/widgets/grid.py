"""A grid with its pager: read as the widget's own data, with the cells as second source."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from page_objects.errors import (
    AmbiguousMatchError,
    FieldNotTakenError,
    InconsistentListError,
    PortalUnavailableError,
    RecordNotFoundError,
)
from page_objects.patience import Patience, Wait
from page_objects.widgets.script import Root, in_page
from page_objects.words import Aliases


class Column(BaseModel):
    """One column: its wire field, its title, whether it is hidden."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    title: str
    hidden: bool
    box: bool


class Pager(BaseModel):
    """Where the pager stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: bool
    page: int
    size: int
    sizes: tuple[int, ...]
    counted: tuple[int, ...]


class GridPage(BaseModel):
    """One page of a grid: raw rows, the texts of their cells by field, and the whole's total."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    changed: bool = True
    rows: tuple[dict[str, Any], ...]
    cells: tuple[dict[str, str], ...]
    total: int
    columns: tuple[Column, ...]
    pager: Pager

    def field_of(self, words: Aliases) -> str:
        """Return the wire field of the visible column with one of these titles, or ""."""
        for column in self.columns:
            stem = column.title.rstrip("….")
            cut = stem != column.title and any(word.startswith(stem) for word in words)
            if not column.hidden and (column.title in words or cut):
                return column.field
        return ""


class GridGlance(BaseModel):
    """The whole's total, and the identities of the rows in front."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    total: int
    identities: tuple[str, ...]


class DataGrid:
    """Drive the one grid below `root` that has these columns, whatever its place and id."""

    def __init__(
        self,
        root: Root,
        columns: Mapping[str, Aliases],
        *,
        screen: str,
        patience: Patience,
        key: str = "uuid",
    ) -> None:
        self._root = root
        self._columns = {name: list(words) for name, words in columns.items()}
        self._screen = screen
        self._patience = patience
        self._key = key

    def wait_ready(self) -> tuple[str, ...]:
        """Wait for the grid and its first load; return the titles of its columns."""
        return tuple(self._call("gridReady"))

    def read(self) -> GridPage:
        """Return the page that is shown now."""
        return GridPage.model_validate(self._call("gridRead"))

    def reload(self) -> GridPage:
        """Load the page in front again and return it."""
        return self._turned(self._call("gridTurn", act="reload"))

    def glance(self) -> GridGlance:
        """Return the total and the identities in front, once the list is at rest."""
        return GridGlance.model_validate(self._call("gridGlance", key=self._key))

    def after_button(self, words: Aliases) -> GridPage:
        """Press a button such as 查询 and return the first page of what comes."""
        return self._turned(self._call("gridAfterButton", words=list(words)))

    def largest(self) -> GridPage:
        """Set the largest page size, if there is a choice, and return the first page."""
        return self._first_page(max)

    def shortest(self) -> GridPage:
        """Set the smallest page size, if there is a choice, and return the first page."""
        return self._first_page(min)

    def _first_page(self, best_of: Callable[..., int]) -> GridPage:
        now = self.read()
        best = best_of(now.pager.sizes, default=now.pager.size)
        if now.pager.on and best != now.pager.size:
            now = self._turned(self._call("gridTurn", act="size", size=best))
        if now.pager.on and now.pager.page > 1:
            now = self._turned(self._call("gridTurn", act="page", page=1))
        return now

    def pages(self) -> Iterator[GridPage]:
        """Yield every page from the first, in the largest size.

        Raises:
            InconsistentListError: paging did not change the rows, or the total moved.
        """
        page = self.largest()
        seen: set[str] = set()
        while True:
            self._must_be_new(page, seen)
            yield page
            if not page.pager.on or len(seen) >= page.total or not page.rows:
                break
            following = self._turned(self._call("gridTurn", act="next"))
            if following.total != page.total:
                raise self._odd(f"the total went from {page.total} to {following.total}")
            page = following
        if page.pager.on and len(seen) != page.total:
            raise self._odd(f"{len(seen)} rows were read of {page.total}")

    def select(self, value: str) -> None:
        """Select the one row with this identity, on whichever page it is, and no other."""
        for page in self.pages():
            if value not in {self.identity(row) for row in page.rows}:
                continue
            answer = self._call("gridSelect", key=self._key, value=value)
            if answer["count"] != 1:
                raise AmbiguousMatchError(what=value, count=answer["count"])
            if answer["chosen"] != [value]:
                raise FieldNotTakenError(
                    field=self._screen, filled=value, shown=answer["chosen"], held="", posted=""
                )
            return
        raise RecordNotFoundError(what=value, screen=self._screen)

    def tick(self, values: Collection[str]) -> frozenset[str]:
        """Tick exactly these rows over all pages; return what the grid then holds as ticked."""
        ticked: frozenset[str] = frozenset()
        for number, _ in enumerate(self.pages()):
            args = {"key": self._key, "values": sorted(values), "fresh": number == 0}
            ticked = frozenset(self._call("gridTick", **args))
        return ticked

    def tick_on_first_page(self, values: Collection[str]) -> frozenset[str]:
        """Tick the rows of the first page that has any of them, and stay there.

        For a grid that forgets its ticks when its page is turned.
        """
        for page in self.pages():
            if any(self.identity(row) in values for row in page.rows):
                args = {"key": self._key, "values": sorted(values), "fresh": True}
                return frozenset(self._call("gridTick", **args))
        return frozenset()

    def identity(self, row: Mapping[str, Any]) -> str:
        """Return the identity of a row."""
        return str(row.get(self._key, ""))

    def _must_be_new(self, page: GridPage, seen: set[str]) -> None:
        identities = [self.identity(row) for row in page.rows]
        if seen.intersection(identities) or len(set(identities)) != len(identities):
            raise self._odd("a row came twice")
        seen.update(identities)

    def _turned(self, answer: dict[str, Any]) -> GridPage:
        page = GridPage.model_validate(answer)
        if not page.changed:
            raise PortalUnavailableError(step="load a list", screen=self._screen)
        return page

    def _odd(self, problem: str) -> InconsistentListError:
        return InconsistentListError(screen=self._screen, problem=problem)

    def _call(self, function: str, **more: object) -> Any:  # noqa: ANN401 - JSON
        args = {
            "label": self._screen,
            "columns": self._columns,
            "ms": self._patience.ms(Wait.LOOKUP),
            **more,
        }
        return in_page(self._root, function, args, patience=self._patience)
