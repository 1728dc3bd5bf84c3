"""The ledger: read, fill, file, change, copy, delete."""

from typing import Any

from ecqs_agent.replay.deeds.outcomes import filled, plain
from ecqs_agent.replay.scene import Scene
from ecqs_agent.replay.verbs.ledger import ChangeArgs, DeleteArgs, InstrumentArgs, QueryArgs
from page_objects.pages.instrument_dialog import InstrumentDialog
from page_objects.screens import Accepted, InstrumentForm, Refused


def query(scene: Scene, args: QueryArgs) -> dict[str, Any]:
    """Return the records that the filters find, in the list's order."""
    found = scene.session.ledger().records(name=args.name, serial_number=args.serial_number)
    return {"total": len(found), "records": [one.model_dump() for one in found]}


def fill(scene: Scene, args: InstrumentArgs) -> dict[str, Any]:
    """Fill the dialog twice, and return what it holds and whether the second time did anything."""
    form = scene.instrument(args.of, args.fields)
    dialog = scene.session.ledger().add()
    empty = dialog.read()
    dialog.fill(form)
    again = dialog.fill(form)
    held = dialog.read()
    dialog.close()
    return {"empty": filled(empty), "form": filled(held), "changed_again": again}


def add(scene: Scene, args: InstrumentArgs) -> dict[str, Any]:
    """File a record."""
    form = scene.instrument(args.of, args.fields)
    return _file(scene, scene.session.ledger().add(), form)


def change(scene: Scene, args: ChangeArgs) -> dict[str, Any]:
    """Change a record; `before` is what its dialog showed first."""
    uuid = scene.record(args.record)
    dialog = scene.session.ledger().edit(uuid)
    before = dialog.read()
    seen = _file(scene, dialog, scene.changed(before, args.fields))
    return {"before": filled(before), **seen}


def copy(scene: Scene, args: ChangeArgs) -> dict[str, Any]:
    """File a copy of a record; `before` is what the dialog brought along."""
    uuid = scene.record(args.record)
    dialog = scene.session.ledger().copy(uuid)
    before = dialog.read()
    seen = _file(scene, dialog, scene.changed(before, args.fields))
    return {"before": filled(before), **seen}


def delete(scene: Scene, args: DeleteArgs) -> dict[str, Any]:
    """Delete a record and see that it is gone."""
    uuid = scene.record(args.record)
    message = scene.session.ledger().delete(uuid)
    return {"outcome": "accepted", "message": message}


def _file(scene: Scene, dialog: InstrumentDialog, form: InstrumentForm) -> dict[str, Any]:
    dialog.fill(form)
    outcome = dialog.submit(form)
    if isinstance(outcome, Accepted):
        scene.knows_record(outcome.code or outcome.uuid, outcome.uuid)
    elif isinstance(outcome, Refused):
        dialog.close()
    else:
        scene.session.leave()
    return {**plain(outcome), "form": filled(form)}
