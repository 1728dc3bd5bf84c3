"""Behind the portal's back, on a mock alone: institute, clock, faults, variants, what is stored."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ecqs_agent.mock_client import DEMO_PASSWORD, MockPortal
from ecqs_agent.replay.scene import Scene
from ecqs_agent.replay.verbs.behind import (
    ClockArgs,
    FaultArgs,
    InstituteArgs,
    PlantArgs,
    StoredArgs,
)
from ecqs_agent.replay.verbs.steps import Nothing

HOUR = 3600
DAY = 24 * HOUR


def institute(scene: Scene, args: InstituteArgs) -> dict[str, Any]:
    """Let the institute act; how many pieces it touched is in the answer."""
    body = {key: value for key, value in args.model_dump().items() if value}
    return dict(scene.mock.tell("institute", body))


def clock(scene: Scene, args: ClockArgs) -> dict[str, Any]:
    """Move the clock, and let ${today} be its day."""
    seconds = args.days * DAY + args.hours * HOUR + args.minutes * 60
    body: dict[str, object] = {"set": args.to} if args.to else {}
    body |= {"advance_seconds": seconds} if seconds else {}
    answer = scene.mock.tell("clock", body)
    scene.values.today = day_of(answer)
    return {"now": answer["now"]}


def fault(scene: Scene, args: FaultArgs) -> dict[str, Any]:
    """Arm a fault."""
    scene.mock.tell("fault", args.model_dump(exclude_none=True))
    return {"armed": args.kind}


def clear_faults(scene: Scene, args: Nothing) -> dict[str, Any]:
    """Disarm every fault; how many had not struck as often as they should is in the answer."""
    del args
    return {"cleared": scene.mock.take_back("fault")["cleared"]}


def variant(scene: Scene, args: Mapping[str, str]) -> dict[str, Any]:
    """Change variants."""
    answer = scene.mock.tell("variants", dict(args))
    return {key: answer[key] for key in args}


def plant(scene: Scene, args: PlantArgs) -> dict[str, Any]:
    """Put generated records into the ledger."""
    account = {"password": DEMO_PASSWORD, "company": "内蒙古示例计量有限公司"}
    body = {"accounts": {args.account: {**account, "generate": args.count}}}
    return {"records": scene.mock.tell("seed", body)["records"]}


def stored(scene: Scene, args: StoredArgs) -> dict[str, Any]:
    """Return what the mock has stored of an account."""
    account = scene.mock.ask("state")["accounts"][args.account]
    records, bookings = account["records"], account["bookings"]
    return {
        "records": len(records),
        "serials": [one["serialNum"] for one in records],
        "bookings": len(bookings),
        "states": [one["state"] for one in bookings],
        "pieces": [piece["state"] for one in bookings for piece in one["pieces"]],
    }


def requests(scene: Scene, args: Nothing) -> dict[str, Any]:
    """Return how often each method of the services was called since the last look."""
    del args
    asked = scene.mock.ask(f"requests?since={scene.asked}")["requests"]
    scene.asked = max((one["n"] for one in asked), default=scene.asked)
    counted = Counter(one["method"] for one in asked if one["method"])
    pages = Counter(one["path"].rpartition("/")[2] for one in asked if not one["method"])
    return {"calls": dict(counted), "pages": dict(pages)}


def day_of(clock: Mapping[str, Any]) -> date:
    """Return the day of the mock's clock."""
    return datetime.fromisoformat(str(clock["now"])).date()


def today_on(mock: MockPortal) -> date:
    """Return the day that it is on a mock."""
    return day_of(mock.ask("clock"))
