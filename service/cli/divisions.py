"""Commands on divisions: draft, compare, bring into force, go back."""

from typing import Annotated

import typer

from service.areas.active import Divisions
from service.cli.reading import Column, Crs, Datum, File, Layer, read
from service.database import Executor, open_engine
from service.settings import Settings


def install(app: typer.Typer) -> None:
    """Add the commands."""
    division = typer.Typer(no_args_is_help=True, help="Divisions (generations).")
    division.command("list")(list_divisions)
    division.command("draft")(draft)
    division.command("activate")(activate)
    app.add_typer(division, name="division")


def _desk() -> tuple[Settings, Executor, Divisions]:
    settings = Settings()
    executor = Executor(open_engine(settings.database_url))
    return settings, executor, Divisions(executor, settings.var_dir / "index")


def list_divisions() -> None:
    """List the divisions."""
    from service.areas.operations import list_divisions as operation

    _, executor, _ = _desk()
    for division in executor.read(operation, None):
        since = f", since {division.valid_from:%Y-%m-%d}" if division.valid_from else ""
        typer.echo(
            f"{division.id}\t{division.status}{since}\t{division.district_name}\t"
            f"{division.name}\t{division.strategy}"
        )


def draft(
    file: File,
    name: Annotated[str, typer.Option("--title", help="Name of the division.", show_default=False)],
    district: Annotated[str, typer.Option(help="Code of the district.", show_default=False)],
    district_name: Annotated[str, typer.Option(help="Name of the district.", show_default=False)],
    name_en: Annotated[str, typer.Option("--title-en", help="Its name in English.")] = "",
    district_name_en: Annotated[str, typer.Option(help="Its name in English.")] = "",
    source: Annotated[str, typer.Option(help="Source and licence of the lines.")] = "",
    strategy: Annotated[str, typer.Option(help="squares")] = "squares",
    size: Annotated[float, typer.Option(help="Side of a cell in metres.")] = 100.0,
    code: Column = None,
    community_name: Annotated[str | None, typer.Option("--name", help="Column of names.")] = None,
    parent: Column = None,
    crs: Crs = None,
    layer: Layer = None,
    datum: Datum = "wgs84",
) -> None:
    """Divide a boundary file and store the division as a draft."""
    from gis.partition import divide
    from service.areas.operations import NewDivision, add_division, prove

    found = read(
        file, crs=crs, layer=layer, datum=datum, code=code, name=community_name, parent=parent
    )
    division = divide(found.communities, strategy, size_m=size)
    new = NewDivision(
        name=name,
        name_en=name_en,
        district_code=district,
        district_name=district_name,
        district_name_en=district_name_en,
        strategy=f"{strategy}, {size:g} m",
        illustrative=found.illustrative,
        source=source,
        communities=division.communities,
        cells=division.cells,
    )
    _, executor, _ = _desk()
    number = executor.write(add_division, prove(new))
    typer.echo(
        f"division {number}: {len(division.cells)} cells, a draft; see it on the map, then"
        f" gridward division activate {number}"
    )


def activate(number: int) -> None:
    """Make a draft the active division of its district, at once for all."""
    from service.generations.operations import SERVER, Wish, bring_into_force

    settings, executor, divisions = _desk()
    bring_into_force(executor, divisions, settings.zone, Wish(number, SERVER))
    typer.echo(f"division {number} is active")
