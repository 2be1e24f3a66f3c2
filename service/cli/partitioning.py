"""The command that divides communities into cells."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TypeAlias

import geopandas as gpd
import typer

import gis
from gis.boundaries import Reading
from gis.cells import communities_of, name_cells, read_cells, write_cells
from gis.comparison.errors import ChangesError
from gis.coverage import CoverageError
from gis.coverage.closing import DEFAULT_TOLERANCE_M
from gis.partition import OPTIONS, Chosen, Division, divide
from gis.partition.choosing import strategy_of
from gis.texts import Fact, Locale, Several, own_texts
from service.cli.bar import bar
from service.cli.drawing import DRAWN, Drawing, with_drawing
from service.cli.reading import (
    MOST_LINES,
    Community,
    File,
    Tolerance,
    closed,
    read,
    read_ground,
    refuse,
    refuse_idle,
    tell,
    with_reading,
)
from service.cli.refusal import UsageRefused
from service.cli.speech import DEFAULT, Language, all_words, language, misuse, say, words
from service.cli.targets import ready, writing
from service.cli.town import TownReading, with_town
from service.generations.layers import read_points, read_specials

Out = Annotated[Path, typer.Option("--out", help="File to write.", show_default=False)]
Points = Annotated[
    Path | None, typer.Option(help="Points of voronoi cells: a layer, or CSV with lon, lat.")
]
Special = Annotated[
    Path | None, typer.Option(help="Areas that become special cells, with their names.")
]
SerialDigits = Annotated[
    int, typer.Option(min=3, max=6, help="Digits of a cell's serial; 3 by the standard.")
]
NewCodes = Annotated[
    bool, typer.Option("--new-codes", help="Give changed cells of a city's own new codes.")
]
Earlier: TypeAlias = dict[Path, gpd.GeoDataFrame]
"""Cells of earlier divisions by their file, the newest first."""

_IMPORTED = "imported"


def install(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(partition)


@with_reading
@with_drawing
@with_town
def partition(
    file: File,
    out: Out,
    strategy: Annotated[
        str,
        typer.Option(
            help="squares, hexagons, voronoi, households, streets; or imported: FILE holds a"
            " city's cells."
        ),
    ] = "squares",
    size: Annotated[
        float | None, typer.Option(help="Side of a square, width of a hexagon, in metres.")
    ] = None,
    count: Annotated[int | None, typer.Option(help="Number of cells instead of a size.")] = None,
    h3: Annotated[
        int | None, typer.Option("--h3", help="H3 resolution of hexagons instead of a size.")
    ] = None,
    points: Points = None,
    plan: Annotated[
        Path | None,
        typer.Option(
            help="CSV or JSON: code, strategy and size_m, count, h3_resolution, minimum, maximum,"
            " minimum_m2, maximum_m2 or seed."
        ),
    ] = None,
    special: Special = None,
    communities: Annotated[
        Path | None, typer.Option(help="Communities that imported cells must cover.")
    ] = None,
    previous: Annotated[
        list[Path] | None,
        typer.Option(
            help="Cells of the division before, whose codes stay. Give every earlier one too, each"
            " by a --previous of its own behind it: codes of divisions not given may come again."
        ),
    ] = None,
    new_codes: NewCodes = False,
    serial_digits: SerialDigits = 3,
    tolerance: Tolerance = DEFAULT_TOLERANCE_M,
    html: Annotated[Path | None, typer.Option(help="Write a map of the cells.")] = None,
    *,
    reading: Reading,
    drawing: Drawing,
    town: TownReading,
    community: Community = None,
    locale: Language = DEFAULT,
) -> None:
    """Divide the communities of a boundary file into cells, proven exact before it is written."""
    from gis.partition.summary import summary_lines

    spoken = language(locale)
    further = (points, plan, special, communities, *drawing.files.values(), *(previous or ()))
    ready(cells=out, pages=html, read=(file, *further))
    options = options_of(strategy, size=size, count=count, h3=h3, points=points)
    drawing.refuse_misuse(strategy, town, planned=plan is not None)
    earlier = {path: read_cells(path) for path in previous or ()}
    if strategy == _IMPORTED:
        refuse_idle("with", "--strategy imported", {"--plan": plan, "--special": special})
        division = imported_cells(
            file, communities, reading, tolerance, spoken, community=community
        )
    else:
        idle = {"--communities": communities, "--community": community}
        refuse_idle("with", f"--strategy {strategy}", idle | {"--new-codes": new_codes or None})
        # Without files of a town, what is wrong in a plan is told before any other is read.
        choices = None if plan is None or drawing.reads(town) else plan_of(plan)
        ground = closed(read(file, reading, spoken), tolerance, spoken)
        given = drawing.read(ground, town, spoken)
        if plan is not None and drawing.reads(town):
            choices = plan_of(plan, given)
        division = divided(
            ground,
            strategy,
            {**given.get(strategy, {}), **drawing.options(strategy), **options},
            plan=choices,
            special=special,
            previous=next(iter(earlier.values()), None),
            serial_digits=serial_digits,
        )
    cells = division.cells
    if strategy == _IMPORTED and not new_codes:
        _refuse_reassigned(cells, earlier, spoken)
    else:
        cells = _renumbered(cells, earlier, serial_digits, spoken)
    proven = gis.check_coverage(cells, division.communities)
    if not proven.exact:
        raise AssertionError(f"the division is not exact: {proven.faults[:3]}")
    cells = name_cells(cells, division.communities)
    write_cells(cells, out)
    if html is not None:
        _draw(cells, html, spoken)
    told = Division(cells, division.communities, division.changes, notes=division.notes)
    for line in summary_lines(told, proven, spoken):
        typer.echo(line)
    for written in filter(None, (out, html)):
        say("cli-written", output=str(written))


def divided(
    ground: gpd.GeoDataFrame,
    strategy: str,
    options: dict[str, object],
    *,
    plan: dict[str, Chosen] | None,
    special: Path | None,
    previous: gpd.GeoDataFrame | None,
    serial_digits: int,
) -> Division:
    """Divide communities as the options of the command line say."""
    with bar() as tell:
        return divide(
            ground,
            strategy,
            plan=plan,
            previous=previous,
            special=None if special is None else read_specials(special, ground),
            serial_digits=serial_digits,
            tell=tell,
            **options,
        )


def options_of(
    strategy: str,
    *,
    size: float | None,
    count: int | None,
    h3: int | None,
    points: Path | None,
) -> dict[str, object]:
    """Return the strategy's options; refuse two sizes, and those that it does not take."""
    given = {
        "--size": ("size_m", size),
        "--count": ("count", count),
        "--h3": ("h3_resolution", h3),
        "--points": ("points", points),
    }
    named = [option for option, (_, value) in given.items() if value is not None]
    if len(named) > 1:
        raise misuse("cli-use-one", options=words("cli-use-or").join(named))
    options: dict[str, object] = {}
    for name in named:
        field, value = given[name]
        if strategy == _IMPORTED or (strategy in OPTIONS and field not in OPTIONS[strategy]):
            raise misuse("cli-use-takes-no", strategy=strategy, option=name)
        options[field] = _points_of(value) if isinstance(value, Path) else value
    if strategy not in (_IMPORTED, *DRAWN):
        # What no communities can be divided by is refused before a file is read.
        strategy_of(Chosen(strategy, options))
    return options


