"""`ecqs captcha`: answer a login that waits elsewhere with `--captcha file`."""

from typing import Annotated

import typer

from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import Account, console, settings_of
from ecqs_agent.errors import ExitCode
from ecqs_agent.login.captcha_desk import captcha_desk

Answer = Annotated[
    str,
    typer.Argument(help=t("What the picture shows; nothing asks for another"), show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command(help=t("Answer the captcha of a login that waits with --captcha file."))(captcha)


def captcha(account: Account, answer: Answer = "") -> int:
    """Hand the answer to the login that waits for it."""
    voice = console()
    captcha_desk(settings_of(), account).answer(answer.strip())
    voice.result(t("The login of {account} has the answer.", account=account))
    return ExitCode.OK
