"""Whether edges meet in common ends only, and where not: which points cut which edges."""

import numpy as np

from gis.lattice import Ints
from gis.lattice.compiled import compiled, inlined
from gis.router.edges import Ints32
from gis.router.words import int64


@inlined
def turn(ax: int, ay: int, bx: int, by: int, x: int, y: int) -> int:
    """Return twice the area left of a→b towards a point: its sign is the point's side."""
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax)


@compiled
def meetings(xy: Ints32, first: Ints32, items: Ints32, most: int) -> tuple[int, Ints, Ints, Ints]:
    """Look at all pairs of edges within each block.

    Parameters
    ----------
    first, items
        From `edges_by_block`.
    most
        Stop after so many crossings.

    Returns
    -------
    int
        Pairs that cross inside both: then the cells overlap.
    ndarrays of int64
        Edges that hold an end of another inside, and the end's x and y.
    """
    edge, x, y = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64, np.int64)
    n = crossings = 0
    ends = np.empty(8, np.int64)
    for block in range(len(first) - 1):
        start, stop = first[block], first[block + 1]
        if stop - start < 2:
            continue
        order = items[start:stop]
        if stop - start > 64:
            order = order[np.argsort(xy[order, 0])]
        for i in range(len(order)):
            p = order[i]
            ax, ay = int64(xy[p, 0]), int64(xy[p, 1])
            bx, by = int64(xy[p, 2]), int64(xy[p, 3])
            for j in range(i + 1, len(order)):
                q = order[j]
                cx, cy = int64(xy[q, 0]), int64(xy[q, 1])
                dx, dy = int64(xy[q, 2]), int64(xy[q, 3])
                if cx > bx or dx < ax:
                    if len(order) > 64:
                        break
                    continue
                if max(cy, dy) < min(ay, by) or min(cy, dy) > max(ay, by):
                    continue
                c, d = turn(ax, ay, bx, by, cx, cy), turn(ax, ay, bx, by, dx, dy)
                if (c > 0 and d > 0) or (c < 0 and d < 0):
                    continue
                a, b = turn(cx, cy, dx, dy, ax, ay), turn(cx, cy, dx, dy, bx, by)
                if (a > 0 and b > 0) or (a < 0 and b < 0):
                    continue
                if a != 0 and b != 0 and c != 0 and d != 0:
                    crossings += 1
                    if crossings >= most:
                        return crossings, edge[:n], x[:n], y[:n]
                    continue
                ends[0], ends[1], ends[2], ends[3] = cx, cy, dx, dy
                ends[4], ends[5], ends[6], ends[7] = ax, ay, bx, by
                for k in range(4):
                    e = p if k < 2 else q
                    on = (c, d, a, b)[k] == 0
                    if on and within(xy, e, ends[2 * k], ends[2 * k + 1]):
                        if n == len(edge):
                            edge = np.append(edge, np.empty_like(edge))
                            x = np.append(x, np.empty_like(x))
                            y = np.append(y, np.empty_like(y))
                        edge[n], x[n], y[n] = e, ends[2 * k], ends[2 * k + 1]
                        n += 1
    return crossings, edge[:n], x[:n], y[:n]


@inlined
def within(xy: Ints32, e: int, x: int, y: int) -> bool:
    """Tell whether a point on an edge's line lies between its ends."""
    ax, ay, bx, by = xy[e, 0], xy[e, 1], xy[e, 2], xy[e, 3]
    if ax == bx:
        return bool(ay < y < by)
    return bool(ax < x < bx)
