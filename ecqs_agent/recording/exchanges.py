"""What was asked of the portal while its screens were walked, and how it answered: shapes alone."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import BrowserContext, Request, Response
from playwright.sync_api import Error as PlaywrightError
from pydantic import BaseModel, ConfigDict

from ecqs_agent.recording.links import Links
from ecqs_agent.recording.names import Names
from ecqs_agent.recording.shapes import Shapes

_DATA: Final = frozenset(("xhr", "fetch"))
_SHAPED: Final = 2_000_000  # characters of an answer whose shape is looked at
_MOST: Final = 500


class Exchange(BaseModel):
    """One request and its answer. `count` is how often the same was asked and answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: str
    path: str
    kind: str
    query: dict[str, Any]
    body: dict[str, Any]
    request_headers: tuple[str, ...]
    status: int
    content_type: str
    response_headers: tuple[str, ...]
    answer: Any
    milliseconds: int
    count: int = 1


class Exchanges:
    """Listens to one browser. Only shapes are kept, from the moment on in which they are heard."""

    def __init__(self, links: Links, names: Names, shapes: Shapes) -> None:
        self._links = links
        self._names = names
        self._shapes = shapes
        self._heard: dict[str, Exchange] = {}
        self._counts: Counter[str] = Counter()

    @contextmanager
    def listening(self, context: BrowserContext) -> Iterator[None]:
        """Listen for the length of the block."""
        context.on("requestfinished", self._on_finished)
        try:
            yield
        finally:
            context.remove_listener("requestfinished", self._on_finished)

    def all(self) -> tuple[Exchange, ...]:
        """Return each different exchange once, in the order in which it was first heard."""
        return tuple(
            one.model_copy(update={"count": self._counts[key]}) for key, one in self._heard.items()
        )

    def _on_finished(self, request: Request) -> None:
        with suppress(PlaywrightError):  # the page may be gone, and the answer with it
            response = request.response()
            if response is None:
                return
            made = self._told(request, response)
            key = json.dumps(made.model_dump(exclude={"milliseconds", "answer"}), sort_keys=True)
            self._counts[key] += 1
            if key not in self._heard and len(self._heard) < _MOST:
                self._heard[key] = made

    def _told(self, request: Request, response: Response) -> Exchange:
        is_data = request.resource_type in _DATA
        return Exchange(
            method=request.method if request.method.isalpha() else "x",
            path=self._links.path(request.url),
            kind=request.resource_type,
            query=self._pairs(urlsplit(request.url).query),
            body=self._body(request),
            request_headers=self._header_names(request.headers),
            status=response.status,
            content_type=self._content_type(response.headers.get("content-type", "")),
            response_headers=self._header_names(response.headers),
            answer=self._answer(response) if is_data else None,
            milliseconds=max(0, round(request.timing["responseEnd"])),
        )

    def _pairs(self, text: str) -> dict[str, Any]:
        pairs = dict(parse_qsl(text, keep_blank_values=True))
        shaped: dict[str, Any] = self._shapes.of(pairs)
        return shaped

    def _body(self, request: Request) -> dict[str, Any]:
        body = (request.post_data_buffer or b"").decode("utf-8", errors="replace")
        if body.lstrip().startswith(("{", "[")):
            return {"JSON": self._shapes.of_text(body)}
        return self._pairs(body)

    def _answer(self, response: Response) -> Any:  # noqa: ANN401 - JSON
        text = response.text()
        if len(text) > _SHAPED:
            return {"type": "long", "length": len(text)}
        try:
            return self._shapes.of(json.loads(text))
        except ValueError:
            return {"type": "no JSON", "length": len(text)}

    def _header_names(self, headers: dict[str, str]) -> tuple[str, ...]:
        return tuple(sorted(name for name in headers if self._names.is_name(name)))

    def _content_type(self, text: str) -> str:
        kind = text.partition(";")[0].strip().lower()
        family, _, name = kind.partition("/")
        return kind if self._names.is_step(family) and self._names.is_name(name) else ""
