"""What the simulated institute refuses, in the guide's kind of words (portal-facts 6.3).

Its own code on purpose: the client's checks are tested against an institute that reads the form
with other eyes.
"""

import re
from collections.abc import Callable, Mapping

Fields = Mapping[str, str]

SCALES = "02"
GAUGES = "16"
UNITS = ("kg/min", "km/h", "L/min", "mg/L", "MPa", "kPa", "dB", "mV", "kg", "g")
UNIT_ANYWHERE = re.compile(r"(?<![A-Za-z/])(" + "|".join(UNITS) + r")(?![A-Za-z/])", re.IGNORECASE)
SCALE_RANGE = re.compile(r"\d+(\.\d+)?(g|kg)-\d+(\.\d+)?(g|kg|t)")
DASHES = re.compile(r"-+")
BAD_RANGE = "请规范填写测量范围例如30g-15kg 注意计量单位大小写"
BAD_UNIT = "请规范填写测量范围 注意计量单位大小写"
BAD_WAVE = "规格型号中～为中文全角状态下的中波浪线，请修改"
BAD_QUANTITY = "器具数量请务必填1，每件计量器具请单独新增"
NO_MODEL = "请按铭牌或上次检定证书填写规格型号"
NO_SERIAL = "请按铭牌或上次检定证书填写出厂编号"
OUT_OF_USE = "该器具已停用，请核实后重新预约"


def refusal(fields: Fields) -> str:
    """Return why the institute refuses a piece, "" when it accepts it."""
    return next((reason for reason in (rule(fields) for rule in RULES) if reason), "")


def _quantity(fields: Fields) -> str:
    return "" if float(fields.get("meterNumber") or 0) == 1 else BAD_QUANTITY


def _model(fields: Fields) -> str:
    return "" if fields.get("modelSpec", "").strip() else NO_MODEL


def _serial(fields: Fields) -> str:
    return "" if fields.get("serialNum", "").strip() else NO_SERIAL


def _out_of_use(fields: Fields) -> str:
    """Refuse what only the institute can know: a mark in the serial number stands for it."""
    return OUT_OF_USE if "停用" in fields.get("serialNum", "") else ""


def _scale_range(fields: Fields) -> str:
    if fields.get("meterCategoryCode") != SCALES:
        return ""
    written = fields.get("measureRang", "").strip()
    fine = DASHES.fullmatch(written) or SCALE_RANGE.fullmatch(written)
    return "" if fine else BAD_RANGE


def _unit_case(fields: Fields) -> str:
    for unit in UNIT_ANYWHERE.findall(fields.get("measureRang", "")):
        if unit not in UNITS:
            return BAD_UNIT
    return ""


def _gauge_wave(fields: Fields) -> str:
    is_gauge = fields.get("meterCategoryCode") == GAUGES
    return BAD_WAVE if is_gauge and "~" in fields.get("modelSpec", "") else ""


RULES: tuple[Callable[[Fields], str], ...] = (
    _quantity,
    _model,
    _serial,
    _out_of_use,
    _scale_range,
    _unit_case,
    _gauge_wave,
)
