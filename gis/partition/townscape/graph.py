"""Which plots lie side by side, and what a border between them costs."""

import math
from dataclasses import dataclass

import numpy as np
import shapely

from gis.lattice import Bools, Floats, Ints
from gis.partition.townscape.arrays import Shapes, segments, sums
from gis.partition.townscape.plots import Plots
from gis.partition.townscape.roads import Roads

ON_STREET, NEAR_STREET, ELSEWHERE = 0.15, 0.4, 1.0
"""What a metre of border costs."""

_ON_M, _NEAR_M = 1.0, 10.0
_SMOOTHED_M = 6.0
"""Lengths are those of lines that wander less than this."""

_LEAST_BLOCK_M2 = 1_500.0
_THINNEST_M = 12.0


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes are plots, or several that stay together; neighbours as compressed rows.

    Attributes
    ----------
    node
        The node of each face.
    weight, area_m2, rim_m
        Of each node: households, ground, and its length of the community's outline.
    first
        Where each node's neighbours begin; length nodes + 1.
    neighbour, length_m, cost
        Of each pair of neighbours, both ways: the other, the length of what parts them, and what
        it costs as a border.
    across_m
        How much of that is a main street.
    """

    node: Ints
    weight: Floats
    area_m2: Floats
    rim_m: Floats
    first: Ints
    neighbour: Ints
    length_m: Floats
    cost: Floats
    across_m: Floats

    def __len__(self) -> int:
        return len(self.weight)


@dataclass(frozen=True, eq=False)
class Sides:
    """The sides of faces, each once.

    Attributes
    ----------
    ends
        Shape (n, 2, 2), in metres.
    left, right
        The faces on either hand, the lower first; −1 for none.
    """

    ends: Floats
    left: Ints
    right: Ints


def sides(faces: Shapes) -> Sides:
    """Find the sides that faces share."""
    rings, face = shapely.get_rings(faces, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    ends = np.concatenate([xy[:-1][same], xy[1:][same]], axis=1)
    owner = face[ring[:-1][same]]
    turned = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[turned] = ends[turned][:, [2, 3, 0, 1]]
    unique, number = np.unique(ends, axis=0, return_inverse=True)
    number = number.reshape(-1)
    low = np.full(len(unique), len(faces), dtype=np.int64)
    high = np.full(len(unique), -1, dtype=np.int64)
    np.minimum.at(low, number, owner)
    np.maximum.at(high, number, owner)
    alone = np.bincount(number) == 1
    low[alone], high[alone] = -1, high[alone]
    return Sides(unique.reshape(-1, 2, 2), low, high)


def graph_of(
    plots: Plots, found: Sides, roads: Roads, *, by_area: bool, widest_m2: float = math.inf
) -> Graph:
    """Make the graph of plots.

    Parameters
    ----------
    by_area
        Whether nodes weigh what ground they have, and not the households on it.
    widest_m2
        A building keeps the ground about it together if that is no more than this.
    """
    one, two = found.left, found.right
    inner = one >= 0
    drawn = segments(found.ends)
    on, near = _beside(drawn, roads.lines, _ON_M), _beside(drawn, roads.lines, _NEAR_M)
    main = _beside(drawn, roads.main, _ON_M)
    long = np.asarray(shapely.length(drawn), dtype=np.float64)
    price = np.where(on, ON_STREET, np.where(near, NEAR_STREET, ELSEWHERE))
    pairs, number = np.unique(
        np.stack([one[inner], two[inner]], axis=1), axis=0, return_inverse=True
    )
    number = number.reshape(-1)
    raw = np.maximum(sums(number, long[inner], len(pairs)), 1e-9)
    priced = sums(number, (long * price)[inner], len(pairs)) / raw
    across = sums(number, (long * main)[inner], len(pairs)) / raw
    length = _smoothed(drawn[inner], number)
    rim = sums(two[~inner], long[~inner], len(plots.faces))
    area = shapely.area(plots.faces)
    weight = area if by_area else plots.weight
    node = _together(plots, pairs, length, area, widest_m2)
    return _graph(node, pairs, length, length * priced, length * across, weight, area, rim)


def _beside(drawn: Shapes, lines: Shapes, within_m: float) -> Bools:
    """Tell whose middle lies near one of the lines."""
    near = np.zeros(len(drawn), dtype=np.bool_)
    if len(lines):
        middles = shapely.line_interpolate_point(drawn, 0.5, normalized=True)
        near[shapely.STRtree(lines).query(middles, predicate="dwithin", distance=within_m)[0]] = (
            True
        )
    return near


def _smoothed(drawn: Shapes, pair: Ints) -> Floats:
    order = np.argsort(pair, kind="stable")
    together = shapely.multilinestrings(drawn[order], indices=pair[order])
    smooth = shapely.simplify(shapely.line_merge(together), _SMOOTHED_M)
    return np.asarray(shapely.length(smooth), dtype=np.float64)


def _together(plots: Plots, pairs: Ints, length: Floats, area: Floats, widest_m2: float) -> Ints:
    """Return the node of each face.

    What holds no building goes with the building that it is nearest to, unless that has ground
    enough. Where there is none, small blocks, like the strips between carriageways, go with what
    they share the longest side with.
    """
    count = len(plots.faces)
    parent = np.arange(count)

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = int(parent[k])
        return k

    own = np.where(plots.buildings > 0, np.arange(count), plots.home)
    housed = own >= 0
    around = np.bincount(own[housed], area[housed], count)
    wide = housed & (plots.buildings == 0) & (area >= _LEAST_BLOCK_M2)
    wide[wide] = around[own[wide]] > widest_m2
    target = np.where(wide, -1, own)
    same = (target[pairs[:, 0]] == target[pairs[:, 1]]) & (target[pairs[:, 0]] >= 0)
    for a, b in pairs[same].tolist():
        parent[max(root(a), root(b))] = min(root(a), root(b))
    beside: list[dict[int, float]] = [{} for _ in range(count)]
    for (a, b), long in zip(pairs.tolist(), length.tolist(), strict=True):
        one, two = root(a), root(b)
        if one != two:
            beside[one][two] = beside[two][one] = beside[one].get(two, 0.0) + long
    roots = np.array([root(k) for k in range(count)])
    lived = np.bincount(roots, plots.buildings, count) > 0
    ground = np.bincount(roots, area, count)
    thin = shapely.is_empty(shapely.buffer(plots.faces, -_THINNEST_M / 2))
    small = (roots == np.arange(count)) & ~lived
    small &= (target >= 0) | thin | (ground < _LEAST_BLOCK_M2)
    waiting = np.flatnonzero(small)
    for k in waiting[np.lexsort((waiting, ground[waiting]))].tolist():
        mine = root(k)
        others: dict[int, float] = {}
        for other, long in beside[mine].items():
            others[root(other)] = others.get(root(other), 0.0) + long
        others.pop(mine, None)
        if not others:
            continue
        near = {o: v for o, v in others.items() if plots.block[o] == plots.block[k]} or others
        into = max(sorted(near), key=lambda o: near[o])
        parent[mine] = into
        for other, long in others.items():
            if other != into:
                beside[into][other] = beside[into].get(other, 0.0) + long
    final = np.array([root(k) for k in range(count)])
    return np.asarray(np.unique(final, return_inverse=True)[1].reshape(-1), dtype=np.int64)


def _graph(
    node: Ints,
    pairs: Ints,
    length: Floats,
    cost: Floats,
    across: Floats,
    weight: Floats,
    area: Floats,
    rim: Floats,
) -> Graph:
    count = int(node.max()) + 1
    ends = np.sort(node[pairs], axis=1)
    apart = ends[:, 0] != ends[:, 1]
    joined, number = np.unique(ends[apart], axis=0, return_inverse=True)
    number = number.reshape(-1)
    totals = [sums(number, some[apart], len(joined)) for some in (length, cost, across)]
    both = np.concatenate([joined, joined[:, ::-1]])
    order = np.lexsort((both[:, 1], both[:, 0]))
    first = np.searchsorted(both[order, 0], np.arange(count + 1))
    long, price, main = (np.concatenate([some, some])[order] for some in totals)
    return Graph(
        node,
        sums(node, weight, count),
        sums(node, area, count),
        sums(node, rim, count),
        first.astype(np.int64),
        both[order, 1].astype(np.int64),
        long,
        price,
        main,
    )
