"""Rules of one institute, as its data file states them."""

import re
from functools import partial
from typing import Final

from catalog.institutes import Institute
from ledgers import units
from ledgers.checks.draft import Draft, Given
from ledgers.checks.registry import ROW_CHECKS, Facts, RowCheck, check_row
from ledgers.columns import FORM_COLUMNS
from ledgers.measuring_range import Form, is_dashes
from ledgers.problems import Severity
from ledgers.rulebook import Rule

_REFUSAL: Final = "guide, the refusal of 357753: 请规范填写测量范围例如30g-15kg"
# 东枪, 2号枪, 3#, (东), -A at the end of a number
_NOZZLE: Final = re.compile(
    r"(?:[东西南北左右前后]\s*[侧面]?|枪|[#号]|[-_/ ][A-Za-z\d]{1,2}|\([^()]+\)|（[^（）]+）)$"
)
_HALF_WAVE: Final = re.compile(r"[~〜∼]")
_FULL_WAVE: Final = "～"


@check_row(
    "L801",
    Severity.ERROR,
    "measuring_range",
    template="测量范围 {value} does not name both ends; the institute refuses that.",
    advice="Write the smallest and the largest value with their units, like {example}.",
    source=_REFUSAL,
)
def range_lacks_an_end(draft: Draft, _given: Given) -> Facts | None:
    """Find one value where the institute wants two."""
    ability = draft.ability
    if ability is None or ability.range_form != "two values":
        return None
    if draft.range.form not in {Form.VALUE, Form.LIMIT, Form.DESIGNATOR}:
        return None
    return {"example": ability.range_example}


@check_row(
    "L802",
    Severity.ERROR,
    "measuring_range",
    template="测量范围 has hyphens although the piece has a plate; the institute refuses that.",
    advice="Write the smallest and the largest value with their units, like {example}.",
    source=_REFUSAL,
)
def needed_range_is_withheld(draft: Draft, _given: Given) -> Facts | None:
    """Find hyphens for a range that the institute insists on."""
    ability = draft.ability
    if ability is None or not ability.needs_range or draft.range.form is not Form.DASHES:
        return None
    is_unplated = draft.folded_name in ability.lacks_plate or not draft.has_plate
    return None if is_unplated else {"example": ability.range_example}


@check_row(
    "L803",
    Severity.WARNING,
    "measuring_range",
    template="测量范围 {value}: the institute writes ranges of this kind like {example}.",
    advice="Write {mended}.",
    source="guide, worked examples",
)
def range_has_another_form(draft: Draft, _given: Given) -> Facts | None:
    """Find a range that is understood, yet not in the institute's own form."""
    ability = draft.ability
    if ability is None or not ability.range_form or draft.range.lacks_unit:
        return None
    if not (mended := house_form(draft)):
        return None
    return {"example": ability.range_example, "mended": mended}


@check_row(
    "L804",
    Severity.WARNING,
    "model",
    template="型号规格 {value} has the narrow wave; it will be filed as {filed}.",
    advice="Write {filed}, with the Chinese full-width wave.",
    source="guide, page on 压力表: 中文全角状态下的中波浪线",
)
def wave_is_narrow(draft: Draft, _given: Given) -> Facts | None:
    """Find a half-width wave where the institute insists on the full-width one."""
    ability = draft.ability
    if ability is None or not ability.model_wave or not _HALF_WAVE.search(draft.text("model")):
        return None
    return {"filed": draft.filed("model")}


@check_row(
    "L805",
    Severity.WARNING,
    "model",
    template="型号规格 {value}: the institute wants the range with a full-width wave here.",
    advice="Write it like {example}.",
    source="guide, page on 压力表: 中文全角状态下的中波浪线",
)
def wave_is_another_mark(draft: Draft, _given: Given) -> Facts | None:
    """Find a hyphen for the wave in a model that is a range."""
    ability = draft.ability
    if ability is None or not ability.model_wave:
        return None
    text = draft.text("model")
    is_hyphen_range = re.search(r"\d\s*(?:[-－—]|至)\s*\d+(?:\.\d+)?\s*\)?\s*[A-Za-z]", text)
    if not is_hyphen_range or _FULL_WAVE in text:
        return None
    return {"example": ability.range_example.replace("~", _FULL_WAVE)}


@check_row(
    "L806",
    Severity.WARNING,
    "serial_number",
    template="出厂编号 {value} does not say which nozzle; every nozzle is a record of its own.",
    advice="Add the nozzle, like {example}, and make one row per nozzle.",
    source="guide, 加油机: 按枪预约; portal-facts 6.3, mistake 7",
)
def nozzle_is_not_named(draft: Draft, _given: Given) -> Facts | None:
    """Find a dispenser's number without a nozzle."""
    ability, text = draft.ability, draft.text("serial_number")
    if ability is None or not ability.per_nozzle or not text or is_dashes(text):
        return None
    return None if _NOZZLE.search(text) else {"example": ability.nozzle_example}


