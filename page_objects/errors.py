"""The errors of this package, and what each of them asks for next.

    PortalError                                   disposition
    ├── PortalUnavailableError   PORTAL-101       retry         no answer, nothing submitted
    ├── PortalClosedError        PORTAL-102       back-off      maintenance or outside service hours
    ├── PortalBusyError          PORTAL-103       back-off      too busy for us; it may say how long
    ├── SessionEndedError        PORTAL-111       relogin       the session is over
    ├── LoginRefusedError        PORTAL-112       stop-run      the login page refused
    ├── ForeignAddressError      PORTAL-113       stop-run      led to an address that is not ours
    ├── PlainHttpError           PORTAL-114       stop-run      http where https is set
    ├── CertificateError         PORTAL-115       stop-run      the portal cannot prove itself
    ├── LoginPlaceError          PORTAL-116       stop-run      the login form stands elsewhere
    ├── SessionDisplacedError    PORTAL-117       stop-run      a login elsewhere took our session
    ├── UnknownOptionError       PORTAL-201       reject-item   a choice that is not offered
    ├── BadDateError             PORTAL-202       reject-item   not a date of the calendar
    ├── ActionRefusedError       PORTAL-203       reject-item   the portal answered with a message
    ├── PortalDriftError         PORTAL-301       stop-run      not the screen we were written for
    ├── FieldNotTakenError       PORTAL-302       stop-run      the field holds another value
    ├── AmbiguousMatchError      PORTAL-303       stop-run      two where one is meant
    ├── WirePayloadError         PORTAL-304       stop-run      the request differed; it was stopped
    ├── UnexpectedMessageError   PORTAL-305       stop-run      a message box that nobody expected
    ├── NothingSelectedError     PORTAL-306       stop-run      the portal asks to select a row
    ├── RecordNotFoundError      PORTAL-307       stop-run      no row carries this identity
    ├── InconsistentListError    PORTAL-308       retry         pages of a list do not add up
    ├── WordsFileError           PORTAL-309       stop-run      the added words cannot be used
    ├── AnswerLostError          PORTAL-401       reconcile     lost after the commit
    └── WriteStoppedError        PORTAL-501       stop-run      a walk that only looks would write

The class fixes code and disposition, the raise site gives facts. Messages are English
templates with named facts; people see them translated by the application.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar


class Disposition(StrEnum):
    """What the runner does next. Chosen by the error class, never at the raise site."""

    RETRY = "retry"
    BACK_OFF = "back-off"
    RELOGIN = "relogin"
    REJECT_ITEM = "reject-item"
    RECONCILE = "reconcile"
    STOP_RUN = "stop-run"


class PortalError(Exception):
    """Something about the portal is not as it should be."""

    code: ClassVar[str] = "PORTAL-000"
    disposition: ClassVar[Disposition] = Disposition.STOP_RUN
    template: str = "Something about the portal is not as it should be."

    def __init__(self, template: str = "", /, **facts: object) -> None:
        self.template = template or type(self).template
        self.facts: dict[str, Any] = facts
        super().__init__(self.template)

    def __str__(self) -> str:
        """Return the message in English with its facts filled in."""
        return fill_in(self.template, self.facts)

    def __reduce__(self) -> tuple[object, ...]:
        """Keep template and facts when pickled."""
        return _rebuild, (type(self), self.template, self.facts)


def fill_in(template: str, facts: dict[str, object]) -> str:
    """Return the template with each fact in its place; a fact it lacks stays as its name."""
    shown = {name: _as_text(value) for name, value in facts.items()}
    return template.format_map(_Facts(shown))


class Sentence:
    """A sentence within a message: an English template and its facts, translated as a whole."""

    def __init__(self, template: str, facts: Mapping[str, object]) -> None:
        self.template = template
        self.facts = dict(facts)

    def __str__(self) -> str:
        """Return it in English."""
        return fill_in(self.template, self.facts)


class _Facts(dict[str, str]):
    """Facts by name; a missing one shows its placeholder."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _as_text(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        between = " " if any(isinstance(part, Sentence) for part in value) else ", "
        return between.join(str(part) for part in value)
    return str(value)


def _rebuild(kind: type[PortalError], template: str, facts: dict[str, object]) -> PortalError:
    return kind(template, **facts)


class PortalUnavailableError(PortalError):
    """The portal gave no usable answer; nothing was submitted."""

    code = "PORTAL-101"
    disposition = Disposition.RETRY
    template = "The portal did not answer while doing this: {step}. Nothing was submitted."


class PortalClosedError(PortalError):
    """The portal is under maintenance or outside its service hours."""

    code = "PORTAL-102"
    disposition = Disposition.BACK_OFF
    template = "The portal says that it is closed: {message}"


