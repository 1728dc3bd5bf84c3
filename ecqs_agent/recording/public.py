"""A screen's inventory as a recording may hold it: words that are kept, stand-ins for the rest."""

from ecqs_agent.recording.names import Names
from ecqs_agent.recording.standins import StandIns
from ecqs_agent.recording.vocabulary import Vocabulary
from page_objects.contract.seen import (
    ButtonSeen,
    ColumnSeen,
    FieldSeen,
    Place,
    RowSeen,
    ScreenSeen,
)

_DECIDED_BY_KIT = 12  # characters of a kit's version


def public(
    seen: ScreenSeen, vocabulary: Vocabulary, names: Names, standins: StandIns
) -> ScreenSeen:
    """Return the inventory without anything that is not the portal's own."""
    return _Public(vocabulary, names, standins).screen(seen)


class _Public:
    def __init__(self, vocabulary: Vocabulary, names: Names, standins: StandIns) -> None:
        self._vocabulary = vocabulary
        self._names = names
        self._standins = standins

    def screen(self, seen: ScreenSeen) -> ScreenSeen:
        return ScreenSeen(
            place=Place(seen.place),
            title=self._word(seen.title),
            fields=tuple(self._field(one) for one in seen.fields),
            grids=tuple(tuple(self._column(one) for one in grid) for grid in seen.grids),
            buttons=tuple(
                ButtonSeen(text=self._word(one.text), off=one.off) for one in seen.buttons
            ),
            rows=tuple(self._row(one) for one in seen.rows),
            links=tuple(self._word(one) for one in seen.links),
            kit=seen.kit[:_DECIDED_BY_KIT],
        )

    def _field(self, field: FieldSeen) -> FieldSeen:
        return FieldSeen(
            label=self._word(field.label),
            control=field.control,
            required=field.required,
            options=tuple(self._option(one) for one in field.options),
            wire=self._name(field.wire),
        )

    def _column(self, column: ColumnSeen) -> ColumnSeen:
        return ColumnSeen(title=self._word(column.title), wire=self._name(column.wire))

    def _row(self, row: RowSeen) -> RowSeen:
        return RowSeen(text=self._word(row.text), links=tuple(map(self._word, row.links)))

    def _word(self, text: str) -> str:
        return text if self._vocabulary.keeps(text) else self._standins.of(text, "texts")

    def _option(self, text: str) -> str:
        return text if self._vocabulary.keeps_option(text) else self._standins.of(text, "choices")

    def _name(self, text: str) -> str:
        return text if not text or self._names.is_name(text) else self._standins.of(text, "names")
