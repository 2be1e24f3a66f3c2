"""A code once given out never denotes another cell.

Compared with every generation that has been in force: the same code must be the same ground. A
code that is in force now may go on with a moved edge, for a city that numbers its cells itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import aliased

from service.areas.errors import CodesSpentError
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
    """A code that two divisions have for cells that are not the same to the byte."""

    code: str
    now: bytes
    before: bytes
    same_community: bool
    name: str
    """Of the division that gave it out."""
    status: DivisionStatus


def refuse_spent_codes(tx: Transaction, division_id: int) -> None:
    """Refuse a division in which a code denotes another cell than in an earlier generation.

    Raises
    ------
    CodesSpentError
        Naming the first codes and the generation that gave them out.
    """
    mine, other, spender = aliased(Cell), aliased(Cell), aliased(Division)
    rows = tx.session.execute(
        select(
            mine.code,
            mine.geometry.label("now"),
            other.geometry.label("before"),
            (mine.community_code == other.community_code).label("same_community"),
            spender.name,
            spender.status,
        )
        .join(other, (other.code == mine.code) & (other.division_id != mine.division_id))
        .join(spender, spender.id == other.division_id)
        .where(
            mine.division_id == division_id,
            spender.status != DivisionStatus.DRAFT,
            (other.geometry != mine.geometry) | (other.community_code != mine.community_code),
        )
        .order_by(mine.code, spender.id)
    ).all()
    living = tx.session.scalars(
        select(Cell.code)
        .join(Division, Division.id == Cell.division_id)
        .where(Division.status == DivisionStatus.ACTIVE, Cell.code.in_({row.code for row in rows}))
    )
    told = [_Twice(row[0], row[1], row[2], row[3], row[4], row[5]) for row in rows]
    spent = _spent(told, frozenset(living))
    if spent:
        codes = list(dict.fromkeys(row.code for row in spent))
        some = ", ".join(codes[:_TOLD]) + ("…" if len(codes) > _TOLD else "")
        raise CodesSpentError(count=len(codes), codes=some, name=spent[0].name)


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
            Division.status,
        )
        .join(Division, Division.id == Cell.division_id)
        .where(Cell.code.in_(now), Division.status != DivisionStatus.DRAFT)
    ).all()
    living = {row.code for row in rows if row.status is DivisionStatus.ACTIVE}
    told = [
        _Twice(
            row.code,
            now[row.code].geometry,
            row.geometry,
            row.community_code == now[row.code].community,
            row.name,
            row.status,
        )
        for row in rows
    ]
    return frozenset(row.code for row in _spent(told, frozenset(living)))


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


def _spent(rows: list[_Twice], living: frozenset[str]) -> list[_Twice]:
    if not rows:
        return []
    alike = likeness(
        shapely.from_wkb(np.array([row.now for row in rows], dtype=object)),
        shapely.from_wkb(np.array([row.before for row in rows], dtype=object)),
    )
    found = []
    for row, shared in zip(rows, alike.tolist(), strict=True):
        lives_on = row.code in living
        if lives_on and row.status is not DivisionStatus.ACTIVE:
            continue  # the one in force decides
        enough = shared >= (SAME_LIVING if lives_on else SAME_GROUND)
        if not (enough and row.same_community):
            found.append(row)
    return found


def likeness(some: NDArray[np.object_], others: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return, pair by pair, the shared part of the ground that two shapes cover, 0 to 1."""
    shared = shapely.area(shapely.intersection(some, others))
    covered = shapely.area(some) + shapely.area(others) - shared
    return np.asarray(shared / covered, dtype=np.float64)
