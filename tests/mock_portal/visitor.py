"""A client of the mock that speaks bare HTTP: what a browser posts, without a browser."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from ecqs_agent.mock_portal import codec
from ecqs_agent.mock_portal.options import ServeOptions
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.server import build, listen
from ecqs_agent.mock_portal.variants import Variants

LEDGER = "com.itown.inspSystem.ledger.service.StrongInspLedgerService"
BOOKING = "com.itown.inspSystem.reservation.service.ReservationService"
LISTS = "com.itown.inspSystem.common.service.DictionaryService"
TOKEN = "for-tests"
LEDGER_PAGE = "/InspSystemV11/ledger/ledgerManage.jsp"

SCALE: dict[str, Any] = {
    "uuid": "",
    "meterIntruName": "电子计价秤",
    "meterType": "1",
    "meterCategoryCode": "02",
    "meterCategoryName": "非自动衡器",
    "meterClassCode": "0201",
    "meterClassName": "非自动衡器",
    "modelSpec": "ACS-30",
    "measureRang": "200g-30kg",
    "accuracyLevel": "Ⅲ级",
    "serialNum": "938579",
    "porgaoName": "示例衡器有限公司",
    "prodAddrTypeClass": "1",
    "useAddrCode": "150102",
    "setupPlace": "店铺内",
    "purchaseDate": {"value": 1542816000000},
    "meterNumber": {"value": 1},
    "instrPurposeCode": "1",
    "inspSendType": "2",
    "expiryDate": None,
}


class Visitor:
    """One browser-like visitor with its own cookies."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, follow_redirects=True, timeout=60, verify=False)

    def control(self, verb: str, name: str, body: Mapping[str, Any] | None = None) -> Any:
        answer = self.http.request(
            verb, f"/__mock__/{name}", json=body, headers={"X-Mock-Token": TOKEN}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def cookie(self, name: str, path: str) -> str:
        return next(
            c.value or "" for c in self.http.cookies.jar if (c.name, c.path) == (name, path)
        )

    def captcha(self) -> str:
        self.http.get("/casServer/captcha.jpg")
        session = self.cookie("JSESSIONID", "/casServer")
        answer = self.http.get(
            "/__mock__/captcha", params={"session": session}, headers={"X-Mock-Token": TOKEN}
        )
        return str(answer.json()["answer"])

    def login_fields(self, page: str, account: str, password: str, captcha: str) -> dict[str, str]:
        execution = page.split('name="execution" value="')[1].partition('"')[0]
        return {
            "usertype": "1",
            "strongPassword": "1",
            "username": codec.encode_username(account),
            "password": codec.encode_password(password, captcha),
            "authcode": captcha,
            "execution": execution,
            "_eventId": "submit",
            "submit": "",
        }

    def log_in(
        self,
        account: str = "demo",
        password: str = "Demo+2026",
        captcha: str | None = None,
        target: str = LEDGER_PAGE,
    ) -> httpx.Response:
        page = self.http.get(target)
        form = self.login_fields(page.text, account, password, captcha or self.captcha())
        return self.http.post(str(page.url), data=form)

    def post(
        self, service: str, method: str, params: list[Any], form: Mapping[str, str] | None = None
    ) -> httpx.Response:
        call = {
            "serviceClassName": service,
            "methodName": method,
            "serviceObject": None,
            "type": None,
            "params": params,
        }
        return self.http.post(
            "/InspSystemV11/jsonClient.action",
            params={"encoding": "true", "jsonValue": json.dumps(call)},
            data=dict(form or {}),
            headers={"X-Requested-With": "XMLHttpRequest"},
        )

    def call(
        self, service: str, method: str, params: list[Any], form: Mapping[str, str] | None = None
    ) -> Any:
        answer = self.post(service, method, params, form).json()
        assert "message" not in answer, answer
        return answer["returnValue"]["value"]

    def refusal(self, service: str, method: str, params: list[Any]) -> str:
        answer = self.post(service, method, params).json()
        assert answer["__className"].endswith("ExceptionWrapper")
        return str(answer["message"])

    def save(self, **changes: Any) -> dict[str, Any]:
        saved: dict[str, Any] = self.call(LEDGER, "saveLedger", [SCALE | changes])
        return saved

    def submit(self, *uuids: str) -> dict[str, Any]:
        booking = {"uuid": "", "strongInspUuids": list(uuids)}
        submitted: dict[str, Any] = self.call(BOOKING, "submitReservation", [booking])
        return submitted

    def pieces(self, booking: Mapping[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call(
            BOOKING, "getIntruInfoByReservationId", [booking["uuid"]], {"page": "1", "rows": "100"}
        )
        return found

    def receipt(self, booking: Mapping[str, Any]) -> str:
        address = f"/InspSystemV11/reservation/receipt.jsp?id={booking['uuid']}"
        page = self.http.get(address).text
        return page.split('id="receiptInfo"')[1].split("</div>")[0]

    def records(self, account: str = "demo") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.control("GET", "state")["accounts"][account]["records"]
        return found


class Running:
    """A portal served by a thread of this process, on a real socket."""

    def __init__(self, portal: Portal, url: str) -> None:
        self.portal = portal
        self.url = url
        self.visitors: list[Visitor] = []

    def visitor(self) -> Visitor:
        self.visitors.append(Visitor(self.url))
        return self.visitors[-1]


@contextmanager
def running(**options: Any) -> Iterator[Running]:
    variants = Variants().replaced(options.pop("variants", {}))
    portal = Portal.open(ServeOptions(token=TOKEN, variants=variants, **options))
    listener, ready = listen(0), threading.Event()
    server = build(portal, ready.set)
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
    thread.start()
    assert ready.wait(60)
    place = Running(portal, f"http://127.0.0.1:{listener.getsockname()[1]}")
    try:
        yield place
    finally:
        for visitor in place.visitors:
            visitor.http.close()
        portal.faults.clear()
        server.should_exit = True
        thread.join(60)
        portal.store.close()


def host_of(response: httpx.Response) -> str:
    return urlsplit(str(response.url)).path
