"""Share out the fringe that drawn micro-cells leave along the border of their cell.

Where two micro-cells meet on the edge of all of them, the fringe is cut from there straight to the
cell's border. So each part goes to the micro-cell that it lies along, as a person would draw it,
and none reaches around the others.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.coverage.closing_strips import Plane, polygons_of
from gis.lattice import Floats, Ints

_BEYOND_M = 0.05
"""So far a cut goes beyond the border, that it parts the fringe for sure."""

_NEAR_M = 0.05

Geometries = NDArray[np.object_]


def fringes_of(cell: shapely.Geometry, micro_cells: Geometries) -> tuple[Geometries, Ints]:
    """Return the parts of a cell beside its micro-cells, and which of these takes each.

    Parameters
    ----------
    cell
        A polygon in degrees.
    micro_cells
        A coverage in degrees; together nearly the cell.

    Returns
    -------
    parts, owner
        Polygons in degrees, and rows of ``micro_cells``.
    """
    west, south, east, north = shapely.total_bounds(micro_cells).tolist()
    plane = Plane.at((west, south, east, north))
    shapes = plane.to_metres(micro_cells)
    (whole,) = plane.to_metres(np.asarray([cell], dtype=object))
    together = shapely.coverage_union_all(shapes)
    fringe, _ = polygons_of(np.asarray([shapely.difference(whole, together)], dtype=object))
    if not len(fringe):
        return np.empty(0, dtype=object), np.empty(0, dtype=np.int64)
    cuts = _cuts(_corners(shapes, together), shapely.boundary(whole))
    lines = shapely.union_all([*shapely.boundary(fringe), *cuts])
    parts = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inside = shapely.point_on_surface(parts)
    kept = np.unique(shapely.STRtree(fringe).query(inside, predicate="intersects")[0])
    return plane.to_degrees(parts[kept]), _beside(parts[kept], shapes)


def _corners(shapes: Geometries, together: shapely.Geometry) -> Floats:
    """Return the corners of several shapes on the edge of all of them, shape (n, 2)."""
    corners, shape = shapely.get_coordinates(shapes, return_index=True)
    once = np.unique(np.column_stack([corners, shape]), axis=0)[:, :2]
    places, count = np.unique(once, axis=0, return_counts=True)
    shared = {(x, y) for x, y in places[count > 1].tolist()}
    edge = np.unique(shapely.get_coordinates(shapely.boundary(together)), axis=0).tolist()
    return np.asarray([(x, y) for x, y in edge if (x, y) in shared]).reshape(-1, 2)


def _cuts(corners: Floats, border: shapely.Geometry) -> Geometries:
    """Return lines from corners to the nearest place of a border, and a little beyond."""
    ways = shapely.shortest_line(shapely.points(corners), border)
    ends = shapely.get_coordinates(ways).reshape(-1, 2, 2)
    along = ends[:, 1] - ends[:, 0]
    length = np.hypot(along[:, 0], along[:, 1])
    there = length > 0
    ends, along, length = ends[there], along[there], length[there]
    ends[:, 1] += along * (_BEYOND_M / length)[:, np.newaxis]
    return np.asarray(shapely.linestrings(ends), dtype=object)


def _beside(parts: Geometries, shapes: Geometries) -> Ints:
    """Return the shape along which each part lies for the longest way; else the nearest one."""
    tree = shapely.STRtree(shapes)
    owner: Ints = tree.nearest(parts).astype(np.int64)
    part, shape = tree.query(parts, predicate="dwithin", distance=_NEAR_M)
    # What lies within a hand's breadth of the shape's edge is along it, rounded or not.
    along = shapely.length(
        shapely.intersection(shapely.boundary(parts)[part], shapely.buffer(shapes[shape], _NEAR_M))
    )
    order = np.lexsort((shape, -along, part))
    found, first = np.unique(part[order], return_index=True)
    owner[found] = shape[order][first]
    return owner
