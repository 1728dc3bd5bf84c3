"""Look at a screen: its words, whichever way leads there; nothing is filed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ecqs_agent.replay.parts import Ref
from ecqs_agent.replay.scene import Scene
from ecqs_agent.replay.verbs.doors import LookArgs
from page_objects.errors import RecordNotFoundError
from page_objects.pages.instrument_dialog import InstrumentDialog
from page_objects.screens import Shown


def look(scene: Scene, args: LookArgs) -> dict[str, Any]:
    """Return the words of a screen."""
    return _LOOKS[args.at](scene, args)


def _plain(shown: Shown) -> dict[str, Any]:
    words = shown.model_dump(mode="json", exclude={"fields"})
    fields = {one.label: one.model_dump(mode="json", exclude={"label"}) for one in shown.fields}
    labels = [one.label for one in shown.fields]
    required = [one.label for one in shown.fields if one.required]
    return {**words, "labels": labels, "required": required, "fields": fields}


def _home(scene: Scene, args: LookArgs) -> dict[str, Any]:
    del args
    home = scene.session.home()
    return {**_plain(home.shows()), "logged_in": home.is_logged_in()}


def _login(scene: Scene, args: LookArgs) -> dict[str, Any]:
    del args
    return _plain(scene.session.home().log_in().shows())


def _system(scene: Scene, args: LookArgs) -> dict[str, Any]:
    del args
    return _plain(scene.session.home().enter_system().shows())


def _ledger(scene: Scene, args: LookArgs) -> dict[str, Any]:
    del args
    return _plain(scene.session.ledger().shows())


def _new(scene: Scene, args: LookArgs) -> dict[str, Any]:
    del args
    return _of_dialog(scene.session.ledger().add())


def _change(scene: Scene, args: LookArgs) -> dict[str, Any]:
    uuid = scene.record(_meant(args))
    return _of_dialog(scene.session.ledger().edit(uuid))


def _copy(scene: Scene, args: LookArgs) -> dict[str, Any]:
    uuid = scene.record(_meant(args))
    return _of_dialog(scene.session.ledger().copy(uuid))


def _of_dialog(dialog: InstrumentDialog) -> dict[str, Any]:
    dialog.wait_ready()
    shown = _plain(dialog.shows())
    dialog.close()
    return shown


def _meant(args: LookArgs) -> str | Ref:
    if args.record is None:
        raise RecordNotFoundError(what="record", screen=args.at)
    return args.record


def _lists(scene: Scene, args: LookArgs) -> dict[str, Any]:
    del args
    dialog = scene.session.ledger().add()
    lists = {name: list(kinds) for name, kinds in dialog.category_lists().items()}
    dialog.close()
    return {"categories": list(lists), "lists": lists}


def _bookings(scene: Scene, args: LookArgs) -> dict[str, Any]:
    del args
    return _plain(scene.session.bookings().shows())


def _booking(scene: Scene, args: LookArgs) -> dict[str, Any]:
    page = scene.session.bookings()
    form = page.edit(scene.booking(page, args.booking)) if args.booking else page.new()
    shown = _plain(form.shows())
    form.back()
    return shown


def _picker(scene: Scene, args: LookArgs) -> dict[str, Any]:
    del args
    form = scene.session.bookings().new()
    shown = _plain(form.picker_shows())
    form.back()
    return shown


def _receipt(scene: Scene, args: LookArgs) -> dict[str, Any]:
    page = scene.session.bookings()
    receipt = page.open_receipt(scene.booking(page, args.booking))
    shown = _plain(receipt.shows())
    receipt.back()
    return shown


_LOOKS: Final[Mapping[str, Callable[[Scene, LookArgs], dict[str, Any]]]] = {
    "home": _home,
    "login": _login,
    "system": _system,
    "ledger": _ledger,
    "new": _new,
    "change": _change,
    "copy": _copy,
    "lists": _lists,
    "bookings": _bookings,
    "booking": _booking,
    "picker": _picker,
    "receipt": _receipt,
}
