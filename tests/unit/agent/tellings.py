"""Items and readings for the tests of stories: days of November 2026, one line per fact."""

from datetime import UTC, datetime
from typing import Any

from ecqs_agent.journal import Errand, Item, ReceiptRecord, State
from ecqs_agent.workbooks.mapping import to_form
from ledgers.instrument import Instrument
from tests.unit.agent.samples import SCALE

MAIN = "内蒙古自治区计量测试研究院"
PHONE = "04713337100"
FIRST, SECOND = "2026110200001", "2026112000001"


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 8, tzinfo=UTC)


def item(
    errand: Errand,
    state: State,
    on: int,
    *,
    uuid: str | None = None,
    number: str = "",
    wish: dict[str, Any] | None = None,
    words: str = "",
    key: str = "",
) -> Item:
    return Item(
        key=key or f"{errand}-{uuid}-{on}",
        account="demo",
        errand=errand,
        fingerprint="F",
        ordinal=0,
        state=state,
        attempts=1,
        portal_uuid=uuid,
        portal_number=number,
        place="3",
        wish=wish or {},
        words=words,
        created_at=day(1),
        changed_at=day(on),
    )


def filed(uuid: str, on: int = 1, instrument: Instrument = SCALE) -> Item:
    wish = to_form(instrument).model_dump(mode="json")
    return item(Errand.ADD, State.PROVEN, on, uuid=uuid, number=f"C{uuid}", wish=wish)


def changed(uuid: str, on: int, state: State = State.PROVEN, **values: str) -> Item:
    form = {**to_form(SCALE).model_dump(mode="json"), **values}
    owned = uuid if state is State.PROVEN else None
    return item(Errand.CHANGE, state, on, uuid=owned, wish={"form": form, "uuid": uuid})


def booking(*uuids: str, on: int, number: str = FIRST, state: State = State.PROVEN) -> Item:
    proven = state is State.PROVEN
    return item(
        Errand.BOOK,
        state,
        on,
        uuid=f"B{number}" if proven else None,
        number=number if proven else "",
        wish={"records": list(uuids)},
        words="" if proven else "预约失败：系统繁忙",
    )


def piece(uuid: str, state: str, **values: str) -> dict[str, Any]:
    blank = dict.fromkeys(("instrument_code", "kind", "certificate_number", "result"), "")
    own = {
        "record_uuid": uuid,
        "name": "电子计价秤",
        "model": "ACS-30",
        "serial_number": "938579",
        "institute": MAIN,
        "phone": PHONE,
        "process_state": state,
    }
    return {**blank, **own, **values}


def reading(
    *pieces: dict[str, Any], on: int, number: str = FIRST, text: str | None = None
) -> ReceiptRecord:
    count = len(pieces)
    plain = f"预约单共{count}条计量器具，其中{count}条已分配至{MAIN}"
    return ReceiptRecord(
        booking_uuid=f"B{number}",
        booking_number=number,
        booking_status="已反馈",
        read_at=day(on),
        text=plain if text is None else text,
        pieces=list(pieces),
    )
