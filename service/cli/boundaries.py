"""Commands about boundary files."""

from pathlib import Path
from typing import Annotated

import typer

from gis.cells import write_cells
from service.cli.reading import Column, Crs, Datum, File, Layer, read


def install(app: typer.Typer) -> None:
    """Add the commands."""
    boundaries = typer.Typer(no_args_is_help=True, help="Boundary files.")
    boundaries.command("check")(check)
    app.add_typer(boundaries, name="boundaries")


def check(
    file: File,
    code: Column = None,
    name: Column = None,
    parent: Column = None,
    crs: Crs = None,
    layer: Layer = None,
    datum: Datum = "wgs84",
    out: Annotated[Path | None, typer.Option(help="Write the repaired communities.")] = None,
) -> None:
    """Read a boundary file, say what was read, repaired and refused, and prove the coverage."""
    from gis.coverage import snap

    found = read(file, crs=crs, layer=layer, datum=datum, code=code, name=name, parent=parent)
    communities = snap(found.communities)
    typer.echo(f"{len(communities)} communities form one exact coverage on the 1e-7° grid")
    if out is not None:
        write_cells(communities, out)
        typer.echo(f"written: {out}")
