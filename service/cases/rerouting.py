"""Let open cases follow a new generation of cells: cell, community, street and owner.

A due time never changes, and what has ended stays in the generation in which it was handled. A
case whose cell is the same in both only learns the new division's id: nothing has happened to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import numpy as np
from sqlalchemy import Table, insert, select, update

from service.areas.activation import Activation
from service.areas.divisions import CellInfo
from service.areas.loaded import LoadedDivision
from service.cases.models import Case, CaseEvent
from service.cases.queries.scope import OPEN
from service.cases.states import Rerouted, State
from service.database import Transaction, set_rows
from service.people.operations import CellPersons, CellsOn, TierPerson, responsible_for_cells

NEAREST_WITHIN_M = 50.0
"""A place outside all cells belongs to the nearest one within this: outlines wander by that."""
_E7 = 10_000_000
_IDS_A_STATEMENT = 5_000
_cases = cast(Table, Case.__table__)
_events = cast(Table, CaseEvent.__table__)


@dataclass(frozen=True)
class Rerouting:
    """What became of the open cases when another generation came into force."""

    open_total: int
    moved: int
    """Cases that lie in another cell now."""
    reassigned: int
    """Cases in a cell of the same code that have another owner now."""
    outside: int
    """Cases whose place lies in no cell any more."""


@dataclass(frozen=True)
class _Open:
    """An open case, as far as its way to a cell cares."""

    id: int
    lon_e7: int
    lat_e7: int
    state: State
    cell: str
    owner_id: int | None
    outside_since: datetime | None


@dataclass(frozen=True)
class _Move:
    """A case that has something to tell."""

    case: _Open
    kind: Rerouted
    cell: CellInfo | None
    owner: TierPerson | None


def reroute_open_cases(tx: Transaction, activation: Activation) -> Rerouting:
    """Route all open cases in the new generation, each with a line of history if it moved.

    The owner of a case in a changed cell stays where they are responsible in the new one too,
    else it goes to its nearest person. A place outside all cells belongs to the nearest within
    50 m; farther out the case stays as it is, and is listed as outside.
    """
    cases = _open_cases(tx)
    cells = _cells_of(cases, activation.new)
    persons = _persons_of(tx, cases, cells, activation)
    moves: list[_Move] = []
    quiet: list[int] = []
    for case, cell in zip(cases, cells, strict=True):
        move = _move_of(case, cell, None if cell is None else persons.get(cell.code))
        if move is not None:
            moves.append(move)
        elif cell is not None:
            quiet.append(case.id)
    _say_division(tx, quiet, activation.new.info.id)
    _move(tx, moves, activation)
    _tell(tx, moves, activation)
    count = {kind: sum(move.kind is kind for move in moves) for kind in Rerouted}
    return Rerouting(
        open_total=len(cases),
        moved=count[Rerouted.CELL],
        reassigned=count[Rerouted.OWNER],
        outside=sum(cell is None for cell in cells),
    )


def _open_cases(tx: Transaction) -> list[_Open]:
    # Locked, so that nobody's action is lost: whoever acts meanwhile sees the case moved.
    rows = tx.session.execute(
        select(
            Case.id,
            Case.lon_e7,
            Case.lat_e7,
            Case.state,
            Case.cell_code,
            Case.owner_id,
            Case.outside_since,
        )
        .where(Case.state.in_(OPEN))
        .order_by(Case.id)
        .with_for_update(of=Case)
    )
    return [_Open(*row) for row in rows]


def _cells_of(cases: Sequence[_Open], division: LoadedDivision) -> list[CellInfo | None]:
    """Return the cell of each case, or none where its place is outside."""
    if not cases:
        return []
    lon = np.array([case.lon_e7 for case in cases]) / _E7
    lat = np.array([case.lat_e7 for case in cases]) / _E7
    rows = division.router.route(lon, lat)
    by_row = [division.cells_by_code[code] for code in division.router.codes.tolist()]
    found: list[CellInfo | None] = [by_row[row] if row >= 0 else None for row in rows.tolist()]
    for at in np.flatnonzero(rows < 0).tolist():
        nearest = division.router.nearest(float(lon[at]), float(lat[at]), NEAREST_WITHIN_M)
        if nearest is not None:
            found[at] = division.cells_by_code[nearest[0]]
    return found


def _persons_of(
    tx: Transaction,
    cases: Sequence[_Open],
    cells: Sequence[CellInfo | None],
    activation: Activation,
) -> dict[str, CellPersons]:
    """Return the persons of each cell where they may be others than a case's cell had."""
    kept = activation.kept
    wanted = {
        cell.code: cell.community_code
        for case, cell in zip(cases, cells, strict=True)
        if cell is not None and (cell.code not in kept or _is_elsewhere(case, cell))
    }
    if not wanted:
        return {}
    return responsible_for_cells(tx, CellsOn(sorted(wanted.items()), activation.day))


