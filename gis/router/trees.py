"""Small trees of line tests: a binary space partition for each block that edges pass through.

A node's edges are those whose part inside the node's region has a length: the parameters
``t0 < t1`` of that part are kept as fractions and compared exactly. Each node takes one of its
edges as its line; a side without edges is one face, which the edge's own side names.
"""

from gis.lattice import Ints
from gis.lattice.compiled import compiled, inlined
from gis.router.edges import Ints32
from gis.router.fractions import less
from gis.router.nodes import FARTHEST, LONGEST, packed, pair
from gis.router.noding import turn
from gis.router.words import int64

_TRIED = 24
"""How many edges are weighed as a node's line, at most."""


@compiled
def clipped(
    xy: Ints32, e: int, x: int, y: int, width: int, height: int, part: Ints, at: int
) -> None:
    """Write the part of an edge inside a block: t0 and t1 as fractions, into ``part[at]``."""
    ax, ay = int64(xy[e, 0]), int64(xy[e, 1])
    dx, dy = int64(xy[e, 2]) - ax, int64(xy[e, 3]) - ay
    part[at, 0], part[at, 1], part[at, 2], part[at, 3] = 0, 1, 1, 1
    for axis in range(2):
        a, d, low, size = (ax, dx, x, width) if axis == 0 else (ay, dy, y, height)
        if d == 0:
            continue
        enter, leave = 2 * (low - a) - 1, 2 * (low + size - a) - 1
        if d < 0:
            enter, leave, d = -leave, -enter, -d
        if enter > 0 and less(part[at, 0], part[at, 1], enter, 2 * d):
            part[at, 0], part[at, 1] = enter, 2 * d
        if leave < 2 * d and less(leave, 2 * d, part[at, 2], part[at, 3]):
            part[at, 2], part[at, 3] = leave, 2 * d


@inlined
def passing(xy: Ints32, p: int, e: int) -> tuple[int, int]:
    """Return on which side of edge p's line the ends of edge e lie, as twice areas."""
    ax, ay = int64(xy[p, 0]), int64(xy[p, 1])
    bx, by = int64(xy[p, 2]), int64(xy[p, 3])
    return (
        turn(ax, ay, bx, by, int64(xy[e, 0]), int64(xy[e, 1])),
        turn(ax, ay, bx, by, int64(xy[e, 2]), int64(xy[e, 3])),
    )


@compiled
def side_of(u: int, v: int, part: Ints, at: int) -> int:
    """Tell where a part of an edge from side u to v lies: 1 left, 2 right, 3 both, 0 on."""
    if u >= 0 and v >= 0:
        return 1 if u > 0 or v > 0 else 0
    if u <= 0 and v <= 0:
        return 2
    n, d = (u, u - v) if u > 0 else (-u, v - u)
    if not less(part[at, 0], part[at, 1], n, d):
        return 1 if v > 0 else 2
    if not less(n, d, part[at, 2], part[at, 3]):
        return 1 if u > 0 else 2
    return 3


