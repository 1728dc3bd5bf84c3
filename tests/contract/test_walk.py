"""The mock as it is differs in nothing from what we know, whatever is chosen for the unknown."""

from collections.abc import Callable
from typing import Any

import pytest

from ecqs_agent.driving.session import PortalSession
from ecqs_agent.driving.walking import EVERYWHERE, Walk, Walked
from page_objects.contract.compare import differences

VARIANTS: tuple[dict[str, str], ...] = (
    {},
    {"words": "old", "dialog_note": "old"},
    {"open": "same", "messages": "alert"},
    {"open": "frame", "cells": "truncated"},
    {"region": "chained"},
)


def walked(session: PortalSession) -> Walked:
    return Walk(session, EVERYWHERE, lambda *_: None).go()


@pytest.mark.parametrize("variants", VARIANTS, ids=lambda one: ",".join(one.values()) or "default")
def test_nothing_differs(
    portal: Any,
    with_a_booking: Callable[[Any], PortalSession],
    engine: str,
    variants: dict[str, str],
) -> None:
    mock = portal(engine=engine, **variants)
    seen = walked(with_a_booking(mock))
    assert seen.missed == {}
    for screen in seen.seen:
        assert differences(screen) == (), screen.place
        assert differences(screen, screen) == (), screen.place
    assert {screen.place for screen in seen.seen} == EVERYWHERE
