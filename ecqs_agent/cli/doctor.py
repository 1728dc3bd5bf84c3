"""`ecqs doctor`: what this machine has, and what to do about what it lacks."""

import platform
from typing import Annotated

import httpx
import typer
from playwright.sync_api import sync_playwright

from ecqs_agent import __version__
from ecqs_agent.browser import choose_browser, launched
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import (
    CaptchaOption,
    Headed,
    Json,
    Portal,
    Yes,
    console,
    settings_of,
)
from ecqs_agent.cli.screens import check_front, check_screens
from ecqs_agent.errors import AgentError, ExitCode
from ecqs_agent.fonts import shows_chinese
from ecqs_agent.journal import Journal
from ecqs_agent.labels import CHECKUPS
from ecqs_agent.settings import APP, Settings

WhoLooks = Annotated[
    str | None,
    typer.Option("--account", help=t("Look at the portal's screens as this account, read-only")),
]
Approve = Annotated[
    bool, typer.Option("--approve", help=t("With --account: approve the screens as they are"))
]
AdoptWords = Annotated[
    bool, typer.Option("--adopt-words", help=t("With --account: take over proposed words"))
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(help=t("Check browser, fonts, journal and portal; say what to do."))(doctor)


def doctor(
    portal: Portal = None,
    account: WhoLooks = None,
    approve: Approve = False,
    adopt_words: AdoptWords = False,
    yes: Yes = False,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Check this machine; with --portal or --account also that portal's screens, read-only."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    if account is not None:
        return check_screens(
            voice, settings, account, approve=approve, adopt_words=adopt_words, yes=yes
        )
    findings = [
        ("program", True, f"{APP} {__version__}, Python {platform.python_version()}"),
        *_browser(settings),
        _journal(settings),
    ]
    if portal is not None:
        findings.append(_portal(settings))
    for name, good, text in findings:
        voice.result(f"{'OK' if good else '!!'}  {t(CHECKUPS[name])}: {text}")
    if portal is not None and findings[-1][1]:
        return check_front(voice, settings)
    voice.json({name: {"ok": good, "text": text} for name, good, text in findings})
    return ExitCode.OK if all(good for _, good, _ in findings) else ExitCode.PERSON


def _browser(settings: Settings) -> list[tuple[str, bool, str]]:
    try:
        with sync_playwright() as playwright:
            chosen = choose_browser(playwright, settings.browser, headed=settings.headed)
        with launched(settings.browser) as browser:
            found = ("browser", True, f"{chosen.kind} {browser.version} ({chosen.path})")
            fonts = shows_chinese(browser)
    except AgentError as error:
        return [("browser", False, t(error.template, **error.facts))]
    advice = t("Install a Chinese font, for instance fonts-noto-cjk; pictures would show boxes.")
    return [found, ("fonts", fonts, t("Chinese text is shown.") if fonts else advice)]


def _journal(settings: Settings) -> tuple[str, bool, str]:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        Journal.open(settings.journal_url).close()
    except (AgentError, OSError) as error:
        return ("journal", False, str(error))
    return ("journal", True, str(settings.data))


def _portal(settings: Settings) -> tuple[str, bool, str]:
    try:
        answer = httpx.get(
            f"{settings.portal}/egov/shIndex.html", timeout=20, follow_redirects=True
        )
        answer.raise_for_status()
    except httpx.HTTPError as error:
        return ("portal", False, t("{url} does not answer: {why}", url=settings.portal, why=error))
    return ("portal", True, f"{settings.portal} ({answer.elapsed.total_seconds():.1f} s)")
