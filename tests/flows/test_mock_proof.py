"""The mock is never taken for a real portal, nor a real one for the mock."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from ecqs_agent.cli.console import Console
from ecqs_agent.cli.people import approve
from ecqs_agent.errors import MockOnlyError, PersonNeededError
from ecqs_agent.events import Events
from ecqs_agent.mock_client import keep_apart, mock_of
from ecqs_agent.runs.run import open_run
from ecqs_agent.settings import Captcha, Settings, load_settings
from tests.sites import Answer, Site, site


@pytest.fixture
def tunnel() -> Iterator[Site]:
    """Return a portal on this machine that is not the mock: it says yes to everything."""
    with site({"/__mock__/health": Answer('{"ok": true}', "application/json")}) as served:
        yield served


def settings_of(address: str, token: str = "word", captcha: Captcha = Captcha.TERMINAL) -> Settings:
    return load_settings(portal=address, mock_token=token, captcha=captcha)


def test_the_mock_proves_itself_by_its_token(portal: Any) -> None:
    mock = portal()
    assert mock_of(settings_of(mock.url, mock.token)) is not None
    assert mock_of(settings_of(mock.url, "another")) is None
    assert mock_of(settings_of(mock.url, "")) is None


def test_an_address_of_this_machine_proves_nothing(tunnel: Site) -> None:
    assert mock_of(settings_of(tunnel.url)) is None
    assert tunnel.asked[-1].path == "/__mock__/health"


def test_a_token_is_never_sent_to_another_machine() -> None:
    settings = settings_of("https://psp.e-cqs.invalid")
    assert mock_of(settings) is None
    with pytest.raises(MockOnlyError) as refused:
        keep_apart(settings)
    assert "mock_token" in str(refused.value)


def test_the_mocks_captcha_is_not_for_a_tunnel(tunnel: Site) -> None:
    settings = settings_of(tunnel.url, captcha=Captcha.MOCK)
    with (
        pytest.raises(MockOnlyError),
        open_run(settings, "demo", log_in=lambda _: None, events=Events()),
    ):
        pass


def test_writing_through_a_tunnel_needs_an_approval(tunnel: Site) -> None:
    with pytest.raises((PersonNeededError, typer.Abort)):
        approve(Console(), settings_of(tunnel.url), yes=False, account="demo", what="1 to add")


def test_writing_to_the_mock_needs_none(portal: Any) -> None:
    mock = portal()
    approve(Console(), settings_of(mock.url, mock.token), yes=False, account="demo", what="1")
