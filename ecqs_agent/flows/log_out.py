"""Log out as a person does, and keep nothing of the login."""

from ecqs_agent.driving.session import PortalSession


def log_out(session: PortalSession) -> bool:
    """Log out on the portal and forget the login; return whether it was still alive there.

    When the portal cannot be reached the login is kept, so that this can be done again.
    """
    home = session.home()
    alive = home.is_logged_in()
    if alive:
        home.log_out()
    session.forget()
    return alive
