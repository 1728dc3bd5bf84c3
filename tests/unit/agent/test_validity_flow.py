"""Setting a date on a portal that loses answers, refuses, or changes behind our back."""

from datetime import date

import pytest

from ecqs_agent.events import Event, Events, Kind
from ecqs_agent.expiry.statements import Statement
from ecqs_agent.expiry.validity import plan_validity
from ecqs_agent.flows.confirm import confirm
from ecqs_agent.flows.set_validity import set_validity
from ecqs_agent.journal import Errand, Item, Journal, State
from ecqs_agent.journal.store import utc_now
from ecqs_agent.politeness.courtesy import Courtesy, Manners
from ecqs_agent.runs.findings import tell_findings
from ecqs_agent.runs.runner import Runner, Tally
from ecqs_agent.workbooks.mapping import to_form
from page_objects.errors import FieldNotTakenError, SessionEndedError, WirePayloadError
from page_objects.screens import Accepted, Refused
from tests.unit.agent.fake_portal import (
    LOST,
    NEVER_ARRIVED,
    FakeLedger,
    FakePortal,
    FakeSession,
    FreeHold,
    Reaction,
)
from tests.unit.agent.samples import SCALE, scale

SAID = Statement(
    place="A.pdf",
    name="电子计价秤",
    serial_number="938579",
    model="ACS-30",
    certificate_number="JL-1",
    verified_on=date(2026, 3, 5),
    valid_until=date(2027, 3, 4),
)


class Desk:
    """A portal with two scales, and the wish to set the date of the first."""

    def __init__(self) -> None:
        self.journal = Journal.open("sqlite://")
        self.portal = FakePortal()
        self.uuid = self.portal.add_by_hand(to_form(SCALE))
        self.other = self.portal.add_by_hand(to_form(scale("938580")))
        self.heard: list[Event] = []
        plan = plan_validity(
            "demo",
            (SAID,),
            tuple(self.portal.records.values()),
            known=(),
            today=date(2026, 3, 20),
            longest=5,
        )
        (self.new,) = plan.items()
        self.key = self.journal.note(self.new).key
        self.runner = Runner(
            FakeSession(self.portal),
            journal=self.journal,
            hold=FreeHold(),
            events=Events(self.heard.append),
            quiet=1.0,
            courtesy=Courtesy(Manners(), now=utc_now),
            log_in=lambda: None,
            wait=lambda _: None,
        )

    def flow(self, key: str) -> Item:
        return set_validity(
            key,
            ledger=FakeLedger(self.portal),
            journal=self.journal,
            hold=FreeHold(),
            unknown_payload="stop",
        )

    def run(self) -> Tally:
        return self.runner.run([self.key], self.flow)

    @property
    def dates(self) -> list[str]:
        return [record.valid_until for record in self.portal.records.values()]

    @property
    def item(self) -> Item:
        return self.journal.item(self.key)

    def change(self, **values: str) -> None:
        record = self.portal.records[self.uuid]
        self.portal.records[self.uuid] = record.model_copy(update=values)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_one_field_of_one_record_changes_once(desk: Desk) -> None:
    before = dict(desk.portal.records)
    assert desk.run().proven == 1
    assert desk.dates == ["2027-03-04", ""]
    after = desk.portal.records[desk.uuid].model_dump(exclude={"valid_until"})
    assert after == before[desk.uuid].model_dump(exclude={"valid_until"})
    assert (desk.portal.clicks, desk.item.portal_uuid) == (1, desk.uuid)
    assert "2027-03-04" in desk.heard[0].template.format(**desk.heard[0].facts)


def test_a_date_that_a_person_set_meanwhile_is_taken_as_it_is(desk: Desk) -> None:
    desk.change(valid_until="2027-03-04")
    assert (desk.run().proven, desk.portal.clicks, desk.portal.opened) == (1, 0, 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"valid_until": "2026-12-31"}, "有效期至：2026-12-31"),
        ({"serial_number": "938579B"}, "出厂编号：938579B"),
        ({"name": "电子计价秤 大"}, "器具名称：电子计价秤 大"),
    ],
)
def test_what_changed_since_the_confirmation_stops_it(
    desk: Desk, change: dict[str, str], words: str
) -> None:
    desk.change(**change)
    assert (desk.run().rejected, desk.portal.clicks) == (1, 0)
    assert words in desk.item.words


def test_what_the_dialog_shows_otherwise_stops_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = FakeLedger(desk.portal).records()
    monkeypatch.setattr(FakeLedger, "records", lambda *_, **__: grid)  # the grid is stale
    desk.change(valid_until="2026-12-31")
    assert (desk.run().rejected, desk.portal.clicks) == (1, 0)
    assert desk.dates == ["2026-12-31", ""]


