"""A year of three firms, from the first row of a workbook to the second booking of what is due.

Filed, booked, answered over weeks, refused and corrected, left over and taken up, verified, dated
from certificates, due again; with sessions that end and a restart of everything in between.
`ECQS_YEAR_PIECES=8` makes it a short year.
"""

import os
from collections.abc import Iterable
from datetime import timedelta
from typing import Final, NamedTuple

import pytest

from ecqs_agent.bookings.grouping import Group
from ecqs_agent.expiry.due import Stage
from tests.year import verdict
from tests.year.firms import firms
from tests.year.operator import Operator
from tests.year.told import Told
from tests.year.verifying import Institutes
from tests.year.world import World

pytestmark = [pytest.mark.browser, pytest.mark.year, pytest.mark.timeout(3000)]

PIECES: Final = int(os.environ.get("ECQS_YEAR_PIECES", "40"))  # of each firm
HALF: Final = PIECES // 2


class Year(NamedTuple):
    """The world, the institutes, and the operators of the three firms."""

    world: World
    institutes: Institutes
    market: Operator
    optician: Operator
    hospital: Operator

    @property
    def desks(self) -> tuple[Operator, Operator, Operator]:
        return self.market, self.optician, self.hospital


def test_a_year_of_three_firms(world: World) -> None:
    operators = (Operator(world, firm) for firm in firms(PIECES))
    year = Year(world, Institutes(world), *operators)
    january_they_file_and_book(year)
    the_hospital_is_interrupted_by_a_restart(year)
    people_log_in_again(year)
    what_nobody_got_is_seen_to(year)
    the_institutes_answer(year)
    what_was_refused_is_booked_again(year)
    the_first_half_is_verified(year)
    the_second_half_is_verified(year)
    what_is_due_is_booked_again(year)
    the_portal_holds_what_it_should(year)


def january_they_file_and_book(year: Year) -> None:
    """January: every firm files its workbook and books. The market's session is lost in mid-run."""
    world, institutes, market, optician, _ = year
    world.on("2026-01-12 09:00")
    assert market.apply(limit=HALF).proven == HALF
    world.lose_session(at="saveLedger")
    assert market.apply().proven == PIECES - HALF
    assert sizes(market.book()) == [PIECES]
    assert len(institutes.of_newest_booking("market")) == 2  # scales here, lens meters there

    world.on("2026-01-13 09:00")
    assert optician.apply().proven == PIECES
    assert sorted(sizes(optician.book())) == [2, PIECES - 2]  # two rows with a slip in the region


def the_hospital_is_interrupted_by_a_restart(year: Year) -> None:
    """The portal, the browser and our program are restarted when the hospital has half filed."""
    world, _, _, _, hospital = year
    world.on("2026-01-14 09:00")
    assert hospital.apply(limit=HALF).proven == HALF
    world.restart()
    assert hospital.plan() == counts(add=PIECES - HALF, unchanged=HALF)
    assert hospital.apply().proven == PIECES - HALF
    with world.allocation("partial"):
        assert sorted(sizes(hospital.book())) == [3, PIECES - 3]  # brought, and visited


def people_log_in_again(year: Year) -> None:
    """Nobody is logged in for market and optician since the restart: a person must, once each."""
    world, institutes, _, _, _ = year
    world.on("2026-01-16 10:00")
    left_over = institutes.unallocated("hospital")
    assert len(left_over) == 2
    assert world.watch() == {"market": "parked", "optician": "parked", "hospital": "read"}
    assert world.told() == [
        Told("market", "log-in"),
        Told("optician", "log-in"),
        Told("hospital", "ask", left_over),
    ]
    world.log_in("market")
    world.log_in("optician")
    world.on("2026-01-16 15:00")
    assert world.watch() == dict.fromkeys(world.accounts, "read")
    assert world.told() == [Told("optician", "ask", ("N-0001", "N-0002"))]


