"""Which settings differ from the defaults, and which source says so. Secrets are masked."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ecqs_agent.checkup.section import Section
from ecqs_agent.journal.engine import shown_address
from ecqs_agent.secrecy import MASK
from ecqs_agent.settings import Settings, source_of
from ecqs_agent.texts import Translate


def settings_section(settings: Settings, given: Mapping[str, Any], t: Translate) -> Section:
    """Return every setting whose value is not the default, with where it comes from."""
    found: dict[str, dict[str, Any]] = {}
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if value != field.get_default(call_default_factory=True):
            source = source_of(name, dict(given))
            found[name] = {"value": _masked(name, value), "source": source}
    text = t("{count} settings differ from the defaults.", count=len(found))
    lines = tuple(f"{name} = {one['value']}  ({one['source']})" for name, one in found.items())
    return Section(name="settings", text=text, more=lines, facts={"settings": found})


def without_user(address: str) -> str:
    """Return an address without the name and password it may carry."""
    parts = urlsplit(address)
    if "@" not in parts.netloc:
        return address
    return urlunsplit(parts._replace(netloc=f"{MASK}@{parts.netloc.rpartition('@')[2]}"))


def _masked(name: str, value: Any) -> str:  # noqa: ANN401 - whatever a setting holds
    if name == "journal":
        return shown_address(str(value)) or MASK
    if not Settings.model_fields[name].repr:
        return MASK
    if isinstance(value, tuple):
        return ", ".join(without_user(str(one)) for one in value)
    return without_user(str(getattr(value, "value", value)))
