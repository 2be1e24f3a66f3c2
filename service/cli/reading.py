"""How commands read a boundary file: the options they share, and what they tell of it."""

from pathlib import Path
from typing import Annotated

import geopandas as gpd
import typer

import gis
from gis.boundaries import report_lines
from gis.checking import Wording, closing_lines
from gis.coverage.closing import close
from gis.coverage.closing_findings import LARGEST_TOLERANCE_M
from gis.texts import Locale
from service.cli.refusal import UsageRefused

File = Annotated[Path, typer.Argument(show_default=False)]
Crs = Annotated[str | None, typer.Option(help="CRS of a file that declares none, as 4326.")]
Layer = Annotated[str | None, typer.Option(help="Layer to read, where there are several.")]
Datum = Annotated[str, typer.Option(help="wgs84, cgcs2000, gcj02 or bd09.")]
Column = Annotated[str | None, typer.Option(help="Column to read it from.")]
Language = Annotated[str, typer.Option("--locale", help="zh or en.")]
Tolerance = Annotated[
    float,
    typer.Option(
        min=0.0,
        max=LARGEST_TOLERANCE_M,
        help="Metres up to which neighbours' overlaps and gaps are closed.",
    ),
]


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


def closed(found: gis.Boundaries, tolerance_m: float) -> gpd.GeoDataFrame:
    """Return the communities as one exact coverage, and tell what was closed for it."""
    closing = close(found.communities, tolerance_m=tolerance_m)
    for line in closing_lines(closing, Wording.of(found, None, "en")):
        typer.echo(line)
    return closing.communities


def language(given: str) -> Locale:
    """Return a language of the catalogue, or refuse the word."""
    if given == "zh":
        return "zh"
    if given == "en":
        return "en"
    raise UsageRefused(f"no texts in {given!r}; use --locale zh or --locale en")
