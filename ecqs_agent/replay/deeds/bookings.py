"""Bookings: drafts, submitting, the list, receipts."""

from collections.abc import Sequence
from typing import Any

from ecqs_agent.replay.deeds.outcomes import filled, plain
from ecqs_agent.replay.parts import Ref
from ecqs_agent.replay.scene import Scene
from ecqs_agent.replay.verbs.bookings import BookingArgs, EditDraftArgs, PiecesArgs
from ecqs_agent.replay.verbs.steps import Nothing
from page_objects.pages.booking_form import BookingForm
from page_objects.screens import Accepted, Outcome


def book(scene: Scene, args: PiecesArgs) -> dict[str, Any]:
    """Submit a booking of these records."""
    return _new(scene, args, submit=True)


def draft(scene: Scene, args: PiecesArgs) -> dict[str, Any]:
    """Keep a booking of these records as a draft."""
    return _new(scene, args, submit=False)


def edit_draft(scene: Scene, args: EditDraftArgs) -> dict[str, Any]:
    """Change the pieces of a draft, and keep or submit it."""
    coming, going = _uuids(scene, args.add), _uuids(scene, args.remove)
    page = scene.session.bookings()
    form = page.edit(scene.booking(page, args.booking))
    if going:
        form.remove(going)
    if coming:
        form.choose(coming)
    return _send(scene, form, submit=args.submit)


def delete_booking(scene: Scene, args: BookingArgs) -> dict[str, Any]:
    """Delete a booking and see that it is gone."""
    page = scene.session.bookings()
    message = page.delete(scene.booking(page, args.booking))
    return {"outcome": "accepted", "message": message}


def rows(scene: Scene, args: Nothing) -> dict[str, Any]:
    """Return the list of bookings as it stands now."""
    del args
    found = scene.session.bookings().rows()
    return {"total": len(found), "bookings": [one.model_dump() for one in found]}


def read_receipt(scene: Scene, args: BookingArgs) -> dict[str, Any]:
    """Return the institute's words, line by line, and every piece."""
    page = scene.session.bookings()
    receipt = page.open_receipt(scene.booking(page, args.booking))
    screen = receipt.read()
    receipt.back()
    return {
        "lines": screen.text.splitlines(),
        "pieces": [one.model_dump() for one in screen.pieces],
    }


def _new(scene: Scene, args: PiecesArgs, *, submit: bool) -> dict[str, Any]:
    pieces = [args.pieces] if isinstance(args.pieces, str) else args.pieces
    uuids = _uuids(scene, pieces)
    form = scene.session.bookings().new()
    form.choose(uuids)
    return _send(scene, form, submit=submit)


def _uuids(scene: Scene, refs: Sequence[str | Ref]) -> list[str]:
    return [scene.record(one) for one in refs]


def _send(scene: Scene, form: BookingForm, *, submit: bool) -> dict[str, Any]:
    pieces = form.pieces()
    expect = [one.uuid for one in pieces]
    outcome: Outcome = form.submit(expect) if submit else form.save_draft(expect)
    if isinstance(outcome, Accepted):
        scene.knows_booking(outcome.number or outcome.uuid, outcome.uuid)
        scene.session.settle()
    else:
        scene.session.leave()
    return {**plain(outcome), "pieces": [filled(one) for one in pieces]}
