"""Log in with a person: the captcha is theirs to read, a wrong password is never repeated."""

from ecqs_agent.driving.session import AskCaptcha, Credentials, PortalSession
from ecqs_agent.errors import LoginFailedError, PersonNeededError
from page_objects.screens import LoggedIn, LoginRejected

ATTEMPTS = 3


def log_in(session: PortalSession, credentials: Credentials, ask: AskCaptcha) -> None:
    """Log in, asking for the captcha again when it was misread, three times at most.

    Raises:
        LoginFailedError: the portal refused name or password; it is never tried again.
        PersonNeededError: the captcha was misread three times.
    """
    home = session.home()
    if home.is_logged_in():
        return
    login = home.log_in()
    for _ in range(ATTEMPTS):
        captcha = ask(login.captcha_picture(), session.context)
        login.fill(username=credentials.username, password=credentials.password, captcha=captcha)
        match login.submit():
            case LoggedIn():
                session.keep()
                return
            case LoginRejected(reason="captcha"):
                login.renew_captcha()
            case LoginRejected(message=message):
                raise LoginFailedError(
                    "The portal refused the login of {account}: {message}. Check the user name "
                    "and the password; it was not tried again, so the account is not locked "
                    "by us.",
                    account=credentials.username,
                    message=message,
                )
    raise PersonNeededError(
        "The captcha was not accepted {attempts} times. Run `ecqs login` again and look closely "
        "at the picture.",
        attempts=ATTEMPTS,
    )


def log_in_by_hand(session: PortalSession) -> None:
    """Let a person log in in the visible browser, by any method the portal offers.

    Raises:
        LoginRefusedError: nobody did within the time a person is given.
    """
    home = session.home()
    if not home.is_logged_in():
        home.log_in().wait_for_person()
    session.keep()
