"""The borders between communities as one drawing: part 3 of the proof.

Border edges, those whose two sides belong to different communities or to none, must meet in
common ends only; around each node, what lies left of one edge must be what lies right of the
next; and each connected piece must lie within what its outer side names. Then every point of
the plane has one owner, so that each community's outline winds once around its own points and
around no other, and so does the district's.
"""

from dataclasses import dataclass

import numpy as np

from gis.coverage.proof.network import Network
from gis.coverage.proof.reading import Shorts
from gis.coverage.proof.runs import meetings, runs_of, striped
from gis.coverage.proof.sides import NOBODY, Sides
from gis.lattice import Bools, Ints
from gis.lattice.compiled import compiled

_MOST = 1_000
"""Meetings told in detail."""


@dataclass(frozen=True)
class Borders:
    """What is wrong with the drawing of all borders.

    Attributes
    ----------
    meeting
        Pairs of edges that meet elsewhere than in a node of both, shape (n, 2).
    torn
        Nodes around which the owners do not fit each other.
    misplaced
        An edge of each connected piece that lies where its outside does not belong.
    """

    meeting: Ints
    torn: Ints
    misplaced: Ints


def borders(network: Network, sides: Sides) -> Borders:
    """Check the drawing of all borders."""
    edges, left, right = sides.borders, sides.left, sides.right
    tail, head, nodes = network.tail, network.head, network.nodes
    fresh = _fresh(edges, tail, head, len(nodes), left, right)
    runs, boxes = runs_of(edges, fresh, tail, head, nodes)
    bounds, first, listed = striped(boxes)
    meeting = meetings(runs, boxes, first, listed, tail, head, nodes, _MOST, _MOST)
    torn, misplaced = _torn_or_misplaced(
        runs, boxes, tail, head, nodes, left, right, bounds, first, listed
    )
    return Borders(meeting, torn, misplaced)


@compiled
def _fresh(
    edges: Ints, tail: Shorts, head: Shorts, nodes: int, left: Shorts, right: Shorts
) -> Bools:
    """Tell which edges do not just go on from the one before, in a node of no other border.

    Where they do, what lies around that node fits.
    """
    around = np.zeros(nodes, dtype=np.int32)
    for e in edges:
        around[tail[e]] += 1
        around[head[e]] += 1
    fresh = np.ones(len(edges), dtype=np.bool_)
    for k in range(1, len(edges)):
        e, d = edges[k], edges[k - 1]
        fresh[k] = around[tail[e]] != 2 or left[d] != left[e] or right[d] != right[e]
    return fresh


@compiled
def _torn_or_misplaced(
    runs: Shorts,
    boxes: Shorts,
    tail: Shorts,
    head: Shorts,
    nodes: Shorts,
    left: Shorts,
    right: Shorts,
    bounds: Ints,
    first: Ints,
    listed: Shorts,
) -> tuple[Ints, Ints]:
    # Darts: 2k leaves where runs[k] begins, 2k + 1 where it ends; each has its land on its left.
    begin = np.zeros(len(nodes) + 1, dtype=np.int32)
    for k in range(len(runs)):
        begin[tail[runs[k, 0]] + 1] += 1
        begin[head[runs[k, 1]] + 1] += 1
    for node in range(len(nodes)):
        begin[node + 1] += begin[node]
    darts = np.empty(2 * len(runs), dtype=np.int32)
    fill = begin[:-1].copy()
    beside = np.empty(2 * len(runs), dtype=np.int32)
    group = np.arange(len(nodes)).astype(np.int32)
    for k in range(len(runs)):
        u, v = int(tail[runs[k, 0]]), int(head[runs[k, 1]])
        beside[2 * k] = left[runs[k, 0]]
        beside[2 * k + 1] = right[runs[k, 1]]
        darts[fill[u]] = 2 * k
        fill[u] += 1
        # Where a vertex stands twice, both leave the same node.
        darts[fill[v]] = 2 * k + 1
        fill[v] += 1
        u, v = _root(u, group), _root(v, group)
        group[max(u, v)] = min(u, v)

    torn = np.empty(len(nodes), dtype=np.int64)
    tears = 0
    for node in range(len(nodes)):
        low, high = begin[node], begin[node + 1]
        if low == high:
            continue
        if high - low > 2:
            _turn_sorted(darts, low, high, runs, tail, head, nodes)
        sound = True
        for k in range(low, high):
            after = darts[k + 1] if k + 1 < high else darts[low]
            if beside[darts[k]] != beside[after ^ 1]:
                sound = False
        if not sound:
            torn[tears] = node
            tears += 1

    western, onward = _western(runs, boxes, tail, head, nodes, group)
    misplaced = np.empty(len(runs), dtype=np.int64)
    wrong = 0
    for piece in range(len(nodes)):
        node = western[piece]
        if node < 0:
            continue
        edge = int(onward[piece])
        if edge >= 0:
            # Within a run: from here along it, and back along the edge before.
            u, v = head[edge], tail[edge - 1]
            back = _before(
                nodes[u, 0] - nodes[node, 0],
                nodes[u, 1] - nodes[node, 1],
                nodes[v, 0] - nodes[node, 0],
                nodes[v, 1] - nodes[node, 1],
            )
            outside = right[edge - 1] if back else left[edge]
        else:
            dart = _northmost(darts, begin[node], begin[node + 1], runs, tail, head, nodes)
            outside = beside[dart]
            edge = int(runs[dart >> 1, dart & 1])
        x, y = int(nodes[node, 0]), int(nodes[node, 1])
        if outside != _owner_west(
            x, y, piece, bounds, first, listed, runs, boxes, tail, head, nodes, left, right, group
        ):
            misplaced[wrong] = edge
            wrong += 1
    return torn[:tears].copy(), misplaced[:wrong].copy()


