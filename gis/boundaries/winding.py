"""The ground that an invalid geometry claims, so that what mending moves can be counted.

A ring claims what it winds round in its own sense, once or more often: a ring or a hole drawn
twice claims no more than one drawn once, and the lobe of a bow tie that is wound the other way
is not claimed.
"""

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from gis.datums import area_m2

_MOST_TESTS = 20_000_000


def moved_m2(before: BaseGeometry, after: BaseGeometry) -> float:
    """Return the ground that one claims and the other does not.

    Parameters
    ----------
    before
        Polygon or multipolygon in EPSG:4326, valid or not, finite.
    after
        The valid one made of it.
    """
    claimed = _claimed(before)
    if claimed is None:
        first, second = area_m2([before, after])
        return abs(float(second - first))
    return float(area_m2([shapely.symmetric_difference(claimed, after)])[0])


def _claimed(geometry: BaseGeometry) -> BaseGeometry | None:
    """Return the ground that is claimed; None where telling it would never end."""
    parts = []
    for polygon in shapely.get_parts(geometry):
        wound = [_wound(ring) for ring in (polygon.exterior, *polygon.interiors)]
        known = [one for one in wound if one is not None]
        if len(known) < len(wound):
            return None
        parts.append(shapely.difference(known[0], shapely.union_all(known[1:])))
    return shapely.union_all(parts)


def _wound(ring: shapely.LinearRing) -> BaseGeometry | None:
    alone = shapely.Polygon(ring)
    if alone.is_valid:
        return alone
    xy = shapely.get_coordinates(ring)
    lines = shapely.union_all(shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    if len(faces) * len(xy) > _MOST_TESTS:
        return None
    points = shapely.get_coordinates(shapely.point_on_surface(faces))
    turns = np.array([_winding(xy, point) for point in points], dtype=np.int64)
    sense = 1 if float((turns * shapely.area(faces)).sum()) >= 0 else -1
    return shapely.union_all(faces[turns * sense > 0])


def _winding(xy: npt.NDArray[np.float64], point: npt.NDArray[np.float64]) -> int:
    """Return how often a closed line turns round a point, anticlockwise counted positive."""
    start, end = xy[:-1] - point, xy[1:] - point
    left = start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0]
    up = (start[:, 1] <= 0) & (end[:, 1] > 0) & (left > 0)
    down = (start[:, 1] > 0) & (end[:, 1] <= 0) & (left < 0)
    return int(up.sum()) - int(down.sum())
