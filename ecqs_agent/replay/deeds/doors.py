"""In and out: log in as a person does, mistakes included, and log out."""

from typing import Any, Final

from pydantic import SecretStr

from ecqs_agent.mock_client import DEMO_PASSWORD, PASSWORDS, read_captcha
from ecqs_agent.replay.scene import Scene
from ecqs_agent.replay.verbs.doors import LogInArgs
from ecqs_agent.replay.verbs.steps import Nothing
from ecqs_agent.secrecy import SECRETS
from page_objects.screens import LoginRejected

WRONG_PASSWORD: Final = "Wrong+0000"  # noqa: S105 - wrong on purpose
WRONG_CAPTCHA: Final = "####"
ANY_CAPTCHA: Final = "0000"  # a cassette takes whatever is typed, and keeps none of it


def log_in(scene: Scene, args: LogInArgs) -> dict[str, Any]:
    """Log in; on a mock by its own answer, on a cassette by any, elsewhere by a person."""
    if not (scene.is_mock or scene.is_offline):
        scene.log_in(scene.session)
        return {"outcome": "logged_in", "message": ""}
    return _typed_in(scene, args)


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


def _typed_in(scene: Scene, args: LogInArgs) -> dict[str, Any]:
    home = scene.session.home()
    if home.is_logged_in():
        return {"outcome": "logged_in", "message": "", "already": True}
    login = home.log_in()
    name, password, captcha = _typed(scene, args)
    SECRETS.remember(password)
    login.fill(name, SecretStr(password), captcha)
    answer = login.submit()
    if isinstance(answer, LoginRejected):
        return {"outcome": "rejected", "message": answer.message, "reason": answer.reason}
    return {"outcome": "logged_in", "message": "", "already": False}


def _typed(scene: Scene, args: LogInArgs) -> tuple[str, str, str]:
    right = read_captcha(scene.mock, scene.session.context) if scene.is_mock else ANY_CAPTCHA
    captcha = {"captcha": WRONG_CAPTCHA, "empty_captcha": ""}.get(args.mistake or "", right)
    wrong = args.mistake == "password"
    name = "nobody" if args.mistake == "unknown_name" else args.account
    return name, WRONG_PASSWORD if wrong else PASSWORDS.get(args.account, DEMO_PASSWORD), captcha
