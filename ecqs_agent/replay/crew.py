"""Play many scenarios on many portals, over several processes, and refuse what may not be done.

Each process has one browser and its own mocks. A given portal is played by one process alone: two
hands in one account would meet each other.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from functools import partial
from itertools import chain
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser
from pydantic import BaseModel, ConfigDict

from ecqs_agent.driving.browser import launched
from ecqs_agent.driving.session import LogIn
from ecqs_agent.errors import AgentError, ConsentError, ReplayError
from ecqs_agent.login.access import nobody_logs_in
from ecqs_agent.mock_client import mock_of
from ecqs_agent.replay.cassette.keeping import played_and_kept
from ecqs_agent.replay.cassette.store import ENDING, must_be_free
from ecqs_agent.replay.evidence import Kept
from ecqs_agent.replay.hindrances import NO_MOCK, hindrance
from ecqs_agent.replay.loading import ScenarioFile
from ecqs_agent.replay.player import play
from ecqs_agent.replay.stage import Cell, Mocks, Stage
from ecqs_agent.replay.verdict import RunVerdict, ScenarioVerdict, StepVerdict, Trouble, Verdict
from ecqs_agent.settings import Settings

MOST: Final = 16  # processes; each has a browser


class Task(BaseModel):
    """One scenario on one portal, and where it stands in the run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: int
    cell: Cell
    file: ScenarioFile


class Plan(BaseModel):
    """What a run plays, and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: tuple[ScenarioFile, ...]
    cells: tuple[Cell, ...]
    folder: Path
    account: str = "demo"
    processes: int = 1
    may_write: bool = False  # on a portal that is not a mock
    keep: Path | None = None  # folder in which each scenario that is the same is kept as a cassette

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Return every scenario on every portal, scenario by scenario."""
        pairs = [(cell, file) for file in self.files for cell in self.cells]
        return tuple(Task(at=at, cell=cell, file=file) for at, (cell, file) in enumerate(pairs))


Told = Callable[[ScenarioVerdict], None]
"""Is told of every scenario as soon as it has been played."""


def play_all(
    plan: Plan, settings: Settings, *, told: Told, log_in: LogIn = nobody_logs_in
) -> RunVerdict:
    """Play everything and return its verdict, in the order of scenarios and portals.

    Raises:
        ConsentError: a step would write to a portal that is not a mock; nothing was clicked.
        NoBrowserError: no browser could be started.
    """
    must_be_allowed(plan, settings)
    _must_be_free(plan)
    started = time.monotonic()
    given = any(cell.portal for cell in plan.cells)
    processes = 1 if given else max(1, min(plan.processes, MOST, len(plan.tasks)))
    if processes == 1:
        share = partial(_share, plan, settings, log_in=log_in)
        found = [_tell(told, one) for one in share(iter(plan.tasks))]
    else:
        found = _in_processes(plan, settings, processes, told)
    scenarios = tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))
    labels = tuple(cell.label for cell in plan.cells)
    return RunVerdict(
        cells=labels, scenarios=scenarios, seconds=round(time.monotonic() - started, 1)
    )


def must_be_allowed(plan: Plan, settings: Settings) -> None:
    """Raise ConsentError when a step would write to a portal that is no mock, unless it may."""
    if plan.may_write:
        return
    for cell in plan.cells:
        if not cell.portal or mock_of(settings.model_copy(update={"portal": cell.portal})):
            continue
        for file in plan.files:
            for number, verb in file.scenario.writes[:1]:
                raise ConsentError(
                    "{file}, line {line}: step {number} ({verb}) writes, and {portal} is no "
                    "mock portal that has proven itself. Nothing was clicked. For a mock give its "
                    "token in ECQS_MOCK_TOKEN; to write to this portal all the same, add "
                    "--allow-writing.",
                    file=str(file.path),
                    line=file.lines[number - 1],
                    number=number,
                    verb=verb,
                    portal=cell.portal,
                )


Found = tuple[int, ScenarioVerdict]


def _tell(told: Told, found: Found) -> Found:
    told(found[1])
    return found


def _share(
    plan: Plan, settings: Settings, tasks: Iterator[Task], *, log_in: LogIn
) -> Iterator[Found]:
    """Play tasks one after the other in this process, with one browser and its own mocks."""
    first = next(tasks, None)
    if first is None:
        return
    with ExitStack() as opened:
        data = opened.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
        mocks = opened.enter_context(Mocks(settings, Path(data)))
        mocks.begin(first.cell, first.file.scenario.needs)  # it starts beside the browser
        browser = opened.enter_context(launched(settings.browser, headed=settings.headed))
        for task in chain([first], tasks):
            yield task.at, played(plan, task, mocks, browser, log_in)


def played(
    plan: Plan, task: Task, mocks: Mocks, browser: Browser, log_in: LogIn
) -> ScenarioVerdict:
    """Play one scenario on its portal; whatever hinders it becomes its verdict."""
    try:
        stage = mocks.stage(task.cell, task.file.scenario.needs)
    except AgentError as error:  # a mock does not start, or does not know a variant
        reason = Trouble(code=error.code, template=error.template, facts=error.facts)
        return _without_steps(task, Verdict.BLOCKED, reason)
    if stage is None:
        return _without_steps(task, Verdict.SKIPPED)
    missing = _hindrance(task, is_mock=stage.mock is not None)
    if missing is not None:
        return _without_steps(task, Verdict.BLOCKED, missing)
    play_on = partial(
        play,
        task.file,
        browser=browser,
        cell=task.cell.label,
        folder=plan.folder / _folder_name(task.cell),
        log_in=log_in,
        account=plan.account,
    )
    folder = _cassette(plan, task)
    if folder is not None:
        take = partial(play_on, stage, kept=Kept.PICTURES)
        return _kept(take, task, stage, folder)
    if stage.mock is None or (task.cell.portal and not task.cell.fresh):
        return play_on(stage, kept=Kept.ALL)
    return _traced_if_it_fails(task, mocks, stage, play_on)


