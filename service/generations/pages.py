"""Pages of generations: all of them, one with what can be done, two beside each other."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gis.comparison import KINDS
from service.access.guard import ActingContextDep
from service.access.permissions import Permission, allowed, require
from service.areas.differences import common_share
from service.areas.divisions import DivisionInfo
from service.areas.errors import InForceAlreadyError, NotADraftError
from service.areas.loaded import LoadedDivision
from service.areas.operations import (
    ActivationTold,
    Generation,
    activations,
    discarded,
    generation,
    generations,
    spent_drafts,
)
from service.areas.readers import readable_division
from service.areas.status import ActivationKind, DivisionStatus
from service.cases.queries import outside_total
from service.errors.domain import DomainError
from service.errors.problems import problem_of
from service.generations import drafting_pages
from service.generations.deeds import bring, cancel, difference_for, schedule
from service.generations.drafting_deeds import discard
from service.generations.jobs_told import JobTold, UnknownJobError, job_told, unfinished_jobs
from service.generations.periods import periods_by_division
from service.people.operations import waiting_divisions
from service.studio.operations import steps_taken
from service.web.context import Context, ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)
# First: its /drafts would be taken for a division's number.
router.include_router(drafting_pages.router)

_ROWS_A_PAGE = 50
_LEAST_COMMON_SHARE = 0.5
"""A draft with less of the ground in force than this is most likely another district's file."""


@dataclass(frozen=True)
class _Refused:
    """Why a deed was not done, shown with the form that asked for it."""

    text: str
    status: int
    at: str = ""
    """The time as it was typed."""


@router.get("/divisions")
def divisions_page(request: Request, context: ContextDep) -> HTMLResponse:
    """List all divisions, and every time that one came into force."""
    require(context.actor, Permission.READ_DRAFTS)
    found = context.executor.read(generations, None)
    past = context.executor.read(activations, None)
    active = _active(found)
    drafts = [one for one in found if one.info.status is DivisionStatus.DRAFT]
    drafts.sort(key=_turn)
    return page(
        request,
        context,
        "divisions/list.html",
        divisions=found,
        active=active,
        drafts=drafts,
        superseded=_latest_first(found, past),
        spent=context.executor.read(spent_drafts, [one.info.id for one in drafts]),
        periods=periods_by_division(past),
        past=past,
        making=_making(context),
        discarded=context.executor.read(discarded, None),
        outside_total=context.executor.read(outside_total, context.actor),
        to_confirm={
            one.division_id: one.to_confirm
            for one in context.executor.read(waiting_divisions, context.actor)
        },
    )


@router.get("/divisions/{division_id}")
def division_page(
    request: Request,
    context: ContextDep,
    division_id: int,
    job: int = 0,
    done: Literal["in-force", "planned", "cancelled", ""] = "",
) -> HTMLResponse:
    """Show a division: figures, proof, past, and what can be done with it.

    With ``job``, the number of the file of which it was just made; with ``done``, what was just
    done with it.
    """
    require(context.actor, Permission.READ_DRAFTS)
    made = _made(context, job, division_id)
    return _division_page(request, context, division_id, None, made, done)


@router.post("/divisions/{division_id}/activate", response_model=None)
def activate(
    request: Request,
    context: ActingContextDep,
    division_id: int,
    renumber: Annotated[bool, Form()] = False,
) -> Response:
    """Make a draft the division in force.

    ``renumber`` comes from a page that warned of the codes. One opened before a roll back did
    not, and is shown again with the warning.
    """
    return _brought(request, context, division_id, ActivationKind.ACTIVATE, renumber=renumber)


@router.post("/divisions/{division_id}/rollback", response_model=None)
def roll_back(request: Request, context: ActingContextDep, division_id: int) -> Response:
    """Go back to a division that was in force before."""
    return _brought(request, context, division_id, ActivationKind.ROLL_BACK)


@router.post("/divisions/{division_id}/schedule", response_model=None)
def plan(
    request: Request,
    context: ActingContextDep,
    division_id: int,
    at: Annotated[str, Form()] = "",
    renumber: Annotated[bool, Form()] = False,
) -> Response:
    """Plan a draft's activation at a time of the district's clock."""
    require(context.actor, Permission.ACTIVATE_DIVISIONS)
    try:
        local = datetime.fromisoformat(at)
    except ValueError:
        told = _Refused(context.text("divisions-at-unfit"), 422, at)
        return _division_page(request, context, division_id, told)
    when = local if local.tzinfo else local.replace(tzinfo=context.settings.zone)
    return _deed(
        request,
        context,
        division_id,
        lambda: schedule(context, division_id, when, renumber=renumber),
        at=at,
        done="planned",
    )


@router.post("/divisions/{division_id}/cancel", response_model=None)
def take_back(request: Request, context: ActingContextDep, division_id: int) -> Response:
    """Take back a planned activation."""
    return _deed(
        request, context, division_id, lambda: cancel(context, division_id), done="cancelled"
    )


@router.post("/divisions/{division_id}/discard", response_model=None)
def throw_away(request: Request, context: ActingContextDep, division_id: int) -> Response:
    """Throw away a draft that was never in force."""
    return _deed(
        request,
        context,
        division_id,
        lambda: discard(context, division_id),
        needs=Permission.EDIT_DIVISIONS,
        after="/divisions",
    )


