"""Look at the screens that a run is about to write through, once, before it writes."""

from collections.abc import Callable, Collection, Iterator, Mapping

from ecqs_agent.driving.session import PortalSession
from ecqs_agent.driving.walking import Walk, Walked
from ecqs_agent.errors import ScreensChangedError
from ecqs_agent.runs.retrying import patiently
from page_objects.contract.compare import differences, not_reached
from page_objects.contract.difference import Difference, sentence
from page_objects.contract.seen import Place, ScreenSeen

NAMED = 3  # differences named in the message; `ecqs doctor --portal` shows them all


class Screens:
    """What a run has seen of the portal's screens."""

    def __init__(
        self,
        session: PortalSession,
        approved: Callable[[], Mapping[Place, ScreenSeen]],
        *,
        reading: Callable[[Callable[[], Walked]], Walked],
    ) -> None:
        self._session = session
        self._approved = approved
        self._reading = reading
        self._known: set[Place] = set()

    def must_be_known(self, places: Collection[Place]) -> None:
        """Make sure that these screens are as known or as approved; looked at once per run.

        Raises:
            ScreensChangedError: one of them is not; nothing was written.
        """
        unseen = frozenset(places) - self._known
        if not unseen:
            return
        walked = self._reading(lambda: look(self._session, unseen))
        found = tuple(differing(walked, self._approved()))
        if found:
            raise _changed(found, self._session)
        self._known |= unseen


def look(session: PortalSession, places: Collection[Place]) -> Walked:
    """Walk to these screens, again when the portal is in trouble."""
    return patiently(lambda: Walk(session, places).go(), before_retry=session.leave)


def differing(walked: Walked, approved: Mapping[Place, ScreenSeen]) -> Iterator[Difference]:
    """Yield every difference of a walk, screen by screen."""
    for screen in walked.seen:
        yield from differences(screen, approved.get(screen.place))
    for place, why in walked.missed.items():
        yield not_reached(place, str(why))


def _changed(found: tuple[Difference, ...], session: PortalSession) -> ScreensChangedError:
    return ScreensChangedError(
        "The portal's screens are not as known, so nothing is written ({count} differences): "
        "{differences} `ecqs doctor --portal {portal} --account {account}` shows them all and "
        "lets you approve what does no harm. Receipts are read all the same.",
        count=len(found),
        differences=tuple(sentence(one) for one in found[:NAMED]),
        portal=session.portal,
        account=session.account,
    )