def test_a_record_that_is_gone_is_said(desk: Desk) -> None:
    del desk.portal.records[desk.uuid]
    assert desk.run().rejected == 1
    assert desk.portal.clicks == 0


def test_an_unclear_save_that_arrived_is_found_and_not_sent_again(desk: Desk) -> None:
    desk.portal.reactions.append(LOST)
    assert desk.run().proven == 1
    assert (desk.portal.clicks, desk.dates) == (1, ["2027-03-04", ""])


def test_an_unclear_save_that_never_arrived_is_sent_once_more(desk: Desk) -> None:
    desk.portal.reactions.append(NEVER_ARRIVED)
    assert desk.run().proven == 1
    assert (desk.portal.clicks, desk.dates) == (2, ["2027-03-04", ""])


def test_an_unclear_save_and_another_date_is_a_conflict_for_a_person(desk: Desk) -> None:
    desk.journal.take(desk.key)
    desk.journal.mark_submitting(desk.key)
    desk.journal.recover("demo")  # the process died after the intent
    desk.change(valid_until="2026-12-31")
    assert desk.runner.resolve().found == ()
    assert desk.run().rejected == 1
    assert (desk.portal.clicks, desk.dates) == (0, ["2026-12-31", ""])
    assert "2026-12-31" in desk.item.words


def test_a_crash_after_the_click_is_proven_by_looking(desk: Desk) -> None:
    desk.portal.reactions.append(Reaction(commits=True, answer=KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        desk.run()
    assert desk.item.state is State.UNCLEAR
    assert [item.key for item in desk.runner.resolve().found] == [desk.key]
    assert (desk.portal.clicks, desk.item.state) == (1, State.PROVEN)


def test_the_portals_no_is_kept_in_its_words(desk: Desk) -> None:
    no = Refused(messages=("该器具已在预约单中，不可修改！",))
    desk.portal.reactions.append(Reaction(commits=False, answer=no))
    assert desk.run().refused == 1
    assert desk.item.words == "该器具已在预约单中，不可修改！"
    assert desk.dates == ["", ""]


def test_a_field_that_takes_no_date_stops_the_run_with_nothing_sent(desk: Desk) -> None:
    locked = FieldNotTakenError(field="有效期至", filled="2027-03-04", shown="", held="", posted="")
    desk.portal.reactions.append(Reaction(fails_before=locked))
    with pytest.raises(FieldNotTakenError):
        desk.run()
    assert (desk.item.state, desk.portal.clicks) == (State.TODO, 0)


def test_a_request_that_differs_is_stopped_and_the_date_waits(desk: Desk) -> None:
    wrong = Reaction(commits=False, answer=WirePayloadError(fields="有效期至"))
    desk.portal.reactions.append(wrong)
    with pytest.raises(WirePayloadError):
        desk.run()
    assert (desk.item.state, desk.dates) == (State.TODO, ["", ""])


def test_a_lost_session_before_the_click_is_renewed(desk: Desk) -> None:
    desk.portal.reactions.append(Reaction(fails_before=SessionEndedError(evidence="302")))
    assert desk.run().proven == 1
    assert desk.portal.clicks == 1


def test_an_answer_that_is_not_true_is_seen_in_the_ledger(desk: Desk) -> None:
    lie = Accepted(uuid=desk.uuid, code="C1", answer={"uuid": desk.uuid})
    desk.portal.reactions.append(Reaction(commits=False, answer=lie))
    assert desk.run().proven == 1
    confirmed = confirm("demo", desk.portal.records.values(), desk.journal)
    assert [fields for _, fields in confirmed.differing] == [("valid_until",)]
    told: list[Event] = []
    tell_findings(confirmed, Events(told.append))
    assert (told[0].kind, told[0].facts["day"]) == (Kind.MISMATCH, "2027-03-04")


def test_a_record_that_vanished_afterwards_is_told(desk: Desk) -> None:
    desk.run()
    told: list[Event] = []
    tell_findings(confirm("demo", (), desk.journal), Events(told.append))
    assert [event.facts["serial"] for event in told] == ["938579"]


def test_a_true_answer_is_confirmed_once(desk: Desk) -> None:
    desk.run()
    records = tuple(desk.portal.records.values())
    assert [item.key for item in confirm("demo", records, desk.journal).seen] == [desk.key]
    assert desk.journal.unconfirmed("demo") == ()


def test_the_record_still_belongs_to_the_item_that_filed_it(desk: Desk) -> None:
    desk.run()
    assert desk.journal.owned("demo", Errand.ADD) == {}
    assert set(desk.journal.owned("demo", Errand.VALIDITY)) == {desk.uuid}
