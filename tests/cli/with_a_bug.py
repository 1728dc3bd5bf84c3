"""The command line with a bug in it, whose error quotes what must never be written."""

import os

from ecqs_agent.cli.main import main
from page_objects.pages.instrument_dialog import InstrumentDialog

WORDS = (
    "https://psp.e-cqs.invalid/egov/shIndex.html;jsessionid=0000planted?ticket=ST-7-planted00-cas01"
    " TGT-planted00000-cas01 CASTGC=planted00"
    " 身份证150102199003071234 电话13912345678，0471-4961111"
)


def _fails(*_: object, **__: object) -> None:
    raise ValueError(f"{WORDS} {os.environ['ECQS_PASSWORD']}")


if __name__ == "__main__":
    InstrumentDialog.fill = _fails  # type: ignore[method-assign,assignment] # the bug
    main()