class PortalBusyError(PortalError):
    """The portal is too busy for us, or its shield does not let us in; nothing was submitted."""

    code = "PORTAL-103"
    disposition = Disposition.BACK_OFF
    template = "The portal has no time for this: {step} (status {status}). Nothing was submitted."


class SessionEndedError(PortalError):
    """The session is over; log in again before going on."""

    code = "PORTAL-111"
    disposition = Disposition.RELOGIN
    template = "The portal has logged us out ({evidence})."


class LoginRefusedError(PortalError):
    """The login page refused; it is never tried again on its own."""

    code = "PORTAL-112"
    template = "The portal refused the login: {message}"


class ForeignAddressError(PortalError):
    """The portal led to an address that is not its own; nothing was sent there."""

    code = "PORTAL-113"
    template = (
        "The page led to {seen}, which is not the portal ({expected}). Nothing was sent there."
    )


class PlainHttpError(PortalError):
    """The portal led to an address without encryption where an encrypted one is set."""

    code = "PORTAL-114"
    template = (
        "The page led to {seen}, which is not encrypted; the portal is set as {expected}. "
        "Nothing was sent there."
    )


class CertificateError(PortalError):
    """The portal's certificate cannot be trusted, so that anybody might answer in its place."""

    code = "PORTAL-115"
    template = "The certificate of {address} cannot be trusted ({why}). Nothing was sent."


class LoginPlaceError(PortalError):
    """The login form stands at another address than the portal's login; nothing was typed."""

    code = "PORTAL-116"
    template = (
        "The login form stands at {seen}; a password is typed only at {expected}. "
        "Nothing was typed."
    )


class SessionDisplacedError(PortalError):
    """Somebody logged in elsewhere with our account; that person goes first, we do not return."""

    code = "PORTAL-117"
    template = (
        "The portal ended this session because of a login elsewhere ({evidence}). The run yields "
        "to it and logs in nowhere; nothing is lost."
    )


class UnknownOptionError(PortalError):
    """The form does not offer this choice."""

    code = "PORTAL-201"
    disposition = Disposition.REJECT_ITEM
    template = "{field} does not offer “{value}”. It offers: {available}"


class BadDateError(PortalError):
    """The value is not a date of the calendar in the form yyyy-MM-dd."""

    code = "PORTAL-202"
    disposition = Disposition.REJECT_ITEM
    template = "{field}: “{value}” is not a date of the calendar in the form yyyy-MM-dd."


class ActionRefusedError(PortalError):
    """The portal answered an action with a message instead of doing it."""

    code = "PORTAL-203"
    disposition = Disposition.REJECT_ITEM
    template = "The portal refused {action}: {message}"


class PortalDriftError(PortalError):
    """This is not the screen we were written for."""

    code = "PORTAL-301"
    template = "The screen {screen} has changed: {missing} was not found. It shows: {seen}"


class FieldNotTakenError(PortalError):
    """A field was filled and holds something else."""

    code = "PORTAL-302"
    template = (
        "{field} did not take “{filled}”: it shows “{shown}”, holds “{held}”, "
        "would post “{posted}”."
    )


class AmbiguousMatchError(PortalError):
    """Two elements, or two rows, match where exactly one is meant."""

    code = "PORTAL-303"
    template = "{count} matches for {what} where one is meant."


class WirePayloadError(PortalError):
    """The request about to leave differed from what was meant; it was stopped."""

    code = "PORTAL-304"
    template = (
        "The request about to be sent differs in {fields}. It was stopped; nothing was filed."
    )


class UnexpectedMessageError(PortalError):
    """A message box stands where none was expected."""

    code = "PORTAL-305"
    template = "The portal shows a message that was not expected: {message}"


class NothingSelectedError(PortalError):
    """The portal asks to select a row although one was selected."""

    code = "PORTAL-306"
    template = "The portal asks for a selected row at {action}: {message}"


class RecordNotFoundError(PortalError):
    """No row of the list carries this identity."""

    code = "PORTAL-307"
    template = "{what} was not found in the list {screen}."


class InconsistentListError(PortalError):
    """The pages of a list do not add up; it probably changed while it was read."""

    code = "PORTAL-308"
    disposition = Disposition.RETRY
    template = "The list {screen} does not add up: {problem}."


class WordsFileError(PortalError):
    """The file of added words cannot be used."""

    code = "PORTAL-309"
    template = "The file of added words, {path}, cannot be used: {why}."


class AnswerLostError(PortalError):
    """Page or browser was lost after the commit; the portal may hold the record."""

    code = "PORTAL-401"
    disposition = Disposition.RECONCILE
    template = "The answer was lost after {step}; the portal may hold it already."


class WriteStoppedError(PortalError):
    """While nothing but looking was allowed, a page tried to send something that may write."""

    code = "PORTAL-501"
    template = (
        "Only looking was allowed, and a page was about to send something else: {requests}. "
        "It was stopped; nothing was written."
    )
