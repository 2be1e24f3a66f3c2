"""Drafts in the making over HTTP: a file in, a proven draft out, and drafts thrown away."""

from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import Response

from service.access.guard import ActingContextDep
from service.access.permissions import Permission, require
from service.generations.drafting_deeds import (
    discard,
    drop,
    start,
    start_again,
    start_making,
    stop,
    told,
)
from service.generations.drafting_forms import CellsFormDep, ReadingFormDep
from service.generations.drafting_models import DraftJobAnswer, DraftStartedAnswer
from service.generations.jobs_told import unfinished_jobs
from service.generations.repair_maps import map_response
from service.web.context import Context, ContextDep

router = APIRouter()

IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key")]


@router.get("/drafts")
def get_drafts(context: ContextDep) -> list[DraftJobAnswer]:
    """List the files of which drafts can still be made, the newest first."""
    require(context.actor, Permission.EDIT_DIVISIONS)
    jobs = context.executor.read(unfinished_jobs, None)
    return [DraftJobAnswer.of(job, context.locale) for job in jobs]


@router.post("/drafts", status_code=202, response_model=DraftStartedAnswer)
def post_draft(
    context: ActingContextDep,
    reading: ReadingFormDep,
    cells: CellsFormDep,
    key: IdempotencyKey = None,
) -> Response:
    """Take a boundary file, and make a draft of it.

    Without ``title`` the file is only read: look at what was found, then ``…/make``. The answer
    names the address at which to ask how far it is.
    """
    wanted = cells if cells.fields["title"].strip() else None
    kept = start(context, reading, wanted, _rendered, key)
    started = DraftStartedAnswer.model_validate_json(kept.body)
    return Response(
        kept.body, kept.status, {"Location": started.href}, media_type="application/json"
    )


@router.get("/drafts/{job_id}")
def get_draft(job_id: int, context: ContextDep) -> DraftJobAnswer:
    """Tell how far a file is, what was found in it, and which draft came of it."""
    return _told(context, job_id)


@router.get("/drafts/{job_id}/map.html")
def get_map(job_id: int, context: ContextDep) -> Response:
    """Return the map of what was repaired, or of where a file is refused."""
    return map_response(context, told(context, job_id))


@router.post("/drafts/{job_id}/read", status_code=202)
def post_read(job_id: int, context: ActingContextDep, reading: ReadingFormDep) -> DraftJobAnswer:
    """Read a file once more, in another way; a file that is given takes the old one's place."""
    start_again(context, job_id, reading)
    return _told(context, job_id)


@router.post("/drafts/{job_id}/make", status_code=202)
def post_make(job_id: int, context: ActingContextDep, cells: CellsFormDep) -> DraftJobAnswer:
    """Divide a file that was read, and keep the division as a draft."""
    start_making(context, job_id, cells)
    return _told(context, job_id)


@router.post("/drafts/{job_id}/cancel")
def post_cancel(job_id: int, context: ActingContextDep) -> DraftJobAnswer:
    """Stop work on a file: at once where it waits, else after the step that is under way."""
    stop(context, job_id)
    return _told(context, job_id)


@router.delete("/drafts/{job_id}", status_code=204)
def delete_job(job_id: int, context: ActingContextDep) -> None:
    """Throw away a file of which no draft was made."""
    drop(context, job_id)


@router.delete("/{division_id}", status_code=204)
def delete_draft(division_id: int, context: ActingContextDep) -> None:
    """Throw away a draft that was never in force; that it was there stays on record."""
    discard(context, division_id)


def _told(context: Context, job_id: int) -> DraftJobAnswer:
    return DraftJobAnswer.of(told(context, job_id), context.locale)


def _rendered(job_id: int) -> bytes:
    return DraftStartedAnswer.of(job_id).model_dump_json().encode()
