"""Lists of cases: tabs with their counts, filters, pages; and the search for a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from service.access.permissions import Permission, require
from service.access.roles import Actor
from service.cases.models import Case
from service.cases.queries.names import places_of, title_of
from service.cases.queries.scope import ENDED, HANDLED, OPEN, TO_VERIFY, is_late, within_reach
from service.cases.rules import status_of
from service.cases.states import State
from service.cases.views import CasePage, CaseRow, Tab
from service.database import Transaction

PAGE_SIZE = 50


@dataclass(frozen=True)
class CaseFilter:
    """Which cases a reader wants to see; empty texts ask for nothing."""

    actor: Actor
    zone: ZoneInfo
    """Whose midnight ends today."""
    tab: Tab = Tab.ALL
    q: str = ""
    """Part of the number, the description or the address."""
    category: str = ""
    """A category's code, or the two digits of a group."""
    state: State | None = None
    cell: str = ""
    street: str = ""
    community: str = ""
    page: int = 1
    page_size: int = PAGE_SIZE


@dataclass(frozen=True)
class FindCases:
    """Cases that a text may mean."""

    actor: Actor
    text: str
    limit: int = 5


def list_cases(tx: Transaction, command: CaseFilter) -> CasePage:
    """Return a page of cases in the reader's scope: late ones first, then by when they are due.

    Raises
    ------
    SignInNeededError, ForbiddenError
        The reader may read no case at all.
    """
    require(command.actor, Permission.READ_CASES)
    conditions = _conditions(command)
    counts = {tab: _count(tx, [*conditions, *_tab(tab, command, tx.now)]) for tab in Tab}
    total = counts[command.tab]
    pages = max(1, -(-total // command.page_size))
    page = min(max(command.page, 1), pages)
    offset = (page - 1) * command.page_size
    cases = _slice(tx, command, conditions, offset)
    return CasePage(_rows(tx, cases), total, page, pages, counts)


def find_cases(tx: Transaction, command: FindCases) -> tuple[CaseRow, ...]:
    """Return cases in the reader's scope whose number, address or words hold a text."""
    text = _storable(command.text.strip())
    if len(text) < 2:
        return ()
    statement = (
        select(Case)
        .where(within_reach(command.actor, Permission.READ_CASES), _holds(text))
        .order_by(Case.reported_at.desc(), Case.id.desc())
        .limit(command.limit)
    )
    return _rows(tx, tx.session.scalars(statement).all())


def open_first(conditions: list[ColumnElement[bool]]) -> Select[Case]:
    """Return the query of open cases, in the order in which somebody has to act."""
    # The running clock goes before the stopped one; late cases have the earliest due times.
    return (
        select(Case)
        .where(*conditions, Case.state.in_(OPEN))
        .order_by(Case.state.in_(TO_VERIFY), Case.due_at, Case.id)
    )


def ended_last(conditions: list[ColumnElement[bool]]) -> Select[Case]:
    """Return the query of ended cases, the newest first."""
    return (
        select(Case)
        .where(*conditions, Case.state.in_(ENDED))
        .order_by(Case.reported_at.desc(), Case.id.desc())
    )


def _slice(
    tx: Transaction, command: CaseFilter, conditions: list[ColumnElement[bool]], offset: int
) -> list[Case]:
    """Return one page: first what is open, then what has ended.

    Two queries, so that the many ended cases are read from an index and never sorted whole.
    """
    narrowed = [*conditions, *_tab(command.tab, command, tx.now)]
    size = command.page_size
    cases = list(tx.session.scalars(open_first(narrowed).offset(offset).limit(size)))
    if command.tab is Tab.ALL and len(cases) < size:
        open_total = _count(tx, [*conditions, Case.state.in_(OPEN)])
        rest = ended_last(narrowed).offset(max(0, offset - open_total)).limit(size - len(cases))
        cases += tx.session.scalars(rest)
    return cases


def _count(tx: Transaction, conditions: list[ColumnElement[bool]]) -> int:
    return tx.session.scalar(select(func.count()).select_from(Case).where(*conditions)) or 0


def _conditions(command: CaseFilter) -> list[ColumnElement[bool]]:
    conditions = [within_reach(command.actor, Permission.READ_CASES)]
    if command.category:
        code = _storable(command.category)
        conditions.append(
            Case.category_code.startswith(code, autoescape=True)
            if len(code) < 4
            else Case.category_code == code
        )
    if command.state is not None:
        conditions.append(Case.state == command.state)
    for column, code in (
        (Case.cell_code, command.cell),
        (Case.community_code, command.community),
        (Case.street_code, command.street),
    ):
        if code:
            conditions.append(column == _storable(code))
    if command.q.strip():
        conditions.append(_holds(_storable(command.q.strip())))
    return conditions


def _tab(tab: Tab, command: CaseFilter, now: datetime) -> list[ColumnElement[bool]]:
    match tab:
        case Tab.MINE:
            return [Case.state.in_(OPEN), _mine(command.actor)]
        case Tab.LATE:
            return [is_late(now)]
        case Tab.TODAY:
            return [
                Case.state.in_(HANDLED),
                Case.due_at >= now,
                Case.due_at < _midnight_after(now, command.zone),
            ]
        case Tab.VERIFY:
            return [Case.state.in_(TO_VERIFY)]
        case Tab.ALL:
            return []


def _mine(actor: Actor) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    if actor.person_id is not None:
        ways.append(Case.owner_id == actor.person_id)
    if actor.cells:
        ways.append(Case.cell_code.in_(sorted(actor.cells)))
    return or_(false(), *ways)


def _midnight_after(now: datetime, zone: ZoneInfo) -> datetime:
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)


def _holds(text: str) -> ColumnElement[bool]:
    words = [
        or_(
            Case.number.icontains(word, autoescape=True),
            Case.description.icontains(word, autoescape=True),
            Case.address.icontains(word, autoescape=True),
        )
        for word in text.split()[:8]
    ]
    return and_(*words) if words else false()


def _storable(text: str) -> str:
    """Return a text as a database can compare it: without NUL and half surrogate pairs."""
    return text[:200].replace("\0", "").encode(errors="ignore").decode()


def _rows(tx: Transaction, cases: Sequence[Case]) -> tuple[CaseRow, ...]:
    return tuple(
        CaseRow(
            number=case.number,
            category_code=case.category_code,
            category=case.category.name,
            category_en=case.category.name_en,
            title=title_of(case)[0],
            title_en=title_of(case)[1],
            address=case.address,
            where=where,
            lon=case.lon_e7 / 1e7,
            lat=case.lat_e7 / 1e7,
            state=case.state,
            status=status_of(case.state, case.due_at, tx.now),
            owner_name=case.owner.name if case.owner else "",
            reported_at=case.reported_at,
            due_at=case.due_at,
            closed_at=case.closed_at,
            revision=case.revision,
        )
        for case, where in zip(cases, places_of(tx, cases), strict=True)
    )
