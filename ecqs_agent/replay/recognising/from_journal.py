"""Make a scenario of what a run of the agent did, as the journal has it: no click is guessed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from ecqs_agent.journal import Errand, Item, Journal, ReceiptRecord, State
from ecqs_agent.journal.reading import ItemEvent, events_of
from ecqs_agent.replay.parts import FIELD_NAMES
from ecqs_agent.replay.recognising.draft import Aside, Draft, Recognised, message_pattern

_ENDS: Final = (State.PROVEN, State.REFUSED, State.UNCLEAR)
_REFUSED: Final = "refused"


class Done(BaseModel):
    """What one run did for one account: its events, the items behind them, receipts it read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    events: tuple[ItemEvent, ...]
    items: Mapping[str, Item]
    receipts: tuple[ReceiptRecord, ...] = ()


def done_since(journal: Journal, account: str, began: datetime) -> Done:
    """Return what was done for an account since a moment.

    Raises:
        JournalUnavailableError: the journal cannot be read.
    """
    events = tuple(one for one in events_of(journal, account) if one.at >= began)
    return Done(
        events=events,
        items={key: journal.item(key) for key in dict.fromkeys(one.item_key for one in events)},
        receipts=tuple(one for one in journal.receipt_history(account) if one.read_at >= began),
    )


def scenario_of(done: Done, *, account: str = "") -> Recognised:
    """Return the steps that do the same: log in, file, book, read the receipts."""
    return _Telling(done, account=account).whole()


class _Telling:
    def __init__(self, done: Done, *, account: str) -> None:
        self._done = done
        self._draft = Draft()
        self._codes: dict[str, int] = {}  # uuid of a record -> its place among the instruments
        self._bookings: dict[str, str] = {}  # uuid of a booking -> the name that is bound
        self._draft.act(0, "log_in", {"account": account} if account else {}, {})

    def whole(self) -> Recognised:
        """Return everything, in the order in which it was done."""
        at: list[tuple[datetime, ItemEvent | ReceiptRecord]] = [
            *((one.at, one) for one in self._done.events if self._is_an_end(one)),
            *((one.read_at, one) for one in self._done.receipts),
        ]
        in_ledger = self._is_about_the_ledger()
        if in_ledger:  # the agent reads the whole ledger before it files, and once more at the end
            self._draft.act(0, "query", {}, {})
        for number, (_, one) in enumerate(sorted(at, key=lambda pair: pair[0]), 1):
            if isinstance(one, ReceiptRecord):
                self._receipt(number, one)
            else:
                self._item(number, one, self._done.items[one.item_key])
        if in_ledger:
            self._draft.act(len(at) + 1, "query", {}, {})
        return self._draft.whole()

    def _is_about_the_ledger(self) -> bool:
        ends = [one for one in self._done.events if self._is_an_end(one)]
        return any(self._done.items[one.item_key].errand is not Errand.BOOK for one in ends)

    def _is_an_end(self, event: ItemEvent) -> bool:
        """Return whether something was sent that came to this end: adopting sends nothing."""
        return event.became in _ENDS and event.was is State.SUBMITTING

    def _item(self, number: int, event: ItemEvent, item: Item) -> None:
        if event.became is State.UNCLEAR:
            aside = Aside(number=number, why="unclear", what=item.place)
            self._draft.unknown.append(aside)
            return
        expect = self._expected(event, item)
        match item.errand:
            case Errand.ADD:
                self._add(number, item, expect)
            case Errand.BOOK:
                self._book(number, item, expect)
            case Errand.CHANGE:
                self._change(number, item.wish["uuid"], _fields(item.wish["form"]), expect)
            case Errand.VALIDITY:
                valid = {"valid_until": item.wish["valid_until"]}
                self._change(number, item.wish["uuid"], valid, expect)

    def _expected(self, event: ItemEvent, item: Item) -> dict[str, Any]:
        if event.became is not State.REFUSED:
            return {}
        return {"outcome": _REFUSED, "message": message_pattern(item.words)}

    def _add(self, number: int, item: Item, expect: Mapping[str, Any]) -> None:
        fields = _fields(item.wish)
        name = self._draft.instrument(fields)
        step = self._draft.act(number, "add", {"of": name}, expect)
        if not expect and item.portal_uuid:
            self._codes[item.portal_uuid] = len(self._draft.instruments)
            self._draft.filed(fields, step)

    def _change(
        self, number: int, uuid: str, fields: Mapping[str, Any], expect: Mapping[str, Any]
    ) -> None:
        args = {"record": self._record(uuid), "with": dict(fields)}
        self._draft.act(number, "change", args, expect)

    def _book(self, number: int, item: Item, expect: Mapping[str, Any]) -> None:
        """Book as the agent does: a draft first, and what was drafted is submitted."""
        pieces = [self._record(uuid) for uuid in item.wish["records"]]
        draft = f"draft_{len(self._bookings) + 1}"
        step = self._draft.act(number, "draft", {"pieces": pieces}, {})
        self._draft.steps[step]["bind"] = {draft: "uuid"}
        args = {"booking": f"${{{draft}}}", "submit": True}
        step = self._draft.act(number, "edit_draft", args, expect)
        if not expect:
            name = f"booking_{len(self._bookings) + 1}"
            self._draft.steps[step]["bind"] = {name: "number"}
            self._draft.steps[step]["expect"] = {"number": {"shape": "booking_number"}}
            self._bookings[item.portal_uuid or name] = name

    def _receipt(self, number: int, receipt: ReceiptRecord) -> None:
        name = self._bookings.get(receipt.booking_uuid)
        booking = f"${{{name}}}" if name else receipt.booking_number or receipt.booking_uuid
        serials = [str(one.get("serial_number", "")) for one in receipt.pieces]
        pieces = {"any_order": [{"serial_number": serial} for serial in serials]}
        self._draft.act(number, "read_receipt", {"booking": booking}, {"pieces": pieces})

    def _record(self, uuid: str) -> Any:  # noqa: ANN401 - YAML
        at = self._codes.get(uuid)
        if at is None:
            return {"uuid": uuid}
        return self._draft.code_of(self._draft.instruments[at])


def _fields(form: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain(form[key]) for key in FIELD_NAMES if form.get(key)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
