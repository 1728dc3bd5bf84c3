"""强检器具台账维护: the list of all instruments, and the way to the dialog."""

from playwright.sync_api import Page

from page_objects.contract.seen import Place
from page_objects.errors import ActionRefusedError, PortalDriftError
from page_objects.looking import must_be_let_write
from page_objects.pages.instrument_dialog import FIELDS, InstrumentDialog
from page_objects.pages.ledger_record import Choices, ledger_record
from page_objects.pages.portal_page import GridScreen
from page_objects.patience import Patience, Wait
from page_objects.screens import LedgerGlance, LedgerRecord
from page_objects.widgets.dialog import Dialog, refusal
from page_objects.widgets.form import FieldSpec, LabelledForm
from page_objects.widgets.grid import GridPage
from page_objects.widgets.script import in_page
from page_objects.words import WORDS


class LedgerPage(GridScreen):
    """The ledger's list. Rows are known by their uuid, never by their place."""

    screen = "强检器具台账维护"
    place = Place.LEDGER
    grid_columns = WORDS.ledger.columns

    def __init__(self, page: Page, *, base_url: str, patience: Patience) -> None:
        super().__init__(page, base_url=base_url, patience=patience)
        self._is_short = False  # the list is unfiltered, in its smallest pages, on the first

    def columns(self) -> tuple[str, ...]:
        """Return the titles of the columns."""
        with self._on_screen("read the columns"):
            return self._grid().wait_ready()

    def records(self, name: str = "", serial_number: str = "") -> tuple[LedgerRecord, ...]:
        """Return every record, or those which the portal's own filters find.

        Raises:
            InconsistentListError: the pages do not add up to the total.
        """
        with self._on_screen("read the ledger"):
            self._filter({"name": name, "serial_number": serial_number})
            choices = self._choices()
            return tuple(
                self._record(page, at, choices)
                for page in self._grid().pages()
                for at in range(len(page.rows))
            )

    def refresh(self) -> None:
        """Load the list again, by its own button where it has one."""
        with self._on_screen("load the list again"):
            self._grid().reload()

    def glance(self) -> LedgerGlance:
        """Return the size of the whole ledger and its first rows, as the list shows them now.

        The portal loads the list again after each save, so this costs no request. `add` has
        brought it to its smallest pages, unfiltered: a long page is slow to draw each time.
        """
        with self._step("count the records"):  # the dialog of a record stands in front of it
            page = self._grid().glance()
        return LedgerGlance(total=page.total, uuids=page.identities)

    def add(self) -> InstrumentDialog:
        """Open 器具新增, empty; the list behind it is the whole one, in its smallest pages."""
        return self._open("add", uuid="")

    def edit(self, uuid: str) -> InstrumentDialog:
        """Open 器具修改 for the record with this uuid."""
        return self._open("edit", uuid=uuid)

    def copy(self, uuid: str) -> InstrumentDialog:
        """Open a new record filled like the one with this uuid."""
        return self._open("copy", uuid=uuid)

    def delete(self, uuid: str) -> str:
        """Delete the record with this uuid and see that it is gone; return what the portal said.

        Raises:
            ActionRefusedError: the portal said no, in its own words.
        """
        with self._on_screen("delete a record"):
            self._select(uuid)
            message = delete_row(self, action=WORDS.buttons["delete"][0])
            for page in self._grid().pages():
                if uuid in {self._grid().identity(row) for row in page.rows}:
                    raise ActionRefusedError(action=WORDS.buttons["delete"][0], message="")
        return message

    def _open(self, act: str, *, uuid: str) -> InstrumentDialog:
        with self._on_screen(WORDS.buttons[act][0]):
            self._close_leftover()
            if uuid:
                self._select(uuid)
            elif not self._is_short:
                self._clear_filters()
                self._grid().shortest()
                self._is_short = True
            dialog = InstrumentDialog(
                self.page,
                self._frame,
                titles=WORDS.titles[act],
                base_url=self.base_url,
                patience=self._patience,
            )
            dialog.open_by(self._button(WORDS.buttons[act]))
            return dialog

    def _close_leftover(self) -> None:
        """Close a dialog that an earlier record left open; nothing of it is filed."""
        titles = tuple(
            dict.fromkeys(WORDS.titles["add"] + WORDS.titles["edit"] + WORDS.titles["copy"])
        )
        if set(titles) & set(self._windows):
            left = Dialog(self._frame, titles, self._tab, patience=self._patience)
            left.close_by(WORDS.buttons["close"])

    def _select(self, uuid: str) -> None:
        self._is_short = False
        self._clear_filters()
        self._grid().select(uuid)

    def _filter(self, values: dict[str, str]) -> None:
        self._is_short = False
        specs = [FieldSpec(key=key, words=WORDS.ledger.filters[key]) for key in values]
        form = LabelledForm(self._html, specs, patience=self._patience)
        form.fill({key: [value] for key, value in values.items()})
        self._grid().after_button(WORDS.buttons["query"])

    def _clear_filters(self) -> None:
        specs = [FieldSpec(key=key, words=words) for key, words in WORDS.ledger.filters.items()]
        form = LabelledForm(self._html, specs, patience=self._patience)
        if form.fill({spec.key: [""] for spec in specs}):
            self._grid().after_button(WORDS.buttons["query"])

    def _choices(self) -> Choices:
        coded = [spec for spec in FIELDS if spec.key in ("instrument_type", "delivery")]
        args = {"fields": [{"key": spec.key, "words": list(spec.words)} for spec in coded]}
        lists = in_page(self._html, "choicesOf", args, patience=self._patience)
        return {
            key: {option["value"]: option["text"] for option in options}
            for key, options in lists.items()
        }

    def _record(self, page: GridPage, at: int, choices: Choices) -> LedgerRecord:
        record = ledger_record(page.rows[at], page.cells[at], page, choices)
        if not record.uuid:
            raise PortalDriftError(screen=self.screen, missing="uuid", seen=tuple(page.rows[at]))
        return record


def delete_row(screen: GridScreen, *, action: str) -> str:
    """Press 删除 for the selected row, agree, and return the answer's words."""
    must_be_let_write(screen.page.context)
    tab, messager = screen._tab, screen._messager()  # noqa: SLF001 - same family
    tab.take_said()
    tab.says_yes = True
    try:
        screen._button(WORDS.buttons["delete"]).click()  # noqa: SLF001
        question = _question(screen)
        if question and WORDS.message_means("select_row", question):
            messager.take()
            raise refusal(action, question)
        messager.agree()
        tab.said = tab.said[1:]
        message = messager.take()
    finally:
        tab.says_yes = False
    if not WORDS.message_means("saved", message):
        raise refusal(action, message)
    return message


def _question(screen: GridScreen) -> str:
    heard: list[str] = []

    def came() -> bool:
        heard.extend(screen._messager().heard())  # noqa: SLF001
        return bool(heard)

    screen._tab.wait_until(came, screen._patience.ms(Wait.RENDER))  # noqa: SLF001
    return heard[0] if heard else ""
