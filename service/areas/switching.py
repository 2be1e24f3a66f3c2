"""Bring a division into force, now or at a time, and go back to an earlier one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from service.access.roles import Actor
from service.areas.divisions import DivisionInfo
from service.areas.errors import (
    DraftMovedError,
    GenerationMovedError,
    InForceAlreadyError,
    NotADraftError,
    NotEarlierError,
    NotPlannedError,
    PlanFarError,
    PlanPastError,
)
from service.areas.models import ActivationEntry, Division
from service.areas.reading import active_division, found_division, info_of
from service.areas.spent import refuse_colliding_plans, refuse_spent_codes
from service.areas.status import ActivationKind, DivisionStatus
from service.database import Hold, Transaction, hold
from service.errors.domain import DomainError

_FARTHEST_YEARS = 10
_FARTHEST = timedelta(days=366 * _FARTHEST_YEARS)
"""A year typed wrongly would wait for ever, and times near the year 9999 cannot be told at all."""


@dataclass(frozen=True)
class Switch:
    """Bring a division into force."""

    division_id: int
    kind: ActivationKind
    by: Actor
    expected_id: int | None
    """The division in force for which this was prepared; ``None`` where there was none."""
    revision: int
    """Of the division, for which this was prepared: a draft may be changed by hand meanwhile."""
    planned_at: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """Activate a draft at a time."""

    division_id: int
    at: datetime
    by: Actor


@dataclass(frozen=True)
class Planned:
    """A draft with its plan."""

    info: DivisionInfo
    by_id: int | None
    by_name: str
    by_role: str


@dataclass(frozen=True)
class Refusal:
    """A planned activation that the domain refused."""

    division_id: int
    error: DomainError


def hold_active(tx: Transaction, _command: None) -> DivisionInfo:
    """Return the active division; it stays the active one until this transaction ends.

    Raises
    ------
    NoActiveDivisionError
        None is active yet.
    """
    hold(tx, Hold.GENERATION, shared=True)
    return active_division(tx, None)


def switch(tx: Transaction, command: Switch) -> None:
    """Make a division the one in force; the one before it is superseded at the same moment.

    Cases and responsibilities are not moved here: `service.generations` does all in one
    transaction.

    Raises
    ------
    UnknownDivisionError
        There is no such division.
    NotADraftError
        It is to be activated, but was in force already.
    NotEarlierError, InForceAlreadyError
        It is to be gone back to, but was never in force, or is now.
    GenerationMovedError
        The division in force is not the expected one.
    DraftMovedError
        The draft was changed by hand since this was prepared.
    CodesSpentError
        One of its codes was given out for another cell.
    """
    hold(tx, Hold.GENERATION)
    division = found_division(tx, command.division_id)
    active = tx.session.scalar(select(Division).where(Division.status == DivisionStatus.ACTIVE))
    if command.kind is ActivationKind.ACTIVATE and division.status is not DivisionStatus.DRAFT:
        raise NotADraftError(name=division.name, status=division.status.value)
    if command.kind is ActivationKind.ROLL_BACK:
        _refuse_not_earlier(division)
    if (active.id if active else None) != command.expected_id:
        raise GenerationMovedError(name=active.name if active else "")
    if division.revision != command.revision:
        raise DraftMovedError(name=division.name)
    if command.kind is ActivationKind.ACTIVATE:
        refuse_spent_codes(tx, division.id)
    if active is not None:
        active.status, active.valid_to = DivisionStatus.SUPERSEDED, tx.now
        tx.session.flush()  # before the other one, for only one may be active at any moment
    division.status, division.valid_from, division.valid_to = DivisionStatus.ACTIVE, tx.now, None
    _forget_plan(division)
    tx.session.add(
        ActivationEntry(
            division_id=division.id,
            from_division_id=active.id if active else None,
            kind=command.kind,
            at=tx.now,
            planned_at=command.planned_at,
            actor_account_id=command.by.account_id,
            actor_name=command.by.name,
            actor_role=command.by.role.value,
        )
    )
    tx.session.flush()


def plan(tx: Transaction, command: Plan) -> DivisionInfo:
    """Plan a draft's activation; an earlier plan of it is replaced.

    Raises
    ------
    UnknownDivisionError, NotADraftError
        It cannot be activated.
    PlanPastError, PlanFarError
        The time does not lie ahead, or too far.
    CodesSpentError
        One of its codes was given out for another cell.
    PlansCollideError
        One of its codes is that of another cell in another planned draft.
    """
    hold(tx, Hold.GENERATION)
    division = _draft(tx, command.division_id)
    if command.at <= tx.now:
        raise PlanPastError(at=f"{command.at:%Y-%m-%d %H:%M}")
    if command.at > tx.now + _FARTHEST:
        raise PlanFarError(at=f"{command.at:%Y-%m-%d %H:%M}", years=_FARTHEST_YEARS)
    refuse_spent_codes(tx, division.id)
    division.planned_at, division.plan_refused = command.at, None
    division.planned_by_id = command.by.account_id
    division.planned_by_name, division.planned_by_role = command.by.name, command.by.role.value
    tx.session.flush()
    refuse_colliding_plans(tx, division.id)
    return info_of(division)


def cancel_plan(tx: Transaction, division_id: int) -> DivisionInfo:
    """Take back a planned activation; the division stays a draft.

    Raises
    ------
    UnknownDivisionError, NotPlannedError
        Nothing is planned for it.
    """
    hold(tx, Hold.GENERATION)
    division = found_division(tx, division_id)
    if division.planned_at is None:
        raise NotPlannedError(name=division.name)
    _forget_plan(division)
    tx.session.flush()
    return info_of(division)


def refuse_plan(tx: Transaction, refusal: Refusal) -> bool:
    """Note why a planned activation did not come about, and do not try it again.

    Returns
    -------
    bool
        Whether it still was planned: another process may have activated it meanwhile.
    """
    division = tx.session.get(Division, refusal.division_id)
    if division is None or division.planned_at is None:
        return False
    division.plan_refused = {
        "key": refusal.error.key,
        "facts": dict(refusal.error.facts),
        "planned_at": division.planned_at.isoformat(),
    }
    division.planned_at = None
    tx.session.flush()
    return True


def planned(tx: Transaction, division_id: int) -> Planned | None:
    """Return a draft's plan and who made it, or ``None`` where there is none any more."""
    division = tx.session.get(Division, division_id)
    return None if division is None or division.planned_at is None else _planned(division)


