"""Where the edges of two sets meet: found over a uniform grid, told in exact integers.

Coordinates are whole units within a span of ``SPAN_LIMIT``, so every product fits into int64.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled

_MOST_BINS_PER_SIDE = 4096
_ENTRIES_PER_EDGE = 8


@dataclass(frozen=True)
class Segments:
    """Undirected edges, each once: from one vertex to another that sorts after it.

    Attributes
    ----------
    ends
        Both ends in units: x, y, x, y; shape (n, 4).
    """

    ends: Ints

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.ends)

    @cached_property
    def boxes(self) -> Ints:
        """The box of each edge: west, south, east, north."""
        one, two = self.ends[:, :2], self.ends[:, 2:]
        return np.concatenate([np.minimum(one, two), np.maximum(one, two)], axis=1)


@dataclass(frozen=True)
class Meetings:
    """Pairs of edges that meet otherwise than in common ends, each pair once a way.

    Attributes
    ----------
    first, second
        The edges that properly cross: each passes through the other's inside.
    place
        Where they cross, in units; shape (n, 2).
    on_first
        Pairs (edge of the first set, end number of the second): that end lies inside the edge.
    on_second
        Pairs (edge of the second set, end number of the first).

    An end's number is twice its edge's number, plus one for the later end.
    """

    first: Ints
    second: Ints
    place: Floats
    on_first: Ints
    on_second: Ints


def meetings(one: Segments, other: Segments) -> Meetings:
    """Find where edges of one set meet edges of another."""
    none = np.empty((0, 2), dtype=np.int64)
    if not len(one) or not len(other):
        return Meetings(none[:, 0], none[:, 0], none.astype(np.float64), none, none)
    low = np.minimum(one.boxes[:, :2].min(axis=0), other.boxes[:, :2].min(axis=0))
    high = np.maximum(one.boxes[:, 2:].max(axis=0), other.boxes[:, 2:].max(axis=0))
    grid = _grid(one, other, low, high)
    slots, edges = _listed(grid.bins(other), grid.columns, grid.rows)
    pairs, kinds = _met(
        one.ends,
        one.boxes,
        grid.bins(one),
        other.ends,
        other.boxes,
        grid.bins(other),
        slots,
        edges,
        grid.columns,
    )
    crossing = kinds == 0
    crossed = pairs[crossing]
    place = _places(one.ends[crossed[:, 0]], other.ends[crossed[:, 1]])
    return Meetings(crossed[:, 0], crossed[:, 1], place, pairs[kinds == 1], pairs[kinds == 2])


@dataclass(frozen=True)
class _Grid:
    """Bins that all are as large."""

    low: Ints
    step: Ints
    columns: int
    rows: int

    def bins(self, edges: Segments) -> Ints:
        """Return the first and last column and row of each edge's box; shape (n, 4)."""
        return (edges.boxes - np.tile(self.low, 2)) // np.tile(self.step, 2)


