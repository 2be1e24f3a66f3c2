"""Outlines of communities against what was given: parts 4 and 5 of the proof.

Each given edge must reappear in its community's outline, as it is or led through the nodes whose
unit pixels it meets, and nothing else may be there. So no edge has moved by more than 0.71
units. Given edges that fold onto each other, of parts too thin for the lattice, leave nothing.
"""

from dataclasses import dataclass

import numpy as np

from gis.coverage.proof.leading import led
from gis.coverage.proof.network import Network, first_along, node_at
from gis.lattice import Bools, Ints, Rings
from gis.lattice.compiled import compiled


@dataclass(frozen=True)
class Fidelity:
    """How outlines differ from what was given.

    Attributes
    ----------
    absent
        Edges that the outline lacks: rows of community, x and y of the tail, x and y of the head.
    added
        Edges of the network that are outline and should not be.
    collapsed
        Given edges of which nothing remains, in rows as in ``absent``: each runs back along
        another of its community.
    area2
        Twice the area of each community in square units, as its led outline has it.
    """

    absent: Ints
    added: Ints
    collapsed: Ints
    area2: Ints


def fidelity(network: Network, left: Ints, right: Ints, given: Rings, communities: int) -> Fidelity:
    """Compare outlines with the given ones.

    Parameters
    ----------
    network
        All cells.
    left, right
        The community on each side of each edge.
    given
        The given communities' rings, in any direction; features count communities.
    communities
        How many communities there are.
    """
    tail, head, owner, area2 = _directed(
        given.xy, given.starts, given.feature, given.first, communities
    )
    kept, rest = _as_given(
        given.xy,
        tail,
        head,
        owner,
        network.nodes,
        network.slots,
        network.shift,
        network.head,
        network.first_out,
        network.out,
        left,
        right,
    )
    no_edges = np.empty((0, 5), dtype=np.int64)
    if not len(rest):
        added = np.flatnonzero((left != right) & (left >= 0) & ~kept)
        return Fidelity(no_edges, added, no_edges, area2)
    p, q, of = given.xy[tail[rest]], given.xy[head[rest]], owner[rest]
    elsewhere = given.xy[network.places(given.xy) < 0]
    points = np.concatenate([network.nodes, elsewhere])
    edge, u, v = led(p, q, points)
    lost = _unfound(
        u,
        v,
        of[edge],
        len(network.nodes),
        network.head,
        network.first_out,
        network.out,
        left,
        right,
        kept,
    )
    area2 += _areas2(points[u], points[v], of[edge], communities)
    area2 -= _areas2(p, q, of, communities)
    rows = np.column_stack([of[edge[lost]], points[u[lost]], points[v[lost]]])
    absent, collapsed = _folded(rows)
    added = np.flatnonzero((left != right) & (left >= 0) & ~kept)
    return Fidelity(absent, added, collapsed, area2)


