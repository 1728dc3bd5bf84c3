"""Write docs/settings.md from the settings themselves. Run: python -m tools.settings_doc."""

import sys
from pathlib import Path

from pydantic.fields import FieldInfo

from ecqs_agent.settings import PROJECT_FILE, Settings

TARGET = Path(__file__).parents[1] / "docs" / "settings.md"
HEAD = f"""# Settings

The first that knows a value wins:
command options, `ECQS_*` variables, `{PROJECT_FILE}` in this folder, the user's file, defaults.
`ecqs doctor` shows the folder in use.
A password is never a setting: it is given in `ECQS_PASSWORD`, else kept by
`ecqs accounts password`, else typed.
The address of a channel for notices counts as a password, too: `ecqs notices set` keeps it
encrypted, or it is given in `ECQS_NOTICE_WECOM`, `ECQS_NOTICE_DINGTALK`, `ECQS_NOTICE_FEISHU`,
`ECQS_NOTICE_WEBHOOK` or `ECQS_NOTICE_EMAIL`; a secret for signing in the same name with `_SECRET`.
`ECQS_LANG` (`zh` or `en`) chooses the language.

| setting | variable | default | meaning |
|---|---|---|---|
"""


def settings_page() -> str:
    """Return the page as it should be."""
    rows = [
        f"| `{name}` | `ECQS_{name.upper()}` | {_default(name, field)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    ]
    return HEAD + "".join(rows)


def _default(name: str, field: FieldInfo) -> str:
    if name == "data":
        return "the user's data folder"
    value = getattr(field.default, "value", field.default)
    return f"`{value}`" if value not in {"", ()} else "empty"


if __name__ == "__main__":
    TARGET.write_text(settings_page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{TARGET.name} written\n")
