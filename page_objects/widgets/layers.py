"""What a control holds in its three layers, as the in-page script reports it."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from page_objects.errors import FieldNotTakenError


class Layers(BaseModel):
    """Shown text, held value and posted value of one field (easyui-contract 0.1).

    `names` is what the posted value means on the screen: one text, or the path in a tree.
    `whole` says whether the three layers tell the same story.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: str = ""
    kind: str
    shown: str
    held: str
    posted: str
    wire: str
    last: str = ""
    names: tuple[str, ...]
    whole: bool

    @property
    def code(self) -> str:
        """Return the posted value; of a chain of lists, the last one's."""
        return self.last if self.kind == "chain" else self.posted

    def path(self, label: str) -> tuple[str, ...]:
        """Return what will be posted, in the screen's words; () when nothing will be."""
        if not self.whole:
            raise self.torn(label, self.names)
        return tuple(name for name in self.names if name)

    def text(self, label: str) -> str:
        """Return what will be posted as one text, or ""."""
        return " / ".join(self.path(label))

    def must_be(self, label: str, wanted: Sequence[str]) -> None:
        """Raise FieldNotTakenError unless all three layers hold `wanted`."""
        if not self.whole or self.path(label) != tuple(name for name in wanted if name):
            raise self.torn(label, wanted)

    def torn(self, label: str, wanted: Sequence[str]) -> FieldNotTakenError:
        """Return the error which names all three layers."""
        return FieldNotTakenError(
            field=label,
            filled=" / ".join(wanted),
            shown=self._story(),
            held=self.held,
            posted=self.posted,
        )

    def _story(self) -> str:
        path = " / ".join(self.names)
        return self.shown if path in ("", self.shown) else f"{self.shown} ({path})"


def one(answer: dict[str, Any]) -> Layers:
    """Return the layers of one field from the script's answer."""
    return Layers.model_validate(answer)
