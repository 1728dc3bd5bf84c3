"""State in a file: what was answered survives, whatever happens to the process."""

from pathlib import Path

import pytest

from ecqs_agent.mock_portal.options import ServeOptions
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.store import StateFileError
from tests.mock_portal.visitor import running


def test_everything_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with running(state=path) as place:
        guest = place.visitor()
        guest.log_in()
        guest.control("POST", "clock", {"set": "2026-04-10T09:17:47"})
        kept, gone = guest.save(), guest.save()
        guest.submit(kept["uuid"])
        guest.call(
            "com.itown.inspSystem.ledger.service.StrongInspLedgerService",
            "deleteLedger",
            [gone["uuid"]],
        )
        before = guest.control("GET", "state")
    with running(state=path) as place:
        guest = place.visitor()
        assert guest.control("GET", "state") == before
        guest.log_in()
        assert guest.submit(guest.save()["uuid"])["appointmentId"] == "2026041000002"


def test_what_was_answered_is_in_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with running(state=path) as place:
        guest = place.visitor()
        guest.log_in()
        saved = guest.save()
        twin = Portal.open(ServeOptions(state=path))  # reads as a new process would after kill -9
        assert saved["uuid"] in twin.store.records
        twin.store.close()


def test_reset_empties_the_file(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with running(state=path) as place:
        guest = place.visitor()
        guest.log_in()
        guest.save()
        guest.control("POST", "reset")
    with running(state=path) as place:
        assert place.visitor().records() == []


def test_a_file_that_is_no_state_is_told(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_text("not a database " * 100, encoding="utf-8")
    with pytest.raises(StateFileError, match=r"state\.db"):
        Portal.open(ServeOptions(state=path))
