"""What a person can do about each error code. English; the console shows the translation."""

from collections.abc import Mapping
from typing import Final

from catalog.errors import CatalogError
from ecqs_agent.errors import AgentError, ExitCode
from ledgers.errors import LedgerError
from page_objects.errors import PortalError

REMEDIES: Final[Mapping[str, str]] = {
    "PORTAL-101": (
        "Check the network and open the portal's address in a browser. Nothing is lost: start the "
        "same command again later."
    ),
    "PORTAL-102": "Wait until the portal is open again, then start the same command again.",
    "PORTAL-103": "Nothing is lost: start the same command again in an hour, perhaps with --slow.",
    "PORTAL-111": "Run `ecqs login`, then start the same command again; nothing is lost.",
    "PORTAL-112": "Check user name and password on the portal's own page before trying again.",
    "PORTAL-113": (
        "Look in a browser whether the portal really uses that address. If it does, add it to the "
        "setting allowed_origins, or set portal anew; if not, report it and log in nowhere."
    ),
    "PORTAL-114": (
        "Do not log in there. If the portal really is at that address only, set portal anew; "
        "otherwise ask those who look after the network."
    ),
    "PORTAL-115": (
        "Check this computer's clock and ask those who look after the network: somebody may stand "
        "between you and the portal. Do not log in before this is known."
    ),
    "PORTAL-116": (
        "Look in a browser where the portal's login really stands. If it is there, name it in the "
        "setting login_origin; if not, report it and log in nowhere."
    ),
    "PORTAL-117": (
        "Let whoever is logged in finish. Then run `ecqs login` and start the same command again."
    ),
    "PORTAL-201": "Correct the cell in the workbook to one of the choices the portal offers.",
    "PORTAL-202": "Correct the date in the workbook.",
    "PORTAL-203": "Read the portal's words, correct the row, and start the command again.",
    "PORTAL-301": (
        "The portal's page has changed, so nothing is written. Send the message and a picture of "
        "the page to those who look after this program."
    ),
    "PORTAL-302": (
        "Nothing was sent. Try once more; if it comes again, send the message to those who look "
        "after this program."
    ),
    "PORTAL-303": "Nothing was sent. Look at the portal for doubled entries, or report it.",
    "PORTAL-304": (
        "Nothing was filed. The page was about to send something else than the workbook says: "
        "report this message."
    ),
    "PORTAL-305": "Nothing was sent. Read the portal's message; it may need an answer by hand.",
    "PORTAL-306": "Nothing was sent. Try once more, or report it.",
    "PORTAL-307": "Run `ecqs plan` again: the portal's list has changed meanwhile.",
    "PORTAL-308": "Start the same command again; the list changed while it was read.",
    "PORTAL-309": (
        "Correct the file, or move it away: the words that come with the program are used then."
    ),
    "PORTAL-401": "Run `ecqs reconcile`: it looks on the portal before anything is sent again.",
    "PORTAL-501": (
        "Nothing was written and nothing was saved. Report this message to those who look after "
        "this program; do not repeat the command before they have answered."
    ),
}
FALLBACK: Final = "Report this message to those who look after this program."

PORTAL_EXITS: Final[Mapping[str, ExitCode]] = {
    "PORTAL-111": ExitCode.PERSON,
    "PORTAL-117": ExitCode.PERSON,
    "PORTAL-309": ExitCode.USAGE,
    "PORTAL-112": ExitCode.PERSON,
    "PORTAL-401": ExitCode.UNCLEAR,
}

KnownError = AgentError | PortalError | LedgerError | CatalogError
KNOWN_ERRORS: Final = (AgentError, PortalError, LedgerError, CatalogError)


def exit_code_of(error: KnownError) -> ExitCode:
    """Return the exit code a known error ends its command with."""
    match error:
        case AgentError():
            return error.exit_code
        case PortalError():
            return PORTAL_EXITS.get(error.code, ExitCode.PORTAL)
        case LedgerError():
            return ExitCode.WORKBOOK
        case _:
            return ExitCode.USAGE
