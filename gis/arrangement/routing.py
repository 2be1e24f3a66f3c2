"""Lead segments through every node whose unit pixel they meet (Hobby 1999).

The result crosses nowhere but in nodes, by construction and without a tolerance; a segment moves
by at most 0.71 units, and only where it must.
"""

import numpy as np

from gis.arrangement.buckets import rows_met, slot
from gis.lattice import Indices, Ints
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
    first: Indices,
    shift: int,
    bits: int,
) -> tuple[Indices, Indices, Indices]:
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
    room, most = 2 * len(ax) + len(node_x) + 64, 64
    while True:
        segment, tail, head = (
            np.empty(room, dtype=np.int32),
            np.empty(room, dtype=np.int32),
            np.empty(room, dtype=np.int32),
        )
        pieces = _route(
            ax, ay, bx, by, node_x, node_y, first, shift, bits, most, segment, tail, head
        )
        if pieces >= 0:
            return segment[:pieces], tail[:pieces], head[:pieces]
        room, most = 2 * room, 8 * most


@compiled
def _route(
    ax: Ints,
    ay: Ints,
    bx: Ints,
    by: Ints,
    node_x: Ints,
    node_y: Ints,
    first: Indices,
    shift: int,
    bits: int,
    most: int,
    segment: Indices,
    tail: Indices,
    head: Indices,
) -> int:
    """Fill in pieces; return their number, or −1 where there is too little room.

    ``most`` nodes may be met by one segment.
    """
    met, along = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int64)
    pieces = 0
    for i in range(len(ax)):
        px, py, qx, qy = ax[i], ay[i], bx[i], by[i]
        dx, dy = qx - px, qy - py
        west, east = min(px, qx) >> shift, max(px, qx) >> shift
        hits = 0
        for column in range(west, east + 1):
            south, north = rows_met(px, py, qx, qy, column, shift, 1)
            for row in range(south, north + 1):
                s = slot(column, row, bits)
                for n in range(first[s], first[s + 1]):
                    x, y = node_x[n], node_y[n]
                    if not pixel_met(px, py, qx, qy, x, y):
                        continue
                    if x >> shift != column or y >> shift != row:
                        continue
                    if hits == most:
                        return -1
                    distance = (x - px) * dx + (y - py) * dy
                    j = hits
                    while j > 0 and along[j - 1] > distance:
                        met[j], along[j] = met[j - 1], along[j - 1]
                        j -= 1
                    met[j], along[j] = n, distance
                    hits += 1
        if pieces + hits > len(segment):
            return -1
        for k in range(1, hits):
            segment[pieces], tail[pieces], head[pieces] = i, met[k - 1], met[k]
            pieces += 1
    return pieces