def planned_within(tx: Transaction, ahead_s: float) -> list[Planned]:
    """Return the drafts that are to be activated within so many seconds from now."""
    divisions = tx.session.scalars(
        select(Division)
        .where(
            Division.status == DivisionStatus.DRAFT,
            Division.planned_at <= tx.now + timedelta(seconds=ahead_s),
        )
        .order_by(Division.planned_at, Division.id)
    )
    return [_planned(division) for division in divisions]


def _refuse_not_earlier(division: Division) -> None:
    if division.status is DivisionStatus.ACTIVE:
        raise InForceAlreadyError(name=division.name)
    if division.status is not DivisionStatus.SUPERSEDED:
        raise NotEarlierError(name=division.name, status=division.status.value)


def _draft(tx: Transaction, division_id: int) -> Division:
    division = found_division(tx, division_id)
    if division.status is not DivisionStatus.DRAFT:
        raise NotADraftError(name=division.name, status=division.status.value)
    return division


def _planned(division: Division) -> Planned:
    return Planned(
        info_of(division),
        division.planned_by_id,
        division.planned_by_name,
        division.planned_by_role,
    )


def _forget_plan(division: Division) -> None:
    division.planned_at = division.plan_refused = division.planned_by_id = None
    division.planned_by_name = division.planned_by_role = ""
