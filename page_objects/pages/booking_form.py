"""The booking form and its picker: pieces chosen by identity, submitted by one click."""

from collections.abc import Collection

from page_objects.contract.seen import Place
from page_objects.errors import ActionRefusedError, RecordNotFoundError
from page_objects.pages.instrument_dialog import accepted
from page_objects.pages.ledger_record import row_text
from page_objects.pages.portal_page import Before, GridScreen, never
from page_objects.patience import Patience
from page_objects.payload import Payload, as_text
from page_objects.screens import Accepted, BookingPiece, Refused, Shown, Unclear
from page_objects.widgets.dialog import Dialog, refusal
from page_objects.widgets.grid import DataGrid, GridPage
from page_objects.widgets.shown import what_shows
from page_objects.wire import Answer, NothingSent, Saved, SaveGuard, Unknown
from page_objects.words import WORDS, Aliases

PIECE_KEYS = ("strongInspUuid", "uuid")  # of a stored piece, of a piece chosen just now


class InstrumentPicker:
    """选择器具: tick ledger records over all pages and take them over."""

    def __init__(self, dialog: Dialog, form: "BookingForm") -> None:
        self._dialog = dialog
        self._form = form
        self.grid = DataGrid(
            dialog.root,
            WORDS.picker.columns,
            screen=WORDS.titles["picker"][0],
            patience=form.patience,
        )

    def available(self) -> frozenset[str]:
        """Return the uuids of all records that can be chosen."""
        return frozenset(self.grid.identity(row) for page in self.grid.pages() for row in page.rows)

    def look(self) -> Shown:
        """Return the words of the picker, and close it again."""
        self.grid.wait_ready()
        shown = what_shows(self._dialog.root, patience=self._form.patience)
        self.close()
        return shown

    def close(self) -> None:
        """Leave it; nothing is taken over."""
        self._dialog.close_by(WORDS.buttons["close"])

    def pick(self, uuids: Collection[str]) -> int:
        """Tick these records and press 选择; return how many ticks the grid kept.

        Raises:
            RecordNotFoundError: one of them is not offered; the picker is closed again.
        """
        self.grid.wait_ready()
        missing = sorted(set(uuids) - self.available())
        if missing:
            self.close()
            raise RecordNotFoundError(what=", ".join(missing), screen=WORDS.titles["picker"][0])
        ticked = self.grid.tick(uuids)
        if not ticked:  # forgotten on the way over the pages, and nothing to press 选择 for
            ticked = self.grid.tick_on_first_page(uuids)
        self._dialog.button(WORDS.buttons["pick"]).click()
        self._dialog.wait_closed()
        return len(ticked)


