"""Number points, and undirected edges between them, each once."""

import numpy as np

from gis.arrangement.buckets import slot
from gis.lattice import Ints
from gis.lattice.compiled import compiled


@compiled
def numbered(x: Ints, y: Ints, shift: int, bits: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Give equal points one number; near points get near numbers.

    The numbers depend on the set of points only, not on their order.

    Returns
    -------
    node_x, node_y
        The points, each once, by slot, then x, then y.
    first
        The first node of each slot, and the end.
    node
        The number of each given point.
    """
    count = len(x)
    first = np.zeros((1 << (2 * bits)) + 1, dtype=np.int64)
    at = np.empty(count, dtype=np.int64)
    for i in range(count):
        s = slot(x[i] >> shift, y[i] >> shift, bits)
        at[i] = s
        first[s] += 1
    for s in range(1, len(first)):
        first[s] += first[s - 1]
    order = np.empty(count, dtype=np.int64)
    for i in range(count - 1, -1, -1):
        first[at[i]] -= 1
        order[first[at[i]]] = i

    node = at
    node_x, node_y = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    nodes = 0
    for s in range(len(first) - 1):
        low, high = first[s], first[s + 1]
        first[s] = nodes
        gap = 1
        while gap < (high - low) // 3:
            gap = 3 * gap + 1
        while gap > 0:
            for k in range(low + gap, high):
                i, j = order[k], k - gap
                while j >= low and (
                    x[order[j]] > x[i] or (x[order[j]] == x[i] and y[order[j]] > y[i])
                ):
                    order[j + gap] = order[j]
                    j -= gap
                order[j + gap] = i
            gap //= 3
        for k in range(low, high):
            i = order[k]
            if k == low or x[i] != node_x[nodes - 1] or y[i] != node_y[nodes - 1]:
                node_x[nodes], node_y[nodes] = x[i], y[i]
                nodes += 1
            node[i] = nodes - 1
    first[-1] = nodes
    return node_x[:nodes].copy(), node_y[:nodes].copy(), first, node


@compiled
def grouped(key: Ints, keys: int) -> tuple[Ints, Ints]:
    """Sort indices by a key from 0 to ``keys - 1``; return where each key starts, and them."""
    first = np.zeros(keys + 1, dtype=np.int64)
    for i in range(len(key)):
        first[key[i]] += 1
    for k in range(1, keys + 1):
        first[k] += first[k - 1]
    order = np.empty(len(key), dtype=np.int64)
    for i in range(len(key) - 1, -1, -1):
        first[key[i]] -= 1
        order[first[key[i]]] = i
    return first, order


@compiled
def unique_edges(tail: Ints, head: Ints, nodes: int) -> tuple[Ints, Ints, Ints]:
    """Give each undirected edge one number.

    Returns
    -------
    low, high
        The ends of each edge, the lower node first; edges ordered by them.
    edge
        The edge of each given pair; −1 where both ends are one node.
    """
    lower = np.empty(len(tail), dtype=np.int64)
    for i in range(len(tail)):
        lower[i] = min(tail[i], head[i])
    first, order = grouped(lower, nodes)
    low, high = np.empty(len(tail), dtype=np.int64), np.empty(len(tail), dtype=np.int64)
    edge = lower
    edges = 0
    for n in range(nodes):
        begin, end = first[n], first[n + 1]
        for k in range(begin + 1, end):
            i, j = order[k], k - 1
            other = max(tail[i], head[i])
            while j >= begin and max(tail[order[j]], head[order[j]]) > other:
                order[j + 1] = order[j]
                j -= 1
            order[j + 1] = i
        here = edges
        for k in range(begin, end):
            i = order[k]
            other = max(tail[i], head[i])
            if other == n:
                edge[i] = -1
                continue
            if edges == here or high[edges - 1] != other:
                low[edges], high[edges] = n, other
                edges += 1
            edge[i] = edges - 1
    return low[:edges].copy(), high[:edges].copy(), edge


@compiled
def summed(edge: Ints, owner: Ints, weight: Ints, edges: int) -> tuple[Ints, Ints, Ints]:
    """Sum weights per edge and owner; sums of 0 are dropped.

    Sums, and not pairs that cancel one by one: where many edges fold onto one, only the whole
    tells what is left.

    Returns
    -------
    first, owner, weight
        Where each edge's records start, and the end; the records ascending by owner.
    """
    first, order = grouped(edge, edges)
    owners, weights = np.empty(len(edge), dtype=np.int64), np.empty(len(edge), dtype=np.int64)
    records = 0
    for e in range(edges):
        begin, end = first[e], first[e + 1]
        first[e] = records
        for k in range(begin + 1, end):
            i, j = order[k], k - 1
            while j >= begin and owner[order[j]] > owner[i]:
                order[j + 1] = order[j]
                j -= 1
            order[j + 1] = i
        k = begin
        while k < end:
            mine, total = owner[order[k]], 0
            while k < end and owner[order[k]] == mine:
                total += weight[order[k]]
                k += 1
            if total != 0:
                owners[records], weights[records] = mine, total
                records += 1
    first[edges] = records
    return first, owners[:records].copy(), weights[:records].copy()
