"""From a request to a step: who may, what is meant, and once for its key."""

import json
from collections.abc import Callable

from service.access.permissions import Permission, require
from service.areas.errors import DraftMovedError, NotADraftError, UnknownDivisionError
from service.areas.operations import (
    DraftRows,
    codes_spent_by,
    draft_rows,
    spent_codes,
)
from service.areas.status import DivisionStatus
from service.database import Transaction
from service.generations.drafting import Followed, follow
from service.idempotency import Kept, Once, recall, write_once
from service.studio.drawing import changed_cells, changes_to, edited, renamed
from service.studio.edits import Edit
from service.studio.locks import Claim, Lock, claim
from service.studio.operations import (
    NewStep,
    Stepped,
    StudioState,
    Turn,
    keep_step,
    studio_state,
)
from service.web.context import Context

Render = Callable[[Stepped], bytes]


def state_of(context: Context, division_id: int) -> StudioState:
    """Tell how a draft stands, without its cells."""
    _require(context, division_id)
    return context.executor.read(studio_state, division_id)


def drawn(context: Context, division_id: int) -> DraftRows:
    """Return a draft with its cells."""
    _require(context, division_id)
    return context.executor.read(draft_rows, division_id)


def edit(
    context: Context,
    division_id: int,
    wanted: Edit,
    revision: int,
    render: Render,
    key: str | None = None,
) -> Kept:
    """Do an edit that was drawn on a revision of a draft, once for its key.

    The geometry is worked out before the transaction, so that nobody waits for it; that nothing
    changed meanwhile is looked at again within.

    Raises
    ------
    DomainError
        It is not for this actor, is refused, or the draft is another by now.
    """
    _require(context, division_id)
    body = json.dumps([wanted.kind.value, wanted.to_json(), revision]).encode()
    once = Once.of(f"studio:{division_id}:{context.actor.account_id}", key, body)
    kept = recall(context.executor, once)
    if kept is not None:
        return kept
    rows = context.executor.read(draft_rows, division_id)
    if rows.info.status is not DivisionStatus.DRAFT:
        raise NotADraftError(name=rows.info.name, status=rows.info.status.value)
    if rows.info.revision != revision:
        raise DraftMovedError(name=rows.info.name)
    retired = context.executor.read(spent_codes, None)
    division = edited(rows, wanted, retired)
    spent = context.executor.read(codes_spent_by, changed_cells(rows, division))
    changes = changes_to(rows, renamed(division, spent, retired))
    step = NewStep(division_id, revision, wanted, changes, context.actor)
    return write_once(context.executor, keep_step, step, once=once, render=render)


def turn(
    context: Context,
    division_id: int,
    revision: int,
    way: Callable[[Transaction, Turn], Stepped],
    render: Render,
    key: str | None = None,
) -> Kept:
    """Take a step back, or again (``way``), as its draft was seen at a revision."""
    _require(context, division_id)
    once = Once.of(
        f"studio:{division_id}:{context.actor.account_id}",
        key,
        json.dumps([way.__name__, revision]).encode(),
    )
    kept = recall(context.executor, once)
    if kept is not None:
        return kept
    command = Turn(division_id, revision, context.actor)
    return write_once(context.executor, way, command, once=once, render=render, status=200)


def lock(context: Context, division_id: int, communities: frozenset[str]) -> list[Lock]:
    """Say that this actor is at work in these communities of a draft, and in no others."""
    _require(context, division_id)
    return context.executor.write(claim, Claim(division_id, communities, context.actor))


def finish(context: Context, division_id: int) -> Followed:
    """Give all locks back, and list anew who follows into the cells as they are now."""
    lock(context, division_id, frozenset())
    return follow(context.executor, context.resources.divisions, context.settings.zone, division_id)


def _require(context: Context, division_id: int) -> None:
    require(context.actor, Permission.EDIT_DIVISIONS)
    if not 0 < division_id < 2**31:
        raise UnknownDivisionError(id=str(division_id))
