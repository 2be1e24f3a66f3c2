"""Commands that turn cells into maps and prints; no database."""

from datetime import date
from pathlib import Path
from typing import Annotated

import geopandas as gpd
import typer

import gis
from gis.atlas import Responsible
from gis.cells import communities_of, read_cells
from gis.texts import Locale
from service.cli.reading import File, Language, language
from service.cli.refusal import UsageRefused
from service.cli.speech import say, words
from service.cli.targets import writing

Out = Annotated[Path, typer.Option("--out", help="File to write.", show_default=False)]


def install(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("map")(web_map)
    app.command()(atlas)


def web_map(
    cells: File,
    out: Out,
    locale: Language = "zh",
    title: Annotated[str, typer.Option(help="Title; the file's name if absent.")] = "",
) -> None:
    """Write cells as one self-contained HTML map that opens with no network."""
    from gis.webmap import write_web_map

    frame = read_cells(cells)
    page = gis.web_map(
        frame,
        communities_of(frame),
        locale=language(locale),
        illustrative=bool(frame.attrs["illustrative"]),
        title=title or cells.stem,
    )
    with writing(out):
        write_web_map(page, out)
    say("cli-cells-written", cells=len(frame), output=str(out))


def atlas(
    cells: File,
    out: Out,
    people: Annotated[Path | None, typer.Option(help="People file (.xlsx or .csv).")] = None,
    cell: Annotated[list[str] | None, typer.Option(help="Only this cell; may be repeated.")] = None,
    scale: Annotated[int | None, typer.Option(help="Scale number, as 2500 for 1:2 500.")] = None,
    locale: Language = "zh",
) -> None:
    """Print a sheet for each cell into one PDF, in true scale."""
    frame = read_cells(cells)
    communities, spoken = communities_of(frame), language(locale)
    printed = gis.Atlas(
        frame,
        communities,
        people=_people(people, frame, spoken),
        locale=spoken,
        illustrative=bool(frame.attrs["illustrative"]),
        printed_on=date.today(),
        scale=scale,
    )
    with writing(out):
        pages = printed.write(out, cell or None)
    say("cli-pages-written", pages=pages, output=str(out))


def _people(
    path: Path | None, cells: gpd.GeoDataFrame, locale: Locale
) -> dict[str, list[Responsible]] | None:
    if path is None:
        return None
    from service.people.roster import responsible_of_file

    if not path.is_file():
        raise UsageRefused(words("cli-no-file", path=str(path)))
    pairs = list(zip(cells["code"], cells["community"], strict=True))
    return responsible_of_file(path, pairs, date.today(), locale)
