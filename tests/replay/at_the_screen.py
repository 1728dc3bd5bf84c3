"""A person at a screen: an X display of its own, whose mouse and keyboard do everything.

What is pressed and typed comes from the X server (xdotool, XTEST), at places of the screen. Where
a thing stands is read out of the browser by its debugging port; nothing is done through it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any, Final

from playwright.sync_api import Page, Playwright

from tests.replay.a_person import WAIT, Hand, Person

NEEDED: Final = ("Xvfb", "xdotool", "xclip")
SMALL: Final = "1366x768x24"  # of an office's laptop
_WITHIN: Final = 60.0  # seconds until a browser has started on a busy machine

# Is the middle of a thing at rest, inside the window, and not covered? Where is it on the screen?
_PLACE: Final = """async thing => {
  const frame = () => new Promise(done => requestAnimationFrame(done));
  const before = thing.getBoundingClientRect();
  await frame(); await frame();
  const box = thing.getBoundingClientRect();
  if (box.x !== before.x || box.y !== before.y || !box.width || !box.height) return null;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return null;
  const top = document.elementFromPoint(x, y);
  if (!top || !(thing.contains(top) || top.contains(thing))) return null;
  return [screenX + (outerWidth - innerWidth) / 2 + x, screenY + outerHeight - innerHeight + y];
}"""


def what_is_missing() -> list[str]:
    """Return the programs of a display that this machine lacks."""
    return [name for name in NEEDED if shutil.which(name) is None]


class Screen:
    """A display nobody sees, with a mouse and a keyboard."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what a program is told so that it shows itself here."""
        return {**os.environ, "DISPLAY": self.name}

    def do(self, *order: str) -> None:
        """Let the mouse or the keyboard do something."""
        self._run("xdotool", *order)

    def copy(self, text: str) -> None:
        """Put a text into the clipboard, as copying from a workbook does."""
        self._run("xclip", "-selection", "clipboard", "-in", text=text)

    def _run(self, *command: str, text: str = "") -> None:
        subprocess.run(
            command,
            check=True,
            input=text,
            stdout=subprocess.DEVNULL,  # xclip stays and would keep a pipe open
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=_WITHIN,
            env=dict(self.environment),
        )


@contextmanager
def a_screen(size: str = SMALL) -> Iterator[Screen]:
    """Run a display for the length of the block."""
    display = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
    )
    assert display.stdout is not None
    try:
        number = display.stdout.readline().strip()
        assert number, "the display did not start"
        yield Screen(f":{number}")
    finally:
        display.terminate()
        display.wait(timeout=_WITHIN)
        display.stdout.close()


class Mouse(Hand):
    """A hand on the mouse and the keyboard of a screen."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def press(self, thing: Any) -> None:
        """Move there and press."""
        handle = thing.element_handle()
        place = thing.page.wait_for_function(_PLACE, arg=handle).json_value()
        x, y = (str(round(one)) for one in place)
        self._screen.do("mousemove", x, y, "click", "1")

    def fill(self, box: Any, text: str) -> None:
        """Press the box and type."""
        self.press(box)
        self.type(text)

    def overwrite(self, box: Any, text: str) -> None:
        """Press the box, mark what stands in it, and type over it."""
        self.press(box)
        self.keys("ctrl+a")
        self.type(text)

    def go(self, page: Any, address: str) -> None:
        """Type an address, unless it is the one in front."""
        if page.url == address:
            return
        self.keys("ctrl+l")
        self.type(address)
        self.keys("Return")
        page.wait_for_url(address)

    def type(self, text: str) -> None:
        """Type a text; what no key has is pasted."""
        if text.isascii():
            self._screen.do("type", "--delay", "15", "--", text)
        else:
            self._screen.copy(text)
            self.keys("ctrl+v")

    def keys(self, together: str) -> None:
        """Press keys together."""
        self._screen.do("key", together)


class PersonAtScreen(Person):
    """Someone at that screen."""

    def captcha(self) -> str:
        """Return the answer for the browser's own cookie, which the page itself does not see."""
        asked = self.page.context.new_cdp_session(self.page).send("Network.getCookies")
        session = next(
            one["value"]
            for one in asked["cookies"]
            if one["name"] == "JSESSIONID" and one["path"].startswith("/casServer")
        )
        return str(self.portal.control("GET", f"captcha?session={session}")["answer"])


class LookedInto:
    """A program to be named in the setting `browser`: Chromium that lets itself be looked into."""

    def __init__(self, folder: Path, chromium: str) -> None:
        self.program = folder / "chromium-looked-into"
        self._said = folder / "said"
        os.mkfifo(self._said)
        self.program.write_text(
            f"""#!/bin/sh\nexec {chromium} --remote-debugging-port=0 "$@" 2>{self._said}\n""",
            "utf-8",
        )
        self.program.chmod(0o700)
        self._address: Queue[str] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def page(self, playwright: Playwright) -> Page:
        """Return the first page, once the browser is there: to read it, not to touch it."""
        browser = playwright.chromium.connect_over_cdp(self._address.get(timeout=_WITHIN))
        (context,) = browser.contexts
        context.set_default_timeout(WAIT)
        page = context.pages[0] if context.pages else context.wait_for_event("page")
        page.wait_for_url("**/shIndex.html")
        return page

    def _listen(self) -> None:
        with self._said.open(encoding="utf-8", errors="replace") as said:
            for line in said:
                words = line.partition("DevTools listening on ")
                if words[1]:
                    self._address.put(words[2].strip())
