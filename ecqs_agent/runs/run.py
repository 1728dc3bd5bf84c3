"""One run for one account: journal, lease, browser and session put together, and its errands."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import Final

from playwright.sync_api import BrowserContext

from ecqs_agent.answers.results import RowIdentity, RowStanding, stand
from ecqs_agent.belonging import claimed_journal
from ecqs_agent.bookings.choosing import Choice, Situation, Wanted
from ecqs_agent.bookings.grouping import Group, booking_item, grouped, holdings, under_way
from ecqs_agent.drift.approval import load_approved
from ecqs_agent.drift.watch import Screens
from ecqs_agent.driving.album import Album, PicturedLedger
from ecqs_agent.driving.browsing import browsing
from ecqs_agent.driving.session import LogIn, PortalSession
from ecqs_agent.driving.walking import FOR_BOOKING, FOR_LEDGER
from ecqs_agent.events import Events, Kind
from ecqs_agent.expiry.validity import ValidityPlan
from ecqs_agent.flows.confirm import Confirmed, confirm
from ecqs_agent.flows.file_record import add_record, change_record
from ecqs_agent.flows.ports import Dialog, Ledger
from ecqs_agent.flows.pull import Pulled, pull, read_ledger
from ecqs_agent.flows.read_receipts import Poll, read_receipts
from ecqs_agent.flows.reconcile import Resolved
from ecqs_agent.flows.rehearse import Rehearsed, rehearse
from ecqs_agent.flows.set_validity import set_validity
from ecqs_agent.flows.submit_booking import submit_booking
from ecqs_agent.journal import Errand, Item, Journal, NewItem, State, hold_account
from ecqs_agent.journal.lease import Lease
from ecqs_agent.journal.store import utc_now
from ecqs_agent.login.vault import session_store
from ecqs_agent.mock_client import keep_apart
from ecqs_agent.politeness.courtesy import courtesy_of
from ecqs_agent.runs.census import Census
from ecqs_agent.runs.evidence import EvidenceFolder
from ecqs_agent.runs.findings import seen_in, tell_findings, tell_twins
from ecqs_agent.runs.planning import Plan, Step, Verdict, Wish, make_plan, new_item
from ecqs_agent.runs.retrying import patiently
from ecqs_agent.runs.runner import Runner, Tally
from ecqs_agent.settings import Settings
from page_objects.contract.seen import Place
from page_objects.errors import SessionDisplacedError
from page_objects.patience import Patience
from page_objects.screens import InstrumentForm, LedgerRecord

AGAIN = (State.REFUSED, State.REJECTED)
SUPERSEDED = "superseded"  # of a refused item: another one was filed in its place


class Run:
    """What can be done for an account while its lease is held."""

    def __init__(
        self,
        session: PortalSession,
        *,
        settings: Settings,
        journal: Journal,
        lease: Lease,
        runner: Runner,
        events: Events,
        album: Album | None = None,
    ) -> None:
        self.session = session
        self.journal = journal
        self.runner = runner
        self.account = session.account
        self._settings = settings
        self._lease = lease
        self._events = events
        self._album = album
        self._census = Census()
        self._evidence = EvidenceFolder(settings.data / "evidence" / session.account)
        self._screens = Screens(session, lambda: load_approved(settings), reading=runner.reading)

    def pull(self) -> Pulled:
        """Read ledger and bookings."""
        return self.runner.reading(partial(pull, self.session))

    def ledger(self) -> tuple[LedgerRecord, ...]:
        """Return the ledger as it stands, after looking for what is unclear."""
        self.runner.resolve()
        return self.runner.reading(partial(read_ledger, self.session))

    def set_validity(self, plan: ValidityPlan) -> Tally:
        """Set 有效期至 of the plan's records, one by one, and see them again in the ledger."""
        keys = [self._note_again(new).key for new in plan.items()]
        if keys:
            self.must_be_known(FOR_LEDGER)
        tally = self.runner.run(keys, self._flow(Errand.VALIDITY))
        if self.runner.stopped or not keys:
            return tally
        return tally.model_copy(update={"mismatched": self.confirm().mismatches})

    def must_be_known(self, places: Collection[Place]) -> None:
        """Make sure that these screens are as known or as approved, before anything is written.

        Raises:
            ScreensChangedError: one of them is not; nothing was written.
        """
        self._screens.must_be_known(places)

    def plan(self, wishes: tuple[Wish, ...]) -> Plan:
        """Decide what has to be done for these wishes, looking first at what is unclear."""
        self.runner.resolve()
        records = self.runner.reading(partial(read_ledger, self.session))
        self._census = Census(record.uuid for record in records)
        self._events.tell(Kind.LEDGER_READ, "The ledger holds {count} records.", count=len(records))
        known = {item.key: item for item in self.journal.items(self.account)}
        inside = under_way(known.values(), self.journal.receipts(self.account))
        made = make_plan(self.account, wishes, records, known=known, under_way=inside)
        tell_twins(made, self._events)
        return made

    def apply(self, plan: Plan, *, limit: int | None = None) -> Tally:
        """Carry the plan out: adopt what is there, then add and change, one by one."""
        self._adopt(plan)
        keys: list[tuple[str, Errand]] = []
        for step in plan.of(Verdict.ADD, Verdict.CHANGE):
            item = self._note(plan.account, step)
            keys.append((item.key, item.errand))
        chosen = keys if limit is None else keys[:limit]
        flows = dict(chosen)
        if chosen:
            self.must_be_known(FOR_LEDGER)
        tally = self.runner.run([key for key, _ in chosen], lambda key: self._flow(flows[key])(key))
        self._close_refused(plan)
        if self.runner.stopped or not (chosen or self.journal.unconfirmed(self.account)):
            return tally  # what was not looked at now is looked at by the next run
        confirmed = self.confirm(before=seen_in(plan))
        return tally.model_copy(update={"mismatched": confirmed.mismatches})

    def confirm(self, *, before: Collection[str] | None = None) -> Confirmed:
        """See again in the ledger what was proven by an answer; tell what is not as wished.

        `before` are the uuids the ledger held when the run began: what else came is told too.
        """
        records = self.runner.reading(partial(read_ledger, self.session))
        confirmed = confirm(self.account, records, self.journal, before=before)
        tell_findings(confirmed, self._events)
        return confirmed

    def rehearse(
        self, plan: Plan, *, pictures: Path, limit: int | None = None
    ) -> tuple[Rehearsed, ...]:
        """Fill every dialog of the plan, read it back, picture it and close it: nothing is filed.

        One PNG per row goes into `pictures`.
        """
        steps = plan.of(Verdict.ADD, Verdict.CHANGE)
        done = []
        for step in steps if limit is None else steps[:limit]:
            if self.runner.stopped:
                break
            rehearsed = self.runner.reading(partial(self._rehearse, step, pictures))
            if rehearsed.trouble:
                self.session.leave()  # a message may stand in the way
                self._events.tell(
                    Kind.ITEM_REJECTED,
                    "Row {row}: {name} cannot be filed: {words}",
                    row=step.row,
                    name=step.form.name,
                    words=rehearsed.trouble,
                )
            done.append(rehearsed)
        return tuple(done)

    def _rehearse(self, step: Step, pictures: Path) -> Rehearsed:
        form, uuid = step.form, ""
        if step.verdict is Verdict.CHANGE and step.record is not None:
            uuid = step.record.uuid
            form = form.model_copy(update={"valid_until": step.record.valid_until})

        def look() -> None:
            pictures.mkdir(parents=True, exist_ok=True)
            (pictures / f"row-{step.row}.png").write_bytes(self.session.picture())

        return patiently(
            lambda: rehearse(
                form, row=step.row, ledger=self.session.ledger(), uuid=uuid, look=look
            ),
            before_retry=self.session.leave,
        )

    def look_before_booking(self) -> Situation:
        """Read what is booked and what the ledger holds."""
        self.runner.resolve()  # a booking whose outcome is unclear is looked for, never repeated
        self.poll()
        records = self.runner.reading(partial(read_ledger, self.session))
        items = self.journal.items(self.account)
        held = holdings(items, self.journal.receipt_history(self.account))
        return Situation(records=records, items=items, held=held)

    def groups_to_book(
        self, wanted: Wanted | None = None, *, today: date | None = None
    ) -> tuple[Group, ...]:
        """Return the bookings that are due; without `wanted` those of our own new records."""
        seen = self.look_before_booking()
        day = today or date.today()  # noqa: DTZ011 - the operator's own day
        return self.grouped(seen.choose(wanted or Wanted(), today=day), seen)

    def grouped(self, choice: Choice, seen: Situation) -> tuple[Group, ...]:
        """Return the chosen records as they are booked together."""
        at_most = self._settings.max_per_booking
        return grouped(choice.records, at_most=at_most, held=seen.held, known=seen.records)

    def book(self, groups: tuple[Group, ...], *, draft_only: bool = False) -> Tally:
        """Submit one booking per group, or leave it as a draft."""
        keys = [self._note_booking(group).key for group in groups]
        if keys:
            self.must_be_known(FOR_BOOKING)
        flow = partial(self._book_flow, draft_only=draft_only)
        return self.runner.run(keys, flow)

    def poll(self, *, everything: bool = False) -> Poll:
        """Read the receipts of bookings that may have changed, or of all submitted ones."""
        return self.runner.reading(
            lambda: read_receipts(
                self.account,
                bookings=self.session.bookings(),
                journal=self.journal,
                older_than=timedelta(hours=self._settings.receipt_age),
                everything=everything,
                now=self.journal.now,
            )
        )

    def standings(self, rows: Iterable[int], plan: Plan) -> tuple[RowStanding, ...]:
        """Return where every row of the workbook stands; `rows` are all, the plan has the good."""
        known = {step.row: _identity(step) for step in plan.steps}
        return stand(
            {row: known.get(row, RowIdentity()) for row in rows},
            items=self.journal.items(self.account),
            receipts=self.journal.receipt_history(self.account),
        )

    def reconcile(self) -> Resolved:
        """Resolve what is unclear by looking."""
        return self.runner.resolve()

    def _flow(self, errand: Errand) -> Callable[[str], Item]:
        file = _FLOWS[errand]
        if errand is Errand.ADD:
            file = partial(add_record, census=self._census)
        return lambda key: file(
            key,
            ledger=self._ledger(),
            journal=self.journal,
            hold=self._lease,
            unknown_payload=self._settings.unknown_payload.value,
            keep=self._keep,
        )

    def _keep(self, key: str, form: InstrumentForm, dialog: Dialog) -> Mapping[str, object]:
        return self._evidence.keep(key, form, dialog.picture())

    def _ledger(self) -> Ledger:
        ledger = self.session.ledger()
        if self._album is None:
            return ledger
        return PicturedLedger(ledger, self._album, self.session.picture)

    def _book_flow(self, key: str, *, draft_only: bool) -> Item:
        return submit_booking(
            key,
            session=self.session,
            journal=self.journal,
            hold=self._lease,
            unknown_payload=self._settings.unknown_payload.value,
            draft_only=draft_only,
        )

    def _adopt(self, plan: Plan) -> None:
        """Take records that are already as wished into the journal, where nobody owns them."""
        owned = self.journal.owned(self.account, Errand.ADD)
        for step in plan.of(Verdict.UNCHANGED, Verdict.CHANGE):
            if step.record is None or step.record.uuid in owned:
                continue
            item = self.journal.note(new_item(plan.account, step))
            if item.state is State.TODO:
                self.journal.mark_proven(
                    item.key,
                    portal_uuid=step.record.uuid,
                    portal_number=step.record.instrument_code,
                    evidence={"adopted": step.record.model_dump()},
                )

    def _close_refused(self, plan: Plan) -> None:
        """Remember which refused items were filed after all, under corrected names."""
        known = {item.key: item for item in self.journal.items(self.account)}
        for step in plan.steps:
            filed = known.get(step.key)
            if step.refused in known and filed is not None and filed.state is State.PROVEN:
                self.journal.remark(step.refused, code=SUPERSEDED, detail={"by": step.key})

    def _note(self, account: str, step: Step) -> Item:
        wish = new_item(account, step)
        if step.verdict is Verdict.CHANGE and step.record is not None:
            wish = _change_item(account, step)
        item = self.journal.note(wish)
        if item.state in AGAIN or (item.state is State.PROVEN and item.errand is Errand.CHANGE):
            return self.journal.wish_again(item.key, wish.wish, code="asked-again")
        self.journal.refresh_wish(item.key, wish.wish)
        return item

    def _note_again(self, new: NewItem) -> Item:
        item = self.journal.note(new)
        if item.state in AGAIN:
            return self.journal.wish_again(item.key, new.wish, code="asked-again")
        self.journal.refresh_wish(item.key, new.wish)
        return item

    def _note_booking(self, group: Group) -> Item:
        attempt = 0
        while True:
            new = booking_item(self.account, group, attempt=attempt)
            item = self.journal.note(new)
            if item.state in AGAIN:
                return self.journal.wish_again(item.key, new.wish, code="asked-again")
            if item.state is not State.PROVEN:
                self.journal.refresh_wish(item.key, new.wish)
                return item
            attempt += 1  # answered and refused before: the corrected pieces are a new booking


