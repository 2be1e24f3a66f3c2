"""Commands about boundary files."""

from pathlib import Path
from typing import Annotated

import typer

from gis.boundaries import Reading
from gis.cells import write_cells
from gis.coverage.closing import DEFAULT_TOLERANCE_M
from service.cli.reading import Community, File, Language, Tolerance, language, with_reading


def install(app: typer.Typer) -> None:
    """Add the commands."""
    boundaries = typer.Typer(no_args_is_help=True, help="Boundary files.")
    boundaries.command("check")(check)
    app.add_typer(boundaries, name="boundaries")


@with_reading
def check(
    file: File,
    tolerance: Tolerance = DEFAULT_TOLERANCE_M,
    cells: Annotated[
        bool, typer.Option("--cells", help="FILE holds a city's own cells, not its communities.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write a map of every repair, or of what is refused.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the repaired communities, or cells.")
    ] = None,
    *,
    reading: Reading,
    community: Community = None,
    locale: Language = "en",
) -> None:
    """Read a boundary file, say what was read, repaired and refused, and prove the coverage.

    Ends with status 0 when the file is fine, repairs or not, and with 1 when it is refused. The
    map is written either way, the repaired file only when all is fine.
    """
    from gis.checking import check_cell_file, check_file, checked_lines, repair_map
    from gis.webmap import write_web_map

    spoken = language(locale)
    if community is not None and not cells:
        raise typer.BadParameter("--community goes with --cells")
    checked = (
        check_cell_file(file, reading, community=community, tolerance_m=tolerance)
        if cells
        else check_file(file, reading, tolerance_m=tolerance)
    )
    *lines, verdict = checked_lines(checked, locale=spoken)
    for line in lines:
        typer.echo(line)
    if html is not None:
        write_web_map(repair_map(checked, locale=spoken), html)
        typer.echo(f"written: {html}")
    if out is not None and checked.mended is not None:
        write_cells(checked.mended, out)
        typer.echo(f"written: {out}")
    typer.echo(verdict)
    if checked.refusal is not None:
        raise checked.refusal
