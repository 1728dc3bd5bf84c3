"""`ecqs catalog`: look instruments up in the catalogue before filing them."""

from datetime import date
from typing import Annotated, Final

import typer

from catalog.catalogue import Catalogue, load_catalogue
from catalog.kinds import Kind
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.learn import learn
from ecqs_agent.cli.lists import lists_that_count
from ecqs_agent.cli.options import Json, console, settings_of
from ecqs_agent.errors import ExitCode
from ecqs_agent.labels import KIND_FIELDS

Words = Annotated[str, typer.Argument(help=t("Part of a name, old name or use"))]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("Look instruments up in the catalogue."), no_args_is_help=True, rich_markup_mode=None
    )
    group.command(help=t("Find kinds by part of a name, by an old name or by use."))(search)
    group.command(help=t("Show everything known about a kind, and how surely."))(show)
    group.command(help=t("Take the option lists of a portal, and show the difference to ours."))(
        learn
    )
    app.add_typer(group, name="catalog")


def search(words: Words, as_json: Json = False) -> int:
    """List the kinds that match."""
    voice = console(as_json=as_json)
    catalogue = _catalogue(voice)
    kinds = catalogue.search(words)
    headers = [t(KIND_FIELDS[field]) for field in ("category", "name", "supervision", "method")]
    rows = [[kind.category, kind.name, kind.supervision, kind.method] for kind in kinds]
    if kinds:
        voice.table(headers, rows)
    else:
        voice.result(t("Our copy of the catalogue has nothing like “{words}”.", words=words))
    voice.say("{title}: our copy is not complete; the portal's own lists decide.", **_edition())
    voice.json([kind.model_dump(mode="json") for kind in kinds])
    return ExitCode.OK if kinds else ExitCode.PARTLY


def show(words: Words, as_json: Json = False) -> int:
    """Show the kinds of exactly this name, or else those that match."""
    voice = console(as_json=as_json)
    catalogue = _catalogue(voice)
    kinds = catalogue.kinds_named(words) or catalogue.search(words)
    for kind in kinds:
        _show_kind(voice, kind)
    if not kinds:
        voice.result(t("Our copy of the catalogue has nothing like “{words}”.", words=words))
    voice.json([kind.model_dump(mode="json") for kind in kinds])
    return ExitCode.OK if kinds else ExitCode.PARTLY


def _show_kind(voice: Console, kind: Kind) -> None:
    grades = kind.grades.model_dump()
    for field, label in KIND_FIELDS.items():
        value = getattr(kind, field)
        if value in ("", None, ()):
            continue
        shown = "、".join(value) if isinstance(value, tuple) else value
        grade = grades.get(field)
        sure = f"  [{t(GRADES[grade])}]" if grade in GRADES else ""
        voice.result(f"{t(label)}: {shown}{sure}")
    voice.result("")


GRADES: Final = {
    "A": "stated for this catalogue",
    "B": "from the catalogue before it",
    "C": "from a weaker source",
    "D": "from memory, unverified",
}


def _catalogue(voice: Console) -> Catalogue:
    """Return our catalogue, or what was learnt from the portal, which is said."""
    ours, today = load_catalogue(_today()), _today()
    lists = lists_that_count(voice, settings_of(), today=today)
    return ours.learned(lists.lists) if lists else ours


def _edition() -> dict[str, str]:
    return {"title": load_catalogue(_today()).edition.title}


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the operator's own day
