"""A tour of all screens for a person who wants to know whether a portal is as known."""

from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict

from ecqs_agent.drift.watch import differing, look
from ecqs_agent.driving.session import PortalSession
from ecqs_agent.driving.walking import EVERYWHERE, Walked, look_at_login
from page_objects.contract.compare import not_reached
from page_objects.contract.difference import Difference, Grade
from page_objects.contract.seen import Place, ScreenSeen
from page_objects.errors import Disposition, PortalError, WriteStoppedError
from page_objects.readonly import read_only


class Tour(BaseModel):
    """Every screen that was seen, and every difference."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    screens: tuple[ScreenSeen, ...]
    differences: tuple[Difference, ...]

    @property
    def breaking(self) -> tuple[Difference, ...]:
        """Return the differences that nobody can approve."""
        return tuple(one for one in self.differences if one.grade is Grade.BREAKS)

    @property
    def unseen(self) -> tuple[Place, ...]:
        """Return the screens that were not looked at for no fault of the portal's."""
        known = set(self.by_place())
        return tuple(place for place in Place if place not in known)

    @property
    def kit(self) -> str:
        """Return the version of the kit, as far as it is known."""
        return next((screen.kit for screen in self.screens if screen.kit), "")

    def by_place(self) -> dict[Place, tuple[Difference, ...]]:
        """Return the differences of each screen that was seen or should have been."""
        places = {screen.place for screen in self.screens} | {one.place for one in self.differences}
        return {
            place: tuple(one for one in self.differences if one.place is place)
            for place in Place
            if place in places
        }


def tour(
    session: PortalSession,
    reading: Callable[[Callable[[], Walked]], Walked],
    approved: Mapping[Place, ScreenSeen],
) -> Tour:
    """Look at the login page, if nobody is logged in, then at every screen behind it.

    Behind the login nothing but looks leaves the browser. In front of it nobody has anything that
    could be written, and logging in itself is no look.

    Raises:
        WriteStoppedError: a page was about to send something that may write.
        AgentError, PortalError: nobody can log in, or the portal cannot be used now.
    """
    screens, found = _at_the_door(session, approved)
    try:
        walked = reading(lambda: _only_looking(session))
    except WriteStoppedError:
        raise
    except PortalError as error:
        if not found or error.disposition is not Disposition.STOP_RUN:
            raise
        behind = not_reached(Place.HOME, str(error))  # what differs at the login explains it
        return Tour(screens=screens, differences=(*found, behind))
    return Tour(
        screens=(*screens, *walked.seen), differences=(*found, *differing(walked, approved))
    )


def _only_looking(session: PortalSession) -> Walked:
    with read_only(session.context):
        return look(session, EVERYWHERE)


def front(session: PortalSession, approved: Mapping[Place, ScreenSeen]) -> Tour:
    """Look at the front page and the login page, as somebody who cannot log in.

    Raises:
        PortalError: the portal cannot be used now.
    """
    walked = look(session, {Place.HOME})
    screens, found = _at_the_door(session, approved)
    return Tour(
        screens=(*walked.seen, *screens), differences=(*differing(walked, approved), *found)
    )


def _at_the_door(
    session: PortalSession, approved: Mapping[Place, ScreenSeen]
) -> tuple[tuple[ScreenSeen, ...], tuple[Difference, ...]]:
    try:
        if session.home().is_logged_in():
            return (), ()
        login = look_at_login(session)
    except PortalError as error:
        if not error.code.startswith("PORTAL-3"):
            raise
        return (), (not_reached(Place.LOGIN, str(error)),)
    walked = Walked(seen=(login,), missed={})
    return (login,), tuple(differing(walked, approved))
