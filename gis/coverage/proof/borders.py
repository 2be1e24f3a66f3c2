"""The borders between communities as one drawing: part 3 of the proof.

Border edges, those whose two sides belong to different communities or to none, must meet in
common ends only; around each node, what lies left of one edge must be what lies right of the
next; and each connected piece must lie within what its outer side names. Then every point of
the plane has one owner, so that each community's outline winds once around its own points and
around no other, and so does the district's.
"""

from dataclasses import dataclass

import numpy as np

from gis.coverage.proof.meeting import meetings, striped
from gis.coverage.proof.network import Network
from gis.lattice import Ints
from gis.lattice.compiled import compiled

NOBODY = -1
"""The owner of land outside all communities."""

_MOST = 1_000
"""Meetings told in detail."""


@dataclass(frozen=True)
class Borders:
    """Border edges and what is wrong with them.

    Attributes
    ----------
    edges
        One edge of the network for each border, ascending.
    meeting
        Pairs of edges that meet elsewhere than in a node of both, shape (n, 2).
    torn
        Edges at whose first node the owners around do not fit each other.
    misplaced
        An edge of each connected piece that lies where its outside does not belong.
    """

    edges: Ints
    meeting: Ints
    torn: Ints
    misplaced: Ints


def borders(network: Network, left: Ints, right: Ints) -> Borders:
    """Check the drawing of all borders.

    Parameters
    ----------
    network
        All cells.
    left, right
        The community on each side of each edge; `NOBODY` for none.
    """
    edges = _border_edges(network.twin, left, right)
    bounds, first, listed = striped(edges, network.tail, network.head, network.nodes)
    meeting = meetings(first, listed, network.tail, network.head, network.nodes, _MOST)
    torn, misplaced = _torn_or_misplaced(
        edges, network.tail, network.head, network.nodes, left, right, bounds, first, listed
    )
    return Borders(edges, meeting, torn, misplaced)


@compiled
def sides(cell: Ints, twin: Ints, owner: Ints) -> tuple[Ints, Ints]:
    """Return who owns the land left and right of each edge."""
    left = np.empty(len(cell), dtype=np.int64)
    right = np.empty(len(cell), dtype=np.int64)
    for edge in range(len(cell)):
        left[edge] = owner[cell[edge]]
    for edge in range(len(cell)):
        right[edge] = left[twin[edge]] if twin[edge] >= 0 else NOBODY
    return left, right


@compiled
def _border_edges(twin: Ints, left: Ints, right: Ints) -> Ints:
    edges = np.empty(len(twin), dtype=np.int64)
    count = 0
    for edge in range(len(twin)):
        if left[edge] != right[edge] and (twin[edge] < 0 or edge < twin[edge]):
            edges[count] = edge
            count += 1
    return edges[:count].copy()


