"""Find the face that each separate part of an arrangement lies in."""

import numpy as np

from gis.arrangement.buckets import bucket_bits, bucket_shift, segment_buckets, slot
from gis.lattice import Ints
from gis.lattice.compiled import compiled


@compiled
def _west_of(
    x: Ints,
    y: Ints,
    origin: Ints,
    cycle: Ints,
    part: Ints,
    mine: int,
    px: int,
    py: int,
    least_x: int,
    first: Ints,
    item: Ints,
    shift: int,
    bits: int,
) -> int:
    """Return the cycle of another part that is met first going west from a point; −1 for none.

    The ray runs a hair above the point's parallel, so it meets no node.
    """
    best, best_q, best_r, best_dx, best_dy = -1, 0, 0, 0, 1
    row = py >> shift
    for column in range(px >> shift, (least_x >> shift) - 1, -1):
        s = slot(column, row, bits)
        for k in range(first[s], first[s + 1]):
            e = item[k]
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


@compiled
def holders(
    x: Ints,
    y: Ints,
    origin: Ints,
    after: Ints,
    cycle: Ints,
    lead: Ints,
    area2: Ints,
) -> Ints:
    """Return for each outer cycle the bounded cycle that it lies in, −1 for none.

    Bounded cycles hold themselves.
    """
    count = len(lead)
    part = np.full(count, -1, dtype=np.int64)
    outer = np.empty(count, dtype=np.int64)
    waiting = np.empty(count, dtype=np.int64)
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

    holder = np.empty(count, dtype=np.int64)
    for c in range(count):
        holder[c] = c if area2[c] > 0 else -1
    if parts < 2:
        return holder
    edges = len(origin) // 2
    ax, ay = np.empty(edges, dtype=np.int64), np.empty(edges, dtype=np.int64)
    bx, by = np.empty(edges, dtype=np.int64), np.empty(edges, dtype=np.int64)
    least_x = x[origin[0]]
    for e in range(edges):
        a, b = origin[2 * e], origin[2 * e + 1]
        ax[e], ay[e], bx[e], by[e] = x[a], y[a], x[b], y[b]
        least_x = min(least_x, x[a], x[b])
    shift, bits = bucket_shift(ax, ay, bx, by), bucket_bits(edges)
    first, item = segment_buckets(ax, ay, bx, by, shift, bits)
    met = np.empty(parts, dtype=np.int64)
    for p in range(parts):
        n = origin[lead[outer[p]]]
        met[p] = _west_of(
            x, y, origin, cycle, part, p, x[n], y[n], least_x, first, item, shift, bits
        )
    for p in range(parts):
        c = met[p]
        # Beside another part's outside one lies in whatever that part lies in.
        while c >= 0 and area2[c] <= 0:
            c = met[part[c]]
        holder[outer[p]] = c
    return holder
