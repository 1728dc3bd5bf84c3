"""English words of verdicts; the catalogue holds their Chinese."""

from collections.abc import Mapping, Sequence
from typing import Final

from ecqs_agent.replay.places import told_in
from ecqs_agent.replay.verdict import RunVerdict, ScenarioVerdict, StepVerdict, Trouble, Verdict
from ecqs_agent.settings import Language
from ecqs_agent.texts import Translate

VERDICT_WORDS: Final[Mapping[Verdict, str]] = {
    Verdict.SAME: "same",
    Verdict.DIFFERENT: "different",
    Verdict.DRIFT: "page changed",
    Verdict.BLOCKED: "blocked",
    Verdict.SKIPPED: "not meant for it",
}
VERDICT_MEANINGS: Final[Mapping[Verdict, str]] = {
    Verdict.SAME: "Everything came as expected.",
    Verdict.DIFFERENT: "The step could be taken, and something else came than expected.",
    Verdict.DRIFT: (
        "The page is not the one the program was written for: a column, label, button or list is "
        "missing, doubled or another one. The program must be adapted before it files anything."
    ),
    Verdict.BLOCKED: (
        "The step could not be taken: an earlier one failed, a person is needed, or the portal did "
        "not answer."
    ),
    Verdict.SKIPPED: "The scenario is about another kind of portal, so it was not played.",
}
VERDICT_ADVICE: Final[Mapping[Verdict, str]] = {
    Verdict.DIFFERENT: (
        "Compare what was expected with what came. If the portal has changed on purpose, put the "
        "scenario right (its file and line are given); otherwise report it to those who run the "
        "portal."
    ),
    Verdict.DRIFT: (
        "File nothing on this portal with the program. Give this page, and the traces it names, to "
        "those who maintain the program."
    ),
    Verdict.BLOCKED: (
        "Do what the step says, then play the scenario again. How its other steps would have come "
        "out is not known."
    ),
}
VERB_WORDS: Final[Mapping[str, str]] = {
    "log_in": "Log in",
    "log_in_elsewhere": "Log in on another computer",
    "log_out": "Log out",
    "leave": "Leave the screen",
    "look": "Look at a screen",
    "query": "Query the ledger",
    "fill": "Fill the form without filing",
    "add": "Add an instrument",
    "change": "Change a record",
    "copy": "Copy a record",
    "delete": "Delete a record",
    "book": "Submit a booking",
    "draft": "Keep a draft",
    "edit_draft": "Edit a draft",
    "delete_booking": "Delete a booking",
    "bookings": "Read the bookings",
    "read_receipt": "Read a receipt",
    "institute": "The institute acts",
    "clock": "Move the clock",
    "fault": "Arm a fault",
    "clear_faults": "Disarm the faults",
    "variant": "Change a variant",
    "plant": "Plant records",
    "stored": "Read what the mock stored",
    "requests": "Count the requests",
    "raw": "Not understood when it was recorded",
}


def title_in(language: Language, scenario: ScenarioVerdict) -> str:
    """Return a scenario's title."""
    return scenario.zh if language is Language.ZH else scenario.en


def trouble_in(t: Translate, trouble: Trouble) -> str:
    """Return what an error says, its code first."""
    return f"{trouble.code} {t(trouble.template, **dict(trouble.facts))}"


def reasons_in(t: Translate, step: StepVerdict) -> tuple[str, ...]:
    """Return what was expected of a step and what came, one line each."""
    told = [told_in(t, one) for one in step.differences]
    lines = [
        t(
            "{place}: expected {expected}, came {came}",
            place=f"{one.where} [{one.place}]" if one.place else one.where,
            expected=one.expected,
            came=one.came,
        )
        for one in told
    ]
    if step.trouble is not None:
        lines.insert(0, trouble_in(t, step.trouble))
    return tuple(lines)


def where_in(t: Translate, *, number: int, verb: str, line: int) -> str:
    """Return which step it is, and where it stands in its file."""
    verb = t(VERB_WORDS[verb])
    return t("step {number} ({verb}), line {line}", number=number, verb=verb, line=line)


def failure_in(
    t: Translate, language: Language, one: ScenarioVerdict, *, cells: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return what failed in a scenario, line by line: steps, reasons, pictures.

    `cells` are the portals on which it failed in the same way.
    """
    verdict = t(VERDICT_WORDS[one.verdict])
    where = "; ".join(cells or (one.cell,))
    lines = [f"{verdict}: {one.name} - {title_in(language, one)} ({where})"]
    for step in one.failed:
        where = where_in(t, number=step.number, verb=step.verb, line=step.line)
        lines.append(f"  {where}")
        lines += [f"    {reason}" for reason in reasons_in(t, step)]
        if step.evidence is not None and step.evidence.picture is not None:
            lines.append(f"    {t('Picture: {path}', path=step.evidence.picture)}")
    return tuple(lines)


def alike(t: Translate, run: RunVerdict) -> list[list[ScenarioVerdict]]:
    """Return the scenarios that failed, those together that failed in the same way."""
    groups: dict[tuple[object, ...], list[ScenarioVerdict]] = {}
    for one in run.scenarios:
        if one.verdict not in (Verdict.SAME, Verdict.SKIPPED):
            steps = tuple((step.number, reasons_in(t, step)) for step in one.failed)
            groups.setdefault((one.file, one.verdict, steps), []).append(one)
    return list(groups.values())


def advice_in(t: Translate, run: RunVerdict) -> tuple[str, ...]:
    """Return what to do about each verdict of a run, a line each."""
    found = {one.verdict for one in run.scenarios}
    return tuple(
        f"{t(VERDICT_WORDS[verdict])}: {t(advice)}"
        for verdict, advice in VERDICT_ADVICE.items()
        if verdict in found
    )


def lead_in(t: Translate, run: RunVerdict) -> str:
    """Return the whole run in one sentence."""
    counts = run.counts
    return t(
        "{played} plays of scenarios: {same} same, {different} different, {drift} with a changed "
        "page, {blocked} blocked; {skipped} not meant for the portal.",
        played=sum(counts.values()) - counts["skipped"],
        **counts,
    )
