"""The data folder, its journal, and where passwords are kept. Counts only, nobody's name."""

import shutil
from collections import Counter
from contextlib import closing
from typing import Final

from ecqs_agent.belonging import kept_portal, make_folder, open_journal
from ecqs_agent.checkup.section import Section
from ecqs_agent.errors import AgentError
from ecqs_agent.journal import Journal, State
from ecqs_agent.journal.engine import revision_of, shown
from ecqs_agent.labels import PLACES, STATES
from ecqs_agent.login.keyrings import Place, system_keyring
from ecqs_agent.settings import Settings
from ecqs_agent.texts import Translate

FEW: Final = 500_000_000  # bytes; evidence of a thousand records takes about 100 MB


def folder_section(settings: Settings, t: Translate) -> Section:
    """Return where the data folder is, whose it is, and how much room is left there."""
    try:
        make_folder(settings)
        free = shutil.disk_usage(settings.data).free
        portal = kept_portal(settings.data)
    except (AgentError, OSError) as error:
        return Section(name="data", good=False, text=_words(error, t))
    text = t(
        "{path}, of {portal}; {free} MB free",
        path=settings.data,
        portal=portal or t("no portal yet"),
        free=free // 1_000_000,
    )
    facts = {"path": str(settings.data), "portal": portal, "free": free}
    return Section(name="data", good=free > FEW, text=text, facts=facts)


def journal_section(settings: Settings, t: Translate) -> Section:
    """Return what the journal is kept in, its revision, and how many items are in which state."""
    try:
        with closing(open_journal(settings)) as journal:
            engine, counts = journal.engine, _counts(journal)
            kind, revision, place = engine.dialect.name, revision_of(engine), shown(engine.url)
            accounts = len(journal.accounts())
    except AgentError as error:
        return Section(name="journal", good=False, text=t(error.template, **error.facts))
    by_state = ", ".join(f"{t(STATES[State(name)])} {count}" for name, count in counts.items())
    return Section(
        name="journal",
        text=t("{kind}, revision {revision}, {place}", kind=kind, revision=revision, place=place),
        more=(t("{accounts} accounts; {counts}", accounts=accounts, counts=by_state),),
        facts={"kind": kind, "revision": revision, "accounts": accounts, "states": counts},
    )


def password_section(settings: Settings, t: Translate) -> Section:
    """Return where passwords would be kept."""
    keyring = system_keyring()
    place = Place.KEYRING if keyring else Place.VAULT
    name = keyring.name if keyring else str(settings.data / "passwords")
    return Section(
        name="passwords",
        text=f"{t(PLACES[place])} ({name})",
        facts={"kind": place.value, "name": name},
    )


def _counts(journal: Journal) -> dict[str, int]:
    counts = Counter(item.state for name in journal.accounts() for item in journal.items(name))
    return {state.value: counts[state] for state in State}


def _words(error: AgentError | OSError, t: Translate) -> str:
    return t(error.template, **error.facts) if isinstance(error, AgentError) else str(error)
