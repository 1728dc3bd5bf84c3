"""The script that watches a person's own clicking, and tells it in the words on the screen."""

import json
from collections.abc import Sequence
from importlib.resources import files

from page_objects.widgets.script import kit_source


def listener_source(name: str, *, secret_words: Sequence[str]) -> str:
    """Return the script for every page and frame; it calls the function with this name.

    The function takes one JSON text per event. A field whose label or name has one of the
    `secret_words` in it, and a page that asks for a password, are never read.
    """
    script = files("page_objects.widgets").joinpath("listener.js").read_text(encoding="utf-8")
    given = json.dumps({"name": name, "secretWords": list(secret_words)}, ensure_ascii=False)
    return f"(() => {{ const bring = () => {{ {kit_source()} }};\n{script.rstrip()}({given}); }})()"
