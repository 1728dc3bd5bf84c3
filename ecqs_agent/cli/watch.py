"""`ecqs receipts watch`: read receipts when it is time, and tell people what changed."""

import time
from contextlib import closing
from typing import Annotated

import typer

from ecqs_agent.belonging import open_journal
from ecqs_agent.cli.language import t
from ecqs_agent.cli.notices import address_book
from ecqs_agent.cli.options import Json, Portal, console, settings_of
from ecqs_agent.cli.report import leave_report
from ecqs_agent.cli.stopping import stop_on_ctrl_c
from ecqs_agent.errors import ExitCode
from ecqs_agent.events import Events
from ecqs_agent.flows.read_receipts import Poll
from ecqs_agent.journal.store import utc_now
from ecqs_agent.login.access import nobody_logs_in
from ecqs_agent.notices.teller import Teller
from ecqs_agent.polling.rhythm import rhythm_of
from ecqs_agent.polling.watching import Watch
from ecqs_agent.report.wording import Errand as ReportOf
from ecqs_agent.runs.run import open_run

Accounts = Annotated[
    list[str], typer.Option("--account", help=t("Account; give it again for each further one"))
]
Once = Annotated[
    bool, typer.Option("--once", help=t("One pass, for schedulers: look only at what is due"))
]


def watch(
    account: Accounts, portal: Portal = None, once: Once = False, as_json: Json = False
) -> int:
    """Read receipts when it is time. Nobody is logged in: an ended session parks its account."""
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal)
    rhythm = rhythm_of(settings)
    channels = address_book(settings).channels()
    events = Events(voice.hear)
    with (
        stop_on_ctrl_c(voice) as stop,
        closing(open_journal(settings)) as journal,
    ):

        def wait(seconds: float) -> None:
            end = time.monotonic() + seconds
            # in slices: on Windows Ctrl-C does not wake a thread that waits
            while (left := end - time.monotonic()) > 0 and not stop.wait(min(left, 1.0)):
                pass

        def read(name: str) -> Poll:
            began = utc_now()
            with open_run(settings, name, log_in=nobody_logs_in, events=events, stop=stop) as run:
                seen = run.poll()
            if seen.changed:
                leave_report(voice, settings, name, errand=ReportOf.RECEIPTS, since=began)
            return seen

        teller = Teller(journal, channels=channels, events=events, t=t, clock=utc_now, wait=wait)
        looking = Watch(
            tuple(dict.fromkeys(account)),
            rhythm=rhythm,
            journal=journal,
            teller=teller,
            read=read,
            events=events,
            t=t,
            clock=utc_now,
            wait=wait,
        )
        if not channels:
            voice.say(
                "No channel for notices is set up: what changed is shown here alone. "
                "See `ecqs notices set --help`."
            )
        done = looking.once(stop) if once else looking.until(stop)
    if done is not None:
        voice.json(done)
    if stop.is_set():
        return ExitCode.INTERRUPTED
    return ExitCode.OK if done is None else done.exit_code
