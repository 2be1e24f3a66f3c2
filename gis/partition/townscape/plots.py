"""Plots: the ground of a community in pieces, one for each building, that no border need cut."""

import math
from dataclasses import dataclass

import numpy as np
import shapely

from gis.lattice import Floats, Ints
from gis.partition.townscape.arrays import Shapes, merged, points, segments, sums
from gis.partition.townscape.buildings import Buildings
from gis.partition.townscape.plane import Plane
from gis.partition.townscape.roads import Roads

SPACING_M = 3.0
"""Between the points along a building whose nearest ground is its plot."""

_OUTSIDE_M = 0.1
_APART_M = 0.05
_LARGEST_HALF = 0.95


@dataclass(frozen=True, eq=False)
class Plots:
    """Faces that cover a community and share whole sides.

    Attributes
    ----------
    faces
        In metres, all vertices on whole units.
    block
        The street block of each.
    buildings
        How many buildings are in each.
    home
        The face of the building to which each face's ground is nearest; −1 where its block has
        none.
    weight
        The households in each.
    """

    faces: Shapes
    block: Ints
    buildings: Ints
    home: Ints
    weight: Floats


@dataclass(frozen=True, eq=False)
class _Sites:
    """Points along buildings, by the block they lie in.

    Attributes
    ----------
    xy, building, block
        Of each point; ordered by block.
    """

    xy: Floats
    building: Ints
    block: Ints

    def of(self, block: int) -> slice:
        """Return which points lie in a block."""
        low, high = np.searchsorted(self.block, [block, block + 1]).tolist()
        return slice(low, high)


def plots(
    plane: Plane,
    ground: shapely.Geometry,
    buildings: Buildings,
    roads: Roads,
    largest_m2: float = math.inf,
) -> Plots:
    """Part the ground by streets, and each block among its buildings, midway between them.

    A line that would enter a building goes around it.

    Parameters
    ----------
    largest_m2
        Plots above this are parted by straight lines.
    """
    outline = shapely.get_parts(shapely.boundary(ground))
    kept, hit = _around(roads.lines, buildings.guards)
    blocks = plane.noded(np.concatenate([outline, kept, _outlines(buildings.guards[hit])]))
    blocks = _within(blocks, ground)
    sites = _sites(blocks, buildings)
    hit = np.union1d(hit, np.flatnonzero(buildings.in_row))
    lines = [outline, kept]
    faces = blocks
    for cuts in (_midways, _straight_cuts):
        added = cuts(sites, blocks) if cuts is _midways else _straight_cuts(faces, largest_m2)
        parted, beside = _around(added, buildings.guards)
        hit = np.union1d(hit, beside)
        lines.append(parted)
        if cuts is _midways or len(parted):
            faces = plane.noded(np.concatenate([*lines, _outlines(buildings.guards[hit])]))
            faces = _within(faces, ground)
    faces = faces[np.lexsort(shapely.bounds(faces).T)]
    held = _held(faces, buildings)
    count = np.bincount(held, minlength=len(faces)).astype(np.int64)
    weight = sums(held, buildings.weight, len(faces))
    block = _holders(faces, blocks)
    return Plots(faces, block, count, _homes(faces, block, sites, held), weight)


def _outlines(guards: Shapes) -> Shapes:
    return np.asarray(shapely.get_parts(shapely.boundary(guards)), dtype=object)


def _around(lines: Shapes, guards: Shapes) -> tuple[Shapes, Ints]:
    """Take out of lines what lies in buildings; return the rest, and the buildings they meet."""
    if not len(lines) or not len(guards):
        return lines, np.empty(0, dtype=np.int64)
    line, guard = shapely.STRtree(guards).query(lines, predicate="intersects")
    if not len(line):
        return lines, np.empty(0, dtype=np.int64)
    met = np.unique(line)
    rest = lines.copy()
    for k in met.tolist():
        rest[k] = shapely.difference(lines[k], shapely.union_all(guards[guard[line == k]]))
    rest = shapely.get_parts(rest)
    return rest[~shapely.is_empty(rest)], np.unique(guard).astype(np.int64)


def _within(faces: Shapes, ground: shapely.Geometry) -> Shapes:
    """Keep the faces that lie in the ground: those in its holes are none."""
    shapely.prepare(ground)
    inner: Shapes = faces[shapely.intersects(ground, shapely.point_on_surface(faces))]
    return inner


def _sites(blocks: Shapes, buildings: Buildings) -> _Sites:
    """Set points along the buildings."""
    # A little outside: an outline that a street runs along lies in neither block.
    rings = shapely.buffer(buildings.guards, _OUTSIDE_M, join_style="mitre")
    xy, building = shapely.get_coordinates(
        shapely.segmentize(shapely.get_exterior_ring(rings), SPACING_M), return_index=True
    )
    _, first = np.unique(np.rint(xy / _APART_M).astype(np.int64), axis=0, return_index=True)
    first = np.sort(first)
    xy, building = _outside(xy[first], building[first], buildings)
    point, block = shapely.STRtree(blocks).query(points(xy), predicate="intersects")
    home = np.full(len(xy), len(blocks), dtype=np.int64)
    np.minimum.at(home, point, block)
    order = np.argsort(home, kind="stable")
    order = order[home[order] < len(blocks)]
    return _Sites(xy[order], building[order].astype(np.int64), home[order])


