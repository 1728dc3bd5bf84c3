"""How a run gets logged in: by a person, always; by the mock's own answer on the mock alone."""

import os
from collections.abc import Callable

from playwright.sync_api import BrowserContext
from pydantic import SecretStr

from ecqs_agent.driving.session import AskCaptcha, Credentials, LogIn, PortalSession
from ecqs_agent.errors import LoginFailedError, PersonNeededError
from ecqs_agent.flows.log_in import log_in, log_in_by_hand
from ecqs_agent.login.passwords import Passwords, passwords_of
from ecqs_agent.mock_client import read_captcha, the_mock
from ecqs_agent.secrecy import SECRETS
from ecqs_agent.settings import Captcha, Settings

AskPassword = Callable[[str], str]
AskWord = Callable[[bytes], str]


def way_in(
    settings: Settings, account: str, *, ask_password: AskPassword, ask_word: AskWord
) -> LogIn:
    """Return the way this account is logged in when it has to be.

    The password is ECQS_PASSWORD, else the one kept, else asked for. `ask_password` and
    `ask_word` reach a person; they raise PersonNeededError where nobody is.
    """

    def by_form(session: PortalSession) -> None:
        reader, passwords = _reader(settings, ask_word), passwords_of(settings)
        given = os.environ.get("ECQS_PASSWORD")
        kept = None if given else passwords.load(account)
        if kept is not None:
            _log_in_once(session, kept, reader, passwords)
            return
        secret = given or _asked(account, ask_password, passwords)
        SECRETS.remember(secret)
        log_in(session, Credentials(username=account, password=SecretStr(secret)), reader)

    return log_in_by_hand if settings.captcha is Captcha.WINDOW else by_form


def nobody_logs_in(session: PortalSession) -> None:
    """Refuse to log in: the command must not ask anybody.

    Raises:
        PersonNeededError: always.
    """
    raise PersonNeededError(
        "The session of {account} has ended. Run `ecqs login --account {account}` and start the "
        "command again; nothing is lost.",
        account=session.account,
    )


def _log_in_once(
    session: PortalSession, kept: SecretStr, reader: AskCaptcha, passwords: Passwords
) -> None:
    """Log in with the kept password; when the portal refuses it, it is not used again."""
    account = session.account
    try:
        log_in(session, Credentials(username=account, password=kept), reader)
    except LoginFailedError as error:
        passwords.mark_refused(account, kept)
        raise LoginFailedError(
            "The portal refused the kept password of {account}: {message}. It is not used again, "
            "because an account locks after a few wrong ones. Set the right one with "
            "`ecqs accounts password {account}`.",
            account=account,
            message=error.facts["message"],
        ) from error


def _asked(account: str, ask: AskPassword, passwords: Passwords) -> str:
    """Return the password a person types; where nobody is, say what became of the kept one."""
    try:
        return ask(account)
    except PersonNeededError as error:
        if not passwords.is_refused(account):
            raise
        raise PersonNeededError(
            "The portal refused the kept password of {account}, so it was not used again. Set "
            "the right one with `ecqs accounts password {account}`.",
            account=account,
        ) from error


def _reader(settings: Settings, ask_word: AskWord) -> AskCaptcha:
    if settings.captcha is not Captcha.MOCK:
        return lambda picture, _: ask_word(picture)
    mock = the_mock(settings)

    def from_mock(picture: bytes, context: BrowserContext) -> str:
        del picture
        return read_captcha(mock, context)

    return from_mock
