"""How commands read a boundary file: the options they share, and what they tell of it."""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import geopandas as gpd
import typer

import gis
from gis.boundaries import Limits, Reading, report_lines
from gis.boundaries.suspicions import Extent
from gis.checking import Wording, closing_lines
from gis.coverage.closing import close
from gis.coverage.closing_findings import LARGEST_TOLERANCE_M
from gis.texts import Locale
from service.cli.refusal import UsageRefused

File = Annotated[Path, typer.Argument(show_default=False)]
Community = Annotated[
    str | None,
    typer.Option(help="Column of FILE that holds the code of each cell's community."),
]
Language = Annotated[str, typer.Option("--locale", help="zh or en.")]
Tolerance = Annotated[
    float,
    typer.Option(
        min=0.0,
        max=LARGEST_TOLERANCE_M,
        help="Metres up to which neighbours' overlaps and gaps are closed.",
    ),
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


def with_reading(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `reading_of` in the place of its parameter ``reading``."""
    shared = inspect.signature(reading_of).parameters
    own = inspect.signature(command)
    parameters: list[inspect.Parameter] = []
    for parameter in own.parameters.values():
        parameters += shared.values() if parameter.name == "reading" else [parameter]

    @functools.wraps(command)
    def run(**given: object) -> None:
        reading = reading_of(**{name: given.pop(name) for name in shared})  # type: ignore[arg-type]  # as typer read them by their annotations
        command(**given, reading=reading)

    signature = inspect.Signature(
        [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    )
    run.__signature__ = signature  # type: ignore[attr-defined]  # what typer looks at
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


def read(file: Path, reading: Reading, locale: Locale = "en") -> gis.Boundaries:
    """Read boundaries and tell on standard output all that was read and repaired."""
    found = gis.read_boundaries(file, reading)
    for line in report_lines(found, locale=locale, most=MOST_LINES):
        typer.echo(line)
    return found


def closed(found: gis.Boundaries, tolerance_m: float, locale: Locale = "en") -> gpd.GeoDataFrame:
    """Return the communities as one exact coverage, and tell what was closed for it."""
    closing = close(found.communities, tolerance_m=tolerance_m)
    words = Wording.of(found, None, locale)
    for line in closing_lines(closing, words, most=MOST_LINES):
        typer.echo(line)
    typer.echo(words.text("all-lines", command=found.path.name))
    return closing.communities


def language(given: str) -> Locale:
    """Return a language of the catalogue, or refuse the word."""
    if given == "zh":
        return "zh"
    if given == "en":
        return "en"
    raise UsageRefused(f"no texts in {given!r}; use --locale zh or --locale en")


def _extent(given: str | None) -> Extent | None:
    if given is None:
        return None
    try:
        west, south, east, north = (float(part) for part in given.split(","))
    except ValueError as fault:
        raise typer.BadParameter(
            f"{given!r} is no extent; give four numbers: west,south,east,north"
        ) from fault
    return west, south, east, north
