"""A form of labelled fields, filled and read in one call for all of them."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from page_objects.errors import UnexpectedMessageError
from page_objects.patience import Patience, Wait
from page_objects.widgets.layers import Layers
from page_objects.widgets.script import Root, in_page
from page_objects.words import Aliases


class FieldSpec(BaseModel):
    """A field of a form: its name for us, its labels, and the field whose choice it follows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    words: Aliases
    kind: Literal["field", "region"] = "field"
    after: str = ""


class LabelledForm:
    """Drive all fields below `root`, each found by its label. `fill(read())` changes nothing."""

    def __init__(self, root: Root, fields: Sequence[FieldSpec], *, patience: Patience) -> None:
        self._root = root
        self._fields = tuple(fields)
        self._patience = patience

    def layers(self) -> dict[str, Layers]:
        """Return the layers of every field, torn or not, once the form is at rest."""
        return _by_key(self._call("readForm", {}))

    def read(self) -> dict[str, tuple[str, ...]]:
        """Return what every field would post, in the screen's words."""
        layers = self.layers()
        return {spec.key: layers[spec.key].path(spec.words[0]) for spec in self._fields}

    def fill(self, values: Mapping[str, Sequence[str]]) -> bool:
        """Fill these fields in one call and verify all layers; return whether any changed."""
        answer = self._call("fillForm", values)
        if answer["messages"]:
            raise UnexpectedMessageError(message=answer["messages"][-1]["text"])
        layers = _by_key(answer["layers"])
        self.must_hold(layers, values)
        return bool(answer["changed"])

    def must_hold(self, layers: Mapping[str, Layers], values: Mapping[str, Sequence[str]]) -> None:
        """Raise FieldNotTakenError for the first field that holds something else."""
        for spec in self._fields:
            if spec.key in values:
                layers[spec.key].must_be(spec.words[0], values[spec.key])

    def _call(self, function: str, values: Mapping[str, Sequence[str]]) -> Any:  # noqa: ANN401 - JSON
        chosen = [spec for spec in self._fields if not values or spec.key in values]
        args = {
            "fields": [_as_args(spec, values.get(spec.key, ())) for spec in chosen],
            "ms": self._patience.ms(Wait.LOOKUP),
        }
        return in_page(self._root, function, args, patience=self._patience)


def _as_args(spec: FieldSpec, names: Sequence[str]) -> dict[str, object]:
    given = [name for name in names if name]
    return {
        "key": spec.key,
        "label": spec.words[0],
        "words": list(spec.words),
        "kind": spec.kind,
        "after": spec.after,
        "names": given if spec.kind == "region" else [given[0] if given else ""],
    }


def _by_key(answers: Sequence[dict[str, Any]]) -> dict[str, Layers]:
    return {str(answer["key"]): Layers.model_validate(answer) for answer in answers}
