"""Draw the outlines of labelled faces; sides within a label are stepped over."""

import numpy as np

from gis.lattice import Ints
from gis.lattice.compiled import compiled


@compiled
def outlines(
    x: Ints,
    y: Ints,
    origin: Ints,
    first: Ints,
    around: Ints,
    place: Ints,
    label: Ints,
    labels: int,
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Draw the rings around the faces of each label.

    Parameters
    ----------
    origin, first, around, place
        The `rotation` of the half-edges.
    label
        The label of the face on the left of each half-edge, −1 for none. The faces of one label
        hang together by sides.
    labels
        Their number.

    Returns
    -------
    ring_x, ring_y
        Vertices of closed rings. A ring starts at its lowest vertex (by x, then y) and passes
        none twice; shells run anticlockwise and holes clockwise.
    ring_first
        Where each ring starts, and the end: a shell, then its holes by their lowest vertex.
    polygon_first
        The first ring of each polygon, and the end.
    polygon_label
        The label of each polygon, ascending.
    """
    halves = len(label)
    seen = np.zeros(halves, dtype=np.bool_)
    walk = np.empty(halves, dtype=np.int64)
    loop_first, loop_label, loop_lead, loop_hole = (
        np.empty(halves + 1, dtype=np.int64),
        np.empty(halves, dtype=np.int64),
        np.empty(halves, dtype=np.int64),
        np.empty(halves, dtype=np.int64),
    )
    # Where a node stands in the walk so far; a walk that passes it again closes a loop there.
    standing = np.full(len(x), -1, dtype=np.int64)
    path = np.empty(halves, dtype=np.int64)
    loops, walked = 0, 0
    loop_first[0] = 0
    for start in range(halves):
        mine = label[start]
        if seen[start] or mine < 0 or label[start ^ 1] == mine:
            continue
        length = 0
        h = start
        while True:
            ended = seen[h]
            n = origin[h]
            if standing[n] >= 0:
                begin = standing[n]
                lead, twice = begin, 0
                x0, y0 = x[n], y[n]
                for k in range(begin, length):
                    a, b = origin[path[k]], origin[path[k] ^ 1]
                    standing[a] = -1
                    twice += (x[a] - x0) * (y[b] - y0) - (y[a] - y0) * (x[b] - x0)
                    m = origin[path[lead]]
                    if x[a] < x[m] or (x[a] == x[m] and y[a] < y[m]):
                        lead = k
                loop_lead[loops] = walked + lead - begin
                loop_label[loops], loop_hole[loops] = mine, 0 if twice > 0 else 1
                for k in range(begin, length):
                    walk[walked] = path[k]
                    walked += 1
                loops += 1
                loop_first[loops] = walked
                length = begin
            if ended:
                break
            seen[h] = True
            standing[n] = length
            path[length] = h
            length += 1
            n = origin[h ^ 1]
            k = place[h ^ 1]
            while True:
                k -= 1
                if k < first[n]:
                    k = first[n + 1] - 1
                h = around[k]
                if label[h] == mine and label[h ^ 1] != mine:
                    break

    loops_of = np.zeros(labels + 1, dtype=np.int64)
    for r in range(loops):
        loops_of[loop_label[r]] += 1
    for k in range(1, labels + 1):
        loops_of[k] += loops_of[k - 1]
    order = np.empty(loops, dtype=np.int64)
    for r in range(loops - 1, -1, -1):
        loops_of[loop_label[r]] -= 1
        order[loops_of[loop_label[r]]] = r
    ring_x, ring_y = (
        np.empty(walked + loops, dtype=np.int64),
        np.empty(walked + loops, dtype=np.int64),
    )
    ring_first = np.empty(loops + 1, dtype=np.int64)
    polygon_first, polygon_label = (
        np.empty(labels + 1, dtype=np.int64),
        np.empty(labels, dtype=np.int64),
    )
    polygons, vertices = 0, 0
    for k in range(labels):
        begin, end = loops_of[k], loops_of[k + 1]
        if begin == end:
            continue
        for i in range(begin + 1, end):
            r, j = order[i], i - 1
            a = origin[walk[loop_lead[r]]]
            while j >= begin:
                b = origin[walk[loop_lead[order[j]]]]
                later = loop_hole[order[j]] - loop_hole[r]
                if later < 0 or (later == 0 and (x[b] < x[a] or (x[b] == x[a] and y[b] <= y[a]))):
                    break
                order[j + 1] = order[j]
                j -= 1
            order[j + 1] = r
        polygon_first[polygons], polygon_label[polygons] = begin, k
        polygons += 1
        for i in range(begin, end):
            r = order[i]
            ring_first[i] = vertices
            size = loop_first[r + 1] - loop_first[r]
            for j in range(size + 1):
                at = loop_lead[r] + j
                if at >= loop_first[r + 1]:
                    at -= size
                n = origin[walk[at]]
                ring_x[vertices], ring_y[vertices] = x[n], y[n]
                vertices += 1
    ring_first[loops] = vertices
    polygon_first[polygons] = loops
    return (
        ring_x,
        ring_y,
        ring_first,
        polygon_first[: polygons + 1].copy(),
        polygon_label[:polygons].copy(),
    )
