"""Rules about what tells one piece from another: name, model, serial number, manufacturer."""

import re
import unicodedata
from typing import Final

from ledgers.checks.draft import PLATE_FIELDS, TEXT_FIELDS, Draft, Given
from ledgers.checks.registry import NOTHING_MORE, Facts, check_row, check_texts
from ledgers.measuring_range import NO_DATA, is_dashes
from ledgers.problems import Severity

_PLATE: Final = "portal-facts 9: dashes, never blanks, when the plate says nothing"
_LONGEST_TEXT: Final = 100  # characters; no worked example has more than 25
_GUIDE_WORDS: Final = re.compile(r"请?按(?:照)?(?:实际|铭牌|上次).*填|请?根据铭牌填写|^必填")
_PLACE_HOLDERS: Final = frozenset(
    {"/", "\\", "无", "无铭牌", "没有", "空", "未知", "不详", "不明", "n/a", "na", "none", "null",
     "-", "—", "——", "－", "－－", "*", "？", "?"}
)  # fmt: skip
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_TRAILING_ZERO: Final = re.compile(r"\d+\.0+")
_SEVERAL: Final = re.compile(r"\S*\d{2,}\S*(?:\s*[、；;，,]\s*\S*\d{2,}\S*)+")
_SERIES: Final = re.compile(r"(\D*)(\d{2,})\s*(?:[~～至]|-{2,})\s*(\D*)(\d{2,})")
_WIDE: Final = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_MASKED: Final = re.compile(r"\*{2,}")


@check_row(
    "L200",
    Severity.ERROR,
    "name",
    template="This row holds next to nothing; is it a remark or a total?",
    advice="Delete the row, or fill in the instrument.",
    source="one row, one instrument",
)
def row_is_sparse(draft: Draft, _given: Given) -> Facts | None:
    """Find a row that is no instrument."""
    return NOTHING_MORE if draft.is_sparse else None


@check_row(
    "L201",
    Severity.ERROR,
    "name",
    template="器具名称 is empty.",
    advice="Write the name as on the last verification certificate.",
    source="portal-facts 3.2, field 1",
)
def name_is_empty(draft: Draft, _given: Given) -> Facts | None:
    """Find a row without a name."""
    return None if draft.text("name") else NOTHING_MORE


@check_texts(
    "L202",
    Severity.ERROR,
    ("model", "serial_number"),
    template="{label} is empty.",
    advice="Copy it from the plate or the last certificate; write ----- if there is no plate.",
    source="portal-facts 6.3, mistake 6",
)
def identity_is_empty(text: str, _draft: Draft) -> Facts | None:
    """Find an empty field that the institute refuses."""
    return None if text else NOTHING_MORE


@check_texts(
    "L203",
    Severity.WARNING,
    ("manufacturer", "accuracy_class"),
    template="{label} is empty.",
    advice="Copy it from the plate or the last certificate; write ----- if there is nothing.",
    source=_PLATE,
)
def plate_field_is_empty(text: str, _draft: Draft) -> Facts | None:
    """Find an empty field that should at least hold hyphens."""
    return None if text else NOTHING_MORE


@check_texts(
    "L204",
    Severity.WARNING,
    PLATE_FIELDS,
    template="{label} says {value}; what the plate does not say is written as -----.",
    advice="Write -----.",
    source=_PLATE,
)
def place_holder_is_unusual(text: str, _draft: Draft) -> Facts | None:
    """Find words or signs that stand for nothing."""
    return NOTHING_MORE if is_place_holder(text) else None


@check_row(
    "L205",
    Severity.WARNING,
    "serial_number",
    template="出厂编号 has hyphens although the piece has a plate ({known}).",
    advice="Copy the number from the plate; hyphens are only for pieces without one.",
    source="portal-facts 6.3, mistake 6",
)
def serial_is_missing_from_plate(draft: Draft, _given: Given) -> Facts | None:
    """Find hyphens for the number of a piece that plainly has a plate."""
    if not is_dashes(draft.text("serial_number")):
        return None
    texts = (draft.text("model"), draft.text("manufacturer"))
    known = [text for text in texts if text and not is_dashes(text) and not is_place_holder(text)]
    return {"known": ", ".join(known)} if known else None


