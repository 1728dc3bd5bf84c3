"""Does the portal answer where it should, with a certificate and a clock that are right?

One page is asked for, as a browser would, without a login. A redirect is followed within the
configured origins and nowhere else.
"""

import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from ecqs_agent.checkup.section import Section
from ecqs_agent.settings import Settings
from ecqs_agent.texts import Translate
from page_objects.addresses import origin_of
from page_objects.pages.portal_home import HOME_PATH

PATIENCE: Final = 20.0  # seconds
REDIRECTS: Final = 5
SKEW: Final = 120.0  # seconds; a file's date or a receipt's time would be doubted then
# What OpenSSL says of a certificate (X509_V_ERR_…), in words.
TROUBLES: Final[Mapping[int, str]] = {
    9: "it is not valid yet; is this computer's clock right?",
    10: "it has expired; is this computer's clock right?",
    18: "nobody but itself vouches for it",
    19: "its issuer is not known to this computer",
    20: "its issuer is not known to this computer",
    21: "its issuer is not known to this computer",
    62: "it is made out to another name",
    64: "it is made out to another address",
}


class LedElsewhereError(Exception):
    """The portal leads to an origin that is not configured; nothing was asked for there."""


def portal_section(
    settings: Settings, t: Translate, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Section:
    """Return whether the portal answers, and what is wrong where it does not."""
    portal = settings.portal
    try:
        with httpx.Client(timeout=PATIENCE) as client:
            *_, answer = _followed(client, settings)
        answer.raise_for_status()
    except LedElsewhereError as error:
        return _bad(
            t(
                "{url} leads to {place}, which is not configured; nothing was asked for there.",
                url=portal,
                place=str(error),
            ),
            leads_to=str(error),
        )
    except httpx.HTTPError as error:
        return _bad(t("{url} does not answer: {why}", url=portal, why=_why(error, t)))
    return _answered(settings, answer, t, now())


def _followed(client: httpx.Client, settings: Settings) -> Iterator[httpx.Response]:
    """Yield the answers on the way to the page.

    Raises:
        LedElsewhereError: one of them leads away.
        httpx.HTTPError: there is no answer, or one after the other.
    """
    request = client.build_request("GET", f"{settings.portal}{HOME_PATH}")
    for _ in range(REDIRECTS + 1):
        answer = client.send(request, follow_redirects=False)
        yield answer
        if answer.next_request is None:
            return
        request = answer.next_request
        if not settings.addresses.admit(str(request.url)):
            raise LedElsewhereError(origin_of(str(request.url)) or request.url.scheme)
    raise httpx.TooManyRedirects(f"more than {REDIRECTS} redirects", request=request)


def _answered(settings: Settings, answer: httpx.Response, t: Translate, now: datetime) -> Section:
    seconds = answer.elapsed.total_seconds()
    skew = _skew(answer.headers.get("date", ""), now)
    facts = {"seconds": round(seconds, 2), "clock_skew": skew}
    text = f"{settings.portal} ({seconds:.1f} s)"
    if skew is None:
        return Section(name="portal", text=text, facts=facts)
    good = abs(skew) <= SKEW
    words = t("Its clock and this computer's differ by {seconds} s.", seconds=round(skew))
    return Section(name="portal", good=good, text=text, more=(words,), facts=facts)


def _skew(date: str, now: datetime) -> float | None:
    """Return by how many seconds the portal's clock is ahead, None when it does not say."""
    try:
        return (parsedate_to_datetime(date) - now).total_seconds()
    except (ValueError, TypeError):
        return None


def _why(error: httpx.HTTPError, t: Translate) -> str:
    """Return what kept the portal from answering; what is wrong with a certificate, in words."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            words = TROUBLES.get(cause.verify_code, "")
            return t("its certificate is not trusted: {why}", why=t(words) if words else cause)
        if isinstance(cause, ssl.SSLError):
            return t(
                "no encrypted connection can be made ({why})",
                why=cause.reason or type(cause).__name__,
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.HTTPStatusError):
        return t("status {status}", status=error.response.status_code)
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _bad(text: str, **facts: str) -> Section:
    return Section(name="portal", good=False, text=text, facts=dict(facts))
