"""Node all edges of a coverage together by snap rounding in integers.

Every vertex, every crossing of two edges and every crossing of an edge with a cut line, rounded
to the lattice, is a node. Each edge is then led through every node whose half-open unit pixel it
meets (Hobby 1999). The result crosses nowhere but in nodes, by construction and without a
tolerance; an edge moves by at most 0.71 units, and only where it must.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.lattice import Ints, Rings, pixels_met, side

# Node keys order nodes by x, then y; units lie within ±1.8e9, so 32 bits each are enough.
_OFFSET = 2**31


@dataclass(frozen=True)
class Arrangement:
    """Noded edges, each once, and what lies beside them.

    Attributes
    ----------
    nodes
        Coordinates in units, shape (n, 2), ordered by x, then y.
    tail, head
        Nodes of each edge, ``tail < head``; edges are ordered by (tail, head).
    winding_edge, winding_owner, winding
        Going from the right of an edge to its left adds ``winding`` to how often the owner
        covers the place. No zeros.
    """

    nodes: Ints
    tail: Ints
    head: Ints
    winding_edge: Ints
    winding_owner: Ints
    winding: Ints


def node_keys(x: Ints, y: Ints) -> NDArray[np.uint64]:
    """Return one sortable number for each lattice point."""
    high = (x + _OFFSET).astype(np.uint64) << np.uint64(32)
    return np.asarray(high | (y + _OFFSET).astype(np.uint64), dtype=np.uint64)


def node_points(keys: NDArray[np.uint64]) -> Ints:
    """Return the lattice points of their numbers, shape (n, 2)."""
    x = (keys >> np.uint64(32)).astype(np.int64) - _OFFSET
    y = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64) - _OFFSET
    return np.stack([x, y], axis=1)


def arrange(rings: Rings, owner: Ints, cut_xs: Ints, cut_ys: Ints) -> Arrangement:
    """Node rings and cut lines together.

    Parameters
    ----------
    rings
        Shells anticlockwise, holes clockwise.
    owner
        The community of each ring.
    cut_xs, cut_ys
        Meridians and parallels, in units and ascending, that cut everything; the outermost
        ones enclose all rings. May be empty.
    """
    start, end = rings.xy, rings.xy[rings.following]
    a, b = node_keys(*start.T), node_keys(*end.T)
    moves = a != b
    a, b = a[moves], b[moves]
    ring_owner = owner[rings.ring][moves]
    forward = a < b
    low, high = np.where(forward, a, b), np.where(forward, b, a)
    edges, edge = np.unique(np.stack([low, high], axis=1), axis=0, return_inverse=True)
    edge = edge.reshape(-1)
    p, q = node_points(edges[:, 0]), node_points(edges[:, 1])

    corners = np.stack(np.meshgrid(cut_xs, cut_ys, indexing="ij"), axis=-1).reshape(-1, 2)
    points = np.concatenate([p, q, corners, _meeting_points(p, q), _cuts(p, q, cut_xs, cut_ys)])
    keys = np.unique(node_keys(*points.T))
    nodes = node_points(keys)

    of_edge, tail, head = chains(p, q, nodes)
    # Each ring's passage over an edge counts on each piece of it.
    order = np.argsort(edge, kind="stable")
    passages = np.bincount(edge, minlength=len(edges))
    first = np.concatenate([[0], np.cumsum(passages)[:-1]])
    repeats = passages[of_edge]
    piece = np.repeat(np.arange(len(of_edge)), repeats)
    within = np.arange(len(piece)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    passage = order[first[of_edge][piece] + within]
    sign = np.where(forward[passage], 1, -1) * np.where(tail < head, 1, -1)[piece]

    cut_tail, cut_head = _cut_pieces(nodes, cut_xs, cut_ys)
    pairs = _pairs(np.concatenate([tail, cut_tail]), np.concatenate([head, cut_head]), len(nodes))
    whole, of_pair = np.unique(pairs, return_inverse=True)
    is_cut = np.zeros(len(whole), dtype=np.bool_)
    is_cut[of_pair[len(tail) :]] = True

    owners = int(owner.max()) + 1 if len(owner) else 1
    key, where = np.unique(
        of_pair[: len(tail)][piece] * owners + ring_owner[passage], return_inverse=True
    )
    winding = np.zeros(len(key), dtype=np.int64)
    np.add.at(winding, where, sign)
    key, winding = key[winding != 0], winding[winding != 0]
    # Passages that fold onto each other cancel; an edge left without any separates nothing.
    stays = is_cut.copy()
    stays[key // owners] = True
    number = np.cumsum(stays) - 1
    return Arrangement(
        nodes=nodes,
        tail=whole[stays] // len(nodes),
        head=whole[stays] % len(nodes),
        winding_edge=number[key // owners],
        winding_owner=key % owners,
        winding=winding,
    )


def chains(p: Ints, q: Ints, nodes: Ints) -> tuple[Ints, Ints, Ints]:
    """Lead edges p→q through every node whose pixel they meet.

    Returns
    -------
    of_edge, tail, head
        The pieces in order along each edge: the edge, and two indices into ``nodes``.
    """
    if not len(p):
        none = np.empty(0, dtype=np.int64)
        return none, none, none
    points: NDArray[Any] = np.asarray(shapely.points(nodes.astype(np.float64)))
    tree = shapely.STRtree(points)
    low, high = np.minimum(p, q), np.maximum(p, q)
    edge, node = tree.query(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
    met = pixels_met(*p[edge].T, *q[edge].T, *nodes[node].T)
    edge, node = edge[met], node[met]
    along = ((nodes[node] - p[edge]) * (q[edge] - p[edge])).sum(axis=1)
    order = np.lexsort((along, edge))
    edge, node = edge[order], node[order]
    same = edge[1:] == edge[:-1]
    return edge[1:][same], node[:-1][same], node[1:][same]


def _pairs(tail: Ints, head: Ints, nodes: int) -> Ints:
    return np.minimum(tail, head) * nodes + np.maximum(tail, head)


def proper_crossings(p: Ints, q: Ints) -> tuple[Ints, Ints]:
    """Find the pairs of edges that cross inside both, neither touching the other's ends."""
    first, second = box_pairs(p, q)
    a, b, c, d = p[first], q[first], p[second], q[second]
    crossing = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return first[crossing], second[crossing]


