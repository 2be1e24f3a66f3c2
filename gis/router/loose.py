"""Cells that fit into no layer, each tested by the parity of its outline.

They cross themselves, collapse on the lattice, or overlap too many others. A raster of lists says
which of them can hold a point.
"""

import numpy as np

from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled
from gis.router.edges import Ints32
from gis.router.index import Loose
from gis.router.kernel import round_to_units
from gis.router.words import int64

_LISTED_PER_CELL = 16


def loose_of(row: Ints, cells: Ints, rings: Ints, xy: Ints) -> Loose:
    """Index loose cells; rows ascend."""
    if not len(row):
        none = np.zeros(0, np.int32)
        start = np.zeros(1, np.int32)
        return Loose(np.zeros(5, np.int64), start, none, none, start, start, none.reshape(0, 2))
    vertex = rings[cells]
    low = np.minimum.reduceat(xy, vertex[:-1], axis=0)
    high = np.maximum.reduceat(xy, vertex[:-1], axis=0)
    west, south = low.min(axis=0).tolist()
    east, north = high.max(axis=0).tolist()
    for shift in range(4, 32):
        across = ((high - [west, south]) >> shift) - ((low - [west, south]) >> shift) + 1
        columns, rows = ((east - west) >> shift) + 1, ((north - south) >> shift) + 1
        listed = int(across.prod(axis=1).sum())
        if max(listed, columns * rows) <= _LISTED_PER_CELL * len(row) + 64:
            break
    place = np.array([west, south, shift, columns, rows], np.int64)
    first, items = _listed(place, low, high)
    narrow = (a.astype(np.int32) for a in (row, cells, rings, xy))
    return Loose(place, first, items, *narrow)


@compiled
def _listed(place: Ints, low: Ints, high: Ints) -> tuple[Ints32, Ints32]:
    west, south, shift, columns, rows = place[0], place[1], place[2], place[3], place[4]
    first = np.zeros(columns * rows + 1, np.int32)
    items = np.empty(0, np.int32)
    for filling in range(2):
        for cell in range(len(low) - 1, -1, -1):
            for r in range((low[cell, 1] - south) >> shift, ((high[cell, 1] - south) >> shift) + 1):
                for c in range(
                    (low[cell, 0] - west) >> shift, ((high[cell, 0] - west) >> shift) + 1
                ):
                    block = r * columns + c
                    if filling:
                        first[block] -= 1
                        items[first[block]] = cell
                    else:
                        first[block] += 1
        if not filling:
            total = 0
            for block in range(columns * rows):
                total += first[block]
                first[block] = total
            first[columns * rows] = total
            items = np.empty(total, np.int32)
    return first, items


@compiled
def route_loose(
    lon: Floats, lat: Floats, answers: Ints32,
    place: Ints, first: Ints32, items: Ints32, row: Ints32,
    cells: Ints32, rings: Ints32, xy: Ints32,
) -> None:  # fmt: skip
    """Lower the answers of points that loose cells of smaller rows hold."""
    for i in range(len(lon)):
        if not (abs(lon[i]) <= 180.0 and abs(lat[i]) <= 90.0):
            continue
        x, y = round_to_units(lon[i]), round_to_units(lat[i])
        answers[i] = loose_row(x, y, int64(answers[i]), place, first, items, row, cells, rings, xy)


@compiled
def loose_row(
    x: int, y: int, answer: int,
    place: Ints, first: Ints32, items: Ints32, row: Ints32,
    cells: Ints32, rings: Ints32, xy: Ints32,
) -> int:  # fmt: skip
    """Return the smallest row of the answer so far and of the loose cells that hold a place."""
    c, r = (x - place[0]) >> place[2], (y - place[1]) >> place[2]
    if c < 0 or r < 0 or c >= place[3] or r >= place[4]:
        return answer
    block = r * place[3] + c
    for k in range(first[block], first[block + 1]):
        cell = items[k]
        if 0 <= answer <= row[cell]:
            break
        if holds(x, y, cells[cell], cells[cell + 1], rings, xy):
            return int(row[cell])
    return answer


@compiled
def holds(x: int, y: int, start: int, stop: int, rings: Ints32, xy: Ints32) -> bool:
    """Tell whether rings, taken together by parity, hold a place inside or on them."""
    odd = False
    for ring in range(start, stop):
        begin, end = rings[ring], rings[ring + 1]
        for i in range(begin, end):
            j = begin if i + 1 == end else i + 1
            ax, ay = int64(xy[i, 0]) - x, int64(xy[i, 1]) - y
            bx, by = int64(xy[j, 0]) - x, int64(xy[j, 1]) - y
            # Far from the place on one side: no product is needed, and none can overflow.
            if (ay > 0 and by > 0) or (ay < 0 and by < 0) or (ax < 0 and bx < 0):
                continue
            if ax > 0 and bx > 0:
                odd ^= (ay > 0) != (by > 0)
                continue
            cross = ax * by - ay * bx
            if cross == 0:
                if min(ax, bx) <= 0 <= max(ax, bx) and min(ay, by) <= 0 <= max(ay, by):
                    return True
            elif (ay > 0) != (by > 0):
                odd ^= (cross > 0) == (by > ay)
    return odd
