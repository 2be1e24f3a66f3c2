"""Find the face that each separate part of an arrangement lies in."""

import numpy as np

from gis.arrangement.buckets import bucket_bits, bucket_shift, segment_buckets, slot
from gis.lattice import Indices, Ints
from gis.lattice.compiled import compiled


@compiled
def _west_of(
    x: Ints,
    y: Ints,
    origin: Indices,
    cycle: Indices,
    part: Indices,
    mine: int,
    px: int,
    py: int,
    least_x: int,
    edges: Indices,
    first: Indices,
    item: Indices,
    shift: int,
    bits: int,
) -> int:
    """Return the cycle of another part that is met first going west from a point; −1 for none.

    The ray runs a hair above the point's parallel, so it meets no node. ``first, item`` are the
    `segment_buckets` of ``edges``, among them all that cross the parallel.
    """
    best, best_q, best_r, best_dx, best_dy = -1, 0, 0, 0, 1
    row = py >> shift
    # Once around the torus, every edge of the row has been seen.
    farthest = max(least_x >> shift, (px >> shift) - (1 << bits) + 1)
    for column in range(px >> shift, farthest - 1, -1):
        s = slot(column, row, bits)
        for k in range(first[s], first[s + 1]):
            e = edges[item[k]]
            a, b = origin[2 * e], origin[2 * e + 1]
            if (y[a] <= py) == (y[b] <= py) or part[cycle[2 * e]] == mine:
                continue
            if y[a] > y[b]:
                a, b = b, a
            dx, dy = x[b] - x[a], y[b] - y[a]
            reach = (py - y[a]) * dx
            q, r = x[a] + reach // dy, reach % dy
            if q >= px:
                continue
            nearer = best < 0 or q > best_q
            if best >= 0 and q == best_q:
                # Equal places: a node on the parallel; just above it the slope decides.
                nearer = r * best_dy > best_r * dy or (
                    r * best_dy == best_r * dy and dx * best_dy > best_dx * dy
                )
            if nearer:
                # The half-edge going down has the east on its left.
                best = cycle[2 * e if origin[2 * e] == b else 2 * e + 1]
                best_q, best_r, best_dx, best_dy = q, r, dx, dy
        if best >= 0 and best_q >= column << shift:
            break
    return best


def holders(
    x: Ints,
    y: Ints,
    origin: Indices,
    after: Indices,
    cycle: Indices,
    lead: Indices,
    area2: Ints,
) -> Indices:
    """Return for each outer cycle the bounded cycle that it lies in, −1 for none.

    Bounded cycles hold themselves.
    """
    part, outer = _parts(after, cycle, lead, area2)
    holder = np.where(area2 > 0, np.arange(len(lead), dtype=np.int32), np.int32(-1))
    if len(outer) < 2:
        return holder
    lowest = origin[lead[outer]]
    edges = _crossing(y, origin, np.unique(y[lowest]))
    a, b = origin[2 * edges], origin[2 * edges + 1]
    ends = (x[a], y[a], x[b], y[b])
    shift, bits = bucket_shift(*ends), bucket_bits(len(edges))
    buckets = segment_buckets(*ends, shift, bits)
    least_x = int(x[lowest].min())
    _held(
        x,
        y,
        origin,
        cycle,
        area2,
        part,
        outer,
        lowest,
        least_x,
        edges,
        *buckets,
        shift,
        bits,
        holder,
    )
    return holder


@compiled
def _parts(after: Indices, cycle: Indices, lead: Indices, area2: Ints) -> tuple[Indices, Indices]:
    """Return the connected part of each cycle, and each part's outer cycle."""
    count = len(lead)
    part = np.full(count, -1, dtype=np.int32)
    outer = np.empty(count, dtype=np.int32)
    waiting = np.empty(count, dtype=np.int32)
    parts = 0
    for start in range(count):
        if part[start] >= 0:
            continue
        part[start] = parts
        waiting[0], length = start, 1
        while length > 0:
            length -= 1
            c = waiting[length]
            if area2[c] <= 0:
                outer[parts] = c
            h = lead[c]
            while True:
                d = cycle[h ^ 1]
                if part[d] < 0:
                    part[d] = parts
                    waiting[length] = d
                    length += 1
                h = after[h]
                if h == lead[c]:
                    break
        parts += 1
    return part, outer[:parts]


@compiled
def _crossing(y: Ints, origin: Indices, parallels: Ints) -> Indices:
    """Return the edges that lead from on or below one of some ascending parallels to above it."""
    edges = np.empty(len(origin) // 2, dtype=np.int32)
    found = 0
    for e in range(len(origin) // 2):
        a, b = y[origin[2 * e]], y[origin[2 * e + 1]]
        south, north = min(a, b), max(a, b)
        low, high = 0, len(parallels)
        while low < high:
            middle = (low + high) >> 1
            if parallels[middle] < south:
                low = middle + 1
            else:
                high = middle
        if low < len(parallels) and parallels[low] < north:
            edges[found] = e
            found += 1
    return edges[:found]


@compiled
def _held(
    x: Ints,
    y: Ints,
    origin: Indices,
    cycle: Indices,
    area2: Ints,
    part: Indices,
    outer: Indices,
    lowest: Indices,
    least_x: int,
    edges: Indices,
    first: Indices,
    item: Indices,
    shift: int,
    bits: int,
    holder: Indices,
) -> None:
    """Fill in what holds the outer cycle of each part; ``lowest`` is a node of each."""
    met = np.empty(len(outer), dtype=np.int32)
    for p in range(len(outer)):
        n = lowest[p]
        met[p] = _west_of(
            x, y, origin, cycle, part, p, x[n], y[n], least_x, edges, first, item, shift, bits
        )
    for p in range(len(outer)):
        c = met[p]
        # Beside another part's outside one lies in whatever that part lies in.
        while c >= 0 and area2[c] <= 0:
            c = met[part[c]]
        holder[outer[p]] = c
