"""A run as JUnit XML, which test servers read: one suite per portal, one case per scenario."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from ecqs_agent.replay.verdict import RunVerdict, ScenarioVerdict, Verdict
from ecqs_agent.replay.words import VERDICT_WORDS, reasons_in, title_in
from ecqs_agent.settings import Language
from ecqs_agent.texts import Translate

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


def write_junit(run: RunVerdict, path: Path, *, language: Language, t: Translate) -> None:
    """Write the run; differences are failures, drift and blocked scenarios errors."""
    root = Element("testsuites", name="ecqs replay", time=f"{run.seconds:.1f}")
    for cell in run.cells:
        cases = [one for one in run.scenarios if one.cell == cell]
        suite = SubElement(root, "testsuite", _counts(cell, cases))
        for one in cases:
            _case(suite, one, language, t)
    indent(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _counts(cell: str, cases: list[ScenarioVerdict]) -> dict[str, str]:
    def count(*verdicts: Verdict) -> str:
        return str(sum(one.verdict in verdicts for one in cases))

    return {
        "name": fit(cell),
        "tests": str(len(cases)),
        "failures": count(Verdict.DIFFERENT),
        "errors": count(Verdict.DRIFT, Verdict.BLOCKED),
        "skipped": count(Verdict.SKIPPED),
        "time": f"{sum(one.seconds for one in cases):.2f}",
    }


def _case(suite: Element, one: ScenarioVerdict, language: Language, t: Translate) -> None:
    title = fit(f"{one.name}: {title_in(language, one)}")
    facts = {"classname": "replay", "name": title, "file": one.file.as_posix()}
    case = SubElement(suite, "testcase", facts, time=f"{one.seconds:.2f}")
    if one.verdict is Verdict.SKIPPED:
        SubElement(case, "skipped", message=t(VERDICT_WORDS[one.verdict]))
        return
    kind = "failure" if one.verdict is Verdict.DIFFERENT else "error"
    for step in one.failed:
        lines = reasons_in(t, step)
        spot: dict[str, object] = {"number": step.number, "verb": step.verb, "line": step.line}
        where = t("step {number} ({verb}), line {line}", **spot)
        message = fit(f"{where}: {lines[0] if lines else ''}")
        told = SubElement(case, kind, message=message, type=str(step.verdict))
        told.text = fit("\n".join(lines))


def fit(text: str) -> str:
    """Return a text without what XML 1.0 cannot carry."""
    return _FORBIDDEN.sub("?", text)