@compiled
def best_line(xy: Ints32, item: Ints32, part: Ints, start: int, stop: int) -> int:
    """Choose the edge whose line splits the fewest others and parts the rest most evenly."""
    step = max((stop - start) // _TRIED, 1)
    best, least = start, int64(1) << 60
    for i in range(start, stop, step):
        left = right = split = 0
        for j in range(start, stop):
            if i == j:
                continue
            u, v = passing(xy, item[i], item[j])
            side = side_of(u, v, part, j)
            left += side & 1
            right += side >> 1
            split += side == 3
        cost = 2 * split + abs(left - right)
        if cost < least:
            best, least = i, cost
            if cost <= (stop - start - 1) & 1:
                break
    return best


@compiled
def line_through(xy: Ints32, e: int, x: int, y: int) -> tuple[int, int, int, int]:
    """Return dx, dy, c of an edge's line from a block's place, and 1 if it fits into no node."""
    ax, ay = int64(xy[e, 0]) - x, int64(xy[e, 1]) - y
    dx, dy = int64(xy[e, 2]) - xy[e, 0], int64(xy[e, 3]) - xy[e, 1]
    c = dy * ax - dx * ay
    if abs(dx) > LONGEST or abs(dy) > LONGEST or abs(c) > FARTHEST:
        g, r = abs(dx), abs(dy)
        while r:
            g, r = r, g % r
        dx, dy, c = dx // g, dy // g, c // g
    return dx, dy, c, int(abs(dx) > LONGEST or abs(dy) > LONGEST or abs(c) > FARTHEST)


@compiled
def plant(
    xy: Ints32,
    sides: Ints32,
    some: Ints32,
    x: int,
    y: int,
    width: int,
    height: int,
    nodes: Ints,
    count: int,
    wide: Ints,
    wides: int,
    item: Ints32,
    part: Ints,
    tasks: Ints,
) -> tuple[int, int, int]:
    """Grow one block's tree onto the end of the nodes.

    Parameters
    ----------
    some
        The edges that meet the block, one at least.
    x, y, width, height
        The block.
    nodes, count, wide, wides
        Nodes and wide lines so far, with room.
    item, part, tasks
        Room to work in.

    Returns
    -------
    tuple of int
        The new numbers of nodes and wide lines, and the tree's depth; depth −1 if there was not
        room enough.
    """
    n = len(some)
    if n > len(item):
        return count, wides, -1
    for i in range(n):
        item[i] = some[i]
        if n > 1:
            clipped(xy, some[i], x, y, width, height, part, i)
    # A task: its edges' first and last place, the node above, its side there, its depth.
    tasks[0, 0], tasks[0, 1], tasks[0, 2], tasks[0, 3], tasks[0, 4] = 0, n, -1, 0, 1
    waiting, deepest = 1, 0
    while waiting:
        waiting -= 1
        start, stop = tasks[waiting, 0], tasks[waiting, 1]
        above, hand, depth = tasks[waiting, 2], tasks[waiting, 3], tasks[waiting, 4]
        deepest = max(deepest, depth)
        pivot = start
        if stop - start > 2:
            pivot = best_line(xy, item, part, start, stop)
        p = item[pivot]
        if count >= len(nodes) or wides >= len(wide) or waiting + 2 > len(tasks):
            return count, wides, -1
        dx, dy, c, long = line_through(xy, p, x, y)
        if long:
            wide[wides, 0], wide[wides, 1], wide[wides, 2] = dx, dy, c
            dx, dy, c = int64(0), int64(0), int64(wides)
            wides += 1
        nodes[count, 0] = packed(dx, dy, c)
        nodes[count, 1] = pair(int64(sides[p, 0]), int64(sides[p, 1]))
        if above >= 0:
            reference = int64(-2 - count)
            old = nodes[above, 1]
            if hand == 0:
                nodes[above, 1] = pair(reference, old >> 32)
            else:
                nodes[above, 1] = pair(old, reference)
        top = stop
        for hand in range(2):
            begin = top
            for j in range(start, stop):
                if j == pivot:
                    continue
                u, v = passing(xy, p, item[j])
                side = side_of(u, v, part, j)
                if not side & (1 + hand):
                    continue
                if top >= len(item):
                    return count, wides, -1
                item[top] = item[j]
                part[top] = part[j]
                if side == 3:
                    # The part that begins on this hand ends at the line, and the other way round.
                    if (u > 0) == (hand == 0):
                        part[top, 2], part[top, 3] = abs(u), abs(u) + abs(v)
                    else:
                        part[top, 0], part[top, 1] = abs(u), abs(u) + abs(v)
                top += 1
            if top > begin:
                tasks[waiting, 0], tasks[waiting, 1] = begin, top
                tasks[waiting, 2], tasks[waiting, 3], tasks[waiting, 4] = count, hand, depth + 1
                waiting += 1
        count += 1
    return count, wides, deepest
