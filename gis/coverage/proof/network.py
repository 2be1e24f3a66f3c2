"""All rings as one network: numbered nodes, directed edges, and the way back along each."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gis.coverage.proof.outgoing import Outgoing, matched, outgoing
from gis.coverage.proof.reading import Shorts, Stored
from gis.lattice import Ints
from gis.lattice.compiled import compiled

# Nodes near each other are looked up near each other: a block of 2**_BLOCK_BITS slots holds
# the nodes of a square patch of land, so that walking cells in order stays in the cache.
_BLOCK_BITS = 8
_NEAR_PER_BLOCK = 32
_MIX_X, _MIX_Y = 0x1E3779B97F4A7C15, 0x42B2AE3D27D4EB4F

_MOST_AROUND = 32
"""Where more edges leave one node, its edges are matched by sorting."""


@dataclass(frozen=True)
class Network:
    """Directed edges of cells between numbered nodes; edge i leaves vertex i of the rings.

    Attributes
    ----------
    nodes
        Coordinates in units, shape (n, 2), in the order in which cells first pass them.
    tail, head
        The node that each edge leaves and the one it leads to.
    cell
        The cell on the left of each edge.
    first, after
        The edges that leave node u are ``first[u]``, ``after[first[u]]`` and so on to −1.
    twin
        The edge that runs back along each edge; −1 for none.
    repeated
        Edges that run along another edge in the same direction, each with that other: shape
        (n, 2).
    slots, shift
        The table in which nodes are looked up.
    """

    nodes: Shorts
    tail: Shorts
    head: Shorts
    cell: Shorts
    first: Shorts
    after: Shorts
    twin: Shorts
    repeated: Ints
    slots: Shorts
    shift: int

    @classmethod
    def of(cls, rings: Stored) -> "Network":
        """Give numbers to the nodes of rings and match their edges."""
        shift = _shift(rings)
        tail, head, cell, keys, slots, first, after, twin, usual = _numbered(
            rings.xy, _keys(rings.xy), rings.starts, rings.feature, shift
        )
        nodes = keys.view(np.int32).reshape(-1, 2)
        repeated = np.empty((0, 2), dtype=np.int64)
        if not usual:
            twin, repeated = matched(tail, head, outgoing(tail, head, len(nodes)))
        return cls(nodes, tail, head, cell, first, after, twin, repeated, slots, shift)

    @cached_property
    def outgoing(self) -> Outgoing:
        """The edges that leave each node, in order: what is sought is found fast."""
        return outgoing(self.tail, self.head, len(self.nodes))

    def places(self, xy: Shorts | Ints) -> Ints:
        """Return the node at each point; −1 where no cell has a vertex."""
        return _found(np.ascontiguousarray(xy, dtype=np.int32), self.nodes, self.slots, self.shift)


def _keys(xy: Shorts) -> Ints:
    """Take points as whole words, which are compared at once."""
    return np.ascontiguousarray(xy).view(np.int64).reshape(-1)


def _shift(rings: Stored) -> int:
    """Choose patches of land, 2**shift units wide, with some dozens of nodes each."""
    if not len(rings.xy):
        return 0
    west, south, east, north = rings.extent.tolist()
    # Each node lies in about three rings.
    land = (east - west + 1) * (north - south + 1) * _NEAR_PER_BLOCK * 3 / len(rings.xy)
    return max(int(math.log2(max(land, 1.0)) / 2), 0)


@compiled
def _slot(x: int, y: int, shift: int, mask: int) -> int:
    """Return where to look for a point first: by the patch of land, then within it."""
    patch = ((x >> shift) * _MIX_X) ^ ((y >> shift) * _MIX_Y)
    patch ^= patch >> 29
    within = (x * _MIX_Y + y * _MIX_X) >> 40
    place = ((patch << _BLOCK_BITS) + (within & ((1 << _BLOCK_BITS) - 1))) & mask
    return int(place)


@compiled
def _numbered(
    xy: Shorts, keys: Ints, starts: Ints, feature: Ints, shift: int
) -> tuple[Shorts, Shorts, Shorts, Ints, Shorts, Shorts, Shorts, Shorts, bool]:
    """Give numbers to nodes and match edges in one walk along all rings.

    Returns
    -------
    tail, head, cell, keys, slots, first, after, twin
        As in a network; nodes by their keys.
    usual
        False if an edge repeats another or leads nowhere, or if too many leave one node: then
        twins are to be found by sorting.
    """
    size = 64
    while 3 * size < 4 * len(xy):
        size *= 2
    mask = size - 1
    slots = np.full(size, -1, dtype=np.int32)
    known = np.empty(len(xy), dtype=np.int64)
    tail = np.empty(len(xy), dtype=np.int32)
    head = np.empty(len(xy), dtype=np.int32)
    cell = np.empty(len(xy), dtype=np.int32)
    first = np.full(len(xy), -1, dtype=np.int32)
    after = np.empty(len(xy), dtype=np.int32)
    twin = np.full(len(xy), -1, dtype=np.int32)
    usual = True
    nodes = 0
    for ring in range(len(starts) - 1):
        begin, end = starts[ring], starts[ring + 1]
        if begin == end:
            continue
        u = -1
        guess = -1
        for vertex in range(begin, end + 1):
            if vertex == end:
                v = int(tail[begin])
            else:
                key = keys[vertex]
                v = -1
                if guess >= 0:
                    # A ring mostly goes on along the ring that it goes back along.
                    v = int(tail[guess])
                    if known[v] != key:
                        v = -1
                if v < 0:
                    slot = _slot(xy[vertex, 0], xy[vertex, 1], shift, mask)
                    while True:
                        v = int(slots[slot])
                        if v < 0:
                            v = int(nodes)
                            slots[slot] = v
                            known[v] = key
                            nodes += 1
                            break
                        if known[v] == key:
                            break
                        slot = (slot + 1) & mask
                tail[vertex] = v
            if vertex > begin:
                edge = vertex - 1
                head[edge] = v
                cell[edge] = feature[ring]
                usual &= u != v
                other = -1
                f = int(first[v])
                steps = 0
                while f >= 0:
                    if head[f] == u:
                        usual &= other < 0 and twin[f] < 0
                        other = f
                    f = int(after[f])
                    steps += 1
                    if steps > _MOST_AROUND:
                        usual = False
                        break
                if other >= 0:
                    twin[edge], twin[other] = other, edge
                after[edge] = first[u]
                first[u] = edge
                guess = other - 1
            u = v
    for edge in range(len(xy) if usual else 0):
        if twin[edge] < 0:
            f = int(first[tail[edge]])
            while f >= 0:
                usual &= f == edge or head[f] != head[edge]
                f = int(after[f])
    return tail, head, cell, known[:nodes], slots, first[:nodes], after, twin, usual


@compiled
def node_at(x: int, y: int, nodes: Shorts, slots: Shorts, shift: int) -> int:
    """Return the node at a point; −1 where no cell has a vertex."""
    mask = len(slots) - 1
    slot = _slot(x, y, shift, mask)
    while True:
        node = int(slots[slot])
        if node < 0 or (nodes[node, 0] == x and nodes[node, 1] == y):
            return node
        slot = (slot + 1) & mask


@compiled
def _found(xy: Shorts, nodes: Shorts, slots: Shorts, shift: int) -> Ints:
    found = np.empty(len(xy), dtype=np.int64)
    for point in range(len(xy)):
        found[point] = node_at(xy[point, 0], xy[point, 1], nodes, slots, shift)
    return found
