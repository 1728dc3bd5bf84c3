"""Which of several recorded answers a request gets, and what is refused."""

from datetime import date

import pytest
from pydantic import ValidationError

from ecqs_agent.replay.cassette.cleaning import Cleaner
from ecqs_agent.replay.cassette.deck import (
    LATER,
    NOT_NOW,
    ONCE_MORE,
    OTHERWISE,
    UNSEEN,
    Deck,
    Refusal,
)
from ecqs_agent.replay.cassette.model import Answer, Aside, Asked, Exchange, Kind, Track
from page_objects.addresses import Addresses

LIST = "getLedgerList"
SAVE = "saveLedger"


def asked(method: str, *pairs: tuple[str, str]) -> Asked:
    return Asked(method="POST", path="/a", query=(("methodName", method),), body=pairs)


def said(kind: Kind, one: Asked, text: str, *, unread: bool = False) -> Exchange:
    return Exchange(
        kind=kind, asked=one, answer=Answer(status=200, content_type=text, unread=unread)
    )


def deck(*entries: Exchange | Aside) -> Deck:
    return Deck(Track(today=date(2026, 3, 1), entries=entries), Cleaner(Addresses.of("http://p")))


def save(serial: str, text: str) -> Exchange:
    return said("write", asked(SAVE, ("serial", serial)), text)


def look(text: str) -> Exchange:
    return said("look", asked(LIST), text)


def body(answer: Answer | Refusal) -> str:
    return answer.content_type if isinstance(answer, Answer) else answer.why


@pytest.fixture
def two_saves() -> Deck:
    return deck(look("0"), look("0 again"), save("A", "a"), look("1"), save("B", "b"), look("2"))


@pytest.mark.parametrize(
    "name",
    ["../x.js", "own/../x.js", "own/assets/../x.js", "own/store.py", "C:x.js", "a\0b.js", ".."],
)
def test_the_name_of_an_answer_leads_nowhere_else(name: str) -> None:
    with pytest.raises(ValidationError):
        Answer(status=200, body=name)


def test_a_list_is_answered_as_between_the_same_two_saves(two_saves: Deck) -> None:
    assert body(two_saves.answer(asked(LIST))) == "0"
    assert body(two_saves.answer(asked(SAVE, ("serial", "A")))) == "a"  # one look less than then
    assert body(two_saves.answer(asked(LIST))) == "1"
    assert body(two_saves.answer(asked(LIST))) == "1"  # and here one more
    assert body(two_saves.answer(asked(SAVE, ("serial", "B")))) == "b"
    assert body(two_saves.answer(asked(LIST))) == "2"
    assert two_saves.refused() == ()


def test_nothing_of_a_later_moment_is_shown_before_it() -> None:
    played = deck(save("A", "a"), look("1"))
    assert body(played.answer(asked(LIST))) == NOT_NOW
    assert body(played.answer(asked(SAVE, ("serial", "A")))) == "a"
    assert body(played.answer(asked(LIST))) == "1"


def test_a_second_filing_is_refused(two_saves: Deck) -> None:
    two_saves.answer(asked(SAVE, ("serial", "A")))
    assert body(two_saves.answer(asked(SAVE, ("serial", "A")))) == ONCE_MORE
    two_saves.answer(asked(SAVE, ("serial", "B")))
    assert body(two_saves.answer(asked(SAVE, ("serial", "B")))) == ONCE_MORE
    assert [one.may_be_chance for one in two_saves.refused()] == [False]  # told once


def test_another_order_is_refused_and_names_what_is_missing(two_saves: Deck) -> None:
    refusal = two_saves.answer(asked(SAVE, ("serial", "B")))
    assert isinstance(refusal, Refusal)
    assert (refusal.why, refusal.earlier) == (LATER, "POST /a (saveLedger)")


