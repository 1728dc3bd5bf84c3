"""The unknown facts of the portal, each a choice instead of an assumption (portal-facts 10)."""

from collections.abc import Iterable, Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError


class VariantError(ValueError):
    """Say which variant or value does not exist, and what does."""


class Variants(BaseModel):
    """Hold one answer for every unknown fact; the first literal of each is the default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Literal["new", "old"] = "new"
    open: Literal["tab", "same", "frame"] = "tab"
    messages: Literal["messager", "alert"] = "messager"
    captcha: Literal["renew", "keep"] = "renew"
    captcha_case: Literal["any", "exact"] = "any"
    cells: Literal["full", "truncated"] = "full"
    institutes: Literal["one", "several"] = "one"
    allocation: Literal["all", "partial"] = "all"
    shield: Literal["off", "521"] = "off"
    sessions: Literal["many", "single", "single_silent"] = "many"
    codes: Literal["on_save", "late"] = "on_save"
    duplicates: Literal["accept", "reject"] = "accept"
    region: Literal["tree", "chained"] = "tree"
    dialog_note: Literal["new", "old"] = "new"

    @classmethod
    def parse(cls, pairs: Iterable[str]) -> Self:
        """Read `K=V` pairs as given on a command line; raises VariantError."""
        chosen: dict[str, str] = {}
        for pair in pairs:
            name, equals, value = pair.partition("=")
            if not equals:
                raise VariantError(f"a variant is written name=value, not {pair!r}")
            chosen[name.strip()] = value.strip()
        return cls().replaced(chosen)

    def replaced(self, chosen: Mapping[str, object]) -> Self:
        """Return a copy with some answers changed; raises VariantError for an unknown one."""
        try:
            return type(self).model_validate({**self.model_dump(), **chosen})
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            known = ", ".join(type(self).model_fields)
            raise VariantError(f"variant {name}: {first['msg']} (variants: {known})") from None