@compiled
def _western(
    runs: Shorts, boxes: Shorts, tail: Shorts, head: Shorts, nodes: Shorts, group: Shorts
) -> tuple[Shorts, Shorts]:
    """Return the westernmost node of each connected piece, of those the southernmost.

    And the edge that leaves it where it lies within a run; −1 where a run begins or ends there.
    """
    western = np.full(len(nodes), -1, dtype=np.int32)
    onward = np.full(len(nodes), -1, dtype=np.int32)
    for k in range(len(runs)):
        piece = _root(int(tail[runs[k, 0]]), group)
        best = int(western[piece])
        if best >= 0 and boxes[k, 0] > nodes[best, 0]:
            continue
        for e in range(runs[k, 0], runs[k, 1] + 2):
            node = tail[e] if e <= runs[k, 1] else head[e - 1]
            if (
                best < 0
                or nodes[node, 0] < nodes[best, 0]
                or (nodes[node, 0] == nodes[best, 0] and nodes[node, 1] < nodes[best, 1])
            ):
                best = int(node)
                western[piece] = node
                onward[piece] = e if runs[k, 0] < e <= runs[k, 1] else -1
    return western, onward


@compiled
def _root(node: int, group: Shorts) -> int:
    while group[node] != node:
        group[node] = group[group[node]]
        node = int(group[node])
    return node


@compiled
def _step(dart: int, runs: Shorts, tail: Shorts, head: Shorts, nodes: Shorts) -> tuple[int, int]:
    e = runs[dart >> 1, dart & 1]
    u, v = (tail[e], head[e]) if dart & 1 == 0 else (head[e], tail[e])
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
    darts: Shorts, low: int, high: int, runs: Shorts, tail: Shorts, head: Shorts, nodes: Shorts
) -> None:
    """Sort the darts of a node anticlockwise."""
    for k in range(low + 1, high):
        dart = darts[k]
        dx, dy = _step(dart, runs, tail, head, nodes)
        place = k
        while place > low:
            ex, ey = _step(darts[place - 1], runs, tail, head, nodes)
            if not _before(dx, dy, ex, ey):
                break
            darts[place] = darts[place - 1]
            place -= 1
        darts[place] = dart


@compiled
def _northmost(
    darts: Shorts, low: int, high: int, runs: Shorts, tail: Shorts, head: Shorts, nodes: Shorts
) -> int:
    """Return the last dart before west, at a node with nothing to its west."""
    best: int = darts[low]
    bx, by = _step(best, runs, tail, head, nodes)
    for k in range(low + 1, high):
        dx, dy = _step(darts[k], runs, tail, head, nodes)
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
    listed: Shorts,
    runs: Shorts,
    boxes: Shorts,
    tail: Shorts,
    head: Shorts,
    nodes: Shorts,
    left: Shorts,
    right: Shorts,
    group: Shorts,
) -> int:
    """Return who owns the land just west of a point and just north of its level.

    It is told by the nearest border to the west that belongs to another connected piece.
    """
    owner = int(NOBODY)
    nearest = 0
    # The nearest border's place on the level is nearest + part / rise; its slope run / rise.
    part, rise, run = 0, 1, 0
    found = False
    s = int(np.searchsorted(bounds, y, side="right")) - 1
    s = s if s > 0 else 0
    for k in range(first[s], first[s + 1]):
        r = listed[k]
        if boxes[r, 0] >= x:
            break
        if boxes[r, 1] > y or boxes[r, 3] <= y:
            continue
        if _root(int(tail[runs[r, 0]]), group) == piece:
            continue
        for e in range(runs[r, 0], runs[r, 1] + 1):
            u, v = tail[e], head[e]
            upward = nodes[u, 1] < nodes[v, 1]
            if not upward:
                u, v = v, u
            if not (nodes[u, 1] <= y < nodes[v, 1]) or min(nodes[u, 0], nodes[v, 0]) >= x:
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
                owner = int(right[e] if upward else left[e])
    return owner
