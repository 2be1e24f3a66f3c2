"""All rings as one network: numbered nodes, directed edges, and the way back along each."""

from dataclasses import dataclass

import numpy as np

from gis.lattice import Ints, Rings
from gis.lattice.compiled import compiled

# Nodes near each other are looked up near each other: a block of 2**_BLOCK_BITS slots holds
# the nodes of a square patch of land, so that walking cells in order stays in the cache.
_BLOCK_BITS = 8
_NEAR_PER_BLOCK = 32
_MIX_X, _MIX_Y = np.int64(0x1E3779B97F4A7C15), np.int64(0x42B2AE3D27D4EB4F)


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
    first_out, out
        The edges that leave node u are ``out[first_out[u]:first_out[u + 1]]``, ascending by
        head.
    twin
        The edge that runs back along each edge; −1 for none.
    repeated
        Edges that run along another edge in the same direction, each with that other: shape
        (n, 2).
    slots, shift
        The table in which nodes are looked up.
    """

    nodes: Ints
    tail: Ints
    head: Ints
    cell: Ints
    first_out: Ints
    out: Ints
    twin: Ints
    repeated: Ints
    slots: Ints
    shift: int

    @classmethod
    def of(cls, rings: Rings) -> "Network":
        """Give numbers to the nodes of rings and match their edges."""
        shift = _shift(rings.xy)
        tail, nodes, slots = _numbered(rings.xy, shift)
        head, cell = _steps(tail, rings.starts, rings.feature)
        first_out, out = _outgoing(tail, head, len(nodes))
        twin, repeated = _matched(tail, head, first_out, out)
        return cls(nodes, tail, head, cell, first_out, out, twin, repeated, slots, shift)

    def places(self, xy: Ints) -> Ints:
        """Return the node at each point; −1 where no cell has a vertex."""
        return _found(np.ascontiguousarray(xy), self.nodes, self.slots, self.shift)


@compiled
def _shift(xy: Ints) -> int:
    """Choose patches of land, 2**shift units wide, with some dozens of nodes each."""
    if not len(xy):
        return 0
    west, south, east, north = xy[0, 0], xy[0, 1], xy[0, 0], xy[0, 1]
    for k in range(1, len(xy)):
        west, south = min(west, xy[k, 0]), min(south, xy[k, 1])
        east, north = max(east, xy[k, 0]), max(north, xy[k, 1])
    # Each node lies in about three rings.
    land = float(east - west + 1) * float(north - south + 1) * _NEAR_PER_BLOCK * 3 / len(xy)
    return max(int(np.log2(max(land, 1.0)) / 2), 0)


@compiled
def _slot(x: int, y: int, shift: int, mask: int) -> int:
    """Return where to look for a point first: by the patch of land, then within it."""
    patch = ((x >> shift) * _MIX_X) ^ ((y >> shift) * _MIX_Y)
    patch ^= patch >> 29
    within = (x * _MIX_Y + y * _MIX_X) >> 40
    place = ((patch << _BLOCK_BITS) + (within & ((1 << _BLOCK_BITS) - 1))) & mask
    return int(place)


@compiled
def _numbered(xy: Ints, shift: int) -> tuple[Ints, Ints, Ints]:
    """Return the node of each vertex, the nodes, and the table of slots."""
    size = 64
    while size < len(xy):
        size *= 2
    slots = np.full(size, -1, dtype=np.int64)
    nodes = np.empty((len(xy), 2), dtype=np.int64)
    tail = np.empty(len(xy), dtype=np.int64)
    count = 0
    for vertex in range(len(xy)):
        if 4 * count >= 3 * size:
            size *= 2
            slots = np.full(size, -1, dtype=np.int64)
            for node in range(count):
                slot = _slot(nodes[node, 0], nodes[node, 1], shift, size - 1)
                while slots[slot] >= 0:
                    slot = (slot + 1) & (size - 1)
                slots[slot] = node
        x = xy[vertex, 0]
        y = xy[vertex, 1]
        slot = _slot(x, y, shift, size - 1)
        while True:
            node = slots[slot]
            if node < 0:
                node = count
                slots[slot] = node
                nodes[node, 0] = x
                nodes[node, 1] = y
                count += 1
                break
            if nodes[node, 0] == x and nodes[node, 1] == y:
                break
            slot = (slot + 1) & (size - 1)
        tail[vertex] = node
    return tail, nodes[:count].copy(), slots


@compiled
def node_at(x: int, y: int, nodes: Ints, slots: Ints, shift: int) -> int:
    """Return the node at a point; −1 where no cell has a vertex."""
    mask = len(slots) - 1
    slot = _slot(x, y, shift, mask)
    while True:
        node: int = slots[slot]
        if node < 0 or (nodes[node, 0] == x and nodes[node, 1] == y):
            return node
        slot = (slot + 1) & mask


@compiled
def _found(xy: Ints, nodes: Ints, slots: Ints, shift: int) -> Ints:
    found = np.empty(len(xy), dtype=np.int64)
    for point in range(len(xy)):
        found[point] = node_at(xy[point, 0], xy[point, 1], nodes, slots, shift)
    return found


@compiled
def _steps(tail: Ints, starts: Ints, feature: Ints) -> tuple[Ints, Ints]:
    """Return the head and the cell of each edge."""
    head = np.empty(len(tail), dtype=np.int64)
    cell = np.empty(len(tail), dtype=np.int64)
    for ring in range(len(starts) - 1):
        first, last = starts[ring], starts[ring + 1]
        if first == last:
            continue
        for edge in range(first, last):
            head[edge] = tail[edge + 1] if edge + 1 < last else tail[first]
            cell[edge] = feature[ring]
    return head, cell


@compiled
def _outgoing(tail: Ints, head: Ints, nodes: int) -> tuple[Ints, Ints]:
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
        if high - low > 32:
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
def first_along(node: int, to: int, head: Ints, first_out: Ints, out: Ints) -> int:
    """Return the place in ``out`` of the first edge from a node to another; −1 for none."""
    low, high = first_out[node], first_out[node + 1]
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
def _matched(tail: Ints, head: Ints, first_out: Ints, out: Ints) -> tuple[Ints, Ints]:
    twin = np.full(len(tail), -1, dtype=np.int64)
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
        k = first_along(head[edge], tail[edge], head, first_out, out)
        if k >= 0:
            twin[edge] = out[k]
            twin[out[k]] = edge
    return twin, repeated
