"""The shape of cells: perimeter, compactness and distance across, all in metres.

Lengths and areas are those of the WGS84 ellipsoid, with edges straight in lon/lat as the lattice
has them: nothing is projected, so that no figure depends on a zone's distortion.
"""

from typing import Any

import geopandas
import numpy as np
import pandas
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from gis.datums import Floats, area_m2

_WGS84 = Geod(ellps="WGS84")
_HOLDS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def perimeter_m(geometries: Any) -> Floats:
    """Return the length of each geometry's whole boundary, holes and parts included.

    Parameters
    ----------
    geometries
        Polygons or multipolygons in EPSG:4326 lon/lat: an array, a GeoSeries, or one geometry.

    Returns
    -------
    ndarray of float64, shape (n,)
        Metres; 0 for what has no area, NaN for a missing geometry. An edge's length is taken with
        the ellipsoid's radii at its middle, which is 1e-8 off for edges of a kilometre.
    """
    shapes = _array(geometries)
    bounded = np.isin(shapely.get_type_id(shapes), _HOLDS)
    lengths = np.where(shapely.is_missing(shapes), np.nan, 0.0)
    rings, owner = shapely.get_rings(shapes[bounded], return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    if len(coordinates):
        step = np.diff(coordinates, axis=0)
        middle = (coordinates[1:] + coordinates[:-1]) / 2
        east, north = _metres_a_degree(middle[:, 1])
        edge = np.hypot(step[:, 0] * east, step[:, 1] * north)
        within = ring[1:] == ring[:-1]
        lengths[bounded] = np.bincount(
            owner[ring[1:][within]], edge[within], minlength=int(bounded.sum())
        )
    return lengths


def compactness(geometries: Any) -> Floats:
    """Return the Polsby-Popper compactness of each geometry: 4πA/P².

    1 for a circle, π/4 for a square, towards 0 the longer or the more ragged an outline is; holes
    count with their boundary. After Polsby and Popper, *The Third Criterion*, 1991.

    Parameters
    ----------
    geometries
        As `perimeter_m` takes them.

    Returns
    -------
    ndarray of float64, shape (n,)
        Without unit; NaN for what has no boundary.

    Examples
    --------
    >>> square = shapely.box(113.0, 22.5, 113.0097, 22.509)
    >>> round(float(compactness([square])[0]), 3)
    0.785
    """
    shapes = _array(geometries)
    lengths = perimeter_m(shapes)
    lengths[lengths == 0] = np.nan
    return np.asarray(4 * np.pi * area_m2(shapes) / lengths**2, dtype=np.float64)


def across_m(geometries: Any) -> Floats:
    """Return the distance across each geometry: between its two points farthest from each other.

    Parameters
    ----------
    geometries
        As `perimeter_m` takes them.

    Returns
    -------
    ndarray of float64, shape (n,)
        Metres along the geodesic; NaN for a missing or empty geometry. Which two points lie
        farthest is chosen among the hull's in the plane of the geometry's own middle.
    """
    shapes = _array(geometries)
    ends = np.full((len(shapes), 4), np.nan)
    hulls = shapely.convex_hull(shapes)
    coordinates, owner = shapely.get_coordinates(hulls, return_index=True)
    rows, first = np.unique(owner, return_index=True)
    for row, points in zip(rows.tolist(), np.split(coordinates, first[1:]), strict=False):
        ends[row] = _farthest(points)
    distances = np.full(len(shapes), np.nan)
    known = ~np.isnan(ends[:, 0])
    if known.any():
        distances[known] = _WGS84.inv(*ends[known].T)[2]
    return distances


def cell_figures(cells: geopandas.GeoDataFrame) -> pandas.DataFrame:
    """Return the figures of cells, row by row.

    Parameters
    ----------
    cells
        Columns code, community, geometry and, where known, households; EPSG:4326.

    Returns
    -------
    DataFrame
        Columns code, community, area_m2, households (Int64, NA where none are known),
        compactness, across_m; in the order of the cells.
    """
    shapes = np.asarray(cells.geometry.array)
    households = cells["households"] if "households" in cells else [pandas.NA] * len(cells)
    return pandas.DataFrame(
        {
            "code": np.asarray(cells["code"], dtype=object),
            "community": np.asarray(cells["community"], dtype=object),
            "area_m2": area_m2(shapes),
            "households": pandas.array(list(households), dtype="Int64"),
            "compactness": compactness(shapes),
            "across_m": across_m(shapes),
        }
    )


def _array(geometries: Any) -> NDArray[np.object_]:
    return np.atleast_1d(np.asarray(geometries, dtype=object))


def _farthest(points: Floats) -> tuple[float, float, float, float]:
    east, north = _metres_a_degree(points[:, 1].mean())
    plane = (points - points[0]) * (east, north)
    apart = ((plane[:, None] - plane[None]) ** 2).sum(axis=-1)
    one, other = divmod(int(apart.argmax()), len(points))
    return (*points[one].tolist(), *points[other].tolist())


def _metres_a_degree(lat: Any) -> tuple[Any, Any]:
    """Return the length of a degree of longitude and of latitude at latitudes in degrees."""
    phi = np.radians(lat)
    bend = 1 - _WGS84.es * np.sin(phi) ** 2
    along = np.radians(1) * _WGS84.a
    return along * np.cos(phi) / np.sqrt(bend), along * (1 - _WGS84.es) / bend**1.5
