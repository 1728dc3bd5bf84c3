"""What must be true at the end of the year, asked of the portal itself and not of our journal."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tests.year.firms import Firm, Row
from tests.year.verifying import Institutes
from tests.year.world import World

Serials = tuple[str, ...]
REFUSED: Final = "预约失败"
FINISHED: Final = frozenset({REFUSED, "已检定"})
_SHOWN: Final = {  # the portal's names of what a workbook's row says
    "name": "meterIntruName",
    "category": "meterCategoryName",
    "kind": "meterClassName",
    "model": "modelSpec",
    "measuring_range": "measureRang",
    "serial_number": "serialNum",
    "manufacturer": "porgaoName",
    "place_of_use": "setupPlace",
}


def ledger_is_right(world: World, firm: Firm) -> None:
    """Check that every row has one record with the values that belong there."""
    records = world.state(firm.account)["records"]
    assert Counter(map(_of_record, records)) == Counter(map(_of_row, firm.right_rows()))


def every_piece_is_certified(world: World, firm: Firm, institutes: Institutes) -> None:
    """Check certificate number and 有效期至 of every record against its certificate."""
    records = world.state(firm.account)["records"]
    shown = {one["uuid"]: (one["certificateNo"], one["expiryDate"]) for one in records}
    assert shown == {
        uuid: (sample.certificate_number, f"{sample.valid_until}")
        for uuid, sample in institutes.issued.items()
        if uuid in shown
    }
    assert len(shown) == len(firm.rows)


def bookings_are(world: World, firm: Firm, expected: Iterable[Iterable[str]]) -> None:
    """Check that exactly these bookings were made, and that no piece is in two open ones."""
    bookings = world.state(firm.account)["bookings"]
    made = Counter(tuple(sorted(p["serialNum"] for p in one["pieces"])) for one in bookings)
    assert made == Counter(tuple(sorted(serials)) for serials in expected)
    assert all(one["appointmentId"] for one in bookings)
    is_open = Counter(
        piece["strongInspUuid"]
        for one in bookings
        for piece in one["pieces"]
        if piece["state"] not in FINISHED
    )
    assert set(is_open.values()) <= {1}


def each_refusal_was_corrected_once(world: World, firm: Firm) -> None:
    """Check that each refused record was refused once, changed once, and dated once."""
    state = world.state(firm.account)
    refused = Counter(
        piece["serialNum"]
        for one in state["bookings"]
        for piece in one["pieces"]
        if piece["state"] == REFUSED
    )
    assert refused == Counter(dict.fromkeys(firm.mistakes, 1))
    changed = {firm.right_serial(serial) for serial in (*firm.mistakes, *firm.slips)}
    saves = Counter(_saved(world))
    for record in state["records"]:
        once_for_its_date = 1
        assert saves[record["uuid"]] == once_for_its_date + (record["serialNum"] in changed)


def _saved(world: World) -> Iterable[str]:
    """Return the uuid in every request that changed a record since the portal was started anew."""
    for asked in world.mock.ask("requests?since=0")["requests"]:
        if asked["method"] == "saveLedger" and not asked["fault"]:
            yield str(asked["params"][0].get("uuid") or "")


def codes(world: World) -> list[str]:
    """Return the 器具编码 of every record of every account."""
    accounts = world.accounts
    return [one["strongInspCode"] for name in accounts for one in world.state(name)["records"]]


def _of_record(record: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(record[wire]) for wire in _SHOWN.values())


def _of_row(row: Row) -> tuple[str, ...]:
    return tuple(str(row[field]) for field in _SHOWN)
