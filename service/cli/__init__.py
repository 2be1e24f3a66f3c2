"""The command ``gridward``. Exit status: 0 done, 1 the input was refused, 2 wrong usage."""

import sys

import typer

from service.cli import (
    administration,
    boundaries,
    divisions,
    geography,
    partitioning,
    routing,
    serving,
)
from service.cli.refusal import explain
from service.cli.speech import speak_default, spoken

app = typer.Typer(
    name="gridward",
    help="Run a city district by grid cells: divide, report, route, follow up, print.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
boundaries.install(app)
partitioning.install(app)
routing.install(app)
geography.install(app)
administration.install(app)
divisions.install(app)
serving.install(app)


def main() -> None:
    """Run the command line; a refused input ends with status 1 and one clear message."""
    speak_default()
    try:
        app()
    except Exception as error:
        message = explain(error, spoken())
        if message is None:
            raise
        print(message, file=sys.stderr)  # noqa: T201
        sys.exit(1)
