"""One recording: a guarded walk of a session that is logged in, made into an archive."""

from collections.abc import Iterable
from datetime import date

from playwright.sync_api import Page

from ecqs_agent import __version__
from ecqs_agent.driving.session import PortalSession
from ecqs_agent.driving.walking import EVERYWHERE, Walk
from ecqs_agent.recording.archive import Archive, Facts, archived
from ecqs_agent.recording.recorder import Recorder
from page_objects.contract.seen import ScreenSeen
from page_objects.readonly import read_only


def record(
    session: PortalSession,
    *,
    portal: str,
    today: date,
    secrets: Iterable[str] = (),
    hide: Iterable[str] = (),
    from_the_mock: bool = False,
) -> Archive:
    """Walk every screen we know without writing, and return what may be kept of it.

    `secrets` are searched for in every file, besides the account and the browser's cookies.

    Raises:
        WriteStoppedError: a page was about to send something that may write.
        RecordingLeakError: somebody's value would be in a file.
        PortalError: the session ended, or the portal cannot be used now.
    """
    context = session.context
    recorder = Recorder(portal=portal, private=(session.account,), hide=hide)
    context.on("dialog", recorder.hear)
    try:
        with read_only(context) as guard, recorder.exchanges.listening(context):

            def look(seen: ScreenSeen, page: Page) -> None:
                guard.check()
                recorder.look(seen, page)
                guard.check()

            walked = Walk(session, EVERYWHERE, look).go()
    finally:
        context.remove_listener("dialog", recorder.hear)
    cookies = [str(one["value"]) for one in context.cookies() if len(str(one["value"])) >= 6]  # noqa: PLR2004 - shorter ones are flags
    browser = context.browser
    facts = Facts(
        agent=__version__,
        browser=f"{browser.browser_type.name} {browser.version}" if browser else "",
        recorded_on=today.isoformat(),
        from_the_mock=from_the_mock,
        missed={place: error.code for place, error in walked.missed.items()},
    )
    return archived(recorder, facts, secrets=(session.account, *secrets, *cookies))
