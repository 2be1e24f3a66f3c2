"""Draw the outlines of labelled faces; sides within a label are stepped over."""

import numpy as np

from gis.lattice import Indices, Ints
from gis.lattice.compiled import compiled


@compiled
def outlines(
    x: Ints,
    y: Ints,
    origin: Indices,
    after: Indices,
    cycle: Indices,
    label: Indices,
    labels: int,
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Draw the rings around the faces of each label.

    Parameters
    ----------
    origin, after, cycle
        The node that each half-edge leaves, the half-edge that follows it, and its cycle.
    label
        The label of each cycle, −1 for none. The faces of one label hang together by sides.
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
    halves = len(cycle)
    seen = np.zeros(halves, dtype=np.bool_)
    # Nodes of the loops, one loop after another.
    walk = np.empty(halves, dtype=np.int32)
    loop_first, loop_label, loop_lead, loop_hole = (
        np.empty(halves + 1, dtype=np.int32),
        np.empty(halves, dtype=np.int32),
        np.empty(halves, dtype=np.int32),
        np.empty(halves, dtype=np.bool_),
    )
    # Where a node stands in the walk so far; a walk that passes it again closes a loop there.
    standing = np.full(len(x), -1, dtype=np.int32)
    path = np.empty(halves + 1, dtype=np.int32)
    loops, walked = 0, 0
    loop_first[0] = 0
    for start in range(halves):
        mine, other = label[cycle[start]], label[cycle[start ^ 1]]
        if mine == other or mine < 0 or seen[start]:
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
                lead_x, lead_y = x0, y0
                px, py = x0, y0
                path[length] = n
                for k in range(begin, length):
                    a, b = path[k], path[k + 1]
                    standing[a] = -1
                    qx, qy = x[b], y[b]
                    twice += (px - x0) * (qy - y0) - (py - y0) * (qx - x0)
                    if px < lead_x or (px == lead_x and py < lead_y):
                        lead, lead_x, lead_y = k, px, py
                    px, py = qx, qy
                    walk[walked] = a
                    walked += 1
                loop_lead[loops] = loop_first[loops] + lead - begin
                loop_label[loops], loop_hole[loops] = mine, twice <= 0
                loops += 1
                loop_first[loops] = walked
                length = begin
            if ended:
                break
            seen[h] = True
            standing[n] = length
            path[length] = n
            length += 1
            h = after[h]
            while label[cycle[h ^ 1]] == mine:
                h = after[h ^ 1]

    loops_of = np.zeros(labels + 1, dtype=np.int32)
    for r in range(loops):
        loops_of[loop_label[r]] += 1
    for k in range(1, labels + 1):
        loops_of[k] += loops_of[k - 1]
    order = np.empty(loops, dtype=np.int32)
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
            a = walk[loop_lead[r]]
            while j >= begin:
                b = walk[loop_lead[order[j]]]
                if loop_hole[r] != loop_hole[order[j]]:
                    if loop_hole[r]:
                        break
                elif x[b] < x[a] or (x[b] == x[a] and y[b] <= y[a]):
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
                n = walk[at]
                ring_x[vertices], ring_y[vertices] = x[n], y[n]
                vertices += 1
    ring_first[loops] = vertices
    polygon_first[polygons] = loops
    return (
        ring_x,
        ring_y,
        ring_first,
        polygon_first[: polygons + 1],
        polygon_label[:polygons],
    )
