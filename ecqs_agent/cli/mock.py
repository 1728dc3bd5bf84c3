"""`ecqs mock serve`: the bundled portal, to play with by hand; `ecqs mock import` beside it."""

from typing import Annotated

import typer

from ecqs_agent.cli.language import t
from ecqs_agent.cli.mock_import import import_archive


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(
        help=t("The bundled mock portal."), no_args_is_help=True, rich_markup_mode=None
    )
    group.command(
        help=t("Serve the mock portal until Ctrl-C. Options are those of its own program."),
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        add_help_option=False,
    )(serve)
    group.command("import", help=t("Make page-object tests of a recording."))(import_archive)
    app.add_typer(group, name="mock")


def serve(
    context: typer.Context,
    arguments: Annotated[list[str] | None, typer.Argument(show_default=False)] = None,
) -> int:
    """Hand the options over to the mock portal, which lives apart from the client."""
    from ecqs_agent.mock_portal.__main__ import main  # noqa: PLC0415 - not needed by any other command

    del context
    return int(main(["serve", *(arguments or [])]) or 0)
