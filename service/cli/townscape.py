"""Commands about files of buildings, addresses, streets and waters."""

from pathlib import Path
from typing import Annotated

import typer

from gis.surroundings import Subject, SurroundingsError, subjects_in
from service.cli.speech import DEFAULT, Language, all_words, language, misuse
from service.cli.town import TownReading, tell_town, with_town


def install(app: typer.Typer) -> None:
    """Add the commands."""
    townscape = typer.Typer(
        no_args_is_help=True, help="Files of buildings, addresses, streets and waters."
    )
    townscape.callback()(_townscape)
    townscape.command("check")(check)
    app.add_typer(townscape, name="townscape")


def _townscape() -> None:
    """Files of buildings, addresses, streets and waters."""


@with_town
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", show_default=False)],
    subject: Annotated[
        str | None,
        typer.Option(
            "--as",
            help="What to read FILE for: buildings, addresses, streets or water; else all that"
            " it holds.",
        ),
    ] = None,
    *,
    town: TownReading,
    locale: Language = DEFAULT,
) -> None:
    """Read files, and say what was read, what was assumed, and what was left out.

    Ends with status 0 when all files can be read, and with 1 when one is refused.
    """
    spoken = language(locale)
    # Who names a layer says what it holds.
    named = tuple(one for one, layer in town.layers.items() if layer is not None)
    wanted = named if subject is None else (_subject(subject),)
    for file in files:
        subjects = wanted or subjects_in(file, town.reading)
        told = False
        for one in subjects:
            try:
                found = town.read(one, file)
            except SurroundingsError as fault:
                if len(subjects) == 1 or fault.what != f"no-{one}":
                    raise
                key, facts = fault.told
                typer.echo(f"{file.name}: {all_words().text(spoken, key, **facts)}")
                continue
            tell_town(found, spoken, most=None)
            told = True
        if not told:
            raise SurroundingsError("nothing", file)


def _subject(given: str) -> Subject:
    if given not in set(Subject):
        raise misuse("cli-townscape-subject", given=given, subjects=", ".join(Subject))
    return Subject(given)