@router.get("/divisions/{old_id}/diff/{new_id}")
def difference_page(
    request: Request,
    context: ContextDep,
    old_id: int,
    new_id: int,
    kind: str = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Show two divisions beside each other: figures, a map and the pairs of cells."""
    difference = difference_for(context, old_id, new_id)
    chosen = kind if kind in KINDS else ""
    rows = [
        row
        for row in difference.rows
        if (row.kind == chosen if chosen else row.kind != "kept" or row.renamed)
    ]
    pages = math.ceil(len(rows) / _ROWS_A_PAGE)
    page_number = min(page_number, max(pages, 1))
    start = (page_number - 1) * _ROWS_A_PAGE
    return page(
        request,
        context,
        "divisions/difference.html",
        old=difference.old.info,
        new=difference.new.info,
        difference=difference,
        kind=chosen,
        rows=rows[start : start + _ROWS_A_PAGE],
        micro_rows=[row for row in difference.micro_rows if row.kind != "kept" or row.renamed],
        row_total=len(rows),
        page_number=page_number,
        pages=pages,
    )


def _turn(one: Generation) -> tuple[datetime, int]:
    """Order drafts: the planned ones as they come into force, then the newest."""
    at = one.info.planned_at
    return (datetime.max.replace(tzinfo=UTC), -one.info.id) if at is None else (at, one.info.id)


def _brought(
    request: Request,
    context: Context,
    division_id: int,
    kind: ActivationKind,
    *,
    renumber: bool = False,
) -> Response:
    def do() -> None:
        try:
            bring(context, division_id, kind, renumber=renumber)
        except (NotADraftError, InForceAlreadyError):
            # Pressed twice, or by two: it is in force, as was asked for.
            if readable_division(context, division_id).info.status is not DivisionStatus.ACTIVE:
                raise

    return _deed(request, context, division_id, do, done="in-force")


def _deed(
    request: Request,
    context: Context,
    division_id: int,
    do: Callable[[], object],
    *,
    at: str = "",
    needs: Permission = Permission.ACTIVATE_DIVISIONS,
    after: str = "",
    done: str = "",
) -> Response:
    require(context.actor, needs)
    try:
        do()
    except DomainError as error:
        problem = problem_of(request, error)
        told = _Refused(problem.detail, problem.status, at)
        return _division_page(request, context, division_id, told)
    return RedirectResponse(after or f"/divisions/{division_id}?done={done}", 303)


def _division_page(
    request: Request,
    context: Context,
    division_id: int,
    refused: _Refused | None,
    made: JobTold | None = None,
    done: str = "",
) -> HTMLResponse:
    division = readable_division(context, division_id)
    info = division.info
    planned_at = info.planned_at.astimezone(context.settings.zone) if info.planned_at else None
    found = context.executor.read(generations, None)
    draft = info.status is DivisionStatus.DRAFT
    waiting = context.executor.read(waiting_divisions, context.actor)
    return page(
        request,
        context,
        "divisions/single.html",
        status=refused.status if refused else 200,
        one=context.executor.read(generation, division_id),
        active=_active(found),
        spent=context.executor.read(spent_drafts, [division_id] if draft else []),
        periods=periods_by_division(context.executor.read(activations, None)),
        to_confirm=sum(one.to_confirm for one in waiting if one.division_id == division_id),
        refused=refused,
        steps=context.executor.read(steps_taken, division_id),
        made=made,
        done=done if _still_so(done, info) else "",
        elsewhere=_elsewhere(context, division) if draft and _active(found) else None,
        renumbered=context.resources.divisions.renumbered(context.in_force, division)
        if draft and _active(found)
        else 0,
        planned_local=f"{planned_at:%Y-%m-%dT%H:%M}" if planned_at else "",
    )


def _still_so(done: str, info: DivisionInfo) -> bool:
    """Tell whether what an address says was done is so: it may be old, or made up."""
    if done == "in-force":
        return info.status is DivisionStatus.ACTIVE
    planned = info.planned_at is not None
    return info.status is DivisionStatus.DRAFT and planned == (done == "planned")


def _elsewhere(context: Context, draft: LoadedDivision) -> float | None:
    """Return how little of the ground in force a draft has, where that cannot be meant."""
    share = common_share(context.in_force, draft)
    return share if share < _LEAST_COMMON_SHARE else None


def _latest_first(found: list[Generation], past: list[ActivationTold]) -> list[Generation]:
    """Return the superseded ones, that which was in force last first."""
    last: dict[int, int] = {}
    for place, one in enumerate(past):
        last.setdefault(one.division_id, place)
    gone = [one for one in found if one.info.status is DivisionStatus.SUPERSEDED]
    return sorted(gone, key=lambda one: last.get(one.info.id, len(past)))


def _active(found: list[Generation]) -> Generation | None:
    return next((one for one in found if one.info.status is DivisionStatus.ACTIVE), None)


def _making(context: Context) -> list[JobTold]:
    if not allowed(context.actor, Permission.EDIT_DIVISIONS):
        return []
    return context.executor.read(unfinished_jobs, None)


def _made(context: Context, job_id: int, division_id: int) -> JobTold | None:
    """Return the job of which a division came, for those who make drafts."""
    if not job_id or not allowed(context.actor, Permission.EDIT_DIVISIONS):
        return None
    try:
        job = context.executor.read(job_told, job_id)
    except UnknownJobError:
        return None
    return job if job.division_id == division_id else None
