"""What is kept of a trace holds no session, however often its cookies changed on the way."""

import json
import zipfile
from pathlib import Path

from ecqs_agent.replay.evidence import blank_archive

OLD, NEW, TICKET = "old0cookie0value", "new0cookie0value", "ST-12-abcdefghij"
ENTRY = {
    "request": {
        "url": f"https://portal/a;jsessionid={OLD}?ticket={TICKET}",
        "cookies": [{"name": "JSESSIONID", "value": OLD}, {"name": "x", "value": 'q"uo]te}d'}],
        "headers": [{"name": "Cookie", "value": f"JSESSIONID={OLD}"}],
    },
    "response": {"cookies": [], "content": {"text": f"kept, and {NEW}"}},
}


def test_every_cookie_is_blanked_and_the_rest_is_kept(tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw.zip", tmp_path / "clean.zip"
    with zipfile.ZipFile(raw, "w") as archive:
        for name, text in (
            ("compact.network", json.dumps(ENTRY, separators=(",", ":"))),
            ("spaced.network", json.dumps(ENTRY)),
        ):
            archive.writestr(name, text)
    blank_archive(raw, clean, [NEW])
    with zipfile.ZipFile(clean) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert not [secret for secret in (OLD, NEW, TICKET, "uo]te") if secret in text], name
            found = json.loads(text)
            assert found["response"]["content"]["text"] == "kept, and ***"
            assert [one["name"] for one in found["request"]["cookies"]] == ["JSESSIONID", "x"]
