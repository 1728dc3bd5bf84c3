"""How a run tells how far it has come: a bar on a terminal, lines in a log, events for scripts."""

import io
import json

import pytest
from rich.console import Console as RichConsole

from ecqs_agent.cli.console import Console, Loudness
from ecqs_agent.cli.progress import duration
from ecqs_agent.events import Event, Events, Kind
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator

TEMPLATE = (
    "{proven} done, {refused} refused, {rejected} not possible, {unclear} unclear, {left} left; "
    "{elapsed} passed, about {rest} to go."
)
FILED = "Row {row}: {name} is on the portal ({number})."


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("console", "progress"):
        monkeypatch.setattr(f"ecqs_agent.cli.{module}.t", translator(Language.EN))


def facts(done: int, total: int, **more: float) -> dict[str, float]:
    counts = {"refused": 0, "rejected": 0, "unclear": 0, "elapsed": 75.0, "rest": 3725.0, **more}
    known = counts["refused"] + counts["rejected"] + counts["unclear"]
    return {**counts, "proven": done - known, "left": total - done, "total": total}


def told(err: RichConsole, *events: Event, **how: object) -> Console:
    voice = Console(err=err, **how)  # type: ignore[arg-type]  # its own options
    with voice.progress():
        for event in events:
            voice.hear(event)
    return voice


def progress(done: int, total: int, **more: float) -> Event:
    return Event(kind=Kind.PROGRESS, template=TEMPLATE, facts=facts(done, total, **more))


def filed(row: int) -> Event:
    values = {"row": row, "name": "scale", "number": "8001"}
    return Event(kind=Kind.ITEM_PROVEN, template=FILED, facts=values)


def terminal() -> tuple[RichConsole, io.StringIO]:
    drawn = io.StringIO()
    return RichConsole(file=drawn, force_terminal=True, width=140, _environ={}), drawn


def plain() -> tuple[RichConsole, io.StringIO]:
    written = io.StringIO()
    return RichConsole(file=written, force_terminal=False, width=140, soft_wrap=True), written


def test_a_terminal_gets_a_bar_with_counts_and_times() -> None:
    err, drawn = terminal()
    told(err, filed(3), progress(1, 4), filed(4), progress(2, 4, refused=1))
    text = drawn.getvalue()
    assert "2/4" in text
    assert "1 done, 1 refused, 0 not possible, 0 unclear, 2 left" in text
    assert "1:15 passed, about 1:02:05 to go" in text
    assert "Row 4: scale is on the portal" in text
    hidden, shown = text.count("\x1b[?25l"), text.count("\x1b[?25h")
    assert hidden == shown == 1, "the cursor is given back"


def test_the_bar_is_taken_away_when_the_run_breaks_off() -> None:
    err, drawn = terminal()
    voice = Console(err=err)

    def break_off() -> None:
        with voice.progress():
            voice.hear(progress(1, 4))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert drawn.getvalue().count("\x1b[?25h") == 1


def test_a_log_gets_a_line_at_each_tenth_and_no_escapes() -> None:
    err, written = plain()
    told(err, *(progress(done, 40) for done in range(1, 41)))
    lines = written.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0] == (
        "4 done, 0 refused, 0 not possible, 0 unclear, 36 left; 1:15 passed, about 1:02:05 to go."
    )
    assert "\x1b" not in written.getvalue()


def test_a_short_run_is_told_by_its_records_alone() -> None:
    err, written = plain()
    told(err, filed(3), progress(1, 2), filed(4), progress(2, 2))
    assert len(written.getvalue().splitlines()) == 2


@pytest.mark.parametrize("make", [terminal, plain])
def test_quiet_is_quiet(make: object) -> None:
    err, written = make()  # type: ignore[operator]  # one of the two above
    told(err, *(progress(done, 40) for done in range(1, 41)), loudness=Loudness.QUIET)
    assert written.getvalue() == ""


def test_a_script_gets_every_step_as_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    err, drawn = terminal()
    voice = Console(err=err, as_json=True)
    with voice.progress():
        Events(voice.hear).tell(Kind.PROGRESS, TEMPLATE, **facts(1, 4))
    heard = json.loads(capsys.readouterr().out)
    assert heard["kind"] == "progress"
    assert (heard["facts"]["left"], heard["facts"]["rest"]) == (3, 3725.0)
    assert drawn.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59.6, "1:00"), (750, "12:30"), (3900, "1:05:00")]
)
def test_durations_are_read_at_a_glance(seconds: float, text: str) -> None:
    assert duration(seconds) == text
