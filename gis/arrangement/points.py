"""Number points, each once; near points get near numbers."""

import numpy as np

from gis.arrangement.buckets import slot
from gis.lattice import Indices, Ints
from gis.lattice.compiled import compiled


@compiled
def numbered(x: Ints, y: Ints, shift: int, bits: int) -> tuple[Ints, Ints, Indices, Indices]:
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
    first = np.zeros((1 << (2 * bits)) + 1, dtype=np.int32)
    at = np.empty(count, dtype=np.int32)
    for i in range(count):
        s = slot(x[i] >> shift, y[i] >> shift, bits)
        at[i] = s
        first[s] += 1
    for s in range(1, len(first)):
        first[s] += first[s - 1]
    # Points are moved into their slots, so that what is compared lies side by side.
    order = np.empty(count, dtype=np.int32)
    node_x, node_y = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    for i in range(count - 1, -1, -1):
        k = first[at[i]] - 1
        first[at[i]] = k
        order[k], node_x[k], node_y[k] = i, x[i], y[i]

    node = at
    nodes = 0
    for s in range(len(first) - 1):
        low, high = first[s], first[s + 1]
        first[s] = nodes
        gap = 1
        while gap < (high - low) // 3:
            gap = 3 * gap + 1
        while gap > 0:
            for k in range(low + gap, high):
                i, px, py = order[k], node_x[k], node_y[k]
                j = k - gap
                while j >= low and (node_x[j] > px or (node_x[j] == px and node_y[j] > py)):
                    order[j + gap] = order[j]
                    node_x[j + gap], node_y[j + gap] = node_x[j], node_y[j]
                    j -= gap
                order[j + gap], node_x[j + gap], node_y[j + gap] = i, px, py
            gap //= 3
        # Never more nodes than points looked at: each is written where it was read, or before.
        for k in range(low, high):
            px, py = node_x[k], node_y[k]
            if k == low or px != node_x[nodes - 1] or py != node_y[nodes - 1]:
                node_x[nodes], node_y[nodes] = px, py
                nodes += 1
            node[order[k]] = nodes - 1
    first[-1] = nodes
    return node_x[:nodes], node_y[:nodes], first, node
