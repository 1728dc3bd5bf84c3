"""Errors the application raises on purpose.

    AgentError                                      exit
    ├── SettingsError              AGENT-101        2    a setting is missing or impossible
    ├── NoBrowserError             AGENT-201        5    no browser could be started
    ├── AccountBusyError           AGENT-301        8    another run holds the account's lease
    ├── LeaseLostError             AGENT-302        8    our lease was taken over
    ├── PersonNeededError          AGENT-311        5    login or approval is a person's
    ├── LoginFailedError           AGENT-312        5    the portal refused the login
    ├── PasswordStoreError         AGENT-321        5    a password cannot be kept or forgotten
    ├── CaptchaNotAskedError       AGENT-322        2    no login is waiting for a captcha
    ├── OtherPortalError           AGENT-331        2    the data folder is another portal's
    ├── ScreensChangedError        AGENT-341        6    the portal's screens are not as known
    ├── ScreensFileError           AGENT-342        2    the approved screens cannot be read
    ├── UnclearOutcomeError        AGENT-401        7    an outcome is unclear: look
    ├── MockOnlyError              AGENT-501        2    for the bundled mock portal alone
    ├── ListsNotKeptError          AGENT-601        2    the portal's option lists cannot be kept
    ├── NoticeAddressError         AGENT-701        2    the address of a channel cannot be used
    ├── ScheduleError              AGENT-711        2    a schedule cannot be written or installed
    ├── DraftError                 AGENT-801        2    a draft cannot be changed or removed
    ├── HouseRuleError             AGENT-811        2    a proposed rule cannot be found or kept
    ├── RecordingLeakError         AGENT-901        1    a recording would hold somebody's value
    ├── RecordingNotSavedError     AGENT-902        2    a recording cannot be written
    ├── ArchiveRefusedError        AGENT-911        2    not a recording of ours, or a hostile one
    ├── ReplayError                REPLAY-101       2    scenarios cannot be played like this
    │   ├── ScenarioError          REPLAY-111       2    a scenario file is wrong: line and field
    │   ├── CassetteError          REPLAY-112       2    a cassette cannot be used or written
    │   └── ConsentError           REPLAY-121       2    writing to a portal without consent
    └── JournalError               JOURNAL-101      1    a transition that cannot be
        └── JournalUnavailableError JOURNAL-102     1    the journal cannot be opened or written

The class fixes the code and the exit code; the raise site gives facts. Messages are English
templates with named facts; the console shows their translation.
"""

from enum import IntEnum
from typing import ClassVar

from page_objects.errors import fill_in


class ExitCode(IntEnum):
    """What a command's end means to a scheduler (design: command line, exit codes)."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    WORKBOOK = 3
    PARTLY = 4
    PERSON = 5
    PORTAL = 6
    UNCLEAR = 7
    BUSY = 8
    INTERRUPTED = 130


class AgentError(Exception):
    """Something stopped the run on purpose."""

    code: ClassVar[str] = "AGENT-000"
    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL

    def __init__(self, template: str = "", /, **facts: object) -> None:
        self.template = template or (type(self).__doc__ or "").splitlines()[0]
        self.facts = facts
        super().__init__(fill_in(self.template, facts))

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the facts when the error crosses a process border."""
        return _rebuild, (type(self), self.template, self.facts)


def _rebuild(kind: type[AgentError], template: str, facts: dict[str, object]) -> AgentError:
    return kind(template, **facts)


class SettingsError(AgentError):
    """A setting is missing or impossible."""

    code = "AGENT-101"
    exit_code = ExitCode.USAGE


class NoBrowserError(AgentError):
    """No browser could be started on this machine."""

    code = "AGENT-201"
    exit_code = ExitCode.PERSON


class AccountBusyError(AgentError):
    """Another run is working with this account."""

    code = "AGENT-301"
    exit_code = ExitCode.BUSY


class LeaseLostError(AgentError):
    """Another run took this account over while this one was away."""

    code = "AGENT-302"
    exit_code = ExitCode.BUSY


class PersonNeededError(AgentError):
    """A person is needed to go on."""

    code = "AGENT-311"
    exit_code = ExitCode.PERSON


class LoginFailedError(AgentError):
    """The portal refused the login."""

    code = "AGENT-312"
    exit_code = ExitCode.PERSON


class PasswordStoreError(AgentError):
    """A password cannot be kept or forgotten."""

    code = "AGENT-321"
    exit_code = ExitCode.PERSON


class CaptchaNotAskedError(AgentError):
    """No login is waiting for a captcha."""

    code = "AGENT-322"
    exit_code = ExitCode.USAGE


class OtherPortalError(AgentError):
    """The data folder or the journal is of another portal."""

    code = "AGENT-331"
    exit_code = ExitCode.USAGE


class ScreensChangedError(AgentError):
    """The portal's screens are not as known, so nothing is written."""

    code = "AGENT-341"
    exit_code = ExitCode.PORTAL


class ScreensFileError(AgentError):
    """The file with the approved screens cannot be read."""

    code = "AGENT-342"
    exit_code = ExitCode.USAGE


class UnclearOutcomeError(AgentError):
    """An outcome is unclear and must be looked at before anything else is sent."""

    code = "AGENT-401"
    exit_code = ExitCode.UNCLEAR


class MockOnlyError(AgentError):
    """This works only against the bundled mock portal on this machine."""

    code = "AGENT-501"
    exit_code = ExitCode.USAGE


class ListsNotKeptError(AgentError):
    """The portal's option lists cannot be kept."""

    code = "AGENT-601"
    exit_code = ExitCode.USAGE


class NoticeAddressError(AgentError):
    """The address of a channel for notices cannot be used."""

    code = "AGENT-701"
    exit_code = ExitCode.USAGE


class ScheduleError(AgentError):
    """A schedule cannot be written or installed on this machine."""

    code = "AGENT-711"
    exit_code = ExitCode.USAGE


class DraftError(AgentError):
    """A draft cannot be changed or removed."""

    code = "AGENT-801"
    exit_code = ExitCode.USAGE


class HouseRuleError(AgentError):
    """A proposed house rule cannot be found or kept."""

    code = "AGENT-811"
    exit_code = ExitCode.USAGE


class ReplayError(AgentError):
    """Scenarios cannot be played like this."""

    code = "REPLAY-101"
    exit_code = ExitCode.USAGE


class CassetteError(ReplayError):
    """A cassette cannot be used or written."""

    code = "REPLAY-112"


class ScenarioError(ReplayError):
    """A scenario file cannot be used."""

    code = "REPLAY-111"


class ConsentError(ReplayError):
    """Scenarios that write need a consent on a portal that is not the mock."""

    code = "REPLAY-121"


class RecordingLeakError(AgentError):
    """A recording would hold somebody's value; nothing is saved."""

    code = "AGENT-901"


class RecordingNotSavedError(AgentError):
    """A recording cannot be written."""

    code = "AGENT-902"
    exit_code = ExitCode.USAGE


class ArchiveRefusedError(AgentError):
    """A file is not an archive that `ecqs record` wrote."""

    code = "AGENT-911"
    exit_code = ExitCode.USAGE


class JournalError(AgentError):
    """The journal refused a transition that cannot be."""

    code = "JOURNAL-101"


class JournalUnavailableError(JournalError):
    """The journal cannot be opened or written."""

    code = "JOURNAL-102"
