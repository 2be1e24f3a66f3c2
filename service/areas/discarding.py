"""Throw a draft away: its cells go, and that it was there, and who discarded it, stays."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from service.access.roles import Actor
from service.areas.errors import NotDiscardableError
from service.areas.models import Cell, Community, Division
from service.areas.reading import found_division
from service.areas.status import DivisionStatus
from service.database import Hold, Transaction, hold


@dataclass(frozen=True)
class Discard:
    """Somebody wants a draft thrown away."""

    division_id: int
    by: Actor


@dataclass(frozen=True)
class Discarded:
    """A draft that was thrown away."""

    division_id: int
    name: str
    name_en: str
    strategy: str
    at: datetime
    by_name: str
    """Empty where it was done on the command line of the server."""


def discard_division(tx: Transaction, command: Discard) -> Discarded:
    """Throw away a draft that was never in force, with any plan to activate it.

    Its row stays, so that its number denotes no other division in links, caches and tiles.

    Raises
    ------
    UnknownDivisionError
        There is no such division, or it is discarded already.
    NotDiscardableError
        It is in force, or was.
    """
    # Against an activation at the same moment: the second one sees what the first one did.
    hold(tx, Hold.GENERATION)
    division = found_division(tx, command.division_id)
    if division.status is not DivisionStatus.DRAFT:
        raise NotDiscardableError(name=division.name, status=division.status.value)
    for table in (Cell, Community):  # while it is a draft: nobody edits any other
        tx.session.execute(
            delete(table)
            .where(table.division_id == division.id)
            .execution_options(synchronize_session=False)
        )
    division.status = DivisionStatus.DISCARDED
    division.planned_at = division.plan_refused = None
    division.discarded_at, division.discarded_by_id = tx.now, command.by.account_id
    division.discarded_by_name = command.by.name
    division.discarded_by_role = command.by.role.value
    tx.session.flush()
    return _told(division, tx.now)


def discarded(tx: Transaction, _command: None) -> list[Discarded]:
    """List the drafts that were thrown away, the newest first."""
    rows = tx.session.scalars(
        select(Division)
        .where(Division.status == DivisionStatus.DISCARDED)
        .order_by(Division.discarded_at.desc(), Division.id.desc())
    )
    return [_told(row, row.discarded_at) for row in rows if row.discarded_at is not None]


def _told(division: Division, at: datetime) -> Discarded:
    return Discarded(
        division_id=division.id,
        name=division.name,
        name_en=division.name_en,
        strategy=division.strategy,
        at=at,
        by_name=division.discarded_by_name,
    )
