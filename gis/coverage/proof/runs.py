"""Many edges in runs, and the runs in stripes of land: which of them meet is found fast.

A run is a few edges in a row that all go east, or all west, north or south: it does not meet
itself, nor the run that goes on from it the same way. Of the others, those whose boxes lie apart
are passed over.
"""

import numpy as np

from gis.coverage.proof.meeting import meet
from gis.coverage.proof.reading import Shorts
from gis.lattice import Bools, Ints
from gis.lattice.compiled import compiled

_LONGEST = 8
_MANY = 128
# Runs are listed in each stripe that they touch; this bounds how often on average.
_MOST_LISTED = 3
_SAMPLES = 8


@compiled
def _ways(ax: int, ay: int, bx: int, by: int) -> int:
    """Return the ways that an edge from a to b goes as bits: east, west, north, south."""
    return (bx > ax) + 2 * (bx < ax) + 4 * (by > ay) + 8 * (by < ay)


@compiled
def runs_of(
    edges: Ints, fresh: Bools, tail: Shorts, head: Shorts, nodes: Shorts
) -> tuple[Shorts, Shorts]:
    """Part edges into runs.

    Parameters
    ----------
    edges
        Ascending; those of a run follow each other.
    fresh
        True for edges that must begin a run.

    Returns
    -------
    runs
        The first and the last edge of each run, shape (n, 2).
    boxes
        Rows of west, south, east, north and the ways that all edges of a run go.
    """
    runs = np.empty((len(edges), 2), dtype=np.int32)
    boxes = np.empty((len(edges), 5), dtype=np.int32)
    count = 0
    k = 0
    while k < len(edges):
        e = edges[k]
        u, v = tail[e], head[e]
        ax, ay = int(nodes[u, 0]), int(nodes[u, 1])
        bx, by = int(nodes[v, 0]), int(nodes[v, 1])
        west, south, east, north = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        ways = _ways(ax, ay, bx, by)
        runs[count, 0] = e
        longest = min(k + _LONGEST, len(edges))
        k += 1
        while k < longest and not fresh[k] and edges[k] == e + 1 and tail[e + 1] == head[e]:
            ax, ay = bx, by
            v = head[e + 1]
            bx, by = int(nodes[v, 0]), int(nodes[v, 1])
            common = ways & _ways(ax, ay, bx, by)
            if not common:
                break
            ways = common
            west, south, east, north = min(west, bx), min(south, by), max(east, bx), max(north, by)
            e += 1
            k += 1
        runs[count, 1] = e
        boxes[count, 0], boxes[count, 1] = west, south
        boxes[count, 2], boxes[count, 3] = east, north
        boxes[count, 4] = ways
        count += 1
    return runs[:count].copy(), boxes[:count].copy()


