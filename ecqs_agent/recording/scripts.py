"""The scripts and styles that are run in the portal's page while it is recorded."""

from functools import cache
from importlib.resources import files


@cache
def page_script(name: str) -> str:
    """Return one file of the folder `page`."""
    folder = files("ecqs_agent.recording").joinpath("page")
    return folder.joinpath(name).read_text(encoding="utf-8")