def _grid(one: Segments, other: Segments, low: Ints, high: Ints) -> _Grid:
    """Choose bins of about the size of an edge, so that long edges do not fill too many."""
    size = high - low + 1
    step = max(1, int((int(size[0]) * int(size[1]) / max(len(one), len(other))) ** 0.5))
    limit = _ENTRIES_PER_EDGE * (len(one) + len(other)) + 64
    while True:
        steps = np.maximum(step, -(-size // _MOST_BINS_PER_SIDE))
        columns, rows = (-(-size // steps)).tolist()
        grid = _Grid(low, steps, columns, rows)
        entries = 0
        for edges in (one, other):
            bins = grid.bins(edges)
            wide, tall = bins[:, 2] - bins[:, 0] + 1, bins[:, 3] - bins[:, 1] + 1
            entries += int((wide * tall).sum())
        if entries <= limit or columns * rows == 1:
            return grid
        step *= 2


@compiled
def _listed(bins: Ints, columns: int, rows: int) -> tuple[Ints, Ints]:
    """List the edges in each bin: where each bin's list starts, and the lists."""
    slots = np.zeros(columns * rows + 1, dtype=np.int64)
    for e in range(len(bins)):
        for row in range(bins[e, 1], bins[e, 3] + 1):
            for column in range(bins[e, 0], bins[e, 2] + 1):
                slots[row * columns + column + 1] += 1
    for k in range(columns * rows):
        slots[k + 1] += slots[k]
    edges = np.empty(slots[columns * rows], dtype=np.int64)
    fill = slots.copy()
    for e in range(len(bins)):
        for row in range(bins[e, 1], bins[e, 3] + 1):
            for column in range(bins[e, 0], bins[e, 2] + 1):
                k = row * columns + column
                edges[fill[k]] = e
                fill[k] += 1
    return slots, edges


@compiled
def _met(
    one: Ints,
    one_boxes: Ints,
    one_bins: Ints,
    other: Ints,
    other_boxes: Ints,
    other_bins: Ints,
    slots: Ints,
    edges: Ints,
    columns: int,
) -> tuple[Ints, Ints]:
    """Return pairs and how they meet: 0 cross, 1 an end on the first edge, 2 on the second."""
    pairs = np.empty((1024, 2), dtype=np.int64)
    kinds = np.empty(1024, dtype=np.int64)
    found = 0
    for e in range(len(one)):
        ax, ay, bx, by = one[e, 0], one[e, 1], one[e, 2], one[e, 3]
        west, south, east, north = (
            one_boxes[e, 0],
            one_boxes[e, 1],
            one_boxes[e, 2],
            one_boxes[e, 3],
        )
        for row in range(one_bins[e, 1], one_bins[e, 3] + 1):
            for column in range(one_bins[e, 0], one_bins[e, 2] + 1):
                k = row * columns + column
                for s in range(slots[k], slots[k + 1]):
                    f = edges[s]
                    if other_boxes[f, 2] < west or other_boxes[f, 0] > east:
                        continue
                    if other_boxes[f, 3] < south or other_boxes[f, 1] > north:
                        continue
                    # Each pair is looked at in one bin only: where the boxes' overlap begins.
                    if column != one_bins[e, 0] and column != other_bins[f, 0]:
                        continue
                    if row != one_bins[e, 1] and row != other_bins[f, 1]:
                        continue
                    cx, cy, dx, dy = other[f, 0], other[f, 1], other[f, 2], other[f, 3]
                    side_c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
                    side_d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
                    if (side_c > 0 and side_d > 0) or (side_c < 0 and side_d < 0):
                        continue
                    side_a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
                    side_b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
                    if (side_a > 0 and side_b > 0) or (side_a < 0 and side_b < 0):
                        continue
                    if found + 4 > len(pairs):
                        pairs, kinds = (
                            np.concatenate((pairs, pairs)),
                            np.concatenate((kinds, kinds)),
                        )
                    if side_a != 0 and side_b != 0 and side_c != 0 and side_d != 0:
                        pairs[found, 0], pairs[found, 1], kinds[found] = e, f, 0
                        found += 1
                        continue
                    if side_c == 0 and (ax - cx) * (bx - cx) + (ay - cy) * (by - cy) < 0:
                        pairs[found, 0], pairs[found, 1], kinds[found] = e, 2 * f, 1
                        found += 1
                    if side_d == 0 and (ax - dx) * (bx - dx) + (ay - dy) * (by - dy) < 0:
                        pairs[found, 0], pairs[found, 1], kinds[found] = e, 2 * f + 1, 1
                        found += 1
                    if side_a == 0 and (cx - ax) * (dx - ax) + (cy - ay) * (dy - ay) < 0:
                        pairs[found, 0], pairs[found, 1], kinds[found] = f, 2 * e, 2
                        found += 1
                    if side_b == 0 and (cx - bx) * (dx - bx) + (cy - by) * (dy - by) < 0:
                        pairs[found, 0], pairs[found, 1], kinds[found] = f, 2 * e + 1, 2
                        found += 1
    return pairs[:found], kinds[:found]


def _places(one: Ints, other: Ints) -> Floats:
    """Return where pairs of crossing edges cross, to the nearest double."""
    a, b, c, d = one[:, :2], one[:, 2:], other[:, :2], other[:, 2:]
    along, across = b - a, d - c
    to = c - a
    whole = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
    part = to[:, 0] * across[:, 1] - to[:, 1] * across[:, 0]
    share = part / np.where(whole == 0, 1, whole)
    return np.asarray(a + share[:, None] * along, dtype=np.float64)
