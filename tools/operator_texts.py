"""List every operator text of the application, as the translation test and `make messages` see it.

A text is found where it is spoken: the template given to `t`, `say`, `tell`, an error, or a value
of one of the tables of labels; in a page, what is given to `t`. Prints those that the catalogue
lacks.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from jinja2 import Environment, nodes

SPEAKERS = {"t", "say", "speak", "translate"}
TABLES = {
    "_BOOKING_SENTENCES",
    "_VALIDITY_SENTENCES",
    "KIND_FIELDS",
    "GRADES",
    "_SENTENCES",
    "REASONS",
    "HEADINGS",
    "HINDRANCES",
    "CHANNELS",
    "NOTICE_STATES",
    "PLACES",
    "COLUMNS",
    "STANDINGS",
    "VERDICTS",
    "STATES",
    "CHECKUPS",
    "REPLACED",
    "SEVERITIES",
    "REMEDIES",
    "ADVICE",
    "ERRANDS",
    "DEEDS",
    "ACTS",
    "TO_DO",
    "TROUBLES",
    "VERDICT_WORDS",
    "VERDICT_MEANINGS",
    "VERDICT_ADVICE",
    "OUTCOME_WORDS",
    "COMPARISON_WORDS",
    "VERB_WORDS",
}
BUGS = {"AssertionError", "ValueError"}  # never shown to an operator
ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "ecqs_agent" / "locale" / "zh_CN.po"


def operator_texts(folder: Path = ROOT / "ecqs_agent") -> set[str]:
    """Return the English templates an operator can come to read."""
    texts: set[str] = set()
    for path in sorted(folder.rglob("*.py")):
        if "mock_portal" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts.update(text for node in ast.walk(tree) for text in _texts_of(node))
    pages = [path for room in ("report", "replay") for path in (folder / room).rglob("*.html")]
    for path in sorted(pages):
        texts.update(_texts_of_page(path.read_text(encoding="utf-8")))
    return texts


def _texts_of_page(source: str) -> Iterator[str]:
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        match call:
            case nodes.Call(
                node=nodes.Name(name="t" | "zh"), args=[nodes.Const(value=str(text)), *_]
            ):
                yield text


def _texts_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call():
            yield from _spoken(node)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict(values=values)):
            if name in TABLES:
                yield from (text for value in values for text in _constants(value))
        case ast.ClassDef(name=name) if name.endswith("Error"):
            yield (ast.get_docstring(node) or "").splitlines()[0]


def _spoken(call: ast.Call) -> Iterator[str]:
    match call:
        case ast.Call(func=ast.Attribute(attr="tell"), args=[_, ast.Constant(value=str(text)), *_]):
            yield text
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]):
            if name in SPEAKERS or (name.endswith("Error") and name not in BUGS):
                yield from _constants(first)


def _constants(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _constants(body)
            yield from _constants(orelse)
        case ast.Tuple(elts=elements):
            for element in elements:
                yield from _constants(element)


def untranslated() -> list[str]:
    """Return the texts without a Chinese translation, in a stable order."""
    known = {entry.msgid for entry in polib.pofile(str(CATALOGUE)) if entry.translated()}
    return sorted(operator_texts() - known)


if __name__ == "__main__":
    missing = untranslated() if CATALOGUE.exists() else sorted(operator_texts())
    sys.stdout.writelines(f"{text!r}\n" for text in missing)
    sys.exit(1 if missing else 0)
