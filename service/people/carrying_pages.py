"""The page on which it is confirmed who follows into the cells of a new generation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gis.comparison import CLEAR_SHARE
from service.access.guard import ActingContextDep
from service.access.permissions import Permission, require
from service.areas.divisions import DivisionInfo
from service.areas.errors import UnknownDivisionError
from service.areas.operations import ActivationTold, generation, list_divisions, spent_drafts
from service.areas.queries import NamedCommunity
from service.areas.status import ActivationKind, DivisionStatus
from service.errors.domain import DomainError
from service.errors.problems import problem_of
from service.generations.deciding import decide_and_follow
from service.people.days import today_of
from service.people.kinds import CarryingState, Decision
from service.people.operations import (
    CarryingPage,
    CarryingsWanted,
    CarryingTold,
    ConfirmSome,
    ConfirmUnambiguous,
    Decide,
    GroundPassed,
    Passing,
    PersonTold,
    Waiting,
    carryings,
    confirm_some,
    confirm_unambiguous,
    ground_passed,
    organisations_of,
    successors,
    waiting_divisions,
)
from service.web.context import Context, ContextDep
from service.web.ids import Id
from service.web.pages import page

router = APIRouter(prefix="/people/carrying")

_MOST_TOGETHER = 1_000
"""More than the cells of a page have tiers."""


@dataclass(frozen=True)
class _Cell:
    """A row of the page: a new cell with who follows into it, or an old one with who leaves it."""

    code: str
    ends: bool
    rows: tuple[CarryingTold, ...]
    """One a tier, from the top down."""

    @property
    def anchor(self) -> str:
        return _anchor(self.rows[0])

    @property
    def waiting(self) -> tuple[CarryingTold, ...]:
        return tuple(r for r in self.rows if r.state is CarryingState.PROPOSED and not r.over)

    @property
    def doubtful(self) -> bool:
        """Whether somebody has to look before confirming."""
        return any(not row.unambiguous and not row.restored for row in self.waiting)


@dataclass(frozen=True)
class _Told:
    """What became of what was just asked for."""

    confirmed: int | None = None
    meanwhile: int = 0
    """How many others had decided about since the page was shown."""


@dataclass(frozen=True)
class _Refused:
    """A decision that was not taken, shown with what was typed."""

    error: DomainError
    carrying_id: int = 0
    person: str = ""


@router.get("")
def carrying_page(
    request: Request,
    context: ContextDep,
    division: Annotated[Id | None, Query()] = None,
    state: CarryingState | None = None,
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    confirmed: Annotated[int | None, Query(ge=0)] = None,
    meanwhile: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """Show who follows into a division's cells, those first that wait for a decision."""
    told = _Told(confirmed, meanwhile)
    return _page(request, context, division, state, page_number, told)


@router.post("/confirm")
def confirm_all(context: ActingContextDep, division: Annotated[Id, Form()]) -> Response:
    """Confirm every proposal in reach about which nobody has to think."""
    count = context.executor.write(confirm_unambiguous, ConfirmUnambiguous(division, context.actor))
    return RedirectResponse(_address(division=division, confirmed=count), 303)


@router.post("/some")
def confirm_together(
    request: Request,
    context: ActingContextDep,
    carrying: Annotated[list[Id], Form(max_length=_MOST_TOGETHER)],
    anchor: Annotated[str, Form(max_length=200)],
    division: Annotated[Id, Form()],
    state: Annotated[CarryingState | None, Form()] = None,
    page_number: Annotated[int, Form(alias="page")] = 1,
) -> Response:
    """Confirm the tiers of a cell, or of a community's cells, as they were shown."""
    command = ConfirmSome(tuple(carrying), context.actor, today_of(context))
    try:
        meanwhile = context.executor.write(confirm_some, command)
    except DomainError as error:
        return _refuse(request, context, division, state, page_number, _Refused(error))
    return _back(division, state, page_number, anchor, meanwhile)