@compiled
def striped(boxes: Shorts) -> tuple[Ints, Ints, Shorts]:
    """List boxes by stripes of latitude, each stripe ascending by their western sides.

    Returns
    -------
    bounds
        Where stripes begin, ascending: stripe s reaches from bounds[s] to below bounds[s + 1].
    first
        Stripe s lists ``listed[first[s]:first[s + 1]]``.
    listed
        Boxes, each in every stripe that it touches.
    """
    count = len(boxes)
    # Bounds at even ranks of the southern sides: crowded land gets narrow stripes.
    stripes = max(int(np.sqrt(count)), 1)
    ranked = np.sort(boxes[:: max(count // (_SAMPLES * stripes), 1), 1])
    while True:
        bounds = np.empty(stripes + 1, dtype=np.int64)
        kept = 0
        for s in range(stripes):
            bound = int(ranked[s * len(ranked) // stripes]) if count else 0
            if s == 0 and count:
                bound = int(boxes[:, 1].min())
            if kept == 0 or bound > bounds[kept - 1]:
                bounds[kept] = bound
                kept += 1
        bounds = bounds[:kept].copy()
        first = np.zeros(kept + 1, dtype=np.int64)
        begins = np.empty(count, dtype=np.int32)
        total = 0
        s = 0
        for k in range(count):
            # Runs come along their rings: the next begins in the same stripe or near it.
            while s > 0 and boxes[k, 1] < bounds[s]:
                s -= 1
            while s + 1 < kept and boxes[k, 1] >= bounds[s + 1]:
                s += 1
            begins[k] = s
            t = s
            while t < kept and bounds[t] <= boxes[k, 3]:
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
    listed = np.empty(first[kept], dtype=np.int32)
    fill = first[:-1].copy()
    for k in _roughly_sorted(boxes[:, 0]):
        s = int(begins[k])
        while s < kept and bounds[s] <= boxes[k, 3]:
            # Nearly in order already: the last few are looked at.
            place = fill[s]
            while place > first[s] and boxes[listed[place - 1], 0] > boxes[k, 0]:
                listed[place] = listed[place - 1]
                place -= 1
            listed[place] = k
            fill[s] += 1
            s += 1
    return bounds, first, listed


@compiled
def listed_by_cell(runs: Shorts, boxes: Shorts, cell: Shorts) -> tuple[Ints, Shorts]:
    """List the runs of each cell, ascending by their western sides; of large cells by stripes.

    Returns
    -------
    first, listed
        As of stripes, for the cells in turn.
    """
    first = [0]
    listed = np.empty(_MOST_LISTED * len(runs), dtype=np.int32)
    filled = 0
    begin = 0
    while begin < len(runs):
        end = begin + 1
        while end < len(runs) and cell[runs[end, 0]] == cell[runs[begin, 0]]:
            end += 1
        if end - begin > _MANY:
            _, ends, some = striped(boxes[begin:end])
            first.extend([filled + end for end in ends[1:]])
            for k in range(len(some)):
                listed[filled + k] = begin + some[k]
            filled += len(some)
        else:
            for k in range(begin, end):
                place = filled
                while place > first[-1] and boxes[listed[place - 1], 0] > boxes[k, 0]:
                    listed[place] = listed[place - 1]
                    place -= 1
                listed[place] = k
                filled += 1
            first.append(int(filled))
        begin = end
    return np.array(first), listed[:filled].copy()


@compiled
def _roughly_sorted(values: Shorts) -> Shorts:
    """Return the order of values, those that fall into one of many even bins as they come."""
    count = len(values)
    order = np.empty(count, dtype=np.int32)
    if not count:
        return order
    least, most = int(values.min()), int(values.max())
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
def meetings(
    runs: Shorts,
    boxes: Shorts,
    first: Ints,
    listed: Shorts,
    tail: Shorts,
    head: Shorts,
    nodes: Shorts,
    most: int,
    most_of_a_list: int,
) -> Ints:
    """Return pairs of edges that meet wrongly, shape (n, 2).

    Parameters
    ----------
    runs, boxes
        Runs of edges.
    first, listed
        Lists of runs that are to be compared with each other, ascending by their western sides.
    most, most_of_a_list
        How many pairs are told in detail.
    """
    found = np.empty((most, 2), dtype=np.int64)
    count = 0
    for s in range(len(first) - 1):
        full = min(most, count + most_of_a_list)
        for k in range(first[s], first[s + 1]):
            if count == full:
                break
            p = listed[k]
            south, east, north = boxes[p, 1], boxes[p, 2], boxes[p, 3]
            for j in range(k + 1, first[s + 1]):
                q = listed[j]
                if boxes[q, 0] > east:
                    break
                if boxes[q, 1] > north or boxes[q, 3] < south:
                    continue
                if boxes[p, 4] & boxes[q, 4] and (
                    head[runs[p, 1]] == tail[runs[q, 0]] or head[runs[q, 1]] == tail[runs[p, 0]]
                ):
                    continue
                for e in range(runs[p, 0], runs[p, 1] + 1):
                    a, b = tail[e], head[e]
                    ax, ay, bx, by = nodes[a, 0], nodes[a, 1], nodes[b, 0], nodes[b, 1]
                    if (
                        max(ax, bx) < boxes[q, 0]
                        or min(ax, bx) > boxes[q, 2]
                        or max(ay, by) < boxes[q, 1]
                        or min(ay, by) > boxes[q, 3]
                    ):
                        continue
                    for f in range(runs[q, 0], runs[q, 1] + 1):
                        c, d = tail[f], head[f]
                        cx, cy, dx, dy = nodes[c, 0], nodes[c, 1], nodes[d, 0], nodes[d, 1]
                        if meet(a, b, c, d, ax, ay, bx, by, cx, cy, dx, dy):
                            if count == full:
                                break
                            found[count, 0] = min(e, f)
                            found[count, 1] = max(e, f)
                            count += 1
    return found[:count].copy()
