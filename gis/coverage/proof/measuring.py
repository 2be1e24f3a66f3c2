"""Gaps and overlaps in square metres, from the faces that wrong edges enclose."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.datums import area_m2
from gis.lattice import Floats


def gap_and_overlap_m2(cells: NDArray[Any], communities: NDArray[Any]) -> tuple[float, float]:
    """Measure the communities' area in no cell, and the area counted more than once.

    Edges that cells and communities run along alike cancel out. The others enclose faces in
    which the number of cells differs from the number of communities.

    Parameters
    ----------
    cells, communities
        Polygons and multipolygons in degrees, valid or not.
    """
    cells, communities = _valid(cells), _valid(communities)
    lines = _uneven(cells, communities)
    if not len(lines):
        return 0.0, 0.0
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    if not len(faces):
        return 0.0, 0.0
    inner = shapely.point_on_surface(faces)
    excess = _counts(cells, inner) - _counts(communities, inner)
    areas = area_m2(faces)
    gap = float(areas[excess < 0].sum())
    more = np.flatnonzero(excess > 0)
    # Outside of communities the first cell is no overlap.
    tree = shapely.STRtree(communities)
    face, community = tree.query(faces[more], predicate="intersects")
    within = np.bincount(
        face,
        area_m2(shapely.intersection(faces[more][face], communities[community])),
        minlength=len(more),
    )
    beyond = np.maximum(areas[more] - within, 0.0)
    overlap = float((excess[more] * within + (excess[more] - 1) * beyond).sum())
    return gap, overlap


def _valid(geometries: NDArray[Any]) -> NDArray[Any]:
    valid = np.array(geometries, dtype=object)
    wrong = ~shapely.is_valid(valid)
    valid[wrong] = shapely.make_valid(valid[wrong], method="structure", keep_collapsed=False)
    return valid


def _uneven(cells: NDArray[Any], communities: NDArray[Any]) -> NDArray[Any]:
    """Return the edges that cells and communities do not run along alike."""
    towards, way = [], []
    for geometries, sign in ((cells, 1), (communities, -1)):
        tail, head = _steps(geometries)
        turned = (tail[:, 0] > head[:, 0]) | (
            (tail[:, 0] == head[:, 0]) & (tail[:, 1] > head[:, 1])
        )
        low = np.where(turned[:, None], head, tail)
        high = np.where(turned[:, None], tail, head)
        towards.append(np.hstack([low, high]))
        way.append(np.where(turned, -sign, sign))
    edges, edge = np.unique(np.concatenate(towards), axis=0, return_inverse=True)
    total = np.zeros(len(edges), dtype=np.int64)
    np.add.at(total, edge.reshape(-1), np.concatenate(way))
    lines: NDArray[Any] = shapely.linestrings(edges[total != 0].reshape(-1, 2, 2))
    return lines


def _steps(geometries: NDArray[Any]) -> tuple[Floats, Floats]:
    """Return the ends of all edges, shells anticlockwise and holes clockwise."""
    polygons = shapely.orient_polygons(shapely.get_parts(geometries))
    xy, ring = shapely.get_coordinates(shapely.get_rings(polygons), return_index=True)
    same = ring[1:] == ring[:-1]
    return xy[:-1][same], xy[1:][same]


def _counts(polygons: NDArray[Any], points: NDArray[Any]) -> NDArray[np.int64]:
    point, _ = shapely.STRtree(polygons).query(points, predicate="within")
    return np.bincount(point, minlength=len(points)).astype(np.int64)
