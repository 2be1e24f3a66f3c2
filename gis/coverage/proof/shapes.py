"""Cells that wind once around their own points and around no other: part 2 of the proof."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from gis.coverage.proof.meeting import MANY, chain_meetings, convex, meetings, striped
from gis.coverage.proof.network import Network
from gis.lattice import Bools, Ints, Rings
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


_MOST_OF_A_CELL = 16
_MOST = 1_000
"""Faults told in detail; beyond, the cells are wrong altogether."""


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


def shapes(rings: Rings, network: Network, cells: int) -> Shapes:
    """Check the rings of every cell: simple, turning the right way, holes in their shells."""
    wrong, area2 = _shapes(
        rings.xy,
        rings.starts,
        rings.feature,
        rings.polygon,
        rings.first,
        network.tail,
        network.head,
        network.nodes,
        cells,
    )
    return Shapes(wrong, area2)


@compiled
def _shapes(
    xy: Ints,
    starts: Ints,
    feature: Ints,
    polygon: Ints,
    first: Bools,
    tail: Ints,
    head: Ints,
    nodes: Ints,
    cells: int,
) -> tuple[Ints, Ints]:
    wrong = np.empty((_MOST, 3), dtype=np.int64)
    count = 0
    area2 = np.zeros(cells, dtype=np.int64)
    boxes = np.empty((2 * MANY, 5), dtype=np.int64)
    room = np.empty((_MOST_OF_A_CELL, 2), dtype=np.int64)
    seen = np.full(len(nodes), -1, dtype=np.int64)
    rings = len(starts) - 1
    ring = 0
    while ring < rings:
        after = ring + 1
        while after < rings and feature[after] == feature[ring]:
            after += 1
        begin, end = starts[ring], starts[after]
        cell_area2 = np.int64(0)
        sound = True
        for r in range(ring, after):
            ring_area2 = np.int64(0)
            ox, oy = xy[starts[r], 0], xy[starts[r], 1]
            for v in range(starts[r] + 1, starts[r + 1] - 1):
                ring_area2 += (xy[v, 0] - ox) * (xy[v + 1, 1] - oy) - (xy[v, 1] - oy) * (
                    xy[v + 1, 0] - ox
                )
            cell_area2 += ring_area2
            if first[r] and ring_area2 <= 0:
                count = _noted(wrong, count, Wrong.SHELL_TURN, starts[r], -1)
                sound = False
            if not first[r] and ring_area2 >= 0:
                count = _noted(wrong, count, Wrong.HOLE_TURN, starts[r], -1)
                sound = False
        area2[feature[ring]] = cell_area2
        if after == ring + 1 and sound and convex(xy, begin, end):
            ring = after
            continue
        for r in range(ring, after):
            for e in range(starts[r], starts[r + 1]):
                if tail[e] == head[e]:
                    count = _noted(wrong, count, Wrong.REPEATED, e, -1)
                    sound = False
                elif seen[tail[e]] == r:
                    count = _noted(wrong, count, Wrong.TWICE, e, -1)
                    sound = False
                seen[tail[e]] = r
        if end - begin > MANY:
            _, first_listed, listed = striped(np.arange(begin, end), tail, head, nodes)
            pairs = meetings(first_listed, listed, tail, head, nodes, _MOST_OF_A_CELL)
            met = len(pairs)
        else:
            met = chain_meetings(begin, end, tail, head, nodes, boxes, room)
            pairs = room
        for k in range(met):
            e, f = pairs[k, 0], pairs[k, 1]
            if tail[e] != head[e] and tail[f] != head[f]:
                count = _noted(wrong, count, Wrong.MEETING, e, f)
                sound = False
        if sound and after > ring + 1:
            count = _placed(ring, after, xy, starts, polygon, first, tail, nodes, wrong, count)
        ring = after
    return wrong[:count].copy(), area2


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
    ring: int,
    after: int,
    xy: Ints,
    starts: Ints,
    polygon: Ints,
    first: Bools,
    tail: Ints,
    nodes: Ints,
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
def _in_hole(edge: int, shell: int, after: int, polygon: Ints, starts: Ints, xy: Ints) -> bool:
    """Tell whether an edge lies in a hole of the polygon of a shell."""
    for hole in range(shell + 1, after):
        if polygon[hole] != polygon[shell]:
            break
        if _middle_inside(edge, starts[hole], starts[hole + 1], xy):
            return True
    return False


@compiled
def _middle_inside(edge: int, begin: int, end: int, xy: Ints) -> bool:
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
    ring: int, after: int, starts: Ints, polygon: Ints, tail: Ints, wrong: Ints, count: int
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
