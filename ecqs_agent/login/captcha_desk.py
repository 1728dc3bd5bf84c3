"""A captcha that a person reads elsewhere: the picture lies in a file, another command answers.

For a server without screen and terminal. Both files are removed when the question is over.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ecqs_agent.errors import CaptchaNotAskedError, PersonNeededError
from ecqs_agent.login.vault import file_stem, write_private
from ecqs_agent.settings import Settings
from page_objects.patience import Patience, Wait

POLL: Final = 0.5  # seconds between two looks for an answer

Pause = Callable[[float], None]


class CaptchaDesk:
    """Where one account's captcha is asked and answered; `seconds` is what a person is given."""

    def __init__(
        self, folder: Path, account: str, *, seconds: float, pause: Pause = time.sleep
    ) -> None:
        self._account = account
        self._seconds = seconds
        self._pause = pause
        self._picture = folder / f"{file_stem(account)}.png"
        self._answer = folder / f"{file_stem(account)}.answer"

    def ask(self, picture: bytes, tell: Callable[[Path], None]) -> str:
        """Lay the picture out, tell where it is, and return the answer.

        Raises:
            PersonNeededError: nobody answered in time.
        """
        self._clear()  # a run that was killed may have left something
        try:
            write_private(self._picture, picture)
            tell(self._picture)
            return self._wait()
        finally:
            self._clear()

    def answer(self, text: str) -> None:
        """Give the login that waits its answer; an empty one asks for another picture.

        Raises:
            CaptchaNotAskedError: no login is waiting.
        """
        if not self._picture.exists():
            raise CaptchaNotAskedError(
                "No login of {account} is waiting for a captcha. Start one with "
                "`ecqs login --account {account} --captcha file`.",
                account=self._account,
            )
        write_private(self._answer, text.encode())

    def _wait(self) -> str:
        for _ in range(round(self._seconds / POLL)):
            if self._answer.exists():
                return self._answer.read_text("utf-8").strip()
            self._pause(POLL)
        raise PersonNeededError(
            "Nobody answered the captcha of {account} within {minutes} minutes. Start the command "
            "again when somebody can read it.",
            account=self._account,
            minutes=round(self._seconds / 60),
        )

    def _clear(self) -> None:
        self._picture.unlink(missing_ok=True)
        self._answer.unlink(missing_ok=True)


def captcha_desk(settings: Settings, account: str) -> CaptchaDesk:
    """Return where captchas of this account are asked and answered."""
    seconds = Patience(settings.patience).ms(Wait.PERSON) / 1000
    return CaptchaDesk(settings.data / "captcha", account, seconds=seconds)
