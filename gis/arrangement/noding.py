"""Node the edges of communities and the sides of tilings together by snap rounding in integers.

Every vertex, every crossing and every corner, rounded to the lattice, is a node. Each edge and
side is then led through every node whose unit pixel it meets. This one step covers crossings,
vertices on sides, edges along sides, near misses and T-junctions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gis.arrangement.buckets import (
    bucket_bits,
    bucket_shift,
    length_of,
    segment_buckets,
    wide_enough,
)
from gis.arrangement.crossings import edge_crossings, line_crossings, side_crossings
from gis.arrangement.pieces import united
from gis.arrangement.points import numbered
from gis.arrangement.routing import routed
from gis.arrangement.sides import Sides
from gis.lattice import Bools, Indices, Ints, Rings, SquareLattice
from gis.lattice.compiled import compiled

# Edges come in chains: buckets some powers of two wider than an edge hold few of them yet, and
# the longer sides of tiles pass through fewer.
_COARSER = 2

_NO_TILES = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Edges:
    """Undirected edges of polygons, each once.

    Attributes
    ----------
    ax, ay, bx, by
        Their ends in units.
    x, y
        Each end once.
    first, owner, weight
        Per edge: going from its right (seen from a to b) to its left adds ``weight`` to how
        often ``owner`` covers the place. Ascending by owner, no zeros.
    """

    ax: Ints
    ay: Ints
    bx: Ints
    by: Ints
    x: Ints
    y: Ints
    first: Indices
    owner: Indices
    weight: Indices

    @classmethod
    def of(cls, rings: Rings, owner: Ints) -> "Edges":
        """Take the edges of rings; shells run anticlockwise and holes clockwise.

        Parameters
        ----------
        rings
            The rings.
        owner
            The owner of each.
        """
        x, y = np.ascontiguousarray(rings.xy[:, 0]), np.ascontiguousarray(rings.xy[:, 1])
        shift = bucket_shift(x, y, rings.followers(x), rings.followers(y))
        # Vertices of inner borders stand in two rings.
        bits = bucket_bits(len(x) // 2)
        x, y, _, node = numbered(x, y, shift, bits)
        ring = rings.ring.astype(np.int32)
        records = (
            np.arange(len(rings) + 1, dtype=np.int32),
            owner.astype(np.int32),
            np.ones(len(rings), dtype=np.int32),
        )
        low, high, first, owners, weight, _ = united(
            node,
            rings.followers(node),
            ring,
            len(x),
            *records,
            _NO_TILES,
            _NO_TILES,
            0,
            True,
            len(node),
        )
        ends = (x[low], y[low], x[high], y[high])
        return cls(*ends, *_ends_of(x, y, low, high), first, owners, weight)

    def __len__(self) -> int:
        """Return their number."""
        return len(self.ax)

    def of_owners(self, member: Bools) -> tuple["Edges", Ints]:
        """Take the edges of members, with their records only; return them and their numbers."""
        edge = np.repeat(np.arange(len(self)), np.diff(self.first))
        mine = member[self.owner]
        counts = np.bincount(edge[mine], minlength=len(self))
        kept = np.flatnonzero(counts)
        first = np.concatenate([[0], np.cumsum(counts[kept])]).astype(np.int32)
        ends = (self.ax[kept], self.ay[kept], self.bx[kept], self.by[kept])
        return Edges(*ends, self.x, self.y, first, self.owner[mine], self.weight[mine]), kept


@dataclass(frozen=True, eq=False)
class Group:
    """Owners that are cut by one tiling.

    Attributes
    ----------
    member
        True for each owner whose edges and ground the tiling cuts.
    sides
        The tiling's sides; None where they are cut by nothing.
    lattice
        The lattice of squares the sides lie on, if it is one.
    tile_owner
        What to add to a tile to make it an owner.
    """

    member: Bools
    sides: Sides | None
    lattice: SquareLattice | None
    tile_owner: int


@dataclass(frozen=True, eq=False)
class Arrangement:
    """Noded pieces, each once, and what lies beside them.

    Attributes
    ----------
    x, y
        Nodes in units.
    low, high
        The nodes of each piece, the lower number first.
    first, owner, weight
        As in `Edges`, seen from low to high. No piece is without.
    side_half
        The half-edge along each side of the tiling, −1 where the side is in several pieces.
    merged
        Whether edges became one, so that a piece parts owners whom none of these edges parted.
        Told of groups without sides.
    """

    x: Ints
    y: Ints
    low: Indices
    high: Indices
    first: Indices
    owner: Indices
    weight: Indices
    side_half: Indices
    merged: bool


def arranged(edges: Edges, groups: Sequence[Group]) -> list[Arrangement]:
    """Node edges and sides together; return the arrangement of each group.

    An edge is cut by the tilings of its own owners only, yet it is one chain of pieces in the
    arrangements of all of them.
    """
    ends = (edges.ax, edges.ay, edges.bx, edges.by)
    sides = [group.sides for group in groups if group.sides is not None]
    reach = length_of(*ends) + sum(length_of(*_ends(some)) for some in sides)
    things = len(edges) + sum(len(some.tail) for some in sides)
    shift = wide_enough(bucket_shift(*ends) + _COARSER, reach, things)
    bits = bucket_bits(len(edges))
    buckets = segment_buckets(*ends, shift, bits)
    crossings = edge_crossings(*ends, *buckets)
    xs, ys = [edges.x, crossings[0]], [edges.y, crossings[1]]
    alone = len(groups) == 1
    fine = min([shift + 1] + [bucket_shift(*_ends(some)) - 1 for some in sides])
    fine = wide_enough(fine, reach, things)
    for group in groups:
        if group.sides is None:
            continue
        if not alone:
            mine, _ = edges.of_owners(group.member)
            ends = (mine.ax, mine.ay, mine.bx, mine.by)
            buckets = segment_buckets(*ends, shift, bits)
        cuts = _cuts(group.sides, group.lattice, ends, buckets, shift, bits)
        corners = (group.sides.corner_x, group.sides.corner_y)
        if not alone:
            corners = _met(ends, *corners, fine)
        xs += [cuts[0], corners[0]]
        ys += [cuts[1], corners[1]]
    x, y = np.concatenate(xs), np.concatenate(ys)
    bits = bucket_bits(len(x))
    x, y, slots, _ = numbered(x, y, fine, bits)
    chains = routed(edges.ax, edges.ay, edges.bx, edges.by, x, y, slots, fine, bits)
    if alone:
        return [_pieces(edges, groups[0], chains, x, y, slots, fine, bits)]
    return [_part(edges, group, chains, x, y, fine) for group in groups]


def _part(
    edges: Edges,
    group: Group,
    chains: tuple[Indices, Indices, Indices],
    x: Ints,
    y: Ints,
    shift: int,
) -> Arrangement:
    """Return the arrangement of a group's edges and sides alone."""
    mine, kept = edges.of_owners(group.member)
    number = np.full(len(edges), -1, dtype=np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    led = number[chains[0]] >= 0
    edge, tail, head = number[chains[0][led]], chains[1][led], chains[2][led]
    xs, ys = [x[tail], x[head]], [y[tail], y[head]]
    if group.sides is not None:
        xs.append(group.sides.corner_x)
        ys.append(group.sides.corner_y)
    x, y = np.concatenate(xs), np.concatenate(ys)
    bits = bucket_bits(len(x))
    x, y, slots, node = numbered(x, y, shift, bits)
    chains = (edge, node[: len(edge)], node[len(edge) : 2 * len(edge)])
    return _pieces(mine, group, chains, x, y, slots, shift, bits)


def _pieces(
    edges: Edges,
    group: Group,
    chains: tuple[Indices, Indices, Indices],
    x: Ints,
    y: Ints,
    slots: Indices,
    shift: int,
    bits: int,
) -> Arrangement:
    segment, tail, head = chains
    sides, led_edges = group.sides, len(segment)
    left, right = _NO_TILES, _NO_TILES
    if sides is not None:
        led = routed(*_ends(sides), x, y, slots, shift, bits)
        segment = np.concatenate([segment, led[0] + np.int32(len(edges))])
        tail, head = np.concatenate([tail, led[1]]), np.concatenate([head, led[2]])
        left, right = sides.left, sides.right
    records = (edges.first, edges.owner, edges.weight, left, right, group.tile_owner)
    low, high, first, owner, weight, piece = united(
        tail, head, segment, len(x), *records, False, led_edges if sides is not None else 0
    )
    side_half = np.empty(0, dtype=np.int32)
    if sides is not None:
        side = led[0]
        half = 2 * piece + (led[1] > led[2])
        side_half = np.full(len(left), -1, dtype=np.int32)
        side_half[side] = half
        side_half[np.bincount(side, minlength=len(side_half)) != 1] = -1
    merged = sides is None and _merged(piece, segment, first, owner, edges.first, edges.owner)
    return Arrangement(x, y, low, high, first, owner, weight, side_half, merged)


@compiled
def _merged(
    piece: Indices,
    segment: Indices,
    first: Indices,
    owner: Indices,
    edge_first: Indices,
    edge_owner: Indices,
) -> bool:
    """Tell whether a piece has owners that no single edge along it has, all of them."""
    known = np.zeros(len(first) - 1, dtype=np.bool_)
    for i in range(len(segment)):
        p, s = piece[i], segment[i]
        if p < 0 or known[p]:
            continue
        all_its = True
        k = edge_first[s]
        for m in range(first[p], first[p + 1]):
            while k < edge_first[s + 1] and edge_owner[k] < owner[m]:
                k += 1
            all_its &= k < edge_first[s + 1] and edge_owner[k] == owner[m]
        known[p] = all_its
    return not known.all()


def _ends_of(x: Ints, y: Ints, low: Indices, high: Indices) -> tuple[Ints, Ints]:
    """Leave out nodes that no edge ends at."""
    used = np.zeros(len(x), dtype=np.bool_)
    used[low] = True
    used[high] = True
    return (x, y) if used.all() else (x[used], y[used])


def _ends(sides: Sides) -> tuple[Ints, Ints, Ints, Ints]:
    return (
        sides.corner_x[sides.tail],
        sides.corner_y[sides.tail],
        sides.corner_x[sides.head],
        sides.corner_y[sides.head],
    )


def _cuts(
    sides: Sides,
    lattice: SquareLattice | None,
    ends: tuple[Ints, Ints, Ints, Ints],
    buckets: tuple[Indices, Indices],
    shift: int,
    bits: int,
) -> tuple[Ints, Ints]:
    """Return where sides cross edges."""
    if lattice is not None:
        return line_crossings(*ends, lattice.step_x, lattice.step_y)
    return side_crossings(*_ends(sides), *ends, *buckets, shift, bits)


def _met(
    ends: tuple[Ints, Ints, Ints, Ints], corner_x: Ints, corner_y: Ints, shift: int
) -> tuple[Ints, Ints]:
    """Return the corners whose pixels edges meet: they bend the edges, the others do not."""
    ax, ay, bx, by = ends
    x, y = np.concatenate([ax, bx, corner_x]), np.concatenate([ay, by, corner_y])
    bits = bucket_bits(len(x))
    x, y, slots, node = numbered(x, y, shift, bits)
    _, tail, head = routed(*ends, x, y, slots, shift, bits)
    met = np.zeros(len(x), dtype=np.bool_)
    met[tail] = True
    met[head] = True
    corners = met[node[2 * len(ax) :]]
    return corner_x[corners], corner_y[corners]