def _points_of(path: Path) -> gpd.GeoDataFrame:
    if not path.is_file():
        raise UsageRefused(words("cli-no-file", path=str(path)))
    return read_points(path)


def plan_of(
    path: Path, given: Mapping[str, Mapping[str, object]] | None = None
) -> dict[str, Chosen]:
    """Read which strategy each community gets; `given` are the frames that strategies take."""
    from gis.partition.plan import read_plan

    return read_plan(path, OPTIONS, given)


def imported_cells(
    file: Path,
    communities: Path | None,
    reading: Reading,
    tolerance_m: float,
    locale: Locale,
    *,
    community: str | None,
) -> Division:
    """Make a division of a city's own cells, and tell what was read and closed."""
    from gis.boundaries import read_cell_file, report_lines
    from gis.checking import Wording, closing_lines, import_lines, refused_lines
    from gis.partition.imported import imported

    ground = None
    if communities is not None:
        given = read_ground(communities, reading)
        tell(given, locale)
        ground = given.communities
    cells = read_cell_file(file, reading, community=community, communities=ground)
    for line in report_lines(cells, all_words(), locale, most=MOST_LINES):
        typer.echo(line)
    words = Wording.of(cells, all_words(), locale)
    try:
        done = imported(cells, ground, tolerance_m=tolerance_m)
    except CoverageError as refusal:
        refuse(refused_lines(refusal, cells.communities, words))
    for line in closing_lines(done.closing, words, most=MOST_LINES):
        typer.echo(line)
    for line in import_lines(done, words, most=MOST_LINES):
        typer.echo(line)
    typer.echo(words.text("all-lines", command=f"--cells {shlex.quote(str(file))}"))
    return done.division


def _refuse_reassigned(cells: gpd.GeoDataFrame, earlier: Earlier, locale: Locale) -> None:
    """Refuse a city's own codes that denote other cells than in an earlier division."""
    from gis.partition.renumbering import reassigned

    for path, before in earlier.items():
        try:
            codes = reassigned(cells, before)
        except ChangesError as error:
            raise UsageRefused(_named(path, error, locale)) from error
        if codes:
            told = Several.of(codes)
            facts: dict[str, Fact] = {"count": len(codes), "codes": told, "previous": path.name}
            raise UsageRefused(_words(locale, "partition-codes-reassigned", **facts))
    _tell_kept(cells, earlier, locale)


def _named(path: Path, error: ChangesError, locale: Locale) -> str:
    """Return an error with the name of its file, once."""
    said = error.text(locale)
    return said if said.startswith((str(path), path.name)) else f"{path.name}: {said}"


def _renumbered(
    cells: gpd.GeoDataFrame, earlier: Earlier, serial_digits: int, locale: Locale
) -> gpd.GeoDataFrame:
    if not earlier:
        return cells
    from gis.partition.renumbering import renumber

    newest, *older = earlier
    retired = [str(code) for path in older for code in earlier[path]["code"]]
    try:
        numbered = renumber(cells, earlier[newest], retired, serial_digits=serial_digits)
    except ChangesError as error:
        raise UsageRefused(_named(newest, error, locale)) from error
    numbered.attrs = dict(cells.attrs)
    _tell_kept(numbered, earlier, locale)
    return numbered


def _tell_kept(cells: gpd.GeoDataFrame, earlier: Earlier, locale: Locale) -> None:
    previous = next(iter(earlier), None)
    if previous is None:
        return
    kept = int(cells["code"].isin(set(earlier[previous]["code"])).sum())
    facts: dict[str, Fact] = {"kept": kept, "new": len(cells) - kept, "previous": previous.name}
    typer.echo(_words(locale, "partition-kept-codes", **facts))


def _draw(cells: gpd.GeoDataFrame, path: Path, locale: Locale) -> None:
    from gis.webmap import write_web_map

    page = gis.web_map(
        cells,
        communities_of(cells),
        locale=locale,
        illustrative=bool(cells.attrs.get("illustrative")),
        title=path.stem,
    )
    with writing(path):
        write_web_map(page, path)


def _words(locale: Locale, key: str, **facts: Fact) -> str:
    return own_texts().text(locale, key, **facts)
