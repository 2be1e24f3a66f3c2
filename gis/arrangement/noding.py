"""Node the edges of communities and the sides of tilings together by snap rounding in integers.

Every vertex, every crossing and every corner, rounded to the lattice, is a node. Each edge and
side is then led through every node whose unit pixel it meets. This one step covers crossings,
vertices on sides, edges along sides, near misses and T-junctions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gis.arrangement.buckets import bucket_bits, bucket_shift, segment_buckets
from gis.arrangement.crossings import edge_crossings, line_crossings, side_crossings
from gis.arrangement.points import numbered, summed, unique_edges
from gis.arrangement.routing import routed
from gis.arrangement.sides import Sides
from gis.lattice import Bools, Ints, Rings, SquareLattice
from gis.lattice.compiled import compiled

# Edges come in chains: buckets some powers of two wider than an edge hold few of them yet, and
# the longer sides of tiles pass through fewer.
_COARSER = 2


@dataclass(frozen=True, eq=False)
class Edges:
    """Undirected edges of polygons, each once.

    Attributes
    ----------
    ax, ay, bx, by
        Their ends in units.
    first, owner, weight
        Per edge: going from its right (seen from a to b) to its left adds ``weight`` to how
        often ``owner`` covers the place. Ascending by owner, no zeros.
    """

    ax: Ints
    ay: Ints
    bx: Ints
    by: Ints
    first: Ints
    owner: Ints
    weight: Ints

    @classmethod
    def of(cls, rings: Rings, owner: Ints) -> "Edges":
        """Take the edges of rings; shells run anticlockwise and holes clockwise."""
        x, y = np.ascontiguousarray(rings.xy[:, 0]), np.ascontiguousarray(rings.xy[:, 1])
        after = rings.following
        shift, bits = bucket_shift(x, y, x[after], y[after]), bucket_bits(len(x))
        x, y, _, node = numbered(x, y, shift, bits)
        head = node[after]
        low, high, edge = unique_edges(node, head, len(x))
        moves = edge >= 0
        weight = np.where(node < head, 1, -1)
        records = summed(edge[moves], owner[rings.ring][moves], weight[moves], len(low))
        return cls(x[low], y[low], x[high], y[high], *records)

    def __len__(self) -> int:
        """Return their number."""
        return len(self.ax)

    def of_owners(self, member: Bools) -> tuple["Edges", Ints]:
        """Take the edges of members, with their records only; return them and their numbers."""
        edge = np.repeat(np.arange(len(self)), np.diff(self.first))
        mine = member[self.owner]
        counts = np.bincount(edge[mine], minlength=len(self))
        kept = np.flatnonzero(counts)
        first = np.concatenate([[0], np.cumsum(counts[kept])])
        ends = (self.ax[kept], self.ay[kept], self.bx[kept], self.by[kept])
        return Edges(*ends, first, self.owner[mine], self.weight[mine]), kept


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
    """

    x: Ints
    y: Ints
    low: Ints
    high: Ints
    first: Ints
    owner: Ints
    weight: Ints
    side_half: Ints


