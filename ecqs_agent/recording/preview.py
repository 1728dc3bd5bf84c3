"""The page in a recording that shows a person what is in it. It runs and fetches nothing."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from ecqs_agent.labels import REPLACED, SCREENS
from ecqs_agent.recording.model import Manifest, ScreenRecorded
from ecqs_agent.settings import Language
from ecqs_agent.texts import translator
from page_objects.contract.seen import Place

INDEX: Final = "index.html"


def index_page(manifest: Manifest, screens: Mapping[Place, ScreenRecorded]) -> str:
    """Return the HTML that shows pictures and kept texts, in Chinese and English."""
    chinese = translator(Language.ZH)
    shown = [
        (chinese(SCREENS[place]), SCREENS[place], screens[place]) for place in manifest.screens
    ]
    counts = [
        (chinese(REPLACED[kind]), REPLACED[kind], count)
        for kind, count in manifest.replaced.items()
    ]
    page = _environment().get_template("index.html")
    return page.render(manifest=manifest, screens=shown, counts=counts)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ecqs_agent.recording", "page"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
