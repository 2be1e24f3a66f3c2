"""How commands read a boundary file: the options they share, and what they tell of it."""

from pathlib import Path
from typing import Annotated

import typer

import gis
from gis.boundaries import report_lines

File = Annotated[Path, typer.Argument(show_default=False)]
Crs = Annotated[str | None, typer.Option(help="CRS of a file that declares none, as 4326.")]
Layer = Annotated[str | None, typer.Option(help="Layer to read, where there are several.")]
Datum = Annotated[str, typer.Option(help="wgs84, cgcs2000, gcj02 or bd09.")]
Column = Annotated[str | None, typer.Option(help="Column to read it from.")]


def read(
    file: Path,
    *,
    crs: str | None,
    layer: str | None,
    datum: str,
    code: str | None,
    name: str | None,
    parent: str | None,
) -> gis.Boundaries:
    """Read boundaries and tell on standard output all that was read and repaired."""
    found = gis.read_boundaries(
        file, crs=crs, layer=layer, datum=datum, code=code, name=name, parent=parent
    )
    for line in report_lines(found):
        typer.echo(line)
    return found
