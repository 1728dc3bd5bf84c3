"""Fill the dialog for a wish, read it back, and close it with 关闭: nothing is filed."""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

from ecqs_agent.flows.ports import Ledger
from page_objects.errors import Disposition, PortalError
from page_objects.screens import InstrumentForm


class Rehearsed(BaseModel):
    """How filling went: `trouble` is empty when every field took its value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    name: str
    trouble: str = ""
    code: str = ""


def rehearse(
    form: InstrumentForm,
    *,
    row: int,
    ledger: Ledger,
    uuid: str = "",
    look: Callable[[], None] = lambda: None,
) -> Rehearsed:
    """Fill a new record's dialog, or the one of the record `uuid`, and close it unsent.

    `look` runs while the filled dialog is in front. What lies at the row is reported.

    Raises:
        PortalError: what lies at the portal or the session, not at the row.
    """
    dialog = ledger.edit(uuid) if uuid else ledger.add()
    try:
        dialog.fill(form)  # verifies shown, held and posted of every field
    except PortalError as error:
        if error.disposition is not Disposition.REJECT_ITEM:
            raise
        look()
        dialog.close()
        return Rehearsed(row=row, name=form.name, trouble=str(error), code=error.code)
    look()
    dialog.close()
    return Rehearsed(row=row, name=form.name)
