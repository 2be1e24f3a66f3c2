"""Cut strips of nobody's land into triangles between the communities along them.

Triangles have their corners on the strip's own outline: no place is invented inside it. Only where
the community along the strip changes, the nearest place on the other bank becomes a corner too,
so that a strip can be cut straight across there, however long its sides are.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.coverage.closing_borders import NOBODY, Borders, looked_up, micrometres, side_numbers
from gis.coverage.closing_strips import Plane
from gis.lattice import Bools, Floats, Ints, from_units

Geometries = NDArray[Any]

INSIDE = -2
"""Such a side of a triangle lies inside the strip."""

SEVERAL = -2
"""More than one community meets at such a corner, or the only one ends there."""

_NEAR_SHARE = 0.5
"""A corner this near to the nearest place, by the distance across, serves as well."""


@dataclass(frozen=True)
class Mesh:
    """Triangles of strips.

    Attributes
    ----------
    degrees, metres
        The place of each node, shape (n, 2).
    foot
        True for the nodes that were added on the other bank.
    only
        The community at each node; `NOBODY` or `SEVERAL`.
    around_node, around
        As in `Borders`; an added node's community is in ``only``.
    corners
        The nodes of each triangle, shape (m, 3).
    beside
        The community along each of its sides, from one corner to the next; `INSIDE` within the
        strip, `NOBODY` at a mouth.
    lengths
        Of its sides, in micrometres.
    links
        Triangles that share a side, its length, and its nodes: shape (k, 5).
    """

    degrees: Floats
    metres: Floats
    foot: Bools
    only: Ints
    around_node: Ints
    around: Ints
    corners: Ints
    beside: Ints
    lengths: Ints
    links: Ints

    @classmethod
    def of(cls, strips: Geometries, shapes: Geometries, plane: Plane, reach_m: float) -> "Mesh":
        """Triangulate strips.

        Parameters
        ----------
        strips
            Polygons in degrees; with the communities a coverage on the lattice.
        shapes
            The communities.
        plane
            Where it is done.
        reach_m
            How wide strips are.
        """
        borders = Borders.of(strips, shapes, plane)
        rings = borders.rings
        only = _only(borders)
        at, share, feet = _added(borders, only, reach_m)
        # Corners and feet in the order of the rings.
        order = np.lexsort(
            (np.r_[np.zeros(len(rings.xy)), share], np.r_[np.arange(len(rings.xy)), at])
        )
        source = np.r_[np.arange(len(rings.xy)), at][order]
        node = np.r_[borders.node, borders.nodes + np.arange(len(at))][order]
        place = np.concatenate([borders.metres, feet])[order]
        starts = rings.starts + np.searchsorted(np.sort(at), rings.starts)
        following = np.arange(1, len(node) + 1)
        following[starts[1:] - 1] = starts[:-1]
        nodes = borders.nodes + len(at)
        metres, degrees = np.empty((nodes, 2)), np.empty((nodes, 2))
        metres[node] = place
        degrees[borders.node] = from_units(rings.xy)
        degrees[borders.nodes :] = feet / plane.metres + plane.middle
        corners = _triangles(polygons_of_rings(place, starts, rings.first), metres)
        sides = side_numbers(corners, np.roll(corners, -1, axis=1), nodes)
        outline = side_numbers(node, node[following], nodes)
        by_side = np.argsort(outline, kind="stable")
        found = looked_up(sides.ravel(), outline[by_side], borders.beside[source][by_side], INSIDE)
        lengths = micrometres(metres[corners.ravel()], metres[np.roll(corners, -1, axis=1).ravel()])
        return cls(
            degrees=degrees,
            metres=metres,
            foot=np.arange(nodes) >= borders.nodes,
            only=np.concatenate([only, borders.beside[at]]),
            around_node=borders.around_node,
            around=borders.around,
            corners=corners,
            beside=found.reshape(-1, 3),
            lengths=lengths.reshape(-1, 3),
            links=_links(sides.ravel(), lengths, nodes),
        )

    def communities_at(self, node: int) -> list[int]:
        """Return the communities at a node, ascending."""
        if self.only[node] != SEVERAL:
            return [int(self.only[node])] if self.only[node] >= 0 else []
        first, last = np.searchsorted(self.around_node, [node, node + 1])
        found: list[int] = self.around[first:last].tolist()
        return found

    def triangles(self) -> Geometries:
        """Return the triangles as polygons of the plane."""
        return np.asarray(shapely.polygons(self.metres[self.corners]), dtype=object)

    def in_degrees(self, geometries: Geometries, kept: Bools) -> Geometries:
        """Bring joined triangles back to degrees, without the nodes that are not kept."""
        polygons, owner = shapely.get_parts(geometries, return_index=True)
        rings, polygon = shapely.get_rings(polygons, return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        inner = np.r_[ring[1:] == ring[:-1], False]
        node = _nodes_at(xy[inner], self.metres)
        stays = kept[node]
        node, ring = node[stays], ring[inner][stays]
        corners = np.bincount(ring, minlength=len(rings))
        shell = np.r_[True, polygon[1:] != polygon[:-1]]
        # What had no corner but added ones has no width.
        there = (corners >= 3) & (corners[shell] >= 3)[polygon]
        made = polygons_of_rings(
            self.degrees[node[there[ring]]], np.r_[0, np.cumsum(corners[there])], shell[there]
        )
        parts = np.split(
            made, np.searchsorted(owner[polygon[shell & there]], np.arange(1, len(geometries)))
        )
        return np.array(
            [p[0] if len(p) == 1 else shapely.MultiPolygon(p.tolist()) for p in parts],
            dtype=object,
        )


def _only(borders: Borders) -> Ints:
    only = np.full(borders.nodes, NOBODY, dtype=np.int64)
    only[borders.around_node] = borders.around
    only[borders.around_node[1:][np.diff(borders.around_node) == 0]] = SEVERAL
    changing = borders.node[borders.changes()]
    only[changing[only[changing] != NOBODY]] = SEVERAL
    return only


def _added(borders: Borders, only: Ints, reach_m: float) -> tuple[Ints, Floats, Floats]:
    """Return the places to add: the side of each, how far along it, and the place.

    Feet; and the middles of sides that end where communities meet: nothing else would tell which
    of these a triangle with its corner there faces.
    """
    side, share, place = _feet(borders, reach_m)
    ends = only[borders.node] == SEVERAL
    whole = np.flatnonzero((borders.beside >= 0) & (ends | borders.rings.followers(ends)))
    whole = whole[~np.isin(whole, side)]
    one, other = borders.metres[whole], borders.rings.followers(borders.metres)[whole]
    return (
        np.r_[side, whole],
        np.r_[share, np.full(len(whole), 0.5)],
        np.concatenate([place, (one + other) / 2]),
    )


def _feet(borders: Borders, reach_m: float) -> tuple[Ints, Floats, Floats]:
    """Find the nearest places on other banks from where the community along a strip changes.

    Returns
    -------
    The side, by the corner that it leaves, on which each lies; how far along it, as a share of
    its length; and the place.
    """
    rings = borders.rings
    one, other = borders.metres, rings.followers(borders.metres)
    change = borders.changes()
    lines = np.asarray(shapely.linestrings(np.stack([one, other], axis=1)), dtype=object)
    near, side = shapely.STRtree(lines).query(
        shapely.points(one[change]), predicate="dwithin", distance=reach_m
    )
    corner = change[near]
    strip = rings.feature[rings.ring]
    same = strip[corner] == strip[side]
    end = rings.followers(borders.node)
    same &= borders.node[corner] != borders.node[side]
    same &= borders.node[corner] != end[side]
    corner, side = corner[same], side[same]
    along = other[side] - one[side]
    length = np.hypot(along[:, 0], along[:, 1])
    away = one[corner] - one[side]
    share = (away * along).sum(axis=1) / length**2
    place = one[side] + share[:, None] * along
    across = np.hypot(*(place - one[corner]).T)
    # The nearest on each bank; and none where a corner of it is about as near.
    inner = (share > 0) & (share < 1) & (across > 0)
    inner &= np.minimum(share, 1 - share) * length > _NEAR_SHARE * across
    corner, side, share, place, across = (
        values[inner] for values in (corner, side, share, place, across)
    )
    order = np.lexsort((side, across, borders.beside[side], corner))
    bank = corner[order] * (borders.beside.max(initial=0) + 2) + borders.beside[side][order] + 1
    first = order[np.unique(bank, return_index=True)[1]]
    # Two corners may have the same foot.
    _, once = np.unique(np.stack([side[first], share[first]], axis=1), axis=0, return_index=True)
    first = first[once]
    return side[first], share[first], place[first]


def polygons_of_rings(places: Floats, starts: Ints, first: Bools) -> Geometries:
    """Make polygons of rings without closing corners."""
    ends = starts[1:]
    closed = np.insert(places, ends, places[starts[:-1]], axis=0)
    ring_ends = starts + np.arange(len(starts))
    shells = np.r_[np.flatnonzero(first), len(first)]
    made = shapely.from_ragged_array(shapely.GeometryType.POLYGON, closed, (ring_ends, shells))
    return np.asarray(made, dtype=object)


def _triangles(polygons: Geometries, metres: Floats) -> Ints:
    """Return the nodes of the Delaunay triangles of polygons, shape (n, 3), ascending."""
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(polygons))
    corners = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3].reshape(-1, 2)
    nodes = _nodes_at(corners, metres).reshape(-1, 3)
    # GEOS orders triangles by its own walk; sorted, they are numbered the same each time.
    nodes.sort(axis=1)
    return nodes[np.lexsort(nodes.T[::-1])]


def _nodes_at(places: Floats, metres: Floats) -> Ints:
    """Return the nodes at places of the plane, which are exactly theirs."""
    known = metres[:, 0] + 1j * metres[:, 1]
    order = np.argsort(known, kind="stable")
    found = np.searchsorted(known[order], places[:, 0] + 1j * places[:, 1])
    return np.asarray(order[found], dtype=np.int64)


def _links(sides: Ints, lengths: Ints, nodes: int) -> Ints:
    """Return the triangles on both sides of each inner side, its length and its nodes."""
    order = np.argsort(sides, kind="stable")
    twice = np.flatnonzero(sides[order][1:] == sides[order][:-1])
    one, other = order[twice], order[twice + 1]
    side = sides[one]
    return np.stack([one // 3, other // 3, lengths[one], side // nodes, side % nodes], axis=1)
