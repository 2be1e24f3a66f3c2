"""Follow a case: by its number, or by the link that its reporter keeps."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gis.codes import label_in
from service.cases.errors import UnknownCaseError
from service.cases.pages.clock import clock_of
from service.cases.progress import steps_of
from service.cases.queries import Track, tracked
from service.cases.views import TrackView
from service.web.context import Context, ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/track")
def track_search_page(request: Request, context: ContextDep, number: str = "") -> Response:
    """Ask for a number, and lead to its case."""
    wanted = number.strip()
    if not wanted:
        return page(request, context, "cases/track_search.html", number="", unknown=False)
    try:
        case = tracked_case(context, wanted, "")
    except UnknownCaseError:
        return page(
            request, context, "cases/track_search.html", number=wanted, unknown=True, status=404
        )
    return RedirectResponse(f"/track/{case.number}", 303)


@router.get("/track/{number}")
def track_page(request: Request, context: ContextDep, number: str, key: str = "") -> HTMLResponse:
    """Show where a case is; with its key, all that concerns its reporter."""
    try:
        case = tracked_case(context, number, key.strip())
    except UnknownCaseError:
        return page(
            request, context, "cases/track_search.html", number=number, unknown=True, status=404
        )
    return page(
        request,
        context,
        "cases/track.html",
        case=case,
        key=key.strip(),
        serial=label_in(case.where.cell_code, case.where.community_code),
        steps=steps_of(case),
        clock=clock_of(context, case.status, case.due_at, case.closed_at),
        illustrative=context.in_force.info,
    )


def tracked_case(context: Context, number: str, key: str) -> TrackView:
    """Return a case as whoever asks may follow it."""
    return context.executor.read(
        tracked, Track(number, key or None, context.settings.signing_key, context.actor)
    )
