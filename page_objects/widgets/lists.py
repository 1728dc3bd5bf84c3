"""What a form's list offers, and what the list below it offers for each of its choices."""

from collections.abc import Mapping
from typing import Any

from page_objects.errors import PortalUnavailableError
from page_objects.patience import Patience, Wait
from page_objects.widgets.form import FieldSpec
from page_objects.widgets.script import Root, in_page


class DependentLists:
    """Read a list and the list that follows its choice. Choices are made; nothing is filed."""

    def __init__(
        self, root: Root, parent: FieldSpec, child: FieldSpec, *, patience: Patience
    ) -> None:
        self._root = root
        self._parent = parent
        self._child = child
        self._patience = patience

    def choices(self) -> tuple[str, ...]:
        """Return what the upper list offers; nothing when it stays empty."""
        return tuple(self._call("offeredBy", {"list": _as_args(self._parent)})["texts"])

    def below(self, name: str) -> tuple[str, ...]:
        """Choose `name` in the upper list and return what the lower one offers then.

        Raises:
            UnknownOptionError: the upper list does not offer `name`.
            PortalUnavailableError: the lower list did not change; it belongs to another choice.
        """
        args = {"parent": _as_args(self._parent), "child": _as_args(self._child), "name": name}
        answer = self._call("offeredUnder", args)
        if not answer["fresh"]:
            raise PortalUnavailableError(
                step=f"{self._child.words[0]}: {name}", screen=self._child.words[0]
            )
        return tuple(answer["texts"])

    def _call(self, function: str, args: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
        full = {**args, "label": self._parent.words[0], "ms": self._patience.ms(Wait.LOOKUP)}
        return in_page(self._root, function, full, patience=self._patience)


def _as_args(spec: FieldSpec) -> dict[str, object]:
    return {"words": list(spec.words)}
