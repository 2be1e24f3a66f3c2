"""Open cases whose place lies in no cell of the division in force."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from service.access.permissions import Permission, allowed, require
from service.access.roles import Actor
from service.cases.models import Case
from service.cases.queries.names import places_of
from service.cases.queries.scope import ENDED
from service.cases.rules import status_of
from service.cases.views import OutsideView
from service.database import Transaction

# Not "in an open state": SQLite would then read all open cases instead of these few.
_OUTSIDE = (Case.outside_since.is_not(None), Case.state.not_in(ENDED))


def outside_cases(tx: Transaction, actor: Actor) -> list[OutsideView]:
    """List them, those first that have been outside the longest.

    Raises
    ------
    SignInNeededError, ForbiddenError
        The actor looks after no such cases.
    """
    require(actor, Permission.READ_OUTSIDE_CASES)
    cases = tx.session.scalars(outside_query()).all()
    return [
        OutsideView(
            number=case.number,
            category=case.category.name,
            category_en=case.category.name_en,
            status=status_of(case.state, case.due_at, tx.now),
            where=where,
            lon=case.lon_e7 / 1e7,
            lat=case.lat_e7 / 1e7,
            since=case.outside_since,
        )
        for case, where in zip(cases, places_of(tx, cases), strict=True)
        if case.outside_since is not None
    ]


@dataclass(frozen=True)
class OutsideCase:
    """An open case in no cell, without its words."""

    number: str
    community_code: str
    """Where it was last."""
    since: datetime


def outside_numbers(tx: Transaction, _command: None) -> list[OutsideCase]:
    """List them by number only, those first that have been outside the longest."""
    rows = tx.session.execute(
        select(Case.number, Case.community_code, Case.outside_since)
        .where(*_OUTSIDE)
        .order_by(Case.outside_since, Case.id)
    )
    return [OutsideCase(number, code, since) for number, code, since in rows if since is not None]


def outside_query() -> Select[Case]:
    """Return the query of them."""
    return select(Case).where(*_OUTSIDE).order_by(Case.outside_since, Case.id)


def outside_total(tx: Transaction, actor: Actor) -> int:
    """Return how many there are, as far as the actor looks after them."""
    if not allowed(actor, Permission.READ_OUTSIDE_CASES):
        return 0
    return tx.session.scalar(select(func.count()).select_from(Case).where(*_OUTSIDE)) or 0
