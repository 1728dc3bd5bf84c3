"""The accounts this user works with, and what is kept of each: password, session, a reason to wait.

Known is whom the journal has heard of, and whose password or session is kept.
"""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from ecqs_agent.journal import Journal
from ecqs_agent.journal.notices import NoticeBoard, ParkedAccount
from ecqs_agent.login.keyrings import Place
from ecqs_agent.login.passwords import passwords_of
from ecqs_agent.login.vault import session_store
from ecqs_agent.settings import Settings


class KeptAccount(BaseModel):
    """What is kept of an account; never the password itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str
    password: Place
    password_refused: bool
    session_since: datetime | None
    session_alive: datetime | None
    session_displaced: datetime | None
    parked: ParkedAccount | None


def known_accounts(settings: Settings, journal: Journal) -> tuple[str, ...]:
    """Return every account that is known, sorted."""
    kept = {
        *passwords_of(settings).accounts(),
        *session_store(settings.data, settings.portal).accounts(),
    }
    parked = {one.account for one in NoticeBoard(journal).all_parked()}
    return tuple(sorted({*journal.accounts(), *kept, *parked}))


def kept_of(
    settings: Settings, journal: Journal, accounts: Iterable[str]
) -> tuple[KeptAccount, ...]:
    """Return what is kept of these accounts for the portal of the settings."""
    passwords, sessions = passwords_of(settings), session_store(settings.data, settings.portal)
    board = NoticeBoard(journal)
    return tuple(
        KeptAccount(
            account=account,
            password=passwords.place(account),
            password_refused=passwords.is_refused(account),
            session_since=sessions.since(account),
            session_alive=sessions.alive(account),
            session_displaced=sessions.displaced(account),
            parked=board.parked(account),
        )
        for account in accounts
    )