@check_row(
    "L807",
    Severity.ERROR,
    "kind",
    template="{institute} verifies only a part of {name}, under another kind.",
    advice="Choose 二级目录 {kind}, and add {suffix} to 器具名称.",
    source="guide, page on 多参数监护仪; portal-facts 6.3, mistake 9",
)
def part_goes_under_another_kind(draft: Draft, given: Given) -> Facts | None:
    """Find an instrument of which the institute verifies a part only."""
    if draft.kind is None:
        return None
    for part in given.institute.parts:
        if draft.kind.name == part.not_kind:
            return {
                "institute": given.institute.name,
                "name": draft.text("name"),
                "kind": part.kind,
                "suffix": part.suffix,
            }
    return None


@check_row(
    "L808",
    Severity.WARNING,
    "name",
    template="器具名称 {value} should say that only a part is verified.",
    advice="Write {name}{suffix}.",
    source="guide, page on 多参数监护仪",
)
def part_is_not_named(draft: Draft, given: Given) -> Facts | None:
    """Find a monitor whose name does not say which part is meant."""
    if draft.kind is None:
        return None
    for part in given.institute.parts:
        if draft.kind.name == part.kind and draft.folded_name in part.names:
            return {"name": draft.text("name"), "suffix": part.suffix}
    return None


@check_row(
    "L809",
    Severity.HINT,
    "kind",
    template="The guide of {institute} does not mention {value}.",
    advice="Ask the institute whether it verifies such pieces.",
    source="guide: the worked examples are what the institute verifies",
)
def kind_is_not_in_guide(draft: Draft, given: Given) -> Facts | None:
    """Find a kind about which the institute's guide is silent."""
    if draft.kind is None or draft.ability is not None or draft.kind.is_first_only:
        return None  # first verifications go by paper: L703 says so
    return {"institute": given.institute.name}


@check_row(
    "L810",
    Severity.ERROR,
    "kind",
    template="器具名称 {name} and 二级目录 {value} contradict each other.",
    advice="{name} belongs under {right}.",
    source="guide, pages on LNG and CNG",
)
def name_contradicts_kind(draft: Draft, given: Given) -> Facts | None:
    """Find a name with words that belong to another kind of the same category."""
    if draft.kind is None or draft.ability is None:
        return None
    right = _kind_by_name(draft, given.institute)
    if right is None or right == draft.ability.kind:
        return None
    return {"name": draft.text("name"), "right": right}


def refused_before(draft: Draft, given: Given, field: str, *, severity: Severity) -> Facts | None:
    """Find a value that the institute has refused before, as an approved rule says."""
    if not given.institute.refusals:
        return None
    rules = [
        rule
        for rule in given.institute.refusals
        if rule.field == field and rule.severity == severity.value
    ]
    values = {**draft.texts, "region": draft.region_text}
    for rule in rules:
        if rule.covers(values):
            return {
                "institute": rule.institute,
                "day": rule.refused_on.isoformat(),
                "words": rule.words,
                "example": rule.example or "—",
            }
    return None


def _register_refusals() -> None:
    """Register the rule of refusals twice: what weighs as a warning, and what as an error."""
    fields = tuple(column.field for column in FORM_COLUMNS)
    for code, severity in (("L811", Severity.WARNING), ("L812", Severity.ERROR)):
        rule = Rule(
            code,
            severity,
            fields[0],
            "{label} {value}: {institute} refused the like on {day}: {words}",
            "Write it as the institute says; its example: {example}.",
            "a refusal that a person has made a rule (`ecqs rules`)",
            "house",
        )
        find = partial(refused_before, severity=severity)
        ROW_CHECKS.append(RowCheck(rule, fields, find))


_register_refusals()


def house_form(draft: Draft) -> str:
    """Return a range in the institute's form, "" when it is so already or cannot be put so."""
    ability, found = draft.ability, draft.range
    if ability is None or found.low is None or found.high is None or not found.high_unit:
        return ""
    if any(unit not in units.KNOWN for unit in (found.low_unit, found.high_unit)):
        return ""
    if ability.range_form == "two values":
        is_usual = found.form is Form.TWO_VALUES and found.mark == "-"
        return "" if is_usual else f"{found.low}{found.low_unit}-{found.high}{found.high_unit}"
    if ability.range_form == "bracketed" and found.form is Form.ONE_UNIT:
        return f"({found.low}~{found.high}) {found.high_unit}"
    return ""


def _kind_by_name(draft: Draft, institute: Institute) -> str | None:
    """Return the one kind of the row's category whose own words the name holds."""
    name = draft.folded_name.upper()
    kinds = {
        ability.kind
        for ability in institute.abilities
        if draft.ability is not None and ability.category == draft.ability.category
        for word in ability.name_words
        if word.upper() in name
    }
    return kinds.pop() if len(kinds) == 1 else None
