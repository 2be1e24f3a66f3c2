"""The page on which it is confirmed who follows into the cells of a new generation."""

from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.access.guard import ActingContextDep
from service.access.permissions import Permission, require
from service.areas.operations import list_divisions
from service.errors.domain import DomainError
from service.errors.problems import problem_of
from service.people.carrying_api import STATE_OF, Decision
from service.people.confirming import organisations_of
from service.people.days import today_of
from service.people.kinds import CarryingState
from service.people.operations import (
    CarryingsWanted,
    ConfirmUnambiguous,
    Decide,
    carryings,
    confirm_unambiguous,
    decide_carrying,
    successors,
    waiting_divisions,
)
from service.web.context import Context, ContextDep
from service.web.pages import page

router = APIRouter(prefix="/people/carrying")


@router.get("")
def carrying_page(
    request: Request,
    context: ContextDep,
    division: Annotated[int | None, Query(gt=0, lt=2**31)] = None,
    state: CarryingState | None = None,
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    confirmed: Annotated[int | None, Query(ge=0)] = None,
) -> HTMLResponse:
    """Show who follows into a division's cells, those first that wait for a decision."""
    return _page(request, context, division, state, page_number, confirmed=confirmed)


@router.post("/confirm")
def confirm_all(context: ActingContextDep, division: Annotated[int, Form()]) -> Response:
    """Confirm every proposal in reach about which nobody has to think."""
    count = context.executor.write(confirm_unambiguous, ConfirmUnambiguous(division, context.actor))
    return RedirectResponse(_address(division=division, confirmed=count), 303)


@router.post("/{carrying_id}")
def decide(
    request: Request,
    context: ActingContextDep,
    carrying_id: int,
    decision: Annotated[Decision, Form()],
    division: Annotated[int, Form()],
    state: Annotated[CarryingState | None, Form()] = None,
    page_number: Annotated[int, Form(alias="page")] = 1,
    person: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Decide about a proposal; a refusal shows the page again, with the words kept."""
    # A choice from the list reads "W-2 黄志文": the number goes first.
    number = person.split()[0] if person.split() else ""
    command = Decide(carrying_id, context.actor, today_of(context), STATE_OF[decision], number)
    try:
        context.executor.write(decide_carrying, command)
    except DomainError as error:
        if error.status in (401, 403, 404):
            raise
        return _page(
            request,
            context,
            division,
            state,
            page_number,
            refused=error,
            tried=(carrying_id, person),
        )
    target = _address(division=division, state=state.value if state else "", page=page_number)
    return RedirectResponse(f"{target}#carrying-{carrying_id}", 303)


def _page(
    request: Request,
    context: Context,
    division: int | None,
    state: CarryingState | None,
    page_number: int,
    *,
    confirmed: int | None = None,
    refused: DomainError | None = None,
    tried: tuple[int, str] = (0, ""),
) -> HTMLResponse:
    require(context.actor, Permission.CONFIRM_CARRYING)
    names = {info.id: info for info in context.executor.read(list_divisions, None)}
    waiting = [
        (names[one.division_id], one)
        for one in context.executor.read(waiting_divisions, context.actor)
        if one.division_id in names
    ]
    if division is None:
        division = next(
            (info.id for info, one in waiting if one.to_confirm), context.in_force.info.id
        )
    wanted = CarryingsWanted(division, context.actor, state, page_number)
    found = context.executor.read(carryings, wanted)
    problem = problem_of(request, refused) if refused is not None else None
    return page(
        request,
        context,
        "people/carrying.html",
        status=problem.status if problem else 200,
        shown=names.get(division),
        division_id=division,
        waiting=waiting,
        found=found,
        state=state,
        groups=[
            (members[0].community, members)
            for _, group in groupby(found.rows, key=lambda row: row.community.code)
            for members in [tuple(group)]
        ],
        followers=context.executor.read(successors, organisations_of(found.rows)),
        address=_address,
        confirmed=confirmed,
        problem=problem,
        tried=tried,
    )


def _address(*, division: int, state: str = "", page: int = 1, confirmed: int | None = None) -> str:
    values = {"division": division, "state": state, "page": page if page > 1 else ""}
    values["confirmed"] = "" if confirmed is None else confirmed
    told = urlencode({name: value for name, value in values.items() if value != ""})
    return f"/people/carrying?{told}"
