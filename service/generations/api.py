"""Generations over HTTP: what differs between two, and bringing one into force."""

from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import Response

from service.access.guard import ActingContextDep
from service.access.permissions import Permission, allowed
from service.areas.operations import generation
from service.areas.readers import readable_division
from service.areas.status import ActivationKind
from service.generations import drafting_api
from service.generations.api_models import (
    ActivateBody,
    ChangesAnswer,
    GenerationAnswer,
    InForceAnswer,
    PlanBody,
)
from service.generations.deeds import bring, cancel, difference_for, schedule
from service.generations.sheets import changes_csv, changes_geojson
from service.idempotency import Kept
from service.web.context import Context, ContextDep

router = APIRouter(prefix="/api/v1/divisions", tags=["generations"])
# First: its /drafts would be taken for a division's number.
router.include_router(drafting_api.router)

IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key")]


@router.get("/{division_id}")
def get_division(division_id: int, context: ContextDep) -> GenerationAnswer:
    """Return a division with its figures, its proof and its past."""
    return _told(context, division_id)


@router.get("/{old_id}/changes/{new_id}.csv")
def get_changes_csv(old_id: int, new_id: int, context: ContextDep) -> Response:
    """Return what differs as a table."""
    content = changes_csv(difference_for(context, old_id, new_id))
    name = f"changes-{old_id}-{new_id}.csv"
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get("/{old_id}/changes/{new_id}.geojson")
def get_changes_lines(old_id: int, new_id: int, context: ContextDep) -> Response:
    """Return the changed cells' outlines: new ones with their kind, and the old ones' lines."""
    content = changes_geojson(difference_for(context, old_id, new_id))
    return Response(content, media_type="application/geo+json")


@router.get("/{old_id}/changes/{new_id}")
def get_changes(old_id: int, new_id: int, context: ContextDep) -> ChangesAnswer:
    """Return what differs from one division to another: figures by kind, and pair by pair."""
    return ChangesAnswer.of(difference_for(context, old_id, new_id))


@router.post("/{division_id}/activate")
def post_activate(
    division_id: int,
    context: ActingContextDep,
    body: ActivateBody | None = None,
    key: IdempotencyKey = None,
) -> InForceAnswer:
    """Make a draft the division in force; people and open cases follow at the same moment."""
    renumber = body is not None and body.renumber
    return _done(bring(context, division_id, ActivationKind.ACTIVATE, key, renumber=renumber))


@router.post("/{division_id}/rollback")
def post_rollback(
    division_id: int, context: ActingContextDep, key: IdempotencyKey = None
) -> InForceAnswer:
    """Go back to a division that was in force before."""
    return _done(bring(context, division_id, ActivationKind.ROLL_BACK, key))


@router.post("/{division_id}/schedule")
def post_schedule(division_id: int, body: PlanBody, context: ActingContextDep) -> GenerationAnswer:
    """Plan a draft's activation; an earlier plan of it is replaced."""
    schedule(context, division_id, body.at, renumber=body.renumber)
    return _told(context, division_id)


@router.post("/{division_id}/cancel")
def post_cancel(division_id: int, context: ActingContextDep) -> GenerationAnswer:
    """Take back a planned activation; the division stays a draft."""
    cancel(context, division_id)
    return _told(context, division_id)


def _told(context: Context, division_id: int) -> GenerationAnswer:
    readable_division(context, division_id)
    answer = GenerationAnswer.told(context.executor.read(generation, division_id))
    if not allowed(context.actor, Permission.READ_DRAFTS):
        # Who did it is for those who work with divisions.
        for one in answer.activations:
            one.by = ""
    return answer


def _done(kept: Kept) -> InForceAnswer:
    return InForceAnswer.model_validate_json(kept.body)
