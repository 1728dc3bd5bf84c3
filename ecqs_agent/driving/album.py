"""Pictures of the screens that were driven, for people. Never of a login page."""

from collections.abc import Callable
from pathlib import Path

from ecqs_agent.events import Events, Kind
from ecqs_agent.flows.ports import Dialog, Ledger, UnknownPayload
from page_objects.screens import InstrumentForm, LedgerGlance, LedgerRecord, Outcome


class Album:
    """A folder of numbered pictures; each name is taken once."""

    def __init__(self, folder: Path, events: Events) -> None:
        self._folder = folder
        self._events = events
        self._taken: set[str] = set()
        self.pictures: list[Path] = []

    def take(self, name: str, shoot: Callable[[], bytes]) -> None:
        """Take the picture of this name unless it is there already."""
        if name in self._taken:
            return
        self._taken.add(name)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{len(self._taken):02d}-{name}.png"
        path.write_bytes(shoot())
        self.pictures.append(path)
        self._events.tell(Kind.PICTURE_TAKEN, "Picture: {path}", path=str(path))


class PicturedLedger:
    """A ledger page that has its filled dialogs photographed before they are sent."""

    def __init__(self, ledger: Ledger, album: Album, shoot: Callable[[], bytes]) -> None:
        self._ledger = ledger
        self._album = album
        self._shoot = shoot

    def add(self) -> Dialog:
        """Open the dialog for a new record."""
        return _PicturedDialog(self._ledger.add(), self._album, "dialog-add", self._shoot)

    def edit(self, uuid: str) -> Dialog:
        """Open the dialog of this record."""
        return _PicturedDialog(self._ledger.edit(uuid), self._album, "dialog-change", self._shoot)

    def records(self, *, name: str = "", serial_number: str = "") -> tuple[LedgerRecord, ...]:
        """Return the records that match the filters."""
        return self._ledger.records(name=name, serial_number=serial_number)

    def refresh(self) -> None:
        """Have the list loaded again."""
        self._ledger.refresh()

    def glance(self) -> LedgerGlance:
        """Return the size of the ledger."""
        return self._ledger.glance()


class _PicturedDialog:
    def __init__(self, dialog: Dialog, album: Album, name: str, shoot: Callable[[], bytes]) -> None:
        self._dialog = dialog
        self._album = album
        self._name = name
        self._shoot = shoot

    def read(self) -> InstrumentForm:
        return self._dialog.read()

    def fill(self, form: InstrumentForm) -> bool:
        changed = self._dialog.fill(form)
        self._album.take(self._name, self._shoot)
        return changed

    def submit(
        self,
        expect: InstrumentForm,
        *,
        before_release: Callable[[], None],
        unknown_payload: UnknownPayload,
    ) -> Outcome:
        return self._dialog.submit(
            expect, before_release=before_release, unknown_payload=unknown_payload
        )

    def picture(self) -> bytes:
        return self._dialog.picture()

    def close(self) -> None:
        self._dialog.close()
