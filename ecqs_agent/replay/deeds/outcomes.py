"""Outcomes of the page objects as plain values."""

from typing import Any

from page_objects.screens import Accepted, Outcome, Refused, Screen


def plain(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain values: what it was, its words, what the portal gave."""
    match outcome:
        case Accepted():
            given = {"number": outcome.number, "uuid": outcome.uuid, "code": outcome.code}
            return {"outcome": "accepted", "message": outcome.message, **given}
        case Refused():
            return {"outcome": "refused", "message": "\n".join(outcome.messages)}
        case _:
            return {"outcome": "unclear"}


def filled(screen: Screen) -> dict[str, Any]:
    """Return what is filled of a form or a piece."""
    return {key: value for key, value in screen.model_dump(mode="json").items() if value}
