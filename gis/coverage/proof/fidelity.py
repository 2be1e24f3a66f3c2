"""Outlines of communities against what was given: parts 4 and 5 of the proof.

Each given edge must reappear in its community's outline, as it is or led through the nodes whose
unit pixels it meets, and nothing else may be there. So no edge has moved by more than 0.71
units. Given edges that fold onto each other, of parts too thin for the lattice, leave nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gis.coverage.proof.leading import led
from gis.coverage.proof.network import Network, node_at
from gis.coverage.proof.origins import Origin, unfounded
from gis.coverage.proof.outgoing import first_along
from gis.coverage.proof.reading import Shorts, Stored, ring_area2
from gis.coverage.proof.sides import Sides
from gis.lattice import Bools, Ints, Lines
from gis.lattice.compiled import compiled

_FEW = 64


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
        another of its community, to a node that snap rounding can have made. None of noded
        outlines, of which all that collapses is gone already.
    area2
        Twice the area of each community in square units, as its led outline has it.
    """

    absent: Ints
    added: Ints
    collapsed: Ints
    area2: Ints


def fidelity(
    network: Network,
    sides: Sides,
    given: Stored,
    free: Bools,
    lattices: Sequence[Lines | None],
    origin: Callable[[], Origin],
) -> Fidelity:
    """Compare outlines with the given ones.

    Parameters
    ----------
    network
        All cells.
    sides
        The communities on both sides of its edges.
    given
        The given communities' rings, in any direction; features count communities.
    free
        True for cells whose sides keep to no lattice.
    lattices
        Of each community; None where its cells may lie anywhere.
    origin
        Tells what the given outlines are; asked where something folds.
    """
    communities = len(lattices)
    left, right = sides.left, sides.right
    kept, rest, area2 = _as_given(
        given.xy,
        given.starts,
        given.feature,
        given.first,
        communities,
        network.nodes,
        network.slots,
        network.shift,
        network.tail,
        network.head,
        network.first,
        network.after,
        left,
        right,
    )
    no_edges = np.empty((0, 5), dtype=np.int64)
    if not len(rest):
        whole = np.count_nonzero(kept) == sides.outline
        added = np.empty(0, dtype=np.int64) if whole else _added(kept, left, right)
        return Fidelity(no_edges, added, no_edges, area2)
    of, p, q = rest[:, 0].copy(), rest[:, 1:3].copy(), rest[:, 3:5].copy()
    what = origin()
    if what is Origin.TRUTH:
        # These outlines are noded: each edge is there as it is, or has been moved.
        return Fidelity(rest, _added(kept, left, right), no_edges, area2)
    # Once each: communities share the tips of parts that collapsed.
    elsewhere = np.unique(given.xy[network.places(given.xy) < 0], axis=0)
    points = np.concatenate([network.nodes, elsewhere]).astype(np.int64)
    edge, u, v = led(p, q, points)
    leaving = network.outgoing
    lost = _unfound(
        u,
        v,
        of[edge],
        len(network.nodes),
        network.head,
        leaving.first,
        leaving.edges,
        left,
        right,
        kept,
    )
    area2 += _areas2(points[u], points[v], of[edge], communities)
    area2 -= _areas2(p, q, of, communities)
    rows = np.column_stack([of[edge[lost]], points[u[lost]], points[v[lost]]])
    absent, collapsed = _folded(rows)
    if not len(collapsed):
        return Fidelity(absent, _added(kept, left, right), collapsed, area2)
    moved = np.zeros(len(collapsed), dtype=np.bool_)
    if what is Origin.INPUT:
        ends = np.concatenate([collapsed[:, 1:3], collapsed[:, 3:5]])
        lone = unfounded(ends, network, sides, given, free, lattices)
        moved = lone[: len(collapsed)] | lone[len(collapsed) :]
    absent, collapsed = np.concatenate([absent, collapsed[moved]]), collapsed[~moved]
    return Fidelity(absent, _added(kept, left, right), collapsed, area2)


