"""Plots dealt out to cells: halved along random trees, then bettered step by step.

The steps are those of redistricting: flips of single plots, which take along what they would cut
off, and recombinations of two cells (D. DeFord, M. Duchin, J. Solomon: Recombination. Harvard Data
Science Review 3.1, 2021). A step for the worse is taken while it is below a threshold that falls
to nothing (G. Dueck, T. Scheuer: Threshold accepting. J. Comput. Phys. 90, 1990): unlike the
exponential of simulated annealing it is the same number on every machine.
"""

import numpy as np

from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled
from gis.partition.townscape.chance import State, below, share
from gis.partition.townscape.trees import best_cut, branch_of, random_tree

OFF, OUT, STEEP = 2.0, 6.0, 20.0
"""What it costs to miss the middle of the range, to be out of it, and how far out."""

ROUND, STRAGGLING, CUT = 0.8, 3.0, 1.0
"""What it costs to be long, to be much longer than that, and what borders cost."""

_STRAGGLING_FROM = 3.6
_FOUR_PI = 12.566370614359172
_RECOMBINED = 0.08
_HOTTEST, _COLDEST = 1.2, 0.002
_ALONG = 6


@compiled
def amiss(weight: float, low: float, middle: float, high: float) -> float:
    """Return what a cell's weight costs."""
    off = (weight - middle) / middle
    cost = OFF * off * off
    if weight < low:
        cost += OUT + STEEP * (low - weight) / middle
    elif weight > high:
        cost += OUT + STEEP * (weight - high) / middle
    return cost


@compiled
def bent(perimeter: float, area: float) -> float:
    """Return what a cell's shape costs."""
    over = perimeter * perimeter / (_FOUR_PI * max(area, 1e-9)) - 1.0
    cost = ROUND * over
    if over > _STRAGGLING_FROM - 1.0:
        cost += STRAGGLING * (over - (_STRAGGLING_FROM - 1.0))
    return cost


@compiled
def halved(
    label: Ints,
    cells: Ints,
    first: Ints,
    neighbour: Ints,
    bond: Floats,
    weight: Floats,
    area: Floats,
    tries: int,
    state: State,
) -> None:
    """Part each piece into as many cells as it shall have.

    Parameters
    ----------
    label
        The piece of each node, from 0; changed.
    cells
        How many cells each piece shall have, and zeros behind for the labels to come; changed.
    """
    place = np.full(len(label), -1, np.int64)
    labels = 0
    for k in range(len(label)):
        labels = max(labels, label[k] + 1)
    piece = 0
    while piece < labels:
        if cells[piece] < 2:
            piece += 1
            continue
        region = np.flatnonzero(label == piece)
        if len(region) < 2:
            cells[piece] = 1
            continue
        for i in range(len(region)):
            place[region[i]] = i
        mine, ground = weight[region], area[region]
        half = cells[piece] // 2
        wanted = mine.sum() * half / cells[piece]
        found, least = np.zeros(len(region), np.bool_), np.inf
        taken = 0.0
        for _ in range(tries):
            order, up = random_tree(region, place, first, neighbour, bond, state)
            top = best_cut(order, up, mine, ground, wanted)
            branch = branch_of(order, up, top)
            got = mine[branch].sum()
            off = min(abs(got - wanted), abs(mine.sum() - got - wanted))
            # What a border costs breaks ties between cuts that are about as good.
            torn = 0.0
            for i in range(len(region)):
                if branch[i]:
                    for e in range(first[region[i]], first[region[i] + 1]):
                        j = place[neighbour[e]]
                        if j >= 0 and not branch[j]:
                            torn += bond[e]
            off = off / max(wanted, 1e-9) + 0.002 * torn
            if off < least:
                found, least, taken = branch, off, got
        share_of = half
        if abs(taken - wanted) > abs(mine.sum() - taken - wanted):
            share_of = cells[piece] - half
        # No cell without a node.
        branches = found.sum()
        share_of = max(share_of, cells[piece] - (len(region) - branches))
        share_of = min(share_of, branches)
        for i in range(len(region)):
            place[region[i]] = -1
            if found[i]:
                label[region[i]] = labels
        cells[labels] = share_of
        cells[piece] -= share_of
        labels += 1


