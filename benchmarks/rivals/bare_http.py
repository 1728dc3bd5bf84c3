"""The floor: log in, ask for the codes once, then the save requests and nothing else.

No browser, no check, no proof; on the real portal nobody may do this, and its payload is only
guessed. `python -m benchmarks.rivals.bare_http TASK`
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from benchmarks.rivals.stopwatch import Stopwatch
from benchmarks.rivals.task import FIELDS, Task, task_given
from ecqs_agent.mock_portal.codec import encode_username

LISTS = "com.itown.inspSystem.common.service.DictionaryService"
SAVES = "com.itown.inspSystem.ledger.service.StrongInspLedgerService"
CHINA = timedelta(hours=8)
CODES = {
    "国产": "1",
    "进口": "2",
    "贸易结算": "1",
    "医疗卫生": "2",
    "安全防护": "3",
    "环境监测": "4",
    "送检": "1",
    "现场检": "2",
}
NAMES = {
    "meterCategoryCode": "meterCategoryName",
    "meterClassCode": "meterClassName",
    "prodAddrTypeClass": "prodAddrTypeName",
    "instrPurposeCode": "instrPurposeName",
}


def main() -> int:
    """File everything."""
    task, watch = task_given(), Stopwatch()
    with httpx.Client(base_url=task.portal, follow_redirects=True, trust_env=False) as client:
        log_in(client, task)
        payloads = Coder(client).payloads(task)
        watch.begin()
        for payload in payloads:
            watch.opened()
            answer = call(client, SAVES, "saveLedger", payload)
            assert answer["strongInspCode"], answer
            watch.answered()
        watch.finish(task.result)
    return 0


def log_in(client: httpx.Client, task: Task) -> None:
    """Post the login as the page's script does, with the captcha that the mock tells."""
    page = client.get(task.ledger)
    client.get("/casServer/captcha.jpg")
    found = re.search(r'name="execution" value="([^"]+)"', page.text)
    assert found, "no login page"
    session = next(one.value for one in client.cookies.jar if one.path == "/casServer")
    captcha = task.captcha(str(session))
    inner = hashlib.md5(task.password.encode(), usedforsecurity=False).hexdigest()
    form = {
        "usertype": "1",
        "strongPassword": "1",
        "username": encode_username(task.account),
        "password": hashlib.md5((inner + captcha).encode(), usedforsecurity=False).hexdigest(),
        "authcode": captcha,
        "execution": found[1],
        "_eventId": "submit",
        "submit": "",
    }
    answer = client.post(page.url, data=form)
    assert answer.url.path.endswith("ledgerManage.jsp"), answer.url


def call(client: httpx.Client, service: str, method: str, *params: object) -> Any:  # noqa: ANN401 - JSON
    """Call one method of the portal's services and return its value."""
    body = {
        "serviceClassName": service,
        "methodName": method,
        "serviceObject": None,
        "type": None,
        "params": params,
    }
    address = "/InspSystemV11/jsonClient.action"
    asked = {"encoding": "true", "jsonValue": json.dumps(body)}
    answer = client.post(address, params=asked).raise_for_status().json()
    return answer["returnValue"]["value"]


class Coder:
    """Turns texts into what the page would post, asking for each list once."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._lists: dict[tuple[str, str], dict[str, str]] = {}

    def payloads(self, task: Task) -> list[dict[str, object]]:
        """Return what to post for every row."""
        return [self._payload(row) for row in task.rows]

    def _payload(self, row: Mapping[str, str]) -> dict[str, object]:
        posted: dict[str, object] = {"uuid": "", "meterType": "1", "expiryDate": None}
        posted["meterNumber"] = {"value": 1}
        for name, label, sort in FIELDS:
            text = row[label]
            if sort == "region":
                posted[name], posted["useAddrName"] = self._region(text.split("/"))
            elif sort == "day":
                midnight = datetime.fromisoformat(text).replace(tzinfo=UTC) - CHINA
                posted[name] = {"value": int(midnight.timestamp() * 1000)}
            elif sort == "choice":
                posted[name], posted[NAMES.get(name, "")] = self._code(name, row, text), text
            else:
                posted[name] = text
        posted.pop("", None)
        return posted

    def _code(self, name: str, row: Mapping[str, str], text: str) -> str:
        categories = self._list("getCategoryList", "")
        if name == "meterCategoryCode":
            return categories[text]
        if name == "meterClassCode":
            return self._list("getClassList", categories[row["一级目录"]])[text]
        return CODES[text]

    def _region(self, path: list[str]) -> tuple[str, str]:
        code = ""
        for name in path:
            code = self._list("getRegionChildren", code)[name]
        return code, path[-1]

    def _list(self, method: str, key: str) -> dict[str, str]:
        if (method, key) not in self._lists:
            params = () if method == "getCategoryList" else (key,)
            value = call(self._client, LISTS, method, *params)
            shown, held = ("text", "id") if method == "getRegionChildren" else ("name", "code")
            self._lists[method, key] = {one[shown]: one[held] for one in value}
        return self._lists[method, key]


if __name__ == "__main__":
    raise SystemExit(main())
