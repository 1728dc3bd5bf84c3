"""Cassettes as JUnit XML: one suite per cassette, one case per field."""

from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from ecqs_agent.replay.cassette.fields import FieldVerdict, name_of
from ecqs_agent.replay.cassette.offline import OfflineVerdict
from ecqs_agent.replay.junit import fit
from ecqs_agent.replay.verdict import Verdict
from ecqs_agent.replay.words import reasons_in
from ecqs_agent.texts import Translate


def write_fields(found: Iterable[OfflineVerdict], path: Path, *, t: Translate) -> None:
    """Write every field; differences are failures, what could not be looked at errors."""
    root = Element("testsuites", name="ecqs replay offline")
    for one in found:
        suite = SubElement(root, "testsuite", _counts(one))
        reasons = {name_of(step): " ".join(reasons_in(t, step)) for step in one.hindered}
        for field in one.fields:
            _case(suite, one.name, field, reasons.get(field.step, ""), t)
        for name, why in reasons.items():
            if not any(field.step == name for field in one.fields):
                facts = {"classname": fit(one.name), "name": fit(name)}
                SubElement(SubElement(suite, "testcase", facts), "error", message=fit(why))
    indent(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _counts(one: OfflineVerdict) -> dict[str, str]:
    bare = sum(all(field.step != name_of(step) for field in one.fields) for step in one.hindered)
    return {
        "name": fit(one.name),
        "tests": str(len(one.fields) + bare),
        "failures": str(one.count(Verdict.DIFFERENT)),
        "errors": str(one.count(Verdict.BLOCKED) + bare),
        "time": f"{one.seconds:.2f}",
    }


def _case(suite: Element, name: str, field: FieldVerdict, why: str, t: Translate) -> None:
    facts = {"classname": fit(f"{name}.{field.step}"), "name": fit(field.place)}
    case = SubElement(suite, "testcase", facts)
    apart = f"{t('expected')}: {field.expected}; {t('came')}: {field.came}"
    if field.verdict is Verdict.DIFFERENT:
        SubElement(case, "failure", message=fit(apart), type=str(field.verdict))
    elif field.verdict is not Verdict.SAME:
        SubElement(case, "error", message=fit(why or apart), type=str(field.verdict))
