"""Parts of a scenario file: instruments, references, expectations."""

from collections.abc import Mapping
from typing import Annotated, Final, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)

from ecqs_agent.replay.patterns import checked_pattern

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Pattern = Annotated[JsonValue, AfterValidator(checked_pattern)]
Expect = Mapping[str, Pattern]


class Part(BaseModel):
    """A part of a scenario file; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fields(Part):
    """Some of the seventeen fields of an instrument, as a person types them."""

    like: str = Field(default="", description="Take what is not given from this one of `data`")
    name: str | None = None
    instrument_type: str | None = None
    category: str | None = None
    kind: str | None = None
    model: str | None = None
    measuring_range: str | None = None
    accuracy_class: str | None = None
    serial_number: str | None = None
    manufacturer: str | None = None
    origin: str | None = None
    region: tuple[str, ...] | None = None
    place_of_use: str | None = None
    purchase_date: str | None = None
    quantity: str | None = None
    purpose: str | None = None
    delivery: str | None = None
    valid_until: str | None = None

    @property
    def given(self) -> dict[str, object]:
        """Return the fields that are given."""
        return self.model_dump(exclude={"like"}, exclude_none=True)


FIELD_NAMES: Final = tuple(name for name in Fields.model_fields if name != "like")


class Ref(Part):
    """Which ledger record is meant: by its code, or by what the list shows of it."""

    instrument_code: str = ""
    uuid: str = ""
    serial_number: str = ""
    name: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(self.model_dump().values()):
            raise ValueError("give instrument_code, uuid, serial_number or name")
        return self


RecordRef = str | Ref
"""A ledger record: 器具编码 or a bound identity, or what the list shows of it."""
