"""The workflow by Robot Framework's Browser library: runs `workflow_robot.robot`.

`python -m benchmarks.rivals.workflow_robot TASK`
"""

from benchmarks.rivals.robot_browser import run_suite
from benchmarks.rivals.task import Task, task_given
from benchmarks.rivals.workflow import ALLOCATED, BOOKINGS, INSTITUTE, PHONE, STATE, Race


class RaceKeywords:
    """The clock and the institute, as keywords."""

    ROBOT_LIBRARY_SCOPE = "GLOBAL"

    def __init__(self, path: str) -> None:
        race = Race(Task.load(path))
        self.begin_race = race.begin
        self.institute_answers = race.institute_answers
        self.finish_race = race.finish


def main() -> int:
    """Go the whole way once."""
    return run_suite(
        "workflow_robot",
        BOOKINGS=f"{task_given().portal}{BOOKINGS}",
        ALLOCATED=ALLOCATED,
        STATE=STATE,
        INSTITUTE=INSTITUTE,
        PHONE=PHONE,
    )


if __name__ == "__main__":
    raise SystemExit(main())
