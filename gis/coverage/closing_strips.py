"""Find where communities overlap, where narrow gaps lie between them, and the holes.

Width means the diameter of the largest circle that fits in. A gap is narrow wherever no circle
of the tolerance's diameter that lies wholly in the gap reaches: the gap less its opening by that
circle (Serra, *Image analysis and mathematical morphology*, 1982). So the same rule closes a
slit that is enclosed, one that is open at an end, one that runs through the whole district, and
the hairlines that lead into a lake, while the lake stays.

All is measured in a plane of metres true to scale at the district's middle latitude; what is
found goes back to degrees and is noded exactly by `snap`.

`shapely.coverage_clean` was weighed: it settles overlaps of any width, leaves open slits, gives
a whole network of slits to one neighbour and tells nothing of what it did.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.lattice import Floats, unit_size_m

Geometries = NDArray[Any]

ROUNDING_M = 0.025
"""Two units and a bit: what is narrower comes from rounding and is closed without asking."""

_MITRE_LIMIT = 5.0
"""Corners of a gap down to 23 degrees stay as they are; sharper tips are narrow."""

_ON_SHORE_M = 1e-3

_TIP_M2 = 0.03
"""What is smaller and open is the tip of a notch: closing it would only move it."""

_HALVINGS = 9
"""Widths are exact to a hundredth, even of strips ten thousand times as long as wide."""

_NO_AREA_M2 = 1e-12

_ARC_SEGMENTS = 32
"""Chords in a quarter of a circle: they leave it by a thousandth of the radius at most."""

_MARGIN_M = 0.02
_MARGIN_SHARE = 0.02
"""The opening is widened by two centimetres and a fiftieth of the tolerance: more than rounding
to the lattice and chords for arcs move it. So there are no hairs along borders, and what is closed
stays closed."""


@dataclass(frozen=True)
class Plane:
    """Metres east and north of a middle point.

    Attributes
    ----------
    middle
        Longitude and latitude.
    metres
        Metres in a degree, eastward and northward, there.
    """

    middle: Floats
    metres: Floats

    @classmethod
    def at(cls, bounds: tuple[float, float, float, float]) -> "Plane":
        """Return the plane of a district's bounds in degrees."""
        west, south, east, north = bounds
        middle = np.array([(west + east) / 2, (south + north) / 2])
        return cls(middle, np.array(unit_size_m(middle[1])) * 1e7)

    def to_metres(self, geometries: Geometries) -> Geometries:
        """Bring geometries in degrees into the plane."""
        return np.asarray(
            shapely.transform(geometries, lambda xy: (xy - self.middle) * self.metres), dtype=object
        )

    def to_degrees(self, geometries: Geometries) -> Geometries:
        """Bring geometries of the plane back to degrees."""
        return np.asarray(
            shapely.transform(geometries, lambda xy: xy / self.metres + self.middle), dtype=object
        )

    def place(self, metres: Floats) -> tuple[float, float]:
        """Return the longitude and latitude of one point of the plane."""
        lon, lat = (metres / self.metres + self.middle).tolist()
        return lon, lat


def largest_circles(polygons: Geometries) -> tuple[Floats, Floats]:
    """Return the middle, shape (n, 2), and the diameter of the largest circle in each polygon.

    By halving: the polygon shrunk by the circle's radius is nothing but its middle.
    `shapely.maximum_inscribed_circle` takes a hundred times as long on hairlines.
    """
    if not len(polygons):
        return np.empty((0, 2)), np.empty(0)
    # No circle is smaller than area over perimeter, and none larger than the polygon's area.
    area = np.maximum(shapely.area(polygons), _NO_AREA_M2)
    low, high = area / np.maximum(shapely.length(polygons), _NO_AREA_M2), np.sqrt(area / np.pi)
    left = polygons.copy()
    for _ in range(_HALVINGS):
        radius = np.sqrt(low * high)
        shrunk = shapely.buffer(polygons, -radius)
        fits = ~shapely.is_empty(shrunk)
        left[fits] = shrunk[fits]
        low, high = np.where(fits, radius, low), np.where(fits, high, radius)
    return shapely.get_coordinates(shapely.point_on_surface(left)), 2 * np.sqrt(low * high)