@router.post("/{carrying_id}")
def decide(
    request: Request,
    context: ActingContextDep,
    carrying_id: Id,
    decision: Annotated[Decision, Form()],
    division: Annotated[Id, Form()],
    state: Annotated[CarryingState | None, Form()] = None,
    page_number: Annotated[int, Form(alias="page")] = 1,
    person: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Decide about a proposal or an ending; a refusal shows the page again, words kept."""
    # A choice from the list reads "W-2 黄志文": the number goes first.
    number = person.split()[0] if person.split() else ""
    command = Decide(carrying_id, context.actor, today_of(context), decision, number)
    try:
        row = context.executor.write(decide_and_follow, command)
    except DomainError as error:
        refused = _Refused(error, carrying_id, person)
        return _refuse(request, context, division, state, page_number, refused)
    return _back(division, state, page_number, _anchor(row))


def _refuse(
    request: Request,
    context: Context,
    division: int,
    state: CarryingState | None,
    page_number: int,
    refused: _Refused,
) -> Response:
    if refused.error.status in (401, 403, 404):
        raise refused.error
    return _page(request, context, division, state, page_number, refused=refused)


def _page(
    request: Request,
    context: Context,
    division: int | None,
    state: CarryingState | None,
    page_number: int,
    told: _Told | None = None,
    *,
    refused: _Refused | None = None,
) -> HTMLResponse:
    require(context.actor, Permission.CONFIRM_CARRYING)
    names = {info.id: info for info in context.executor.read(list_divisions, None)}
    waiting = _choosable(context, names)
    if division is None:
        division = _most_pressing(waiting) or context.in_force.info.id
    if division not in names:
        raise UnknownDivisionError(id=str(division))
    wanted = CarryingsWanted(division, context.actor, state, page_number)
    found = context.executor.read(carryings, wanted)
    problem = problem_of(request, refused.error) if refused is not None else None
    last = _last_activation(context, names[division])
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
        spent=bool(_spent(context, [names[division]])),
        groups=_groups(found),
        followers=_followers(context, found),
        passed=_passed(context, names[division]),
        address=_address,
        clear_percent=round(100 * CLEAR_SHARE),
        compared_with=_compared_with(context, names[division], last),
        is_back=last is not None and last.kind is ActivationKind.ROLL_BACK,
        told=told or _Told(),
        problem=problem,
        refused=refused,
    )


def _most_pressing(waiting: list[tuple[DivisionInfo, Waiting]]) -> int | None:
    """Return the division in force, else one that is planned, else the newest, if any waits."""
    asking = [info for info, one in waiting if one.to_confirm]
    in_force = [info for info in asking if info.status is DivisionStatus.ACTIVE]
    planned = [info for info in asking if info.planned_at]
    return next((info.id for info in (*in_force, *planned, *asking)), None)


def _choosable(
    context: Context, names: dict[int, DivisionInfo]
) -> list[tuple[DivisionInfo, Waiting]]:
    """Return the divisions about which there is something to decide, the newest first."""
    waiting = [
        (names[one.division_id], one)
        for one in context.executor.read(waiting_divisions, context.actor)
        if one.division_id in names
    ]
    dead = _spent(context, [info for info, _ in waiting])
    return [
        (info, one)
        for info, one in waiting
        if info.id not in dead and (info.status is not DivisionStatus.SUPERSEDED or one.to_confirm)
    ]


def _spent(context: Context, infos: list[DivisionInfo]) -> Collection[int]:
    """Return the drafts that can come into force no more, since their codes were given out."""
    since = context.in_force.info.valid_from
    # Of a draft that is younger than the one in force, no code can be spent.
    older = [
        info.id
        for info in infos
        if info.status is DivisionStatus.DRAFT and since is not None and info.created_at < since
    ]
    return context.executor.read(spent_drafts, older)


def _groups(found: CarryingPage) -> list[tuple[NamedCommunity, list[_Cell]]]:
    """Return a page's cells by community, in the order of the list."""
    groups = []
    for _, members in groupby(found.rows, key=lambda row: row.community.code):
        rows = list(members)
        cells = [
            _Cell(code, ends, tuple(of_it))
            for (ends, code), of_it in groupby(rows, key=lambda row: (row.ends, row.listed_cell))
        ]
        groups.append((rows[0].community, cells))
    return groups


def _last_activation(context: Context, shown: DivisionInfo) -> ActivationTold | None:
    """Return when a division's persons followed into it the last time; nothing of a draft."""
    return next(iter(context.executor.read(generation, shown.id).activations), None)


def _compared_with(
    context: Context, shown: DivisionInfo, last: ActivationTold | None
) -> int | None:
    """Return the division from which a division takes its persons, if there was one before it."""
    if shown.status is DivisionStatus.DRAFT:
        return context.in_force.info.id
    return last.from_division_id if last is not None else None


def _passed(context: Context, shown: DivisionInfo) -> list[GroundPassed]:
    """Return where a draft would give ground to another department."""
    if shown.status is not DivisionStatus.DRAFT:
        return []
    divisions, in_force = context.resources.divisions, context.in_force
    drafted = divisions.get(shown.id)
    inheritances = divisions.difference(in_force, drafted).inheritances
    passing = Passing(in_force, drafted, inheritances, today_of(context))
    return context.executor.read(ground_passed, passing)


def _followers(context: Context, found: CarryingPage) -> Sequence[PersonTold]:
    """Return whom to offer for a choice: those near by, and those whose cell is no more."""
    near = context.executor.read(successors, organisations_of(found.rows))
    leaving = [row.proposed for row in found.rows if row.ends]
    return list({one.number: one for one in (*leaving, *near)}.values())


def _anchor(row: CarryingTold) -> str:
    return f"cell-{row.listed_cell}" + ("-ends" if row.ends else "")


def _back(
    division: int,
    state: CarryingState | None,
    page_number: int,
    anchor: str,
    meanwhile: int = 0,
) -> Response:
    chosen = state.value if state else ""
    target = _address(division=division, state=chosen, page=page_number, meanwhile=meanwhile)
    return RedirectResponse(f"{target}#{anchor}", 303)


def _address(
    *,
    division: int,
    state: str = "",
    page: int = 1,
    confirmed: int | None = None,
    meanwhile: int = 0,
) -> str:
    values = {"division": division, "state": state, "page": page if page > 1 else ""}
    values["meanwhile"] = meanwhile or ""
    values["confirmed"] = "" if confirmed is None else confirmed
    told = urlencode({name: value for name, value in values.items() if value != ""})
    return f"/people/carrying?{told}"
