"""An instrument as the institute's guide fills it in."""

from typing import Final

from page_objects.screens import InstrumentForm

INSTRUMENT: Final = InstrumentForm(
    name="电子计价秤",
    instrument_type="工作计量器具",
    category="非自动衡器",
    kind="非自动衡器",
    model="ACS-30",
    measuring_range="200g-30kg",
    accuracy_class="Ⅲ级",
    serial_number="938579",
    manufacturer="永康市华鹰衡器有限公司",
    origin="国产",
    region=("内蒙古自治区", "呼和浩特市", "新城区"),
    place_of_use="店铺内",
    purchase_date="2018-11-22",
    quantity="1",
    purpose="贸易结算",
    delivery="现场检",
)
