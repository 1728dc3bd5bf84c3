"""`ecqs accounts`: whose password and session are kept, and where."""

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

import typer
from pydantic import SecretStr

from ecqs_agent.belonging import as_of_its_folder, open_journal
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import Json, Portal, console, settings_of
from ecqs_agent.cli.people import someone_is_here
from ecqs_agent.errors import ExitCode, PasswordStoreError, PersonNeededError
from ecqs_agent.labels import PLACES
from ecqs_agent.login.accounts import KeptAccount, kept_of, known_accounts
from ecqs_agent.login.keyrings import Place, system_keyring
from ecqs_agent.login.passwords import passwords_of
from ecqs_agent.login.vault import session_store

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)

Name = Annotated[str, typer.Argument(help=t("Account: the portal's user name"), show_default=False)]
Sure = Annotated[bool, typer.Option("--yes", help=t("Do not ask"))]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("Accounts: whose password and session are kept."),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(name="list", help=t("Show the accounts, and where each password is kept."))(show)
    group.command(help=t("Keep an account's password; it is asked for, never an option."))(password)
    group.command(help=t("Forget an account's password and session."))(forget)
    app.add_typer(group, name="accounts")


def show(portal: Portal = None, as_json: Json = False) -> int:
    """Show every account that is known, and where passwords are kept on this machine."""
    voice = console(as_json=as_json)
    settings = as_of_its_folder(settings_of(portal=portal))
    with closing(open_journal(settings)) as journal:
        kept = kept_of(settings, journal, known_accounts(settings, journal))
    keyring = system_keyring()
    place = Place.KEYRING if keyring else Place.VAULT
    show_kept(voice, kept)
    voice.result(
        t(
            "Passwords for {portal} are kept in: {place} ({name})",
            portal=settings.portal,
            place=t(PLACES[place]),
            name=keyring.name if keyring else settings.data / "passwords",
        )
    )
    voice.json(
        {
            "portal": settings.portal,
            "store": {"kind": place.value, "name": keyring.name if keyring else ""},
            "accounts": {one.account: json_of(one) for one in kept},
        }
    )
    return ExitCode.OK


def password(account: Name, portal: Portal = None) -> int:
    """Ask twice for the account's password without showing it, and keep it."""
    voice = console()
    settings = settings_of(portal=portal)
    if not someone_is_here():
        raise PersonNeededError(
            "A password is typed by a person, and nobody is at the terminal. For one command "
            "alone set ECQS_PASSWORD."
        )
    question = t("Password of {account} at {portal}", account=account, portal=settings.portal)
    typed: str = typer.prompt(question, hide_input=True, err=True)
    again: str = typer.prompt(t("Once more"), hide_input=True, err=True)
    if typed != again:
        raise PasswordStoreError("The two passwords differ; nothing was kept.")
    place = passwords_of(settings).keep(account, SecretStr(typed))
    voice.result(
        t("The password of {account} is kept: {place}.", account=account, place=t(PLACES[place]))
    )
    return ExitCode.OK


def forget(account: Name, portal: Portal = None, yes: Sure = False, as_json: Json = False) -> int:
    """Forget the account's password at this portal, and its session, after asking."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal)
    passwords, sessions = passwords_of(settings), session_store(settings.data, settings.portal)
    had_session = sessions.since(account) is not None
    if not had_session and passwords.place(account) is Place.NOWHERE:
        voice.result(t("Nothing of {account} is kept.", account=account))
        voice.json({"account": account, "password": False, "session": False})
        return ExitCode.OK
    _make_sure(account, yes=yes)
    had_password = passwords.forget(account)
    sessions.forget(account)
    if had_password:
        voice.result(t("The password of {account} is forgotten.", account=account))
    if had_session:
        voice.result(t("The session of {account} is forgotten.", account=account))
    voice.json({"account": account, "password": had_password, "session": had_session})
    return ExitCode.OK


def show_kept(voice: Console, kept: Iterable[KeptAccount]) -> None:
    """Show what is kept of these accounts as a table."""
    headers = [t("Account"), t("Password kept"), t("Session kept"), t("Parked")]
    voice.table(headers, [_row(one) for one in kept])


def json_of(kept: KeptAccount) -> dict[str, Any]:
    """Return what is kept of an account, for scripts."""
    return kept.model_dump(mode="json", exclude={"account": True, "parked": {"account"}})


def age(since: datetime, now: datetime) -> str:
    """Return how long ago that was, in the largest unit that is full."""
    passed = max(now - since, timedelta())
    if passed >= DAY:
        return t("{count} d", count=passed // DAY)
    if passed >= HOUR:
        return t("{count} h", count=passed // HOUR)
    return t("{count} min", count=passed // timedelta(minutes=1))


def _row(kept: KeptAccount) -> list[str]:
    place, session = t(PLACES[kept.password]), _session(kept)
    refused = t("{place}, refused", place=place) if kept.password_refused else place
    return [kept.account, refused, session, kept.parked.reason if kept.parked else ""]


def _session(kept: KeptAccount) -> str:
    """Return how old the kept session is and when the portal last let it in, for people."""
    now = datetime.now(UTC)
    if kept.session_displaced is not None:
        return t("ended by a login elsewhere, {age} ago", age=age(kept.session_displaced, now))
    if kept.session_since is None or kept.session_alive is None:
        return t("no")
    since = f"{kept.session_since.astimezone():%Y-%m-%d %H:%M}"
    return t(
        "{since} ({age}), last alive {alive} ago",
        since=since,
        age=age(kept.session_since, now),
        alive=age(kept.session_alive, now),
    )


def _make_sure(account: str, *, yes: bool) -> None:
    if yes:
        return
    if not someone_is_here():
        raise PersonNeededError("Forgetting needs a yes and nobody is at the terminal. Use --yes.")
    question = t("Forget the password and the session of {account}?", account=account)
    typer.confirm(question, abort=True, err=True)
