"""Play one scenario on one portal, step by step, and judge each step."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Error as PlaywrightError

from ecqs_agent.driving.browser import portal_context
from ecqs_agent.driving.browsing import Given
from ecqs_agent.driving.session import LogIn as LogInWay
from ecqs_agent.driving.session import PortalSession
from ecqs_agent.errors import AgentError
from ecqs_agent.replay.cassette.deck import Deck
from ecqs_agent.replay.cassette.model import Aside
from ecqs_agent.replay.cassette.taping import Taper
from ecqs_agent.replay.deeds import DEEDS
from ecqs_agent.replay.deeds.behind import today_on
from ecqs_agent.replay.evidence import Kept, Tracer, gather
from ecqs_agent.replay.hindrances import NOT_RECORDED, RAW, UNBOUND, hindrance
from ecqs_agent.replay.judging import Judged, judge, judge_offline, trouble_of
from ecqs_agent.replay.loading import ScenarioFile
from ecqs_agent.replay.model import Scenario
from ecqs_agent.replay.normal import Normal
from ecqs_agent.replay.parts import Fields
from ecqs_agent.replay.scene import Scene
from ecqs_agent.replay.stage import Stage
from ecqs_agent.replay.values import UnboundError, Values, at
from ecqs_agent.replay.verbs.behind import Variant
from ecqs_agent.replay.verbs.doors import LogIn
from ecqs_agent.replay.verbs.raw import Raw
from ecqs_agent.replay.verbs.steps import AnyStep
from ecqs_agent.replay.verdict import (
    Evidence,
    ScenarioVerdict,
    StepVerdict,
    Trouble,
    Verdict,
    gravest,
)
from page_objects.errors import PortalError
from page_objects.patience import Patience
from page_objects.payload import CHINA


def play(
    file: ScenarioFile,
    stage: Stage,
    browser: Browser,
    *,
    cell: str,
    folder: Path,
    log_in: LogInWay,
    account: str = "demo",
    kept: Kept = Kept.ALL,
    taper: Taper | None = None,
    deck: Deck | None = None,
) -> ScenarioVerdict:
    """Play a scenario in a context of its own; trouble of the portal becomes its verdict.

    A `taper` keeps what is answered. With a `deck` the portal is a cassette: steps behind its back
    show what they showed when it was recorded, and what a step shows is not judged here.
    """
    started = time.monotonic()
    with portal_context(browser, stage.settings.addresses) as context:
        player = _Player(
            file,
            stage,
            browser,
            context,
            folder=folder,
            log_in=log_in,
            account=account,
            kept=kept,
            taper=taper,
            deck=deck,
        )
        with taper.listening(context) if taper else nullcontext():
            steps = player.steps()
        trace = player.trace(steps)
    return ScenarioVerdict(
        file=file.path,
        zh=file.scenario.title.zh,
        en=file.scenario.title.en,
        tags=file.scenario.tags,
        cell=cell,
        verdict=gravest(one.verdict for one in steps),
        seconds=round(time.monotonic() - started, 2),
        steps=steps,
        trace=trace,
        person=any(one.trouble is not None and _is_a_persons(one.trouble) for one in steps),
    )


def _is_a_persons(trouble: Trouble) -> bool:
    return trouble.code.startswith("AGENT-3") or trouble.code in ("PORTAL-111", "PORTAL-112")


class _Player:
    def __init__(
        self,
        file: ScenarioFile,
        stage: Stage,
        browser: Browser,
        context: BrowserContext,
        *,
        folder: Path,
        log_in: LogInWay,
        account: str,
        kept: Kept,
        taper: Taper | None,
        deck: Deck | None,
    ) -> None:
        self._file = file
        self._taper = taper
        self._deck = deck
        self._folder = folder
        self._kept = kept
        self._patience = Patience(stage.settings.patience)
        self._stage = stage
        self._account = account
        self._browser = browser
        session = self._session_in(context)
        today = _today(stage, deck)
        self._scene = Scene(
            file.scenario,
            session,
            Values(today),
            mock=stage.mock,
            log_in=log_in,
            is_offline=deck is not None,
            elsewhere=self._elsewhere,
        )
        self._normal = Normal(today.isoformat())
        self._tracer = Tracer(context)
        self._is_blocked = False
        self._has_failed = False

    def steps(self) -> tuple[StepVerdict, ...]:
        """Take every step, and go on after a difference that leaves the rest possible."""
        return tuple(
            self._step(number, step, line, has_row=has_row)
            for number, (step, line, has_row) in enumerate(self._repeated(), 1)
        )

    def trace(self, steps: tuple[StepVerdict, ...]) -> Path | None:
        """Keep the trace of a scenario that failed, drop any other."""
        if all(one.verdict in (Verdict.SAME, Verdict.SKIPPED) for one in steps):
            self._tracer.drop()
            return None
        return self._tracer.keep(self._folder / f"{self._file.name}-trace.zip")

    def _session_in(self, context: BrowserContext) -> PortalSession:
        return PortalSession(
            Given(context),
            account=self._account,
            portal=self._stage.settings.portal,
            patience=self._patience,
        )

    @contextmanager
    def _elsewhere(self) -> Iterator[PortalSession]:
        with portal_context(self._browser, self._stage.settings.addresses) as context:
            yield self._session_in(context)

    def _repeated(self) -> Iterator[tuple[AnyStep, int, bool]]:
        scenario, values = self._file.scenario, self._scene.values
        for step, line in zip(scenario.steps, self._file.lines, strict=True):
            if step.each is None:
                yield step, line, False
                continue
            for row in _rows(scenario, step.each):
                values.bind("row", row)
                yield step, line, True
            values.forget("row")

    def _step(self, number: int, step: AnyStep, line: int, *, has_row: bool) -> StepVerdict:
        if self._is_blocked:
            return self._verdict(number, step, line, Judged(Verdict.BLOCKED, (), None, None))
        started = time.monotonic()
        judged = self._judged(number, step, has_row=has_row)
        failed = judged.verdict not in (Verdict.SAME, Verdict.SKIPPED)
        on_screen = failed and not step.mock_only  # behind the portal's back nothing is to be seen
        evidence = self._evidence(number, step) if on_screen else None
        if self._has_failed:  # expected or not: of the screens in front nothing is assumed
            self._scene.session.leave()
            self._has_failed = False
        self._is_blocked = judged.ends
        return self._verdict(
            number, step, line, judged, seconds=time.monotonic() - started, evidence=evidence
        )

    def _verdict(
        self,
        number: int,
        step: AnyStep,
        line: int,
        judged: Judged,
        *,
        seconds: float = 0,
        evidence: Evidence | None = None,
    ) -> StepVerdict:
        return StepVerdict(
            number=number,
            verb=step.verb,
            note=step.note,
            line=line,
            verdict=judged.verdict,
            seconds=round(seconds, 2),
            differences=judged.differences,
            trouble=judged.trouble,
            evidence=evidence,
            seen=judged.seen if self._deck else self._normal.of(judged.seen),
        )

    def _judged(self, number: int, step: AnyStep, *, has_row: bool) -> Judged:
        if isinstance(step, Raw):
            return Judged(Verdict.BLOCKED, (), hindrance(RAW, what=step.raw.what), None)
        try:
            if self._deck is not None:
                judged = self._from(self._deck, number, step)
            else:
                seen = self._seen(step)
                self._tape(number, step, seen)
                judged = judge(step, self._scene.values.filled(step.expect), seen)
            self._bind(step, judged.seen or {}, more=has_row)
        except UnboundError as error:
            unbound = hindrance(UNBOUND, name=error.name)
            return Judged(Verdict.BLOCKED, (), unbound, None)
        return judged

    def _tape(self, number: int, step: AnyStep, seen: Mapping[str, Any]) -> None:
        """Let a step behind the portal's back stand among the requests of the tape."""
        if self._taper is not None and step.needs_mock:
            today = self._scene.values.today
            self._taper.step_aside(Aside(step=number, today=today, seen=seen))

    def _from(self, deck: Deck, number: int, step: AnyStep) -> Judged:
        """Take a step on a cassette; what the cassette does not answer ends the scenario."""
        if step.needs_mock:
            aside = deck.step_aside(number)
            if aside is None:
                missing = hindrance(NOT_RECORDED, requests=[f"{number} {step.verb}"])
                return Judged(Verdict.BLOCKED, (), missing, None)
            self._scene.values.today = aside.today
            return Judged(Verdict.SKIPPED, (), None, aside.seen, ends=False)
        seen = self._seen(step)
        refused = deck.refused()
        if any("error" in seen or not one.may_be_chance for one in refused):
            missing = hindrance(NOT_RECORDED, requests=tuple(one.sentence for one in refused))
            return Judged(Verdict.BLOCKED, (), missing, None)
        return judge_offline(step, seen)

    def _seen(self, step: AnyStep) -> Mapping[str, Any]:
        values = self._scene.values
        args: Any = values.filled(step.variant) if isinstance(step, Variant) else None
        if args is None:
            given = step.arguments
            args = type(given).model_validate(values.filled(given))
        if isinstance(step, LogIn):
            self._tracer.drop()
        try:
            seen = DEEDS[step.verb](self._scene, args)
        except (PortalError, AgentError, PlaywrightError) as error:
            return self._error(error)
        is_in = isinstance(step, LogIn) and seen["outcome"] == "logged_in"
        if is_in and self._kept is not Kept.PICTURES:
            self._tracer.begin()
        return seen

    def _error(self, error: PortalError | AgentError | PlaywrightError) -> Mapping[str, Any]:
        """Return an error as something that was seen; the screens are left after its picture."""
        self._has_failed = True
        return trouble_of(error)

    def _bind(self, step: AnyStep, seen: Mapping[str, Any], *, more: bool) -> None:
        for name, place in step.bind.items():
            value = at(seen, place)
            if value not in (None, ""):
                self._scene.values.bind(name, value, more=more)

    def _evidence(self, number: int, step: AnyStep) -> Evidence | None:
        if self._kept is Kept.TRACE:
            return None
        name = f"{self._file.name}-{number:02d}-{step.verb}"
        return gather(self._scene.session, self._folder, name, patience=self._patience)


def _today(stage: Stage, deck: Deck | None) -> date:
    if deck is not None:
        return deck.track.today
    return today_on(stage.mock) if stage.mock else datetime.now(CHINA).date()


def _rows(scenario: Scenario, table: str) -> Iterator[dict[str, object]]:
    entry = scenario.data[table]
    for row in (entry,) if isinstance(entry, Fields) else entry:
        yield row.model_dump(exclude_none=True, exclude_defaults=True)
