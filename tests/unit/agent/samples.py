"""Instruments for the application's unit tests."""

from datetime import date

from ecqs_agent.runs.planning import Wish
from ledgers.instrument import Instrument

SCALE = Instrument(
    name="电子计价秤",
    category="非自动衡器",
    kind="非自动衡器",
    model="ACS-30",
    measuring_range="200g-30kg",
    accuracy_class="Ⅲ级",
    serial_number="938579",
    manufacturer="示例衡器有限公司",
    origin="国产",
    region=("内蒙古自治区", "呼和浩特市", "赛罕区"),
    region_code="150105",
    place_of_use="店铺内",
    purchase_date=date(2018, 11, 22),
    purpose="贸易结算",
    delivery="现场检",
)
UNPLATED = SCALE.model_copy(
    update={
        "name": "戥子",
        "model": "-----",
        "measuring_range": "----",
        "accuracy_class": "-----",
        "serial_number": "-----",
        "manufacturer": "-----",
        "place_of_use": "药店内",
    }
)


def scale(serial_number: str, **changes: object) -> Instrument:
    return SCALE.model_copy(update={"serial_number": serial_number, **changes})


def wishes(*instruments: Instrument) -> tuple[Wish, ...]:
    return tuple(Wish(row=row, instrument=piece) for row, piece in enumerate(instruments, start=3))
