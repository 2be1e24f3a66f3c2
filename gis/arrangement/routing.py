"""Lead segments through every node whose unit pixel they meet (Hobby 1999).

The result crosses nowhere but in nodes, by construction and without a tolerance; a segment moves
by at most 0.71 units, and only where it must.
"""

import numpy as np

from gis.arrangement.buckets import rows_met, slot
from gis.lattice import Ints
from gis.lattice.compiled import compiled, inlined


@inlined
def pixel_met(ax: int, ay: int, bx: int, by: int, px: int, py: int) -> bool:
    """Tell whether a segment meets the half-open unit pixel around a lattice point.

    The pixel is [px - 1/2, px + 1/2) × [py - 1/2, py + 1/2), the set of points that round to p.
    """
    if px < min(ax, bx) or px > max(ax, bx) or py < min(ay, by) or py > max(ay, by):
        return False
    # Twice the edge function at the pixel's four corners. Segment ends are whole and pixel sides
    # lie at halves, so a segment never runs along a side: it crosses the inside, or misses, or
    # touches one corner, and only the lower left corner belongs to the pixel.
    dx, dy = bx - ax, by - ay
    centre = 2 * (dx * (py - ay) - dy * (px - ax))
    reach = abs(dx) + abs(dy)
    return -reach < centre < reach or centre - dx + dy == 0


@compiled
def routed(
    ax: Ints,
    ay: Ints,
    bx: Ints,
    by: Ints,
    node_x: Ints,
    node_y: Ints,
    first: Ints,
    shift: int,
    bits: int,
) -> tuple[Ints, Ints, Ints]:
    """Lead segments a→b, whose ends are nodes, through all nodes they meet.

    Parameters
    ----------
    node_x, node_y, first
        As `numbered` gives them.

    Returns
    -------
    segment, tail, head
        The pieces in order along each segment: the segment, and two nodes.
    """
    room = 2 * len(ax) + 64
    segment, tail, head = (
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int64),
    )
    met, along = np.empty(64, dtype=np.int64), np.empty(64, dtype=np.int64)
    pieces = 0
    for i in range(len(ax)):
        dx, dy = bx[i] - ax[i], by[i] - ay[i]
        west, east = min(ax[i], bx[i]) >> shift, max(ax[i], bx[i]) >> shift
        hits = 0
        for column in range(west, east + 1):
            south, north = rows_met(ax[i], ay[i], bx[i], by[i], column, shift, 1)
            for row in range(south, north + 1):
                s = slot(column, row, bits)
                for n in range(first[s], first[s + 1]):
                    x, y = node_x[n], node_y[n]
                    if x >> shift != column or y >> shift != row:
                        continue
                    if not pixel_met(ax[i], ay[i], bx[i], by[i], x, y):
                        continue
                    if hits == len(met):
                        longer = np.empty(2 * hits, dtype=np.int64)
                        longer[:hits] = met
                        met = longer
                        longer = np.empty(2 * hits, dtype=np.int64)
                        longer[:hits] = along
                        along = longer
                    distance = (x - ax[i]) * dx + (y - ay[i]) * dy
                    j = hits
                    while j > 0 and along[j - 1] > distance:
                        met[j], along[j] = met[j - 1], along[j - 1]
                        j -= 1
                    met[j], along[j] = n, distance
                    hits += 1
        if pieces + hits > len(segment):
            room = 2 * (pieces + hits)
            longer = np.empty(room, dtype=np.int64)
            longer[:pieces] = segment[:pieces]
            segment = longer
            longer = np.empty(room, dtype=np.int64)
            longer[:pieces] = tail[:pieces]
            tail = longer
            longer = np.empty(room, dtype=np.int64)
            longer[:pieces] = head[:pieces]
            head = longer
        for k in range(1, hits):
            segment[pieces], tail[pieces], head[pieces] = i, met[k - 1], met[k]
            pieces += 1
    return segment[:pieces].copy(), tail[:pieces].copy(), head[:pieces].copy()
