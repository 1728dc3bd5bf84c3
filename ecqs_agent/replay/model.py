"""A scenario file as a model: what it needs, its data, its steps and what each shall show.

The steps' verbs are in `verbs`; how expectations are compared is in `matching`.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from ecqs_agent.replay.parts import Fields, Name, Part
from ecqs_agent.replay.verbs import behind, bookings, doors, ledger, raw, verb_of
from ecqs_agent.replay.verbs.steps import AnyStep

VERSION: Final = 1

Step = Annotated[
    Annotated[doors.LogIn, Tag("log_in")]
    | Annotated[doors.LogInElsewhere, Tag("log_in_elsewhere")]
    | Annotated[doors.LogOut, Tag("log_out")]
    | Annotated[doors.Leave, Tag("leave")]
    | Annotated[doors.Look, Tag("look")]
    | Annotated[ledger.Query, Tag("query")]
    | Annotated[ledger.Fill, Tag("fill")]
    | Annotated[ledger.Add, Tag("add")]
    | Annotated[ledger.Change, Tag("change")]
    | Annotated[ledger.Copy, Tag("copy")]
    | Annotated[ledger.Delete, Tag("delete")]
    | Annotated[bookings.Book, Tag("book")]
    | Annotated[bookings.Draft, Tag("draft")]
    | Annotated[bookings.EditDraft, Tag("edit_draft")]
    | Annotated[bookings.DeleteBooking, Tag("delete_booking")]
    | Annotated[bookings.Bookings, Tag("bookings")]
    | Annotated[bookings.ReadReceipt, Tag("read_receipt")]
    | Annotated[behind.Institute, Tag("institute")]
    | Annotated[behind.Clock, Tag("clock")]
    | Annotated[behind.Fault, Tag("fault")]
    | Annotated[behind.ClearFaults, Tag("clear_faults")]
    | Annotated[behind.Variant, Tag("variant")]
    | Annotated[behind.Plant, Tag("plant")]
    | Annotated[behind.Stored, Tag("stored")]
    | Annotated[behind.Requests, Tag("requests")]
    | Annotated[raw.Raw, Tag("raw")],
    Discriminator(verb_of),
]


class Title(Part):
    """The scenario's title in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Needs(Part):
    """What a portal must be for the scenario to say anything."""

    variants: Mapping[str, str] = Field(
        default_factory=dict, description="Answers to the unknown facts of the portal: K: V"
    )
    engine: Literal["lite", "easyui"] | None = Field(
        default=None, description="The widget engine; without it either"
    )
    clock: str = Field(default="", description="Where the mock's clock stands at the beginning")


class Scenario(BaseModel):
    """One scenario file."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="e-CQS replay scenario")

    version: Literal[1]
    title: Title
    about: str = Field(default="", description="Why this is looked at; for people")
    tags: tuple[str, ...] = ()
    needs: Needs = Needs()
    data: Mapping[Name, Fields | tuple[Fields, ...]] = Field(
        default_factory=dict, description="Instruments by name: one, or a table of them"
    )
    steps: tuple[Step, ...] = Field(min_length=1)

    @property
    def only_on_a_mock(self) -> tuple[str, ...]:
        """Return the verbs for which the portal must be a mock."""
        return tuple(dict.fromkeys(one.verb for one in self.steps if one.needs_mock))

    @property
    def writes(self) -> tuple[tuple[int, str], ...]:
        """Return the steps that file, change or delete something: number and verb."""
        found = [(at, one.verb) for at, one in enumerate(self.steps, 1) if one.writes]
        return tuple(found)

    @property
    def length(self) -> int:
        """Return about how long it takes, by its steps, so that the longest can be begun first."""
        return sum(one.weight * self._times(one) for one in self.steps)

    def _times(self, step: AnyStep) -> int:
        table = self.data.get(step.each) if step.each else None
        return len(table) if isinstance(table, tuple) else 1


def as_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file."""
    schema = Scenario.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
