"""Ground that passes to a community with another department: whose department answers changes.

The department tier of a cell is the contact of the department paired with its community, unless
somebody is named for the cell. A new generation that moves cells between communities, or merges
two, so changes who answers without anybody being carried over. It is listed beside those who are.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from service.areas.activation import Inheritance
from service.areas.loaded import LoadedDivision
from service.areas.queries import NamedCommunity
from service.database import Transaction
from service.people.board import DivisionOn, Pair, pairing_board


@dataclass(frozen=True)
class Passing:
    """Two generations, and which cells of the later one come from which before."""

    old: LoadedDivision
    new: LoadedDivision
    inheritances: tuple[Inheritance, ...]
    on: date


@dataclass(frozen=True)
class GroundPassed:
    """Cells whose ground was mostly another community's, with another department.

    Attributes
    ----------
    cells
        How many.
    was, becomes
        The communities before and after.
    pair_was, pair_becomes
        The departments paired with them; None where none is.
    """

    cells: int
    was: NamedCommunity
    becomes: NamedCommunity
    pair_was: Pair | None
    pair_becomes: Pair | None


def ground_passed(tx: Transaction, passing: Passing) -> list[GroundPassed]:
    """List from which community to which cells pass, where the department is another one."""
    before, now = passing.old.cells_by_code, passing.new.cells_by_code
    moved = Counter(
        (before[one.code_old].community_code, now[one.code_new].community_code)
        for one in passing.inheritances
    )
    crossing = sorted(pair for pair in moved if pair[0] != pair[1])
    if not crossing:
        return []
    boards = [
        pairing_board(tx, DivisionOn(division.info.id, passing.on))
        for division in (passing.old, passing.new)
    ]
    pairs_was, pairs_becomes = ({p.community.code: p for p in board.pairs} for board in boards)
    named_was, named_becomes = (
        {c.code: c for c in (*(p.community for p in board.pairs), *board.unpaired_communities)}
        for board in boards
    )
    passed = []
    for was, becomes in crossing:
        pair_was, pair_becomes = pairs_was.get(was), pairs_becomes.get(becomes)
        if _department(pair_was) != _department(pair_becomes):
            passed.append(
                GroundPassed(
                    moved[was, becomes],
                    named_was[was],
                    named_becomes[becomes],
                    pair_was,
                    pair_becomes,
                )
            )
    return passed


def _department(pair: Pair | None) -> str | None:
    return None if pair is None else pair.department.code