def what_nobody_got_is_seen_to(year: Year) -> None:
    """The optician puts the region right, the hospital's pieces are taken up after a call."""
    world, institutes, _, optician, _ = year
    world.on("2026-01-19 09:00")
    optician.write_workbook(optician.firm.rows_with_right_region())
    assert optician.plan() == counts(change=2, unchanged=PIECES - 2)
    assert optician.apply().proven == 2
    for serial in institutes.unallocated("hospital"):
        institutes.take_up("hospital", serial)


def the_institutes_answer(year: Year) -> None:
    """The institutes look at the first pieces and refuse some; in the week after they answer."""
    world, institutes, market, optician, hospital = year
    world.on("2026-01-20 14:00")
    institutes.refuse("market", "S-0002", "请按铭牌填写规格型号")
    institutes.refuse("optician", "L-0002", "请按上次检定证书填写生产厂家全称")
    institutes.refuse("hospital", "T-0002", "请规范填写测量范围 注意计量单位大小写")
    world.on("2026-01-21 10:00")
    world.watch()
    assert world.told() == [
        Told("market", "correct", ("S-0002",)),
        Told("optician", "correct", ("L-0002",)),
        Told("hospital", "correct", ("T-0002",)),
    ]
    world.on("2026-01-26 10:00")
    world.watch()
    brought = ("T-0001", "T-0003")
    assert world.told() == [
        Told("market", "correct", ("S-0001停用",)),
        Told("market", "call", but(market, "S-0001停用", "S-0002")),
        Told("optician", "call", but(optician, "L-0002")),
        Told("hospital", "correct", ("E-0001停用",)),
        Told("hospital", "call", but(hospital, "E-0001停用", "T-0002", *brought)),
        Told("hospital", "bring-in", brought),
    ]


def what_was_refused_is_booked_again(year: Year) -> None:
    """What was refused is put right in the workbook of corrections, and booked again once."""
    world, _, market, optician, hospital = year
    world.on("2026-01-27 09:00")
    for desk, booked in ((market, [2]), (optician, [1]), (hospital, [1, 1])):
        corrections = desk.correct()
        assert desk.apply(corrections).proven == sum(booked)
        assert sorted(sizes(desk.book(corrections))) == booked
        assert desk.book(corrections) == desk.book() == ()
    world.on("2026-02-09 10:00")
    world.watch()
    assert world.told() == [
        Told("market", "call", ("S-0002", "S-9001")),
        Told("optician", "call", ("L-0002",)),
        Told("hospital", "call", ("E-9001",)),
        Told("hospital", "bring-in", ("T-0002",)),
    ]


def the_first_half_is_verified(year: Year) -> None:
    """After the Spring Festival one half is verified. The market's session ends without a word."""
    world, institutes, market, optician, hospital = year
    world.on("2026-02-25 09:00")
    first = {desk.account: institutes.verify(desk.account, first_half(desk)) for desk in year.desks}
    world.on("2026-02-26 10:00")
    world.lose_session(at="getCompanyAppointmentList")
    assert world.watch() == {"market": "parked", "optician": "read", "hospital": "read"}
    assert world.told() == [
        Told("market", "log-in"),
        Told("optician", "enter-expiry", first_half(optician)),
        Told("hospital", "enter-expiry", first_half(hospital)),
    ]
    world.log_in("market")
    world.on("2026-02-26 15:00")
    world.watch()
    assert world.told() == [Told("market", "enter-expiry", first_half(market))]
    for desk in year.desks:
        plan, tally = desk.set_dates(first[desk.account], confirm=HALF)
        assert plan.counts() == {"set": HALF, "same": 0, "conflict": 0, "doubt": 0}
        assert (tally.proven, tally.mismatched) == (HALF, 0)


def the_second_half_is_verified(year: Year) -> None:
    """In March the other half."""
    world, institutes, _, _, _ = year
    world.on("2026-03-25 09:00")
    second = {
        desk.account: institutes.verify(desk.account, second_half(desk)) for desk in year.desks
    }
    world.on("2026-03-26 10:00")
    world.watch()
    assert world.told() == [
        Told(desk.account, "enter-expiry", second_half(desk)) for desk in year.desks
    ]
    for desk in year.desks:
        _, tally = desk.set_dates(second[desk.account], confirm=PIECES - HALF)
        assert (tally.proven, tally.mismatched) == (PIECES - HALF, 0)


