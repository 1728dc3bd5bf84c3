"""The part of `ecqs doctor` that looks at a portal's screens, read-only."""

from collections.abc import Callable, Mapping
from datetime import date

import typer

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.people import someone_is_here
from ecqs_agent.cli.running import running
from ecqs_agent.drift.approval import approve_screens, approved_file, load_approved
from ecqs_agent.drift.proposals import (
    REASONS,
    adopt,
    as_patch,
    must_not_be_the_mocks,
    proposals,
)
from ecqs_agent.drift.tour import Tour, front, tour
from ecqs_agent.driving.browsing import browsing
from ecqs_agent.driving.session import PortalSession
from ecqs_agent.errors import ExitCode, PersonNeededError
from ecqs_agent.events import Events
from ecqs_agent.labels import SCREENS
from ecqs_agent.mock_client import mock_of
from ecqs_agent.settings import Settings
from ecqs_agent.workbooks.replacing import put_in_place
from page_objects.contract.difference import Candidate, Difference, Grade, sentence
from page_objects.patience import Patience
from page_objects.words import chosen_words_file, words_file


def check_screens(
    voice: Console, settings: Settings, account: str, *, approve: bool, adopt_words: bool, yes: bool
) -> int:
    """Look at every screen, tell what differs, and keep what a person approves or adopts."""
    approved = load_approved(settings)
    with running(voice, settings, account) as run:
        voice.say("Looking at the portal's screens; nothing is written there ...")
        seen = tour(run.session, run.runner.reading, approved)
    _show(voice, seen)
    words = proposals(seen.differences)
    patch = approved_file(settings).with_suffix(".words.toml")
    if words:
        put_in_place(patch, as_patch(words).encode())
        voice.result(t("Proposed words: {path}", path=patch))
    if words and adopt_words:
        _adopt(voice, settings, words, yes=yes)
    kept = approve and _approve(voice, settings, seen, yes=yes)
    left = seen.breaking if kept else seen.differences
    voice.json(_as_json(settings, seen, words, approved=kept))
    if left and not approve:
        voice.complain(_what_to_do(words, seen))
    return ExitCode.PORTAL if left else ExitCode.OK


def check_front(voice: Console, settings: Settings, told: dict[str, object]) -> ExitCode:
    """Look at the front page and the login page, as somebody without an account; add to `told`."""
    events = Events(voice.hear)
    with browsing(settings, None, given=None, events=events) as browser:
        session = PortalSession(
            browser, account="", portal=settings.portal, patience=Patience(settings.patience)
        )
        seen = front(session, load_approved(settings))
    _show(voice, seen)
    voice.say("With --account also the screens behind the login are looked at.")
    told.update(_as_json(settings, seen, proposals(seen.differences), approved=False))
    return ExitCode.PORTAL if seen.differences else ExitCode.OK


def _show(voice: Console, seen: Tour) -> None:
    for place, found in seen.by_place().items():
        mark = "OK" if not found else "!!"
        voice.result(f"{mark}  {t(SCREENS[place])}")
        for one in found:
            voice.result(f"      {_line(one)}")
    for place in seen.unseen:
        voice.result(f"--  {t(SCREENS[place])}: {t('not looked at')}")


def _line(one: Difference) -> str:
    said = sentence(one)
    text = t(said.template, **said.facts)
    if one.candidate is not None:
        guess = one.candidate
        text += t(" Perhaps it is “{word}” now: {why}.", word=guess.word, why=t(REASONS[guess.why]))
    if one.grade is Grade.BREAKS:
        text += t(" (cannot be approved)")
    return text


def _what_to_do(words: tuple[Candidate, ...], seen: Tour) -> str:
    if seen.breaking and words:
        return t(
            "Nothing is written through these screens. If the proposed words are right, adopt them "
            "with --adopt-words and look again; otherwise send this page to those who look after "
            "the program."
        )
    if seen.breaking:
        return t(
            "Nothing is written through these screens. Send this page to those who look after the "
            "program, with a recording (`ecqs record`)."
        )
    return t("Nothing is written through these screens until a person approves them: --approve.")


def _adopt(voice: Console, settings: Settings, words: tuple[Candidate, ...], *, yes: bool) -> None:
    must_not_be_the_mocks(is_mock=mock_of(settings) is not None, chosen=chosen_words_file())
    taken = tuple(one for one in words if _agreed(_question(one), yes=yes))
    if taken:
        adopt(taken, words_file())
        voice.result(
            t("{count} words added to {path}; look again.", count=len(taken), path=words_file())
        )


def _question(one: Candidate) -> Callable[[], str]:
    return lambda: t("Does “{word}” stand for {key}?", word=one.word, key=f"{one.table}.{one.key}")


def _approve(voice: Console, settings: Settings, seen: Tour, *, yes: bool) -> bool:
    if not seen.screens:
        return False
    agreed = _agreed(
        lambda: t("Approve these screens of {portal} as they are?", portal=settings.portal),
        yes=yes,
    )
    if agreed:
        today = date.today()  # noqa: DTZ011 - the operator's own day
        path = approve_screens(settings, seen.screens, today=today)
        voice.result(t("Approved: {path}", path=path))
    if agreed and seen.breaking:
        voice.complain(
            t(
                "{count} differences cannot be approved; they still stop writing.",
                count=len(seen.breaking),
            )
        )
    return agreed


def _agreed(question: Callable[[], str], *, yes: bool) -> bool:
    if yes:
        return True
    if not someone_is_here():
        raise PersonNeededError(
            "Approving needs a person and nobody is at the terminal. Look at what differs first, "
            "then use --yes."
        )
    return bool(typer.confirm(question(), err=True))


def _as_json(
    settings: Settings, seen: Tour, words: tuple[Candidate, ...], *, approved: bool
) -> Mapping[str, object]:
    return {
        "address": settings.portal,
        "screens": {
            place.value: [_as_object(one) for one in found]
            for place, found in seen.by_place().items()
        },
        "not_seen": [place.value for place in seen.unseen],
        "kit": seen.kit,
        "proposed": [one.model_dump() for one in words],
        "approved": approved,
    }


def _as_object(one: Difference) -> dict[str, object]:
    said = sentence(one)
    return {**one.model_dump(mode="json"), "message": t(said.template, **said.facts)}
