"""Faces of noded pieces: walk around them, hang islands into them.

Half-edge 2e runs along piece e from its lower node to its higher one, 2e + 1 back; so the twin of
h is ``h ^ 1``. Each half-edge belongs to the cycle, and so to the face, on its left. A cycle that
runs anticlockwise bounds a face; every other one is the outside of a connected part.
"""

import numpy as np

from gis.arrangement.buckets import bucket_bits, bucket_shift, segment_buckets, slot
from gis.lattice import Ints
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
def rotation(x: Ints, y: Ints, low: Ints, high: Ints, nodes: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Order half-edges anticlockwise around the nodes they leave.

    Returns
    -------
    origin
        The node that each half-edge leaves.
    first, around, place
        Where each node's half-edges start in ``around``, they, and where each of them stands.
    """
    halves = 2 * len(low)
    origin = np.empty(halves, dtype=np.int64)
    first = np.zeros(nodes + 1, dtype=np.int64)
    for e in range(len(low)):
        origin[2 * e], origin[2 * e + 1] = low[e], high[e]
        first[low[e]] += 1
        first[high[e]] += 1
    for n in range(1, nodes + 1):
        first[n] += first[n - 1]
    around, place = np.empty(halves, dtype=np.int64), np.empty(halves, dtype=np.int64)
    for h in range(halves):
        n = origin[h]
        first[n] -= 1
        around[first[n]] = h
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
            place[around[k]] = k
    return origin, first, around, place


@compiled
def cycles(
    x: Ints, y: Ints, origin: Ints, first: Ints, around: Ints, place: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """Walk along the left of all half-edges.

    Returns
    -------
    after
        The half-edge that follows each one: the sharpest turn to the left.
    cycle
        The cycle of each half-edge.
    lead
        Of each cycle the half-edge that leaves its lowest node (by x, then y); of several, the
        one that goes to the lowest.
    area2
        Twice the signed area of each cycle in square units.
    """
    halves = len(origin)
    after, cycle = np.empty(halves, dtype=np.int64), np.full(halves, -1, dtype=np.int64)
    for h in range(halves):
        n = origin[h ^ 1]
        k = place[h ^ 1] - 1
        if k < first[n]:
            k = first[n + 1] - 1
        after[h] = around[k]
    lead, area2 = np.empty(halves, dtype=np.int64), np.empty(halves, dtype=np.int64)
    count = 0
    for start in range(halves):
        if cycle[start] >= 0:
            continue
        at = origin[start]
        x0, y0 = x[at], y[at]
        best, twice = start, 0
        bx, by = x0, y0
        to = origin[start ^ 1]
        cx, cy = x[to], y[to]
        h = start
        while cycle[h] < 0:
            cycle[h] = count
            at, to = origin[h], origin[h ^ 1]
            px, py, qx, qy = x[at], y[at], x[to], y[to]
            twice += (px - x0) * (qy - y0) - (py - y0) * (qx - x0)
            if px < bx or (
                px == bx and (py < by or (py == by and (qx < cx or (qx == cx and qy < cy))))
            ):
                best, bx, by, cx, cy = h, px, py, qx, qy
            h = after[h]
        lead[count], area2[count] = best, twice
        count += 1
    return after, cycle, lead[:count].copy(), area2[:count].copy()


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


@compiled
def coverings(
    after: Ints,
    cycle: Ints,
    lead: Ints,
    holder: Ints,
    first: Ints,
    owner: Ints,
    weight: Ints,
) -> tuple[Ints, Ints, Ints, Ints]:
    """Tell how often each owner covers each cycle's left, walking in from the outside.

    Parameters
    ----------
    first, owner, weight
        Per piece: going from its right (seen from low to high) to its left adds ``weight`` to
        how often ``owner`` covers the place.

    Returns
    -------
    begin, count
        Where each cycle's list starts, and how long it is.
    owners, windings
        The lists, ascending by owner; no zeros.
    """
    room = 4 * len(lead) + 64
    while True:
        begin, count = np.zeros(len(lead), dtype=np.int64), np.full(len(lead), -1, dtype=np.int64)
        owners, windings = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
        used = _cover(
            after, cycle, lead, holder, first, owner, weight, begin, count, owners, windings
        )
        if used >= 0:
            return begin, count, owners[:used].copy(), windings[:used].copy()
        room *= 2


@compiled
def _cover(
    after: Ints,
    cycle: Ints,
    lead: Ints,
    holder: Ints,
    first: Ints,
    owner: Ints,
    weight: Ints,
    begin: Ints,
    count: Ints,
    owners: Ints,
    windings: Ints,
) -> int:
    """Fill in coverings; return how much of the lists is used, or −1 where they are too short."""
    used = 0
    island, further = np.full(len(lead), -1, dtype=np.int64), np.full(len(lead), -1, dtype=np.int64)
    waiting = np.empty(len(lead), dtype=np.int64)
    length = 0
    for c in range(len(lead)):
        if holder[c] == c:
            continue
        if holder[c] < 0:
            count[c] = 0
            waiting[length] = c
            length += 1
        else:
            further[c] = island[holder[c]]
            island[holder[c]] = c
    while length > 0:
        length -= 1
        c = waiting[length]
        i = island[c]
        while i >= 0:
            begin[i], count[i] = begin[c], count[c]
            waiting[length] = i
            length += 1
            i = further[i]
        h = lead[c]
        while True:
            d = cycle[h ^ 1]
            if count[d] < 0:
                e, sign = h >> 1, (1 if h & 1 else -1)
                here, there = begin[c], begin[c] + count[c]
                k, stop = first[e], first[e + 1]
                if k == stop:
                    begin[d], count[d] = begin[c], count[c]
                else:
                    if used + (there - here) + (stop - k) > len(owners):
                        return -1
                    begin[d] = used
                    while here < there or k < stop:
                        if k == stop or (here < there and owners[here] < owner[k]):
                            owners[used], windings[used] = owners[here], windings[here]
                            used += 1
                            here += 1
                        else:
                            mine, total = owner[k], sign * weight[k]
                            if here < there and owners[here] == mine:
                                total += windings[here]
                                here += 1
                            if total != 0:
                                owners[used], windings[used] = mine, total
                                used += 1
                            k += 1
                    count[d] = used - begin[d]
                waiting[length] = d
                length += 1
            h = after[h]
            if h == lead[c]:
                break
    return used
