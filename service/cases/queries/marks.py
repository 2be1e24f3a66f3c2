"""Cases as everybody may see them: marks on the map, and a cell's cases in short."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select

from service.access.permissions import Permission, Place, allowed, require
from service.access.roles import Actor
from service.cases.models import Case
from service.cases.queries.names import title_of
from service.cases.queries.scope import OPEN, is_late
from service.cases.rules import status_of
from service.cases.states import State
from service.cases.views import CaseBrief, CaseMark, CellCasesView
from service.database import Transaction

CLOSED_FOR = timedelta(days=30)
"""How long a closed case stays on the map."""


@dataclass(frozen=True)
class MapCases:
    """The marks of the map."""

    actor: Actor


@dataclass(frozen=True)
class CellCases:
    """The cases of a cell."""

    actor: Actor
    cell_code: str
    limit: int = 5


def map_cases(tx: Transaction, command: MapCases) -> list[CaseMark]:
    """Return the marks of open cases and of those closed lately; no words, no photos."""
    require(command.actor, Permission.BROWSE_MAP)
    return [
        CaseMark(
            number=row.number,
            category_code=row.category_code,
            status=status_of(row.state, row.due_at, tx.now),
            lon=row.lon_e7 / 1e7,
            lat=row.lat_e7 / 1e7,
            cell_code=row.cell_code,
        )
        for row in tx.session.execute(marks_query(tx.now))
    ]


def marks_query(
    now: datetime,
) -> Select[str, str, State, datetime, int, int, str]:
    """Return the query of the marks."""
    return (
        select(
            Case.number,
            Case.category_code,
            Case.state,
            Case.due_at,
            Case.lon_e7,
            Case.lat_e7,
            Case.cell_code,
        )
        .where(
            or_(
                Case.state.in_(OPEN),
                (Case.state == State.CLOSED) & (Case.closed_at >= now - CLOSED_FOR),
            )
        )
        .order_by(Case.id)
    )


def cell_cases(tx: Transaction, command: CellCases) -> CellCasesView:
    """Return how many cases of a cell are open and late, and its latest ones."""
    require(command.actor, Permission.BROWSE_MAP)
    if not command.cell_code.isdigit():
        return CellCasesView(0, 0, ())
    in_cell = Case.cell_code == command.cell_code
    open_total, late = tx.session.execute(
        select(func.count(), func.count().filter(is_late(tx.now))).where(
            in_cell, Case.state.in_(OPEN)
        )
    ).one()
    recent = tx.session.scalars(
        select(Case)
        .where(in_cell)
        .order_by(Case.reported_at.desc(), Case.id.desc())
        .limit(command.limit)
    )
    return CellCasesView(
        open_total, late, tuple(_brief(case, command.actor, tx.now) for case in recent)
    )


def _brief(case: Case, actor: Actor, now: datetime) -> CaseBrief:
    place = Place(
        case.cell_code, case.community_code, case.street_code, case.category.department_key
    )
    readable = allowed(actor, Permission.READ_CASES, place)
    title, title_en = title_of(case) if readable else (case.category.name, case.category.name_en)
    return CaseBrief(
        number=case.number,
        category=case.category.name,
        category_en=case.category.name_en,
        status=status_of(case.state, case.due_at, now),
        title=title,
        title_en=title_en,
    )
