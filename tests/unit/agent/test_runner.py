"""The five laws against a portal that loses answers, logs out and refuses."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Flag

import pytest

from ecqs_agent.errors import LeaseLostError, PersonNeededError, UnclearOutcomeError
from ecqs_agent.events import Event, Events, Kind
from ecqs_agent.flows.file_record import add_record, change_record
from ecqs_agent.flows.submit_booking import submit_booking
from ecqs_agent.journal import Errand, Item, Journal, NewItem, State
from ecqs_agent.journal.engine import sqlite_url
from ecqs_agent.journal.store import utc_now
from ecqs_agent.politeness.ceiling import Ceiling
from ecqs_agent.politeness.courtesy import Courtesy, Manners
from ecqs_agent.politeness.slot import Slot
from ecqs_agent.polling.rhythm import hours_of
from ecqs_agent.runs.planning import make_plan, new_item
from ecqs_agent.runs.runner import Runner
from ecqs_agent.workbooks.mapping import to_form
from ledgers.instrument import Instrument
from page_objects.errors import (
    PortalBusyError,
    PortalDriftError,
    PortalUnavailableError,
    SessionEndedError,
    UnknownOptionError,
    WirePayloadError,
)
from page_objects.screens import Accepted, Refused, Unclear
from tests.unit.agent.fake_portal import (
    LOST,
    NEVER_ARRIVED,
    FakeLedger,
    FakePortal,
    FakeSession,
    FreeHold,
    Reaction,
    record_of,
)
from tests.unit.agent.samples import SCALE, UNPLATED, scale, wishes

LEASE = 90.0


def unhurried(pause: float) -> Courtesy:
    """Return a courtesy that asks for nothing but a pause between two items."""
    return Courtesy(Manners(pause=pause), now=utc_now)


class Desk:
    """A runner on a fake portal, with a journal of its own and no waiting."""

    def __init__(self, journal: Journal, portal: FakePortal) -> None:
        self.journal = journal
        self.portal = portal
        self.session = FakeSession(portal)
        self.logins = 0
        self.waited: list[float] = []
        self.heard: list[Event] = []
        self.running = 0.0
        self.runner = self.new_runner(quiet=4.0)

    def new_runner(
        self,
        *,
        quiet: float,
        courtesy: Courtesy | None = None,
        hold: FreeHold | None = None,
        stop: Flag | None = None,
        wait: Callable[[float], None] | None = None,
    ) -> Runner:
        return Runner(
            self.session,
            journal=self.journal,
            hold=hold or FreeHold(),
            events=Events(self.heard.append),
            quiet=quiet,
            courtesy=courtesy or unhurried(0),
            log_in=self.log_in,
            stop=stop,
            wait=wait or self.waited.append,
            clock=lambda: self.running,
        )

    def log_in(self) -> None:
        self.logins += 1

    def wish(self, *pieces: Instrument) -> list[str]:
        plan = make_plan("demo", wishes(*pieces), (), known={})
        return [self.journal.note(new_item("demo", step)).key for step in plan.steps]

    def add(self, key: str) -> Item:
        return add_record(
            key,
            ledger=self.session.ledger(),
            journal=self.journal,
            hold=FreeHold(),
            unknown_payload="stop",
        )

    def book(self, key: str) -> Item:
        return submit_booking(
            key,
            session=self.session,
            journal=self.journal,
            hold=FreeHold(),
            unknown_payload="stop",
        )

    def states(self) -> list[State]:
        return [item.state for item in self.journal.items("demo")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    journal = Journal.open(sqlite_url(tmp_path / "journal.sqlite"))
    yield Desk(journal, FakePortal())
    journal.close()


def test_each_piece_is_filed_once(desk: Desk) -> None:
    tally = desk.runner.run(desk.wish(SCALE, UNPLATED, UNPLATED), desk.add)
    assert (tally.proven, tally.left) == (3, 0)
    assert len(desk.portal.records) == desk.portal.clicks == 3


@pytest.mark.parametrize("piece", [SCALE, UNPLATED])
def test_a_piece_that_a_person_filed_meanwhile_is_adopted(desk: Desk, piece: Instrument) -> None:
    keys = desk.wish(piece)
    desk.portal.records["H1"] = record_of(to_form(piece), "H1")
    tally = desk.runner.run(keys, desk.add)
    assert (tally.proven, desk.portal.clicks, len(desk.portal.records)) == (1, 0, 1)
    assert desk.journal.item(keys[0]).portal_uuid == "H1"


def test_of_identical_pieces_only_as_many_are_filed_as_are_missing(desk: Desk) -> None:
    keys = desk.wish(UNPLATED, UNPLATED, UNPLATED)
    desk.portal.records["H1"] = record_of(to_form(UNPLATED), "H1")
    assert desk.runner.run(keys, desk.add).proven == 3
    assert (desk.portal.clicks, len(desk.portal.records)) == (2, 3)


def test_a_like_piece_with_another_plate_is_not_adopted(desk: Desk) -> None:
    desk.portal.records["H1"] = record_of(to_form(scale("9385790")), "H1")
    assert desk.runner.run(desk.wish(SCALE), desk.add).proven == 1
    assert (desk.portal.clicks, len(desk.portal.records)) == (1, 2)


def test_a_lost_answer_is_looked_for_and_not_clicked_again(desk: Desk) -> None:
    desk.portal.reactions = [LOST]
    tally = desk.runner.run(desk.wish(SCALE), desk.add)
    assert tally.proven == 1
    assert desk.portal.clicks == len(desk.portal.records) == 1
    assert desk.waited[0] == pytest.approx(4.0, abs=0.5)


def test_what_never_arrived_is_sent_once_more_after_two_looks(desk: Desk) -> None:
    desk.portal.reactions = [NEVER_ARRIVED]
    keys = desk.wish(SCALE)
    tally = desk.runner.run(keys, desk.add)
    assert tally.proven == 1
    assert desk.portal.clicks == 2
    assert len(desk.portal.records) == 1
    assert "not-found" in [code for *_, code in desk.journal.events(keys[0])]


def test_what_stays_unclear_is_not_sent_a_third_time(desk: Desk) -> None:
    desk.portal.reactions = [NEVER_ARRIVED, NEVER_ARRIVED]
    tally = desk.runner.run(desk.wish(SCALE), desk.add)
    assert (tally.proven, tally.left) == (0, 1)
    assert desk.portal.clicks == 2


def test_identical_pieces_adopt_only_rows_that_nobody_owns(desk: Desk) -> None:
    desk.portal.reactions = [Reaction(), LOST, NEVER_ARRIVED]
    tally = desk.runner.run(desk.wish(UNPLATED, UNPLATED, UNPLATED), desk.add)
    assert tally.proven == 3
    owned = [str(item.portal_uuid) for item in desk.journal.items("demo")]
    assert sorted(owned) == ["U1", "U2", "U3"] == sorted(desk.portal.records)


def test_a_refusal_keeps_the_portals_words(desk: Desk) -> None:
    desk.portal.reactions = [Reaction(commits=False, answer=Refused(messages=("型号规格必填",)))]
    keys = desk.wish(SCALE, scale("2"))
    tally = desk.runner.run(keys, desk.add)
    assert (tally.refused, tally.proven) == (1, 1)
    assert desk.session.left == 1, "the dialog may still be open: the screens are entered anew"
    assert desk.journal.item(keys[0]).words == "型号规格必填"


def test_a_choice_not_offered_rejects_the_row_before_the_click(desk: Desk) -> None:
    error = UnknownOptionError(field="二级目录", value="x", available=["y"])
    desk.portal.reactions = [Reaction(fails_before=error)]
    tally = desk.runner.run(desk.wish(SCALE, scale("2")), desk.add)
    assert (tally.rejected, tally.proven) == (1, 1)
    assert desk.portal.clicks == 1


def test_a_session_that_ends_before_the_click_costs_nothing(desk: Desk) -> None:
    desk.portal.reactions = [Reaction(fails_before=SessionEndedError(evidence="302"))]
    tally = desk.runner.run(desk.wish(SCALE), desk.add)
    assert (tally.proven, desk.logins, desk.portal.clicks) == (1, 1, 1)


def test_a_session_that_ends_at_the_click_is_unclear_and_looked_for(desk: Desk) -> None:
    ended = SessionEndedError(evidence="login page as answer")
    desk.portal.reactions = [Reaction(commits=False, answer=ended)]
    tally = desk.runner.run(desk.wish(SCALE), desk.add)
    assert (tally.proven, len(desk.portal.records)) == (1, 1)


def test_a_session_that_keeps_ending_needs_a_person(desk: Desk) -> None:
    ended = Reaction(fails_before=SessionEndedError(evidence="302"))
    desk.portal.reactions = [ended] * 9
    keys = desk.wish(*(scale(str(number)) for number in range(5)))
    with pytest.raises((PersonNeededError, SessionEndedError)):
        desk.runner.run(keys, desk.add)
    assert desk.states() == [State.TODO] * 5
    assert desk.portal.clicks == 0


def test_a_screen_that_changed_stops_the_run(desk: Desk) -> None:
    drift = PortalDriftError(screen="器具新增", missing="出厂编号", seen="…")
    desk.portal.reactions = [Reaction(fails_before=drift)]
    with pytest.raises(PortalDriftError):
        desk.runner.run(desk.wish(SCALE, scale("2")), desk.add)
    assert desk.states() == [State.TODO, State.TODO]
    assert desk.portal.clicks == 0


def test_a_request_stopped_on_the_wire_was_provably_not_sent(desk: Desk) -> None:
    stopped = WirePayloadError(fields="测量范围")
    desk.portal.reactions = [Reaction(commits=False, answer=stopped)]
    with pytest.raises(WirePayloadError):
        desk.runner.run(desk.wish(SCALE), desk.add)
    assert desk.states() == [State.TODO]


def test_a_portal_that_does_not_answer_is_asked_three_times(desk: Desk) -> None:
    silent = Reaction(fails_before=PortalUnavailableError(step="新增"))
    desk.portal.reactions = [silent, silent]
    assert desk.runner.run(desk.wish(SCALE), desk.add).proven == 1
    desk.portal.reactions = [silent] * 3
    with pytest.raises(PortalUnavailableError):
        desk.runner.run(desk.wish(scale("2")), desk.add)
    assert desk.portal.clicks == 1


def test_three_unclear_outcomes_in_a_row_stop_the_run(desk: Desk) -> None:
    desk.portal.reactions = [LOST] * 9
    keys = desk.wish(*(scale(str(number)) for number in range(5)))
    with pytest.raises(UnclearOutcomeError):
        desk.runner.run(keys, desk.add)
    assert desk.portal.clicks == 3
    assert desk.states().count(State.UNCLEAR) == 3


def test_a_bug_or_ctrl_c_inside_the_click_leaves_it_unclear(desk: Desk) -> None:
    desk.portal.reactions = [Reaction(commits=True, answer=KeyboardInterrupt)]
    keys = desk.wish(SCALE, scale("2"))
    with pytest.raises(KeyboardInterrupt):
        desk.runner.run(keys, desk.add)
    assert desk.states() == [State.UNCLEAR, State.TODO]
    assert desk.runner.run(keys[1:], desk.add).proven == 1
    assert desk.journal.item(keys[0]).state is State.PROVEN
    assert len(desk.portal.records) == 2


def test_an_answer_without_identity_is_no_proof(desk: Desk) -> None:
    desk.portal.reactions = [Reaction(commits=True, answer=Accepted(message="保存成功！"))]
    tally = desk.runner.run(desk.wish(SCALE), desk.add)
    assert tally.proven == 1
    assert desk.journal.items("demo")[0].portal_uuid == "U1"
    assert Kind.WAITING in [event.kind for event in desk.heard]


def test_a_change_goes_to_the_same_record(desk: Desk) -> None:
    uuid = desk.portal.add_by_hand(to_form(scale("938579", measuring_range="30g-15kg")))
    wish = {
        "form": to_form(SCALE).model_dump(mode="json"),
        "uuid": uuid,
        "region_code": SCALE.region_code,
    }
    new = NewItem(account="demo", errand=Errand.CHANGE, fingerprint=uuid, ordinal=0, wish=wish)
    key = desk.journal.note(new).key

    def change(item_key: str) -> Item:
        ledger = FakeLedger(desk.portal)
        return change_record(
            item_key,
            ledger=ledger,
            journal=desk.journal,
            hold=FreeHold(),
            unknown_payload="stop",
        )

    desk.portal.reactions = [LOST]
    assert desk.runner.run([key], change).proven == 1
    assert list(desk.portal.records) == [uuid]
    assert desk.portal.records[uuid].measuring_range == SCALE.measuring_range


def booking(desk: Desk, *records: str) -> str:
    wish = {"records": list(records), "name": "现场检"}
    new = NewItem(account="demo", errand=Errand.BOOK, fingerprint="b", ordinal=0, wish=wish)
    return desk.journal.note(new).key


def test_a_booking_is_drafted_read_back_and_submitted(desk: Desk) -> None:
    tally = desk.runner.run([booking(desk, "U1", "U2")], desk.book)
    assert tally.proven == 1
    assert list(desk.portal.bookings.values()) == [("2026112500001", ("U1", "U2"))]


def test_a_booking_whose_answer_is_lost_is_found_by_its_pieces(desk: Desk) -> None:
    desk.portal.reactions = [LOST]
    assert desk.runner.run([booking(desk, "U1", "U2")], desk.book).proven == 1
    assert len(desk.portal.bookings) == desk.portal.clicks == 1


def test_a_booking_that_never_arrived_takes_its_own_draft_up_again(desk: Desk) -> None:
    desk.portal.reactions = [NEVER_ARRIVED]
    assert desk.runner.run([booking(desk, "U1")], desk.book).proven == 1
    assert len(desk.portal.bookings) == 1


def test_a_row_that_looks_like_ours_but_differs_is_still_adopted_once(desk: Desk) -> None:
    """A person typed the same piece meanwhile: one record must remain enough."""
    keys = desk.wish(SCALE)
    desk.portal.reactions = [Reaction(commits=False, answer=Unclear(evidence="timeout"))]
    desk.portal.add_by_hand(to_form(SCALE))
    assert desk.runner.run(keys, desk.add).proven == 1
    assert len(desk.portal.records) == 1


def told(desk: Desk, kind: Kind) -> list[dict[str, object]]:
    return [event.facts for event in desk.heard if event.kind is kind]


def test_progress_counts_every_outcome_and_estimates_the_rest(desk: Desk) -> None:
    refused = Reaction(commits=False, answer=Refused(messages=("型号规格必填",)))
    desk.portal.reactions = [Reaction(), refused, LOST]
    keys = desk.wish(*(scale(str(number)) for number in range(4)))

    def add(key: str) -> Item:
        desk.running += 10
        return desk.add(key)

    desk.runner.run(keys, add)
    shown = told(desk, Kind.PROGRESS)
    names = ("proven", "refused", "unclear", "left", "elapsed", "rest")
    assert [tuple(one[name] for name in names) for one in shown] == [
        (1, 0, 0, 3, 10, 30),
        (1, 1, 0, 2, 20, 20),
        (1, 1, 1, 1, 30, 10),
        (2, 1, 1, 0, 40, 0),
        (3, 1, 0, 0, 40, 0),  # found when looking
    ]


def test_a_person_who_stops_is_not_kept_waiting(desk: Desk) -> None:
    stop = Flag()
    runner = desk.new_runner(quiet=120, courtesy=unhurried(600), stop=stop)
    desk.portal.reactions = [LOST]

    def add(key: str) -> Item:
        stop.set()
        return desk.add(key)

    tally = runner.run(desk.wish(SCALE, scale("2")), add)
    assert (tally.unclear, tally.left, desk.waited) == (1, 1, [])
    assert desk.portal.clicks == 1


def test_the_browser_is_freshened_now_and_then(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecqs_agent.runs.runner.FRESHEN_AFTER", 2)
    keys = desk.wish(*(scale(f"{number}") for number in range(5)))
    assert desk.runner.run(keys, desk.add).proven == 5
    assert desk.session.freshened == 2


def test_stopping_in_the_pause_between_two_ends_the_pause(desk: Desk) -> None:
    stop = Flag()

    def wait(seconds: float) -> None:
        desk.waited.append(seconds)
        stop.set()

    runner = desk.new_runner(quiet=0, courtesy=unhurried(600), stop=stop, wait=wait)
    tally = runner.run(desk.wish(SCALE, scale("2")), desk.add)
    assert (tally.proven, tally.left, desk.waited) == (1, 1, [1])


def test_a_long_wait_keeps_the_account_ours(desk: Desk) -> None:
    class Lost(FreeHold):
        def check(self) -> None:
            if sum(desk.waited) >= LEASE:
                raise LeaseLostError(account="demo")

    desk.portal.reactions = [LOST]
    runner = desk.new_runner(quiet=300, hold=Lost())
    with pytest.raises(LeaseLostError):
        runner.run(desk.wish(SCALE), desk.add)
    assert sum(desk.waited) < LEASE * 1.5
    assert desk.states() == [State.UNCLEAR]


def test_a_request_carried_out_after_the_looks_is_seen_before_the_second_click(desk: Desk) -> None:
    desk.portal.reactions = [NEVER_ARRIVED]
    keys = desk.wish(SCALE)
    seen: list[str] = []

    def add(key: str) -> Item:
        if seen:
            desk.portal.records["L1"] = record_of(to_form(SCALE), "L1")  # only now carried out
        seen.append(key)
        return desk.add(key)

    assert desk.runner.run(keys, add).proven == 1
    assert (seen, desk.portal.clicks, list(desk.portal.records)) == (keys * 2, 1, ["L1"])


NIGHT = datetime(2026, 11, 26, 23, tzinfo=UTC)  # seven in the morning in Beijing


def at_most(count: int, folder: Path, *, manners: Manners | None = None) -> Courtesy:
    ceiling = Ceiling(folder, portal="p", account="demo", most=count, now=lambda: NIGHT)
    return Courtesy(manners or Manners(), now=lambda: NIGHT, ceiling=ceiling)


def test_at_the_ceiling_a_run_ends_in_order_and_the_next_one_goes_on(
    desk: Desk, tmp_path: Path
) -> None:
    keys = desk.wish(scale("1"), scale("2"), scale("3"))
    tally = desk.new_runner(quiet=0, courtesy=at_most(2, tmp_path)).run(keys, desk.add)
    assert (tally.proven, tally.left, tally.until) == (2, 1, "2026-11-28 00:00")
    (told,) = [event for event in desk.heard if event.kind is Kind.HELD_UP]
    assert (told.facts["why"], told.facts["left"]) == ("ceiling", 1)
    tally = desk.new_runner(quiet=0, courtesy=at_most(2, tmp_path)).run(keys[2:], desk.add)
    assert (tally.left, desk.portal.clicks) == (1, 2)
    tally = desk.runner.run(keys[2:], desk.add)
    assert (tally.proven, tally.until, desk.portal.clicks) == (1, "", 3)


def test_an_unclear_outcome_is_looked_for_in_quiet_hours_and_not_sent_again(desk: Desk) -> None:
    moments = iter([NIGHT - timedelta(hours=1), *[NIGHT] * 9])
    manners = Manners(quiet=hours_of("write_quiet_hours", "07:00-09:00"))
    courtesy = Courtesy(manners, now=lambda: next(moments))
    desk.portal.reactions = [NEVER_ARRIVED]
    runner = desk.new_runner(quiet=1.0, courtesy=courtesy)
    tally = runner.run(desk.wish(SCALE, UNPLATED), desk.add)
    assert (desk.portal.clicks, tally.left, tally.until) == (1, 2, "2026-11-27 09:00")


def test_turns_are_waited_for_before_each_item(desk: Desk, tmp_path: Path) -> None:
    slot = Slot(tmp_path, "p", gap=2.0, monotonic=lambda: 0.0)
    slot.take()  # another run's
    runner = desk.new_runner(quiet=0, courtesy=Courtesy(Manners(), now=lambda: NIGHT, slot=slot))
    assert runner.run(desk.wish(SCALE, UNPLATED), desk.add).proven == 2
    assert sum(desk.waited) == 2.0 + 4.0


def test_a_portal_too_busy_to_be_read_is_left_alone_for_a_while(desk: Desk) -> None:
    errors = [PortalBusyError(step="read", status=429, retry_after="30"), None]

    def read() -> str:
        error = errors.pop(0)
        if error is not None:
            raise error
        return "rows"

    assert desk.runner.reading(read) == "rows"
    assert (sum(desk.waited), max(desk.waited)) == (30.0, 1.0)  # in slices: Ctrl-C is heard
    assert desk.session.left == 1


def test_a_portal_too_busy_before_the_click_is_left_alone_for_a_while(desk: Desk) -> None:
    (key,) = desk.wish(SCALE)
    tried: list[str] = []

    def flow(key: str) -> Item:
        tried.append(key)
        if len(tried) == 1:
            raise PortalBusyError(step="open", status=503, retry_after="9")
        return desk.add(key)

    assert desk.runner.run([key], flow).proven == 1
    assert (len(tried), sum(desk.waited), desk.portal.clicks) == (2, 9.0, 1)


def test_what_may_write_is_not_begun_anew_because_the_portal_is_busy(desk: Desk) -> None:
    asked: list[int] = []

    def change() -> None:
        asked.append(1)
        raise PortalBusyError(step="save", status=503)

    with pytest.raises(PortalBusyError):
        desk.runner.logged_in(change)
    assert (asked, desk.waited) == ([1], [])
