"""Join cells that are too small to a neighbour."""

import math

import numpy as np

from gis.arrangement.cells import root
from gis.lattice import Bools, Indices, Ints
from gis.lattice.compiled import compiled

# Side lengths are summed as whole sixteenths of a unit: sums then do not depend on the order.
_LENGTH_STEPS = 16


@compiled
def _push(areas: Ints, cells: Indices, count: int, area: int, cell: int) -> None:
    """Add a cell to a heap of ``count``, least area and then least number first."""
    k = count
    while k > 0:
        up = (k - 1) >> 1
        if areas[up] < area or (areas[up] == area and cells[up] < cell):
            break
        areas[k], cells[k] = areas[up], cells[up]
        k = up
    areas[k], cells[k] = area, cell


@compiled
def _sink(areas: Ints, cells: Indices, count: int) -> None:
    """Take the first out of a heap that keeps ``count``: the last one sinks from the top."""
    area, cell = areas[count], cells[count]
    k = 0
    while 2 * k + 1 < count:
        down = 2 * k + 1
        if down + 1 < count and (
            areas[down + 1] < areas[down]
            or (areas[down + 1] == areas[down] and cells[down + 1] < cells[down])
        ):
            down += 1
        if area < areas[down] or (area == areas[down] and cell < cells[down]):
            break
        areas[k], cells[k] = areas[down], cells[down]
        k = down
    areas[k], cells[k] = area, cell


@compiled
def merged_slivers(
    x: Ints,
    y: Ints,
    origin: Indices,
    after: Indices,
    cycle: Indices,
    lead: Indices,
    cell: Indices,
    area2: Ints,
    least_area2: Ints,
    community: Ints,
    fixed: Bools,
    east_by_north: float,
) -> tuple[Indices, Indices]:
    """Join each sliver to the cell of its community with which it shares the longest side.

    Slivers are taken ascending by area, ties by the lower number; a joined cell that is still a
    sliver is taken again. A sliver with no neighbour in its community stays.

    Parameters
    ----------
    cell
        The cell of each cycle, −1 for none; cells numbered in a canonical order.
    area2, least_area2, community, fixed
        Of each cell: twice its area, that below which it is a sliver, its community, and
        whether it takes part in no joining.
    east_by_north
        Length of a unit eastward, in units northward.

    Returns
    -------
    into
        The cell that each cell went into: the lowest number of those joined.
    largest
        Of each cell that others went into, and of those left alone, the largest one in it.
    """
    cells = len(area2)
    into = np.arange(cells).astype(np.int32)
    size, least, largest = area2.copy(), least_area2.copy(), np.arange(cells).astype(np.int32)
    # The cycles of each cell, as a chain that joins to another at its end.
    chain, last = np.full(cells, -1, dtype=np.int32), np.full(cells, -1, dtype=np.int32)
    further = np.full(len(cell), -1, dtype=np.int32)
    for c in range(len(cell)):
        if cell[c] >= 0:
            if last[cell[c]] < 0:
                chain[cell[c]] = c
            else:
                further[last[cell[c]]] = c
            last[cell[c]] = c
    # Each pop lets one be pushed, so the heap never holds more than the cells.
    heap_area, heap_cell = np.empty(cells, dtype=np.int64), np.empty(cells, dtype=np.int32)
    waiting = 0
    for k in range(cells):
        if size[k] < least[k] and not fixed[k]:
            _push(heap_area, heap_cell, waiting, size[k], k)
            waiting += 1
    shared = np.zeros(cells, dtype=np.int64)
    beside = np.empty(cells, dtype=np.int32)
    while waiting > 0:
        area, sliver = heap_area[0], heap_cell[0]
        waiting -= 1
        _sink(heap_area, heap_cell, waiting)
        if into[sliver] != sliver or size[sliver] != area:
            continue
        neighbours = 0
        c = chain[sliver]
        while c >= 0:
            h = lead[c]
            while True:
                other = cell[cycle[h ^ 1]]
                if other >= 0 and community[other] == community[sliver] and not fixed[other]:
                    other = root(into, other)
                    if other != sliver:
                        if shared[other] == 0:
                            beside[neighbours] = other
                            neighbours += 1
                        a, b = origin[h], origin[h ^ 1]
                        dx, dy = (x[b] - x[a]) * east_by_north, float(y[b] - y[a])
                        length = round(math.sqrt(dx * dx + dy * dy) * _LENGTH_STEPS)
                        shared[other] += max(int(length), 1)
                h = after[h]
                if h == lead[c]:
                    break
            c = further[c]
        if neighbours == 0:
            continue
        best = beside[0]
        for k in range(1, neighbours):
            other = beside[k]
            if shared[other] > shared[best] or (shared[other] == shared[best] and other < best):
                best = other
        for k in range(neighbours):
            shared[beside[k]] = 0
        kept, gone = min(sliver, best), max(sliver, best)
        into[gone] = kept
        one, two = largest[kept], largest[gone]
        if area2[two] > area2[one] or (area2[two] == area2[one] and two < one):
            largest[kept] = two
        size[kept] += size[gone]
        least[kept] = max(least[kept], least[gone])
        further[last[kept]] = chain[gone]
        last[kept] = last[gone]
        if size[kept] < least[kept]:
            _push(heap_area, heap_cell, waiting, size[kept], kept)
            waiting += 1
    for k in range(cells):
        into[k] = root(into, k)
    return into, largest