def _is_elsewhere(case: _Open, cell: CellInfo) -> bool:
    return cell.code != case.cell or case.outside_since is not None


def _move_of(case: _Open, cell: CellInfo | None, persons: CellPersons | None) -> _Move | None:
    """Return what happens to a case; nothing where only the division's id is another."""
    if cell is None:
        # It is told once; while it stays outside there is nothing new.
        told = case.outside_since is not None
        return None if told else _Move(case, Rerouted.OUTSIDE, None, None)
    if persons is None:
        return None
    owner = _owner_of(case.owner_id, persons)
    if _is_elsewhere(case, cell):
        return _Move(case, Rerouted.CELL, cell, owner)
    if (owner.person_id if owner else None) != case.owner_id:
        return _Move(case, Rerouted.OWNER, cell, owner)
    return None


def _owner_of(owner_id: int | None, persons: CellPersons) -> TierPerson | None:
    named = [tier for tier in reversed(persons.tiers) if not tier.vacant]
    staying = [tier for tier in named if tier.person_id == owner_id]
    return next(iter((*staying, *named)), None)


def _say_division(tx: Transaction, ids: Sequence[int], division_id: int) -> None:
    for start in range(0, len(ids), _IDS_A_STATEMENT):
        tx.session.execute(
            update(_cases)
            .where(_cases.c.id.in_(ids[start : start + _IDS_A_STATEMENT]))
            .values(division_id=division_id)
        )


def _move(tx: Transaction, moves: Sequence[_Move], activation: Activation) -> None:
    into_cells: list[dict[str, int | str | None]] = []
    out: list[int] = []
    for move in moves:
        if move.cell is None:
            out.append(move.case.id)
            continue
        into_cells.append(
            {
                "id": move.case.id,
                "division_id": activation.new.info.id,
                "cell_code": move.cell.code,
                "community_code": move.cell.community_code,
                "street_code": move.cell.street_code,
                "owner_id": move.owner.person_id if move.owner else None,
            }
        )
    one_more = _cases.c.revision + 1
    set_rows(tx, _cases, into_cells, {"outside_since": None, "revision": one_more})
    for start in range(0, len(out), _IDS_A_STATEMENT):
        tx.session.execute(
            update(_cases)
            .where(_cases.c.id.in_(out[start : start + _IDS_A_STATEMENT]))
            .values(outside_since=activation.at, revision=one_more)
        )


def _tell(tx: Transaction, moves: Sequence[_Move], activation: Activation) -> None:
    if not moves:
        return
    by = activation.by
    tx.session.execute(
        insert(_events),
        [
            {
                "case_id": move.case.id,
                "at": activation.at,
                "kind": move.kind.value,
                "state": move.case.state,
                "actor_account_id": by.account_id,
                "actor_name": by.name,
                "actor_role": by.role.value if by.signed_in else "",
                "person_name": move.owner.name if move.owner else "",
                "note": "",
                "division_id": activation.new.info.id,
                "cell_from": move.case.cell,
                "cell_to": move.cell.code if move.cell else "",
            }
            for move in moves
        ],
    )
