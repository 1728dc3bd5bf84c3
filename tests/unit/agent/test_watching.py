"""Days of watching pass in a moment: the clock is ours, the journal and the notices are real."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event as Flag

import pytest

from ecqs_agent.errors import (
    AccountBusyError,
    ExitCode,
    JournalUnavailableError,
    PersonNeededError,
    SettingsError,
)
from ecqs_agent.events import Event, Events
from ecqs_agent.flows.read_receipts import Poll
from ecqs_agent.journal import Journal
from ecqs_agent.journal.engine import sqlite_url
from ecqs_agent.notices.answers import Answer, taken
from ecqs_agent.notices.channels import Channel, Service, channel_of
from ecqs_agent.notices.teller import Teller
from ecqs_agent.polling.rhythm import (
    BEIJING,
    Hours,
    Rhythm,
    end_of_quiet,
    interval,
    is_open,
    next_look,
    next_open,
    rhythm_of,
)
from ecqs_agent.polling.watching import Outcome, Watch
from ecqs_agent.settings import Language, Settings
from ecqs_agent.texts import translator
from page_objects.errors import (
    PortalDriftError,
    PortalUnavailableError,
    SessionDisplacedError,
    SessionEndedError,
)
from tests.unit.agent.tellings import MAIN, piece, reading

T = translator(Language.ZH)
RHYTHM = rhythm_of(Settings())
REFUSAL = "器具电子计价秤（出厂编号为 938579）不予受理原因：请规范填写测量范围"
ACCEPTED = f"{MAIN}受理回执信息：本院已受理，请与力学室电话0471-3337062联系，确定现场检定时间。"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


# --- the rhythm -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-09-28 10:00", "2026-09-28 10:00"),
        ("2026-09-28 07:00", "2026-09-28 08:30"),
        ("2026-09-28 17:30", "2026-09-29 08:30"),
        ("2026-09-30 18:00", "2026-10-08 08:30"),  # National Day
        ("2026-10-10 09:00", "2026-10-10 09:00"),  # a Saturday worked in lieu
        ("2026-10-10 20:00", "2026-10-12 08:30"),
    ],
)
def test_looks_wait_for_the_offices(moment: str, opens: str) -> None:
    assert next_open(at(moment), RHYTHM.office) == at(opens)


def test_looks_come_often_after_news_and_seldom_without() -> None:
    hours = [0, 4, 16, 48, 96, 1000]
    found = [interval(RHYTHM, quiet_for=timedelta(hours=hour)) for hour in hours]
    minutes = [found_one / timedelta(minutes=1) for found_one in found]
    assert minutes == [30, 30, 120, 360, 720, 720]
    assert interval(RHYTHM, quiet_for=None) == timedelta(hours=12)


def test_the_next_look_is_the_same_whoever_asks_and_spread_over_accounts() -> None:
    last, news = at("2026-09-28 09:00"), at("2026-09-28 08:50")
    looks = {
        account: next_look(RHYTHM, account, last_look=last, last_news=news)
        for account in ("demo", "second", "third")
    }
    assert looks["demo"] == next_look(RHYTHM, "demo", last_look=last, last_news=news)
    assert len(set(looks.values())) == 3
    assert all(
        timedelta(minutes=30) <= look - last <= timedelta(minutes=33) for look in looks.values()
    )


def test_looks_due_at_night_are_spread_over_the_first_quarter_of_an_hour() -> None:
    evening = at("2026-09-28 17:20")
    looks = [next_look(RHYTHM, f"a{n}", last_look=evening, last_news=evening) for n in range(20)]
    opening = at("2026-09-29 08:30")
    assert all(opening <= look <= opening + timedelta(minutes=15) for look in looks)
    assert len(set(looks)) == 20


def test_quiet_hours_pass_midnight() -> None:
    quiet = RHYTHM.quiet
    assert end_of_quiet(at("2026-09-28 21:00"), quiet) == at("2026-09-29 08:00")
    assert end_of_quiet(at("2026-09-28 03:00"), quiet) == at("2026-09-28 08:00")
    assert end_of_quiet(at("2026-09-28 12:00"), quiet) == at("2026-09-28 12:00")
    noon = Hours.model_validate({"start": "12:00", "end": "14:00"})
    assert end_of_quiet(at("2026-09-28 13:59"), noon) == at("2026-09-28 14:00")
    assert end_of_quiet(at("2026-09-28 14:00"), noon) == at("2026-09-28 14:00")


@pytest.mark.parametrize("hours", ["8.30-17.30", "08:30", "", "08:30-08:30", "25:00-26:00"])
def test_hours_that_are_none_are_refused(hours: str) -> None:
    with pytest.raises(SettingsError, match="office_hours"):
        rhythm_of(Settings(office_hours=hours))


def test_no_quiet_hours_is_possible() -> None:
    assert rhythm_of(Settings(quiet_hours="")).quiet is None


# --- the watch ------------------------------------------------------------------------------


class Days:
    """A simulated office: its clock, its portal, its chat group, and what was heard."""

    def __init__(self, journal: Journal, start: datetime, rhythm: Rhythm = RHYTHM) -> None:
        self.journal = journal
        self.now = start
        self.rhythm = rhythm
        self.receipts: dict[str, list[tuple[str, str]]] = {}  # account: number, state; text
        self.errors: dict[str, Callable[[], Exception]] = {}
        self.missing: dict[str, tuple[str, ...]] = {}
        self.looks: list[tuple[str, datetime]] = []
        self.sent: list[tuple[datetime, str]] = []
        self.heard: list[Event] = []
        self.answer = taken("0: ok")

    def read(self, account: str) -> Poll:
        self.looks.append((account, self.now))
        if account in self.errors:
            error = self.errors[account]()
            raise error
        changed = []
        for number, (state, text) in enumerate(self.receipts.get(account, [])):
            shown = reading(piece("U1", state), on=1, number=f"2026{number:09}", text=text)
            receipt = shown.model_copy(update={"read_at": self.now})
            if self.journal.keep_receipt(account, receipt):
                changed.append(receipt)
        count = len(self.receipts.get(account, []))
        missing = self.missing.get(account, ())
        return Poll(bookings=count, read=count, changed=tuple(changed), missing=missing)

    def send(self, channel: Channel, title: str, text: str, account: str) -> Answer:
        self.sent.append((self.now, text))
        return self.answer

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def watch(self, *accounts: str) -> Watch:
        events = Events(self.heard.append)
        address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEYKEYKEY"
        teller = Teller(
            self.journal,
            channels=[channel_of(Service.WECOM, address)],
            events=events,
            t=T,
            clock=lambda: self.now,
            wait=self.pass_by,
            send=self.send,
        )
        return Watch(
            accounts,
            rhythm=self.rhythm,
            journal=self.journal,
            teller=teller,
            read=self.read,
            events=events,
            t=T,
            clock=lambda: self.now,
            wait=self.pass_by,
        )

    def run_until(self, end: datetime, *accounts: str) -> None:
        """Watch until that time, as `ecqs receipts watch` does."""
        watch = self.watch(*accounts)
        stop = Flag()

        def wait(seconds: float) -> None:
            self.pass_by(seconds)
            if self.now >= end:
                stop.set()

        watch._wait = wait
        watch.until(stop)


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Days]:
    journal = Journal.open(sqlite_url(tmp_path / "journal.sqlite"))
    yield Days(journal, at("2026-09-28 09:07"))
    journal.close()


def test_two_weeks_of_watching_keep_the_rhythm_of_the_offices(days: Days) -> None:
    days.receipts["demo"] = [("待受理", "")]
    days.run_until(at("2026-10-13 00:00"), "demo")
    looks = [moment for _, moment in days.looks]
    assert looks[0] == at("2026-09-28 09:07")
    assert all(is_open(moment, RHYTHM.office) for moment in looks)
    per_day = [moment.astimezone(BEIJING).date().isoformat() for moment in looks]
    counts = {day: per_day.count(day) for day in dict.fromkeys(per_day)}
    assert counts["2026-09-28"] > counts["2026-09-29"] >= counts["2026-09-30"]
    assert not {f"2026-10-0{day}" for day in range(1, 8)} & set(counts)
    assert counts["2026-10-08"] == counts["2026-10-09"] == counts["2026-10-10"] == 1
    gaps = [later - earlier for earlier, later in pairwise(looks)]
    assert min(gaps) >= timedelta(minutes=30)
    assert days.sent == []  # nothing was answered, so nobody is told anything


def test_an_answer_is_told_once_and_the_looks_come_closer_again(days: Days) -> None:
    days.receipts["demo"] = [("待受理", "")]
    days.run_until(at("2026-10-09 12:00"), "demo")
    days.receipts["demo"] = [("预约失败", REFUSAL)]
    days.run_until(at("2026-10-10 17:30"), "demo")
    ((when, text),) = days.sent
    assert is_open(when, RHYTHM.office)
    assert "不予受理：更正后重新预约" in text
    assert "请规范填写测量范围" in text
    told = when.astimezone(BEIJING)
    after = [moment for _, moment in days.looks if moment > told]
    assert after[0] - when < timedelta(minutes=34)
    assert days.journal.receipts("demo")[0].read_at == when


def test_a_run_started_anew_tells_what_the_one_before_had_read_but_not_told(days: Days) -> None:
    days.receipts["demo"] = [("待检定", ACCEPTED)]
    days.read("demo")  # read, and killed before it was told
    days.now += timedelta(days=1)
    days.watch("demo").once()
    assert len(days.sent) == 1
    days.watch("demo").once()
    days.now += timedelta(days=1)
    days.watch("demo").once()
    assert len(days.sent) == 1


def test_once_looks_when_a_look_was_missed_and_only_then(days: Days) -> None:
    days.receipts["demo"] = [("待受理", "")]
    first = days.watch("demo").once()
    assert [looked.outcome for looked in first.accounts] == [Outcome.READ]
    days.now += timedelta(minutes=10)
    again = days.watch("demo").once()
    assert [looked.outcome for looked in again.accounts] == [Outcome.NOT_YET]
    assert again.exit_code is ExitCode.OK
    days.now = at("2026-10-03 10:00")  # switched on again in the holidays
    holiday = days.watch("demo").once()
    assert [looked.outcome for looked in holiday.accounts] == [Outcome.NOT_YET]
    assert holiday.next_at == at("2026-10-08 08:30")
    days.now = at("2026-10-08 13:00")
    assert [looked.outcome for looked in days.watch("demo").once().accounts] == [Outcome.READ]


def test_a_session_that_ended_parks_the_account_and_never_hammers_the_login(days: Days) -> None:
    days.errors["demo"] = lambda: PersonNeededError(
        "The session of {account} has ended. Run `ecqs login --account {account}` and start the "
        "command again; nothing is lost.",
        account="demo",
    )
    days.run_until(at("2026-09-30 12:00"), "demo", "second")
    assert [account for account, _ in days.looks].count("demo") == 1
    assert [account for account, _ in days.looks].count("second") == 3  # once a day
    ((_, text),) = days.sent
    assert "请人工登录：ecqs login --account demo" in text

    done = days.watch("demo").once()
    assert done.accounts[0].outcome is Outcome.PARKED
    assert done.exit_code is ExitCode.PERSON
    assert len(days.sent) == 1

    del days.errors["demo"]
    days.watch("demo")._teller.board.unpark("demo")  # as `ecqs login` does
    assert days.watch("demo").once().accounts[0].outcome is Outcome.READ


def test_an_account_that_a_person_uses_elsewhere_is_left_to_them(days: Days) -> None:
    days.errors["demo"] = lambda: SessionDisplacedError(evidence="您的账号已在其他地点登录")
    done = days.watch("demo").once()
    assert (done.accounts[0].outcome, done.exit_code) == (Outcome.PARKED, ExitCode.PERSON)
    days.run_until(at("2026-09-30 12:00"), "demo")
    assert [account for account, _ in days.looks] == ["demo"]
    ((_, text),) = days.sent
    assert "此账户已在别处登录" in text


def test_the_second_lost_session_is_told_again(days: Days) -> None:
    days.errors["demo"] = lambda: SessionEndedError(evidence="login form")
    watch = days.watch("demo")
    watch.once()
    watch._teller.board.unpark("demo")
    days.now += timedelta(days=1)
    days.watch("demo").once()
    assert len(days.sent) == 2


def test_one_account_s_trouble_does_not_stop_the_others(days: Days) -> None:
    class BugError(Exception):
        pass

    days.errors = {
        "busy": AccountBusyError,
        "down": lambda: PortalUnavailableError(step="open"),
        "bug": BugError,
    }
    done = days.watch("busy", "down", "bug", "demo").once()
    outcomes = {looked.account: looked.outcome.value for looked in done.accounts}
    assert outcomes == {"busy": "busy", "down": "failed", "bug": "failed", "demo": "read"}
    assert done.exit_code is ExitCode.INTERNAL
    assert days.watch("busy").once().exit_code is ExitCode.BUSY
    assert days.watch("down").once().exit_code is ExitCode.PORTAL


def test_a_journal_that_cannot_be_written_ends_the_watch(days: Days) -> None:
    days.errors["demo"] = JournalUnavailableError
    with pytest.raises(JournalUnavailableError):
        days.watch("demo").once()


def test_a_portal_that_is_down_is_asked_less_and_less_and_told_after_a_day(days: Days) -> None:
    days.receipts["demo"] = [("待受理", "")]
    days.watch("demo").once()
    days.errors["demo"] = lambda: PortalUnavailableError(step="open the list")
    days.run_until(at("2026-09-28 17:30"), "demo")
    assert 3 < len(days.looks) < 7
    assert days.sent == []
    days.run_until(at("2026-09-30 17:30"), "demo")
    told = [when.astimezone(BEIJING).date().isoformat() for when, _ in days.sent]
    assert told == ["2026-09-29", "2026-09-30"]  # once a day
    assert "PORTAL-101" in days.sent[0][1]


def test_a_portal_that_never_answered_is_told_at_once(days: Days) -> None:
    days.errors["demo"] = lambda: PortalUnavailableError(step="open the list")
    days.watch("demo").once()
    days.watch("demo").once()
    assert len(days.sent) == 1


def test_a_changed_page_is_told_at_once(days: Days) -> None:
    days.errors["demo"] = lambda: PortalDriftError(screen="list", missing="x", seen="y")
    days.watch("demo").once()
    assert len(days.sent) == 1


def test_quiet_hours_hold_the_delivery_and_not_the_look(tmp_path: Path, days: Days) -> None:
    always = rhythm_of(Settings(office_hours="00:00-23:59", quiet_hours="20:00-08:00"))
    days.rhythm = always
    days.now = at("2026-09-28 21:00")
    days.receipts["demo"] = [("预约失败", REFUSAL)]
    days.run_until(at("2026-09-29 12:00"), "demo")
    assert days.looks[0][1] == at("2026-09-28 21:00")
    ((when, _),) = days.sent
    assert when == at("2026-09-29 08:00")


def test_a_channel_in_trouble_gets_its_notice_later(days: Days) -> None:
    days.receipts["demo"] = [("预约失败", REFUSAL)]
    days.answer = Answer(taken=False, words="HTTP 502", again_after=2.0)
    days.watch("demo").once()
    tried = len(days.sent)
    assert tried == 3
    days.answer = taken("0: ok")
    days.now += timedelta(minutes=40)
    done = days.watch("demo").once()
    assert done.delivery is not None
    assert (done.delivery.sent, len(days.sent)) == (1, tried + 1)


def test_a_stop_between_two_accounts_ends_the_pass(days: Days) -> None:
    stop = Flag()

    def stopped() -> Exception:
        stop.set()
        return PortalUnavailableError(step="open")

    days.errors["demo"] = stopped
    done = days.watch("demo", "second").until(stop)
    assert done is not None
    assert [looked.account for looked in done.accounts] == ["demo"]


def test_a_booking_that_left_the_list_is_told_once(days: Days) -> None:
    days.missing["demo"] = ("2026092800001",)
    days.run_until(at("2026-09-30 12:00"), "demo")
    assert len(days.looks) == 3
    ((_, text),) = days.sent
    assert "2026092800001" in text


def test_an_account_without_bookings_keeps_its_rhythm_over_restarts(days: Days) -> None:
    assert days.watch("demo").once().accounts[0].outcome is Outcome.READ
    days.now += timedelta(hours=2)
    assert days.watch("demo").once().accounts[0].outcome is Outcome.NOT_YET
    days.now += timedelta(days=1)
    assert days.watch("demo").once().accounts[0].outcome is Outcome.READ
