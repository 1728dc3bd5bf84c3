"""Drivers of the single controls of a form. The law of all: `fill(read())` changes nothing.

Each takes the element that holds exactly one control (usually the cell beside the label).
"""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Locator

from page_objects.patience import Patience, Wait
from page_objects.widgets import dates
from page_objects.widgets.layers import Layers, one
from page_objects.widgets.script import in_page


class _Control:
    """What all drivers share: one cell, one label for the errors, one call per act."""

    many = False

    def __init__(self, field: Locator, *, label: str, patience: Patience) -> None:
        self._field = field
        self._label = label
        self._patience = patience

    def layers(self) -> Layers:
        """Return the three layers as they are, torn or not."""
        return one(self._call("readOne", ()))

    def _call(self, function: str, names: Sequence[str]) -> dict[str, Any]:
        args = {
            "label": self._label,
            "many": self.many,
            "names": list(names),
            "ms": self._patience.ms(Wait.LOOKUP),
        }
        answer: dict[str, Any] = in_page(self._field, function, args, patience=self._patience)
        return answer

    def _put(self, names: Sequence[str]) -> bool:
        answer = self._call("fillOne", names)
        layer = Layers.model_validate(answer["layer"])
        layer.must_be(self._label, names)
        return bool(answer["changed"])


class TextBox(_Control):
    """Drive a text field: focus, write, leave, look at all three layers."""

    def read(self) -> str:
        """Return what will be posted; a prompt such as 必填 is never a value."""
        return self.layers().text(self._label)

    def fill(self, value: str) -> bool:
        """Make the field post `value`; return whether anything was done."""
        return self._put([value])


class NumberBox(TextBox):
    """Drive a number field. A number which the widget would round or clamp is an error."""


class DateBox(TextBox):
    """Drive a date field by its calendar, never by typing."""

    def fill(self, value: str) -> bool:
        """Choose the day `yyyy-MM-dd`, or clear with ""; return whether anything was done."""
        layer = self.layers()
        if layer.whole and layer.text(self._label) == value:
            return False
        return self._put([dates.checked(value, label=self._label)])


class ComboBox(TextBox):
    """Drive a single-choice list by the exact text of its options."""

    def options(self) -> tuple[str, ...]:
        """Return the texts of the present list."""
        return tuple(self._call("optionsOne", ())["texts"])


class ComboTree(_Control):
    """Drive a tree of choices by the path of names from its root."""

    def read(self) -> tuple[str, ...]:
        """Return the path of the choice; only its shown text when the tree has not loaded it."""
        return self.layers().path(self._label)

    def fill(self, value: Sequence[str]) -> bool:
        """Open each level inside its parent and choose the last; return whether it was done."""
        return self._put(list(value))


class ChainedLists(ComboTree):
    """Drive several lists in one cell, each depending on the one before, as one path."""

    many = True