def arranged(edges: Edges, groups: Sequence[Group]) -> list[Arrangement]:
    """Node edges and sides together; return the arrangement of each group.

    An edge is cut by the tilings of its own owners only, yet it is one chain of pieces in the
    arrangements of all of them.
    """
    ends = (edges.ax, edges.ay, edges.bx, edges.by)
    shift = bucket_shift(*ends) + _COARSER
    bits = bucket_bits(len(edges))
    buckets = segment_buckets(*ends, shift, bits)
    crossings = edge_crossings(*ends, *buckets)
    xs, ys = [edges.ax, edges.bx, crossings[0]], [edges.ay, edges.by, crossings[1]]
    alone = len(groups) == 1
    fine = shift + 1
    for group in groups:
        if group.sides is not None:
            fine = min(fine, _side_shift(group.sides) - 1)
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
    edges: Edges, group: Group, chains: tuple[Ints, Ints, Ints], x: Ints, y: Ints, shift: int
) -> Arrangement:
    """Return the arrangement of a group's edges and sides alone."""
    mine, kept = edges.of_owners(group.member)
    number = np.full(len(edges), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
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
    chains: tuple[Ints, Ints, Ints],
    x: Ints,
    y: Ints,
    slots: Ints,
    shift: int,
    bits: int,
) -> Arrangement:
    segment, tail, head = chains
    first, owner, weight = edges.first, edges.owner, edges.weight
    sides = group.sides
    if sides is not None:
        ax, ay = sides.corner_x[sides.tail], sides.corner_y[sides.tail]
        bx, by = sides.corner_x[sides.head], sides.corner_y[sides.head]
        led = routed(ax, ay, bx, by, x, y, slots, shift, bits)
        segment = np.concatenate([segment, led[0] + len(edges)])
        tail, head = np.concatenate([tail, led[1]]), np.concatenate([head, led[2]])
        first, owner, weight = _with_sides(
            first, owner, weight, sides.left, sides.right, group.tile_owner
        )
    low, high, piece = unique_edges(tail, head, len(x))
    records = summed(*_records(segment, tail, head, piece, first, owner, weight), len(low))
    # Edges that fold onto each other cancel; a piece left without a record separates nothing.
    stays = np.diff(records[0]) > 0
    number = np.where(stays, np.cumsum(stays) - 1, -1)
    starts = np.concatenate([records[0][:-1][stays], records[0][-1:]])
    side_half = np.empty(0, dtype=np.int64)
    if sides is not None:
        along = segment - len(edges)
        of_side = along >= 0
        half = 2 * number[piece[of_side]] + (tail[of_side] > head[of_side])
        side_half = np.full(len(sides.tail), -1, dtype=np.int64)
        side_half[along[of_side]] = half
        side_half[np.bincount(along[of_side], minlength=len(side_half)) != 1] = -1
    return Arrangement(x, y, low[stays], high[stays], starts, records[1], records[2], side_half)


@compiled
def _with_sides(
    first: Ints, owner: Ints, weight: Ints, left: Ints, right: Ints, tile_owner: int
) -> tuple[Ints, Ints, Ints]:
    """Return the records of edges, then those of sides: each of its tiles lies beside it once."""
    edges, records = len(first) - 1, len(owner)
    firsts = np.empty(edges + len(left) + 1, dtype=np.int64)
    owners = np.empty(records + 2 * len(left), dtype=np.int64)
    weights = np.empty(records + 2 * len(left), dtype=np.int64)
    firsts[: edges + 1], owners[:records], weights[:records] = first, owner, weight
    for k in range(len(left)):
        if left[k] >= 0:
            owners[records], weights[records] = left[k] + tile_owner, 1
            records += 1
        if right[k] >= 0:
            owners[records], weights[records] = right[k] + tile_owner, -1
            records += 1
        firsts[edges + k + 1] = records
    return firsts, owners[:records], weights[:records]


@compiled
def _records(
    segment: Ints, tail: Ints, head: Ints, piece: Ints, first: Ints, owner: Ints, weight: Ints
) -> tuple[Ints, Ints, Ints]:
    """Repeat each segment's records for its pieces, turned to run from low to high."""
    room = 0
    for i in range(len(segment)):
        room += first[segment[i] + 1] - first[segment[i]]
    pieces, owners, weights = (
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int64),
    )
    count = 0
    for i in range(len(segment)):
        sign = 1 if tail[i] < head[i] else -1
        for k in range(first[segment[i]], first[segment[i] + 1]):
            pieces[count], owners[count], weights[count] = piece[i], owner[k], sign * weight[k]
            count += 1
    return pieces, owners, weights


def _side_shift(sides: Sides) -> int:
    return bucket_shift(
        sides.corner_x[sides.tail],
        sides.corner_y[sides.tail],
        sides.corner_x[sides.head],
        sides.corner_y[sides.head],
    )


def _cuts(
    sides: Sides,
    lattice: SquareLattice | None,
    ends: tuple[Ints, Ints, Ints, Ints],
    buckets: tuple[Ints, Ints],
    shift: int,
    bits: int,
) -> tuple[Ints, Ints]:
    """Return where sides cross edges."""
    if lattice is not None:
        return line_crossings(*ends, lattice.step_x, lattice.step_y)
    ax, ay = sides.corner_x[sides.tail], sides.corner_y[sides.tail]
    bx, by = sides.corner_x[sides.head], sides.corner_y[sides.head]
    return side_crossings(ax, ay, bx, by, *ends, *buckets, shift, bits)


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
