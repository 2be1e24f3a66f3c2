"""Pages of areas: the map, a cell's page, and what is printed of them."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.access.permissions import Permission, Place, allowed
from service.areas.card import (
    card_of,
    division_for,
    neighbours_of,
    overview_of,
)
from service.areas.loaded import LoadedDivision
from service.areas.past import day_of, division_with, division_with_community
from service.areas.prints import cell_sheet, community_atlas
from service.areas.readers import persons_named_for, place_of
from service.areas.within import micro_cells_within, parent_within
from service.cases.categories import categories
from service.web.context import Context, ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/", response_model=None)
def map_page(
    request: Request, context: ContextDep, cell: str = "", division: int | None = None
) -> HTMLResponse | RedirectResponse:
    """Show the map, with a cell's panel where one is chosen; a retired one on its own map.

    A micro-cell is shown on the page of its cell, which says so.
    """
    shown = division_with(context, cell, division) if cell else division_for(context, division)
    if parent_within(shown, cell) is not None:
        return _see(f"/cells/{quote(cell)}" + (f"?division={division}" if division else ""))
    if division is None and shown is not context.in_force:
        return _see(f"/?division={shown.info.id}&cell={quote(cell)}")
    return page(
        request,
        context,
        "areas/map.html",
        division=shown.info,
        lines=_lines_of(shown),
        overview=overview_of(context, shown),
        card=card_of(context, shown, cell) if cell else None,
        category_names=_category_names(context),
    )


@router.get("/cells/{code:path}/panel")
def cell_panel(
    request: Request, context: ContextDep, code: str, division: int | None = None
) -> HTMLResponse:
    """Give the map's panel of a cell, without the page around it."""
    shown = division_with(context, code, division)
    return page(
        request,
        context,
        "areas/cell_panel.html",
        division=shown.info,
        card=card_of(context, shown, parent_within(shown, code) or code),
    )


@router.get("/cells/{code:path}/map.pdf")
def cell_map(
    context: ContextDep, code: str, public: bool = False, division: int | None = None
) -> Response:
    """Print a cell; phones only to those who may read them, and never on a public sheet.

    Of a micro-cell the sheet of its cell is printed, named by it.
    """
    shown = division_with(context, code, division)
    cell = shown.cell(parent_within(shown, code) or code)
    phones = not public and allowed(context.actor, Permission.READ_PHONES, place_of(cell))
    return _pdf(cell.code, cell_sheet(context, shown, cell, with_phones=phones))


# Behind the paths within it: a city's own code may hold slashes.
@router.get("/cells/{code:path}")
def cell_page(
    request: Request, context: ContextDep, code: str, division: int | None = None
) -> HTMLResponse:
    """Show all about a cell; a retired one as it was, and who has its ground now.

    Under a micro-cell's code the cell is shown in which it lies, and where in it that is.
    """
    shown = division_with(context, code, division)
    parent = parent_within(shown, code)
    whole = parent or code
    micro_cells = micro_cells_within(shown, whole)
    return page(
        request,
        context,
        "areas/cell.html",
        division=shown.info,
        lines=_lines_of(shown),
        card=card_of(context, shown, whole),
        neighbours=neighbours_of(shown, whole),
        micro_code=code if parent else "",
        micro_cells=micro_cells,
        micro_persons=persons_named_for(
            context,
            shown.cell(whole),
            [one.code for one in micro_cells],
            day_of(context, shown.info),
        ),
    )


@router.get("/communities/{code}/atlas.pdf")
def atlas(context: ContextDep, code: str, public: bool = False) -> Response:
    """Print a community's cells, a page each; of one that is no more as they were."""
    division = division_with_community(context, code)
    community = division.community(code)
    place = Place(community=community.code, street=community.street_code)
    phones = not public and allowed(context.actor, Permission.READ_PHONES, place)
    return _pdf(code, community_atlas(context, division, code, context.locale, with_phones=phones))


def _see(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303)


def _pdf(name: str, content: bytes) -> Response:
    # A sheet names persons and depends on who asks: it is not for a shared cache.
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(name, safe='')}.pdf",
            "Cache-Control": "private, no-cache",
        },
    )


def _lines_of(division: LoadedDivision) -> dict[str, str]:
    """Return the addresses of a division's lines, named by their content: kept for ever."""
    start = f"/api/v1/divisions/{division.info.id}"
    return {
        "cells": f"{start}/cells.geojson?v={division.cells_packed.digest}",
        "communities": f"{start}/communities.geojson?v={division.communities_packed.digest}",
    }


def _category_names(context: Context) -> dict[str, str]:
    """Return the names of categories by code, for the map's marks."""
    found = context.executor.read(categories, None)
    english = context.locale == "en"
    return {one.code: one.name_en if english else one.name for one in found}
