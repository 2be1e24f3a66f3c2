"""Single steps from one division to the next: a plot to the cell beside it, two cells anew."""

import numpy as np

from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled
from gis.partition.townscape.chance import State
from gis.partition.townscape.costs import CUT, amiss, bent
from gis.partition.townscape.trees import best_cut, branch_of, random_tree

_ALONG = 6
"""So many plots at most go along with the one that is moved."""


@compiled
def taken_along(
    a: int,
    s: int,
    label: Ints,
    first: Ints,
    neighbour: Ints,
    mark: Ints,
    stamp: int,
    queue: Ints,
    moved: Ints,
    size: int,
) -> int:
    """List a node and what leaving it would cut off from its cell; 0 if that is too much.

    Those listed are marked with ``stamp + 1``.
    """
    moved[0] = a
    count = 1
    mark[a] = stamp + 1
    kept = -1
    seen = 1
    for e in range(first[a], first[a + 1]):
        start = neighbour[e]
        if label[start] != s or mark[start] >= stamp:
            continue
        queue[0] = start
        mark[start] = stamp
        head, tail = 0, 1
        while head < tail:
            u = queue[head]
            head += 1
            for f in range(first[u], first[u + 1]):
                v = neighbour[f]
                if label[v] == s and mark[v] < stamp:
                    mark[v] = stamp
                    queue[tail] = v
                    tail += 1
        seen += tail
        # The largest piece stays; the others go along.
        if kept < 0 and tail * 2 >= size - 1:
            kept = tail
            continue
        if kept < 0 and seen == size and count == 1:
            return 0
        if count + tail > _ALONG + 1:
            return 0
        for i in range(tail):
            moved[count] = queue[i]
            mark[queue[i]] = stamp + 1
            count += 1
    if count >= size:
        return 0
    return count


@compiled
def flipped(
    label: Ints,
    s: int,
    t: int,
    moved: Ints,
    mark: Ints,
    stamp: int,
    first: Ints,
    neighbour: Ints,
    length: Floats,
    cost: Floats,
    weight: Floats,
    area: Floats,
    rim: Floats,
    heavy: Floats,
    wide: Floats,
    around: Floats,
    nodes: Ints,
    torn: float,
    now: float,
    wanted: Floats,
    scale: float,
    bar: float,
) -> tuple[float, float]:
    """Move nodes from one cell to another if what it costs stays below the bar."""
    h, w, ps, pt, c = 0.0, 0.0, around[s], around[t], torn
    for u in moved:
        h += weight[u]
        w += area[u]
        ps -= rim[u]
        pt += rim[u]
        for e in range(first[u], first[u + 1]):
            v = neighbour[e]
            if mark[v] == stamp + 1:
                continue
            if label[v] == s:
                ps += length[e]
                pt += length[e]
                c += cost[e]
            elif label[v] == t:
                ps -= length[e]
                pt -= length[e]
                c -= cost[e]
            else:
                ps -= length[e]
                pt += length[e]
    low, middle, high = wanted[0], wanted[1], wanted[2]
    before = amiss(heavy[s], low, middle, high) + bent(around[s], wide[s])
    before += amiss(heavy[t], low, middle, high) + bent(around[t], wide[t])
    after = amiss(heavy[s] - h, low, middle, high) + bent(ps, wide[s] - w)
    after += amiss(heavy[t] + h, low, middle, high) + bent(pt, wide[t] + w)
    then = now + after - before + CUT * (c - torn) / scale
    if then >= bar:
        return now, torn
    for u in moved:
        label[u] = t
    heavy[s], heavy[t] = heavy[s] - h, heavy[t] + h
    wide[s], wide[t] = wide[s] - w, wide[t] + w
    around[s], around[t] = ps, pt
    nodes[s], nodes[t] = nodes[s] - len(moved), nodes[t] + len(moved)
    return then, c


@compiled
def recombined(
    label: Ints,
    s: int,
    t: int,
    place: Ints,
    first: Ints,
    neighbour: Ints,
    length: Floats,
    cost: Floats,
    bond: Floats,
    weight: Floats,
    area: Floats,
    rim: Floats,
    heavy: Floats,
    wide: Floats,
    around: Floats,
    nodes: Ints,
    torn: float,
    now: float,
    wanted: Floats,
    scale: float,
    bar: float,
    state: State,
) -> tuple[float, float]:
    """Part two cells anew along a random tree if what it costs stays below the bar."""
    region = np.flatnonzero((label == s) | (label == t))
    for i in range(len(region)):
        place[region[i]] = i
    mine, ground = weight[region], area[region]
    order, up = random_tree(region, place, first, neighbour, bond, state)
    top = best_cut(order, up, mine, ground, mine.sum() / 2)
    branch = branch_of(order, up, top)
    h, w, ps, pt = np.zeros(2), np.zeros(2), 0.0, 0.0
    c = torn
    for i in range(len(region)):
        u = region[i]
        side = 1 if branch[i] else 0
        h[side] += mine[i]
        w[side] += ground[i]
        round_u = rim[u]
        for e in range(first[u], first[u + 1]):
            v = neighbour[e]
            j = place[v]
            if j < 0:
                round_u += length[e]
                continue
            if branch[j] != branch[i]:
                round_u += length[e]
                c += cost[e] / 2
            if label[v] != label[u]:
                c -= cost[e] / 2
        if side:
            pt += round_u
        else:
            ps += round_u
    low, middle, high = wanted[0], wanted[1], wanted[2]
    before = amiss(heavy[s], low, middle, high) + bent(around[s], wide[s])
    before += amiss(heavy[t], low, middle, high) + bent(around[t], wide[t])
    after = amiss(h[0], low, middle, high) + bent(ps, w[0])
    after += amiss(h[1], low, middle, high) + bent(pt, w[1])
    then = now + after - before + CUT * (c - torn) / scale
    taken = then < bar
    count = 0
    for i in range(len(region)):
        place[region[i]] = -1
        if taken:
            label[region[i]] = t if branch[i] else s
            count += branch[i]
    if not taken:
        return now, torn
    heavy[s], heavy[t], wide[s], wide[t] = h[0], h[1], w[0], w[1]
    around[s], around[t] = ps, pt
    nodes[s], nodes[t] = len(region) - count, count
    return then, c
