"""Change the cells of a draft in place, so that it can be changed back to the byte.

A change is rows before and rows after: what was not touched is neither read back nor written.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from service.areas.divisions import DivisionInfo
from service.areas.errors import DraftMovedError, NotADraftError
from service.areas.models import Cell, Community, Division
from service.areas.proof import ProvenDivision
from service.areas.reading import found_division, info_of
from service.areas.status import DivisionStatus
from service.database import Hold, Transaction, hold

Row = Mapping[str, object]
"""A cell or community by the columns of its table, without the division's id."""

_GEOMETRY = "geometry"
_MEASURED = "area_m2"
"""Follows from the geometry; worked out anew it may differ by the last bit of a float."""


@dataclass(frozen=True)
class DraftRows:
    """A division as its tables have it."""

    info: DivisionInfo
    communities: Mapping[str, Row]
    """By code, in the order of codes; so are the cells, micro-cells among them."""
    cells: Mapping[str, Row]
    lattices: list[dict[str, object]]
    proof: dict[str, object] | None


@dataclass(frozen=True)
class Swap:
    """A row before and after; ``None`` where there is none."""

    before: Row | None
    after: Row | None


@dataclass(frozen=True)
class RowChanges:
    """What a change makes of the rows of a draft."""

    cells: tuple[Swap, ...]
    communities: tuple[Swap, ...]
    lattices: tuple[list[dict[str, object]], list[dict[str, object]]]
    """Before and after, and so the proof."""
    proof: tuple[dict[str, object] | None, dict[str, object] | None]

    @classmethod
    def between(cls, old: DraftRows, new: ProvenDivision) -> "RowChanges":
        """Return what turns a draft into a proven division of the same communities."""
        lattices = [dict(one) for one in new.new.cells.attrs.get("lattices", ())]
        return cls(
            cells=_swaps(old.cells, {str(row["code"]): row for row in new.cells}),
            communities=_swaps(old.communities, {str(row["code"]): row for row in new.communities}),
            lattices=(old.lattices, lattices),
            proof=(old.proof, new.summary.to_json()),
        )

    @property
    def back(self) -> "RowChanges":
        """The changes that take these back."""
        return RowChanges(
            tuple(Swap(swap.after, swap.before) for swap in self.cells),
            tuple(Swap(swap.after, swap.before) for swap in self.communities),
            (self.lattices[1], self.lattices[0]),
            (self.proof[1], self.proof[0]),
        )

    @property
    def touched(self) -> frozenset[str]:
        """Codes of the communities whose cells change."""
        rows = [row for swap in self.cells for row in (swap.before, swap.after) if row]
        return frozenset(str(row["community_code"]) for row in rows)

    def packed(self) -> bytes:
        """Return them as the database keeps them."""
        told = {
            "cells": [[_written(swap.before), _written(swap.after)] for swap in self.cells],
            "communities": [
                [_written(swap.before), _written(swap.after)] for swap in self.communities
            ],
            "lattices": self.lattices,
            "proof": self.proof,
        }
        return zlib.compress(json.dumps(told, ensure_ascii=False).encode())

    @classmethod
    def unpacked(cls, kept: bytes) -> "RowChanges":
        """Read what `packed` wrote."""
        told = json.loads(zlib.decompress(kept))
        return cls(
            tuple(Swap(_read(before), _read(after)) for before, after in told["cells"]),
            tuple(Swap(_read(before), _read(after)) for before, after in told["communities"]),
            (told["lattices"][0], told["lattices"][1]),
            (told["proof"][0], told["proof"][1]),
        )


@dataclass(frozen=True)
class ChangeDraft:
    """Somebody changes a draft that they saw at a revision."""

    division_id: int
    revision: int
    changes: RowChanges


def draft_rows(tx: Transaction, division_id: int) -> DraftRows:
    """Read a division's rows as they are kept.

    Raises
    ------
    UnknownDivisionError
        There is no such division, or no more.
    """
    division = found_division(tx, division_id)
    return DraftRows(
        info_of(division),
        _rows(tx, Community, division_id),
        _rows(tx, Cell, division_id),
        division.lattices,
        division.proof,
    )


def hold_draft(tx: Transaction, division_id: int) -> DivisionInfo:
    """Return a draft; it stays as it is, and a draft, until this transaction ends.

    Raises
    ------
    UnknownDivisionError, NotADraftError
        There is no such draft.
    """
    return info_of(_held(tx, division_id))


def change_draft(tx: Transaction, command: ChangeDraft) -> int:
    """Change the rows of a draft, and return its new revision.

    Raises
    ------
    UnknownDivisionError, NotADraftError
        There is no such draft.
    DraftMovedError
        It was changed since the revision for which the change was worked out.
    """
    division = _held(tx, command.division_id)
    if division.revision != command.revision:
        raise DraftMovedError(name=division.name)
    changes = command.changes
    mine = {"division_id": division.id}
    for swap in changes.communities:
        # In place: cells refer to them. An edit neither makes nor ends a community.
        assert swap.after is not None
        tx.session.execute(
            update(Community)
            .where(Community.division_id == division.id, Community.code == swap.after["code"])
            .values(**swap.after)
            .execution_options(synchronize_session=False)
        )
    gone = [swap.before["code"] for swap in changes.cells if swap.before is not None]
    if gone:
        tx.session.execute(
            delete(Cell)
            .where(Cell.division_id == division.id, Cell.code.in_(gone))
            .execution_options(synchronize_session=False)
        )
    come = [{**mine, **swap.after} for swap in changes.cells if swap.after is not None]
    if come:
        tx.session.execute(insert(Cell), come)
    division.lattices, division.proof = changes.lattices[1], changes.proof[1]
    division.revision += 1
    tx.session.flush()
    return division.revision


def _held(tx: Transaction, division_id: int) -> Division:
    # Shared: it may come into force, or be discarded, before or after, but not in between.
    hold(tx, Hold.GENERATION, shared=True)
    found_division(tx, division_id)
    division = tx.session.get_one(
        Division, division_id, with_for_update=True, populate_existing=True
    )
    if division.status is not DivisionStatus.DRAFT:
        raise NotADraftError(name=division.name, status=division.status.value)
    return division


def _rows(tx: Transaction, table: type[Cell] | type[Community], division_id: int) -> dict[str, Row]:
    names = [column.key for column in table.__table__.columns if column.key != "division_id"]
    rows = tx.session.execute(
        select(*(getattr(table, name) for name in names))
        .where(table.division_id == division_id)
        .order_by(table.code)
    )
    return {str(row.code): dict(zip(names, row, strict=True)) for row in rows}


def _swaps(old: Mapping[str, Row], new: Mapping[str, Row]) -> tuple[Swap, ...]:
    return tuple(
        Swap(old.get(code), new.get(code))
        for code in sorted(old.keys() | new.keys())
        if _compared(old.get(code)) != _compared(new.get(code))
    )


def _compared(row: Row | None) -> Row | None:
    if row is None:
        return None
    return {name: value for name, value in row.items() if name != _MEASURED}


def _written(row: Row | None) -> dict[str, object] | None:
    if row is None:
        return None
    geometry = row[_GEOMETRY]
    assert isinstance(geometry, bytes)
    return {**row, _GEOMETRY: geometry.hex()}


def _read(row: dict[str, object] | None) -> Row | None:
    return None if row is None else {**row, _GEOMETRY: bytes.fromhex(str(row[_GEOMETRY]))}