class BookingForm(GridScreen):
    """One booking before it is submitted."""

    screen = "强检器具预约申请"
    place = Place.BOOKING
    grid_columns = WORDS.booking.columns

    @property
    def patience(self) -> Patience:
        """Return the waits of this page."""
        return self._patience

    def pieces(self) -> tuple[BookingPiece, ...]:
        """Return the pieces in the form."""
        with self._on_screen("read the pieces"):
            page = self._grid().read()
            return tuple(_piece(page, at) for at in range(len(page.rows)))

    def choose(self, uuids: Collection[str]) -> int:
        """Add these ledger records through the picker; return how many were added.

        The form is read back after each round, because a picker may forget its ticks when
        its page is turned; it is opened again as long as that adds something.
        """
        before = self._uuids()
        while missing := set(uuids) - (held := self._uuids()):
            with self._on_screen("choose pieces"):
                self.picker().pick(missing)
            if self._uuids() == held:
                raise RecordNotFoundError(what=", ".join(sorted(missing)), screen=self.screen)
        return len(self._uuids() - before)

    def remove(self, uuids: Collection[str]) -> None:
        """Take these pieces out of the form and see that they are gone."""
        action = WORDS.buttons["remove_pieces"]
        with self._on_screen(action[0]):
            self._grid().tick(uuids)
            self._tab.take_said()
            self._button(action).click()
            left = set(uuids) & self._uuids()
            message = "; ".join(self._messager().heard())
            if left or message:
                raise refusal(action[0], message)

    def save_draft(
        self, expect: Collection[str], *, unknown_payload: Unknown = "stop"
    ) -> Accepted | Refused | Unclear:
        """Press 暂存预约单 once and return what the server stored; a draft has no number."""
        return self._send(WORDS.buttons["save_draft"], expect, never, unknown_payload)

    def submit(
        self,
        expect: Collection[str],
        *,
        before_release: Before = never,
        unknown_payload: Unknown = "stop",
    ) -> Accepted | Refused | Unclear:
        """Press 提交申请 once, only if the request carries exactly these pieces.

        Raises:
            WirePayloadError: the request differed; it was stopped and nothing was booked.
            ActionRefusedError: nothing was sent; the portal's words are in it.
        """
        return self._send(WORDS.buttons["submit"], expect, before_release, unknown_payload)

    def back(self) -> None:
        """Press 返回; nothing is kept."""
        with self._on_screen("go back"):
            self._button(WORDS.buttons["back"]).click()
        self._found = None

    def _uuids(self) -> frozenset[str]:
        return frozenset(piece.uuid for piece in self.pieces())

    def picker_shows(self) -> Shown:
        """Return the words of the picker; nothing is chosen."""
        with self._on_screen("look at the picker"):
            return self.picker().look()

    def picker(self) -> InstrumentPicker:
        """Open 选择器具; what is in the form stays as it is."""
        with self._on_screen("choose pieces"):
            dialog = Dialog(self._frame, WORDS.titles["picker"], self._tab, patience=self._patience)
            button = self._button(WORDS.buttons["choose_pieces"])
            dialog.open_by(button, action=WORDS.buttons["choose_pieces"][0])
            return InstrumentPicker(dialog, self)

    def _send(
        self, words: Aliases, expect: Collection[str], before: Before, unknown: Unknown
    ) -> Accepted | Refused | Unclear:
        wanted = frozenset(expect)
        held = self._uuids()
        if held != wanted:
            odd = ", ".join(sorted(held ^ wanted))
            raise RecordNotFoundError(what=odd, screen=self.screen)
        with self._on_screen(words[0]):
            guard = SaveGuard(
                self._tab,
                likeness=lambda payload: _likeness(payload, wanted),
                differing=lambda payload: _differing(payload, wanted),
                before_release=before,
                unknown=unknown,
                patience=self._patience,
            )
            self._tab.take_said()
            answer = guard.send(self._button(words).press)
            if isinstance(answer, NothingSent):
                message = "; ".join(self._messager().heard())
                raise ActionRefusedError(action=words[0], message=message)
        return self._outcome(answer)

    def _outcome(self, answer: Answer) -> Accepted | Refused | Unclear:
        if isinstance(answer, Saved):
            return accepted(answer.record, self._messager().take())
        if isinstance(answer, Refused):
            self._messager().take()
            return answer
        return answer if isinstance(answer, Unclear) else Unclear(evidence="nothing was sent")


def _likeness(payload: Payload, wanted: frozenset[str]) -> float:
    return len(wanted & payload.texts) / len(wanted) if wanted else 0.0


def _differing(payload: Payload, wanted: frozenset[str]) -> tuple[str, ...]:
    names = {name for name, text in payload.leaves if text in wanted}
    return () if frozenset(payload.under(names)) == wanted else (WORDS.buttons["choose_pieces"][0],)


def _piece(page: GridPage, at: int) -> BookingPiece:
    row, cells = page.rows[at], page.cells[at]
    values = {
        key: row_text(key, row, cells, page.field_of(words), {})
        for key, words in WORDS.booking.columns.items()
    }
    uuid = next((as_text(row[key]) for key in PIECE_KEYS if row.get(key)), "")
    return BookingPiece(uuid=uuid, **values)
