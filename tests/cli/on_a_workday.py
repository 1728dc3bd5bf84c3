"""The command line on a working day: what watches believes that offices work now.

`ECQS_TEST_HOURS` moves its clock on by so many hours. The journal keeps the time of the world.
"""

import os
from datetime import datetime, time, timedelta

from ecqs_agent.cli import main, watch
from ecqs_agent.journal.store import utc_now
from ecqs_agent.polling.rhythm import Hours, next_open

ALL_DAY = Hours(start=time(0), end=time(23, 59))


def on_a_workday() -> datetime:
    later = timedelta(hours=float(os.environ.get("ECQS_TEST_HOURS", "0")))
    return next_open(utc_now() + later, ALL_DAY)


if __name__ == "__main__":
    watch.utc_now = on_a_workday  # type: ignore[attr-defined] # what the module imported
    main.main()
