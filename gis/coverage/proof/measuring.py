"""Gaps and overlaps in square metres, from the faces that wrong edges enclose."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.coverage.fitness import valid_areas
from gis.coverage.proof.network import Network
from gis.coverage.proof.outgoing import first_along
from gis.coverage.proof.reading import Shorts, read
from gis.datums import area_m2
from gis.lattice import Ints, from_units
from gis.lattice.compiled import compiled


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
    valid[wrong] = valid_areas(valid[wrong])
    areal: NDArray[Any] = valid[np.isfinite(shapely.area(valid)) & (shapely.area(valid) > 0)]
    return areal


def _uneven(cells: NDArray[Any], communities: NDArray[Any]) -> NDArray[Any]:
    """Return the edges that cells and communities do not run along alike."""
    rings = read(np.concatenate([cells, communities]))
    network = Network.of(rings)
    anticlockwise = rings.areas2 > 0
    weight = np.where(anticlockwise == rings.first, 1, -1)
    weight[rings.feature >= len(cells)] *= -1
    leaving = network.outgoing
    total = _totals(network.tail, network.head, leaving.first, leaving.edges, weight[rings.ring])
    uneven = np.flatnonzero(total)
    ends = np.stack([network.tail[uneven], network.head[uneven]], axis=1)
    return np.asarray(shapely.linestrings(from_units(network.nodes[ends])), dtype=object)


@compiled
def _totals(tail: Shorts, head: Shorts, first_out: Ints, out: Ints, weight: Ints) -> Ints:
    """Sum the passages along each edge, the way back counting negative, at one edge of all."""
    total = np.zeros(len(tail), dtype=np.int64)
    for edge in range(len(tail)):
        u, v = tail[edge], head[edge]
        if u == v:
            continue
        along = first_along(min(u, v), max(u, v), head, first_out, out)
        if along < 0:
            along = first_along(max(u, v), min(u, v), head, first_out, out)
        total[out[along]] += weight[edge] if u < v else -weight[edge]
    return total


def _counts(polygons: NDArray[Any], points: NDArray[Any]) -> NDArray[np.int64]:
    point, _ = shapely.STRtree(polygons).query(points, predicate="within")
    return np.bincount(point, minlength=len(points)).astype(np.int64)
