"""The studio's page: a draft on the map, changed by hand."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse

from service.access.guard import ActingContextDep
from service.access.permissions import Permission, require
from service.areas.errors import NoActiveDivisionError, NotADraftError
from service.areas.operations import division_info
from service.areas.status import DivisionStatus
from service.studio.deeds import finish, state_of
from service.studio.edits import NEEDS, EditKind
from service.web.context import Context, ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/studio", response_model=None)
def studios(context: ContextDep) -> RedirectResponse:
    """Lead to the drafts, each of which has its studio."""
    require(context.actor, Permission.EDIT_DIVISIONS)
    return RedirectResponse("/divisions", 303)


@router.get("/divisions/{division_id}/studio")
def studio_page(request: Request, context: ContextDep, division_id: int) -> HTMLResponse:
    """Show a draft to be changed by hand."""
    state_of(context, division_id)
    info = context.executor.read(division_info, division_id)
    if info.status is not DivisionStatus.DRAFT:
        raise NotADraftError(name=info.name, status=info.status.value)
    return page(
        request,
        context,
        "divisions/studio.html",
        info=info,
        in_force_id=_in_force_id(context),
        kinds=[kind.value for kind in EditKind],
        needs={kind.value: NEEDS[kind] for kind in EditKind},
    )


@router.post("/divisions/{division_id}/studio/finish", response_model=None)
def leave(context: ActingContextDep, division_id: int) -> RedirectResponse:
    """Give all locks back, list anew who follows into the cells, and go to the draft's page."""
    finish(context, division_id)
    return RedirectResponse(f"/divisions/{division_id}", 303)


def _in_force_id(context: Context) -> int | None:
    try:
        return context.in_force.info.id
    except NoActiveDivisionError:
        return None
