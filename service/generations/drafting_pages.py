"""Pages on which a clerk makes a draft: give a file, look at what was found, choose, wait."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gis.coverage.closing import DEFAULT_TOLERANCE_M
from service.access.guard import ActingContextDep
from service.access.permissions import Permission, require
from service.areas.errors import NoActiveDivisionError
from service.errors.domain import DomainError
from service.errors.problems import problem_of
from service.generations.choices import DATUMS, STRATEGIES, ReadingChoices
from service.generations.drafting_deeds import drop, start, start_again, start_making, stop, told
from service.generations.drafting_forms import (
    CellsFormDep,
    Fields,
    ReadingFormDep,
)
from service.generations.jobs_told import JobTold
from service.generations.repair_maps import map_response
from service.generations.stages import MAKING_FILES, MAPS, READING_FILES, FileRole, JobState
from service.web.context import Context, ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)

_HERE = "/divisions/drafts"


@dataclass(frozen=True)
class _Refused:
    """Why a form was not taken, shown above it with what was typed."""

    text: str
    status: int
    field: str = ""


@router.get("/divisions/drafts/new")
def new_page(request: Request, context: ContextDep) -> HTMLResponse:
    """Ask for a boundary file."""
    require(context.actor, Permission.EDIT_DIVISIONS)
    context.resources.foreman.wake()
    return _new_page(request, context, {}, None)


@router.post("/divisions/drafts/new", response_model=None)
def take_file(request: Request, context: ActingContextDep, reading: ReadingFormDep) -> Response:
    """Take a boundary file, to be read."""
    require(context.actor, Permission.EDIT_DIVISIONS)
    try:
        kept = start(context, reading, None, lambda job_id: str(job_id).encode())
    except DomainError as error:
        return _new_page(request, context, reading.fields, _why(request, error))
    return RedirectResponse(f"{_HERE}/{int(kept.body)}", 303)


@router.get("/divisions/drafts/{job_id}", response_model=None)
def job_page(request: Request, context: ContextDep, job_id: int) -> Response:
    """Show how far a file is, what was found in it, and what can be chosen."""
    job = told(context, job_id)
    if job.state is JobState.MADE:
        return RedirectResponse(f"/divisions/{job.division_id}?job={job.id}", 303)
    return _job_page(request, context, job)


@router.get("/divisions/drafts/{job_id}/map", response_model=None)
def repairs_map(context: ContextDep, job_id: int) -> Response:
    """Show the map of what was repaired, or of where a file is refused."""
    return map_response(context, told(context, job_id))


@router.post("/divisions/drafts/{job_id}/read", response_model=None)
def read_once_more(
    request: Request, context: ActingContextDep, job_id: int, reading: ReadingFormDep
) -> Response:
    """Read a file once more, in another way."""
    return _deed(
        request,
        context,
        job_id,
        lambda: start_again(context, job_id, reading),
        reading=reading.fields,
    )


@router.post("/divisions/drafts/{job_id}/make", response_model=None)
def make_draft(
    request: Request, context: ActingContextDep, job_id: int, cells: CellsFormDep
) -> Response:
    """Divide a file that was read."""
    return _deed(
        request,
        context,
        job_id,
        lambda: start_making(context, job_id, cells),
        cells=cells.fields,
    )


@router.post("/divisions/drafts/{job_id}/cancel", response_model=None)
def stop_work(request: Request, context: ActingContextDep, job_id: int) -> Response:
    """Stop work on a file."""
    return _deed(request, context, job_id, lambda: stop(context, job_id))


@router.post("/divisions/drafts/{job_id}/drop", response_model=None)
def throw_away(request: Request, context: ActingContextDep, job_id: int) -> Response:
    """Throw a file away."""
    return _deed(request, context, job_id, lambda: drop(context, job_id), after="/divisions")


def _deed(
    request: Request,
    context: Context,
    job_id: int,
    do: Callable[[], object],
    *,
    after: str = "",
    reading: Fields | None = None,
    cells: Fields | None = None,
) -> Response:
    require(context.actor, Permission.EDIT_DIVISIONS)
    try:
        do()
    except DomainError as error:
        job = told(context, job_id)
        return _job_page(request, context, job, _why(request, error), reading, cells)
    return RedirectResponse(after or f"{_HERE}/{job_id}", 303)


def _why(request: Request, error: DomainError) -> _Refused:
    problem = problem_of(request, error)
    return _Refused(problem.detail, problem.status, error.field or "")


def _new_page(
    request: Request, context: Context, typed: Fields, refused: _Refused | None
) -> HTMLResponse:
    return page(
        request,
        context,
        "divisions/new.html",
        status=refused.status if refused else 200,
        reading=typed or reading_fields(ReadingChoices()),
        kept={},
        refused=refused,
        **_choices(context),
    )


def _job_page(
    request: Request,
    context: Context,
    job: JobTold,
    refused: _Refused | None = None,
    reading: Fields | None = None,
    cells: Fields | None = None,
) -> HTMLResponse:
    clock = context.executor.clock()
    return page(
        request,
        context,
        "divisions/draft.html",
        status=refused.status if refused else 200,
        job=job,
        refused=refused,
        refused_form="reading" if reading else "cells" if cells else "",
        reading=reading or _with_mend(reading_fields(job.reading), job),
        cells=cells or _cell_fields(job),
        kept={role.value: name for role, name in job.files.items()},
        reading_files=[role.value for role in READING_FILES if role is not FileRole.BOUNDARIES],
        making_files=[role.value for role in MAKING_FILES],
        has_map=MAPS[context.locale] in job.files,
        elapsed_s=int((clock - job.begun_at).total_seconds()) if job.begun_at else 0,
        **_choices(context),
    )


def _with_mend(fields: dict[str, str], job: JobTold) -> dict[str, str]:
    """Fill in what would mend the file where that is known: to be looked at, and read again."""
    refusal = job.refusal
    if job.state is JobState.REFUSED and refusal is not None and refusal.value:
        return {**fields, refusal.field: refusal.value}
    return fields


def _choices(context: Context) -> dict[str, object]:
    try:
        district_known = bool(context.in_force.info.district_code)
    except NoActiveDivisionError:
        district_known = False
    return {
        "datums": DATUMS,
        "strategies": STRATEGIES,
        "usual_tolerance": f"{DEFAULT_TOLERANCE_M:g}",
        "district_known": district_known,
        "max_bytes": context.settings.max_upload_bytes,
        "megabytes": context.settings.max_upload_bytes // 1_000_000,
    }


def reading_fields(choices: ReadingChoices) -> dict[str, str]:
    """Return choices as the fields of their form."""
    extent = "" if choices.extent is None else ",".join(f"{one:g}" for one in choices.extent)
    return {
        "holds": choices.holds.value,
        "crs": choices.crs or "",
        "layer": choices.layer or "",
        "datum": choices.datum,
        "code": choices.code or "",
        "name": choices.name or "",
        "parent": choices.parent or "",
        "swap_axes": "on" if choices.swap_axes else "",
        "skip": "on" if choices.skip else "",
        "generate_codes": "on" if choices.generate_codes else "",
        "extent": extent,
        "tolerance": (
            "" if choices.tolerance_m == DEFAULT_TOLERANCE_M else f"{choices.tolerance_m:g}"
        ),
    }


def _cell_fields(job: JobTold) -> dict[str, str]:
    cells = job.cells
    if cells is None:
        return {"strategy": "squares", "size": "100"}
    given = {
        "size": cells.size_m,
        "count": cells.count,
        "h3": cells.h3_resolution,
        "serial_digits": cells.serial_digits,
    }
    return {
        "title": cells.title,
        "title_en": cells.title_en,
        "source": cells.source,
        "district_code": cells.district_code,
        "district_name": cells.district_name,
        "district_name_en": cells.district_name_en,
        "strategy": cells.strategy,
        "new_codes": "on" if cells.new_codes else "",
        **{name: f"{value:g}" for name, value in given.items() if value is not None},
    }
