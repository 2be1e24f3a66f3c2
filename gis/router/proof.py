"""Proof that edges bound a division without overlaps, so that their sides can be trusted.

Four facts are enough. (1) Edges meet in common ends only, and each has at most one cell on a
side (`noding`, `edges`). (2) Around every end, the right side of each edge names the same cell as
the left side of the one before it. So along each connected piece of the network every face has
one name. (3) What lies around each connected piece is named alike by the piece and by the next
edge to its west. So every face has one name, and (4) a cell's name changes exactly where the
parity of its outline does, with nobody at infinity: the named faces are the cells.
"""

import numpy as np

from gis.lattice import Ints
from gis.lattice.compiled import compiled, inlined
from gis.router.edges import Ints32
from gis.router.fractions import less
from gis.router.words import int64, uint64


@compiled
def ends_of(xy: Ints32) -> tuple[Ints32, Ints32]:
    """Give a number to every end: return each edge's two, and one half-edge of each end.

    Half-edge 2e leaves the first end of edge e, 2e + 1 the second.
    """
    size = 16
    while size < 3 * len(xy):  # there are at most two ends an edge
        size *= 2
    table = np.full(size, -1, np.int32)
    mask = uint64(size - 1)
    ends = np.empty((len(xy), 2), np.int32)
    sample = np.empty(2 * len(xy), np.int32)
    n = 0
    for e in range(len(xy)):
        for s in range(2):
            x, y = xy[e, 2 * s], xy[e, 2 * s + 1]
            h = uint64(x) * uint64(0x9E3779B97F4A7C15)
            h = (h ^ (h >> uint64(31)) ^ uint64(y)) * uint64(0xC2B2AE3D27D4EB4F)
            place = (h >> uint64(22)) & mask
            while True:
                v = table[place]
                if v < 0:
                    table[place] = n
                    sample[n] = 2 * e + s
                    ends[e, s] = n
                    n += 1
                    break
                k, t = sample[v] >> 1, sample[v] & 1
                if xy[k, 2 * t] == x and xy[k, 2 * t + 1] == y:
                    ends[e, s] = v
                    break
                place = (place + uint64(1)) & mask
    return ends, sample[:n].copy()


@inlined
def leaving(xy: Ints32, half: int) -> tuple[int, int]:
    """Return the direction in which a half-edge leaves its end."""
    e = half >> 1
    dx, dy = int64(xy[e, 2]) - xy[e, 0], int64(xy[e, 3]) - xy[e, 1]
    if half & 1:
        return -dx, -dy
    return dx, dy


@inlined
def before(ux: int, uy: int, vx: int, vy: int) -> bool:
    """Tell whether direction u comes before v, anticlockwise from east."""
    u_low, v_low = uy < 0 or (uy == 0 and ux < 0), vy < 0 or (vy == 0 and vx < 0)
    if u_low != v_low:
        return v_low
    return ux * vy - uy * vx > 0


@compiled
def turns_agree(xy: Ints32, sides: Ints32, ends: Ints32, count: int) -> bool:
    """Tell whether, around every end, neighbouring edges name the cell between them alike."""
    first = np.zeros(count + 1, np.int32)
    for e in range(len(xy)):
        first[ends[e, 0]] += 1
        first[ends[e, 1]] += 1
    total = 0
    for v in range(count):
        total += first[v]
        first[v] = total
    first[count] = total
    halves = np.empty(total, np.int32)
    for e in range(len(xy)):
        for s in range(2):
            v = ends[e, s]
            first[v] -= 1
            halves[first[v]] = 2 * e + s
    for v in range(count):
        start, stop = first[v], first[v + 1]
        for i in range(start + 1, stop):
            half = halves[i]
            ux, uy = leaving(xy, half)
            j = i
            while j > start:
                vx, vy = leaving(xy, halves[j - 1])
                if not before(ux, uy, vx, vy):
                    break
                halves[j] = halves[j - 1]
                j -= 1
            halves[j] = half
        last = halves[stop - 1]
        name = sides[last >> 1, last & 1]
        for i in range(start, stop):
            half = halves[i]
            if sides[half >> 1, 1 - (half & 1)] != name:
                return False
            name = sides[half >> 1, half & 1]
    return True


