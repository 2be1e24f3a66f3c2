"""Which cell holds a point, by the plainest means: every cell whose box holds it, edge by edge.

Twice: `Brute.rows` counts crossings in int64, compiled; `Brute.rows_in_python` winds around the
point in Python's own integers, which cannot overflow.
"""

import numba
import numpy as np

from proving.outlines import Outlines, Whole

_CELLS_AT_HAND = 20_000


class Brute:
    """All cells, and a plain grid of lists saying whose boxes meet each square."""

    def __init__(self, outlines: Outlines) -> None:
        self._outlines = outlines
        vertex = outlines.vertex[:-1]
        self._low = np.minimum.reduceat(outlines.xy, vertex, axis=0)
        self._high = np.maximum.reduceat(outlines.xy, vertex, axis=0)
        self._corner = self._low.min(axis=0)
        extent = self._high.max(axis=0) - self._corner + 1
        assert 2 * (int(extent.max()) + 4) ** 2 < 1 << 63, "products could overflow"
        self._end = self._corner + extent
        side = float(np.sqrt(extent[0] * extent[1] / (2 * len(outlines))))
        # Boxes much larger than a square would be listed in too many.
        largest = (self._high - self._low).mean(axis=0).max() / 2
        self._side = max(int(side), int(largest), 1)
        self._size = extent // self._side + 1
        self._first, self._listed = _lists(
            self._low, self._high, self._corner, self._side, self._size
        )

    def rows(self, points: Whole) -> Whole:
        """Return the first cell that holds each point, its border included; −1 for none."""
        return _rows(
            points, self._corner, self._end, self._side, self._size, self._first, self._listed,
            self._low, self._high, self._outlines.cells, self._outlines.rings, self._outlines.xy,
        )  # fmt: skip

    def rows_in_python(self, points: Whole) -> Whole:
        """Do the same in Python's integers, by other arithmetic."""
        rings: dict[int, list[list[list[int]]]] = {}
        found = np.full(len(points), -1)
        cells, starts, xy = self._outlines.cells, self._outlines.rings, self._outlines.xy
        low, high = self._low, self._high
        for k, (x, y) in enumerate(points.tolist()):
            column, row = (
                (v - int(c)) // self._side for v, c in zip((x, y), self._corner, strict=True)
            )
            if not (0 <= column < self._size[0] and 0 <= row < self._size[1]):
                continue
            square = row * int(self._size[0]) + column
            listed = self._listed[self._first[square] : self._first[square + 1]]
            box = (low[listed] <= (x, y)).all(axis=1) & (high[listed] >= (x, y)).all(axis=1)
            for cell in listed[box].tolist():
                if len(rings) > _CELLS_AT_HAND:
                    rings.clear()
                if cell not in rings:
                    rings[cell] = [
                        xy[starts[r] : starts[r + 1]].tolist()
                        for r in range(cells[cell], cells[cell + 1])
                    ]
                if _touches_or_holds(rings[cell], x, y):
                    found[k] = cell
                    break
        return found


def _touches_or_holds(rings: list[list[list[int]]], x: int, y: int) -> bool:
    crossings = 0
    for ring in rings:
        ax, ay = ring[0]
        for bx, by in ring[1:]:
            if min(ay, by) <= y <= max(ay, by):
                # How far the point lies west of the edge, times the edge's height.
                if ay == by:
                    if min(ax, bx) <= x <= max(ax, bx):
                        return True
                else:
                    west = (ax - x) * (by - ay) + (y - ay) * (bx - ax)
                    if west == 0:
                        return True
                    upward = by > ay
                    if (west > 0) == upward and y != max(ay, by):
                        crossings += 1
            ax, ay = bx, by
    return crossings % 2 == 1


@numba.njit(nogil=True)
def _lists(low: Whole, high: Whole, corner: Whole, side: int, size: Whole) -> tuple[Whole, Whole]:
    count = np.zeros(size[0] * size[1] + 1, np.int64)
    for cell in range(len(low)):
        for r in range((low[cell, 1] - corner[1]) // side, (high[cell, 1] - corner[1]) // side + 1):
            for c in range(
                (low[cell, 0] - corner[0]) // side, (high[cell, 0] - corner[0]) // side + 1
            ):
                count[r * size[0] + c + 1] += 1
    first = np.cumsum(count)
    at = first[:-1].copy()
    listed = np.empty(first[-1], np.int64)
    for cell in range(len(low)):
        for r in range((low[cell, 1] - corner[1]) // side, (high[cell, 1] - corner[1]) // side + 1):
            for c in range(
                (low[cell, 0] - corner[0]) // side, (high[cell, 0] - corner[0]) // side + 1
            ):
                listed[at[r * size[0] + c]] = cell
                at[r * size[0] + c] += 1
    return first, listed


@numba.njit(nogil=True)
def _rows(points, corner, end, side, size, first, listed, low, high, cells, rings, xy):
    found = np.full(len(points), -1, np.int64)
    for k in range(len(points)):
        x, y = points[k, 0], points[k, 1]
        if x < corner[0] or y < corner[1] or x >= end[0] or y >= end[1]:
            continue
        square = (y - corner[1]) // side * size[0] + (x - corner[0]) // side
        for i in range(first[square], first[square + 1]):
            cell = listed[i]
            if x < low[cell, 0] or y < low[cell, 1] or x > high[cell, 0] or y > high[cell, 1]:
                continue
            if _holds(x, y, cells[cell], cells[cell + 1], rings, xy):
                found[k] = cell
                break
    return found


@numba.njit(nogil=True)
def _holds(x, y, ring, stop, rings, xy):
    inside = False
    for r in range(ring, stop):
        for v in range(rings[r], rings[r + 1] - 1):
            ax, ay, bx, by = xy[v, 0], xy[v, 1], xy[v + 1, 0], xy[v + 1, 1]
            if (ay < y and by < y) or (ay > y and by > y) or (ax < x and bx < x):
                continue
            turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
            if turn == 0 and min(ax, bx) <= x <= max(ax, bx):
                return True
            if (ay > y) != (by > y) and (turn > 0) == (by > ay):
                inside = not inside
    return inside
