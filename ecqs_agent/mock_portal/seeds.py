"""What a portal starts with: accounts, and records by their wire names."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ecqs_agent.mock_portal import ledger_rules
from ecqs_agent.mock_portal.entities import FIELDS, Account, Record
from ecqs_agent.mock_portal.store import Store


class SeedError(ValueError):
    """Say what a seed lacks or has too much."""


class AccountSeed(BaseModel):
    """One account; `records` are given by wire names, `generate` adds that many more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    password: str
    company: str
    records: tuple[Mapping[str, str], ...] = ()
    generate: int = Field(default=0, ge=0, le=100_000)


class Seed(BaseModel):
    """A set of accounts by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accounts: Mapping[str, AccountSeed]


DEFAULT = Seed(
    accounts={
        "demo": AccountSeed(password="Demo+2026", company="内蒙古示例计量有限公司"),  # noqa: S106
        "second": AccountSeed(password="Second+2026", company="呼和浩特示例商贸有限公司"),  # noqa: S106
    }
)

EXAMPLE = {
    "meterIntruName": "电子计价秤",
    "meterType": "1",
    "meterCategoryCode": "02",
    "meterClassCode": "0201",
    "modelSpec": "ACS-30",
    "measureRang": "200g-30kg",
    "accuracyLevel": "Ⅲ级",
    "porgaoName": "示例衡器有限公司",
    "prodAddrTypeClass": "1",
    "useAddrCode": "150102",
    "setupPlace": "店铺内",
    "purchaseDate": "2018-11-22",
    "meterNumber": "1",
    "instrPurposeCode": "1",
    "inspSendType": "2",
}


def read(path: Path) -> Seed:
    """Read a seed file; raises SeedError."""
    try:
        return Seed.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SeedError(f"seed file {path}: {error.strerror}") from None
    except ValidationError as error:
        raise SeedError(f"seed file {path}: {error.errors()[0]['msg']}") from None


def parse(value: object) -> Seed:
    """Read a seed from parsed JSON; raises SeedError."""
    try:
        return Seed.model_validate(value)
    except ValidationError as error:
        raise SeedError(str(error.errors()[0]["msg"])) from None


def plant(store: Store, seed: Seed) -> None:
    """Add a seed's accounts and records to what is there."""
    with store.change():
        for name, account in seed.accounts.items():
            store.put(Account(name=name, password=account.password, company=account.company))
            for fields in (*account.records, *_generated(account.generate)):
                _plant_record(store, name, fields)


def _generated(count: int) -> list[dict[str, str]]:
    return [EXAMPLE | {"serialNum": f"MOCK{number:06d}"} for number in range(1, count + 1)]


def _plant_record(store: Store, account: str, given: Mapping[str, str]) -> None:
    unknown = set(given) - set(FIELDS) - {"uuid", "strongInspCode"}
    if unknown:
        raise SeedError(f"not a field of a ledger record: {', '.join(sorted(unknown))}")
    fields = ledger_rules.with_names({name: given.get(name, "") for name in FIELDS})
    seq = store.next_number("record")
    code = given.get("strongInspCode") or ledger_rules.instrument_code(fields, seq)
    facts = {"uuid": given["uuid"]} if given.get("uuid") else {}
    store.put(Record(account=account, seq=seq, code=code, fields=fields, **facts))
