"""Recordings of the mock portal, and what was planted on it to be looked for."""

from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser
from pydantic import SecretStr

from ecqs_agent.driving.browsing import Given
from ecqs_agent.driving.session import Credentials, PortalSession
from ecqs_agent.flows.log_in import log_in
from ecqs_agent.mock_client import MockPortal, read_captcha
from ecqs_agent.recording import recording
from ecqs_agent.recording.archive import Archive, archived, save
from page_objects.patience import Patience, Wait
from tests.contract.conftest import submit

BRIEF = {Wait.NAVIGATE: 5.0, Wait.RENDER: 5.0, Wait.ACT: 5.0}
ACCOUNT, PASSWORD = "zhao-yunfei", "Quiet+Harbour88"
COMPANY = "呼和浩特市云中蓝天加油站有限责任公司"
ID_NUMBER, MOBILE, PHONE = "150102198703152417", "13847162953", "0471-6638502"
PERSON, STREET = "欧阳静怡", "新城区海拉尔东路一百二十八号院"
PROSE = f"请与{PERSON}联系，电话{MOBILE}，证件号{ID_NUMBER}，地址{STREET}，座机{PHONE}"
PIECE = {
    "meterIntruName": "云中牌燃油加油机",
    "meterType": "1",
    "meterCategoryCode": "01",
    "meterClassCode": "0101",
    "modelSpec": "YZ-7741B",
    "measureRang": "(5~45) L/min",
    "accuracyLevel": "0.3",
    "serialNum": "SN20240917-东枪",
    "porgaoName": "恒河沙精密仪器制造厂",
    "prodAddrTypeClass": "1",
    "useAddrCode": "150102",
    "setupPlace": STREET,
    "meterNumber": "1",
    "instrPurposeCode": "1",
    "inspSendType": "2",
}
PLANTED = (ACCOUNT, PASSWORD, COMPANY, ID_NUMBER, MOBILE, PHONE, PERSON, STREET, PROSE)
PLANTED_IN_PIECES = ("云中牌燃油加油机", "YZ-7741B", "SN20240917-东枪", "恒河沙精密仪器制造厂")


class Field:
    """The mock with secrets planted everywhere, walked and recorded once for many tests."""

    def __init__(
        self, archive: Archive, path: Path, secrets: tuple[str, ...], searched: tuple[str, ...]
    ) -> None:
        self.archive = archive
        self.path = path
        self.secrets = secrets
        self.searched = searched


def plant(portal: Any) -> None:
    """Let every place of the portal hold something that is somebody's."""
    account = {"password": PASSWORD, "company": COMPANY, "records": [PIECE], "generate": 2}
    portal.seed({"accounts": {ACCOUNT: account}})


def session_on(context: Any, portal: Any) -> PortalSession:
    """Log the planted account in and return its session."""
    session = PortalSession(
        Given(context), account=ACCOUNT, portal=portal.url, patience=Patience(1.0, BRIEF)
    )
    mock = MockPortal(url=portal.url, token=portal.token)
    credentials = Credentials(username=ACCOUNT, password=SecretStr(PASSWORD))
    log_in(session, credentials, lambda _, within: read_captcha(mock, within))
    session.bookings()
    return session


def book(portal: Any, session: PortalSession) -> str:
    """Submit a booking of the planted piece, have it refused in the planted prose."""
    first = next(one for one in portal.records(ACCOUNT) if one["serialNum"] == PIECE["serialNum"])
    submit(portal, session.context, first["uuid"])
    number = str(portal.bookings(ACCOUNT)[0]["appointmentId"])
    portal.institute("refuse", booking=number, reason=PROSE)
    session.leave()
    return number


def made(browser: Browser, folder: Path, portal: Any) -> Field:
    """Record the portal as it is now with everything planted on it."""
    plant(portal)
    context = browser.new_context(locale="zh-CN", viewport={"width": 1360, "height": 900})
    try:
        session = session_on(context, portal)
        number = book(portal, session)
        with patch.object(recording, "archived", wraps=archived) as last:
            archive = recording.record(
                session,
                portal=portal.url,
                today=date(2026, 3, 1),
                secrets=(PASSWORD,),
                from_the_mock=True,
            )
        cookies = [str(one["value"]) for one in context.cookies()]
    finally:
        context.close()
    pieces = portal.records(ACCOUNT)
    own = [one[name] for one in pieces for name in ("uuid", "serialNum", "strongInspCode")]
    path = folder / "recording.zip"
    save(archive, path)
    told = (*PLANTED, *PLANTED_IN_PIECES, *own, *cookies, number)
    searched = tuple(last.call_args.kwargs["secrets"])
    return Field(archive, path, tuple(one for one in told if len(one) > 3), searched)


@pytest.fixture(scope="session")
def field(portal_pool: Any, browser: Browser, tmp_path_factory: Any) -> Field:
    """Return the recording of the mock as it comes."""
    return made(browser, tmp_path_factory.mktemp("field"), portal_pool.portal())


@pytest.fixture(scope="session")
def old_field(portal_pool: Any, browser: Browser, tmp_path_factory: Any) -> Field:
    """Return the recording of the mock with its older words, inside a frame."""
    portal = portal_pool.portal(words="old", open="frame", dialog_note="old")
    return made(browser, tmp_path_factory.mktemp("old"), portal)


@pytest.fixture(params=("field", "old_field"))
def either(request: pytest.FixtureRequest, field: Field, old_field: Field) -> Field:
    """Return one recording after the other."""
    return {"field": field, "old_field": old_field}[request.param]
