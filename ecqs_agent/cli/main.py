"""`ecqs`: put the commands together, and turn every end into one message and one exit code."""

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Annotated, Final

import typer
from typer.exceptions import TyperException

from catalog.errors import CatalogError
from ecqs_agent import __version__
from ecqs_agent.cli.commands import CommandsWhenUsed
from ecqs_agent.cli.console import Console, Loudness
from ecqs_agent.cli.language import t
from ecqs_agent.cli.options import typer_state
from ecqs_agent.errors import AgentError, ExitCode
from ecqs_agent.remedies import FALLBACK, KNOWN_ERRORS, REMEDIES, KnownError, exit_code_of
from ecqs_agent.secrecy import SECRETS
from ecqs_agent.settings import Language, log_file
from ledgers.errors import LedgerError

log = logging.getLogger("ecqs_agent")

app: Final = typer.Typer(
    name="ecqs",
    cls=CommandsWhenUsed,
    help=t("Files measuring instruments on the e-CQS portal from an Excel workbook."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def before_every_command(
    lang: Annotated[
        Language | None, typer.Option("--lang", help=t("Language: zh or en"), show_default=False)
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", help=t("Folder of journal and sessions"))
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=t("Results only"))] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help=t("Tell more"))] = False,
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=t("Show the version")
        ),
    ] = False,
) -> None:
    """Take the options that stand before the command."""
    del lang, show_version  # the language was chosen before the help was built
    state = typer_state()
    state.loudness = Loudness.QUIET if quiet else Loudness.VERBOSE if verbose else Loudness.NORMAL
    state.data = data


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code. No traceback ever reaches the operator."""
    _make_consoles_forgiving()
    _log_to_file()
    try:
        return _run(arguments)
    finally:
        _end_well()


def _end_well() -> None:
    """Do what the command left for its end; trouble here does not change how it ended."""
    at_end = typer_state().at_end
    while at_end:
        try:
            at_end.pop()()
        except Exception:
            log.exception("trouble after the command")


def _run(arguments: list[str]) -> int:
    console = Console(as_json="--json" in arguments)
    try:
        outcome = app(arguments, standalone_mode=False, prog_name="ecqs")
    except KNOWN_ERRORS as error:
        log.info("ended by %s", error.code, exc_info=error)
        return _end(console, error)
    except typer.Abort:
        console.complain(t("Stopped; nothing was sent."))
        return ExitCode.INTERRUPTED
    except TyperException as error:
        why = error.format_message()
        console.complain(t("Wrong usage: {why} See `ecqs --help`.", why=why))
        console.json({"error": {"code": "USAGE", "message": why, "exit_code": ExitCode.USAGE}})
        return ExitCode.USAGE
    except KeyboardInterrupt:
        console.complain(t("Interrupted. What was being sent is noted as unclear and looked for."))
        return ExitCode.INTERRUPTED
    except Exception:
        log.exception("internal error")
        console.complain(t("An error inside this program; details are in {path}.", path=log_file()))
        return ExitCode.INTERNAL
    return int(outcome) if isinstance(outcome, int) else ExitCode.OK


def _end(console: Console, error: KnownError) -> int:
    """Say what is wrong and what to do, for people and for scripts, and return the exit code."""
    code = exit_code_of(error)
    message, advice = describe(error)
    console.complain(f"{error.code} {message}")
    if advice:
        console.complain(advice)
    body = {"code": error.code, "message": message, "advice": advice, "exit_code": int(code)}
    console.json({"error": body})
    return code


def describe(error: KnownError) -> tuple[str, str]:
    """Return the message and the advice of a known error in the operator's language."""
    facts = dict(error.facts)
    if isinstance(error, LedgerError):
        return error.message_in(t), error.advice_in(t)
    if isinstance(error, CatalogError):
        return t(error.template, **facts), t(error.advice_template, **facts)
    advice = "" if isinstance(error, AgentError) else REMEDIES.get(error.code, FALLBACK)
    return t(error.template, **facts), t(advice) if advice else ""


def _make_consoles_forgiving() -> None:
    """Let a console that lacks a character show a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _log_to_file() -> None:
    """Keep details for those who look after the program; a folder we may not use is no error."""
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_file(), maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    SECRETS.remember_those_of(os.environ)
    handler.addFilter(SECRETS)
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
