"""Blocks laid along the sides of cells, where these lie on a lattice of meridians and parallels.

Of cells that are squares, blocks of another size are parted by sides again and again; blocks of
the squares' own size are parted by none. A place on a side is in the cells on both, and the one
with the smaller row is the answer: so the sides' places go to the block west or east of them, and
north or south, as most rows have it.
"""

from dataclasses import dataclass

import numpy as np

from gis.lattice import Bools, Ints
from gis.router.edges import Edges, Ints32

_WIDEST = 1 << 24
_LEAST_UNITS = 16
"""Blocks narrower than this are no squares that anybody is responsible for."""

_ON_LATTICE = 0.8
"""The share of the length of sides along meridians, and of that along parallels, on the lattice."""

_HEAVY = 0.1
"""Lines with less than this share of the longest line's sides tell nothing about the lattice."""


@dataclass(frozen=True)
class Pitch:
    """Sides of a lattice.

    Attributes
    ----------
    size
        Width and height of its squares in units.
    start
        A place that is the first unit of a block in both directions.
    others
        True for the edges that lie on no line of it.
    """

    size: tuple[int, int]
    start: tuple[int, int]
    others: Bools


def pitch_of(edges: Edges) -> Pitch | None:
    """Find the lattice that most sides lie on, if there is one."""
    xy, sides = edges.xy.astype(np.int64), edges.sides
    upright, level = xy[:, 0] == xy[:, 2], xy[:, 1] == xy[:, 3]
    # To the left of an edge that runs north is the west, of one that runs east the north.
    meridians = _lines(xy[upright, 0], (xy[:, 3] - xy[:, 1])[upright], sides[upright])
    parallels = _lines(xy[level, 1], (xy[:, 2] - xy[:, 0])[level], sides[level, ::-1])
    if meridians is None or parallels is None:
        return None
    others = ~(upright & meridians.hold(xy[:, 0]) | level & parallels.hold(xy[:, 1]))
    size = meridians.apart, parallels.apart
    return Pitch(size, (meridians.begin, parallels.begin), others)


@dataclass(frozen=True)
class _Lines:
    """Lines as far apart from each other as from one place, and where a block begins."""

    apart: int
    one: int
    begin: int

    def hold(self, at: Ints) -> Bools:
        """Tell which places lie on one of the lines."""
        return np.asarray((at - self.one) % self.apart == 0)


def _lines(at: Ints, length: Ints, sides: Ints32) -> _Lines | None:
    """Return the lines that most sides lie on.

    Parameters
    ----------
    at, length
        Where each side lies, and how long it is.
    sides
        The cell before it and the cell behind, shape (n, 2); −1 for none.
    """
    where, line = np.unique(at, return_inverse=True)
    weight = np.bincount(line, length)
    heavy = where[weight >= _HEAVY * weight.max(initial=0)]
    if len(heavy) < 3:
        return None
    distances, counts = np.unique(np.diff(heavy), return_counts=True)
    apart = int(distances[counts.argmax()])
    if not _LEAST_UNITS <= apart <= _WIDEST:
        return None
    rest, of = np.unique(at % apart, return_inverse=True)
    one = int(rest[np.bincount(of, length).argmax()])
    on = at % apart == one
    if length[on].sum() < _ON_LATTICE * length.sum():
        return None
    before = on & (sides[:, 0] >= 0) & ((sides[:, 0] < sides[:, 1]) | (sides[:, 1] < 0))
    behind = on & (sides[:, 1] >= 0) & ~before
    # The sides' places end the block before them, or begin the one behind.
    return _Lines(apart, one, one + int(length[before].sum() >= length[behind].sum()))
