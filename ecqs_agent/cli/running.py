"""A command's run for one account, told to the command's own voice."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Flag

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.people import log_in_way
from ecqs_agent.events import Events
from ecqs_agent.runs.run import Run, open_run
from ecqs_agent.settings import Settings


@contextmanager
def running(
    voice: Console, settings: Settings, account: str, *, stop: Flag | None = None
) -> Iterator[Run]:
    """Hold the account and its browser; whoever is at the terminal is asked to log in.

    Raises:
        AgentError: as `open_run` does.
    """
    way, events = log_in_way(settings, account), Events(voice.hear)
    with open_run(settings, account, log_in=way, events=events, stop=stop) as run:
        yield run
