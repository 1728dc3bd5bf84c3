"""In and out: log in as a person does, mistakes included, and log out."""

from typing import Any, Final

from pydantic import SecretStr

from ecqs_agent.driving.session import PortalSession
from ecqs_agent.mock_client import DEMO_PASSWORD, PASSWORDS, read_captcha
from ecqs_agent.replay.scene import Scene
from ecqs_agent.replay.verbs.doors import ElsewhereArgs, LogInArgs
from ecqs_agent.replay.verbs.steps import Nothing
from ecqs_agent.secrecy import SECRETS
from page_objects.pages.login import LoginPage
from page_objects.screens import LoginRejected

WRONG_PASSWORD: Final = "Wrong+0000"  # noqa: S105 - wrong on purpose
WRONG_CAPTCHA: Final = "####"
ANY_CAPTCHA: Final = "0000"  # a cassette takes whatever is typed, and keeps none of it
_PICTURES: Final = 9  # one in seventy has no letter


def log_in(scene: Scene, args: LogInArgs) -> dict[str, Any]:
    """Log in; on a mock by its own answer, on a cassette by any, elsewhere by a person."""
    if not (scene.is_mock or scene.is_offline):
        scene.log_in(scene.session)
        return {"outcome": "logged_in", "message": ""}
    return _typed_in(scene, scene.session, args)


def log_in_elsewhere(scene: Scene, args: ElsewhereArgs) -> dict[str, Any]:
    """Log in by a browser context of its own, as another computer has one."""
    with scene.elsewhere() as session:
        return _typed_in(scene, session, LogInArgs(account=args.account))


def log_out(scene: Scene, args: Nothing) -> dict[str, Any]:
    """Press 退出 and see that nobody is logged in."""
    del args
    scene.session.home().log_out()
    return {"outcome": "logged_out"}


def leave(scene: Scene, args: Nothing) -> dict[str, Any]:
    """Forget the screen in front."""
    del args
    scene.session.leave()
    return {}


def _typed_in(scene: Scene, session: PortalSession, args: LogInArgs) -> dict[str, Any]:
    home = session.home()
    if home.is_logged_in():
        return {"outcome": "logged_in", "message": "", "already": True}
    login = home.log_in()
    wrong = args.mistake == "password"
    name = "nobody" if args.mistake == "unknown_name" else args.account
    password = WRONG_PASSWORD if wrong else PASSWORDS.get(args.account, DEMO_PASSWORD)
    captcha = _captcha(scene, session, login, args.mistake or "")
    SECRETS.remember(password)
    login.fill(name, SecretStr(password), captcha)
    answer = login.submit()
    if isinstance(answer, LoginRejected):
        return {"outcome": "rejected", "message": answer.message, "reason": answer.reason}
    return {"outcome": "logged_in", "message": "", "already": False}


def _captcha(scene: Scene, session: PortalSession, login: LoginPage, mistake: str) -> str:
    """Return what is typed as captcha; for some mistakes another picture is asked for."""
    right = read_captcha(scene.mock, session.context) if scene.is_mock else ANY_CAPTCHA
    match mistake:
        case "captcha":
            return WRONG_CAPTCHA
        case "empty_captcha":
            return ""
        case "old_captcha":
            login.renew_captcha()
        case "captcha_case" if scene.is_mock:
            for _ in range(_PICTURES):
                if right.swapcase() != right:
                    break
                login.renew_captcha()  # it was of digits alone
                right = read_captcha(scene.mock, session.context)
            return right.swapcase()
    return right
