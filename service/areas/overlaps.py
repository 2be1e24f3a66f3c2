"""Generations of one district that were in force at the same time: there must be none."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from service.areas.models import Division
from service.areas.status import DivisionStatus
from service.database import Transaction

_WERE_IN_FORCE = (DivisionStatus.ACTIVE, DivisionStatus.SUPERSEDED)


@dataclass(frozen=True)
class Overlap:
    """Two generations whose last times in force overlap."""

    division_id: int
    """That which began later, or was drafted later."""
    other_id: int


def overlapping_generations(tx: Transaction, district_code: str) -> list[Overlap]:
    """List the pairs of a district's generations that overlap in time.

    One that ends in the moment in which the other begins does not; one without an end goes on.
    """
    one, other = aliased(Division), aliased(Division)
    later = or_(
        one.valid_from > other.valid_from,
        (one.valid_from == other.valid_from) & (one.id > other.id),
    )
    rows = tx.session.execute(
        select(one.id, other.id)
        .where(
            one.district_code == district_code,
            other.district_code == district_code,
            one.id != other.id,
            one.status.in_(_WERE_IN_FORCE),
            other.status.in_(_WERE_IN_FORCE),
            later,
            or_(other.valid_to.is_(None), other.valid_to > one.valid_from),
            or_(one.valid_to.is_(None), one.valid_to > one.valid_from),
        )
        .order_by(one.id, other.id)
    )
    return [Overlap(*row) for row in rows]