@compiled
def _torn_or_misplaced(
    edges: Ints,
    tail: Ints,
    head: Ints,
    nodes: Ints,
    left: Ints,
    right: Ints,
    bounds: Ints,
    first: Ints,
    listed: Ints,
) -> tuple[Ints, Ints]:
    # Darts: 2k leaves the tail of edges[k], 2k + 1 its head; each has its land on its left.
    begin = np.zeros(len(nodes) + 1, dtype=np.int64)
    for e in edges:
        begin[tail[e] + 1] += 1
        begin[head[e] + 1] += 1
    for node in range(len(nodes)):
        begin[node + 1] += begin[node]
    darts = np.empty(2 * len(edges), dtype=np.int64)
    fill = begin[:-1].copy()
    beside = np.empty(2 * len(edges), dtype=np.int64)
    group = np.arange(len(nodes))
    for k in range(len(edges)):
        u, v = tail[edges[k]], head[edges[k]]
        beside[2 * k] = left[edges[k]]
        beside[2 * k + 1] = right[edges[k]]
        darts[fill[u]] = 2 * k
        darts[fill[v]] = 2 * k + 1
        fill[u] += 1
        fill[v] += 1
        u, v = _root(u, group), _root(v, group)
        group[max(u, v)] = min(u, v)

    torn = np.empty(len(edges), dtype=np.int64)
    tears = 0
    # The westernmost node of each connected piece, of those the southernmost.
    western = np.full(len(nodes), -1, dtype=np.int64)
    for node in range(len(nodes)):
        low, high = begin[node], begin[node + 1]
        if low == high:
            continue
        if high - low > 2:
            _turn_sorted(darts, low, high, edges, tail, head, nodes)
        sound = True
        for k in range(low, high):
            after = darts[k + 1] if k + 1 < high else darts[low]
            if beside[darts[k]] != beside[after ^ 1]:
                sound = False
        if not sound and tears < len(torn):
            torn[tears] = edges[darts[low] // 2]
            tears += 1
        piece = _root(node, group)
        best = western[piece]
        if (
            best < 0
            or nodes[node, 0] < nodes[best, 0]
            or (nodes[node, 0] == nodes[best, 0] and nodes[node, 1] < nodes[best, 1])
        ):
            western[piece] = node

    misplaced = np.empty(len(edges), dtype=np.int64)
    wrong = 0
    for piece in range(len(nodes)):
        node = western[piece]
        if node < 0:
            continue
        dart = _northmost(darts, begin[node], begin[node + 1], edges, tail, head, nodes)
        outside = beside[dart]
        x, y = nodes[node, 0], nodes[node, 1]
        if outside != _owner_west(
            x, y, piece, bounds, first, listed, tail, head, nodes, left, right, group
        ):
            misplaced[wrong] = edges[dart // 2]
            wrong += 1
    return torn[:tears].copy(), misplaced[:wrong].copy()


@compiled
def _root(node: int, group: Ints) -> int:
    while group[node] != node:
        group[node] = group[group[node]]
        node = group[node]
    return node


@compiled
def _step(dart: int, edges: Ints, tail: Ints, head: Ints, nodes: Ints) -> tuple[int, int]:
    e = edges[dart // 2]
    u, v = (tail[e], head[e]) if dart % 2 == 0 else (head[e], tail[e])
    return nodes[v, 0] - nodes[u, 0], nodes[v, 1] - nodes[u, 1]


@compiled
def _before(ax: int, ay: int, bx: int, by: int) -> bool:
    """Tell whether direction a comes before b going anticlockwise from just past south."""
    a_east = ax > 0 or (ax == 0 and ay > 0)
    b_east = bx > 0 or (bx == 0 and by > 0)
    if a_east != b_east:
        return a_east
    return ax * by - ay * bx > 0


@compiled
def _turn_sorted(
    darts: Ints, low: int, high: int, edges: Ints, tail: Ints, head: Ints, nodes: Ints
) -> None:
    """Sort the darts of a node anticlockwise."""
    for k in range(low + 1, high):
        dart = darts[k]
        dx, dy = _step(dart, edges, tail, head, nodes)
        place = k
        while place > low:
            ex, ey = _step(darts[place - 1], edges, tail, head, nodes)
            if not _before(dx, dy, ex, ey):
                break
            darts[place] = darts[place - 1]
            place -= 1
        darts[place] = dart


@compiled
def _northmost(
    darts: Ints, low: int, high: int, edges: Ints, tail: Ints, head: Ints, nodes: Ints
) -> int:
    """Return the last dart before west, at a node with nothing to its west."""
    best: int = darts[low]
    bx, by = _step(best, edges, tail, head, nodes)
    for k in range(low + 1, high):
        dx, dy = _step(darts[k], edges, tail, head, nodes)
        if _before(bx, by, dx, dy):
            best, bx, by = darts[k], dx, dy
    return best


@compiled
def _owner_west(
    x: int,
    y: int,
    piece: int,
    bounds: Ints,
    first: Ints,
    listed: Ints,
    tail: Ints,
    head: Ints,
    nodes: Ints,
    left: Ints,
    right: Ints,
    group: Ints,
) -> int:
    """Return who owns the land just west of a point and just north of its level.

    It is told by the nearest border to the west that belongs to another connected piece.
    """
    owner = NOBODY
    nearest = np.int64(0)
    # The nearest border's place on the level is nearest + part / rise; its slope run / rise.
    part, rise, run = np.int64(0), np.int64(1), np.int64(0)
    found = False
    s = int(np.searchsorted(bounds, y, side="right")) - 1
    s = s if s > 0 else 0
    for k in range(first[s], first[s + 1]):
        e = listed[k]
        u, v = tail[e], head[e]
        upward = nodes[u, 1] < nodes[v, 1]
        if not upward:
            u, v = v, u
        if not (nodes[u, 1] <= y < nodes[v, 1]) or min(nodes[u, 0], nodes[v, 0]) >= x:
            continue
        if _root(u, group) == piece:
            continue
        e_run, e_rise = nodes[v, 0] - nodes[u, 0], nodes[v, 1] - nodes[u, 1]
        along = (y - nodes[u, 1]) * e_run
        whole = along // e_rise
        e_part, e_nearest = along - whole * e_rise, nodes[u, 0] + whole
        if e_nearest >= x:
            continue
        closer = not found or e_nearest > nearest
        if found and e_nearest == nearest:
            one, two = e_part * rise, part * e_rise
            closer = one > two or (one == two and e_run * rise > run * e_rise)
        if closer:
            found = True
            nearest, part, rise, run = e_nearest, e_part, e_rise, e_run
            # Going up, the land to the east is on the right.
            owner = right[e] if upward else left[e]
    return owner
