"""Bookings: the list, the form with its picker, drafts, receipts."""

from dataclasses import dataclass, field
from typing import Any

from ecqs_agent.replay.normal import DYNAMIC
from ecqs_agent.replay.recognising.draft import Draft, Known, Sent
from ecqs_agent.replay.recognising.events import Row, Seen
from ecqs_agent.replay.recognising.ledger import Ask, Ledger, said
from ecqs_agent.replay.recognising.pending import Pending, is_success
from ecqs_agent.replay.recognising.places import booking_number_of, identity_of, is_button


@dataclass
class Form:
    """The booking form in front: what is in it, and the draft it belongs to."""

    draft: str = ""
    pieces: list[Ask] = field(default_factory=list)
    gone: list[Ask] = field(default_factory=list)
    taken: list[Known] = field(default_factory=list)


class Bookings:
    """What was done with bookings."""

    def __init__(self, draft: Draft, ledger: Ledger) -> None:
        self._draft = draft
        self._ledger = ledger
        self.form: Form | None = None
        self.picking = False
        self.ticked: list[Row] = []
        self.numbers: list[str] = []  # booking numbers that were clicked, where presses do not tell

    def press(self, seen: Seen) -> Pending | None:
        """Recognise a button of the list."""
        if is_button(seen.text, "add"):
            self.form = Form()
            self._draft.aside(seen, "way")
        elif is_button(seen.text, "query"):
            return self._list(seen)
        elif is_button(seen.text, "edit", "delete", "details"):
            return self._on_a_booking(seen)
        else:
            self._draft.raw(seen, "button")
        return None

    def press_in_form(self, seen: Seen) -> Pending | None:
        """Recognise a button of the form."""
        form = self.form = self.form or Form()
        if is_button(seen.text, "choose_pieces"):
            self.picking = True
        elif is_button(seen.text, "remove_pieces"):
            self._remove(form, seen)
            return None
        elif is_button(seen.text, "save_draft", "submit"):
            return self._send(form, seen)
        elif is_button(seen.text, "back"):
            self.form = None
        else:
            self._draft.raw(seen, "button")
            return None
        self._draft.aside(seen, "way")
        return None

    def press_in_picker(self, seen: Seen) -> None:
        """Recognise a button of the picker."""
        form = self.form = self.form or Form()
        if is_button(seen.text, "pick"):
            rows = seen.chosen or tuple(self.ticked)
            self.ticked = []
            found = [self._piece(form, row) for row in rows]
            if not found or None in found:
                self._draft.raw(seen, "row")
                return
            form.pieces += [one for one in found if one is not None and one not in form.pieces]
            self.picking = False
        elif is_button(seen.text, "close") or seen.role == "close":
            self.picking = False
        elif not is_button(seen.text, "query", "reset"):
            self._draft.raw(seen, "button")
            return
        self._draft.aside(seen, "way")

    def _piece(self, form: Form, row: Row) -> Ask | None:
        """Return the record in a row; alike pieces are taken one after the other."""
        known = [one for one in self._ledger.all_known(row) if one not in form.taken]
        if not known:
            return self._ledger.record(row)
        form.taken.append(known[0])
        return self._draft.code_of(known[0])

    def _remove(self, form: Form, seen: Seen) -> None:
        if not seen.chosen:
            self._draft.raw(seen, "row")
            return
        for row in seen.chosen:
            shown = [one for one in form.taken if _is_in(one, row)]
            ask = self._draft.code_of(shown[0]) if shown else self._ledger.record(row)
            if ask in form.pieces:
                form.pieces.remove(ask)
            elif ask is not None:
                form.gone.append(ask)
            form.taken = [one for one in form.taken if one not in shown[:1]]
        self._draft.aside(seen, "way")

    def _send(self, form: Form, seen: Seen) -> Pending:
        submits = is_button(seen.text, "submit")

        def finish(message: str, listed: Seen | None) -> None:
            del listed
            if form.draft:
                args: dict[str, Any] = {"booking": form.draft, "submit": submits}
                args |= {"add": list(form.pieces)} if form.pieces else {}
                args |= {"remove": list(form.gone)} if form.gone else {}
                verb = "edit_draft"
            else:
                verb, args = "book" if submits else "draft", {"pieces": list(form.pieces)}
            step = self._draft.act(seen.number, verb, args, said(message))
            if is_success(message):
                self._sent(form, step, message, submits=submits)

        return Pending(seen=seen, finish=finish)

    def _sent(self, form: Form, step: int, message: str, *, submits: bool) -> None:
        if submits:
            self.form = None
            number = next((one.group() for one in DYNAMIC.finditer(message)), "")
            self._draft.booked(step, number, place="number")
            expect = self._draft.steps[step].setdefault("expect", {})
            expect["number"] = {"shape": "booking_number"}
        elif not form.draft:
            self._draft.booked(step, "", place="uuid")
            form.draft = self._draft.name_of(self._draft.bookings[-1])
        form.pieces, form.gone, form.taken = [], [], []

    def _list(self, seen: Seen) -> Pending | None:
        if any("".join(value) for label, value in seen.form.items() if label):
            self._draft.raw(seen, "filter")
            return None

        def finish(message: str, listed: Seen | None) -> None:
            del message
            total = listed.total if listed is not None else None
            expect = {} if total is None else {"total": total}
            self._draft.act(seen.number, "bookings", {}, expect)

        return Pending(seen=seen, finish=finish)

    def _on_a_booking(self, seen: Seen) -> Pending | None:
        booking = self._meant(seen)
        if not booking:
            self._draft.raw(seen, "row")
            return None
        if is_button(seen.text, "edit"):
            self.form = Form(draft=booking)
            self._draft.aside(seen, "way")
            return None
        deletes = is_button(seen.text, "delete")

        def finish(message: str, listed: Seen | None) -> None:
            verb = "delete_booking" if deletes else "read_receipt"
            expect = said(message) if deletes or not is_success(message) else {}
            if listed is not None and not deletes:
                expect = {"pieces": {"any_order": [_piece_of(row) for row in listed.rows]}}
            self._draft.act(seen.number, verb, {"booking": booking}, expect)

        return Pending(seen=seen, finish=finish, asks=deletes)

    def _meant(self, seen: Seen) -> str:
        """Return the booking that is chosen; a draft can be told when there is only one."""
        numbers = [booking_number_of(row) for row in seen.chosen] or self.numbers
        self.numbers = []
        if len(numbers) != 1:
            return ""
        made = [one for one in self._draft.bookings if one.number == numbers[0]]
        if len(made) == 1:
            return self._draft.name_of(made[0])
        unnamed: list[Sent] = [one for one in self._draft.bookings if not one.number]
        if not made and len(unnamed) == 1 and len(self._draft.bookings) == 1:
            return self._draft.name_of(unnamed[0])
        return "" if made else numbers[0]


def _is_in(known: Known, row: Row) -> bool:
    shown = identity_of(row)
    return all(known.fields.get(key, "") == shown.get(key, "") for key in ("name", "serial_number"))


def _piece_of(row: Row) -> dict[str, str]:
    shown = identity_of(row)
    shown.pop("instrument_code", "")
    return shown
