"""How a run gets logged in: by a person, always; by the mock's own answer on the mock alone."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext
from pydantic import SecretStr

from ecqs_agent.errors import PersonNeededError
from ecqs_agent.flows.log_in import log_in, log_in_by_hand
from ecqs_agent.mock_client import read_captcha, the_mock
from ecqs_agent.secrecy import SECRETS
from ecqs_agent.session import AskCaptcha, Credentials, LogIn, PortalSession, save_picture
from ecqs_agent.settings import Captcha, Settings

AskPassword = Callable[[str], str]
AskWord = Callable[[Path], str]


def way_in(
    settings: Settings, account: str, *, ask_password: AskPassword, ask_word: AskWord
) -> LogIn:
    """Return the way this account is logged in when it has to be.

    `ask_password` and `ask_word` reach a person; they raise PersonNeededError where nobody is.
    """

    def by_form(session: PortalSession) -> None:
        secret = os.environ.get("ECQS_PASSWORD") or ask_password(account)
        SECRETS.remember(secret)
        credentials = Credentials(username=account, password=SecretStr(secret))
        log_in(session, credentials, _reader(settings, ask_word))

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


def _reader(settings: Settings, ask_word: AskWord) -> AskCaptcha:
    if settings.captcha is not Captcha.MOCK:
        return lambda picture, _: ask_word(save_picture(settings.data, picture))
    mock = the_mock(settings)

    def from_mock(picture: bytes, context: BrowserContext) -> str:
        del picture
        return read_captcha(mock, context)

    return from_mock
