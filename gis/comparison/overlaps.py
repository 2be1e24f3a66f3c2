"""The ground that cells of two divisions have in common, pair by pair."""

from dataclasses import dataclass

import numpy as np
import shapely

from gis.comparison.ground import authalic, edges_under_m2
from gis.comparison.meetings import Segments, meetings
from gis.comparison.outlines import Outlines
from gis.comparison.touches import with_touches
from gis.comparison.walking import Events, Rings, Scale, walk
from gis.lattice import UNITS_PER_DEGREE, Floats, Ints, unit_size_m

# Keys of vertices: both coordinates of a span below 2**29 in one integer.
_KEY_BITS = 30


@dataclass(frozen=True)
class Overlaps:
    """Common ground of pairs of cells, and the area of every cell, on the WGS84 ellipsoid.

    Attributes
    ----------
    old, new
        Numbers of the cells of each pair, by old cell, then new cell.
    area_m2, perimeter_m
        Of the common ground of each pair.
    area_old_m2, area_new_m2
        Of every cell.
    """

    old: Ints
    new: Ints
    area_m2: Floats
    perimeter_m: Floats
    area_old_m2: Floats
    area_new_m2: Floats


def overlaps(old: Outlines, new: Outlines) -> Overlaps:
    """Measure the common ground of all pairs of cells, exactly but for rounding of doubles.

    By Green's theorem: the boundary of what two cells have in common consists of the stretches
    of each cell's boundary inside the other, and of those where both run the same way.
    """
    old, new = with_touches(old), with_touches(new)
    both = np.concatenate([old.xy, new.xy])
    if not len(both):
        none = np.empty(0, dtype=np.int64)
        return Overlaps(none, none, *(np.empty(0) for _ in range(4)))
    origin = both.min(axis=0)
    keys = (both[:, 0] - origin[0]) << _KEY_BITS | (both[:, 1] - origin[1])
    keys, node = np.unique(keys, return_inverse=True)
    nodes = np.stack([keys >> _KEY_BITS, keys & ((1 << _KEY_BITS) - 1)], axis=1)
    node = node.reshape(-1)

    south = float(origin[1])
    middle = (south + float(origin[1] + nodes[:, 1].max())) / 2
    scale = Scale(south, authalic(middle), *unit_size_m(middle / UNITS_PER_DEGREE))
    one, one_edges = _rings(old, node[: len(old.xy)], len(nodes))
    two, two_edges = _rings(new, node[len(old.xy) :], len(nodes))
    found = meetings(Segments(_ends(nodes, one_edges)), Segments(_ends(nodes, two_edges)))
    on_one = _ends_met(found.on_first, two_edges)
    on_two = _ends_met(found.on_second, one_edges)
    under_one = edges_under_m2(nodes, one_edges[:, 0], one_edges[:, 1], south, scale.q_south)
    under_two = edges_under_m2(nodes, two_edges[:, 0], two_edges[:, 1], south, scale.q_south)

    forth, forth_m = walk(
        nodes,
        one,
        under_one,
        _events(nodes, one_edges, found.first, found.second, found.place, on_one),
        two,
        *_grouped(on_two[:, 1], on_two[:, 0], len(nodes)),
        *_near(old, new),
        True,
        scale,
    )
    back, back_m = walk(
        nodes,
        two,
        under_two,
        _events(nodes, two_edges, found.second, found.first, found.place, on_two),
        one,
        *_grouped(on_one[:, 1], on_one[:, 0], len(nodes)),
        *_near(new, old),
        False,
        scale,
    )
    pair = np.concatenate(
        [forth[:, 0] * len(new) + forth[:, 1], back[:, 1] * len(new) + back[:, 0]]
    )
    pairs, row = np.unique(pair, return_inverse=True)
    sums = np.concatenate([forth_m, back_m])
    area, perimeter = (_summed(row, sums[:, column], len(pairs)) for column in (0, 1))
    return Overlaps(
        pairs // max(len(new), 1),
        pairs % max(len(new), 1),
        area,
        perimeter,
        _areas(one, under_one, len(old)),
        _areas(two, under_two, len(new)),
    )


def _rings(cells: Outlines, node: Ints, count: int) -> tuple[Rings, Ints]:
    """Return a division's rings and its undirected edges: lower and higher end number."""
    following = cells.following
    before = np.empty(len(following), dtype=np.int64)
    before[following] = np.arange(len(following))
    ends = np.sort(np.stack([node, node[following]], axis=1), axis=1)
    keys, edge = np.unique(ends[:, 0] * count + ends[:, 1], return_inverse=True)
    edges = np.stack([keys // count, keys % count], axis=1)
    vertex_cell = cells.vertex_cell
    place = np.arange(len(node), dtype=np.int64)
    rings = Rings(
        cells.starts,
        cells.cell,
        node,
        vertex_cell,
        following,
        before,
        edge.reshape(-1),
        np.searchsorted(vertex_cell, np.arange(len(cells) + 1)).astype(np.int64),
        *_grouped(node, place, count),
        *_grouped(edge.reshape(-1), place, len(edges)),
    )
    return rings, edges


def _ends(nodes: Ints, edges: Ints) -> Ints:
    return np.concatenate([nodes[edges[:, 0]], nodes[edges[:, 1]]], axis=1)


def _ends_met(pairs: Ints, edges: Ints) -> Ints:
    """Turn pairs of edge and end number into pairs of edge and vertex, each once."""
    met = np.stack([pairs[:, 0], edges[pairs[:, 1] // 2, pairs[:, 1] % 2]], axis=1)
    return np.unique(met, axis=0) if len(met) else met


def _grouped(group: Ints, member: Ints, count: int) -> tuple[Ints, Ints]:
    """Return where each group's members start, and the members by group."""
    sizes = np.bincount(group, minlength=count)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return starts, member[np.argsort(group, kind="stable")].astype(np.int64)


def _events(
    nodes: Ints, edges: Ints, crossing: Ints, crossed: Ints, place: Floats, met: Ints
) -> Events:
    """Order what happens on each edge from its lower end."""
    edge = np.concatenate([crossing, met[:, 0]])
    where = np.concatenate([place, nodes[met[:, 1]].astype(np.float64)])
    none = np.full(max(len(crossing), len(met)), -1, dtype=np.int64)
    other = np.concatenate([crossed, none[: len(met)]])
    node = np.concatenate([none[: len(crossing)], met[:, 1]])
    way = np.abs(where - nodes[edges[edge, 0]]).sum(axis=1)
    order = np.lexsort((node, other, way, edge))
    sizes = np.bincount(edge, minlength=len(edges))
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    where = where[order]
    return Events(starts, other[order], node[order], where[:, 0].copy(), where[:, 1].copy())


def _near(walked: Outlines, other: Outlines) -> tuple[Ints, Ints]:
    """Return, for each ring's first vertex, the other's cells whose box holds it."""
    if not len(other):
        return np.zeros(len(walked.cell) + 1, dtype=np.int64), np.empty(0, dtype=np.int64)
    first = shapely.points(walked.xy[walked.starts[:-1]] / UNITS_PER_DEGREE)
    ring, cell = shapely.STRtree(other.geometry).query(first)
    return _grouped(ring, cell, len(walked.cell))


def _areas(rings: Rings, under: Floats, count: int) -> Floats:
    forward = rings.node < rings.node[rings.following]
    signed = np.where(forward, under[rings.edge], -under[rings.edge])
    return _summed(rings.cell, signed, count)


def _summed(group: Ints, values: Floats, count: int) -> Floats:
    return np.bincount(group, values, minlength=count).astype(np.float64)