@compiled
def islands(xy: Ints32, sides: Ints32, ends: Ints32, sample: Ints32) -> tuple[Ints, Ints]:
    """Find the connected pieces of the network.

    Returns
    -------
    ndarrays of int64
        The westmost end of each piece, the southmost of several: x and y, shape (pieces, 2); and
        the name that the piece gives to the face west of it.
    """
    count = len(sample)
    parent = np.arange(count).astype(np.int32)
    for e in range(len(xy)):
        u, v = ends[e, 0], ends[e, 1]
        while parent[u] != u:
            parent[u] = parent[parent[u]]
            u = parent[u]
        while parent[v] != v:
            parent[v] = parent[parent[v]]
            v = parent[v]
        if u < v:
            parent[v] = u
        else:
            parent[u] = v
    # The steepest edge leaving the westmost end has the face around the piece on its left.
    best = np.full(count, -1, np.int32)
    for e in range(len(xy)):
        v = ends[e, 0]
        while parent[v] != v:
            v = parent[v]
        b = best[v]
        if b >= 0:
            if (xy[e, 0], xy[e, 1]) > (xy[b, 0], xy[b, 1]):
                continue
            if xy[e, 0] == xy[b, 0] and xy[e, 1] == xy[b, 1]:
                ux, uy = leaving(xy, 2 * b)
                vx, vy = leaving(xy, 2 * e)
                if ux * vy - uy * vx < 0:
                    continue
        best[v] = e
    found = best[best >= 0]
    where = np.empty((len(found), 2), np.int64)
    name = np.empty(len(found), np.int64)
    for i in range(len(found)):
        where[i, 0], where[i, 1] = xy[found[i], 0], xy[found[i], 1]
        name[i] = sides[found[i], 0]
    return where, name


@compiled
def surroundings_agree(
    xy: Ints32,
    sides: Ints32,
    first: Ints32,
    items: Ints32,
    where: Ints,
    name: Ints,
    west: int,
    south: int,
    width: int,
    height: int,
    columns: int,
    rows: int,
) -> bool:
    """Tell whether each piece names what is around it as the next edge to its west does.

    Looks along the ray that runs west from just above the piece's westmost end. Pieces outside
    these rows of blocks are left out.
    """
    for i in range(len(name)):
        px, py = where[i, 0], where[i, 1]
        row = (py - south) // height
        if row < 0 or row >= rows:
            continue
        found = int64(-1)
        distance, height = int64(0), int64(1)  # of the nearest: the way west as a fraction
        for column in range((px - west) // width, -1, -1):
            block = row * columns + column
            for k in range(first[block], first[block + 1]):
                e = int64(items[k])
                ax, ay = int64(xy[e, 0]), int64(xy[e, 1])
                bx, by = int64(xy[e, 2]), int64(xy[e, 3])
                if ay > by:
                    ax, ay, bx, by = bx, by, ax, ay
                if not ay <= py < by:
                    continue
                n, d = (px - ax) * (by - ay) - (bx - ax) * (py - ay), by - ay
                if n <= 0:
                    continue
                if found < 0 or less(n, d, distance, height):
                    found, distance, height = e, n, d
                elif not less(distance, height, n, d) and leans_east(xy, e, found):
                    found = e
            edge_of_block = px - (west + column * width)
            if found >= 0 and distance <= edge_of_block * height:
                break
        around = int64(-1)
        if found >= 0:
            around = int64(sides[found, 1 if xy[found, 3] > xy[found, 1] else 0])
        if around != name[i]:
            return False
    return True


@inlined
def leans_east(xy: Ints32, e: int, f: int) -> bool:
    """Tell whether edge e, going up from the same place as f, runs more to the east."""
    ex, ey = int64(xy[e, 2]) - xy[e, 0], int64(xy[e, 3]) - xy[e, 1]
    fx, fy = int64(xy[f, 2]) - xy[f, 0], int64(xy[f, 3]) - xy[f, 1]
    if ey < 0:
        ex, ey = -ex, -ey
    if fy < 0:
        fx, fy = -fx, -fy
    return bool(fx * ey - fy * ex < 0)