def wider_than(polygons: Geometries, width_m: float) -> NDArray[np.bool_]:
    """Tell which polygons a circle of that diameter fits into."""
    return np.asarray(~shapely.is_empty(shapely.buffer(polygons, -width_m / 2)), dtype=np.bool_)


@dataclass(frozen=True)
class Overlaps:
    """Connected pieces that two communities both cover, in the plane.

    Attributes
    ----------
    first, second
        The communities of each piece, ``first < second``.
    polygons
        The pieces.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    polygons: Geometries


def overlaps_of(shapes: Geometries) -> Overlaps:
    """Find the pieces that two of the shapes both cover."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = one < other
    one, other = one[once], other[once]
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    pieces, pair = polygons_of(shapely.intersection(shapes[one], shapes[other]))
    return Overlaps(one[pair].astype(np.int64), other[pair].astype(np.int64), pieces)


def gap_around(union: BaseGeometry, reach_m: float) -> BaseGeometry:
    """Return all land that the communities do not cover, as far as ``reach_m`` around them."""
    west, south, east, north = union.bounds
    frame = shapely.box(west - reach_m, south - reach_m, east + reach_m, north + reach_m)
    gap: BaseGeometry = frame.difference(union)
    return gap


def narrow_parts(gap: BaseGeometry, tolerance_m: float) -> Geometries:
    """Return the places of a gap that are narrower than the tolerance.

    Parameters
    ----------
    gap
        The whole gap, reaching at least two tolerances around the communities.
    tolerance_m
        Metres.
    """
    radius = tolerance_m / 2
    # Each part by itself: the widened opening of one must not reach over a border into another.
    parts, _ = polygons_of(np.array([gap], dtype=object))
    # Arcs going in, so that a circle's reach around a corner is true; mitres coming back, so that
    # the gap's own corners come back too.
    inner = shapely.buffer(parts, -radius, quad_segs=_ARC_SEGMENTS)
    wider = radius + _MARGIN_M + _MARGIN_SHARE * tolerance_m
    opened = shapely.buffer(inner, wider, join_style="mitre", mitre_limit=_MITRE_LIMIT)
    narrow, _ = polygons_of(shapely.difference(parts, opened))
    return narrow


def between_neighbours(parts: Geometries, gap: BaseGeometry, shapes: Geometries) -> Geometries:
    """Keep the parts that lie between two communities or are enclosed.

    A notch in the outer line of one community alone is its shape, however narrow; and so is the
    very tip of one between two.
    """
    if not len(parts):
        return parts
    part, _ = shapely.STRtree(shapes).query(parts, predicate="dwithin", distance=_MARGIN_M / 2)
    kept = np.bincount(part, minlength=len(parts)) >= 2
    kept &= shapely.area(parts) > _TIP_M2
    shore = shapely.boundary(gap)
    shapely.prepare(shore)
    for number in np.flatnonzero(~kept).tolist():
        # Enclosed, if every side runs along the shore: a mouth's middle lies off it.
        ring = shapely.get_coordinates(shapely.boundary(parts[number]))
        middles = shapely.points((ring[1:] + ring[:-1]) / 2)
        kept[number] = shapely.dwithin(middles, shore, _ON_SHORE_M).all()
    return parts[kept]


def holes_in(gap: BaseGeometry) -> Geometries:
    """Return the parts of a gap that do not reach its outer frame."""
    parts, _ = polygons_of(np.array([gap], dtype=object))
    west, south, _, _ = gap.bounds
    bounds = shapely.bounds(parts)
    return parts[~((bounds[:, 0] <= west) & (bounds[:, 1] <= south))]


def outside_of(gap: BaseGeometry) -> BaseGeometry:
    """Return the part of a gap that reaches its outer frame."""
    parts, _ = polygons_of(np.array([gap], dtype=object))
    west, south, _, _ = gap.bounds
    bounds = shapely.bounds(parts)
    outside: BaseGeometry = parts[(bounds[:, 0] <= west) & (bounds[:, 1] <= south)][0]
    return outside


def polygons_of(geometries: Geometries) -> tuple[Geometries, NDArray[np.int64]]:
    """Return the polygons in geometries of any kind, and which geometry each comes from."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    areal = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > 0)
    return parts[areal], owner[areal].astype(np.int64)
