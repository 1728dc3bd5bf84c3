"""An account's journal as objects, with everything that must never come into a report planted."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from ecqs_agent.journal import Errand, Item, ReceiptRecord, State
from ecqs_agent.journal.reading import ItemEvent
from ecqs_agent.report.gather import gather
from ecqs_agent.report.model import ReportData
from ecqs_agent.workbooks.mapping import to_form
from page_objects.screens import InstrumentForm
from tests.unit.agent.samples import scale

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
INSTITUTE = "内蒙古自治区计量测试研究院"
SECRETS = {
    "reservationsTel": "13912345678",
    "useCompanyTel": "13898765432",
    "useCompanyEmail": "clerk@example.cn",
    "legalPersonCard": "110105199003078515",
    "password": "Geheim+2026",
    "token": "tok-5f2b8c",
    "JSESSIONID": "0001abcdEFGH:-1",
}


@cache
def jpeg(size: int = 31_000) -> bytes:
    """Return a real JPEG of about this many bytes."""
    buffer = BytesIO()
    Image.effect_noise((400, 300), 40).save(buffer, "JPEG", quality=30)
    content = buffer.getvalue()
    return content + b"\x00" * max(0, size - len(content))


@dataclass
class World:
    account: str = "demo"
    now: datetime = START
    items: dict[str, Item] = field(default_factory=dict)
    events: list[ItemEvent] = field(default_factory=list)
    history: list[ReceiptRecord] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)  # of the items that filed a record

    def wait(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now

    def form(self, serial: str, **changes: Any) -> InstrumentForm:
        return to_form(scale(serial)).model_copy(update=changes)

    def filed(
        self,
        serial: str,
        *,
        pictured: bool = False,
        picture: bytes = b"",
        lost: bool = False,
        differing: Sequence[str] = (),
        **changes: Any,
    ) -> str:
        """File a piece and return its record's uuid; `lost`: the answer was not seen."""
        form, uuid = self.form(serial, **changes), f"U{len(self.items) + 1}"
        key = f"a{len(self.items) + 1}"
        self.keys[uuid] = key
        self._item(key, Errand.ADD, form.model_dump(mode="json"))
        self._send(key, form, pictured=pictured, picture=picture)
        row = self._row(form, uuid)
        proof: dict[str, Any] = {"answer": {"rowUuid": uuid, **SECRETS}, "message": "保存成功！"}
        if lost:
            self._turn(key, State.UNCLEAR, "unclear", {}, words="no answer")
            proof = {"seen": row}
        number = f"1501050000{len(self.items):06d}"
        self._turn(
            key, State.PROVEN, "proven", proof, portal_uuid=uuid, portal_number=number, words=""
        )
        seen = {"row": row, "sha256": "0", "differing": list(differing)}
        self._turn(key, State.PROVEN, "differs" if differing else "seen", seen)
        return uuid

    def adopted(self, serial: str, **changes: Any) -> str:
        """Take over a record that was there with these values; return its uuid."""
        key, uuid = f"a{len(self.items) + 1}", f"U{len(self.items) + 1}"
        self.keys[uuid] = key
        self._item(key, Errand.ADD, self.form(serial).model_dump(mode="json"))
        row = self._row(self.form(serial, **changes), uuid)
        self._turn(key, State.PROVEN, "proven", {"adopted": row}, portal_uuid=uuid)
        return uuid

    def tried_again(self, key: str, serial: str, **changes: Any) -> None:
        """File a refused piece again with other values."""
        form = self.form(serial, **changes)
        wish = form.model_dump(mode="json")
        self._turn(key, State.TODO, "asked-again", {}, wish=wish, words="")
        self._send(key, form)
        self._turn(key, State.PROVEN, "proven", {"answer": SECRETS}, portal_uuid=f"U-{key}")

    @staticmethod
    def _row(form: InstrumentForm, uuid: str) -> dict[str, Any]:
        values = form.model_dump(exclude={"region"})
        return {**values, "uuid": uuid, "region_code": "150105", "region_name": form.region[-1]}

    def refused_by_the_portal(self, serial: str, words: str) -> None:
        form, key = self.form(serial), f"a{len(self.items) + 1}"
        self._item(key, Errand.ADD, form.model_dump(mode="json"))
        self._send(key, form)
        self._turn(key, State.REFUSED, "refused", {}, words=words)

    def changed(self, uuid: str, serial: str, *, pictured: bool = False, **changes: Any) -> None:
        form, key = self.form(serial, **changes), f"c{len(self.items) + 1}"
        wish = {"form": form.model_dump(mode="json"), "uuid": uuid, "region_code": "150105"}
        self._item(key, Errand.CHANGE, wish)
        self._send(key, form, pictured=pictured)
        self._turn(
            key, State.PROVEN, "proven", {"answer": SECRETS, "message": ""}, portal_uuid=uuid
        )

    def expiry(self, uuid: str, serial: str, day: str) -> None:
        form, key = self.form(serial, valid_until=day), f"v{len(self.items) + 1}"
        wish = {"uuid": uuid, "valid_until": day, "name": form.name, "serial_number": serial}
        self._item(key, Errand.VALIDITY, wish)
        self._send(key, form)
        self._turn(key, State.PROVEN, "proven", {"answer": SECRETS}, portal_uuid=uuid)

    def booked(self, number: str, *uuids: str) -> None:
        key = f"b{len(self.items) + 1}"
        self._item(key, Errand.BOOK, {"records": list(uuids), "name": "现场检", "region": "赛罕区"})
        self._turn(key, State.DOING, "taken", {})
        self._turn(key, State.SUBMITTING, "intent", {})
        self._turn(
            key,
            State.PROVEN,
            "proven",
            {"answer": {"reservationNo": number, **SECRETS}},
            portal_uuid=f"B{number}",
            portal_number=number,
        )

    def receipt(self, number: str, text: str, **states: str) -> None:
        """Read a receipt: the state of each piece by its uuid."""
        pieces = [
            {
                "record_uuid": uuid,
                "instrument_code": "",
                "name": self._of(uuid)["name"],
                "kind": "非自动衡器",
                "model": "ACS-30",
                "serial_number": self._of(uuid)["serial_number"],
                "institute": INSTITUTE,
                "phone": "",
                "certificate_number": "",
                "result": "",
                "process_state": state,
            }
            for uuid, state in states.items()
        ]
        self.history.append(
            ReceiptRecord(
                booking_uuid=f"B{number}",
                booking_number=number,
                booking_status="已反馈",
                read_at=self.wait(minutes=1),
                text=text,
                pieces=pieces,
            )
        )

    def data(self, *, since: datetime | None = None, until: datetime | None = None) -> ReportData:
        return gather(
            self.account,
            portal="psp.e-cqs.cn",
            items=list(self.items.values()),
            history=self.history,
            events=self.events,
            since=since,
            until=until or self.now,
        )

    def keep_pictures(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.pictures.items():
            (folder / name).write_bytes(content)
        return folder

    def _of(self, uuid: str) -> dict[str, Any]:
        return self.items[self.keys[uuid]].wish

    def _item(self, key: str, errand: Errand, wish: dict[str, Any]) -> None:
        at = self.wait(minutes=1)
        self.items[key] = Item(
            key=key,
            account=self.account,
            errand=errand,
            fingerprint=key,
            ordinal=0,
            state=State.TODO,
            attempts=0,
            portal_uuid=None,
            portal_number="",
            place="3",
            wish=wish,
            words="",
            created_at=at,
            changed_at=at,
        )

    def _send(
        self, key: str, form: InstrumentForm, *, pictured: bool = False, picture: bytes = b""
    ) -> None:
        self._turn(key, State.DOING, "taken", {})
        proof: dict[str, Any] = {"filled": form.model_dump(mode="json"), "filled_sha256": "0"}
        if pictured:
            content = picture or jpeg()
            self.pictures[f"{key}.jpg"] = content
            digest = hashlib.sha256(content).hexdigest()
            proof |= {"picture": f"{key}.jpg", "picture_sha256": digest}
        self._turn(key, State.SUBMITTING, "intent", proof)

    def _turn(
        self, key: str, became: State, code: str, detail: dict[str, Any], **values: Any
    ) -> None:
        was, at = self.items[key].state, self.wait(seconds=5)
        event = ItemEvent(item_key=key, at=at, was=was, became=became, code=code, detail=detail)
        self.events.append(event)
        changed = {"changed_at": at} if was is not became else {}
        self.items[key] = self.items[key].model_copy(update={"state": became, **changed, **values})


def busy_world(pieces: int, *, pictured: bool = False) -> World:
    """Return an account with so many pieces in every stage, one in four corrected."""
    world = World()
    for number in range(pieces):
        serial = f"{938000 + number}P"
        uuid = world.filed(serial, pictured=pictured)
        booking = f"20261102{number:05d}"
        stage = number % 6
        if stage:
            world.booked(booking, uuid)
        if stage == 2:
            world.receipt(booking, acceptance(), **{uuid: "待检定"})
        if stage == 3:
            world.receipt(booking, refusal(serial), **{uuid: "预约失败"})
        if stage == 4:
            world.receipt(booking, refusal(serial), **{uuid: "预约失败"})
            world.changed(uuid, serial, model="ACS-15")
        if stage == 5:
            world.receipt(booking, acceptance(), **{uuid: "待检定"})
            world.receipt(booking, acceptance(), **{uuid: "已检定"})
            world.expiry(uuid, serial, f"2027-{number % 12 + 1:02d}-15")
    return world


def acceptance() -> str:
    return (
        f"预约单共1条器具，其中1条已分配至{INSTITUTE}\n{INSTITUTE}受理回执信息：请致电能源计量室"
        "0471-3386711预约现场检定时间。"
    )


def refusal(serial: str, reason: str = "型号规格与铭牌不符，请核对。") -> str:
    return (
        f"预约单共1条器具，其中1条已分配至{INSTITUTE}\n{INSTITUTE}不予受理回执信息：\n"
        f"器具电子计价秤（出厂编号：{serial}）不予受理原因：{reason}"
    )
