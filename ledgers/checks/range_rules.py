"""Rules about 测量范围, 准确度等级 and the units in them."""

import re
from typing import Final

from ledgers import units
from ledgers.checks.draft import PLATE_FIELDS, Draft, Given
from ledgers.checks.registry import NOTHING_MORE, Facts, check_fields, check_row, check_texts
from ledgers.measuring_range import Form
from ledgers.problems import Severity

_REFUSAL: Final = "guide, the refusal of 357753: 请规范填写测量范围，注意计量单位大小写"
_BREATH: Final = "呼出气体酒精含量检测仪"
_LARGEST_BREATH: Final = 10  # mg/L; real ranges end at 2.000
_NOT_IN_GBK: Final = re.compile("[³²⁻¹−\u00b5\u2126]")
_GBK_FORMS: Final = str.maketrans({"³": "3", "²": "2", "⁻": "-", "¹": "1", "−": "-"})
_CLASS: Final = re.compile(r"[\d.()（）/、,，+ SP]+级?")  # 0.5S, 1.6(1.5)级, 5P20: no units
_WITH_UNITS: Final = ("measuring_range", "accuracy_class", "model")


@check_fields(
    "L401",
    Severity.ERROR,
    _WITH_UNITS,
    template="{label}: the unit {written} is not written correctly.",
    advice="Write {meant}: {mended}.",
    source=_REFUSAL,
)
def unit_case_is_wrong(draft: Draft, field: str) -> Facts | None:
    """Find a unit with wrong letters of which the right ones are certain."""
    text = draft.text(field)
    slips = [slip for slip in units.slips_in(text) if slip.is_certain]
    if not slips or _CLASS.fullmatch(text):
        return None
    if field == "model" and not _model_is_range(draft):
        return None  # a type such as TCS-300KG is no quantity
    return {
        "written": ", ".join(slip.written for slip in slips),
        "meant": ", ".join(slip.meant[0] for slip in slips),
        "mended": units.mended(text),
    }


@check_texts(
    "L402",
    Severity.WARNING,
    ("measuring_range", "accuracy_class"),
    template="{label}: the unit {written} is not known to us.",
    advice="Compare it with the last certificate; letter case counts. Like it: {meant}.",
    source=_REFUSAL,
)
def unit_is_unknown(text: str, _draft: Draft) -> Facts | None:
    """Find a unit that is no unit of ours, or could be two."""
    slips = [slip for slip in units.slips_in(text) if not slip.is_certain]
    if not slips or _CLASS.fullmatch(text):
        return None
    meant = [unit for slip in slips for unit in slip.meant]
    return {
        "written": ", ".join(slip.written for slip in slips),
        "meant": ", ".join(meant) or "—",
    }


@check_row(
    "L403",
    Severity.ERROR,
    "measuring_range",
    template="测量范围 {value} has no unit.",
    advice="Add the unit, as in {example}.",
    source="portal-facts 6.3, mistake 1",
)
def unit_is_missing(draft: Draft, _given: Given) -> Facts | None:
    """Find figures without a unit for a kind whose unit is known."""
    if draft.ability is None or not draft.ability.units or not draft.range.lacks_unit:
        return None
    return {"example": draft.ability.range_example}


@check_row(
    "L404",
    Severity.WARNING,
    "measuring_range",
    template="测量范围 {value}: {unit} is not a usual unit of {kind}.",
    advice="Usual units are {usual}. Compare it with the plate.",
    source="reference-data d: expected unit family per kind",
)
def unit_is_unusual(draft: Draft, _given: Given) -> Facts | None:
    """Find a sound unit that does not measure what the kind measures."""
    ability = draft.ability
    if ability is None or not ability.units:
        return None
    families = {units.family_of(unit) for unit in ability.units}
    written = [units.canonical(unit) for unit in units.units_in(draft.text("measuring_range"))]
    odd = [
        unit for unit in written if unit in units.KNOWN and units.family_of(unit) not in families
    ]
    if not odd:
        return None
    kind = draft.kind.name if draft.kind else ""
    return {"unit": ", ".join(odd), "kind": kind, "usual": ", ".join(ability.units)}