def box_pairs(p: Ints, q: Ints) -> tuple[Ints, Ints]:
    """Find the pairs of edges, each pair once, whose bounding boxes meet."""
    low, high = np.minimum(p, q), np.maximum(p, q)
    boxes: NDArray[Any] = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    first, second = shapely.STRtree(boxes).query(boxes)
    once = first < second
    return first[once], second[once]


def _meeting_points(p: Ints, q: Ints) -> Ints:
    """Return where edges cross, each rounded once from the exact quotient."""
    if not len(p):
        return np.empty((0, 2), dtype=np.int64)
    points = []
    for i, j in zip(*proper_crossings(p, q), strict=True):
        (ax, ay), (bx, by) = p[i].tolist(), q[i].tolist()
        (cx, cy), (dx, dy) = p[j].tolist(), q[j].tolist()
        whole = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
        part = (cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)
        points.append(
            (ax + _rounded(part * (bx - ax), whole), ay + _rounded(part * (by - ay), whole))
        )
    return np.asarray(points, dtype=np.int64).reshape(-1, 2)


def _rounded(numerator: int, denominator: int) -> int:
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    return (2 * numerator + denominator) // (2 * denominator)


def _cuts(p: Ints, q: Ints, cut_xs: Ints, cut_ys: Ints) -> Ints:
    """Return where edges cross cut lines, rounded."""
    on_x = _line_crossings(p, q, cut_xs)
    on_y = _line_crossings(p[:, ::-1], q[:, ::-1], cut_ys)[:, ::-1]
    return np.concatenate([on_x, on_y])


def _line_crossings(p: Ints, q: Ints, lines: Ints) -> Ints:
    low, high = np.minimum(p[:, 0], q[:, 0]), np.maximum(p[:, 0], q[:, 0])
    first = np.searchsorted(lines, low, "right")
    counts = np.maximum(np.searchsorted(lines, high, "left") - first, 0)
    edge = np.repeat(np.arange(len(p)), counts)
    within = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    x = lines[first[edge] + within] if len(edge) else np.empty(0, dtype=np.int64)
    a, d = p[edge], (q - p)[edge]
    turn = np.sign(d[:, 0])
    y = (2 * (x - a[:, 0]) * d[:, 1] * turn + d[:, 0] * turn) // (2 * d[:, 0] * turn)
    return np.stack([x, a[:, 1] + y], axis=1)


def _cut_pieces(nodes: Ints, cut_xs: Ints, cut_ys: Ints) -> tuple[Ints, Ints]:
    """Cut each line at the nodes on it: a line at whole units meets only their pixels."""
    if not len(cut_xs) or not len(cut_ys):
        none = np.empty(0, dtype=np.int64)
        return none, none
    tails, heads = [], []
    for across, along, lines, other in ((0, 1, cut_xs, cut_ys), (1, 0, cut_ys, cut_xs)):
        place = np.minimum(np.searchsorted(lines, nodes[:, across]), len(lines) - 1)
        on_line = lines[place] == nodes[:, across]
        on_line &= (nodes[:, along] >= other[0]) & (nodes[:, along] <= other[-1])
        node = np.flatnonzero(on_line)
        node = node[np.lexsort((nodes[node, along], place[node]))]
        same = place[node[1:]] == place[node[:-1]]
        tails.append(node[:-1][same])
        heads.append(node[1:][same])
    return np.concatenate(tails), np.concatenate(heads)
