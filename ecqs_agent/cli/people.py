"""Ask the person at the terminal: password, captcha, approval. Without a person, say so."""

import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

import typer

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.inline_picture import inline
from ecqs_agent.cli.language import t
from ecqs_agent.driving.environment import others_see
from ecqs_agent.driving.session import LogIn
from ecqs_agent.errors import PersonNeededError
from ecqs_agent.login.access import nobody_logs_in, way_in
from ecqs_agent.login.captcha_desk import captcha_desk
from ecqs_agent.login.vault import file_stem, write_private
from ecqs_agent.mock_client import mock_of
from ecqs_agent.settings import Captcha, Settings

ELSEWHERE: Final = frozenset({Captcha.WINDOW, Captcha.FILE, Captcha.MOCK})  # no terminal needed


def someone_is_here() -> bool:
    """Return whether a person can answer at this terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def log_in_way(settings: Settings, account: str) -> LogIn:
    """Return how this command logs in when it must: by asking, or not at all unattended."""
    if not (someone_is_here() or settings.captcha in ELSEWHERE):
        return nobody_logs_in
    at_desk = settings.captcha is Captcha.FILE
    ask = (
        partial(ask_by_file, settings, account)
        if at_desk
        else partial(ask_captcha, settings, account)
    )
    return way_in(settings, account, ask_password=ask_password, ask_word=ask)


def ask_password(account: str) -> str:
    """Ask for the password without showing it.

    Raises:
        PersonNeededError: nobody is here.
    """
    if not someone_is_here():
        raise PersonNeededError(
            "The password of {account} is needed and nobody is at the terminal. Set ECQS_PASSWORD "
            "for this command, or run `ecqs login` yourself.",
            account=account,
        )
    answer: str = typer.prompt(
        t("Password of {account}", account=account), hide_input=True, err=True
    )
    return answer


def ask_captcha(settings: Settings, account: str, picture: bytes) -> str:
    """Show the captcha picture and ask for its characters; empty asks for another picture.

    The picture is shown in the terminal where that can be; else it is a file for as long as the
    question stands.

    Raises:
        PersonNeededError: nobody is here.
    """
    if not someone_is_here():
        raise PersonNeededError(
            "The captcha must be read by a person and nobody is at the terminal. "
            "Run `ecqs login` yourself."
        )
    if shown := inline(picture, os.environ):
        sys.stderr.write(shown)
        sys.stderr.flush()
        return _typed(t("Captcha"))
    path = settings.data / "captcha" / f"{file_stem(account)}-terminal.png"
    try:
        write_private(path, picture)
        with others_see():
            typer.launch(str(path))
        return _typed(t("Captcha (picture: {path})", path=path))
    finally:
        with suppress(OSError):  # a viewer may hold it on Windows; the next question replaces it
            path.unlink()


def _typed(question: str) -> str:
    answer: str = typer.prompt(question, default="", show_default=False, err=True)
    return answer.strip()


def ask_by_file(settings: Settings, account: str, picture: bytes) -> str:
    """Lay the captcha picture out as a file and wait until `ecqs captcha` answers.

    Raises:
        PersonNeededError: nobody answered in time.
    """

    def tell(path: Path) -> None:
        words = t(
            "The captcha of {account} is in {path}. Answer it from another terminal: "
            "`ecqs captcha ANSWER --account {account}`; without ANSWER another picture comes.",
            account=account,
            path=str(path),
        )
        typer.echo(words, err=True)

    return captcha_desk(settings, account).ask(picture, tell)


def approve(console: Console, settings: Settings, *, yes: bool, account: str, what: str) -> None:
    """Ask before anything is written to a portal that is not the mock.

    Raises:
        PersonNeededError: nobody is here to approve.
        typer.Abort: the person said no.
    """
    console.say(
        "Portal: {portal}  Account: {account}  {what}",
        portal=settings.portal,
        account=account,
        what=what,
    )
    if yes or mock_of(settings) is not None:
        return
    if not someone_is_here():
        raise PersonNeededError(
            "Writing to the portal needs an approval and nobody is at the terminal. "
            "Look at `ecqs plan` first, then use --yes."
        )
    typer.confirm(t("Write this to the portal?"), abort=True, err=True)
