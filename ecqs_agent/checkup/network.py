"""The proxies that this machine's environment names."""

from urllib.request import getproxies

from ecqs_agent.checkup.in_force import without_user
from ecqs_agent.checkup.section import Section
from ecqs_agent.texts import Translate


def proxy_section(t: Translate) -> Section:
    """Return the proxies by scheme, without the name and password they may carry."""
    found = {scheme: _shown(address) for scheme, address in sorted(getproxies().items())}
    text = ", ".join(f"{scheme} {address}" for scheme, address in found.items())
    return Section(name="proxies", text=text or t("none"), facts={"proxies": found})


def _shown(address: str) -> str:
    """Return a proxy's address without its user; one without a scheme is an address, too."""
    if "://" in address:
        return without_user(address)
    return without_user(f"//{address}").removeprefix("//")
