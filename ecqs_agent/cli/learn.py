"""`ecqs catalog learn`: the portal's own option lists, their difference to ours, kept for use."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from catalog.catalogue import Catalogue, Difference, load_catalogue
from catalog.errors import NothingOfferedError
from catalog.option_lists import OptionLists, read_option_lists
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.lists import lists_that_count
from ecqs_agent.cli.options import CaptchaOption, Headed, Json, Portal, console, settings_of
from ecqs_agent.cli.running import running
from ecqs_agent.errors import ExitCode
from ecqs_agent.labels import KIND_FIELDS
from ecqs_agent.learning import keep, learned_file, lists_of
from ecqs_agent.settings import Settings

WhoReads = Annotated[
    str | None, typer.Option("--account", help=t("Read them from the portal as this account"))
]
File = Annotated[
    Path | None, typer.Option("--file", help=t("Take them from a file instead (.json)"))
]
Out = Annotated[Path | None, typer.Option("--out", help=t("Write the lists to a file (.json)"))]


def learn(
    account: WhoReads = None,
    file: File = None,
    out: Out = None,
    portal: Portal = None,
    captcha: CaptchaOption = None,
    headed: Headed = None,
    as_json: Json = False,
) -> int:
    """Show in what the lists differ from ours, and keep them."""
    if (account is None) == (file is None):
        raise typer.BadParameter(t("Give either --account or --file."))
    voice = console(as_json=as_json)
    settings = settings_of(portal=portal, captcha=captcha, headed=headed)
    today = date.today()  # noqa: DTZ011 - the operator's own day
    if file is not None:
        lists = read_option_lists(file, portal=settings.portal, today=today)
    else:
        lists = _read(voice, settings, str(account), today)
    if lists.is_empty:
        raise NothingOfferedError(portal=lists.portal)
    catalogue = load_catalogue(today)
    difference = catalogue.difference(lists.lists)
    _show(voice, catalogue, lists, difference)
    kept = learned_file(settings.data, lists.portal)
    for path in (kept, *((out,) if out is not None else ())):
        keep(lists, path)
        voice.say("Written: {path}", path=path)
    used = lists_that_count(voice, settings, today=today) is not None
    voice.json(
        {
            **lists.model_dump(mode="json"),
            **difference.model_dump(mode="json"),
            "silent": lists.silent,
            "used": used,
            "kept": str(kept),
        }
    )
    return ExitCode.OK


def _read(voice: Console, settings: Settings, account: str, today: date) -> OptionLists:
    with running(voice, settings, account) as run:
        voice.say("Reading the option lists; nothing is filed ...")
        return run.runner.reading(
            lambda: lists_of(run.session.ledger(), portal=settings.portal, today=today)
        )


def _show(voice: Console, ours: Catalogue, lists: OptionLists, difference: Difference) -> None:
    headers = [t(KIND_FIELDS["category"]), t(KIND_FIELDS["name"]), t("Where"), t("Like it")]
    rows = [
        *([*pair, t("only on the portal"), _like(ours, *pair)] for pair in difference.only_portal),
        *([*pair, t("only in our catalogue"), ""] for pair in difference.only_ours),
    ]
    if rows:
        voice.table(headers, rows)
    if lists.silent:
        voice.result(
            t("The portal offers no kinds under: {categories}. Ours stay.", categories=lists.silent)
        )
    voice.result(
        t(
            "{portal}, {day}: {categories} categories, {kinds} kinds; {only_portal} only on the "
            "portal, {only_ours} only in our catalogue.",
            portal=lists.portal,
            day=lists.read_on,
            categories=len(lists.lists),
            kinds=sum(len(kinds) for kinds in lists.lists.values()),
            only_portal=len(difference.only_portal),
            only_ours=len(difference.only_ours),
        )
    )


def _like(ours: Catalogue, category: str, kind: str) -> str:
    """Return what of ours a pair of the portal may be, or "" when nothing comes near."""
    near = next(iter((*ours.kinds_named(kind), *ours.near(kind))), None)
    if near is not None:
        return f"{near.category} / {near.name}"
    return ours.category_named(category) or ours.near_category(category)
