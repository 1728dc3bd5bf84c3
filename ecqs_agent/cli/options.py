"""Options that several commands share, and the settings made of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ecqs_agent.cli.console import Console, Loudness
from ecqs_agent.cli.language import t
from ecqs_agent.settings import Captcha, Settings, load_settings

Account = Annotated[str, typer.Option("--account", help=t("Account: the portal's user name"))]
Json = Annotated[bool, typer.Option("--json", help=t("JSON on stdout, for scripts"))]
Yes = Annotated[bool, typer.Option("--yes", help=t("Do not ask before writing to a portal"))]
Portal = Annotated[str | None, typer.Option("--portal", help=t("Address of the portal"))]
Headed = Annotated[bool | None, typer.Option("--headed", help=t("Show the browser window"))]
CaptchaOption = Annotated[
    Captcha | None, typer.Option("--captcha", help=t("Who reads the captcha"))
]
Slow = Annotated[
    float | None,
    typer.Option("--slow", min=2, max=100, help=t("So many times longer pauses: 2 or more")),
]
Sheet = Annotated[str | None, typer.Option("--sheet", help=t("Name of the sheet to read"))]
Workbook = Annotated[
    Path, typer.Argument(help=t("The workbook with the instruments"), show_default=False)
]


def loudness() -> Loudness:
    """Return how much is told, as the options before the command say."""
    state = typer_state()
    return state.loudness


class CliState:
    """What the options before the command set."""

    loudness: Loudness = Loudness.NORMAL
    data: Path | None = None

    def __init__(self) -> None:
        self.at_end: list[Callable[[], None]] = []  # run when the command has ended, however


_STATE = CliState()


def typer_state() -> CliState:
    """Return the state of this process's command line."""
    return _STATE


def console(*, as_json: bool = False) -> Console:
    """Return the voice of this command."""
    return Console(as_json=as_json, loudness=loudness())


def settings_of(
    *,
    portal: str | None = None,
    headed: bool | None = None,
    captcha: Captcha | None = None,
    slow: float | None = None,
) -> Settings:
    """Return the settings in force with these options over them.

    Raises:
        SettingsError: a value is impossible.
    """
    window = True if captcha is Captcha.WINDOW else headed
    return load_settings(
        portal=portal, headed=window, captcha=captcha, slow=slow, data=typer_state().data
    )
