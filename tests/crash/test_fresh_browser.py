"""In a long run the browser is started anew; nothing is lost, doubled or asked of a person."""

import pytest

from tests.crash.conftest import PIECES, Scene

pytestmark = [pytest.mark.browser, pytest.mark.crash]


def test_a_run_goes_on_in_a_fresh_browser_with_the_same_login(scene: Scene) -> None:
    client = scene.start("apply", program=("-m", "tests.crash.often_fresh"))
    client.wait()
    assert client.code == 0, client.output
    verdict = scene.verdict()
    assert verdict.is_clean, verdict
    assert verdict.codes == scene.asked()["saveLedger"] == PIECES
    requests = scene.portal.requests()["requests"]
    logins = [one for one in requests if one["verb"] == "POST" and "casServer" in one["path"]]
    assert len(logins) == 1
    opened = [one for one in requests if one["path"].endswith("ledgerManage.jsp")]
    assert len(opened) > PIECES // 2
