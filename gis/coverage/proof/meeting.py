"""Edges that meet elsewhere than in a node of both, found in exact integers."""

import numpy as np

from gis.lattice import Ints
from gis.lattice.compiled import compiled, inlined

# Edges are listed in each stripe that they touch; this bounds how often on average.
_MOST_LISTED = 3
_SAMPLES = 8
_RUN = 8

MANY = 1024
"""Of more edges of one cell, those near each other are sooner found by stripes."""


@compiled
def meet(
    a: int,
    b: int,
    c: int,
    d: int,
    ax: int,
    ay: int,
    bx: int,
    by: int,
    cx: int,
    cy: int,
    dx: int,
    dy: int,
) -> bool:
    """Tell whether the edges a–b and c–d meet elsewhere than in a node that ends both.

    Edges that run along each other meet, whether or not they share an end.

    Parameters
    ----------
    a, b, c, d
        Nodes.
    ax, ay, bx, by, cx, cy, dx, dy
        Where they lie. (Arrays would be counted in and out at each call.)
    """
    if max(ax, bx) < min(cx, dx) or max(cx, dx) < min(ax, bx):
        return False
    if max(ay, by) < min(cy, dy) or max(cy, dy) < min(ay, by):
        return False
    if a in (c, d) or b in (c, d):
        if (a == c and b == d) or (a == d and b == c):
            return True
        # Brought to share their first node.
        if a == c:
            ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
        elif a == d:
            ux, uy, vx, vy = bx - ax, by - ay, cx - dx, cy - dy
        elif b == c:
            ux, uy, vx, vy = ax - bx, ay - by, dx - cx, dy - cy
        else:
            ux, uy, vx, vy = ax - bx, ay - by, cx - dx, cy - dy
        return ux * vy == uy * vx and ux * vx + uy * vy > 0
    first = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    second = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    if (first > 0 and second > 0) or (first < 0 and second < 0):
        return False
    third = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
    fourth = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
    # Parallel on one line, their boxes meeting: all four are zero.
    return not ((third > 0 and fourth > 0) or (third < 0 and fourth < 0))


