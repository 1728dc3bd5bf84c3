"""A scenario file as a model: what it needs, its data, its steps and what each shall show.

The steps' verbs are in `verbs`; how expectations are compared is in `matching`.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from ecqs_agent.replay import verbs
from ecqs_agent.replay.parts import Fields, Name, Part

VERSION: Final = 1

Step = Annotated[
    Annotated[verbs.LogIn, Tag("log_in")]
    | Annotated[verbs.LogOut, Tag("log_out")]
    | Annotated[verbs.Leave, Tag("leave")]
    | Annotated[verbs.Look, Tag("look")]
    | Annotated[verbs.Query, Tag("query")]
    | Annotated[verbs.Fill, Tag("fill")]
    | Annotated[verbs.Add, Tag("add")]
    | Annotated[verbs.Change, Tag("change")]
    | Annotated[verbs.Copy, Tag("copy")]
    | Annotated[verbs.Delete, Tag("delete")]
    | Annotated[verbs.Book, Tag("book")]
    | Annotated[verbs.Draft, Tag("draft")]
    | Annotated[verbs.EditDraft, Tag("edit_draft")]
    | Annotated[verbs.DeleteBooking, Tag("delete_booking")]
    | Annotated[verbs.Bookings, Tag("bookings")]
    | Annotated[verbs.ReadReceipt, Tag("read_receipt")]
    | Annotated[verbs.Institute, Tag("institute")]
    | Annotated[verbs.Clock, Tag("clock")]
    | Annotated[verbs.Fault, Tag("fault")]
    | Annotated[verbs.ClearFaults, Tag("clear_faults")]
    | Annotated[verbs.Variant, Tag("variant")]
    | Annotated[verbs.Plant, Tag("plant")]
    | Annotated[verbs.Stored, Tag("stored")]
    | Annotated[verbs.Requests, Tag("requests")],
    Discriminator(verbs.verb_of),
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


def as_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file."""
    schema = Scenario.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
