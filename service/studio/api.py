"""The studio over HTTP: edits of a draft by hand, back and on again, and who is at work where."""

import gzip
from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import Response

from service.access.guard import ActingContextDep
from service.studio.api_models import (
    EditBody,
    LockAnswer,
    LockBody,
    RevisionBody,
    SteppedAnswer,
    StudioAnswer,
)
from service.studio.deeds import drawn, edit, lock, state_of, turn
from service.studio.features import cell_features, community_features, parents_of
from service.studio.operations import Stepped, redo, undo
from service.web.context import ContextDep

router = APIRouter(prefix="/api/v1/divisions/{division_id}/studio", tags=["studio"])

IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key")]


@router.get("")
def get_studio(division_id: int, context: ContextDep) -> StudioAnswer:
    """Tell how a draft stands: its revision, its steps, and who is at work where."""
    return StudioAnswer.of(state_of(context, division_id), context.actor.account_id)


@router.get("/drawing")
def get_drawing(
    division_id: int, context: ContextDep, accept_encoding: Annotated[str, Header()] = ""
) -> Response:
    """Return a draft's ``cells`` and ``communities`` as GeoJSON, with their ``revision``."""
    rows = drawn(context, division_id)
    cells = [row for row in rows.cells.values() if row["parent_code"] is None]
    content = b'{"revision":%d,"cells":%b,"communities":%b}' % (
        rows.info.revision,
        cell_features(cells, parents_of(rows)),
        community_features(rows.communities.values()),
    )
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if "gzip" in accept_encoding:
        headers["Content-Encoding"] = "gzip"
        content = gzip.compress(content, compresslevel=1)
    return Response(content, headers=headers, media_type="application/json")


@router.post("/edits", status_code=201, response_model=SteppedAnswer)
def post_edit(
    division_id: int, body: EditBody, context: ActingContextDep, key: IdempotencyKey = None
) -> Response:
    """Change cells by hand: all of it, proven, or nothing, with the place that stands against it.

    ``revision`` is the one that the edit was drawn on; where the draft is another by now, the
    answer is 409 and nothing is done.
    """
    kept = edit(context, division_id, body.edit(), body.revision, _rendered, key)
    return Response(kept.body, kept.status, media_type="application/json")


@router.post("/undo", response_model=SteppedAnswer)
def post_undo(
    division_id: int, body: RevisionBody, context: ActingContextDep, key: IdempotencyKey = None
) -> Response:
    """Take the last step back; the draft is to the byte what it was before."""
    kept = turn(context, division_id, body.revision, undo, _rendered, key)
    return Response(kept.body, kept.status, media_type="application/json")


@router.post("/redo", response_model=SteppedAnswer)
def post_redo(
    division_id: int, body: RevisionBody, context: ActingContextDep, key: IdempotencyKey = None
) -> Response:
    """Take the step again that was taken back last."""
    kept = turn(context, division_id, body.revision, redo, _rendered, key)
    return Response(kept.body, kept.status, media_type="application/json")


@router.put("/locks")
def put_locks(division_id: int, body: LockBody, context: ActingContextDep) -> list[LockAnswer]:
    """Say where you are at work, at least once in 90 s; other communities are given back.

    Where somebody else is at work, the answer is 409 with who, and for how long.
    """
    locks = lock(context, division_id, frozenset(body.communities))
    return [LockAnswer.of(one, context.actor.account_id) for one in locks]


def _rendered(stepped: Stepped) -> bytes:
    return SteppedAnswer.of(stepped).model_dump_json().encode()
