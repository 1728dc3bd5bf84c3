"""Pages: one Jinja environment, and the facts every page knows."""

from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from ecqs_agent.mock_portal import codec, engines, words
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.store import dump_json

CHALLENGE = """<html><head><title>Loading 127.0.0.1</title></head><body><script>
document.cookie = "__jsl_clearance=" + Date.now() + ".1|mock; path=/";
setTimeout(function () { location.reload(); }, 300);
</script></body></html>"""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ecqs_agent.mock_portal", "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(portal: Portal, template: str, **facts: object) -> HTMLResponse:
    """Render one page with the portal's words, variants and widget engine."""
    variants = portal.variants
    text = (
        _environment()
        .get_template(template)
        .render(
            words=words.words(variants.words),
            variants=variants,
            banner=words.BANNER,
            head=engines.head(portal.options.engine),
            settings=dump_json(_settings(portal)),
            codes=words.CODE_LISTS,
            **facts,
        )
    )
    return HTMLResponse(text)


def _settings(portal: Portal) -> dict[str, object]:
    variants = portal.variants
    return {
        "open": variants.open,
        "messages": variants.messages,
        "cells": variants.cells,
        "region": variants.region,
        "codes": words.CODE_LISTS,
    }


def login_page(portal: Portal, *, service: str, error: str, execution: str = "") -> HTMLResponse:
    """Render the login page with its hidden execution token."""
    return page(
        portal,
        "login.html",
        action=f"/casServer/login?service={quote(service, safe='')}"
        "&code=90000&tacsaccess=1&flag=false",
        error=error,
        execution=execution,
        mock_key=codec.MOCK_KEY.decode(),
        mock_vector=codec.MOCK_VECTOR.decode(),
    )


def challenge() -> HTMLResponse:
    """Return what a web shield answers first: 521, a cookie by script, a reload."""
    return HTMLResponse(CHALLENGE, status_code=521)