def what_is_due_is_booked_again(year: Year) -> None:
    """In summer nothing is due. In December the first half is, and it is booked once more."""
    world, _, market, optician, hospital = year
    world.on("2026-08-03 09:00")
    world.watch()
    assert world.told() == []
    for desk in year.desks:
        assert desk.due(timedelta(days=60)).counts() == due(later=PIECES)
        assert desk.book(due_within=timedelta(days=60)) == ()
    world.on("2026-12-14 09:00")
    for desk, booked in ((market, 2), (optician, 1), (hospital, 2)):
        listed = desk.due(timedelta(days=75))
        assert listed.counts() == due(soon=HALF, later=PIECES - HALF)
        groups = desk.book(due_within=timedelta(days=75))
        assert (len(groups), sum(sizes(groups))) == (booked, HALF)
        assert desk.book(due_within=timedelta(days=75)) == ()
    world.on("2026-12-28 10:00")
    world.watch()
    assert world.told() == [
        Told("market", "call", first_half(market)),
        Told("optician", "call", first_half(optician)),
        Told("hospital", "call", visited(hospital)),
        Told("hospital", "bring-in", ("T-0001", "T-0002", "T-0003")),
    ]


def the_portal_holds_what_it_should(year: Year) -> None:
    """What the portal itself holds at the end."""
    world, institutes, market, optician, hospital = year
    for desk in year.desks:
        verdict.ledger_is_right(world, desk.firm)
        verdict.every_piece_is_certified(world, desk.firm, institutes)
        verdict.each_refusal_was_corrected_once(world, desk.firm)
    codes = verdict.codes(world)
    assert len(codes) == len(set(codes)) == 3 * PIECES
    verdict.bookings_are(
        world,
        market.firm,
        [
            market.firm.serials,
            ["S-9001", "S-0002"],
            [serial for serial in first_half(market) if serial.startswith("F")],
            [serial for serial in first_half(market) if not serial.startswith("F")],
        ],
    )
    verdict.bookings_are(
        world,
        optician.firm,
        [
            optician.firm.slips,
            [serial for serial in optician.firm.serials if serial not in optician.firm.slips],
            ["L-0002"],
            first_half(optician),
        ],
    )
    verdict.bookings_are(
        world,
        hospital.firm,
        [
            ["T-0001", "T-0002", "T-0003"],
            [serial for serial in hospital.firm.serials if not serial.startswith("T")],
            ["T-0002"],
            ["E-9001"],
            ["T-0001", "T-0002", "T-0003"],
            visited(hospital),
        ],
    )


def sizes(groups: Iterable[Group]) -> list[int]:
    return [len(group.records) for group in groups]


def counts(**more: int) -> dict[str, int]:
    """Return a plan's counts, of which the others are zero."""
    names = ("add", "change", "unchanged", "conflict", "unclear", "only_on_portal")
    return {**dict.fromkeys(names, 0), **more}


def due(**more: int) -> dict[str, int]:
    """Return a due list's counts, of which the others are zero."""
    names = (*(stage.value for stage in Stage), "later", "undated", "unreadable")
    return {**dict.fromkeys(names, 0), **more}


def but(desk: Operator, *serials: str) -> tuple[str, ...]:
    """Return all serial numbers of a firm but these, as first written."""
    return tuple(sorted(serial for serial in desk.firm.serials if serial not in serials))


def first_half(desk: Operator) -> tuple[str, ...]:
    return tuple(sorted(desk.firm.right_serials[:HALF]))


def second_half(desk: Operator) -> tuple[str, ...]:
    return tuple(sorted(desk.firm.right_serials[HALF:]))


def visited(hospital: Operator) -> tuple[str, ...]:
    """Return what of the hospital's first half the institute comes for."""
    return tuple(serial for serial in first_half(hospital) if not serial.startswith("T"))
