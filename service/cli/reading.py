"""How commands read a boundary file: the options they share, and what they tell of it."""

import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import geopandas as gpd
import typer

import gis
from gis.boundaries import Limits, Reading, report_lines
from gis.boundaries.suspicions import Extent
from gis.checking import Wording, closing_lines, refused_lines
from gis.coverage import CoverageError
from gis.coverage.closing import close
from gis.coverage.closing_findings import LARGEST_TOLERANCE_M
from gis.texts import Locale
from service.cli.sharing import sharing
from service.cli.speech import Language, all_words, language, misuse, words

File = Annotated[Path, typer.Argument(show_default=False)]
Community = Annotated[
    str | None,
    typer.Option(help="Column of FILE that holds the code of each cell's community."),
]
Tolerance = Annotated[
    float,
    typer.Option(
        min=0.0,
        max=LARGEST_TOLERANCE_M,
        help="Metres up to which neighbours' overlaps and gaps are closed.",
    ),
]

__all__ = [
    "MOST_LINES",
    "Community",
    "File",
    "Language",
    "Tolerance",
    "closed",
    "language",
    "read",
    "read_ground",
    "refuse",
    "refuse_idle",
    "tell",
    "with_reading",
]

MOST_LINES = 5
"""Of each sort, in commands that go on to do something; `boundaries check` tells all."""


def reading_of(
    *,
    code: Annotated[
        str | None, typer.Option(help="Column of FILE that holds the codes; found if absent.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Column of FILE that holds the names; found if absent.")
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option(
            help="Column of FILE that holds each community's street, or each micro-cell's cell."
        ),
    ] = None,
    crs: Annotated[
        str | None,
        typer.Option(help="CRS of the coordinates, as 4326 or 4547; counts more than FILE's own."),
    ] = None,
    layer: Annotated[
        str | None, typer.Option(help="Layer of FILE to read, where it has several.")
    ] = None,
    datum: Annotated[
        str, typer.Option(help="Datum of the coordinates: wgs84, cgcs2000, gcj02 or bd09.")
    ] = "wgs84",
    swap_axes: Annotated[
        bool, typer.Option("--swap-axes", help="Read latitude before longitude.")
    ] = False,
    skip: Annotated[
        bool,
        typer.Option(
            "--skip", help="Leave out features without a polygon or a code, or outside --extent."
        ),
    ] = False,
    generate_codes: Annotated[
        bool, typer.Option("--generate-codes", help="Give features without a code one.")
    ] = False,
    extent: Annotated[
        str | None,
        typer.Option(metavar="W,S,E,N", help="Where the data should lie, in degrees."),
    ] = None,
    max_vertices: Annotated[
        int, typer.Option(min=1, help="Vertices above which FILE is refused.")
    ] = Limits().max_vertices,
    reference: Annotated[
        Path | None, typer.Option(help="Outline of the same place, to compare the datum with.")
    ] = None,
) -> Reading:
    """Return how FILE is to be read, as the command line says."""
    return Reading(
        crs=crs,
        layer=layer,
        datum=datum,
        code=code,
        name=name,
        parent=parent,
        swap_axes=swap_axes,
        skip_unusable=skip,
        generate_codes=generate_codes,
        extent=_extent(extent),
        reference=reference,
        limits=Limits(max_vertices=max_vertices),
    )


with_reading = sharing("reading", reading_of)
"""Gives a command the options of `reading_of` in the place of its parameter ``reading``."""


def read(file: Path, reading: Reading, locale: Locale = "en") -> gis.Boundaries:
    """Read boundaries and tell on standard output all that was read and repaired."""
    found = gis.read_boundaries(file, reading)
    tell(found, locale)
    return found


def read_ground(communities: Path, reading: Reading) -> gis.Boundaries:
    """Read the communities that a city's cells must cover.

    Of the options for the cells' file only what holds for all of a city's files is taken.
    """
    return gis.read_boundaries(communities, datum=reading.datum, extent=reading.extent)


def tell(found: gis.Boundaries, locale: Locale) -> None:
    """Tell on standard output what was read and repaired."""
    for line in report_lines(found, all_words(), locale, most=MOST_LINES):
        typer.echo(line)


def closed(found: gis.Boundaries, tolerance_m: float, locale: Locale = "en") -> gpd.GeoDataFrame:
    """Return the communities as one exact coverage, and tell what was closed for it."""
    try:
        closing = close(found.communities, tolerance_m=tolerance_m)
    except CoverageError as refusal:
        refuse(refused_lines(refusal, found.communities, Wording.of(found, all_words(), locale)))
    words = Wording.of(found, all_words(), locale)
    for line in closing_lines(closing, words, most=MOST_LINES):
        typer.echo(line)
    typer.echo(words.text("all-lines", command=shlex.quote(str(found.path))))
    return closing.communities


def refuse_idle(how: Literal["with", "without"], option: str, given: Mapping[str, object]) -> None:
    """Refuse options that would do nothing: somebody meant something by them."""
    named = [name for name, value in given.items() if value is not None]
    if named:
        idle = words("cli-use-and").join(named)
        raise misuse("cli-use-idle", how=how, option=option, options=idle)


def refuse(lines: Iterable[str]) -> NoReturn:
    """Say on standard error why the input is refused, once, and end with status 1."""
    typer.echo("gridward: " + "\n".join(line.strip() for line in lines), err=True)
    raise typer.Exit(1)


def _extent(given: str | None) -> Extent | None:
    if given is None:
        return None
    try:
        west, south, east, north = (float(part) for part in given.split(","))
    except ValueError as fault:
        raise misuse("cli-use-extent", given=repr(given)) from fault
    return west, south, east, north
