"""Where segments cross, each crossing rounded once from its exact place."""

import numpy as np

from gis.arrangement.buckets import rows_met, slot
from gis.lattice import Indices, Ints
from gis.lattice.compiled import compiled, inlined

# Products of numbers below these stay within int64.
_SAFE_BITS = 62


@compiled
def _bits(number: int) -> int:
    count = 0
    while number > 0:
        count += 1
        number >>= 1
    return count


@compiled
def rounded_share(length: int, part: int, whole: int) -> int:
    """Return ``length * part / whole``, rounded, halves upwards, exactly.

    ``0 <= part <= whole < 2**61``; the length may be negative. The product may be wider than 64
    bits: then it is divided bit by bit.
    """
    if _bits(abs(length)) + _bits(part) + 1 <= _SAFE_BITS and whole < 1 << (_SAFE_BITS - 1):
        return (2 * length * part + whole) // (2 * whole)
    quotient, rest = 0, 0
    size = abs(length)
    for place in range(_bits(size) - 1, -1, -1):
        quotient, rest = 2 * quotient, 2 * rest
        if (size >> place) & 1:
            rest += part
        while rest >= whole:
            rest -= whole
            quotient += 1
    if length >= 0:
        return quotient + (1 if 2 * rest >= whole else 0)
    # −(q + r / w): halves upwards means towards zero here.
    return -quotient - (1 if 2 * rest > whole else 0)


@inlined
def _side(ax: int, ay: int, bx: int, by: int, cx: int, cy: int) -> int:
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)


@inlined
def _apart(ax: int, ay: int, bx: int, by: int, cx: int, cy: int, dx: int, dy: int) -> bool:
    """Tell whether the boxes around two segments do not meet."""
    return (
        max(ax, bx) < min(cx, dx)
        or max(cx, dx) < min(ax, bx)
        or max(ay, by) < min(cy, dy)
        or max(cy, dy) < min(ay, by)
    )


@compiled
def _cross(
    ax: int, ay: int, bx: int, by: int, cx: int, cy: int, dx: int, dy: int
) -> tuple[bool, int, int]:
    """Tell whether two segments cross inside both, and the lattice point nearest to where."""
    c, d = _side(ax, ay, bx, by, cx, cy), _side(ax, ay, bx, by, dx, dy)
    if (c >= 0 or d <= 0) and (c <= 0 or d >= 0):
        return False, 0, 0
    a, b = _side(cx, cy, dx, dy, ax, ay), _side(cx, cy, dx, dy, bx, by)
    if (a >= 0 or b <= 0) and (a <= 0 or b >= 0):
        return False, 0, 0
    part, whole = abs(a), abs(a) + abs(b)
    return True, ax + rounded_share(bx - ax, part, whole), ay + rounded_share(by - ay, part, whole)


@compiled
def edge_crossings(
    ax: Ints, ay: Ints, bx: Ints, by: Ints, first: Indices, item: Indices
) -> tuple[Ints, Ints]:
    """Return where edges cross one another; a place may come more than once.

    ``first, item`` are the `segment_buckets` of the edges.
    """
    room = 1024
    while True:
        x, y = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
        found = 0
        for s in range(len(first) - 1):
            for k in range(first[s], first[s + 1]):
                i = item[k]
                for m in range(k + 1, first[s + 1]):
                    j = item[m]
                    if _apart(ax[i], ay[i], bx[i], by[i], ax[j], ay[j], bx[j], by[j]):
                        continue
                    crosses, px, py = _cross(ax[i], ay[i], bx[i], by[i], ax[j], ay[j], bx[j], by[j])
                    if crosses:
                        if found < room:
                            x[found], y[found] = px, py
                        found += 1
        if found <= room:
            return x[:found], y[:found]
        room = found


@compiled
def side_crossings(
    sax: Ints,
    say: Ints,
    sbx: Ints,
    sby: Ints,
    ax: Ints,
    ay: Ints,
    bx: Ints,
    by: Ints,
    first: Indices,
    item: Indices,
    shift: int,
    bits: int,
) -> tuple[Ints, Ints]:
    """Return where sides (``s…``) cross edges; a place may come more than once.

    ``first, item`` are the `segment_buckets` of the edges.
    """
    room = 2 * len(sax) + 1024
    while True:
        x, y = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
        found = 0
        for i in range(len(sax)):
            px, py, qx, qy = sax[i], say[i], sbx[i], sby[i]
            west, east = min(px, qx) >> shift, max(px, qx) >> shift
            for column in range(west, east + 1):
                south, north = rows_met(px, py, qx, qy, column, shift, 0)
                for row in range(south, north + 1):
                    s = slot(column, row, bits)
                    for k in range(first[s], first[s + 1]):
                        j = item[k]
                        if _apart(px, py, qx, qy, ax[j], ay[j], bx[j], by[j]):
                            continue
                        crosses, x0, y0 = _cross(px, py, qx, qy, ax[j], ay[j], bx[j], by[j])
                        if crosses:
                            if found < room:
                                x[found], y[found] = x0, y0
                            found += 1
        if found <= room:
            return x[:found], y[:found]
        room = found


@compiled
def line_crossings(
    ax: Ints, ay: Ints, bx: Ints, by: Ints, step_x: int, step_y: int
) -> tuple[Ints, Ints]:
    """Return where edges cross the lines at multiples of two steps."""
    room = 0
    for i in range(len(ax)):
        room += abs(bx[i] // step_x - ax[i] // step_x) + abs(by[i] // step_y - ay[i] // step_y) + 2
    x, y = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    found = 0
    for i in range(len(ax)):
        west, east = min(ax[i], bx[i]), max(ax[i], bx[i])
        south, north = min(ay[i], by[i]), max(ay[i], by[i])
        for line in range(west // step_x + 1, -(-east // step_x)):
            x[found] = line * step_x
            y[found] = ay[i] + rounded_share(by[i] - ay[i], abs(x[found] - ax[i]), east - west)
            found += 1
        for line in range(south // step_y + 1, -(-north // step_y)):
            y[found] = line * step_y
            x[found] = ax[i] + rounded_share(bx[i] - ax[i], abs(y[found] - ay[i]), north - south)
            found += 1
    return x[:found], y[:found]
