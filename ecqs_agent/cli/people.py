"""Ask the person at the terminal: password, captcha, approval. Without a person, say so."""

import sys
from pathlib import Path

import typer

from ecqs_agent.access import nobody_logs_in, way_in
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.errors import PersonNeededError
from ecqs_agent.mock_client import mock_of
from ecqs_agent.session import LogIn
from ecqs_agent.settings import Captcha, Settings


def someone_is_here() -> bool:
    """Return whether a person can answer at this terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def log_in_way(settings: Settings, account: str) -> LogIn:
    """Return how this command logs in when it must: by asking, or not at all unattended."""
    unattended_mock = settings.captcha is Captcha.MOCK
    if not (someone_is_here() or unattended_mock or settings.captcha is Captcha.WINDOW):
        return nobody_logs_in
    return way_in(settings, account, ask_password=ask_password, ask_word=ask_captcha)


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


def ask_captcha(picture: Path) -> str:
    """Show the captcha picture and ask for its characters; empty asks for another picture.

    Raises:
        PersonNeededError: nobody is here.
    """
    if not someone_is_here():
        raise PersonNeededError(
            "The captcha must be read by a person and nobody is at the terminal. "
            "Run `ecqs login` yourself."
        )
    typer.launch(str(picture))
    answer: str = typer.prompt(
        t("Captcha (picture: {path})", path=str(picture)), default="", show_default=False, err=True
    )
    return answer.strip()


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
