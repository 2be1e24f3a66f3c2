"""One case, with what its reader may do to it."""

from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gis.codes import label_in
from service.access.guard import ActingContextDep
from service.access.permissions import Permission, Place, allowed
from service.areas.operations import division_info
from service.cases.bodies import ActBody, ActDep
from service.cases.pages.clock import clock_of
from service.cases.progress import steps_of
from service.cases.queries import CaseFor, case_view
from service.cases.reception import take_act
from service.cases.states import TRANSITIONS, Action
from service.errors.domain import ConflictError, DomainError
from service.errors.problems import problem_of
from service.people.operations import CellOn, responsible_for
from service.web.context import Context, ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/cases/{number}")
def case_page(request: Request, context: ContextDep, number: str, done: str = "") -> HTMLResponse:
    """Show all of a case, and what its reader may do to it."""
    return _case(request, context, number, done=done if done in tuple(Action) else "")


@router.post("/cases/{number}/actions")
def act_on_case(request: Request, context: ActingContextDep, number: str, body: ActDep) -> Response:
    """Do an action; a refusal shows the case as it is now, with the words kept."""
    action = body.fields.action
    try:
        take_act(context, number, body, body.form_key)
    except DomainError as error:
        if error.status in (401, 404):
            raise
        return _case(request, context, number, refused=error, tried=body.fields)
    return RedirectResponse(f"/cases/{number}?done={action.value}", 303)


def _case(
    request: Request,
    context: Context,
    number: str,
    *,
    done: str = "",
    refused: DomainError | None = None,
    tried: ActBody | None = None,
) -> HTMLResponse:
    case = context.executor.read(case_view, CaseFor(number, context.actor))
    # Of a case that has ended, or whose cell is no more, those who answered for it then.
    then = case.closed_at or case.outside_since or context.executor.clock()
    day = then.astimezone(context.settings.zone).date()
    persons = context.executor.read(
        responsible_for, CellOn(case.where.cell_code, case.where.community_code, day)
    )
    in_force = context.in_force.info
    problem = problem_of(request, refused) if refused is not None else None
    place = Place(
        case.where.cell_code,
        case.where.community_code,
        case.where.street_code,
        case.category.department_key,
    )
    return page(
        request,
        context,
        "cases/case.html",
        status=problem.status if problem else 200,
        case=case,
        serial=label_in(case.where.cell_code, case.where.community_code),
        steps=steps_of(case),
        clock=clock_of(context, case.status, case.due_at, case.closed_at),
        persons=persons.tiers,
        shows_phones=allowed(context.actor, Permission.READ_PHONES, place),
        form_key=uuid4().hex,
        main_action=next((a for a in case.actions if not TRANSITIONS[a].note_required), None),
        note_required={a.value: TRANSITIONS[a].note_required for a in Action},
        division=in_force
        if case.where.division_id == in_force.id
        else context.executor.read(division_info, case.where.division_id),
        earlier=case.where.division_id != in_force.id,
        done=done,
        problem=problem,
        conflict=isinstance(refused, ConflictError),
        tried=tried,
        most_photos=context.settings.max_photos,
    )
