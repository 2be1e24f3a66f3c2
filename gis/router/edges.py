"""The edges of cells, each once, with the cell on either side."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Bools, Ints
from gis.lattice.compiled import compiled
from gis.router.words import uint64

Ints32 = NDArray[np.int32]

NOBODY = -1
"""The side of an edge where no cell lies."""


@dataclass(frozen=True)
class Edges:
    """Undirected edges.

    Attributes
    ----------
    xy
        ``ax, ay, bx, by`` of each edge in units, shape (n, 4), int32; a comes before b by x,
        then by y.
    sides
        The cell on the left and on the right of a→b, shape (n, 2), int32; −1 for none.
    clashes
        How many edges have two cells on one side, or one cell on both. With any, the cells are
        no coverage.
    """

    xy: Ints32
    sides: Ints32
    clashes: int

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.xy)

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """West, south, east and north of them, in units."""
        ends = self.xy.reshape(-1, 2)
        west, south = ends.min(axis=0).tolist()
        east, north = ends.max(axis=0).tolist()
        return west, south, east, north

    def split(self, edge: Ints, x: Ints, y: Ints) -> "Edges":
        """Cut edges at points on them, and join pieces that are now the same.

        Parameters
        ----------
        edge, x, y
            The edge to cut and where, in any order; a point may be named twice.
        """
        order = np.lexsort((y, x, edge))
        return Edges(*merged(*pieces(self.xy, self.sides, edge[order], x[order], y[order])))


def edges_of(xy: Ints, rings: Ints, cell: Ints, inward: Bools) -> Edges:
    """Match the opposite edges of rings.

    Parameters
    ----------
    xy, rings
        Vertices, and where each ring starts, and the end.
    cell
        The cell of each ring.
    inward
        Whether the cell lies on the left of the ring as it runs.
    """
    return Edges(*merged(*directed(xy, rings, cell, inward)))


@compiled
def directed(xy: Ints, rings: Ints, cell: Ints, inward: Bools) -> tuple[Ints32, Ints32]:
    """List the edges of rings, turned so that a comes before b; edges of no length are left out."""
    ends = np.empty((len(xy), 4), np.int32)
    sides = np.empty((len(xy), 2), np.int32)
    n = 0
    for ring in range(len(rings) - 1):
        first, last = rings[ring], rings[ring + 1]
        for i in range(first, last):
            j = first if i + 1 == last else i + 1
            ax, ay, bx, by = xy[i, 0], xy[i, 1], xy[j, 0], xy[j, 1]
            if ax == bx and ay == by:
                continue
            left = inward[ring]
            if ax > bx or (ax == bx and ay > by):
                ax, ay, bx, by = bx, by, ax, ay
                left = not left
            ends[n, 0], ends[n, 1], ends[n, 2], ends[n, 3] = ax, ay, bx, by
            sides[n, 0] = cell[ring] if left else NOBODY
            sides[n, 1] = NOBODY if left else cell[ring]
            n += 1
    return ends[:n], sides[:n]


@compiled
def merged(xy: Ints32, sides: Ints32) -> tuple[Ints32, Ints32, int]:
    """Join equal edges into one that has the cells of both sides; count those that clash."""
    size = 16
    while size < 2 * len(xy):
        size *= 2
    table = np.full(size, -1, np.int32)
    mask = uint64(size - 1)
    ends, cells = np.empty_like(xy), np.empty_like(sides)
    n = clashes = 0
    for i in range(len(xy)):
        h = uint64(xy[i, 0]) * uint64(0x9E3779B97F4A7C15)
        h = (h ^ uint64(xy[i, 1])) * uint64(0xC2B2AE3D27D4EB4F)
        h = (h ^ (h >> uint64(29)) ^ uint64(xy[i, 2])) * uint64(0x165667B19E3779F9)
        h = (h ^ (h >> uint64(32)) ^ uint64(xy[i, 3])) * uint64(0x9E3779B97F4A7C15)
        place = (h >> uint64(20)) & mask
        while True:
            e = table[place]
            if e < 0:
                table[place] = n
                ends[n] = xy[i]
                cells[n] = sides[i]
                n += 1
                break
            if (
                ends[e, 0] == xy[i, 0]
                and ends[e, 1] == xy[i, 1]
                and ends[e, 2] == xy[i, 2]
                and ends[e, 3] == xy[i, 3]
            ):
                for s in range(2):
                    if sides[i, s] != NOBODY:
                        clashes += cells[e, s] != NOBODY
                        cells[e, s] = sides[i, s]
                clashes += cells[e, 0] == cells[e, 1]
                break
            place = (place + uint64(1)) & mask
    return ends[:n].copy(), cells[:n].copy(), clashes


@compiled
def pieces(xy: Ints32, sides: Ints32, edge: Ints, x: Ints, y: Ints) -> tuple[Ints32, Ints32]:
    """Cut edges at points, which are ordered by edge and along it."""
    ends = np.empty((len(xy) + len(edge), 4), np.int32)
    cells = np.empty((len(xy) + len(edge), 2), np.int32)
    n = at = 0
    for e in range(len(xy)):
        ends[n], cells[n] = xy[e], sides[e]
        while at < len(edge) and edge[at] == e:
            if ends[n, 0] != x[at] or ends[n, 1] != y[at]:
                ends[n, 2], ends[n, 3] = x[at], y[at]
                n += 1
                ends[n], cells[n] = xy[e], sides[e]
                ends[n, 0], ends[n, 1] = x[at], y[at]
            at += 1
        n += 1
    return ends[:n], cells[:n]
