"""The reach of a permission as an SQL condition: `permissions.allowed`, for many cases at once."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from service.access.permissions import Permission, Scope, scope_of
from service.access.roles import Actor
from service.cases.models import Case, Category
from service.cases.states import State

OPEN = tuple(state for state in State if state.is_open)
HANDLED = (State.DISPATCHED, State.IN_HAND)
"""States in which the clock runs."""
TO_VERIFY = (State.RECTIFIED, State.VERIFIED)
ENDED = tuple(state for state in State if not state.is_open)


def within_reach(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Return the condition under which a case lies in the actor's reach."""
    scope = scope_of(actor, permission)
    if scope is None:
        return false()
    if scope is Scope.ALL:
        return true()
    ways: list[ColumnElement[bool]] = []
    if actor.cells:
        ways.append(Case.cell_code.in_(sorted(actor.cells)))
    if scope in (Scope.OWN_COMMUNITY, Scope.OWN_DEPARTMENT) and actor.communities:
        ways.append(Case.community_code.in_(sorted(actor.communities)))
    if scope is Scope.OWN_STREET and actor.streets:
        ways.append(Case.street_code.in_(sorted(actor.streets)))
    if scope is Scope.OWN_DEPARTMENT and actor.department:
        theirs = select(Category.code).where(Category.department_key == actor.department)
        ways.append(Case.category_code.in_(theirs))
    return or_(false(), *ways)


def is_late(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which a case is late."""
    return and_(Case.state.in_(HANDLED), Case.due_at < now)