_FLOWS: Final = {
    Errand.ADD: add_record,
    Errand.CHANGE: change_record,
    Errand.VALIDITY: set_validity,
}


def _identity(step: Step) -> RowIdentity:
    return RowIdentity(key=step.key, uuid=step.record.uuid if step.record else None)


def _change_item(account: str, step: Step) -> NewItem:
    """Return the wish to change the step's record; 有效期至 keeps what the portal holds."""
    record = step.record
    if record is None:
        raise AssertionError("a change has a record")
    form = step.form.model_copy(update={"valid_until": record.valid_until})
    wish: Mapping[str, object] = {
        "form": form.model_dump(mode="json"),
        "uuid": record.uuid,
        "region_code": step.region_code,
    }
    return NewItem(
        account=account,
        errand=Errand.CHANGE,
        fingerprint=record.uuid,
        ordinal=0,
        wish=dict(wish),
        place=f"{step.row}",
    )


@contextmanager
def open_run(
    settings: Settings,
    account: str,
    *,
    log_in: LogIn,
    events: Events,
    stop: Flag | None = None,
    album: Album | None = None,
    context: BrowserContext | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Iterator[Run]:
    """Hold the account and its browser session for the length of the block.

    A `context` that is given is used instead of starting a browser. What the journal keeps gets
    its time from `clock`.

    Raises:
        MockOnlyError: what is for the mock alone is set, and the portal is not the mock.
        AccountBusyError: another run holds the account.
        NoBrowserError: no browser could be started.
        JournalUnavailableError: the journal cannot be opened.
        SessionDisplacedError: a person logged in elsewhere; the run has yielded.
        OtherPortalError: folder or journal are of another portal.
        SettingsError: hours are not written like 08:30-17:30.
    """
    keep_apart(settings)
    store = session_store(settings.data, settings.portal)
    with (
        closing(claimed_journal(settings, now=clock)) as journal,
        hold_account(journal, account, locks=settings.data / "locks") as lease,
        browsing(settings, store.load(account), given=context, events=events) as browser,
    ):
        journal.recover(account)
        session = PortalSession(
            browser,
            account=account,
            portal=settings.portal,
            patience=Patience(settings.patience),
            store=store,
        )
        runner = Runner(
            session,
            journal=journal,
            hold=lease,
            events=events,
            quiet=settings.quiet_period,
            courtesy=courtesy_of(settings, account, now=utc_now),
            log_in=lambda: log_in(session),
            stop=stop,
        )
        try:
            yield Run(
                session,
                settings=settings,
                journal=journal,
                lease=lease,
                runner=runner,
                events=events,
                album=album,
            )
        except SessionDisplacedError:
            session.yield_to_person()
            raise
