"""Commands about boundary files."""

from pathlib import Path
from typing import Annotated

import typer

from gis.boundaries.suspicions import Extent
from gis.cells import write_cells
from gis.coverage.closing import DEFAULT_TOLERANCE_M
from service.cli.reading import Column, Crs, Datum, File, Language, Layer, Tolerance, language


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
    swap_axes: Annotated[
        bool, typer.Option("--swap-axes", help="Read latitude before longitude.")
    ] = False,
    skip: Annotated[
        bool, typer.Option("--skip", help="Leave out features without a polygon or a code.")
    ] = False,
    generate_codes: Annotated[
        bool, typer.Option("--generate-codes", help="Give features without a code one.")
    ] = False,
    extent: Annotated[
        str | None,
        typer.Option(metavar="W,S,E,N", help="Where the data should lie, in degrees."),
    ] = None,
    reference: Annotated[
        Path | None, typer.Option(help="Outline of the same place, to compare the datum with.")
    ] = None,
    tolerance: Tolerance = DEFAULT_TOLERANCE_M,
    html: Annotated[
        Path | None, typer.Option(help="Write a map of every repair, or of what is refused.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the repaired communities.")] = None,
    locale: Language = "en",
) -> None:
    """Read a boundary file, say what was read, repaired and refused, and prove the coverage.

    Ends with status 0 when the file is fine, repairs or not, and with 1 when it is refused. The
    map is written either way, the repaired file only when all is fine.
    """
    from gis.checking import check_file, checked_lines, repair_map
    from gis.webmap import write_web_map

    spoken = language(locale)
    checked = check_file(
        file,
        tolerance_m=tolerance,
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
    )
    *lines, verdict = checked_lines(checked, locale=spoken)
    for line in lines:
        typer.echo(line)
    if html is not None:
        write_web_map(repair_map(checked, locale=spoken), html)
        typer.echo(f"written: {html}")
    if out is not None and checked.closing is not None:
        write_cells(checked.closing.communities, out)
        typer.echo(f"written: {out}")
    typer.echo(verdict)
    if checked.refusal is not None:
        raise checked.refusal


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
