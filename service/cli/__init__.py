"""The command ``gridward``. Exit status: 0 done, 1 the input was refused, 2 wrong usage."""

import atexit
import gc
import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from service.cli.refusal import explain
from service.cli.speech import speak_default, spoken

_HOMES = {
    "boundaries": "boundaries",
    "townscape": "townscape",
    "partition": "partitioning",
    "index": "routing",
    "route": "routing",
    "map": "geography",
    "atlas": "geography",
    "migrate": "administration",
    "user": "administration",
    "import": "administration",
    "division": "divisions",
    "grid": "grid",
    "serve": "serving",
    "demo": "serving",
}
"""Which module adds each command, in the order that they are told."""


class Commands(TyperGroup):
    """Loads the module of a command only when it is named: all together take seconds."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return list(_HOMES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command."""
        home = _HOMES.get(cmd_name)
        if home is None:
            return None
        some = typer.Typer(
            add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
        )
        import_module(f"service.cli.{home}").install(some)
        group = typer.main.get_group(some)
        return group.get_command(ctx, cmd_name)


app = typer.Typer(
    name="gridward",
    cls=Commands,
    help="Run a city district by grid cells: divide, report, route, follow up, print.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def gridward() -> None:
    """Run a city district by grid cells: divide, report, route, follow up, print."""


def main() -> None:
    """Run the command line; a refused input ends with status 1 and one clear message."""
    speak_default()
    # What is left when a process ends goes with it: looking for garbage in it costs 0.2 s.
    atexit.register(gc.freeze)
    try:
        app()
    except Exception as error:
        message = explain(error, spoken())
        if message is None:
            raise
        print(message, file=sys.stderr)  # noqa: T201
        sys.exit(1)