def test_other_values_are_refused_and_named(two_saves: Deck) -> None:
    refusal = two_saves.answer(asked(SAVE, ("serial", "C"), ("more", "1")))
    assert isinstance(refusal, Refusal)
    assert refusal.why == OTHERWISE
    assert refusal.differing == ("more: ∅ -> “1”", "serial: “A” -> “C”")
    assert str(refusal.sentence) == (
        "POST /a (saveLedger): the recording has it with other values "
        "(more: ∅ -> “1”, serial: “A” -> “C”)."
    )


def test_what_was_never_seen_is_refused_by_its_name(two_saves: Deck) -> None:
    assert body(two_saves.answer(asked("getOther"))) == UNSEEN
    (refusal,) = two_saves.refused()
    assert (refusal.call, refusal.may_be_chance) == ("POST /a (getOther)", False)
    assert two_saves.refused() == ()


def test_a_step_on_the_mock_ends_a_moment_like_a_save() -> None:
    aside = Aside(step=3, today=date(2026, 3, 2), seen={"now": "2026-03-02 08:00:00"})
    played = deck(look("before"), aside, look("after"))
    assert body(played.answer(asked(LIST))) == "before"
    assert body(played.answer(asked(LIST))) == "before"
    assert played.step_aside(4) is None
    assert played.step_aside(3) == aside
    assert body(played.answer(asked(LIST))) == "after"
    assert played.step_aside(3) is None


def test_a_page_left_to_itself_may_ask_before_the_step_on_the_mock_instead_of_after_it() -> None:
    aside = Aside(step=3, today=date(2026, 3, 2))
    played = deck(aside, look("of the page"), look("of the step"), save("A", "a"), look("later"))
    assert body(played.answer(asked(LIST))) == "of the page"
    played.step_aside(3)
    assert body(played.answer(asked(LIST))) == "of the step"
    assert body(played.answer(asked(SAVE, ("serial", "A")))) == "a"


def test_a_save_does_not_come_before_the_step_on_the_mock_that_stood_before_it() -> None:
    refusal = deck(Aside(step=3, today=date(2026, 3, 2)), save("A", "a")).answer(
        asked(SAVE, ("serial", "A"))
    )
    assert isinstance(refusal, Refusal)
    assert (refusal.why, refusal.earlier) == (LATER, "step 3")


def test_a_file_is_answered_at_any_time() -> None:
    file = said("asset", asked("kit.js"), "js")
    played = deck(file, save("A", "a"))
    played.answer(asked(SAVE, ("serial", "A")))
    assert body(played.answer(asked("kit.js"))) == "js"


def test_a_door_is_passed_once_and_what_was_before_it_is_over() -> None:
    ticket = said("door", asked("ticket"), "in")
    played = deck(look("outside"), ticket, look("inside"))
    assert body(played.answer(asked(LIST))) == "outside"
    assert body(played.answer(asked("ticket"))) == "in"
    assert body(played.answer(asked(LIST))) == "inside"
    assert body(played.answer(asked("ticket"))) == NOT_NOW


def test_a_door_is_not_passed_before_a_save_that_stands_before_it() -> None:
    played = deck(save("A", "a"), said("door", asked("logout"), "out"))
    assert body(played.answer(asked("logout"))) == NOT_NOW
    played.answer(asked(SAVE, ("serial", "A")))
    assert body(played.answer(asked("logout"))) == "out"


@pytest.mark.parametrize("end", ["door", "aside"])
def test_what_was_before_is_not_shown_behind(end: str) -> None:
    ticket, aside = said("door", asked("ticket"), "in"), Aside(step=3, today=date(2026, 3, 2))
    played = deck(look("before"), ticket if end == "door" else aside)
    assert body(played.answer(asked(LIST))) == "before"
    played.answer(asked("ticket"))
    played.step_aside(3)
    assert body(played.answer(asked(LIST))) == NOT_NOW


def test_an_answer_that_came_goes_before_one_that_nobody_waited_for() -> None:
    left = said("look", asked(LIST), "", unread=True)
    played = deck(left, look("came"))
    assert body(played.answer(asked(LIST))) == "came"
    assert body(played.answer(asked(LIST))) == "came"
    alone = deck(left).answer(asked(LIST))
    assert isinstance(alone, Answer)
    assert alone.unread
