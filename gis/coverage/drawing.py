"""Integer outlines as shapes in degrees."""

import gc
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.arrangement import Outlines
from gis.datums import ring_areas_m2
from gis.lattice import Floats, Ints
from gis.lattice.corners import lonlat

Shapes = NDArray[np.object_]


def drawn(outlines: Outlines) -> tuple[Shapes, Floats]:
    """Return a polygon in degrees for each outline, and its area in square metres."""
    corners = lonlat(outlines.x, outlines.y)
    rings_m2 = ring_areas_m2(corners[:, 0], corners[:, 1], outlines.ring_first)
    # A shell's area less its holes': the sum over rings with their signs.
    firsts = outlines.polygon_first[:-1]
    areas_m2 = np.add.reduceat(rings_m2, firsts) if len(firsts) else np.empty(0)
    return shapes(corners, outlines.ring_first, outlines.polygon_first), areas_m2


def shaped(outlines: Outlines) -> Shapes:
    """Return a polygon in degrees for each outline."""
    corners = lonlat(outlines.x, outlines.y)
    return shapes(corners, outlines.ring_first, outlines.polygon_first)


def shapes(corners: Floats, ring_first: Ints, polygon_first: Ints) -> Shapes:
    """Make polygons of closed rings in degrees."""
    # A hundred thousand new objects would set off the collector again and again, in vain.
    collecting = gc.isenabled()
    gc.disable()
    try:
        made = shapely.from_ragged_array(
            shapely.GeometryType.POLYGON, corners, (ring_first, polygon_first)
        )
    finally:
        if collecting:
            gc.enable()
    return np.asarray(made, dtype=object)


def gathered(polygons: NDArray[Any], group: Ints, count: int) -> Shapes:
    """Gather polygons, ascending by group, into one geometry per group."""
    parts = np.bincount(group, minlength=count)
    first = np.concatenate([[0], np.cumsum(parts)[:-1]])
    geometries = np.empty(count, dtype=object)
    single = parts == 1
    geometries[single] = polygons[first[single]]
    for g in np.flatnonzero(parts > 1).tolist():
        geometries[g] = shapely.multipolygons(polygons[first[g] : first[g] + parts[g]])
    return geometries
