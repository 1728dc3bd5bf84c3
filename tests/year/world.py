"""The world of the simulated year: one portal process, one group chat, and the desks of firms.

Nothing is simulated on our side of the wire: every errand is the product's own, in a browser
context and with a journal of its own, as a command would have them. Only the clocks are ours.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from ecqs_agent.driving.browser import portal_context
from ecqs_agent.driving.session import LogIn
from ecqs_agent.events import Event, Events
from ecqs_agent.flows.read_receipts import Poll
from ecqs_agent.journal import Journal
from ecqs_agent.journal.notices import NoticeBoard
from ecqs_agent.login.access import nobody_logs_in, way_in
from ecqs_agent.login.vault import session_store
from ecqs_agent.mock_client import MockPortal, serving
from ecqs_agent.notices.channels import Service, channel_of
from ecqs_agent.notices.teller import Teller
from ecqs_agent.polling.rhythm import rhythm_of
from ecqs_agent.polling.watching import Pass, Watch
from ecqs_agent.runs.run import Run, open_run
from ecqs_agent.settings import Captcha, Settings, load_settings
from tests.unit.agent.receivers import Robot
from tests.year.clock import Calendar
from tests.year.told import T, Told, told

PASSWORD: Final = "Year+2026"
ANSWER_AFTER: Final = 10 * 86_400  # seconds until an institute answers a booking by its rules
GROUP_KEY: Final = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


class World:
    """The portal, the group and what every firm has on its disk."""

    def __init__(
        self,
        folder: Path,
        *,
        accounts: tuple[str, ...],
        robot: Robot,
        launch: Callable[[], Browser],
    ) -> None:
        self.folder = folder
        self.accounts = accounts
        self.calendar = Calendar()
        self.heard: list[Event] = []
        self._robot = robot
        self._launch = launch
        self._up = ExitStack()
        self.mock: MockPortal
        self.settings: Settings
        self._browser: Browser

    def __enter__(self) -> Self:
        self._start(port=0)
        companies = {name: {"password": PASSWORD, "company": name} for name in self.accounts}
        self.mock.tell("seed", {"accounts": companies})
        return self

    def __exit__(self, *_: object) -> None:
        self._up.close()

    def restart(self) -> None:
        """End portal and browser, and start both again on what they left on disk."""
        port = urlsplit(self.mock.url).port
        assert port is not None
        self._up.close()
        self._start(port=port)

    def _start(self, *, port: int) -> None:
        options = ("--port", f"{port}", "--state", str(self.folder / "portal.sqlite"))
        self._up = ExitStack()
        self.mock = self._up.enter_context(serving(*options, "--variant", "institutes=several"))
        self._browser = self._up.enter_context(closing(self._launch()))
        self.mock.tell("clock", {"answer_after": ANSWER_AFTER})
        self.settings = load_settings(
            portal=self.mock.url,
            mock_token=self.mock.token,
            captcha=Captcha.MOCK,
            data=self.folder / "data",
            pause=0.0,
            quiet_period=0.0,
            patience=1.0,
        )

    def on(self, moment: str) -> None:
        """Let it be this moment, for the portal, its institutes and for us."""
        self.mock.tell("clock", {"set": self.calendar.go_to(moment).isoformat()})

    def lose_session(self, *, at: str) -> None:
        """Let the portal end, without a word, the session that calls this service method next."""
        self.mock.tell("fault", {"kind": "logout", "method": at, "times": 1})

    @contextmanager
    def allocation(self, way: str) -> Iterator[None]:
        """Let the portal give pieces to institutes in another way than usual."""
        self.mock.tell("variants", {"allocation": way})
        yield
        self.mock.tell("variants", {"allocation": "all"})

    # --- the firms' side -----------------------------------------------------------------

    @contextmanager
    def desk(self, account: str, *, log_in: LogIn | None = None) -> Iterator[Run]:
        """Open a run as a command does: with the login that was kept, and a person beside it."""
        store = session_store(self.settings.data, self.settings.portal)
        kept = store.load(account)
        with (
            portal_context(self._browser, self.settings.addresses, storage=kept) as context,
            open_run(
                self.settings,
                account,
                log_in=log_in or self._person(account),
                events=Events(self.heard.append),
                context=context,
                clock=self.calendar,
            ) as run,
        ):
            yield run

    def log_in(self, account: str) -> None:
        """Log in as `ecqs login` does; a parked account is looked after again."""
        with self.desk(account) as run:
            self._person(account)(run.session)
            NoticeBoard(run.journal).unpark(account)

    def _person(self, account: str) -> LogIn:
        return way_in(
            self.settings, account, ask_password=lambda _: PASSWORD, ask_word=lambda _: ""
        )

    # --- what nobody attends -------------------------------------------------------------

    def watch(self) -> Mapping[str, str]:
        """Look after all accounts once, as a scheduler has it done; return how each look ended."""
        return {looked.account: looked.outcome.value for looked in self._watch().accounts}

    def _watch(self) -> Pass:
        def read(account: str) -> Poll:
            with self.desk(account, log_in=nobody_logs_in) as run:
                return run.poll()

        events = Events(self.heard.append)
        channel = channel_of(
            Service.WECOM, f"{self._robot.url}/cgi-bin/webhook/send?key={GROUP_KEY}"
        )
        with closing(Journal.open(self.settings.journal_url, now=self.calendar)) as journal:
            teller = Teller(
                journal, channels=(channel,), events=events, t=T, clock=self.calendar, wait=_never
            )
            return Watch(
                self.accounts,
                rhythm=rhythm_of(self.settings),
                journal=journal,
                teller=teller,
                read=read,
                events=events,
                t=T,
                clock=self.calendar,
                wait=_never,
            ).once()

    def told(self) -> list[Told]:
        """Return what the group was told since it was last asked for."""
        received, self._robot.received[:] = list(self._robot.received), []
        return told(received)

    # --- the portal's side ---------------------------------------------------------------

    def state(self, account: str) -> Mapping[str, Any]:
        """Return what the portal itself holds of an account: records and bookings."""
        held: Mapping[str, Any] = self.mock.ask("state")["accounts"][account]
        return held

    def institute(self, do: str, **more: str) -> Mapping[str, int]:
        """Have an institute do something by hand."""
        done: Mapping[str, int] = self.mock.tell("institute", {"do": do, **more})
        return done


def _never(seconds: float) -> None:
    raise AssertionError(f"nobody waits in this year ({seconds} s)")
