"""Cells that wind once around their own points and around no other: part 2 of the proof."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from gis.coverage.proof.network import Network
from gis.coverage.proof.reading import Shorts, Stored
from gis.coverage.proof.runs import listed_by_cell, meetings, runs_of
from gis.lattice import Bools, Ints
from gis.lattice.compiled import compiled


class Wrong(IntEnum):
    """What can be wrong with a cell's shape."""

    REPEATED = 0
    TWICE = 1
    MEETING = 2
    SHELL_TURN = 3
    HOLE_TURN = 4
    OUTSIDE = 5
    NESTED = 6
    APART = 7
    OVERLAID = 8


_MOST = 1_000
"""Faults of one kind told in detail; beyond, the cells are wrong altogether."""

_MOST_OF_A_CELL = 16


@dataclass(frozen=True)
class Shapes:
    """What is wrong with the shapes of cells, and their areas.

    Attributes
    ----------
    wrong
        Rows of kind, edge, other edge or −1.
    area2
        Twice the area of each cell in square units.
    """

    wrong: Ints
    area2: Ints


def shapes(rings: Stored, network: Network, cells: int) -> Shapes:
    """Check the rings of every cell: simple, turning the right way, holes in their shells."""
    tail, head, nodes = network.tail, network.head, network.nodes
    wrong, area2, sound, edges, fresh = _turned(
        rings.xy, rings.starts, rings.feature, rings.first, tail, head, len(nodes), cells
    )
    runs, boxes = runs_of(edges, fresh, tail, head, nodes)
    first, listed = listed_by_cell(runs, boxes, network.cell)
    pairs = meetings(runs, boxes, first, listed, tail, head, nodes, _MOST, _MOST_OF_A_CELL)
    pairs = pairs[(tail[pairs] != head[pairs]).all(axis=1)]
    sound[network.cell[pairs[:, 0]]] = False
    wrong = np.concatenate(
        [
            wrong,
            np.column_stack([np.full(len(pairs), Wrong.MEETING), pairs]),
            _placed(rings.xy, rings.starts, rings.feature, rings.polygon, rings.first, tail, sound),
        ]
    )
    return Shapes(wrong, area2)


@compiled
def _turned(
    xy: Shorts,
    starts: Ints,
    feature: Ints,
    first: Bools,
    tail: Shorts,
    head: Shorts,
    nodes: int,
    cells: int,
) -> tuple[Ints, Ints, Bools, Ints, Bools]:
    """Find rings that turn the wrong way or pass a vertex twice.

    Returns
    -------
    wrong, area2
        As in `Shapes`.
    sound
        True for cells of which nothing wrong is found.
    edges, fresh
        Edges of the cells that may yet cross themselves, and whether one begins a ring.
    """
    wrong = np.empty((_MOST, 3), dtype=np.int64)
    count = 0
    area2 = np.zeros(cells, dtype=np.int64)
    sound = np.ones(cells, dtype=np.bool_)
    edges = np.empty(len(xy), dtype=np.int64)
    fresh = np.zeros(len(xy), dtype=np.bool_)
    listed = 0
    seen = np.full(nodes, -1, dtype=np.int32)
    rings = len(starts) - 1
    for ring in range(rings):
        cell = feature[ring]
        begin, end = starts[ring], starts[ring + 1]
        turned2, convex = _turning(xy, begin, end)
        area2[cell] += turned2
        if first[ring] and turned2 <= 0:
            count = _noted(wrong, count, Wrong.SHELL_TURN, begin, -1)
            sound[cell] = False
        elif not first[ring] and turned2 >= 0:
            count = _noted(wrong, count, Wrong.HOLE_TURN, begin, -1)
            sound[cell] = False
        elif (
            convex
            and (ring == 0 or feature[ring - 1] != cell)
            and (ring + 1 == rings or feature[ring + 1] != cell)
        ):
            continue
        if begin < end:
            fresh[listed] = True
        for e in range(begin, end):
            if tail[e] == head[e]:
                count = _noted(wrong, count, Wrong.REPEATED, e, -1)
                sound[cell] = False
            elif seen[tail[e]] == ring:
                count = _noted(wrong, count, Wrong.TWICE, e, -1)
                sound[cell] = False
            seen[tail[e]] = ring
            edges[listed] = e
            listed += 1
    return wrong[:count].copy(), area2, sound, edges[:listed].copy(), fresh[:listed].copy()


@compiled
def _turning(xy: Shorts, begin: int, end: int) -> tuple[int, bool]:
    """Return twice a ring's area, and whether it runs anticlockwise around a convex shape.

    It is simple then: no turn to the right or back, and one full turn in all.
    """
    area2 = 0
    if begin == end:
        return area2, False
    turns = 0
    leftward = True
    ox, oy = int(xy[begin, 0]), int(xy[begin, 1])
    # Counted from the first vertex, to which the edge p leads.
    x, y = 0, 0
    px, py = ox - xy[end - 1, 0], oy - xy[end - 1, 1]
    for vertex in range(begin, end):
        after = vertex + 1 if vertex + 1 < end else begin
        ax, ay = xy[after, 0] - ox, xy[after, 1] - oy
        area2 += x * ay - y * ax
        qx, qy = ax - x, ay - y
        cross = px * qy - py * qx
        leftward &= cross > 0 or (cross == 0 and px * qx + py * qy > 0)
        # A full turn passes from eastward or level to westward once.
        before = px > 0 or (px == 0 and py > 0)
        now = qx > 0 or (qx == 0 and qy > 0)
        turns += before and not now
        px, py, x, y = qx, qy, ax, ay
    return area2, leftward and turns == 1