@compiled
def _as_given(
    xy: Shorts,
    starts: Ints,
    feature: Ints,
    first: Bools,
    features: int,
    nodes: Shorts,
    slots: Shorts,
    shift: int,
    tail: Shorts,
    head: Shorts,
    first_out: Shorts,
    after: Shorts,
    left: Shorts,
    right: Shorts,
) -> tuple[Bools, Ints, Ints]:
    """Follow the given rings along the network.

    Returns
    -------
    kept
        True for edges of the network that stand as given.
    rest
        Given edges that stand nowhere: rows of community, x and y of the tail, x and y of the
        head.
    area2
        Twice the area within the given rings of each community.
    """
    area2 = np.zeros(features, dtype=np.int64)
    kept = np.zeros(len(tail), dtype=np.bool_)
    rest = np.empty((_FEW, 5), dtype=np.int64)
    count = 0
    for ring in range(len(starts) - 1):
        begin, end = starts[ring], starts[ring + 1]
        owner = feature[ring]
        turned2 = ring_area2(xy, begin, end)
        area2[owner] += abs(turned2) if first[ring] else -abs(turned2)
        step = 1 if (turned2 > 0) == first[ring] else -1
        t = begin
        e, u = -1, -1
        for _ in range(end - begin):
            h = t + step
            h = begin if h == end else end - 1 if h < begin else h
            x, y = xy[h, 0], xy[h, 1]
            if xy[t, 0] == x and xy[t, 1] == y:
                t = h
                continue
            # Along a ring that stands as given, each edge leaves where the one before it led,
            # and is mostly of the same cell.
            if e >= 0:
                u = int(head[e])
                e = e + 1 if e + 1 < len(tail) and tail[e + 1] == u else int(first_out[u])
            else:
                u = node_at(xy[t, 0], xy[t, 1], nodes, slots, shift)
                e = int(first_out[u]) if u >= 0 else -1
            listed = False
            while e >= 0:
                v = head[e]
                if (
                    nodes[v, 0] == x
                    and nodes[v, 1] == y
                    and left[e] == owner
                    and right[e] != owner
                    and not kept[e]
                ):
                    break
                e = int(after[e] if listed else first_out[u])
                listed = True
            if e >= 0:
                kept[e] = True
            else:
                rest = _with_room(rest, count)
                _enter(rest, count, owner, xy[t, 0], xy[t, 1], x, y)
                count += 1
            t = h
    # What two communities were given as one edge must stand as one on both sides.
    for r in range(count):
        u = node_at(rest[r, 3], rest[r, 4], nodes, slots, shift)
        e = int(first_out[u]) if u >= 0 else -1
        while e >= 0:
            v = head[e]
            if kept[e] and nodes[v, 0] == rest[r, 1] and nodes[v, 1] == rest[r, 2]:
                rest = _with_room(rest, count)
                _enter(rest, count, left[e], nodes[u, 0], nodes[u, 1], nodes[v, 0], nodes[v, 1])
                count += 1
                kept[e] = False
            e = int(after[e])
    return kept, rest[:count].copy(), area2


@compiled
def _with_room(rest: Ints, count: int) -> Ints:
    """Return rows with room for one more; mostly there are none."""
    if count < len(rest):
        return rest
    wider = np.empty((2 * len(rest), 5), dtype=np.int64)
    wider[: len(rest)] = rest
    return wider


@compiled
def _enter(rest: Ints, row: int, owner: int, ax: int, ay: int, bx: int, by: int) -> None:
    rest[row, 0] = owner
    rest[row, 1] = ax
    rest[row, 2] = ay
    rest[row, 3] = bx
    rest[row, 4] = by


@compiled
def _added(kept: Bools, left: Shorts, right: Shorts) -> Ints:
    """Return the edges on an outline that stand as given nowhere."""
    added = [e for e in range(len(kept)) if not kept[e] and left[e] != right[e] and left[e] >= 0]
    return np.array(added, dtype=np.int64)


@compiled
def _unfound(
    u: Ints,
    v: Ints,
    owner: Ints,
    nodes: int,
    head: Shorts,
    first_out: Ints,
    out: Ints,
    left: Shorts,
    right: Shorts,
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