def _midways(sites: _Sites, blocks: Shapes) -> Shapes:
    """Return the lines midway between the buildings of each block."""
    found = []
    for k in range(len(blocks)):
        mine = sites.of(k)
        if len(np.unique(sites.building[mine])) > 1:
            found.append(midway(sites.xy[mine], sites.building[mine], blocks[k]))
    return np.concatenate(found) if found else np.empty(0, dtype=object)


def _homes(faces: Shapes, block: Ints, sites: _Sites, held: Ints) -> Ints:
    """Return the face of the building that each face is nearest to, within its block."""
    home = np.full(len(faces), -1, dtype=np.int64)
    inner = shapely.point_on_surface(faces)
    for k in np.unique(block).tolist():
        mine, here = sites.of(k), np.flatnonzero(block == k)
        if mine.stop > mine.start:
            tree = shapely.STRtree(points(sites.xy[mine]))
            face, site = tree.query_nearest(inner[here], all_matches=True)
            nearest = np.full(len(here), len(sites.xy), dtype=np.int64)
            np.minimum.at(nearest, face, sites.building[mine][site])
            home[here] = held[nearest]
    return home


def _outside(xy: Floats, building: Ints, buildings: Buildings) -> tuple[Floats, Ints]:
    """Leave out points of houses of a row that lie in the next house."""
    houses = np.flatnonzero(buildings.in_row)
    rows = shapely.STRtree(buildings.guards[houses])
    point = rows.query(points(xy), predicate="intersects")[0]
    free = np.ones(len(xy), dtype=np.bool_)
    free[point] = False
    return xy[free], building[free]


def midway(xy: Floats, owner: Ints, block: shapely.Geometry) -> Shapes:
    """Return the lines within a block that are equally far from points of two owners."""
    drawn = shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=block, ordered=True)
    corners, of = shapely.get_coordinates(shapely.get_parts(drawn), return_index=True)
    same = of[1:] == of[:-1]
    ends = np.concatenate([corners[:-1][same], corners[1:][same]], axis=1)
    turned = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[turned] = ends[turned][:, [2, 3, 0, 1]]
    sides, number = np.unique(ends, axis=0, return_inverse=True)
    number = number.reshape(-1)
    owners = owner[of[:-1][same]]
    least = np.full(len(sides), len(owner) + owner.max(), dtype=np.int64)
    most = np.full(len(sides), -1, dtype=np.int64)
    np.minimum.at(least, number, owners)
    np.maximum.at(most, number, owners)
    parting = sides[least < most].reshape(-1, 2, 2)
    lines = shapely.get_parts(shapely.intersection(merged(segments(parting)), block))
    kinds = shapely.get_type_id(lines)
    kept: Shapes = lines[(kinds == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(lines)]
    return kept


def _holders(faces: Shapes, blocks: Shapes) -> Ints:
    """Return the block that each face lies in."""
    face, block = shapely.STRtree(blocks).query(
        shapely.point_on_surface(faces), predicate="intersects"
    )
    home = np.full(len(faces), len(blocks), dtype=np.int64)
    np.minimum.at(home, face, block)
    return home


def _held(faces: Shapes, buildings: Buildings) -> Ints:
    """Return the face that each building lies in."""
    inner = shapely.point_on_surface(buildings.guards)
    building, face = shapely.STRtree(faces).query(inner, predicate="intersects")
    held = np.full(len(buildings), len(faces), dtype=np.int64)
    np.minimum.at(held, building, face)
    return held


def _straight_cuts(faces: Shapes, largest_m2: float) -> Shapes:
    """Halve what is too large across its longer side, and the halves again."""
    cuts = []
    waiting = list(faces[shapely.area(faces) > largest_m2])
    while waiting:
        face = waiting.pop()
        cut = _across(face)
        line = shapely.intersection(cut, face)
        halves = shapely.get_parts(shapely.polygonize(
            shapely.get_parts(shapely.union_all([shapely.boundary(face), cut]))
        ))  # fmt: skip
        inner = shapely.intersects(face, shapely.point_on_surface(halves))
        halves = halves[inner]
        # A bent face may lie to one side of its middle.
        if shapely.area(halves).max(initial=0.0) > _LARGEST_HALF * shapely.area(face):
            continue
        parts = shapely.get_parts(line)
        cuts += list(parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING])
        waiting += list(halves[shapely.area(halves) > largest_m2])
    return np.asarray(cuts, dtype=object)


def _across(face: shapely.Geometry) -> shapely.Geometry:
    """Return the line through a polygon's middle across its longer side."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(face))
    one, two = corners[1] - corners[0], corners[2] - corners[1]
    if (one @ one) < (two @ two):
        one, two = two, one
    middle = corners[:4].mean(axis=0)
    half = two * 0.75
    return shapely.LineString([middle - half, middle + half])