@compiled
def _noted(wrong: Ints, count: int, kind: int, edge: int, other: int) -> int:
    if count < len(wrong):
        wrong[count, 0] = kind
        wrong[count, 1] = edge
        wrong[count, 2] = other
        count += 1
    return count


@compiled
def _placed(
    xy: Shorts,
    starts: Ints,
    feature: Ints,
    polygon: Ints,
    first: Bools,
    tail: Shorts,
    sound: Bools,
) -> Ints:
    """Check how the rings of each cell lie to each other, where no edges meet."""
    wrong = np.empty((_MOST, 3), dtype=np.int64)
    count = 0
    rings = len(starts) - 1
    ring = 0
    while ring < rings:
        after = ring + 1
        while after < rings and feature[after] == feature[ring]:
            after += 1
        if after > ring + 1 and sound[feature[ring]]:
            count = _placed_in_cell(ring, after, xy, starts, polygon, first, tail, wrong, count)
        ring = after
    return wrong[:count].copy()


@compiled
def _placed_in_cell(
    ring: int,
    after: int,
    xy: Shorts,
    starts: Ints,
    polygon: Ints,
    first: Bools,
    tail: Shorts,
    wrong: Ints,
    count: int,
) -> int:
    """Check how the rings of one cell lie to each other; none of their edges meet."""
    shell = ring
    for r in range(ring, after):
        if first[r]:
            shell = r
        for other in range(ring, after):
            if other == r:
                continue
            inside = _middle_inside(starts[r], starts[other], starts[other + 1], xy)
            if not first[r] and other == shell and polygon[other] == polygon[r]:
                if not inside:
                    count = _noted(wrong, count, Wrong.OUTSIDE, starts[r], -1)
            elif not first[r] and not first[other] and polygon[other] == polygon[r]:
                if inside:
                    count = _noted(wrong, count, Wrong.NESTED, starts[r], starts[other])
            elif (
                first[r]
                and first[other]
                and inside
                and not _in_hole(starts[r], other, after, polygon, starts, xy)
            ):
                count = _noted(wrong, count, Wrong.OVERLAID, starts[r], starts[other])
    return _tied(ring, after, starts, polygon, tail, wrong, count)


@compiled
def _in_hole(edge: int, shell: int, after: int, polygon: Ints, starts: Ints, xy: Shorts) -> bool:
    """Tell whether an edge lies in a hole of the polygon of a shell."""
    for hole in range(shell + 1, after):
        if polygon[hole] != polygon[shell]:
            break
        if _middle_inside(edge, starts[hole], starts[hole + 1], xy):
            return True
    return False


@compiled
def _middle_inside(edge: int, begin: int, end: int, xy: Shorts) -> bool:
    """Tell whether the middle of an edge lies in a ring of which no edge meets it."""
    # Counted from the middle, in half units.
    mx, my = xy[edge, 0] + xy[edge + 1, 0], xy[edge, 1] + xy[edge + 1, 1]
    inside = False
    ax, ay = 2 * xy[end - 1, 0] - mx, 2 * xy[end - 1, 1] - my
    for v in range(begin, end):
        bx, by = 2 * xy[v, 0] - mx, 2 * xy[v, 1] - my
        if (ay > 0) != (by > 0):
            cross = ax * by - ay * bx
            if (cross > 0) == (by > ay):
                inside = not inside
        ax, ay = bx, by
    return inside


@compiled
def _tied(
    ring: int, after: int, starts: Ints, polygon: Ints, tail: Shorts, wrong: Ints, count: int
) -> int:
    """Find polygons whose rings touch in a round: their inside falls apart.

    Rings and the nodes in which they touch must form a forest.
    """
    begin, end = starts[ring], starts[after]
    order = np.argsort(tail[begin:end], kind="mergesort") + begin
    ring_of = np.empty(end - begin, dtype=np.int64)
    for r in range(ring, after):
        ring_of[starts[r] - begin : starts[r + 1] - begin] = r - ring
    group = np.arange(after - ring)
    k = 0
    while k < len(order):
        last = k + 1
        while last < len(order) and tail[order[last]] == tail[order[k]]:
            last += 1
        # Rings of different polygons may touch as they like.
        for i in range(k, last):
            one = ring_of[order[i] - begin]
            for j in range(k, i):
                two = ring_of[order[j] - begin]
                if polygon[ring + one] != polygon[ring + two]:
                    continue
                a, b = one, two
                while group[a] != a:
                    a = group[a]
                while group[b] != b:
                    b = group[b]
                if a == b:
                    count = _noted(wrong, count, Wrong.APART, order[i], order[j])
                else:
                    group[max(a, b)] = min(a, b)
                # One link per ring and node is enough: the rest of its rings are linked too.
                break
        k = last
    return count
