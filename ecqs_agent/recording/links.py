"""Addresses in a recording: which page and which parameters, and nobody's values."""

from typing import Final
from urllib.parse import parse_qsl, urlsplit

from ecqs_agent.recording.names import Names
from ecqs_agent.recording.standins import StandIns

KIND: Final = "addresses"
_ELSEWHERE: Final = "elsewhere"


class Links:
    """Takes the values out of addresses. `portal` is the one origin that is not another's."""

    def __init__(self, names: Names, standins: StandIns, *, portal: str) -> None:
        self._names = names
        self._standins = standins
        self._host = urlsplit(portal).netloc

    def public(self, url: str) -> str:
        """Return path and names of parameters; another host is `elsewhere`."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return self._standins.of(url, KIND)
        if parts.scheme not in ("", "http", "https"):
            return f"{parts.scheme if self._names.is_step(parts.scheme) else 'x'}:"
        host = f"//{_ELSEWHERE}" if parts.netloc not in ("", self._host) else ""
        path = "/".join(self._step(step) for step in parts.path.split("/"))
        asked = "&".join(
            f"{self._named(name)}={self._standins.of(value, KIND)}"
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
        )
        return f"{host}{path}{'?' if asked else ''}{asked}"

    def path(self, url: str) -> str:
        """Return the path alone."""
        return self.public(urlsplit(url)._replace(query="", fragment="").geturl())

    def _step(self, step: str) -> str:
        name = step.partition(";")[0]  # a session's id may follow
        return name if not name or self._names.is_step(name) else self._standins.of(name, KIND)

    def _named(self, name: str) -> str:
        return name if self._names.is_name(name) else self._standins.of(name, KIND)