@check_texts(
    "L206",
    Severity.ERROR,
    ("serial_number", "model"),
    template="{label} {value} is a long number that Excel has shortened; digits are lost.",
    advice="Format the cell as text, and type the number again from the plate.",
    source="reference-data e",
)
def number_is_scientific(text: str, _draft: Draft) -> Facts | None:
    """Find a number in scientific notation."""
    return NOTHING_MORE if _SCIENTIFIC.fullmatch(text) else None


@check_texts(
    "L207",
    Severity.WARNING,
    ("serial_number",),
    template="出厂编号 {value} looks like a number with a decimal point added by a program.",
    advice="Write {plain} if the plate says so.",
    source="reference-data e",
)
def serial_has_decimals(text: str, _draft: Draft) -> Facts | None:
    """Find a whole number written with decimals."""
    return {"plain": text.partition(".")[0]} if _TRAILING_ZERO.fullmatch(text) else None


@check_texts(
    "L208",
    Severity.ERROR,
    ("serial_number",),
    template="出厂编号 {value} names several pieces.",
    advice="Give every piece a row of its own, with 器具数量 1.",
    source="portal-facts 6.3, mistake 5",
)
def serial_names_several(text: str, _draft: Draft) -> Facts | None:
    """Find several serial numbers in one cell."""
    return NOTHING_MORE if _SEVERAL.fullmatch(text) or _is_series(text) else None


@check_texts(
    "L209",
    Severity.ERROR,
    TEXT_FIELDS,
    template="{label} still holds the guide's own words: {value}.",
    advice="Put in what the plate or the last certificate says, or ----- if it says nothing.",
    source="guide, worked examples",
)
def guide_words_are_left(text: str, _draft: Draft) -> Facts | None:
    """Find the guide's instructions where a value should be."""
    return NOTHING_MORE if _GUIDE_WORDS.search(text) else None


@check_texts(
    "L210",
    Severity.WARNING,
    TEXT_FIELDS,
    template="{label} has {count} characters.",
    advice="Shorten it; the portal may cut off what is too long.",
    source="portal-facts 10.4: length limits are not known",
)
def text_is_long(text: str, _draft: Draft) -> Facts | None:
    """Find a text that is longer than anything real."""
    return {"count": str(len(text))} if len(text) > _LONGEST_TEXT else None


@check_texts(
    "L211",
    Severity.WARNING,
    ("model", "serial_number"),
    template="{label} {value} has full-width letters or digits.",
    advice="Write {narrow}, as on the plate.",
    source="portal-facts 6.3, mistake 11: not as on the certificate",
)
def letters_are_wide(text: str, _draft: Draft) -> Facts | None:
    """Find letters and digits of an input method for Chinese."""
    return {"narrow": narrowed(text)} if _WIDE.search(text) else None


@check_texts(
    "L212",
    Severity.WARNING,
    TEXT_FIELDS,
    template="{label} is masked: {value}.",
    advice="Write the real words; asterisks in the guide's pictures only hide somebody's name.",
    source="guide, worked examples",
)
def text_is_masked(text: str, _draft: Draft) -> Facts | None:
    """Find asterisks that hide a name."""
    return NOTHING_MORE if _MASKED.search(text) else None


def is_place_holder(text: str) -> bool:
    """Return whether a text stands for nothing without being the hyphens of the guide."""
    return text.casefold() in _PLACE_HOLDERS and text != NO_DATA


def narrowed(text: str) -> str:
    """Return a text with half-width letters and digits; all other signs stay."""
    return _WIDE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)


def _is_series(text: str) -> bool:
    """Return whether a text counts from one number to a larger one of the same make."""
    match = _SERIES.fullmatch(text)
    if match is None or match[3] not in {"", match[1]} or len(match[2]) != len(match[4]):
        return False
    return int(match[2]) < int(match[4])
