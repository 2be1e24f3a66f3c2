"""Exact questions to integer geometry.

Only differences of coordinates are multiplied. With spans below ``SPAN_LIMIT`` each product
stays below 2**60 (2**62 where coordinates are doubled), so int64 is exact.
"""

import numpy as np

from gis.lattice.units import Bools, Ints

# Edges looked at in one go: bounds the memory of point-in-polygon tests to some 100 MB.
_EDGES_AT_ONCE = 1 << 20


def side(a: Ints, b: Ints, c: Ints) -> Ints:
    """Tell on which side of the line a→b each point c lies: 1 left, −1 right, 0 on it.

    All arrays have shape (n, 2).
    """
    d, e = b - a, c - a
    return np.asarray(np.sign(d[:, 0] * e[:, 1] - d[:, 1] * e[:, 0]), dtype=np.int64)


def points_on_or_in(
    px: Ints, py: Ints, shape: Ints, xy: Ints, following: Ints, starts: Ints
) -> Bools:
    """Tell which points lie in their closed shapes: inside or on the boundary.

    Parameters
    ----------
    px, py
        Points in units.
    shape
        The shape to test each point against.
    xy, following, starts
        Vertices of all rings of all shapes, the vertex after each, and where shapes start.
    """
    crossings, on_edge = _crossings(px, py, shape, xy, following, starts)
    return np.asarray(on_edge | (crossings % 2 == 1), dtype=np.bool_)


def _crossings(
    px: Ints, py: Ints, shape: Ints, xy: Ints, following: Ints, starts: Ints
) -> tuple[Ints, Bools]:
    """Count the edges that a ray eastward from each point crosses; tell points on an edge."""
    sizes = (starts[1:] - starts[:-1])[shape]
    ends = np.cumsum(sizes)
    crossings = np.zeros(len(px), dtype=np.int64)
    on_edge = np.zeros(len(px), dtype=np.bool_)
    first = 0
    while first < len(px):
        done = int(ends[first] - sizes[first])
        last = max(int(np.searchsorted(ends, done + _EDGES_AT_ONCE, "right")), first + 1)
        some = slice(first, last)
        counts = sizes[some]
        point = np.repeat(np.arange(first, last), counts)
        before = np.repeat(ends[some] - counts - done, counts)
        start = np.arange(len(point)) - before + np.repeat(starts[shape[some]], counts)
        end = following[start]
        ax, ay = xy[start, 0] - px[point], xy[start, 1] - py[point]
        bx, by = xy[end, 0] - px[point], xy[end, 1] - py[point]
        cross = ax * by - ay * bx
        upward = (ay <= 0) & (by > 0) & (cross > 0)
        downward = (by <= 0) & (ay > 0) & (cross < 0)
        touches = (cross == 0) & (ax * bx <= 0) & (ay * by <= 0)
        crossings[some] = np.bincount(point[upward | downward] - first, minlength=last - first)
        on_edge[point[touches]] = True
        first = last
    return crossings, on_edge