@check_row(
    "L405",
    Severity.WARNING,
    "measuring_range",
    template="测量范围 {value} is written in a way we cannot read.",
    advice="Look at it once more; the guide writes ranges like {example}.",
    source="reference-data d: not parsed means look at it",
)
def range_is_not_understood(draft: Draft, _given: Given) -> Facts | None:
    """Find a range that is none of the known forms. It need not be wrong."""
    text = draft.text("measuring_range")
    if not text or draft.range.form is not Form.OTHER:
        return None
    example = draft.ability.range_example if draft.ability else ""
    return {"example": example or "(0~1.6) MPa"}


@check_row(
    "L406",
    Severity.ERROR,
    "measuring_range",
    template="测量范围 is empty.",
    advice="Fill it in as in {example}; write ---- only if the plate does not say.",
    source="portal-facts 6.3, mistake 1; 9: dashes, never blanks",
)
def range_is_empty(draft: Draft, _given: Given) -> Facts | None:
    """Find an empty range of a kind that has one."""
    if draft.text("measuring_range") or draft.ability is None or not draft.ability.units:
        return None
    return {"example": draft.ability.range_example}


@check_row(
    "L407",
    Severity.WARNING,
    "measuring_range",
    template="测量范围 is empty.",
    advice="Copy it from the plate or the last certificate; write ---- if there is nothing.",
    source="portal-facts 9: dashes, never blanks",
)
def range_is_blank(draft: Draft, _given: Given) -> Facts | None:
    """Find an empty range where hyphens would do."""
    has_units = draft.ability is not None and bool(draft.ability.units)
    return None if draft.text("measuring_range") or has_units else NOTHING_MORE


@check_row(
    "L408",
    Severity.WARNING,
    "measuring_range",
    template="测量范围 {value}: the lower end is not below the upper one.",
    advice="Compare both figures with the plate.",
    source="a range goes upwards",
)
def range_is_upside_down(draft: Draft, _given: Given) -> Facts | None:
    """Find a range whose ends are swapped or equal."""
    return NOTHING_MORE if draft.range.is_upside_down else None


@check_row(
    "L409",
    Severity.WARNING,
    "measuring_range",
    template="测量范围 {value} of a breath alcohol tester: most likely a decimal point is lost.",
    advice="Compare it with the plate; usual is (0~2.000) mg/L.",
    source="catalog.md, naming: the guide's own slip",
)
def point_is_lost(draft: Draft, _given: Given) -> Facts | None:
    """Find a range a thousand times too large, as the guide itself prints it."""
    if draft.kind is None or draft.kind.name != _BREATH or draft.range.high is None:
        return None
    is_large = draft.range.high > _LARGEST_BREATH and draft.range.high_unit.casefold() == "mg/l"
    return NOTHING_MORE if is_large else None


@check_row(
    "L410",
    Severity.WARNING,
    "measuring_range",
    template="测量范围 has hyphens, although pieces of this kind state their range.",
    advice="Copy it from the plate, in the form {example}.",
    source="portal-facts 6.3, mistake 6: hyphens are only for pieces without a plate",
)
def range_is_withheld(draft: Draft, _given: Given) -> Facts | None:
    """Find hyphens for the range of a piece with a plate."""
    ability = draft.ability
    if ability is None or not ability.range_example or ability.needs_range:
        return None
    if draft.range.form is not Form.DASHES or not draft.has_plate:
        return None
    return {"example": ability.range_example}


@check_texts(
    "L411",
    Severity.WARNING,
    PLATE_FIELDS,
    template="{label} {value} holds signs that the portal's certificates may not be able to print.",
    advice="Write {plain}.",
    source="reference-data d: not in GBK",
)
def signs_are_not_in_gbk(text: str, _draft: Draft) -> Facts | None:
    """Find superscripts and look-alikes that a GBK system breaks."""
    if not _NOT_IN_GBK.search(text):
        return None
    return {"plain": units.canonical(text).translate(_GBK_FORMS)}


def _model_is_range(draft: Draft) -> bool:
    """Return whether the kind's 型号规格 repeats the range, as that of a pressure gauge does."""
    return draft.ability is not None and draft.ability.model_wave