def _kept(
    take: Callable[..., ScenarioVerdict], task: Task, stage: Stage, folder: Path
) -> ScenarioVerdict:
    """Play and keep; a cassette that cannot be kept becomes the verdict, not the run's end."""
    try:
        return played_and_kept(take, task.file, stage, folder)
    except AgentError as error:  # it cannot be written, or would hold a secret
        reason = Trouble(code=error.code, template=error.template, facts=error.facts)
        return _without_steps(task, Verdict.BLOCKED, reason)


def _traced_if_it_fails(
    task: Task, mocks: Mocks, stage: Stage, play_on: Callable[..., ScenarioVerdict]
) -> ScenarioVerdict:
    """Play without a trace where a mock can be put back, and what failed once more with one.

    That trace is kept if the second play came to the same; the verdict is the first one's.
    """
    verdict = play_on(stage, kept=Kept.PICTURES)
    if verdict.verdict is Verdict.SAME:
        return verdict
    try:
        again = mocks.stage(task.cell, task.file.scenario.needs)
    except AgentError:  # the mock is gone; the verdict stands without a trace
        return verdict
    second = play_on(again, kept=Kept.TRACE)
    if _ends(second) == _ends(verdict):
        return verdict.model_copy(update={"trace": second.trace})
    if second.trace is not None:
        second.trace.unlink(missing_ok=True)
    return verdict


def _ends(played: ScenarioVerdict) -> list[Verdict]:
    return [step.verdict for step in played.steps]


def _cassette(plan: Plan, task: Task) -> Path | None:
    """Return where a scenario of this run is kept; several portals have a folder each."""
    if plan.keep is None:
        return None
    folder = plan.keep / _folder_name(task.cell) if len(plan.cells) > 1 else plan.keep
    return folder / f"{task.file.name}{ENDING}"


def _must_be_free(plan: Plan) -> None:
    """Make sure that each cassette has a folder of its own that is not there yet."""
    taken: set[str] = set()
    for task in plan.tasks:
        folder = _cassette(plan, task)
        if folder is None:
            continue
        must_be_free(folder)
        if str(folder).casefold() in taken:
            raise ReplayError(
                "Two scenarios of this run would be kept in {folder}. Give one of them another "
                "name, or keep them in two runs.",
                folder=str(folder),
            )
        taken.add(str(folder).casefold())


def _hindrance(task: Task, *, is_mock: bool) -> Trouble | None:
    verbs = task.file.scenario.only_on_a_mock
    if is_mock or not verbs:
        return None
    return hindrance(NO_MOCK, verbs=list(verbs))


def _without_steps(task: Task, verdict: Verdict, trouble: Trouble | None = None) -> ScenarioVerdict:
    file = task.file
    first = StepVerdict(
        number=1,
        verb=file.scenario.steps[0].verb,
        line=file.lines[0],
        verdict=verdict,
        trouble=trouble,
    )
    return ScenarioVerdict(
        file=file.path,
        zh=file.scenario.title.zh,
        en=file.scenario.title.en,
        tags=file.scenario.tags,
        cell=task.cell.label,
        verdict=verdict,
        steps=(first,) if trouble is not None else (),
    )


def _folder_name(cell: Cell) -> str:
    return "".join(one if one.isalnum() else "-" for one in cell.label).strip("-")


# ---- over several processes ---------------------------------------------------------------------


def _in_processes(plan: Plan, settings: Settings, processes: int, told: Told) -> list[Found]:
    """Deal the tasks out one by one to processes that keep their browser as long as there is work.

    The longest is begun first, so that no process is left with it at the end.
    """
    order = sorted(plan.tasks, key=lambda task: -task.file.scenario.length)
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(processes, mp_context=context) as pool:
        todo: Queue[Task | None] = manager.Queue()
        done: Queue[Found] = manager.Queue()
        for task in (*order, *[None] * processes):
            todo.put(task)
        shares = {pool.submit(_work, plan, settings, todo, done) for _ in range(processes)}
        return _gathered(shares, done, len(order), told)


def _gathered(
    shares: set[Future[None]],
    done: Queue[Found],
    count: int,
    told: Told,
) -> list[Found]:
    found: list[Found] = []
    left = set(shares)
    while left:
        ended, left = wait(left, timeout=0.05, return_when=FIRST_COMPLETED)
        while not done.empty():
            found.append(_tell(told, done.get()))
        for one in ended:
            one.result()  # raises what ended it
    if len(found) != count:
        raise ReplayError(
            "Only {found} of {count} scenarios were played; a process has ended.",
            found=len(found),
            count=count,
        )
    return found


def _work(
    plan: Plan,
    settings: Settings,
    todo: Queue[Task | None],
    done: Queue[Found],
) -> None:
    for found in _share(plan, settings, iter(todo.get, None), log_in=nobody_logs_in):
        done.put(found)
