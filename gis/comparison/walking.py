"""Walk along the rings of one division and tell which cells of the other they run through.

Whether an edge enters, leaves, follows or misses a cell is told in exact integers at every
vertex, so no step depends on a tolerance; the places where edges cross are doubles and serve
to measure only.
"""

import math
from typing import NamedTuple

import numpy as np

from gis.comparison.ground import under_m2
from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled


class Rings(NamedTuple):
    """The rings of a division between numbered vertices, interiors to the left.

    Attributes
    ----------
    starts, ring_cell
        Where each ring starts, and the end; the cell of each ring.
    node, cell, following, before
        Of each ring vertex: its number, its cell, the next and the previous one in its ring.
    edge
        The undirected edge from each ring vertex to the next.
    cell_starts
        Where each cell's ring vertices start, and the end.
    at_starts, at
        The ring vertices at each numbered vertex.
    user_starts, user
        The ring vertices from which each undirected edge goes out.
    """

    starts: Ints
    ring_cell: Ints
    node: Ints
    cell: Ints
    following: Ints
    before: Ints
    edge: Ints
    cell_starts: Ints
    at_starts: Ints
    at: Ints
    user_starts: Ints
    user: Ints


class Events(NamedTuple):
    """What undirected edges meet on their way, in order from the lower end number.

    Attributes
    ----------
    starts
        Where each edge's events start, and the end.
    edge
        The edge of the other division that is crossed; −1 where a vertex is met.
    node
        The vertex of the other division that is met; −1 where an edge is crossed.
    x, y
        The place in units.
    """

    starts: Ints
    edge: Ints
    node: Ints
    x: Floats
    y: Floats


class Scale(NamedTuple):
    """How units are measured on the ground; see `gis.comparison.ground`."""

    south: float
    q_south: float
    east_m: float
    north_m: float


# Columns of the cells held during a walk, and of the rays around a vertex.
_CELL, _DEPTH, _BESIDE, _COUNTED = 0, 1, 2, 3
_OUTWARD, _DX, _DY = 1, 2, 3


@compiled
def walk(
    nodes: Ints,
    walked: Rings,
    under: Floats,
    events: Events,
    other: Rings,
    through_starts: Ints,
    through: Ints,
    near_starts: Ints,
    near: Ints,
    along: bool,
    scale: Scale,
) -> tuple[Ints, Floats]:
    """Measure the stretches of rings within each cell of the other division.

    Parameters
    ----------
    nodes
        Places of the numbered vertices, in units from a common origin.
    walked, under, events
        The rings to walk along; `under_m2` of their edges; what the edges meet.
    other, through_starts, through
        The other division, and those of its edges whose inside each numbered vertex lies on.
    near_starts, near
        Cells of the other whose box holds each ring's first vertex.
    along
        Whether a stretch along a cell's edge, in that edge's direction, counts as within it.
    scale
        How units are measured.

    Returns
    -------
    tuple of arrays
        A row for each stretch: the walked cell and the other's cell; its `under_m2` and its
        length in metres.
    """
    pairs = np.empty((1024, 2), dtype=np.int64)
    sums = np.empty((1024, 2), dtype=np.float64)
    found = 0
    held = np.empty((16, 4), dtype=np.int64)
    since = np.empty((16, 2), dtype=np.float64)
    rays = np.empty((64, 4), dtype=np.int64)
    for ring in range(len(walked.ring_cell)):
        first, last = walked.starts[ring], walked.starts[ring + 1]
        ring_cell = walked.ring_cell[ring]
        count = 0
        area_m2, length_m = 0.0, 0.0
        for k in range(first, last):
            tail, head = walked.node[k], walked.node[walked.following[k]]
            dx, dy = nodes[head, 0] - nodes[tail, 0], nodes[head, 1] - nodes[tail, 1]
            if k == first:
                for s in range(near_starts[ring], near_starts[ring + 1]):
                    if _inside(nodes, tail, other, near[s]):
                        held, since, place = _hold(held, since, count, near[s])
                        count = max(count, place + 1)
                        held[place, _DEPTH] = 1
            edge = walked.edge[k]
            begin, end = events.starts[edge], events.starts[edge + 1]
            px, py = float(nodes[tail, 0]), float(nodes[tail, 1])
            # Step −1 is the vertex itself; the others are what the edge meets on its way.
            for step in range(-1, end - begin):
                met, crossed = tail, -1
                if step >= 0:
                    at = begin + step if tail < head else end - 1 - step
                    met, crossed = events.node[at], events.edge[at]
                    x, y = events.x[at], events.y[at]
                    area_m2 += under_m2(px, py, x, y, scale.south, scale.q_south)
                    length_m += math.hypot((x - px) * scale.east_m, (y - py) * scale.north_m)
                    px, py = x, y
                if crossed >= 0:
                    for s in range(other.user_starts[crossed], other.user_starts[crossed + 1]):
                        u = other.user[s]
                        held, since, place = _hold(held, since, count, other.cell[u])
                        count = max(count, place + 1)
                        a, b = other.node[u], other.node[other.following[u]]
                        turn = (nodes[b, 0] - nodes[a, 0]) * dy - (nodes[b, 1] - nodes[a, 1]) * dx
                        held[place, _DEPTH] += 1 if turn > 0 else -1
                elif step < 0 and k > first and _passed(walked, k, other, through_starts):
                    continue
                else:
                    rays, around = _around(nodes, met, other, through_starts, through, rays)
                    for i in range(around):
                        if rays[i, _CELL] < 0:
                            continue
                        held, since, place = _hold(held, since, count, rays[i, _CELL])
                        count = max(count, place + 1)
                        held[place, _DEPTH], held[place, _BESIDE] = _bearing(
                            rays, i, around, dx, dy
                        )
                pairs, sums, found, count = _settled(
                    held, since, count, along, ring_cell, area_m2, length_m, pairs, sums, found
                )
            x, y = float(nodes[head, 0]), float(nodes[head, 1])
            if begin == end:
                area_m2 += under[edge] if tail < head else -under[edge]
            else:
                area_m2 += under_m2(px, py, x, y, scale.south, scale.q_south)
            length_m += math.hypot((x - px) * scale.east_m, (y - py) * scale.north_m)
        for place in range(count):
            held[place, _DEPTH], held[place, _BESIDE] = 0, 0
        pairs, sums, found, count = _settled(
            held, since, count, along, ring_cell, area_m2, length_m, pairs, sums, found
        )
    return pairs[:found], sums[:found]


