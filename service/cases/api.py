"""Cases over HTTP: report, list, read, act, track; and their photos."""

import hashlib
import json
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request
from starlette.responses import FileResponse, Response

from service.access.guard import ActingContextDep
from service.access.permissions import Permission, allowed
from service.cases.api_models import (
    CaseAnswer,
    CaseListAnswer,
    CaseRowAnswer,
    CategoryAnswer,
    MarkListAnswer,
    OutsideAnswer,
    OutsideListAnswer,
    ReportedAnswer,
    TrackAnswer,
    marks_page,
)
from service.cases.bodies import ActBody, ActDep, ReportBody, ReportDep, openapi_of
from service.cases.categories import categories
from service.cases.queries import (
    PAGE_SIZE,
    CaseFilter,
    CaseFor,
    MapCases,
    PhotoFor,
    Track,
    case_view,
    list_cases,
    map_cases,
    outside_cases,
    photo_for,
    tracked,
)
from service.cases.reception import take_act, take_report
from service.cases.states import State
from service.cases.views import Tab
from service.idempotency import Kept
from service.web.context import ContextDep

router = APIRouter(tags=["cases"])

IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key")]


@router.get("/api/v1/categories")
def get_categories(context: ContextDep) -> list[CategoryAnswer]:
    """List the kinds of issues."""
    rows = context.executor.read(categories, None)
    return [CategoryAnswer.model_validate(row) for row in rows]


@router.post(
    "/api/v1/cases",
    status_code=201,
    response_model=ReportedAnswer,
    openapi_extra=openapi_of(ReportBody),
)
def post_case(
    request: Request, context: ActingContextDep, body: ReportDep, key: IdempotencyKey = None
) -> Response:
    """Report an issue; it is routed to its cell and dispatched at once."""
    return _as_response(take_report(request, context, body, key))


@router.get("/api/v1/cases")
def get_cases(
    context: ContextDep,
    tab: Tab = Tab.ALL,
    q: Annotated[str, Query(max_length=200)] = "",
    category: Annotated[str, Query(max_length=8)] = "",
    state: State | None = None,
    cell: Annotated[str, Query(max_length=20)] = "",
    community: Annotated[str, Query(max_length=12)] = "",
    street: Annotated[str, Query(max_length=9)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> CaseListAnswer | MarkListAnswer:
    """List cases: those in the reader's scope, or marks for whoever has none."""
    if not allowed(context.actor, Permission.READ_CASES):
        marks = [
            mark
            for mark in context.executor.read(map_cases, MapCases(context.actor))
            if mark.category_code.startswith(category)
            and mark.cell_code.startswith(cell or community or street)
        ]
        return marks_page(marks, page, PAGE_SIZE)
    found = context.executor.read(
        list_cases,
        CaseFilter(
            actor=context.actor,
            zone=context.settings.zone,
            tab=tab,
            q=q,
            category=category,
            state=state,
            cell=cell,
            community=community,
            street=street,
            page=page,
        ),
    )
    return CaseListAnswer(
        cases=[CaseRowAnswer.model_validate(row) for row in found.rows],
        total=found.total,
        page=found.page,
        pages=found.pages,
        counts={tab.value: count for tab, count in found.counts.items()},
    )


@router.get("/api/v1/cases.geojson")
def get_marks(request: Request, context: ContextDep) -> Response:
    """Return the marks of the map: open cases, and those closed in the last 30 days."""
    features = [
        {
            "type": "Feature",
            "id": mark.number,
            "properties": {
                "number": mark.number,
                "category": mark.category_code,
                "status": mark.status.value,
                "cell": mark.cell_code,
            },
            "geometry": {"type": "Point", "coordinates": [mark.lon, mark.lat]},
        }
        for mark in context.executor.read(map_cases, MapCases(context.actor))
    ]
    body = json.dumps(
        {"type": "FeatureCollection", "features": features}, separators=(",", ":")
    ).encode()
    headers = {
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        "Cache-Control": "no-cache",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/geo+json", headers=headers)


@router.get("/api/v1/cases/outside")
def get_outside(context: ContextDep) -> OutsideListAnswer:
    """List open cases whose place lies in no cell of the division in force."""
    found = context.executor.read(outside_cases, context.actor)
    return OutsideListAnswer(
        total=len(found), cases=[OutsideAnswer.model_validate(case) for case in found]
    )


@router.get("/api/v1/cases/{number}")
def get_case(number: str, context: ContextDep) -> CaseAnswer:
    """Return all of a case, to staff in whose scope it lies."""
    view = context.executor.read(case_view, CaseFor(number, context.actor))
    return CaseAnswer.model_validate(view)


@router.post(
    "/api/v1/cases/{number}/transitions",
    response_model=CaseAnswer,
    openapi_extra=openapi_of(ActBody),
)
def post_transition(
    number: str, context: ActingContextDep, body: ActDep, key: IdempotencyKey = None
) -> Response:
    """Take a case in hand, rectify, verify, close, send back, reject, or answer its reporter."""
    return _as_response(take_act(context, number, body, key))


@router.get("/api/v1/track/{number}")
def get_tracked(number: str, context: ContextDep, key: str | None = None) -> TrackAnswer:
    """Tell anybody how a case stands; with the reporter's key, all that concerns them."""
    view = context.executor.read(
        tracked, Track(number, key, context.settings.signing_key, context.actor)
    )
    return TrackAnswer.model_validate(view)


@router.get("/cases/{number}/photos/{photo_id}.jpg", response_class=FileResponse)
def get_photo(
    number: str,
    photo_id: Annotated[int, Path(ge=1, le=2**31 - 1)],
    context: ContextDep,
    key: str | None = None,
) -> FileResponse:
    """Return a photo, to staff in scope or to the reporter with the key."""
    sha256 = context.executor.read(
        photo_for,
        PhotoFor(number, photo_id, key, context.settings.signing_key, context.actor),
    )
    return FileResponse(
        context.resources.media.path(sha256),
        media_type="image/jpeg",
        headers={"Cache-Control": "private, max-age=86400"},
    )


def _as_response(kept: Kept) -> Response:
    headers = {"Idempotent-Replayed": "true"} if kept.repeated else {}
    return Response(kept.body, kept.status, headers, "application/json")