@compiled
def sums(
    label: Ints,
    cells: int,
    first: Ints,
    neighbour: Ints,
    length: Floats,
    cost: Floats,
    weight: Floats,
    area: Floats,
    rim: Floats,
) -> tuple[Floats, Floats, Floats, float]:
    """Return each cell's weight, area and perimeter, and what all borders cost."""
    heavy, wide, around = np.zeros(cells), np.zeros(cells), np.zeros(cells)
    torn = 0.0
    for k in range(len(label)):
        c = label[k]
        heavy[c] += weight[k]
        wide[c] += area[k]
        around[c] += rim[k]
        for e in range(first[k], first[k + 1]):
            if label[neighbour[e]] != c:
                around[c] += length[e]
                torn += cost[e] / 2
    return heavy, wide, around, torn


@compiled
def energy(
    heavy: Floats, wide: Floats, around: Floats, torn: float, wanted: Floats, scale: float
) -> float:
    """Return what a division costs in all."""
    total = CUT * torn / scale
    for c in range(len(heavy)):
        total += amiss(heavy[c], wanted[0], wanted[1], wanted[2]) + bent(around[c], wide[c])
    return total


@compiled
def bettered(
    label: Ints,
    cells: int,
    first: Ints,
    neighbour: Ints,
    source: Ints,
    length: Floats,
    cost: Floats,
    bond: Floats,
    weight: Floats,
    area: Floats,
    rim: Floats,
    wanted: Floats,
    scale: float,
    steps: int,
    state: State,
) -> tuple[Ints, float]:
    """Better a division step by step.

    Parameters
    ----------
    label
        The cell of each node; changed.
    cells
        How many there are.
    source
        The node that each neighbour is one of.
    wanted
        Least, middle and most weight of a cell.
    scale
        Of the borders' cost: metres that count as much as a cell's shape.
    steps
        How many are tried.

    Returns
    -------
    ndarray of int64
        The best division met.
    float
        What it costs.
    """
    heavy, wide, around, torn = sums(
        label, cells, first, neighbour, length, cost, weight, area, rim
    )
    now = energy(heavy, wide, around, torn, wanted, scale)
    best, least = label.copy(), now
    if cells < 2 or not len(neighbour):
        return best, least
    nodes = np.bincount(label, minlength=cells)
    mark = np.zeros(len(label), np.int64)
    queue, moved = np.empty(len(label), np.int64), np.empty(len(label), np.int64)
    place = np.full(len(label), -1, np.int64)
    stamp = 0
    for step in range(steps):
        done = step / steps
        heat = _HOTTEST * (1.0 - done) ** 3 + _COLDEST * (1.0 - done)
        e = below(state, len(neighbour))
        a, t = source[e], label[neighbour[e]]
        s = label[a]
        if s == t:
            continue
        bar = now + heat * share(state) * share(state) * 2.0
        if share(state) < _RECOMBINED and nodes[s] + nodes[t] > 2:
            now, torn = _recombined(
                label, s, t, place, first, neighbour, length, cost, bond, weight, area, rim,
                heavy, wide, around, nodes, torn, now, wanted, scale, bar, state,
            )  # fmt: skip
        else:
            if nodes[s] < 2:
                continue
            stamp += 2
            count = _taken_along(a, s, label, first, neighbour, mark, stamp, queue, moved, nodes[s])
            if count == 0:
                continue
            now, torn = _flipped(
                label, s, t, moved[:count], mark, stamp, first, neighbour, length, cost, weight,
                area, rim, heavy, wide, around, nodes, torn, now, wanted, scale, bar,
            )  # fmt: skip
        if now < least - 1e-9:
            least = now
            best[:] = label
    return best, least


@compiled
def _taken_along(
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
def _flipped(
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
def _recombined(
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
