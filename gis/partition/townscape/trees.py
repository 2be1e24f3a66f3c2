"""Random spanning trees of a region of the graph, and the edge at which one is cut in two."""

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled
from gis.partition.townscape.chance import State, share

_SOFTEST = 0.1


@compiled
def _root(parent: Ints, k: int) -> int:
    while parent[k] != k:
        parent[k] = parent[parent[k]]
        k = parent[k]
    return k


@compiled
def random_tree(
    region: Ints,
    place: Ints,
    first: Ints,
    neighbour: Ints,
    bond: Floats,
    state: State,
) -> tuple[Ints, Ints]:
    """Draw a spanning tree of a connected region; what is dear to part is joined first.

    Parameters
    ----------
    region
        Its nodes.
    place
        By node: its index in the region, −1 outside.
    first, neighbour, bond
        Of the graph: neighbours as compressed rows, and how much each pair belongs together.

    Returns
    -------
    order, up
        Indices in the region so that each stands behind the one it hangs from; and that one, −1
        for the root.
    """
    size = len(region)
    most = 0
    for i in range(size):
        most += first[region[i] + 1] - first[region[i]]
    one, two, key = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most)
    edges = 0
    for i in range(size):
        for e in range(first[region[i]], first[region[i] + 1]):
            j = place[neighbour[e]]
            if j > i:
                one[edges], two[edges] = i, j
                key[edges] = share(state) / (_SOFTEST + bond[e])
                edges += 1
    parent = np.arange(size)
    begin, onward = np.full(size, -1, np.int64), np.empty(2 * size, np.int64)
    other = np.empty(2 * size, np.int64)
    links = 0
    for e in np.argsort(key[:edges], kind="mergesort"):
        a, b = _root(parent, one[e]), _root(parent, two[e])
        if a == b:
            continue
        parent[a] = b
        for u, v in ((one[e], two[e]), (two[e], one[e])):
            other[links], onward[links] = v, begin[u]
            begin[u] = links
            links += 1
    order, up = np.empty(size, np.int64), np.full(size, -1, np.int64)
    order[0] = 0
    reached = 1
    for i in range(size):
        u = order[i]
        e = begin[u]
        while e >= 0:
            v = other[e]
            if v != up[u]:
                up[v] = u
                order[reached] = v
                reached += 1
            e = onward[e]
    return order, up


@compiled
def best_cut(order: Ints, up: Ints, weight: Floats, area: Floats, wanted: float) -> int:
    """Return the index whose branch comes nearest to the wanted weight; of equals, by area.

    Parameters
    ----------
    weight, area
        By index in the region.
    """
    size = len(order)
    branch, ground = weight.copy(), area.copy()
    for i in range(size - 1, 0, -1):
        u = order[i]
        branch[up[u]] += branch[u]
        ground[up[u]] += ground[u]
    total, whole = branch[order[0]], ground[order[0]]
    best, least = -1, np.inf
    for i in range(1, size):
        u = order[i]
        off = min(abs(branch[u] - wanted), abs(total - branch[u] - wanted))
        # Where nobody lives only the ground can be shared out.
        off += 1e-3 * total * abs(ground[u] / whole - 0.5) + 1e-12 * abs(ground[u] - whole / 2)
        if off < least:
            best, least = u, off
    return best


@compiled
def branch_of(order: Ints, up: Ints, top: int) -> NDArray[np.bool_]:
    """Tell which indices hang from one, itself among them."""
    within = np.zeros(len(order), np.bool_)
    within[top] = True
    for u in order:
        if up[u] >= 0 and within[up[u]]:
            within[u] = True
    return within
