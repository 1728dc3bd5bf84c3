"""Record the screens of a walk while each is in front. Only what is free of values is kept."""

import time
from collections.abc import Collection, Iterable
from typing import Any, Final

from playwright.sync_api import Dialog, Frame, Page
from playwright.sync_api import Error as PlaywrightError

from ecqs_agent.recording.exchanges import Exchanges
from ecqs_agent.recording.links import Links
from ecqs_agent.recording.markup import Markup
from ecqs_agent.recording.model import DocumentFile, ScreenRecorded
from ecqs_agent.recording.names import Names
from ecqs_agent.recording.pictures import Picture, masked_picture
from ecqs_agent.recording.public import public
from ecqs_agent.recording.scripts import page_script
from ecqs_agent.recording.shapes import Shapes
from ecqs_agent.recording.standins import StandIns
from ecqs_agent.recording.tree import Tree
from ecqs_agent.recording.vocabulary import Vocabulary
from page_objects.contract.seen import Place, ScreenSeen
from page_objects.widgets.script import translated

_TURNS: Final = 3  # a picture of a screen that moved is taken again
_TREE_MS: Final = 20_000


class Recorder:
    """What is kept of one walk. Its `look` is given to the walk.

    `private` are words that no name may hold, as the account's; `hide` are texts that a person
    does not want to be kept. `values` are searched for at the end and never written.
    """

    def __init__(
        self, *, portal: str, private: Collection[str] = (), hide: Iterable[str] = ()
    ) -> None:
        self.vocabulary = Vocabulary()
        self.vocabulary.hide(hide)
        self.vocabulary.note_private(private)
        self.standins = StandIns()
        self.names = Names(private)
        self.links = Links(self.names, self.standins, portal=portal)
        self.exchanges = Exchanges(self.links, self.names, Shapes(self.names, self.standins))
        self.values: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.screens: dict[Place, ScreenRecorded] = {}
        self._markup = Markup(self.vocabulary, self.standins, self.names, self.links)
        self._tree = Tree(self.vocabulary, self.standins, self.links)
        self._said: list[str] = []
        self._began = time.monotonic()

    def hear(self, dialog: Dialog) -> None:
        """Note what a native box says; the tab itself answers it."""
        self._said.append(dialog.message)

    def look(self, seen: ScreenSeen, page: Page) -> None:
        """Keep the screen that is in front of this tab.

        Raises:
            PortalUnavailableError: the tab went elsewhere meanwhile.
        """
        came = round((time.monotonic() - self._began) * 1000)
        name = seen.place.value
        with translated(step="record a screen", screen=name):
            grids = [self._note_values(frame) for frame in page.frames]
            self.vocabulary.learn(seen)
            picture = self._picture(page)
            documents = tuple(
                self._document(f"{name}/{at}", frame, in_front=grids[at] or at == 0)
                for at, frame in enumerate(page.frames)
            )
        if picture.png:
            self.files[f"{name}/picture.png"] = picture.png
        self.screens[seen.place] = ScreenRecorded(
            seen=public(seen, self.vocabulary, self.names, self.standins),
            documents=documents,
            in_frame=any(grids[1:]) and not grids[0],
            picture=f"{name}/picture.png" if picture.png else "",
            picture_trouble=picture.trouble,
            places_covered=picture.proven,
            boxes_said=tuple(self.standins.of(one, "texts") for one in self._said),
            address=self.links.public(page.url),
            milliseconds=came,
        )
        self._said.clear()

    def _note_values(self, frame: Frame) -> bool:
        """Remember this document's values; return whether it has a grid."""
        found: dict[str, Any] = frame.evaluate(page_script("values.js"))
        self.values.update(found["values"])
        self.vocabulary.note_private(found["values"])
        return bool(found["grid"])

    def _picture(self, page: Page) -> Picture:
        picture = Picture(trouble="no picture was taken")
        for _ in range(_TURNS):
            try:
                picture = masked_picture(page, self.vocabulary)
            except PlaywrightError as error:
                picture = Picture(trouble=type(error).__name__)
            if picture.png:
                break
        return picture

    def _document(self, name: str, frame: Frame, *, in_front: bool) -> DocumentFile:
        told: dict[str, Any] = frame.evaluate(page_script("dom.js"))
        tree = frame.locator("body").aria_snapshot(timeout=_TREE_MS)
        html = self._markup.written(told["root"], comments=int(told["comments"]))
        self.files[f"{name}.html"] = html.encode()
        self.files[f"{name}.tree.txt"] = self._tree.written(tree).encode()
        return DocumentFile(
            html=f"{name}.html",
            tree=f"{name}.tree.txt",
            jquery=version_in(str(told["jquery"])),
            in_front=in_front,
        )


def version_in(text: str) -> str:
    """Return a text if it is the number of a version, else ""."""
    parts = text.split(".")
    plain = len(parts) in {2, 3, 4} and all(part.isdigit() and len(part) <= 4 for part in parts)  # noqa: PLR2004 - as 1.12.4
    return text if plain else ""
