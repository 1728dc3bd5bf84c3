"""Start the bundled mock portal as its own process, and speak to its control API.

Speaks HTTP like anybody else; imports nothing of the mock.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import httpx
from playwright.sync_api import BrowserContext
from pydantic import BaseModel, ConfigDict, Field

from ecqs_agent.driving.environment import for_others
from ecqs_agent.errors import AgentError, MockOnlyError
from ecqs_agent.settings import Captcha, Settings

DEMO_ACCOUNT = "demo"
DEMO_PASSWORD = "Demo+2026"  # noqa: S105 - the mock's own, written on its login page
PASSWORDS: Mapping[str, str] = {DEMO_ACCOUNT: DEMO_PASSWORD, "second": "Second+2026"}


class MockPortal(BaseModel):
    """A running mock portal: where it is, and the token of its control API."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    token: str = Field(repr=False)

    def ask(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Return what the control API answers to a question."""
        return self._call("GET", path, None)

    def tell(self, path: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        """Have the control API do something, and return its answer."""
        return self._call("POST", path, body or {})

    def take_back(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Have the control API undo what was set there, such as faults; return its answer."""
        return self._call("DELETE", path, None)

    def proves_itself(self) -> bool:
        """Return whether a control side answers here that takes our token."""
        try:
            health = self.ask("health")
        except (MockOnlyError, ValueError):
            return False
        return isinstance(health, dict) and {"ok", "engine", "variants"} <= set(health)

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:  # noqa: ANN401
        try:
            answer = httpx.request(
                method,
                f"{self.url}/__mock__/{path}",
                headers={"X-Mock-Token": self.token},
                json=body,
                timeout=60,
                trust_env=False,
            )
            if answer.status_code == HTTPStatus.BAD_REQUEST:
                raise MockOnlyError(
                    "The mock portal does not take this order: {why}.", why=answer.json()["error"]
                )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise MockOnlyError(
                "The mock portal at {url} does not answer its control API: {why}. Start it with "
                "`ecqs mock serve` and give its token in ECQS_MOCK_TOKEN.",
                url=self.url,
                why=str(error),
            ) from error
        return answer.json()


def mock_of(settings: Settings) -> MockPortal | None:
    """Return the mock portal the settings point at, or None when it may be a real portal.

    An address of this machine is not enough: a tunnel to the portal has one, too. The mock proves
    itself by a control side that takes our token.
    """
    if not settings.mock_token or not settings.portal_is_local:
        return None
    mock = MockPortal(url=settings.portal, token=settings.mock_token)
    return mock if mock.proves_itself() else None


def the_mock(settings: Settings) -> MockPortal:
    """Return the mock portal the settings point at.

    Raises:
        MockOnlyError: it may be a real portal.
    """
    mock = mock_of(settings)
    if mock is None:
        raise MockOnlyError(
            "--captcha mock works only against the bundled mock portal on this machine. "
            "On a real portal a person reads the captcha: use --captcha terminal or window."
        )
    return mock


def keep_apart(settings: Settings) -> None:
    """Make sure that what is for the mock alone is not used on another portal.

    Raises:
        MockOnlyError: a token or `--captcha mock` is set, and the portal is not the mock.
    """
    if settings.mock_token and not settings.portal_is_local:
        raise MockOnlyError(
            "A mock portal's token is set (mock_token), and {portal} is not on this machine. Take "
            "the token away, or give the mock's address.",
            portal=settings.portal,
        )
    if settings.captcha is Captcha.MOCK:
        the_mock(settings)


def read_captcha(mock: MockPortal, context: BrowserContext) -> str:
    """Return the captcha's answer, which only the bundled mock tells."""
    for cookie in context.cookies(f"{mock.url}/casServer/login"):
        if cookie.get("name") == "JSESSIONID" and cookie.get("path") == "/casServer":
            return str(mock.ask(f"captcha?session={cookie.get('value')}")["answer"])
    return ""


@contextmanager
def serving(*options: str) -> Iterator[MockPortal]:
    """Run the mock portal in a process of its own for the length of the block.

    Raises:
        AgentError: it did not start.
    """
    with starting(*options) as is_up:
        yield is_up()


@contextmanager
def starting(*options: str) -> Iterator[Callable[[], MockPortal]]:
    """Start the mock portal for the length of the block, and do not wait for it.

    What is given waits until it answers; it raises AgentError when it did not start.
    """
    command = [sys.executable, "-m", "ecqs_agent.mock_portal", "serve", "--port", "0"]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [*command, "--exit-with-parent", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=for_others(os.environ, "ECQS_EASYUI_DIR"),
    )
    try:
        yield lambda: _portal_of(process)
    finally:
        if process.stdin:
            process.stdin.close()  # the mock ends when its parent is gone
        if process.stdout:
            process.stdout.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _portal_of(process: subprocess.Popen[str]) -> MockPortal:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise AgentError("The mock portal did not start (exit code {code}).", code=process.poll())
    ready = json.loads(line)
    return MockPortal(url=ready["url"], token=ready["token"])
