"""The edges that leave each node in order: twins and repeats where the usual way gives up."""

from dataclasses import dataclass

import numpy as np

from gis.coverage.proof.reading import Shorts
from gis.lattice import Ints
from gis.lattice.compiled import compiled

_FEW = 32


@dataclass(frozen=True)
class Outgoing:
    """The edges that leave node u are ``edges[first[u]:first[u + 1]]``, ascending by head."""

    first: Ints
    edges: Ints


def outgoing(tail: Shorts, head: Shorts, nodes: int) -> Outgoing:
    """Sort edges by the node they leave and the one they lead to."""
    return Outgoing(*_outgoing(tail, head, nodes))


def matched(tail: Shorts, head: Shorts, leaving: Outgoing) -> tuple[Shorts, Ints]:
    """Return the twin of each edge, and the edges that repeat another, each with that other."""
    return _matched(tail, head, leaving.first, leaving.edges)


@compiled
def _outgoing(tail: Shorts, head: Shorts, nodes: int) -> tuple[Ints, Ints]:
    first = np.zeros(nodes + 1, dtype=np.int64)
    for edge in range(len(tail)):
        first[tail[edge] + 1] += 1
    for node in range(nodes):
        first[node + 1] += first[node]
    out = np.empty(len(tail), dtype=np.int64)
    fill = first[:-1].copy()
    for edge in range(len(tail)):
        out[fill[tail[edge]]] = edge
        fill[tail[edge]] += 1
    for node in range(nodes):
        low, high = first[node], first[node + 1]
        if high - low > _FEW:
            around = out[low:high].copy()
            out[low:high] = around[np.argsort(head[around], kind="mergesort")]
            continue
        for k in range(low + 1, high):
            edge = out[k]
            place = k
            while place > low and head[out[place - 1]] > head[edge]:
                out[place] = out[place - 1]
                place -= 1
            out[place] = edge
    return first, out


@compiled
def first_along(node: int, to: int, head: Shorts, first: Ints, out: Ints) -> int:
    """Return the place in ``out`` of the first edge from a node to another; −1 for none."""
    low, high = first[node], first[node + 1]
    while high - low > 8:
        middle = (low + high) // 2
        if head[out[middle]] < to:
            low = middle + 1
        else:
            high = middle + 1
    for k in range(low, high):
        if head[out[k]] == to:
            return k
    return -1


@compiled
def _matched(tail: Shorts, head: Shorts, first: Ints, out: Ints) -> tuple[Shorts, Ints]:
    twin = np.full(len(tail), -1, dtype=np.int32)
    repeats = 0
    for k in range(1, len(out)):
        if tail[out[k]] == tail[out[k - 1]] and head[out[k]] == head[out[k - 1]]:
            repeats += 1
    repeated = np.empty((repeats, 2), dtype=np.int64)
    repeats = 0
    for k in range(1, len(out)):
        if tail[out[k]] == tail[out[k - 1]] and head[out[k]] == head[out[k - 1]]:
            repeated[repeats, 0] = out[k]
            repeated[repeats, 1] = out[k - 1]
            repeats += 1
    for edge in range(len(tail)):
        if twin[edge] >= 0 or tail[edge] == head[edge]:
            continue
        k = first_along(head[edge], tail[edge], head, first, out)
        if k >= 0:
            twin[edge] = out[k]
            twin[out[k]] = edge
    return twin, repeated
