"""The two widget engines: our own `lite`, and the real EasyUI when somebody has installed it."""

import json
import os
from functools import cache
from html import escape
from pathlib import Path

import xstatic.pkg.jquery as xstatic_jquery
from starlette.requests import Request
from starlette.responses import FileResponse, Response

HERE = Path(__file__).parent
LITE = HERE / "engines" / "lite"
ASSETS = HERE / "assets"
# First found wins: the npm package jquery-easyui, then a full download of the library.
EASYUI_PARTS = (
    ("css/easyui.css", "themes/default/easyui.css"),
    ("js/jquery.min.js", "jquery.min.js"),
    ("js/jquery.easyui.min.js", "jquery.easyui.min.js"),
    ("locale/easyui-lang-zh_CN.js",),
)


# Not from the module mimetypes: on Windows the registry has its own opinion of .js
MEDIA_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
}


class EngineError(Exception):
    """Say which widget engine is not there, and what to do."""


def easyui_folder() -> Path:
    """Return where the real library should be: ECQS_EASYUI_DIR, else ./.easyui."""
    given = os.environ.get("ECQS_EASYUI_DIR")
    return Path(given) if given else Path(".easyui", "node_modules", "jquery-easyui")


def check(engine: str) -> None:
    """Raise EngineError unless every file of the engine is there."""
    _files(engine)


@cache
def _files(engine: str) -> tuple[str, ...]:
    return _easyui_files() if engine == "easyui" else _lite_files()


def _easyui_files() -> tuple[str, ...]:
    folder, found = easyui_folder(), []
    for candidates in EASYUI_PARTS:
        part = next((name for name in candidates if (folder / name).is_file()), None)
        if part is None:
            raise EngineError(
                f"EasyUI is not in {folder}: {candidates[0]} is missing. "
                "Install it with `npm install --prefix .easyui jquery-easyui@1.5.21`, "
                "or set ECQS_EASYUI_DIR."
            )
        found.append(f"/__engine__/easyui/{part}")
    return tuple(found)


def _lite_files() -> tuple[str, ...]:
    try:
        listed = json.loads((LITE / "engine.json").read_text(encoding="utf-8"))
    except OSError:
        raise EngineError(f"the widget engine lite is not in {LITE}") from None
    names = [*listed["styles"], *listed["scripts"]]
    return ("/__engine__/jquery/jquery.min.js", *(f"/__engine__/lite/{name}" for name in names))


@cache
def head(engine: str) -> str:
    """Return the markup that loads an engine, styles and scripts in their order."""
    return "\n".join(_tag(address) for address in _files(engine))


def _tag(address: str) -> str:
    if address.endswith(".css"):
        return f'<link rel="stylesheet" href="{escape(address)}">'
    return f'<script src="{escape(address)}"></script>'


def engine_file(request: Request) -> Response:
    """Serve one file of an engine, of jQuery or of the page scripts."""
    folders = {
        "easyui": easyui_folder(),
        "lite": LITE,
        "jquery": Path(xstatic_jquery.BASE_DIR),
        "assets": ASSETS,
    }
    folder = folders.get(request.path_params.get("engine", "assets"))
    return _file_below(folder, request.path_params["file"]) if folder else Response(status_code=404)


def _file_below(folder: Path, name: str) -> Response:
    found = (folder / name).resolve()
    if not found.is_relative_to(folder.resolve()) or not found.is_file():
        return Response(status_code=404)
    return FileResponse(found, media_type=MEDIA_TYPES.get(found.suffix, "application/octet-stream"))