@compiled
def _passed(walked: Rings, k: int, other: Rings, through_starts: Ints) -> bool:
    """Tell whether nothing changes at a vertex: the other's edges are ours, or there are none."""
    met = walked.node[k]
    if through_starts[met] < through_starts[met + 1]:
        return False
    behind, ahead = walked.node[walked.before[k]], walked.node[walked.following[k]]
    for s in range(other.at_starts[met], other.at_starts[met + 1]):
        u = other.at[s]
        one, two = other.node[other.before[u]], other.node[other.following[u]]
        if not ((one == behind and two == ahead) or (one == ahead and two == behind)):
            return False
    return True


@compiled
def _settled(
    held: Ints,
    since: Floats,
    count: int,
    along: bool,
    cell: int,
    area_m2: float,
    length_m: float,
    pairs: Ints,
    sums: Floats,
    found: int,
) -> tuple[Ints, Floats, int, int]:
    """Begin and end stretches after something was met; let go of cells that are left behind."""
    place = 0
    while place < count:
        within = held[place, _DEPTH] > 0 or (along and held[place, _BESIDE] == 1)
        if within and held[place, _COUNTED] == 0:
            since[place, 0], since[place, 1] = area_m2, length_m
            held[place, _COUNTED] = 1
        elif held[place, _COUNTED] == 1 and not within:
            if found == len(pairs):
                pairs, sums = np.concatenate((pairs, pairs)), np.concatenate((sums, sums))
            pairs[found, 0], pairs[found, 1] = cell, held[place, _CELL]
            sums[found, 0] = area_m2 - since[place, 0]
            sums[found, 1] = length_m - since[place, 1]
            found += 1
            held[place, _COUNTED] = 0
        if held[place, _DEPTH] == 0 and held[place, _BESIDE] == 0 and held[place, _COUNTED] == 0:
            count -= 1
            for column in range(4):
                held[place, column] = held[count, column]
            since[place, 0], since[place, 1] = since[count, 0], since[count, 1]
        else:
            place += 1
    return pairs, sums, found, count


