"""The login of a test: done in a context of its own, handed over to the test's context.

pytest-playwright traces and films a context from its first moment, and a trace holds what is
typed. So the login happens elsewhere, and what the browser writes of its session into a trace is
blanked before the trace is kept.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, StorageState
from pydantic import SecretStr

from ecqs_agent.driving.browser import office, portal_context
from ecqs_agent.driving.browsing import Given
from ecqs_agent.driving.gate import shut_gate
from ecqs_agent.driving.session import Credentials, PortalSession
from ecqs_agent.errors import ConsentError, PersonNeededError
from ecqs_agent.flows.log_in import log_in
from ecqs_agent.login.vault import session_store
from ecqs_agent.mock_client import PASSWORDS, MockPortal, read_captcha
from ecqs_agent.pytest_plugin.marks import WRITES
from ecqs_agent.pytest_plugin.venue import Venue
from ecqs_agent.replay.evidence import blank_archive
from ecqs_agent.replay.stage import Stage
from ecqs_agent.secrecy import SECRETS
from ecqs_agent.settings import Settings
from page_objects.addresses import keep_within
from page_objects.looking import look_only
from page_objects.patience import Patience


class Login(dict[str, Any]):
    """A login as the browser takes it; it never shows itself."""

    def __repr__(self) -> str:
        """Hide what is in it."""
        return "<login>"


class Door:
    """How a test's contexts are opened: logged in, kept to the portal, traced without secrets."""

    def __init__(
        self, settings: Settings, login: Login, behaviour: Mapping[str, Any], *, writes: bool
    ) -> None:
        self._settings = settings
        self._login = login
        self._behaviour = behaviour
        self._writes = writes

    def args(self, theirs: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a context is opened with, beside what the tests' own settings say."""
        ours = {**self._behaviour, "base_url": self._settings.portal, "storage_state": self._login}
        return {key: value for key, value in ours.items() if key not in theirs}

    def attend(self, context: BrowserContext) -> BrowserContext:
        """Keep a context to the portal, out of writing unless the test says so, and its trace."""
        keep_within(context, self._settings.addresses)
        if not self._writes:
            look_only(context, _refuse)
        _keep_traces_clean(context, [str(one["value"]) for one in self._login["cookies"]])
        return context


@contextmanager
def opened_door(venue: Venue, stage: Stage, browser: Browser, *, writes: bool) -> Iterator[Door]:
    """Log in, and keep the way open for the length of the block.

    Raises:
        PersonNeededError: nobody is logged in at a portal that is no mock.
        LoginFailedError: the portal refused the login.
    """
    login = Login(_logged_in(venue, stage, browser))
    with shut_gate(stage.settings.addresses) as gate:
        yield Door(stage.settings, login, office(gate), writes=writes)


def session_in(context: BrowserContext, venue: Venue, settings: Settings) -> PortalSession:
    """Return the session of a context that is logged in."""
    patience = Patience(settings.patience)
    return PortalSession(
        Given(context), account=venue.account, portal=settings.portal, patience=patience
    )


def kept_login(venue: Venue) -> StorageState:
    """Return the login that `ecqs login` keeps.

    Raises:
        PersonNeededError: it keeps none.
    """
    settings, account = venue.settings, venue.account
    state = session_store(settings.data, settings.portal).load(account)
    if state is None:
        raise PersonNeededError(
            "Nobody is logged in at {portal} as {account}. Log in first, then start the tests "
            "again: `ecqs login --portal {portal} --account {account}`.",
            portal=settings.portal,
            account=account,
        )
    return state


def _logged_in(venue: Venue, stage: Stage, browser: Browser) -> StorageState:
    if stage.mock is None:
        return kept_login(venue)
    with portal_context(browser, stage.settings.addresses) as context:
        session = session_in(context, venue, stage.settings)
        _log_in_to(stage.mock, session)
        return context.storage_state()


def _log_in_to(mock: MockPortal, session: PortalSession) -> None:
    given = os.environ.get("ECQS_PASSWORD", "")
    password = PASSWORDS.get(session.account, given)
    SECRETS.remember(password)
    known = Credentials(username=session.account, password=SecretStr(password))
    log_in(session, known, lambda _, context: read_captcha(mock, context))


def _refuse() -> None:
    raise ConsentError(
        "This test was about to write to the portal and is not marked for it; nothing was "
        "clicked. Mark it with @pytest.mark.{mark}.",
        mark=WRITES,
    )


def _keep_traces_clean(context: BrowserContext, secrets: list[str]) -> None:
    stop = context.tracing.stop

    def stop_and_blank(*, path: str | Path | None = None) -> None:
        known = [*secrets, *(str(one.get("value", "")) for one in context.cookies())]
        stop(path=path)
        if path is not None:
            raw = Path(f"{path}.raw")
            Path(path).replace(raw)
            try:
                blank_archive(raw, Path(path), known)
            finally:
                raw.unlink(missing_ok=True)

    context.tracing.stop = stop_and_blank  # type: ignore[method-assign] # pytest-playwright calls it
