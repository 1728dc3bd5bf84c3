"""Whatever a run meets, no secret is in any file it leaves or in anything it says."""

import base64
import hashlib
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from PIL import Image

from ecqs_agent.login.vault import session_store
from tests.cli.command import Ended, ecqs

pytestmark = pytest.mark.browser

RIGHT, WRONG = "Demo+2026", "Wrong+2026"
TICKETS = re.compile(rb"(?:ST|TGT)-[0-9A-Za-z_-]*-cas01|0000[0-9A-Za-z_-]{23}(?::|%3A)1d5mf8c2k")
PLANTED = re.compile(rb"planted0")
ID_NUMBER, PHONE, OFFICE = "150102199003071234", "13912345678", "0471-4961111"
SMALL = Path("examples/instruments-small.xls").resolve()
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}


class Scene:
    """Commands of one operator, everything they said, and every file they left."""

    def __init__(self, mock: Any, folder: Path) -> None:
        self.mock = mock
        self.folder = folder
        self.said: list[str] = []
        self.secrets: dict[str, bytes] = {}
        for name, word in (("password", RIGHT), ("wrong password", WRONG), ("token", mock.token)):
            self.plant(name, word)

    def run(self, *arguments: str, module: str = "ecqs_agent.cli", **more: str) -> Ended:
        usual = {"ECQS_PORTAL": self.mock.url, "ECQS_MOCK_TOKEN": self.mock.token, **NO_KEYRING}
        quick = {"ECQS_PAUSE": "0", "ECQS_QUIET_PERIOD": "1"}
        ended = ecqs(*arguments, data=self.folder, module=module, **{**usual, **quick, **more})
        self.said += [ended.out, ended.err]
        return ended

    def plant(self, name: str, word: str) -> None:
        """Remember a secret in every form in which it may travel."""
        plain = word.encode()
        forms = {
            "plain": plain,
            "in an address": quote(word, safe="").encode(),
            "in a form": quote_plus(word).encode(),
            "base64": base64.b64encode(plain),
            "md5": hashlib.md5(plain).hexdigest().encode(),
            "utf-16": word.encode("utf-16-le"),
        }
        self.secrets.update({f"{name}, {form}": value for form, value in forms.items()})

    def plant_session(self) -> None:
        """Remember every cookie of the login, and how the page hashed the password with it."""
        state = session_store(self.folder / "data", self.mock.url).load("demo")
        assert state is not None
        cookies = {one["name"]: one["value"] for one in state["cookies"]}
        assert {"JSESSIONID", "CASTGC"} <= set(cookies)
        for one in state["cookies"]:
            if len(one["value"]) > 12:
                self.plant(one["name"], one["value"])
            if one["path"] == "/casServer" and one["name"] == "JSESSIONID":
                self._plant_captcha(one["value"])

    def _plant_captcha(self, cookie: str) -> None:
        answer = self.mock.control("GET", f"captcha?session={quote(cookie, safe='')}")["answer"]
        assert len(answer) == 4
        for password in (RIGHT, WRONG):
            hashed = hashlib.md5(password.encode()).hexdigest() + answer
            self.plant("posted password", hashlib.md5(hashed.encode()).hexdigest())
        self.captcha = answer

    def written(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file below the folder by name, packed ones unpacked."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                name = str(path.relative_to(self.folder))
                yield name, path.read_bytes() + name.encode()
                if zipfile.is_zipfile(path):
                    with zipfile.ZipFile(path) as packed:
                        yield from (
                            (f"{name}/{one}", packed.read(one)) for one in packed.namelist()
                        )

    def leaks(self) -> list[str]:
        """Return which secret is in which file or in what was said."""
        said = "\n".join(self.said).encode()
        found = []
        for name, content in [*self.written(), ("what was said", said)]:
            found += [
                f"{secret} in {name}" for secret, value in self.secrets.items() if value in content
            ]
            found += [f"{hit!r} in {name}" for hit in TICKETS.findall(content)]
            found += [f"{hit!r} in {name}" for hit in PLANTED.findall(content)]
        return found

    def logs(self) -> str:
        """Return what the log holds."""
        files = [path for path in self.folder.rglob("*.log*") if path.is_file()]
        assert files
        return "\n".join(path.read_text("utf-8") for path in files)


@pytest.fixture
def scene(portal: Any, tmp_path: Path) -> Scene:
    return Scene(portal(captcha="keep"), tmp_path)


Steps = Callable[[Scene], None]


def log_in(scene: Scene) -> None:
    failed = scene.run("login", "--account", "demo", "--captcha", "mock", ECQS_PASSWORD=WRONG)
    assert failed.code == 5
    done = scene.run("login", "--account", "demo", "--captcha", "mock", ECQS_PASSWORD=RIGHT)
    assert done.code == 0, done.err
    scene.plant_session()


def test_no_secret_is_left_by_a_loop_of_work(scene: Scene) -> None:
    log_in(scene)
    who, out = ("--account", "demo"), scene.folder / "out"
    out.mkdir()
    assert scene.run("pull", *who, "--out", str(out / "pull.xlsx")).code == 0
    scene.run("apply", str(SMALL), *who, "--limit", "1", "--out", str(out / "rows.xlsx"))
    crashed = scene.run("apply", str(SMALL), *who, ECQS_FAULT_POINT="after-click")
    assert crashed.code == 137, crashed.err
    assert scene.run("apply", str(SMALL), *who, "--json").code in (0, 3, 4)
    booked = scene.run("book", *who, "--yes", "--json")
    assert booked.code == 0, booked.err
    for number in re.findall(r"\b20\d{11}\b", booked.out + booked.err):
        reason = f"联系人 {PHONE}，身份证 {ID_NUMBER}"
        scene.mock.institute("refuse", booking=number, reason=reason)
    assert scene.run("receipts", "poll", *who).code == 0
    assert PHONE in scene.run("receipts", "list", *who).out
    assert scene.run("receipts", "export", str(out / "pieces.xlsx"), *who).code == 0
    assert scene.run("report", *who).code == 0
    scene.run("notices", "list")
    scene.run("status")
    scene.run("doctor", "--portal", scene.mock.url)
    scene.mock.log_out()
    assert scene.run("pull", *who).code == 5
    assert scene.run("logout", *who).code == 0
    names = [name for name, _ in scene.written()]
    for kind in (".jpg", ".xlsx", "journal.sqlite", ".html", ".log"):
        assert any(kind in name for name in names), (kind, names)
    assert scene.leaks() == []
    assert not [one for one in (PHONE, ID_NUMBER) if one in scene.logs()]
    reports = [path.read_text("utf-8") for path in scene.folder.rglob("*.html")]
    assert reports
    assert not [page for page in reports if ID_NUMBER in page]


def test_a_bug_writes_its_traceback_without_what_it_quotes(scene: Scene) -> None:
    log_in(scene)
    asked = ("apply", str(SMALL), "--account", "demo", "--json")
    ended = scene.run(*asked, module="tests.cli.with_a_bug", ECQS_PASSWORD=RIGHT)
    assert ended.code == 1, ended.err
    assert ended.is_clean()
    logged = scene.logs()
    assert "Traceback" in logged
    assert "ValueError" in logged
    assert scene.leaks() == []
    assert not [one for one in (PHONE, ID_NUMBER, OFFICE) if one in logged]


def test_pictures_carry_no_words_beside_their_pixels(scene: Scene) -> None:
    log_in(scene)
    scene.run("apply", str(SMALL), "--account", "demo", "--limit", "1")
    pictures = list(scene.folder.rglob("*.jpg"))
    assert pictures
    for path in pictures:
        with Image.open(path) as picture:
            assert not dict(picture.getexif())
            assert not {"comment", "exif", "xmp"} & set(picture.info)


def test_the_search_finds_what_is_planted(scene: Scene) -> None:
    """Show that the hunt itself can fail: every form is found in every kind of file."""
    (scene.folder / "data").mkdir()
    for number, value in enumerate(scene.secrets.values()):
        (scene.folder / f"{number}.txt").write_bytes(b"x" + value + b"y")
    with zipfile.ZipFile(scene.folder / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", RIGHT)
    with closing(sqlite3.connect(scene.folder / "data" / "journal.sqlite")) as journal:
        journal.execute("create table t (words text)")
        journal.execute("insert into t values (?)", ["ST-1-abcdefgh-cas01"])
        journal.commit()
    scene.said.append(f"?authcode={quote(WRONG)}")
    found = "\n".join(scene.leaks())
    assert found.count("in book.xlsx/xl") == 1
    assert "ST-1-abcdefgh-cas01' in data/journal.sqlite" in found
    assert "in what was said" in found
    assert len(re.findall(r"in \d+\.txt", found)) >= len(scene.secrets)