@compiled
def _directed(
    xy: Ints, starts: Ints, feature: Ints, first: Bools, features: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the vertices at the ends of each edge and the feature on its left; and the areas."""
    area2_of = np.zeros(features, dtype=np.int64)
    tail = np.empty(len(xy), dtype=np.int64)
    head = np.empty(len(xy), dtype=np.int64)
    owner = np.empty(len(xy), dtype=np.int64)
    count = 0
    for ring in range(len(starts) - 1):
        begin, end = starts[ring], starts[ring + 1]
        area2 = np.int64(0)
        for v in range(begin + 1, end - 1):
            area2 += (xy[v, 0] - xy[begin, 0]) * (xy[v + 1, 1] - xy[begin, 1]) - (
                xy[v, 1] - xy[begin, 1]
            ) * (xy[v + 1, 0] - xy[begin, 0])
        forward = (area2 > 0) == first[ring]
        area2_of[feature[ring]] += abs(area2) if first[ring] else -abs(area2)
        for v in range(begin, end):
            after = v + 1 if v + 1 < end else begin
            if xy[v, 0] == xy[after, 0] and xy[v, 1] == xy[after, 1]:
                continue
            tail[count] = v if forward else after
            head[count] = after if forward else v
            owner[count] = feature[ring]
            count += 1
    return tail[:count].copy(), head[:count].copy(), owner[:count].copy(), area2_of


@compiled
def _as_given(
    xy: Ints,
    tail: Ints,
    head: Ints,
    owner: Ints,
    nodes: Ints,
    slots: Ints,
    shift: int,
    network_head: Ints,
    first_out: Ints,
    out: Ints,
    left: Ints,
    right: Ints,
) -> tuple[Bools, Ints]:
    """Tell which edges of the network stand as given, and which given edges stand nowhere."""
    kept_by = np.full(len(left), -1, dtype=np.int64)
    rest = np.empty(len(tail), dtype=np.int64)
    count = 0
    u = -1
    for k in range(len(tail)):
        # Along a ring that stands as given, each edge leaves where the one before it led.
        if u < 0 or k == 0 or head[k - 1] != tail[k]:
            u = node_at(xy[tail[k], 0], xy[tail[k], 1], nodes, slots, shift)
        x, y = xy[head[k], 0], xy[head[k], 1]
        led_to = -1
        if u >= 0:
            for place in range(first_out[u], first_out[u + 1]):
                e = out[place]
                v = network_head[e]
                if (
                    left[e] == owner[k]
                    and right[e] != owner[k]
                    and nodes[v, 0] == x
                    and nodes[v, 1] == y
                    and kept_by[e] < 0
                ):
                    kept_by[e] = k
                    led_to = v
                    break
        if led_to < 0:
            rest[count] = k
            count += 1
        u = led_to
    # What two communities were given as one edge must stand as one on both sides.
    for r in range(count):
        t, h = tail[rest[r]], head[rest[r]]
        u = node_at(xy[h, 0], xy[h, 1], nodes, slots, shift)
        if u < 0:
            continue
        for place in range(first_out[u], first_out[u + 1]):
            e = out[place]
            v = network_head[e]
            if nodes[v, 0] == xy[t, 0] and nodes[v, 1] == xy[t, 1] and kept_by[e] >= 0:
                rest[count] = kept_by[e]
                count += 1
                kept_by[e] = -1
    return kept_by >= 0, rest[:count].copy()


@compiled
def _unfound(
    u: Ints,
    v: Ints,
    owner: Ints,
    nodes: int,
    head: Ints,
    first_out: Ints,
    out: Ints,
    left: Ints,
    right: Ints,
    kept: Bools,
) -> Ints:
    """Return the led pieces that are no edges of the network; mark the edges that are found."""
    lost = np.empty(len(u), dtype=np.int64)
    count = 0
    for k in range(len(u)):
        found = False
        if u[k] < nodes and v[k] < nodes:
            place = first_along(u[k], v[k], head, first_out, out)
            while place >= 0 and place < first_out[u[k] + 1] and head[out[place]] == v[k]:
                e = out[place]
                if left[e] == owner[k] and right[e] != owner[k] and not kept[e]:
                    kept[e] = True
                    found = True
                    break
                place += 1
        if not found:
            lost[count] = k
            count += 1
    return lost[:count].copy()


@compiled
def _areas2(p: Ints, q: Ints, owner: Ints, communities: int) -> Ints:
    """Sum the area under edges per community; sums may wrap around, the whole ones do not."""
    area2 = np.zeros(communities, dtype=np.int64)
    for k in range(len(p)):
        area2[owner[k]] += p[k, 0] * q[k, 1] - p[k, 1] * q[k, 0]
    return area2


def _folded(rows: Ints) -> tuple[Ints, Ints]:
    """Part edges into those that bound something and those that fold onto each other."""
    if not len(rows):
        return rows, rows
    turned = (rows[:, 1] > rows[:, 3]) | ((rows[:, 1] == rows[:, 3]) & (rows[:, 2] > rows[:, 4]))
    even = np.where(turned[:, None], rows[:, [0, 3, 4, 1, 2]], rows)
    _, pair = np.unique(even, axis=0, return_inverse=True)
    pair = pair.reshape(-1)
    sign = np.where(turned, -1, 1)
    total = np.zeros(int(pair.max()) + 1, dtype=np.int64)
    np.add.at(total, pair, sign)
    # As many passages as are left over bound something; the others fold.
    bounding = np.zeros(len(rows), dtype=np.bool_)
    order = np.lexsort((-sign * np.sign(total[pair]), pair))
    begin = np.searchsorted(pair[order], pair[order])
    bounding[order] = np.arange(len(order)) - begin < np.abs(total[pair[order]])
    return rows[bounding], rows[~bounding]
