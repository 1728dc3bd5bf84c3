"""The ledger: read, fill, file, change, copy, delete."""

from typing import ClassVar

from pydantic import Field

from ecqs_agent.replay.parts import Fields, Part, RecordRef
from ecqs_agent.replay.verbs.steps import AnyStep


class QueryArgs(Part):
    """What is typed into the ledger's filters; nothing asks for the whole ledger."""

    name: str = ""
    serial_number: str = ""


class Query(AnyStep):
    """Read the ledger's records."""

    verb: ClassVar[str] = "query"
    query: QueryArgs


class InstrumentArgs(Part):
    """An instrument of `data` (or ${row}), with some fields otherwise."""

    of: str | Fields = ""
    fields: Fields = Field(default=Fields(), alias="with")


class Fill(AnyStep):
    """Fill the dialog for a new record twice, read it back, and file nothing."""

    verb: ClassVar[str] = "fill"
    fill: InstrumentArgs


class Add(AnyStep):
    """File a new record."""

    verb: ClassVar[str] = "add"
    writes: ClassVar[bool] = True
    add: InstrumentArgs


class ChangeArgs(Part):
    """Which record, and the fields that become otherwise."""

    record: RecordRef
    fields: Fields = Field(default=Fields(), alias="with")


class Change(AnyStep):
    """Change a record."""

    verb: ClassVar[str] = "change"
    writes: ClassVar[bool] = True
    change: ChangeArgs


class Copy(AnyStep):
    """File a copy of a record, with some fields otherwise."""

    verb: ClassVar[str] = "copy"
    writes: ClassVar[bool] = True
    copy_: ChangeArgs = Field(alias="copy")

    @property
    def arguments(self) -> Part:
        """Return what stands behind the verb."""
        return self.copy_


class DeleteArgs(Part):
    """Which record."""

    record: RecordRef


class Delete(AnyStep):
    """Delete a record."""

    verb: ClassVar[str] = "delete"
    writes: ClassVar[bool] = True
    delete: DeleteArgs
