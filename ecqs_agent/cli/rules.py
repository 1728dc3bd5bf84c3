"""`ecqs rules`: house rules that refusals have taught, in force only when a person approves."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from catalog.catalogue import load_catalogue
from catalog.institutes import RefusalRule
from ecqs_agent.belonging import open_journal
from ecqs_agent.cli.console import Console
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import Account, Json, Yes, console, settings_of
from ecqs_agent.cli.people import someone_is_here
from ecqs_agent.corrections.house_rules import proposed_from, rule_book
from ecqs_agent.corrections.refusals import all_refusals
from ecqs_agent.errors import ExitCode, PersonNeededError
from ecqs_agent.labels import SEVERITIES
from ledgers.columns import LABELS


class Weight(StrEnum):
    """How much an approved rule weighs in the check."""

    WARNING = "warning"
    ERROR = "error"


Ids = Annotated[list[str], typer.Argument(help=t("Ids of rules, such as r-1a2b3c4d"))]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("House rules learnt from refusals; a person approves them."),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(help=t("Propose rules from the refusals of an account."))(propose)
    group.command(name="list", help=t("Show the approved and the proposed rules."))(list_rules)
    group.command(help=t("Put proposed rules in force: `ecqs check` obeys them."))(approve)
    group.command(help=t("Take rules out, and never propose them again."))(drop)
    app.add_typer(group, name="rules")


def propose(account: Account, as_json: Json = False) -> int:
    """Propose a rule for each kind of refusal; nothing is in force by that."""
    voice = console(as_json=as_json)
    settings = settings_of()
    journal = open_journal(settings)
    try:
        refused, accepted = all_refusals(journal.items(account), journal.receipt_history(account))
    finally:
        journal.close()
    today = date.today()  # noqa: DTZ011 - the operator's own day
    rules = proposed_from(refused, accepted, catalogue=load_catalogue(today))
    waiting = rule_book(settings).propose(rules)
    show_rules(voice, waiting)
    voice.result(
        t(
            "{refusals} refusals read, {count} rules wait for a person: `ecqs rules approve ID`.",
            refusals=len(refused),
            count=len(waiting),
        )
    )
    voice.json({"account": account, "proposed": _as_data(waiting)})
    return ExitCode.OK


def list_rules(as_json: Json = False) -> int:
    """Show what is in force, and what waits."""
    voice = console(as_json=as_json)
    book = rule_book(settings_of())
    approved, waiting = book.approved, book.proposals.refusals
    if approved:
        voice.result(t("In force:"))
        show_rules(voice, approved, weighed=True)
    if waiting:
        voice.result(t("Proposed, not in force:"))
        show_rules(voice, waiting)
    voice.result(
        t(
            "{approved} rules in force, {waiting} proposed.",
            approved=len(approved),
            waiting=len(waiting),
        )
    )
    voice.json({"approved": _as_data(approved), "proposed": _as_data(waiting)})
    return ExitCode.OK


def approve(
    ids: Ids,
    severity: Annotated[
        Weight, typer.Option(help=t("warning: told; error: keeps the row from being filed"))
    ] = Weight.WARNING,
    yes: Yes = False,
    as_json: Json = False,
) -> int:
    """Put rules in force after a person has seen them."""
    voice = console(as_json=as_json)
    book = rule_book(settings_of())
    meant = [rule for rule in book.proposals.refusals if rule.id in ids]
    show_rules(voice, tuple(meant))
    if not yes and meant:
        if not someone_is_here():
            raise PersonNeededError(
                "A house rule needs a person's approval and nobody is at the terminal. Look at "
                "`ecqs rules list` first, then use --yes."
            )
        typer.confirm(t("Let the check obey these rules?"), abort=True, err=True)
    rules = book.approve(ids, severity.value)
    voice.result(t("{count} rules are in force now.", count=len(rules)))
    voice.json({"approved": _as_data(rules)})
    return ExitCode.OK


def drop(ids: Ids, as_json: Json = False) -> int:
    """Take rules out."""
    voice = console(as_json=as_json)
    gone = rule_book(settings_of()).drop(ids)
    voice.result(t("{count} rules are dropped.", count=len(gone)))
    voice.json({"dropped": _as_data(gone)})
    return ExitCode.OK


def show_rules(voice: Console, rules: tuple[RefusalRule, ...], *, weighed: bool = False) -> None:
    """Print rules: what they catch, and the words they rest on."""
    if not rules:
        return
    headers = [t("Rule"), t("Field"), t("What it catches"), t("The institute's words")]
    voice.table(headers, [_as_row(rule, weighed=weighed) for rule in rules])


def _as_row(rule: RefusalRule, *, weighed: bool) -> list[str]:
    label = LABELS.get(rule.field, rule.field)
    name = f"{rule.id}\n{t(SEVERITIES[rule.severity])}" if weighed else rule.id
    about = "、".join(rule.names) or rule.kind
    return [name, label, f"{about}\n{_catches(rule)}", f"{rule.refused_on}\n{rule.words}"]


def _catches(rule: RefusalRule) -> str:
    match rule.match:
        case "dashes":
            return t("hyphens")
        case "shape":
            return t("values like {value}", value=rule.value)
        case _:
            return t("the value {value}", value=rule.value)


def _as_data(rules: tuple[RefusalRule, ...]) -> list[dict[str, object]]:
    return [rule.model_dump(mode="json") for rule in rules]
