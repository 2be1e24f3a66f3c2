"""Print cells: a loaded division, its persons and the settings become sheets."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from gis.atlas import Atlas, DivisionNote, Responsible
from gis.texts import Locale
from service.areas.divisions import CellInfo
from service.areas.loaded import LoadedDivision
from service.areas.past import day_of
from service.people.operations import CellPersons, CellsOn, responsible_for_cells
from service.people.roster import responsible
from service.web.context import Context


def cell_sheet(
    context: Context, division: LoadedDivision, cell: CellInfo, *, with_phones: bool
) -> bytes:
    """Return the sheet of one cell as a PDF of one page."""
    on = day_of(context, division.info)
    people = _people(context, [cell], on, context.locale, with_phones=with_phones)
    return sheets_of(context, division, people, context.locale).page(cell.code)


def community_atlas(
    context: Context, division: LoadedDivision, code: str, locale: Locale, *, with_phones: bool
) -> bytes:
    """Return the sheets of a community's cells as one PDF.

    Raises
    ------
    UnknownCommunityError
        The division has no such community.
    """
    cells = division.cells_of(division.community(code).code)
    on = day_of(context, division.info)
    people = _people(context, cells, on, locale, with_phones=with_phones)
    with tempfile.TemporaryDirectory(prefix="gridward-atlas-") as folder:
        path = Path(folder) / "atlas.pdf"
        sheets_of(context, division, people, locale).write(path, [cell.code for cell in cells])
        return path.read_bytes()


def sheets_of(
    context: Context,
    division: LoadedDivision,
    people: Mapping[str, list[Responsible]],
    locale: Locale,
) -> Atlas:
    """Return the atlas of a division, ready to print any of its cells."""
    info, zone = division.info, context.settings.zone
    return Atlas(
        division.cells,
        division.communities,
        people=people,
        division=DivisionNote(
            (info.name_en if locale == "en" else "") or info.name,
            info.valid_from.astimezone(zone).date() if info.valid_from else None,
            info.valid_to.astimezone(zone).date() if info.valid_to else None,
        ),
        locale=locale,
        illustrative=info.illustrative,
        report_url=f"{context.settings.public_url.rstrip('/')}/report?cell={{code}}",
        district_name=info.district_name_en or info.district_name
        if locale == "en"
        else info.district_name,
        printed_on=context.executor.clock().astimezone(zone).date(),
    )


def _people(
    context: Context, cells: list[CellInfo], on: date, locale: Locale, *, with_phones: bool
) -> dict[str, list[Responsible]]:
    pairs = tuple((cell.code, cell.community_code) for cell in cells)
    found: dict[str, CellPersons] = context.executor.read(responsible_for_cells, CellsOn(pairs, on))
    return {
        code: [responsible(tier, locale, with_phone=with_phones) for tier in persons.tiers]
        for code, persons in found.items()
    }
