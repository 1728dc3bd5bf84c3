"""`ecqs doctor` says what a support person asks first, follows nobody away, and leaks nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ecqs_agent.checkup import portal_sections
from ecqs_agent.checkup.in_force import without_user
from ecqs_agent.checkup.past_errors import errors_section
from ecqs_agent.checkup.probe import portal_section
from ecqs_agent.checkup.section import Section
from ecqs_agent.settings import Settings, load_settings
from ecqs_agent.texts import translator
from page_objects.pages.portal_home import HOME_PATH
from tests.cli.command import ecqs
from tests.sites import Answer, Site, site

SECRET = "Planted+2026"
EN = translator("en")  # type: ignore[arg-type] # its value
NOW = datetime(2026, 11, 2, 4, tzinfo=UTC)


@pytest.fixture
def home() -> Iterator[Site]:
    with site({HOME_PATH: Answer("home")}) as served:
        yield served


@pytest.fixture
def outsider() -> Iterator[Site]:
    with site({HOME_PATH: Answer("home")}) as served:
        yield served


def probe(address: str, **more: Any) -> Section:
    return portal_section(load_settings(portal=address, **more), EN)


def test_a_portal_that_answers_is_good(home: Site) -> None:
    seen = probe(home.url)
    assert (seen.good, seen.facts["clock_skew"] < 5) == (True, True)
    assert [one.path for one in home.asked] == [HOME_PATH]


def test_a_redirect_elsewhere_is_told_and_not_followed(home: Site, outsider: Site) -> None:
    home.lead(HOME_PATH, f"{outsider.url}{HOME_PATH}?ticket=ST-1-{SECRET}")
    seen = probe(home.url)
    assert not seen.good
    assert outsider.url in seen.text
    assert SECRET not in f"{seen}"
    assert seen.facts == {"leads_to": outsider.url}
    assert outsider.asked == []


def test_a_redirect_within_what_is_configured_is_followed(home: Site, outsider: Site) -> None:
    home.lead(HOME_PATH, f"{outsider.url}{HOME_PATH}")
    assert probe(home.url, allowed_origins=(outsider.url,)).good
    assert len(outsider.asked) == 1
    home.lead(HOME_PATH, HOME_PATH)
    assert "redirects" in probe(home.url).text


def test_clocks_that_differ_are_told(home: Site) -> None:
    late = portal_section(load_settings(portal=home.url), EN, now=lambda: NOW)
    assert not late.good
    assert str(round(late.facts["clock_skew"])) in late.more[0]


def test_a_certificate_nobody_vouches_for_is_told_in_words(tmp_path: Path) -> None:
    with site({HOME_PATH: Answer("home")}, secure=tmp_path) as served:
        seen = probe(served.url)
    assert not seen.good
    assert "nobody but itself vouches for it" in seen.text
    assert served.asked == []


def test_what_is_not_encrypted_at_all_is_told_in_words(home: Site) -> None:
    seen = probe(home.url.replace("http:", "https:"))
    assert "no encrypted connection" in seen.text


def test_a_portal_that_does_not_answer_or_refuses_is_told(home: Site) -> None:
    home.pages[HOME_PATH] = Answer(status=521)
    assert "521" in probe(home.url).text
    assert not probe("http://127.0.0.1:9").good


def test_a_closer_look_is_taken_where_the_portal_answers(home: Site) -> None:
    def look(settings: Settings) -> Section:
        return Section(name="closer", text=settings.portal)

    good = portal_sections(load_settings(portal=home.url), EN, look)
    assert [one.name for one in good] == ["portal", "closer"]
    bad = portal_sections(load_settings(portal="http://127.0.0.1:9"), EN, look)
    assert [one.name for one in bad] == ["portal"]


def test_the_last_errors_are_codes_and_times_alone(tmp_path: Path) -> None:
    log = tmp_path / "ecqs.log"
    older = "2026-10-01 09:00:00,1 INFO ecqs_agent ended by AGENT-201\n"
    log.with_name("ecqs.log.1").write_text(older)
    lines = [
        f"2026-11-02 09:1{number}:07,1 INFO ecqs_agent ended by PORTAL-10{number}\nWord {SECRET}"
        for number in range(9)
    ]
    lines += ["2026-11-02 10:00:00,1 ERROR ecqs_agent internal error", f"ended by {SECRET}"]
    log.write_text("\n".join(lines))
    seen = errors_section(log, EN)
    assert SECRET not in f"{seen}"
    assert seen.text.startswith("11 ")
    assert seen.facts["last"][0] == {"at": "2026-11-02 10:00", "code": "INTERNAL"}
    assert [one["code"] for one in seen.facts["last"]][1:3] == ["PORTAL-108", "PORTAL-107"]
    assert len(seen.more) == 10
    assert errors_section(tmp_path / "none.log", EN).facts["last"] == []


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://u:p@proxy:8080/x", "http://***@proxy:8080/x"),
        ("//u@proxy:1", "//***@proxy:1"),
        ("https://psp.e-cqs.cn", "https://psp.e-cqs.cn"),
    ],
)
def test_addresses_are_shown_without_their_user(address: str, shown: str) -> None:
    assert without_user(address) == shown


@pytest.mark.browser
def test_the_page_has_what_support_asks_for_and_no_secret(portal: Any, tmp_path: Path) -> None:
    mock = portal()
    (tmp_path / "config" / "ecqs-agent").mkdir(parents=True)
    (tmp_path / "config" / "ecqs-agent" / "ecqs.toml").write_text("pause = 3.5\n")
    environment = {
        "ECQS_PORTAL": mock.url,
        "ECQS_MOCK_TOKEN": mock.token,
        "ECQS_PASSWORD": SECRET,
        "HTTPS_PROXY": f"http://clerk:{SECRET}@proxy.invalid:8080",
        "NO_PROXY": "127.0.0.1",
    }
    failed = ecqs("pull", "--account", "demo", data=tmp_path, **environment)
    assert failed.code == 5
    ended = ecqs("doctor", "--portal", mock.url, "--json", data=tmp_path, **environment)
    shown = ecqs("doctor", "--portal", mock.url, data=tmp_path, **environment)
    for said in (ended, shown):
        assert said.is_clean()
        assert SECRET not in said.out + said.err
        assert mock.token not in said.out + said.err
    told = ended.json
    assert list(told)[:2] == ["program", "system"]
    assert told["program"]["packages"]["playwright"]
    assert told["system"]["encodings"]["console"] == "utf-8"
    assert told["browser"]["path"]
    assert told["data"]["portal"] == "mock"
    assert told["data"]["free"] > 0
    assert (told["journal"]["kind"], told["journal"]["revision"]) == ("sqlite", "0003")
    assert told["journal"]["states"]["proven"] == 0
    assert told["passwords"]["kind"] in {"keyring", "vault"}
    found = told["settings"]["settings"]
    assert (found["pause"]["value"], found["pause"]["source"][-9:]) == ("3.5", "ecqs.toml")
    assert found["portal"]["source"] == "--portal"
    assert found["mock_token"] == {"value": "***", "source": "ECQS_MOCK_TOKEN"}
    assert told["proxies"]["proxies"]["https"] == "http://***@proxy.invalid:8080"
    assert [one["code"] for one in told["errors"]["last"]] == ["AGENT-311"]
    assert told["portal"]["ok"]
    assert "AGENT-311" in shown.out


def test_a_folder_of_another_portal_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "portal.json").write_text('{"portal": "https://elsewhere.invalid"}')
    told = ecqs("doctor", "--json", data=tmp_path, ECQS_PORTAL="https://psp.e-cqs.invalid").json
    assert not told["journal"]["ok"]
    assert "elsewhere.invalid" in told["journal"]["text"]


def test_a_journals_password_is_not_shown(tmp_path: Path) -> None:
    address = f"postgresql+psycopg://clerk:{SECRET}@127.0.0.1:9/journal?password={SECRET}"
    told = ecqs("doctor", "--json", data=tmp_path, ECQS_JOURNAL=address)
    assert SECRET not in told.out + told.err
    assert "127.0.0.1:9" in told.json["settings"]["settings"]["journal"]["value"]
