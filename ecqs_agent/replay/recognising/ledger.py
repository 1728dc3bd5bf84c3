"""The ledger and its dialog: query, add, change, copy, delete, fill."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ecqs_agent.replay.recognising.choices import chosen_field
from ecqs_agent.replay.recognising.draft import Draft, Known, message_pattern
from ecqs_agent.replay.recognising.events import Row, Seen
from ecqs_agent.replay.recognising.pending import Pending, is_success
from ecqs_agent.replay.recognising.places import field_of, filter_of, identity_of, is_button

Ask = str | dict[str, str]


@dataclass
class Open:
    """The dialog of a record that stands open."""

    act: str
    record: Ask | None
    known: Known | None
    before: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)


class Ledger:
    """What was done on the ledger's screen and in its dialog."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.dialog: Open | None = None
        self.filters: dict[str, str] = {}
        self.ticked: tuple[Row, ...] = ()  # rows that were clicked, where presses do not tell

    def press(self, seen: Seen) -> Pending | None:
        """Recognise a button of the ledger's screen."""
        if is_button(seen.text, "query", "reset"):
            return self._query(seen)
        if is_button(seen.text, "add"):
            self.dialog = Open(act="add", record=None, known=None)
            self._draft.aside(seen, "way")
        elif seen.window is None and filter_of(seen.text):
            self._draft.aside(seen, "way")  # the cursor was put into a filter
        elif is_button(seen.text, "copy", "edit", "delete"):
            return self._on_a_record(seen)
        else:
            self._draft.raw(seen, "button")
        return None

    def opened(self, seen: Seen) -> None:
        """Note what the dialog holds when it opens."""
        if self.dialog is not None:
            self.dialog.before = fields_of(seen.form)

    def press_in_dialog(self, seen: Seen) -> Pending | None:
        """Recognise a button of the dialog, or a choice in one of its lists."""
        dialog = self.dialog
        if dialog is None:
            self._draft.raw(seen, "button")
        elif is_button(seen.text, "ok"):
            return self._file(dialog, seen)
        elif is_button(seen.text, "close") or seen.role == "close":
            self._leave(dialog, seen)
        elif field_of(seen.text):
            self._draft.aside(seen, "way")
        elif not self._choose(dialog, seen):
            self._draft.raw(seen, "thing")
        return None

    def set(self, seen: Seen) -> None:
        """Take a value that was typed."""
        text = "".join(seen.value)
        if self.dialog is not None and (key := field_of(seen.label)):
            self.dialog.typed[key] = seen.value if key == "region" else text
        elif self.dialog is None and filter_of(seen.label):
            self.filters[seen.label] = text
        else:
            self._draft.raw(seen, "field")
            return
        self._draft.aside(seen.model_copy(update={"value": ()}), "way")

    def known(self, row: Row) -> Known | None:
        """Return the instrument of this recording that a row shows."""
        return next(iter(self.all_known(row)), None)

    def all_known(self, row: Row) -> list[Known]:
        """Return every instrument of this recording that looks like a row."""
        shown = identity_of(row)
        keys = [key for key in ("name", "serial_number") if key in shown]
        return [
            one
            for one in self._draft.instruments
            if keys and all(one.fields.get(key, "") == shown[key] for key in keys)
        ]

    def record(self, row: Row) -> Ask | None:
        """Return how a step names the record in this row; None when the row does not say."""
        if known := self.known(row):
            return self._draft.code_of(known)
        shown = identity_of(row)
        code = shown.pop("instrument_code", "")
        if shown.get("serial_number"):
            return shown
        return code or shown or None

    def _query(self, seen: Seen) -> Pending | None:
        form = {label: "".join(value) for label, value in seen.form.items() if "".join(value)}
        given = {} if is_button(seen.text, "reset") else form or self.filters
        self.filters = {}
        args = {filter_of(label): text for label, text in given.items()}
        if "" in args:
            self._draft.raw(seen, "filter")
            return None

        def finish(message: str, listed: Seen | None) -> None:
            total = listed.total if listed is not None else None
            del message
            self._draft.act(seen.number, "query", args, {} if total is None else {"total": total})

        return Pending(seen=seen, finish=finish)

    def _on_a_record(self, seen: Seen) -> Pending | None:
        rows = seen.chosen or self.ticked
        self.ticked = ()
        record = self.record(rows[0]) if len(rows) == 1 else None
        if record is None:
            self._draft.raw(seen, "row")
            return None
        known = self.known(rows[0])
        if is_button(seen.text, "delete"):
            return self._delete(seen, record, known)
        act = "copy" if is_button(seen.text, "copy") else "change"
        self.dialog = Open(act=act, record=record, known=known)
        self._draft.aside(seen, "way")
        return None

    def _delete(self, seen: Seen, record: Ask, known: Known | None) -> Pending:
        def finish(message: str, listed: Seen | None) -> None:
            del listed
            self._draft.act(seen.number, "delete", {"record": record}, said(message))
            if known is not None and is_success(message):
                self._draft.instruments.remove(known)

        return Pending(seen=seen, finish=finish, asks=True)

    def _file(self, dialog: Open, seen: Seen) -> Pending:
        held = self._held(dialog, seen)

        def finish(message: str, listed: Seen | None) -> None:
            del listed
            self._write(dialog, held, seen.number, message)
            if is_success(message):
                self.dialog = None

        return Pending(seen=seen, finish=finish)

    def _held(self, dialog: Open, seen: Seen) -> dict[str, Any]:
        for label, value in seen.form.items():
            if not field_of(label) and any(value):
                lost = seen.model_copy(update={"kind": "set", "text": "", "label": label})
                self._draft.raw(lost, "field")
        base = dict(dialog.known.fields) if dialog.known is not None else {}
        return fields_of(seen.form) if seen.form else {**base, **dialog.typed}

    def _write(self, dialog: Open, held: Mapping[str, Any], number: int, message: str) -> None:
        if dialog.act == "add":
            args: dict[str, Any] = {"of": self._draft.instrument(held)}
        else:
            args = {"record": dialog.record, "with": _otherwise(dialog, held)}
        step = self._draft.act(number, dialog.act, args, said(message))
        if not is_success(message):
            return
        if dialog.act == "change":
            if dialog.known is not None:
                dialog.known.fields.update(held)
        else:
            self._draft.filed(held, step)

    def _leave(self, dialog: Open, seen: Seen) -> None:
        held = fields_of(seen.form) if seen.form else dialog.typed
        self.dialog = None
        touched = {key for key, value in held.items() if value != dialog.before.get(key, value)}
        if dialog.act == "add" and (touched or dialog.typed):
            self._draft.act(seen.number, "fill", {"of": self._draft.instrument(held)}, {})
        else:
            self._draft.aside(seen, "nothing")

    def _choose(self, dialog: Open, seen: Seen) -> bool:
        key, value = chosen_field(seen.text, dialog.typed)
        if key:
            dialog.typed[key] = value
            self._draft.aside(seen, "way")
        return bool(key)


def said(message: str) -> dict[str, object]:
    """Return what is expected of an act that the portal answered with these words."""
    if not message:
        return {}
    outcome = {} if is_success(message) else {"outcome": "refused"}
    return {**outcome, "message": message_pattern(message)}


def fields_of(form: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the instrument that a form holds, field by field."""
    found: dict[str, Any] = {}
    for label, value in form.items():
        if key := field_of(label):
            found[key] = [part for part in value if part] if key == "region" else "".join(value)
    return found


def _otherwise(dialog: Open, held: Mapping[str, Any]) -> dict[str, Any]:
    if not dialog.before:
        return dict(dialog.typed)
    return {key: value for key, value in held.items() if dialog.before.get(key) != value}
