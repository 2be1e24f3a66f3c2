"""Share out strips of land among the communities beside them.

A strip may run past many communities. It is cut into triangles between its own vertices, so that
no place is invented; triangles between the same communities are one piece; each piece goes whole
to the community that borders it longest, so that the new border is the other's old line.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.lattice import Ints, to_units

Geometries = NDArray[Any]
_Node = tuple[int, int]
_Edge = tuple[_Node, _Node]


@dataclass(frozen=True)
class Piece:
    """Connected land of one strip between the same communities.

    Attributes
    ----------
    between
        The communities, ascending.
    owner
        Which of them takes it; −1 where none borders it.
    triangles
        The triangles it is made of, in degrees.
    """

    between: tuple[int, ...]
    owner: int
    triangles: Geometries


def shared_out(
    strips: Geometries, shapes: Geometries, claimants: Sequence[tuple[int, ...]] | None = None
) -> list[Piece]:
    """Cut strips into pieces and find who takes each.

    Parameters
    ----------
    strips
        Polygons and multipolygons in degrees.
    shapes
        The communities; with the strips an exact coverage: shared edges share all vertices.
    claimants
        For land that several cover: who covers each strip; only they may get it. None for land
        that nobody covers.
    """
    polygons, strip = shapely.get_parts(strips, return_index=True)
    collections = shapely.constrained_delaunay_triangles(polygons)
    triangles, polygon = shapely.get_parts(collections, return_index=True)
    # GEOS orders triangles by its own walk; sorted, pieces are numbered the same each time.
    order = np.lexsort(shapely.get_coordinates(shapely.centroid(triangles)).T)
    triangles, strip = triangles[order], strip[polygon[order]]
    corners = to_units(shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3])
    nodes = [[(x, y) for x, y in corner] for corner in corners.tolist()]
    edges = [[_edge(t[0], t[1]), _edge(t[1], t[2]), _edge(t[2], t[0])] for t in nodes]
    beside, around = _neighbourhood(shapes, {node for t in nodes for node in t})
    if claimants is None:
        open_to = _mouths(edges, beside, around)
        between = [
            _between(t, e, beside, around, open_to) for t, e in zip(nodes, edges, strict=True)
        ]
    else:
        between = [claimants[number] for number in strip.tolist()]
    piece = _pieces(edges, between)
    owners = _owners(edges, between, piece, beside, free=claimants is None)
    return [
        Piece(between[members[0]], owners[number], triangles[members])
        for number, members in enumerate(_members(piece))
    ]


def _neighbourhood(
    shapes: Geometries, wanted: set[_Node]
) -> tuple[dict[_Edge, int], dict[_Node, set[int]]]:
    """Find the community beside each edge, and those around each node, of a strip."""
    rings, polygon = shapely.get_rings(shapely.get_parts(shapes), return_index=True)
    _, owner = shapely.get_parts(shapes, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    units = to_units(xy)
    # Few vertices of a district are a strip's; only these are looked up one by one.
    known = np.isin(_keys(units), _keys(np.array(list(wanted), dtype=np.int64).reshape(-1, 2)))
    here = np.flatnonzero(known[:-1])
    along = known[here + 1] & (ring[here] == ring[here + 1])
    beside: dict[_Edge, int] = {}
    around: dict[_Node, set[int]] = defaultdict(set)
    for (x, y), (next_x, next_y), is_side, community in zip(
        units[here].tolist(),
        units[here + 1].tolist(),
        along.tolist(),
        owner[polygon[ring[here]]].tolist(),
        strict=True,
    ):
        around[x, y].add(community)
        if is_side:
            beside[_edge((x, y), (next_x, next_y))] = community
    return beside, around


def _keys(units: Ints) -> Ints:
    """Return one number for each place: units are below 2³¹ (`gis.lattice`)."""
    return units[:, 0] * 2**32 + units[:, 1]


def _edge(one: _Node, other: _Node) -> _Edge:
    return (one, other) if one < other else (other, one)


def _mouths(
    edges: list[list[_Edge]], beside: dict[_Edge, int], around: dict[_Node, set[int]]
) -> dict[_Node, set[int]]:
    """Find the nodes of a strip's mouths that no community has, and the communities beside each.

    A mouth is where a strip ends in open land: a chain of sides of the strip along no community.
    """
    times = Counter(edge for sides in edges for edge in sides)
    linked: dict[_Node, list[_Node]] = defaultdict(list)
    for (one, other), count in times.items():
        if count == 1 and (one, other) not in beside:
            linked[one].append(other)
            linked[other].append(one)
    open_to: dict[_Node, set[int]] = {}
    for first in linked:
        if first in around or first in open_to:
            continue
        chain, waiting = {first}, [first]
        while waiting:
            new = {node for node in linked[waiting.pop()] if node not in chain}
            chain |= new
            waiting += [node for node in new if node not in around]
        found = {community for node in chain for community in around.get(node, ())}
        open_to |= {node: found for node in chain if node not in around}
    return open_to


def _between(
    nodes: list[_Node],
    edges: list[_Edge],
    beside: dict[_Edge, int],
    around: dict[_Node, set[int]],
    open_to: dict[_Node, set[int]],
) -> tuple[int, ...]:
    """Tell which communities a triangle of a gap lies between: by its sides, then its corners."""
    found = {beside[edge] for edge in edges if edge in beside}
    for node in sorted(nodes):
        here = around.get(node, set())
        if here and not here & found:
            found.add(min(here))
        found |= open_to.get(node, set())
    return tuple(sorted(found))


def _pieces(edges: list[list[_Edge]], between: list[tuple[int, ...]]) -> list[int]:
    """Join triangles over their sides into pieces between the same communities; number these."""
    sharing: dict[_Edge, list[int]] = defaultdict(list)
    for triangle, sides in enumerate(edges):
        for edge in sides:
            sharing[edge].append(triangle)
    piece = [-1] * len(edges)
    count = 0
    for first in range(len(edges)):
        if piece[first] >= 0:
            continue
        piece[first] = count
        waiting = [first]
        while waiting:
            here = waiting.pop()
            for edge in edges[here]:
                for there in sharing[edge]:
                    if piece[there] < 0 and between[there] == between[first]:
                        piece[there] = count
                        waiting.append(there)
        count += 1
    return piece


def _members(piece: list[int]) -> list[list[int]]:
    members: list[list[int]] = [[] for _ in range(max(piece, default=-1) + 1)]
    for triangle, number in enumerate(piece):
        members[number].append(triangle)
    return members


def _owners(
    edges: list[list[_Edge]],
    between: list[tuple[int, ...]],
    piece: list[int],
    beside: dict[_Edge, int],
    *,
    free: bool,
) -> list[int]:
    """Give each piece to whom it borders longest; ties to the lowest number.

    A piece that borders no community of its own, in the midst of a junction, follows the piece
    with which it shares the longest side.
    """
    count = max(piece, default=-1) + 1
    borders: list[dict[int, int]] = [defaultdict(int) for _ in range(count)]
    sides: list[dict[int, int]] = [defaultdict(int) for _ in range(count)]
    sharing: dict[_Edge, int] = {}
    for triangle, triangle_edges in enumerate(edges):
        here = piece[triangle]
        for edge in triangle_edges:
            if edge in beside:
                if free or beside[edge] in between[triangle]:
                    borders[here][beside[edge]] += _length(edge)
            elif edge not in sharing:
                sharing[edge] = here
            elif sharing[edge] != here:
                sides[here][sharing[edge]] += _length(edge)
                sides[sharing[edge]][here] += _length(edge)
    owner = [_longest(border) for border in borders]
    for _ in range(count):
        following = {
            number: _longest({owner[o]: n for o, n in sides[number].items() if owner[o] >= 0})
            for number in range(count)
            if owner[number] < 0
        }
        settled = {number: found for number, found in following.items() if found >= 0}
        if not settled:
            break
        for number, found in settled.items():
            owner[number] = found
    return owner


def _longest(lengths: dict[int, int]) -> int:
    return min(lengths, key=lambda key: (-lengths[key], key), default=-1)


def _length(edge: _Edge) -> int:
    # Whole sixteenths of a unit: sums do not depend on the order. Longitudes count as latitudes
    # do: only which of two sides of one strip is longer matters.
    (ax, ay), (bx, by) = edge
    return round(16 * float(np.hypot(bx - ax, by - ay)))
