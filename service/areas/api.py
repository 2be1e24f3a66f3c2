"""Areas over HTTP: divisions and their lines, cells, where a place lies, search."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from gis.codes import grouped
from service.access.permissions import Permission, allowed
from service.areas.api_models import (
    AreaName,
    CellAnswer,
    DivisionAnswer,
    FoundAnswer,
    LocateAnswer,
    LocatedCell,
    Nearest,
    OpenCases,
    RecentCase,
    SearchAnswer,
    SuccessorAnswer,
)
from service.areas.divisions import CellInfo, Found, Outside
from service.areas.geojson import Packed
from service.areas.operations import list_divisions
from service.areas.past import day_of, division_with, successors_of
from service.areas.readers import persons_of, place_of, readable_division
from service.areas.status import DivisionStatus
from service.areas.within import micro_cell, parent_within
from service.cases.categories import category_of
from service.cases.queries import CellCases, FindCases, cell_cases, find_cases
from service.cases.rules import mask_name
from service.web.context import Context, ContextDep

router = APIRouter(prefix="/api/v1", tags=["areas"])


@router.get("/divisions")
def get_divisions(context: ContextDep) -> list[DivisionAnswer]:
    """List the divisions, drafts only to those who may see them."""
    infos = context.executor.read(list_divisions, None)
    drafts = allowed(context.actor, Permission.READ_DRAFTS)
    return [
        DivisionAnswer.of(info)
        for info in infos
        if drafts or info.status is not DivisionStatus.DRAFT
    ]


@router.get("/divisions/{division_id}/cells.geojson")
def get_cells(division_id: int, request: Request, context: ContextDep) -> Response:
    """Return a division's cells as GeoJSON; with ``?v=`` of its ETag it is kept for ever."""
    return _lines(request, readable_division(context, division_id).cells_packed)


@router.get("/divisions/{division_id}/communities.geojson")
def get_communities(division_id: int, request: Request, context: ContextDep) -> Response:
    """Return a division's communities as GeoJSON; with ``?v=`` of its ETag kept for ever."""
    return _lines(request, readable_division(context, division_id).communities_packed)


@router.get("/cells/{code:path}")
def get_cell(code: str, context: ContextDep, division: int | None = None) -> CellAnswer:
    """Return all about a cell: its place, its three persons, its cases in short.

    A retired cell is told as it was when its generation was last in force, with the cells that
    have its ground now. A micro-cell is told with the cell in which it lies, ``parent``: persons,
    cases and successors are that cell's.
    """
    shown = division_with(context, code, division)
    parent = parent_within(shown, code)
    whole = shown.cell(parent or code)
    cell = micro_cell(shown, code) or whole
    cases = context.executor.read(cell_cases, CellCases(context.actor, whole.code))
    return CellAnswer(
        code=cell.code,
        code_grouped=grouped(cell.code),
        serial=cell.serial,
        name=cell.name,
        kind=cell.kind,
        area_m2=round(cell.area_m2, 1),
        households=cell.households,
        community=_community(cell),
        street=_street(cell),
        bounds=cell.bounds,
        label=(cell.label_lon, cell.label_lat),
        parent=parent,
        persons=persons_of(context, whole, day_of(context, shown.info)),
        open_cases=OpenCases(total=cases.open_total, late=cases.late),
        recent_cases=[
            RecentCase(
                number=case.number,
                category=case.category,
                category_en=case.category_en,
                status=case.status.value,
                title=case.title_en if context.locale == "en" else case.title,
            )
            for case in cases.recent
        ],
        division=DivisionAnswer.of(shown.info),
        successors=[
            SuccessorAnswer(code=one.cell.code, share=round(one.share, 4))
            for one in successors_of(context, shown, whole.code)
        ],
    )


@router.get("/locate", response_model_exclude_none=True)
def locate(lon: float, lat: float, context: ContextDep, category: str = "") -> LocateAnswer:
    """Tell in which cell a place lies and who is responsible; outside, which cell is nearest."""
    place = context.in_force.place(lon, lat)
    if isinstance(place, Outside):
        if place.nearest_code is None or place.distance_m is None:
            return LocateAnswer(inside=False)
        nearest = Nearest(code=place.nearest_code, distance_m=round(place.distance_m, 1))
        return LocateAnswer(inside=False, nearest=nearest)
    cell = place.cell
    persons = persons_of(context, cell, day_of(context, context.in_force.info))
    if not allowed(context.actor, Permission.READ_CASES, place_of(cell)):
        persons = [p.model_copy(update={"name": mask_name(p.name)}) for p in persons]
    limit_h = context.executor.read(category_of, category).limit_working_hours if category else None
    return LocateAnswer(
        inside=True,
        cell=LocatedCell(
            code=cell.code,
            code_grouped=grouped(cell.code),
            serial=cell.serial,
            name=cell.name,
            community=_community(cell),
            street=_street(cell),
        ),
        persons=persons,
        reply_within_hours=limit_h,
    )


@router.get("/search")
def search(context: ContextDep, q: Annotated[str, Query(max_length=200)] = "") -> SearchAnswer:
    """Find cells, communities, streets, coordinates; for staff also cases in their scope."""
    found = context.in_force.search(q)
    found += _found_cases(context, q)
    english = context.locale == "en"
    return SearchAnswer(
        results=[
            FoundAnswer(
                kind=one.kind,
                title=one.title_en if english else one.title,
                detail=one.detail_en if english else one.detail,
                code=one.code,
                bounds=one.bounds,
                point=one.point,
            )
            for one in found
        ]
    )


def _found_cases(context: Context, q: str) -> list[Found]:
    if not allowed(context.actor, Permission.READ_CASES):
        return []
    return [
        Found(
            kind="case",
            title=row.title,
            title_en=row.title_en,
            detail=f"{row.number} · {row.where.community} {row.address}".strip(),
            detail_en=f"{row.number} · {row.where.community_en} {row.address}".strip(),
            code=row.number,
            point=(row.lon, row.lat),
        )
        for row in context.executor.read(find_cases, FindCases(context.actor, q))
    ]


def _lines(request: Request, packed: Packed) -> Response:
    etag = f'"{packed.digest}"'
    # A draft may be changed by hand, and another database may give its number to another one.
    kept_for_ever = request.query_params.get("v") == packed.digest
    headers = {
        "ETag": etag,
        "Vary": "Accept-Encoding",
        "Cache-Control": "private, max-age=31536000, immutable" if kept_for_ever else "no-cache",
    }
    known = request.headers.get("if-none-match", "")
    if etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(packed.gzipped, headers=headers, media_type="application/geo+json")
    return Response(packed.plain, headers=headers, media_type="application/geo+json")


def _community(cell: CellInfo) -> AreaName:
    return AreaName(code=cell.community_code, name=cell.community, name_en=cell.community_en)


def _street(cell: CellInfo) -> AreaName:
    return AreaName(code=cell.street_code, name=cell.street, name_en=cell.street_en)
