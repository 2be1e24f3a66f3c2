"""Walk around the faces of noded pieces.

Half-edge 2e runs along piece e from its lower node to its higher one, 2e + 1 back; so the twin of
h is ``h ^ 1``. Each half-edge belongs to the cycle, and so to the face, on its left. A cycle that
runs anticlockwise bounds a face; every other one is the outside of a connected part.
"""

import numpy as np

from gis.lattice import Indices, Ints
from gis.lattice.compiled import compiled, inlined


@inlined
def _turns_before(dx: int, dy: int, ex: int, ey: int) -> bool:
    """Tell whether direction d comes before e anticlockwise, counted from due west."""
    lower_d = dy < 0 or (dy == 0 and dx < 0)
    lower_e = ey < 0 or (ey == 0 and ex < 0)
    if lower_d != lower_e:
        return lower_d
    return dx * ey - dy * ex > 0


@compiled
def rotation(x: Ints, y: Ints, low: Indices, high: Indices, nodes: int) -> tuple[Indices, Indices]:
    """Order half-edges around the nodes they leave.

    Returns
    -------
    origin
        The node that each half-edge leaves.
    after
        The half-edge that follows each one along its left: the sharpest turn to the left.
    """
    halves = 2 * len(low)
    origin = np.empty(halves, dtype=np.int32)
    first = np.zeros(nodes + 1, dtype=np.int32)
    for e in range(len(low)):
        origin[2 * e], origin[2 * e + 1] = low[e], high[e]
        first[low[e]] += 1
        first[high[e]] += 1
    for n in range(1, nodes + 1):
        first[n] += first[n - 1]
    around = np.empty(halves, dtype=np.int32)
    for h in range(halves):
        n = origin[h]
        first[n] -= 1
        around[first[n]] = h
    after = np.empty(halves, dtype=np.int32)
    for n in range(nodes):
        begin, end = first[n], first[n + 1]
        for k in range(begin + 1, end):
            h, j = around[k], k - 1
            to = origin[h ^ 1]
            dx, dy = x[to] - x[n], y[to] - y[n]
            while j >= begin:
                other = origin[around[j] ^ 1]
                if not _turns_before(dx, dy, x[other] - x[n], y[other] - y[n]):
                    break
                around[j + 1] = around[j]
                j -= 1
            around[j + 1] = h
        for k in range(begin, end):
            after[around[k] ^ 1] = around[k - 1 if k > begin else end - 1]
    return origin, after


@compiled
def cycles(x: Ints, y: Ints, origin: Indices, after: Indices) -> tuple[Indices, Indices, Ints]:
    """Walk along the left of all half-edges.

    Returns
    -------
    cycle
        The cycle of each half-edge.
    lead
        Of each cycle the half-edge that leaves its lowest node (by x, then y); of several, the
        one that goes to the lowest.
    area2
        Twice the signed area of each cycle in square units.
    """
    halves = len(origin)
    cycle = np.full(halves, -1, dtype=np.int32)
    lead, area2 = np.empty(halves, dtype=np.int32), np.empty(halves, dtype=np.int64)
    count = 0
    for start in range(halves):
        if cycle[start] >= 0:
            continue
        at = origin[start]
        x0, y0 = x[at], y[at]
        best, twice = start, 0
        bx, by = x0, y0
        px, py = x0, y0
        to = origin[start ^ 1]
        cx, cy = x[to], y[to]
        h = start
        while cycle[h] < 0:
            cycle[h] = count
            to = origin[h ^ 1]
            qx, qy = x[to], y[to]
            twice += (px - x0) * (qy - y0) - (py - y0) * (qx - x0)
            if px < bx or (
                px == bx and (py < by or (py == by and (qx < cx or (qx == cx and qy < cy))))
            ):
                best, bx, by, cx, cy = h, px, py, qx, qy
            px, py = qx, qy
            h = after[h]
        lead[count], area2[count] = best, twice
        count += 1
    return cycle, lead[:count], area2[:count]
