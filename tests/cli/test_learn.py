"""`ecqs catalog learn`: from the portal or from a file, and what is judged by it afterwards."""

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Ended, ecqs

SMALL = Path("examples/instruments-small.xls").resolve()
ADDRESS = "https://portal.example"


def from_file(folder: Path, content: str, *more: str) -> Ended:
    path = folder / "lists.json"
    path.write_text(content, encoding="utf-8")
    return ecqs("catalog", "learn", "--file", str(path), *more, data=folder, ECQS_PORTAL=ADDRESS)


@pytest.mark.browser
def test_what_the_portal_offers_judges_from_then_on(portal: Any, tmp_path: Path) -> None:
    mock = portal()
    usual = {"ECQS_PORTAL": mock.url, "ECQS_MOCK_TOKEN": mock.token}
    secret = {"ECQS_PASSWORD": mock.password("demo")}
    out = tmp_path / "lists.json"
    ended = ecqs(
        *("catalog", "learn", "--account", "demo", "--captcha", "mock"),
        *("--out", str(out), "--json"),
        data=tmp_path,
        **usual,
        **secret,
    )
    assert ended.code == 0, ended.err
    told = ended.json
    assert (told["portal"], told["used"]) == (mock.url, True)
    assert told["lists"]["非自动衡器"] == ["非自动衡器"]
    assert not {category for category, _ in told["only_portal"]} - set(told["lists"])
    assert not {kind for _, kind in told["only_ours"]} & set(chain(*told["lists"].values()))
    assert json.loads(out.read_text("utf-8"))["lists"] == told["lists"]
    assert mock.records() == []

    checked = ecqs("check", str(SMALL), "--json", data=tmp_path, **usual)
    assert checked.code == 0, checked.out
    assert checked.json["learned_lists"] == {"portal": mock.url, "read_on": told["read_on"]}
    assert mock.url in checked.err
    assert told["read_on"] in checked.err
    assert mock.url in ecqs("catalog", "search", "血压", data=tmp_path, **usual).err
    elsewhere = ecqs("check", str(SMALL), "--json", data=tmp_path)
    assert elsewhere.json["learned_lists"] is None


def test_a_file_is_shown_kept_and_used_until_it_is_ignored(tmp_path: Path) -> None:
    lists = '{"非自动衡器": ["电子秤"], "新的目录": ["新的种类"], "油表": []}'
    ended = from_file(tmp_path, lists)
    assert ended.code == 0, ended.err
    for word in ("电子秤", "新的种类", "油表", "仅在门户", "仅在本程序目录", ADDRESS):
        assert word in ended.out

    refused = ecqs("check", str(SMALL), "--json", data=tmp_path, ECQS_PORTAL=ADDRESS)
    assert "L104" in {problem["code"] for problem in refused.json["problems"]}
    found = ecqs("catalog", "show", "新的种类", data=tmp_path, ECQS_PORTAL=ADDRESS)
    assert (found.code, "新的目录" in found.out, ADDRESS in found.err) == (0, True, True)

    ours = {"ECQS_PORTAL": ADDRESS, "ECQS_LEARNED_LISTS": "ignore"}
    ignored = ecqs("check", str(SMALL), "--json", data=tmp_path, **ours)
    assert (ignored.code, ignored.json["learned_lists"]) == (0, None)
    assert ADDRESS not in ignored.err


def test_lists_older_than_the_catalogue_are_kept_and_not_used(tmp_path: Path) -> None:
    old = {"portal": ADDRESS, "read_on": "2019-01-01", "lists": {"非自动衡器": ["电子秤"]}}
    assert from_file(tmp_path, json.dumps(old), "--json").json["used"] is False
    checked = ecqs("check", str(SMALL), "--json", data=tmp_path, ECQS_PORTAL=ADDRESS)
    assert (checked.code, checked.json["learned_lists"]) == (0, None)
    assert "2019-01-01" in checked.err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"非自动衡器": ["电子秤"', "CATALOG-103"),
        ('{"非自动衡器": "电子秤"}', "CATALOG-103"),
        ("{}", "CATALOG-104"),
        ('{"非自动衡器": []}', "CATALOG-104"),
    ],
)
def test_bad_lists_are_refused_and_nothing_is_kept(tmp_path: Path, content: str, code: str) -> None:
    ended = from_file(tmp_path, content, "--json")
    assert (ended.code, ended.is_clean()) == (2, True)
    assert ended.json["error"]["code"] == code
    assert ended.json["error"]["advice"]
    assert not list(tmp_path.rglob("option-lists/*"))


@pytest.mark.parametrize("options", [(), ("--account", "demo", "--file", "lists.json")])
def test_one_source_must_be_named(tmp_path: Path, options: tuple[str, ...]) -> None:
    ended = ecqs("catalog", "learn", *options, data=tmp_path)
    assert (ended.code, ended.is_clean()) == (2, True)
    assert "--file" in ended.err
