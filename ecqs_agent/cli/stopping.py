"""Ctrl-C once: finish the current record and stop. Twice: stop now."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t


@contextmanager
def stop_on_ctrl_c(console: Console) -> Iterator[Event]:
    """Return a flag that the first Ctrl-C sets; the second one interrupts at once."""
    stop = Event()

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        console.say("Stopping after the current record. Press Ctrl-C again to stop at once.")

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield stop
    except KeyboardInterrupt:  # told here: typer makes an exit code of it and says nothing
        console.complain(t("Interrupted. What was being sent is noted as unclear and looked for."))
        raise
    finally:
        signal.signal(signal.SIGINT, before)
