"""Events -> steps: where we are by the words of the screen, what is meant by the button's text.

What is not recognised becomes a marked step; nothing that acts is dropped.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ecqs_agent.replay.recognising.bookings import Bookings
from ecqs_agent.replay.recognising.doors import Doors
from ecqs_agent.replay.recognising.draft import Draft, Recognised
from ecqs_agent.replay.recognising.events import Seen
from ecqs_agent.replay.recognising.ledger import Ledger
from ecqs_agent.replay.recognising.pending import Pending
from ecqs_agent.replay.recognising.places import (
    DIALOGS,
    PICKERS,
    is_button,
    place_by_columns,
    place_by_title,
)
from page_objects.contract.seen import Place

OF_THE_FORM: Final = ("choose_pieces", "remove_pieces", "save_draft", "submit")
HOME: Final = "首页"
NO: Final = "取消"


def recognised(events: Iterable[Seen], *, account: str = "") -> Recognised:
    """Return the steps that these events are; `account` is who the login step names."""
    recogniser = _Recogniser(account)
    for seen in events:
        recogniser.hear(seen)
    return recogniser.whole()


class _Recogniser:
    def __init__(self, account: str) -> None:
        self._draft = Draft()
        self._doors = Doors(self._draft, account)
        self._ledger = Ledger(self._draft)
        self._bookings = Bookings(self._draft, self._ledger)
        self._place: Place | None = None
        self._pending: Pending | None = None
        self._closes_message = False  # where presses do not tell that they answer a message
        self._hears: Mapping[str, Callable[[Seen], None]] = {
            "arrive": self._arrive,
            "press": self._press,
            "set": self._ledger.set,
            "said": self._said,
            "answered": self._answered,
            "opened": self._opened,
            "listed": self._listed,
            "wait": lambda seen: self._draft.aside(seen, "wait"),
            "other": self._other,
        }

    def hear(self, seen: Seen) -> None:
        """Take one event."""
        if seen.login:
            self._settle()
            self._doors.on_login_page(seen)
            return
        self._doors.elsewhere()
        self._hears[seen.kind](seen)

    def whole(self) -> Recognised:
        """Return everything, the last act included."""
        self._settle()
        self._doors.whole()
        return self._draft.whole()

    def _settle(self, message: str = "", listed: Seen | None = None) -> None:
        """End the act that waits for its answer, once."""
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.finish(message, listed)

    def _arrive(self, seen: Seen) -> None:
        self._place = place_by_title(seen.title) or self._place
        self._draft.aside(seen, "way")

    def _opened(self, seen: Seen) -> None:
        if seen.window in DIALOGS:
            self._ledger.opened(seen)

    def _listed(self, seen: Seen) -> None:
        place = place_by_columns(seen.columns) if not seen.window else None
        self._place = place or self._place
        if self._pending is not None and _is_awaited(seen, place, by=self._pending.seen):
            self._settle(listed=seen)

    def _said(self, seen: Seen) -> None:
        if self._pending is None:
            self._draft.raw(seen, "message")
        elif self._pending.asks and len(seen.buttons) > 1:
            return
        else:
            self._settle(seen.text)

    def _answered(self, seen: Seen) -> None:
        pending = self._pending
        if pending is None or not pending.asks:
            return
        if is_button(seen.text, "yes"):
            pending.asks = False
        else:
            self._pending = None
            self._draft.aside(pending.seen, "nothing")

    def _other(self, seen: Seen) -> None:
        if seen.role in ("plain", "technical"):
            self._draft.aside(seen, "technical")
        elif seen.role in ("list", "pager", "way"):
            self._draft.aside(seen, "way")
        else:
            self._draft.raw(seen, "kind" if seen.role == "kind" else "thing")

    def _press(self, seen: Seen) -> None:
        if seen.window is None and self._answers(seen):
            return
        if self._was_not_sent(seen):
            return
        self._settle()
        place = place_by_columns(seen.columns) if not seen.window else None
        self._place = place or self._place
        if self._is_a_way(seen):
            self._draft.aside(seen, "way")
        elif is_button(seen.text, "log_out"):
            self._doors.log_out(seen)
        else:
            self._pending = self._in_window(seen) if self._is_in_window(seen) else self._on(seen)

    def _answers(self, seen: Seen) -> bool:
        """Take 确定 and 取消 as the answer to a message where only the word is told."""
        pending = self._pending
        is_answer = is_button(seen.text, "yes") or seen.text == NO
        if pending is not None and not _is_a_look(pending.seen) and is_answer:
            self._draft.aside(seen, "way")
            if pending.asks:
                self._answered(seen)
            else:
                self._settle()
                self._closes_message = True
            return True
        if self._closes_message and is_button(seen.text, "yes") and self._ledger.dialog is None:
            self._closes_message = False
            self._draft.aside(seen, "way")
            return True
        self._closes_message = False
        return False

    def _was_not_sent(self, seen: Seen) -> bool:
        """Let a press in the same dialog replace one that the form itself held back."""
        pending = self._pending
        if pending is None or not seen.window or pending.seen.window != seen.window:
            return False
        self._pending = None
        self._draft.aside(pending.seen, "nothing")
        return False

    def _is_a_way(self, seen: Seen) -> bool:
        is_link = seen.role in ("link", "") and is_button(seen.text, "enter", "log_in_link")
        return (is_link and not self._is_in_window(seen)) or seen.text == HOME or seen.role == "way"

    def _is_in_window(self, seen: Seen) -> bool:
        if seen.window is not None:
            return seen.window != ""
        if is_button(seen.text, *OF_THE_FORM, "details"):
            return False
        return self._bookings.picking or self._ledger.dialog is not None

    def _in_window(self, seen: Seen) -> Pending | None:
        if seen.window in PICKERS or (seen.window is None and self._bookings.picking):
            self._in_picker(seen)
            return None
        if seen.window in DIALOGS or seen.window is None:
            return self._ledger.press_in_dialog(seen)
        self._draft.raw(seen, "button")
        return None

    def _in_picker(self, seen: Seen) -> None:
        if self._ticks(seen):
            return
        self._bookings.press_in_picker(seen)

    def _on(self, seen: Seen) -> Pending | None:
        place = self._place
        if is_button(seen.text, *OF_THE_FORM) or place is Place.BOOKING:
            self._ledger.dialog, self._place = None, Place.BOOKING
            return self._after_form(self._bookings.press_in_form(seen))
        if is_button(seen.text, "back"):
            self._place = Place.BOOKINGS
            self._draft.aside(seen, "way")
            return None
        if is_button(seen.text, "details"):
            self._place = Place.BOOKINGS
        if self._ticks(seen):
            return None
        if self._place is Place.BOOKINGS:
            pending = self._bookings.press(seen)
            self._place = Place.BOOKING if self._bookings.form is not None else self._place
            return pending
        if self._place is Place.LEDGER:
            return self._ledger.press(seen)
        self._draft.raw(seen, "button")
        return None

    def _after_form(self, pending: Pending | None) -> Pending | None:
        if self._bookings.form is None:
            self._place = Place.BOOKINGS
        return pending

    def _ticks(self, seen: Seen) -> bool:
        """Take a click on a cell's text as the choice of its row, where only the text is told."""
        if seen.window is not None or seen.role:
            return False
        known = [
            one
            for one in self._draft.instruments
            if seen.text and seen.text == one.fields.get("serial_number")
        ]
        if known:
            row = {"器具名称": str(known[0].fields.get("name", "")), "出厂编号": seen.text}
            self._bookings.ticked.append(row)
            self._ledger.ticked = (row,)
        elif seen.text.isdecimal() and self._place is Place.BOOKINGS:
            self._bookings.numbers.append(seen.text)
        else:
            return False
        self._draft.aside(seen, "way")
        return True


def _is_awaited(listed: Seen, place: Place | None, *, by: Seen) -> bool:
    if is_button(by.text, "details"):
        return place is Place.RECEIPT
    return _is_a_look(by) and listed.window == by.window


def _is_a_look(seen: Seen) -> bool:
    return is_button(seen.text, "query", "reset", "details")
