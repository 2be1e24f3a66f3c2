"""Commands about boundary files."""

from pathlib import Path
from typing import Annotated

import typer

from gis.boundaries import Reading
from gis.cells import write_cells
from gis.coverage.closing import DEFAULT_TOLERANCE_M
from service.cli.reading import (
    Community,
    File,
    Tolerance,
    read_ground,
    refuse,
    refuse_idle,
    with_reading,
)
from service.cli.speech import DEFAULT, Language, all_words, language, say
from service.cli.targets import ready, writing


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
    communities: Annotated[
        Path | None, typer.Option(help="With --cells: communities that they must cover.")
    ] = None,
    locale: Language = DEFAULT,
) -> None:
    """Read a boundary file, say what was read, repaired and refused, and prove the coverage.

    Ends with status 0 when the file is fine, repairs or not, and with 1 when it is refused. The
    map is written either way, the repaired file only when all is fine.
    """
    from gis.checking import (
        Wording,
        check_cell_file,
        check_file,
        done_lines,
        reason_lines,
        repair_map,
        verdict_line,
    )
    from gis.webmap import write_web_map
    from service.web.i18n import page_catalogue

    spoken = language(locale)
    ready(cells=out, pages=html, read=(file,))
    if not cells:
        refuse_idle("without", "--cells", {"--community": community, "--communities": communities})
        checked = check_file(file, reading, tolerance_m=tolerance)
    else:
        ground = None if communities is None else read_ground(communities, reading).communities
        checked = check_cell_file(
            file, reading, community=community, communities=ground, tolerance_m=tolerance
        )
    words = Wording.of(checked.boundaries, all_words(), spoken)
    for line in done_lines(checked, words):
        typer.echo(line)
    if html is not None:
        # Whoever opens the map may have pages and no command line.
        page = repair_map(checked, page_catalogue(), spoken)
        with writing(html):
            write_web_map(page, html)
        say("cli-written", output=str(html))
    if out is not None and checked.mended is not None:
        write_cells(checked.mended, out, layer="cells" if cells else "communities")
        say("cli-written", output=str(out))
    typer.echo(verdict_line(checked, words))
    if checked.refusal is not None:
        refuse(reason_lines(checked, words))
