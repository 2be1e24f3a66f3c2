"""A code once given out never denotes another cell.

Compared with every generation that has been in force: the same code must be the same ground. A
code that is in force now may go on with a moved edge, for a city that numbers its cells itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from service.areas.errors import CodesSpentError, PlansCollideError
from service.areas.models import Cell, Division
from service.areas.status import DivisionStatus
from service.database import Transaction

SAME_GROUND = 0.999
"""Shared part of both cells' ground at and above which they are one cell: neighbours that were
redrawn leave vertices on its edges, rounded to the grid."""
SAME_LIVING = 0.5
"""The same for a code that is in force: its cell may lose or gain less than half."""
_TOLD = 5


@dataclass(frozen=True)
class _Twice:
    """A code that two divisions have for different cells."""

    code: str
    name: str
    """Of the division that gave it out."""


@dataclass(frozen=True)
class _Pair:
    """A cell and one that another division has by its code."""

    code: str
    now: bytes
    before: bytes
    same_community: bool
    name: str
    """Of the other division."""
    division_id: int


def refuse_spent_codes(tx: Transaction, division_id: int) -> None:
    """Refuse a division in which a code denotes another cell than in an earlier generation.

    Raises
    ------
    CodesSpentError
        Naming the first codes and the generation that gave them out.
    """
    in_force = tx.session.scalar(
        select(Division.id).where(Division.status == DivisionStatus.ACTIVE)
    )
    spent = _spent(tx, division_id, Division.status != DivisionStatus.DRAFT, in_force)
    if spent:
        count, codes = _codes(spent)
        raise CodesSpentError(count=count, codes=codes, name=spent[0].name)


def refuse_colliding_plans(tx: Transaction, division_id: int) -> None:
    """Refuse a plan with which a code would denote another cell than in another plan.

    Each planned draft could come into force by itself, but the later one no more after the other.

    Raises
    ------
    PlansCollideError
        Naming the first codes, and both divisions in the order of their times.
    """
    plans = tx.session.execute(
        select(Division.id, Division.name)
        .where(Division.status == DivisionStatus.DRAFT, Division.planned_at.is_not(None))
        .order_by(Division.planned_at, Division.id)
    ).all()
    order = [row.id for row in plans]
    mine = order.index(division_id)
    for place in range(max(mine, 1), len(plans)):
        earlier = order[:place] if place == mine else [division_id]
        later = plans[place]
        spent = _spent(tx, later.id, Division.id.in_(earlier), order[place - 1])
        if spent:
            count, codes = _codes(spent)
            name = spent[0].name
            raise PlansCollideError(count=count, codes=codes, name=name, later=later.name)


def _codes(spent: list[_Twice]) -> tuple[int, str]:
    """Return how many codes there are, and the first of them."""
    codes = list(dict.fromkeys(row.code for row in spent))
    some = ", ".join(codes[:_TOLD]) + ("…" if len(codes) > _TOLD else "")
    return len(codes), some


@dataclass(frozen=True)
class CellNow:
    """A cell as a draft is about to have it."""

    code: str
    community: str
    geometry: bytes


def codes_spent_by(tx: Transaction, cells: Iterable[CellNow]) -> frozenset[str]:
    """Return the codes that would denote other cells than those for which they were given out."""
    now = {cell.code: cell for cell in cells}
    rows = tx.session.execute(
        select(
            Cell.code,
            Cell.geometry,
            Cell.community_code,
            Division.name,
            Division.id,
            Division.status,
        )
        .join(Division, Division.id == Cell.division_id)
        .where(Cell.code.in_(now), Division.status != DivisionStatus.DRAFT)
    ).all()
    living = {row.code: row.id for row in rows if row.status is DivisionStatus.ACTIVE}
    pairs = [
        _Pair(
            row.code,
            now[row.code].geometry,
            row.geometry,
            row.community_code == now[row.code].community,
            row.name,
            row.id,
        )
        for row in rows
    ]
    spent = _different(pairs, next(iter(living.values()), None), frozenset(living))
    return frozenset(one.code for one in spent)


def spent_drafts(tx: Transaction, division_ids: Iterable[int]) -> dict[int, CodesSpentError]:
    """Return of some drafts those that can come into force no more, each with the reason.

    Codes of such a draft were given out since by another division: it is to be drafted again.
    """
    found: dict[int, CodesSpentError] = {}
    for division_id in division_ids:
        try:
            refuse_spent_codes(tx, division_id)
        except CodesSpentError as error:
            found[division_id] = error
    return found


def _spent(
    tx: Transaction, division_id: int, spends: ColumnElement[bool], in_force: int | None
) -> list[_Twice]:
    """Return the codes of a division that others gave out for another cell.

    Parameters
    ----------
    spends
        Which divisions gave codes out.
    in_force
        The division before this one: of its codes it alone decides.
    """
    mine, other = aliased(Cell), aliased(Cell)
    rows = tx.session.execute(
        select(
            mine.code,
            mine.geometry.label("now"),
            other.geometry.label("before"),
            (mine.community_code == other.community_code).label("same_community"),
            Division.name,
            Division.id,
        )
        .join(other, (other.code == mine.code) & (other.division_id != mine.division_id))
        .join(Division, Division.id == other.division_id)
        .where(
            mine.division_id == division_id,
            spends,
            (other.geometry != mine.geometry) | (other.community_code != mine.community_code),
        )
        .order_by(mine.code, Division.id)
    ).all()
    living = frozenset(
        tx.session.scalars(
            select(Cell.code).where(
                Cell.division_id == in_force, Cell.code.in_({row.code for row in rows})
            )
        )
    )
    return _different([_Pair(*row) for row in rows], in_force, living)


def _different(pairs: list[_Pair], in_force: int | None, living: frozenset[str]) -> list[_Twice]:
    """Return the pairs of which a code denotes two different cells.

    Parameters
    ----------
    living
        Those of the codes that the division in force has.
    """
    if not pairs:
        return []
    alike = likeness(
        shapely.from_wkb(np.array([pair.now for pair in pairs], dtype=object)),
        shapely.from_wkb(np.array([pair.before for pair in pairs], dtype=object)),
    )
    found = []
    for pair, shared in zip(pairs, alike.tolist(), strict=True):
        lives_on = pair.code in living
        if lives_on and pair.division_id != in_force:
            continue  # the one in force decides
        enough = shared >= (SAME_LIVING if lives_on else SAME_GROUND)
        if not (enough and pair.same_community):
            found.append(_Twice(pair.code, pair.name))
    return found


def likeness(some: NDArray[np.object_], others: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return, pair by pair, the shared part of the ground that two shapes cover, 0 to 1."""
    shared = shapely.area(shapely.intersection(some, others))
    covered = shapely.area(some) + shapely.area(others) - shared
    return np.asarray(shared / covered, dtype=np.float64)