@compiled
def striped(edges: Ints, tail: Ints, head: Ints, nodes: Ints) -> tuple[Ints, Ints, Ints]:
    """List edges by stripes of latitude, each stripe ascending by the edges' western ends.

    Returns
    -------
    bounds
        Where stripes begin, ascending: stripe s reaches from bounds[s] to below bounds[s + 1].
    first
        Stripe s lists ``listed[first[s]:first[s + 1]]``.
    listed
        Edges, each in every stripe that it touches.
    """
    count = len(edges)
    west = np.empty(count, dtype=np.int64)
    low = np.empty(count, dtype=np.int64)
    high = np.empty(count, dtype=np.int64)
    least = np.int64(0)
    for k in range(count):
        u, v = tail[edges[k]], head[edges[k]]
        west[k] = min(nodes[u, 0], nodes[v, 0])
        low[k] = min(nodes[u, 1], nodes[v, 1])
        high[k] = max(nodes[u, 1], nodes[v, 1])
        least = low[k] if k == 0 else min(least, low[k])
    # Bounds at even ranks of the edges' southern ends: crowded land gets narrow stripes.
    stripes = max(int(np.sqrt(count)), 1)
    ranked = np.sort(low[:: max(count // (_SAMPLES * stripes), 1)])
    while True:
        bounds = np.empty(stripes + 1, dtype=np.int64)
        kept = 0
        for s in range(stripes):
            bound = ranked[s * len(ranked) // stripes] if s and count else least
            if kept == 0 or bound > bounds[kept - 1]:
                bounds[kept] = bound
                kept += 1
        bounds = bounds[:kept].copy()
        first = np.zeros(kept + 1, dtype=np.int64)
        begins = np.empty(count, dtype=np.int64)
        total = 0
        s = 0
        for k in range(count):
            # Edges come along their rings: the next begins in the same stripe or near it.
            while s > 0 and low[k] < bounds[s]:
                s -= 1
            while s + 1 < kept and low[k] >= bounds[s + 1]:
                s += 1
            begins[k] = s
            t = s
            while t < kept and bounds[t] <= high[k]:
                first[t + 1] += 1
                total += 1
                t += 1
            if total > _MOST_LISTED * count and stripes > 1:
                break
        if total <= _MOST_LISTED * count or stripes == 1:
            break
        stripes //= 2
    for s in range(kept):
        first[s + 1] += first[s]
    listed = np.empty(first[kept], dtype=np.int64)
    wests = np.empty(first[kept], dtype=np.int64)
    fill = first[:-1].copy()
    for k in _roughly_sorted(west):
        s = begins[k]
        while s < kept and bounds[s] <= high[k]:
            # Nearly in order already: the last few are looked at.
            place = fill[s]
            while place > first[s] and wests[place - 1] > west[k]:
                wests[place] = wests[place - 1]
                listed[place] = listed[place - 1]
                place -= 1
            wests[place] = west[k]
            listed[place] = edges[k]
            fill[s] += 1
            s += 1
    return bounds, first, listed


@compiled
def _roughly_sorted(values: Ints) -> Ints:
    """Return the order of values, those that fall into one of many even bins as they come."""
    count = len(values)
    order = np.empty(count, dtype=np.int64)
    if not count:
        return order
    least, most = values.min(), values.max()
    width = (most - least) // count + 1
    begin = np.zeros((most - least) // width + 2, dtype=np.int64)
    for value in values:
        begin[(value - least) // width + 1] += 1
    for k in range(len(begin) - 1):
        begin[k + 1] += begin[k]
    for k in range(count):
        place = (values[k] - least) // width
        order[begin[place]] = k
        begin[place] += 1
    return order


@compiled
def meetings(first: Ints, listed: Ints, tail: Ints, head: Ints, nodes: Ints, most: int) -> Ints:
    """Return pairs of striped edges that meet wrongly, shape (n, 2); ``most`` of them at most."""
    found = np.empty((most, 2), dtype=np.int64)
    count = 0
    for s in range(len(first) - 1):
        for k in range(first[s], first[s + 1]):
            e = listed[k]
            a, b = tail[e], head[e]
            east = max(nodes[a, 0], nodes[b, 0])
            south = min(nodes[a, 1], nodes[b, 1])
            north = max(nodes[a, 1], nodes[b, 1])
            for j in range(k + 1, first[s + 1]):
                f = listed[j]
                c, d = tail[f], head[f]
                if min(nodes[c, 0], nodes[d, 0]) > east:
                    break
                if min(nodes[c, 1], nodes[d, 1]) > north or max(nodes[c, 1], nodes[d, 1]) < south:
                    continue
                if meet(
                    a,
                    b,
                    c,
                    d,
                    nodes[a, 0],
                    nodes[a, 1],
                    nodes[b, 0],
                    nodes[b, 1],
                    nodes[c, 0],
                    nodes[c, 1],
                    nodes[d, 0],
                    nodes[d, 1],
                ):
                    if count == most:
                        return found
                    found[count, 0] = min(e, f)
                    found[count, 1] = max(e, f)
                    count += 1
    return found[:count].copy()


@compiled
def convex(xy: Ints, first: int, last: int) -> bool:
    """Tell whether a ring runs anticlockwise around a convex shape: it is simple then."""
    turns = 0
    px, py = xy[first, 0] - xy[last - 1, 0], xy[first, 1] - xy[last - 1, 1]
    for vertex in range(first, last):
        after = vertex + 1 if vertex + 1 < last else first
        qx, qy = xy[after, 0] - xy[vertex, 0], xy[after, 1] - xy[vertex, 1]
        cross = px * qy - py * qx
        if cross < 0 or (cross == 0 and px * qx + py * qy <= 0):
            return False
        # A full turn passes from eastward or level to westward once.
        before = px > 0 or (px == 0 and py > 0)
        now = qx > 0 or (qx == 0 and qy > 0)
        turns += before and not now
        px, py = qx, qy
    return turns == 1


@inlined
def apart(boxes: Ints, p: int, q: int) -> bool:
    """Tell whether two boxes have no point in common."""
    return bool(
        boxes[p, 2] < boxes[q, 0]
        or boxes[q, 2] < boxes[p, 0]
        or boxes[p, 3] < boxes[q, 1]
        or boxes[q, 3] < boxes[p, 1]
    )


@compiled
def chain_meetings(
    begin: int, end: int, tail: Ints, head: Ints, nodes: Ints, boxes: Ints, found: Ints
) -> int:
    """Find pairs among the edges begin to end, neighbours in rings, that meet wrongly.

    Eight edges in a row are a run. A run that always goes east, or always west, north or south,
    does not meet itself; nor do two that follow each other and go the same way. Of the others,
    those with apart boxes are passed over.

    Parameters
    ----------
    boxes
        Room for the boxes: rows of west, south, east, north and ways, one for each edge and
        then one for each run.
    found
        Room for the pairs.

    Returns
    -------
    int
        How many pairs were found, at most as many as there is room for.
    """
    edges = end - begin
    runs = (edges + _RUN - 1) // _RUN
    for k in range(edges):
        u, v = tail[begin + k], head[begin + k]
        ax, ay, bx, by = nodes[u, 0], nodes[u, 1], nodes[v, 0], nodes[v, 1]
        boxes[k, 0] = min(ax, bx)
        boxes[k, 1] = min(ay, by)
        boxes[k, 2] = max(ax, bx)
        boxes[k, 3] = max(ay, by)
        boxes[k, 4] = (bx > ax) + 2 * (bx < ax) + 4 * (by > ay) + 8 * (by < ay)
    for run in range(runs):
        first, last = run * _RUN, min(run * _RUN + _RUN, edges)
        box = edges + run
        for side in range(5):
            boxes[box, side] = boxes[first, side]
        for k in range(first + 1, last):
            boxes[box, 0] = min(boxes[box, 0], boxes[k, 0])
            boxes[box, 1] = min(boxes[box, 1], boxes[k, 1])
            boxes[box, 2] = max(boxes[box, 2], boxes[k, 2])
            boxes[box, 3] = max(boxes[box, 3], boxes[k, 3])
            boxes[box, 4] &= boxes[k, 4]
            if tail[begin + k] != head[begin + k - 1]:
                boxes[box, 4] = 0
    count = 0
    for one in range(runs):
        for two in range(one, runs):
            p, q = edges + one, edges + two
            if apart(boxes, p, q):
                continue
            if boxes[p, 4] & boxes[q, 4] and (
                one == two
                or (two == one + 1 and tail[begin + two * _RUN] == head[begin + two * _RUN - 1])
            ):
                continue
            for k in range(one * _RUN, min(one * _RUN + _RUN, edges)):
                if apart(boxes, k, q):
                    continue
                start = k + 1 if one == two else two * _RUN
                for j in range(start, min(two * _RUN + _RUN, edges)):
                    if apart(boxes, k, j):
                        continue
                    e, f = begin + k, begin + j
                    a, b, c, d = tail[e], head[e], tail[f], head[f]
                    if meet(
                        a,
                        b,
                        c,
                        d,
                        nodes[a, 0],
                        nodes[a, 1],
                        nodes[b, 0],
                        nodes[b, 1],
                        nodes[c, 0],
                        nodes[c, 1],
                        nodes[d, 0],
                        nodes[d, 1],
                    ):
                        if count == len(found):
                            return count
                        found[count, 0] = e
                        found[count, 1] = f
                        count += 1
    return count