@compiled
def _hold(held: Ints, since: Floats, count: int, cell: int) -> tuple[Ints, Floats, int]:
    """Find a cell among those held, or take it in behind them."""
    for place in range(count):
        if held[place, _CELL] == cell:
            return held, since, place
    if count == len(held):
        held, since = np.concatenate((held, held)), np.concatenate((since, since))
    held[count, _CELL] = cell
    held[count, _DEPTH], held[count, _BESIDE], held[count, _COUNTED] = 0, 0, 0
    return held, since, count


@compiled
def _around(
    nodes: Ints, met: int, other: Rings, through_starts: Ints, through: Ints, rays: Ints
) -> tuple[Ints, int]:
    """List the edges of cells that start at a vertex: cell, going out or coming in, direction."""
    x, y = nodes[met, 0], nodes[met, 1]
    count = 0
    for s in range(other.at_starts[met], other.at_starts[met + 1]):
        u = other.at[s]
        if count + 2 > len(rays):
            rays = np.concatenate((rays, rays))
        for outward in range(2):
            end = other.node[other.following[u] if outward == 1 else other.before[u]]
            rays[count, _CELL], rays[count, _OUTWARD] = other.cell[u], outward
            rays[count, _DX], rays[count, _DY] = nodes[end, 0] - x, nodes[end, 1] - y
            count += 1
    for s in range(through_starts[met], through_starts[met + 1]):
        edge = through[s]
        for t in range(other.user_starts[edge], other.user_starts[edge + 1]):
            u = other.user[t]
            if count + 2 > len(rays):
                rays = np.concatenate((rays, rays))
            for outward in range(2):
                end = other.node[other.following[u] if outward == 1 else u]
                rays[count, _CELL], rays[count, _OUTWARD] = other.cell[u], outward
                rays[count, _DX], rays[count, _DY] = nodes[end, 0] - x, nodes[end, 1] - y
                count += 1
    return rays, count


@compiled
def _bearing(rays: Ints, i: int, count: int, dx: int, dy: int) -> tuple[int, int]:
    """Tell how a direction lies to the cell of a ray, whose other rays are struck off.

    Returns
    -------
    tuple of int
        1 where it leads into the cell; 1 where it runs along an edge of the cell, 2 where it
        does so against that edge's direction; else 0.
    """
    best = i
    for j in range(i + 1, count):
        if rays[j, _CELL] == rays[i, _CELL]:
            if _earlier(rays, j, best, dx, dy):
                best = j
            rays[j, _CELL] = -1
    outward = rays[best, _OUTWARD] == 1
    bx, by = rays[best, _DX], rays[best, _DY]
    if dx * by - dy * bx == 0 and dx * bx + dy * by > 0:
        return 0, 1 if outward else 2
    # The next ray clockwise has its left side towards the direction: inside if it goes out.
    return 1 if outward else 0, 0


@compiled
def _earlier(rays: Ints, one: int, other: int, dx: int, dy: int) -> bool:
    """Tell which of two rays comes first, turning clockwise from a direction."""
    ax, ay, bx, by = rays[one, _DX], rays[one, _DY], rays[other, _DX], rays[other, _DY]
    turn_a, turn_b = _turn(dx, dy, ax, ay), _turn(dx, dy, bx, by)
    if turn_a != turn_b:
        return turn_a < turn_b
    return bool(ax * by - ay * bx < 0)


@compiled
def _turn(dx: int, dy: int, ax: int, ay: int) -> int:
    """Tell where a ray lies: 0 along a direction, 1 right of it, 2 against it, 3 left of it."""
    side = dx * ay - dy * ax
    if side != 0:
        return 1 if side < 0 else 3
    return 0 if dx * ax + dy * ay > 0 else 2


@compiled
def _inside(nodes: Ints, point: int, other: Rings, cell: int) -> bool:
    """Tell whether a vertex that is on none of a cell's edges lies in the cell."""
    x, y = nodes[point, 0], nodes[point, 1]
    odd = False
    for k in range(other.cell_starts[cell], other.cell_starts[cell + 1]):
        a, b = other.node[k], other.node[other.following[k]]
        ax, ay, bx, by = nodes[a, 0] - x, nodes[a, 1] - y, nodes[b, 0] - x, nodes[b, 1] - y
        if (ay > 0) != (by > 0) and (ax * by - ay * bx > 0) == (by > ay):
            odd = not odd
    return odd
