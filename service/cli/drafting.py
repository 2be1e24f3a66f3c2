"""The command that drafts a division."""

from pathlib import Path
from typing import Annotated

import typer

from gis.boundaries import Reading
from gis.coverage.closing import DEFAULT_TOLERANCE_M
from gis.partition.sizes import DEFAULT_SIZE_M
from service.areas.divisions import NewDivision
from service.areas.loaded import LoadedDivision
from service.areas.strategies import OWN_CELLS, strategy_kept
from service.cli.desk import Desk
from service.cli.drawing import Drawing, with_drawing
from service.cli.partitioning import (
    NewCodes,
    Points,
    SerialDigits,
    Special,
    divided,
    imported_cells,
    options_of,
    plan_of,
)
from service.cli.reading import Community, File, Tolerance, closed, read, refuse_idle, with_reading
from service.cli.refusal import UsageRefused
from service.cli.speech import DEFAULT, Language, language, say, words
from service.cli.town import TownReading, with_town


def install(division: typer.Typer) -> None:
    """Add the command."""
    division.command("draft")(draft)


@with_reading
@with_drawing
@with_town
def draft(
    file: File,
    title: Annotated[
        str, typer.Option("--title", help="Name of the division.", show_default=False)
    ],
    district: Annotated[
        str | None, typer.Option(help="Code of the district; that of the present one if absent.")
    ] = None,
    district_name: Annotated[str, typer.Option(help="Name of the district.")] = "",
    title_en: Annotated[str, typer.Option(help="Its name in English.")] = "",
    district_name_en: Annotated[str, typer.Option(help="Its name in English.")] = "",
    source: Annotated[str, typer.Option(help="Source and licence of the lines.")] = "",
    strategy: Annotated[
        str, typer.Option(help="squares, hexagons, voronoi, households or streets.")
    ] = "squares",
    size: Annotated[float | None, typer.Option(help="Size of a cell in metres.")] = None,
    count: Annotated[int | None, typer.Option(help="Number of cells instead of a size.")] = None,
    h3: Annotated[int | None, typer.Option("--h3", help="H3 resolution of hexagons.")] = None,
    points: Points = None,
    plan: Annotated[
        Path | None, typer.Option(help="CSV or JSON: strategy and options by community.")
    ] = None,
    special: Special = None,
    from_cells: Annotated[
        bool, typer.Option("--from-cells", help="FILE holds cells, with the city's own codes.")
    ] = False,
    communities: Annotated[
        Path | None, typer.Option(help="With --from-cells: communities that they must cover.")
    ] = None,
    new_codes: NewCodes = False,
    serial_digits: SerialDigits = 3,
    tolerance: Tolerance = DEFAULT_TOLERANCE_M,
    *,
    reading: Reading,
    drawing: Drawing,
    town: TownReading,
    community: Community = None,
    locale: Language = DEFAULT,
) -> None:
    """Divide a boundary file, or take a file of cells, and store the division as a draft.

    Codes stay: a cell whose shape did not change keeps the one it has in the division in force,
    and no code is given out twice.
    """
    from service.generations.choices import fit_title
    from service.generations.drafting import draft as operation

    spoken = language(locale)
    desk = Desk.open()
    present = desk.active()
    place = _district(present, district, district_name, district_name_en)
    if from_cells:
        dividing = {"--size": size, "--count": count, "--h3": h3, "--points": points}
        refuse_idle("with", "--from-cells", dividing | {"--plan": plan, "--special": special})
        drawing.refuse_all("--from-cells", town)
        made = imported_cells(file, communities, reading, tolerance, spoken, community=community)
        told, illustrative = OWN_CELLS, bool(made.cells.attrs.get("illustrative"))
    else:
        idle = {"--communities": communities, "--community": community}
        refuse_idle("without", "--from-cells", idle | {"--new-codes": new_codes or None})
        options = options_of(strategy, size=size, count=count, h3=h3, points=points)
        drawing.refuse_misuse(strategy, town, planned=plan is not None)
        if not options and strategy in ("squares", "hexagons"):
            options = {"size_m": DEFAULT_SIZE_M}
        choices = None if plan is None or drawing.reads(town) else plan_of(plan)
        found = read(file, reading, spoken)
        ground = closed(found, tolerance, spoken)
        given = drawing.read(ground, town, spoken)
        if plan is not None and drawing.reads(town):
            choices = plan_of(plan, given)
        options |= {**given.get(strategy, {}), **drawing.options(strategy)}
        made = divided(
            ground,
            strategy,
            options,
            plan=choices,
            special=special,
            previous=None if present is None else present.cells,
            serial_digits=serial_digits,
        )
        told = strategy_kept(strategy, options, len(choices or ()))
        illustrative = found.illustrative
    new = NewDivision(
        name=fit_title(title, "title"),
        name_en=fit_title(title_en, "title_en"),
        district_code=place[0],
        district_name=place[1],
        district_name_en=place[2],
        strategy=told,
        illustrative=illustrative,
        source=source,
        communities=made.communities,
        cells=made.cells,
    )
    drafted = operation(
        desk.executor,
        desk.divisions,
        desk.settings.zone,
        new,
        keep_codes=from_cells and not new_codes,
        serial_digits=serial_digits,
    )
    for note in made.notes:
        typer.echo(note.text(spoken))
    if present is not None:
        say("cli-draft-kept", count=drafted.kept_codes, name=present.info.name)
        say("cli-draft-confirm", count=drafted.to_confirm)
    say("cli-drafted", division=str(drafted.division_id), cells=str(drafted.proof.cells))


def _district(
    present: LoadedDivision | None, code: str | None, name: str, name_en: str
) -> tuple[str, str, str]:
    if code is None and present is not None:
        info = present.info
        return (
            info.district_code,
            name or info.district_name,
            name_en or info.district_name_en,
        )
    if code is None or not name:
        raise UsageRefused(words("cli-no-district"))
    return code, name, name_en
