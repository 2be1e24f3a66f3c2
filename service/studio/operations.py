"""Steps on a draft: taken, taken back, taken again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from service.access.roles import Actor
from service.areas.operations import (
    ChangeDraft,
    RowChanges,
    change_draft,
    division_info,
    hold_draft,
)
from service.areas.status import DivisionStatus
from service.database import Transaction
from service.studio.edits import Edit
from service.studio.errors import NothingToRedoError, NothingToUndoError
from service.studio.locks import Claim, Lock, forget_locks, locks_of, refuse_locked
from service.studio.models import StudioStep

_TOLD = 50
"""Steps that are listed, the latest ones."""


@dataclass(frozen=True)
class NewStep:
    """An edit that was worked out on a draft at a revision."""

    division_id: int
    revision: int
    edit: Edit
    changes: RowChanges
    by: Actor


@dataclass(frozen=True)
class Turn:
    """Somebody takes the last step back, or takes it again, as they saw the draft."""

    division_id: int
    revision: int
    by: Actor


@dataclass(frozen=True)
class Stepped:
    """What a step did."""

    revision: int
    number: int
    kind: str
    changes: RowChanges


@dataclass(frozen=True)
class StepTold:
    """A step of a draft's history."""

    number: int
    kind: str
    undone: bool
    at: datetime
    by_name: str


@dataclass(frozen=True)
class StudioState:
    """How a draft stands, without its cells."""

    revision: int
    draft: bool
    steps: tuple[StepTold, ...]
    """The latest ones, in their order."""
    steps_total: int
    """All that are not taken back."""
    locks: tuple[Lock, ...]


def studio_state(tx: Transaction, division_id: int) -> StudioState:
    """Tell how a draft stands.

    Raises
    ------
    UnknownDivisionError
        There is no such division.
    """
    info = division_info(tx, division_id)
    rows = tx.session.execute(
        select(
            StudioStep.number,
            StudioStep.kind,
            StudioStep.undone,
            StudioStep.at,
            StudioStep.by_name,
        )
        .where(StudioStep.division_id == division_id)
        .order_by(StudioStep.number.desc())
        .limit(_TOLD)
    ).all()
    return StudioState(
        info.revision,
        info.status is DivisionStatus.DRAFT,
        tuple(StepTold(*row) for row in reversed(rows)),
        steps_taken(tx, division_id),
        tuple(locks_of(tx, division_id)),
    )


def steps_taken(tx: Transaction, division_id: int) -> int:
    """Count the steps of a draft that are not taken back."""
    return (
        tx.session.scalar(
            select(func.count())
            .select_from(StudioStep)
            .where(StudioStep.division_id == division_id, ~StudioStep.undone)
        )
        or 0
    )


def keep_step(tx: Transaction, step: NewStep) -> Stepped:
    """Change a draft, and keep how to change it back; what was taken back is gone for good.

    Raises
    ------
    UnknownDivisionError, NotADraftError, DraftMovedError
        It is no draft any more, or was changed meanwhile.
    CommunityLockedError
        Somebody else is at work where it changes cells.
    """
    revision = _changed(tx, Turn(step.division_id, step.revision, step.by), step.changes)
    tx.session.execute(
        delete(StudioStep)
        .where(StudioStep.division_id == step.division_id, StudioStep.undone)
        .execution_options(synchronize_session=False)
    )
    number = steps_taken(tx, step.division_id) + 1
    tx.session.add(
        StudioStep(
            division_id=step.division_id,
            number=number,
            kind=step.edit.kind.value,
            arguments=step.edit.to_json(),
            changes=step.changes.packed(),
            undone=False,
            at=tx.now,
            by_id=step.by.account_id,
            by_name=step.by.name,
        )
    )
    tx.session.flush()
    return Stepped(revision, number, step.edit.kind.value, step.changes)


def undo(tx: Transaction, turn: Turn) -> Stepped:
    """Take the last step back.

    Raises
    ------
    NothingToUndoError
        There is none.
    UnknownDivisionError, NotADraftError, DraftMovedError, CommunityLockedError
        As `keep_step` refuses.
    """
    return _turned(tx, turn, _step(tx, turn, 0), back=True)


def redo(tx: Transaction, turn: Turn) -> Stepped:
    """Take the step again that was taken back last.

    Raises
    ------
    NothingToRedoError
        There is none.
    UnknownDivisionError, NotADraftError, DraftMovedError, CommunityLockedError
        As `keep_step` refuses.
    """
    return _turned(tx, turn, _step(tx, turn, 1), back=False)


def forget_studio(tx: Transaction, division_id: int) -> None:
    """Drop the steps and locks of a draft that is thrown away."""
    forget_locks(tx, division_id)
    tx.session.execute(
        delete(StudioStep)
        .where(StudioStep.division_id == division_id)
        .execution_options(synchronize_session=False)
    )


def _step(tx: Transaction, turn: Turn, ahead: int) -> StudioStep | None:
    """Return the last step that is not taken back, or the one ahead of it."""
    hold_draft(tx, turn.division_id)  # of two who take a step back at once, the second waits here
    number = steps_taken(tx, turn.division_id) + ahead
    return tx.session.get(StudioStep, (turn.division_id, number))


def _turned(tx: Transaction, turn: Turn, step: StudioStep | None, *, back: bool) -> Stepped:
    if step is None:
        raise NothingToUndoError if back else NothingToRedoError
    changes = RowChanges.unpacked(step.changes)
    changes = changes.back if back else changes
    revision = _changed(tx, turn, changes)
    step.undone = back
    tx.session.flush()
    return Stepped(revision, step.number, step.kind, changes)


def _changed(tx: Transaction, turn: Turn, changes: RowChanges) -> int:
    revision = change_draft(tx, ChangeDraft(turn.division_id, turn.revision, changes))
    refuse_locked(tx, Claim(turn.division_id, changes.touched, turn.by))
    return revision
