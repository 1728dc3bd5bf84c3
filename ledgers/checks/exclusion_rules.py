"""Rules about what must not be filed at all: the guide's special notices."""

import re
import unicodedata
from typing import Final

from catalog.kinds import Kind
from ledgers.checks.draft import Draft, Given
from ledgers.checks.registry import NOTHING_MORE, Facts, check_row
from ledgers.problems import Severity

_THERMOMETER: Final = "体温计"
_ELECTRONIC: Final = re.compile(r"电子|红外|耳温|额温|数字|非接触")
_METERS: Final = frozenset({"水表", "燃气表", "热能表"})
_ELECTRICITY: Final = "电能表"
_STANDARD: Final = re.compile(r"标准器|计量标准|社会公用|标准砝码|标准压力表|最高标准")
_INTERNAL: Final = re.compile(r"内部使用|企业内部|内部管理|厂内自用|自用|非贸易|不用于贸易|内控")
_ENVIRONMENT: Final = "环境监测"
_GUIDE: Final = "guide, special notices"


@check_row(
    "L701",
    Severity.ERROR,
    "name",
    template="{value}: thermometers for the body are verified once, when new, and are not filed.",
    advice="Take the row out. A first verification is asked for on paper, outside the province.",
    source=f"{_GUIDE}, 2",
)
def thermometer_is_filed(draft: Draft, _given: Given) -> Facts | None:
    """Find a thermometer that is not of an electronic make."""
    is_one = draft.kind is not None and draft.kind.category == _THERMOMETER
    return NOTHING_MORE if is_one and not _ELECTRONIC.search(draft.folded_name) else None


@check_row(
    "L702",
    Severity.WARNING,
    "name",
    template="{value}: the guide says that thermometers in use are not filed on the portal.",
    advice="Ask the institute whether it takes electronic thermometers through the portal.",
    source=f"{_GUIDE}, 2; catalog.md: other thermometers are unsure",
)
def electronic_thermometer_is_filed(draft: Draft, _given: Given) -> Facts | None:
    """Find an electronic or infrared thermometer."""
    is_one = draft.kind is not None and draft.kind.category == _THERMOMETER
    return NOTHING_MORE if is_one and _ELECTRONIC.search(draft.folded_name) else None


@check_row(
    "L703",
    Severity.ERROR,
    "kind",
    template="{kind}: household meters are verified once, when new, and are not filed.",
    advice="Take the row out. A first verification is asked for on paper.",
    source=f"{_GUIDE}, 3",
)
def household_meter_is_filed(draft: Draft, _given: Given) -> Facts | None:
    """Find a water, gas or heat meter within the sizes of its kind."""
    kind = draft.kind
    if kind is None or kind.category not in _METERS or _is_outside(draft, kind):
        return None
    return {"kind": kind.name}


@check_row(
    "L704",
    Severity.WARNING,
    "kind",
    template="{size} is outside {kind}.",
    advice="Ask the institute: a larger meter may belong under 流量计, or not be filed at all.",
    source="catalog.md, kinds that must not be booked",
)
def meter_is_too_large(draft: Draft, _given: Given) -> Facts | None:
    """Find a meter of another size than its kind allows."""
    kind = draft.kind
    if kind is None or kind.category not in _METERS or not _is_outside(draft, kind):
        return None
    return {"kind": kind.name, "size": _size(draft, kind)[1]}


@check_row(
    "L705",
    Severity.WARNING,
    "kind",
    template="{value}: household electricity meters are verified once, when new, and not filed.",
    advice="Take the row out if it is a household meter; for others ask the institute.",
    source=f"{_GUIDE}, 3; catalog.md, doubt 6",
)
def electricity_meter_is_filed(draft: Draft, _given: Given) -> Facts | None:
    """Find an electricity meter, which may or may not be a household's."""
    is_one = draft.kind is not None and draft.kind.category == _ELECTRICITY
    return NOTHING_MORE if is_one else None


@check_row(
    "L706",
    Severity.ERROR,
    "name",
    template="{value} is a measurement standard, no working instrument, and is not filed.",
    advice="Take the row out; standards go to the superior institute on paper, level by level.",
    source=f"{_GUIDE}, 4",
)
def standard_is_filed(draft: Draft, _given: Given) -> Facts | None:
    """Find a measurement standard by its name."""
    return NOTHING_MORE if _STANDARD.search(draft.folded_name) else None


@check_row(
    "L707",
    Severity.WARNING,
    "name",
    template="The row says {words}: pieces that do not serve trade directly are not filed.",
    advice="Take the row out, and ask a competent institute for verification directly.",
    source=f"{_GUIDE}, 1",
)
def internal_use_is_filed(draft: Draft, _given: Given) -> Facts | None:
    """Find words of internal use in the row."""
    texts = (draft.text("name"), draft.text("place_of_use"), draft.row.text("note"))
    match = _INTERNAL.search(" ".join(texts))
    return {"words": match.group()} if match else None


@check_row(
    "L708",
    Severity.HINT,
    "purpose",
    template="环境监测 counts only where an environment authority uses the results directly.",
    advice="Take the row out if your own firm measures for itself.",
    source="guide, note on 声级计",
)
def environmental_use_is_claimed(draft: Draft, _given: Given) -> Facts | None:
    """Find environmental use, which is compulsory in one case only."""
    return NOTHING_MORE if draft.filed("purpose") == _ENVIRONMENT else None


def _is_outside(draft: Draft, kind: Kind) -> bool:
    """Return whether the row states a size, and the kind's sizes do not hold it."""
    sizes = kind.sizes
    value, text = _size(draft, kind)
    return bool(sizes and text and value is not None and not sizes[1] <= value <= sizes[2])


def _size(draft: Draft, kind: Kind) -> tuple[float | None, str]:
    """Return the largest size a row states in the kind's own measure, such as (65.0, "DN65")."""
    if kind.sizes is None:
        return None, ""
    mark = kind.sizes[0]
    texts = " ".join(draft.text(name) for name in ("name", "model", "measuring_range"))
    plain = unicodedata.normalize("NFKC", texts).upper()
    found = [float(size) for size in re.findall(rf"{mark}\s*(\d+(?:\.\d+)?)", plain)]
    return (max(found), f"{mark}{max(found):g}") if found else (None, "")
