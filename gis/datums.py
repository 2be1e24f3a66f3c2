"""Datums of China, the metric CRS of a district, and areas in square metres.

Gridward stores WGS84. CGCS2000 lies within decimetres of it and is taken as the same. GCJ-02 and
BD-09 are the shifted coordinates of Chinese map providers (hundreds of metres off); they are
undone through the library geocoordinates-rs, one point at a time, which suits boundaries and
pins, not bulk tables.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias, get_args

import geocoordinates_ffi as china
import geopandas
import numpy as np
import numpy.typing as npt
import shapely
from numpy.polynomial import Chebyshev, Polynomial
from pyproj import CRS

from gis.lattice.compiled import compiled

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = get_args(Datum)

Geometries: TypeAlias = npt.NDArray[np.object_]
Floats: TypeAlias = npt.NDArray[np.float64]

_WGS84_A_M = 6_378_137.0
_WGS84_E2 = 0.006_694_379_990_141_316
_WGS84_E = math.sqrt(_WGS84_E2)


class DatumError(ValueError):
    """A point that has no place on the wanted datum.

    Parameters
    ----------
    lon, lat
        The point, in degrees.
    datum
        The datum it was said to be on, or to be brought to.
    """

    def __init__(self, lon: float, lat: float, datum: str) -> None:
        self.lon = lon
        self.lat = lat
        self.datum = datum
        super().__init__(
            f"({lon}, {lat}) cannot be converted on datum {datum!r}: "
            f"give degrees within ±180 and ±90, and one of {', '.join(DATUMS)}"
        )


def to_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """Bring a point from a datum to WGS84.

    Parameters
    ----------
    lon, lat
        Degrees on ``datum``.
    datum
        One of ``wgs84``, ``cgcs2000``, ``gcj02``, ``bd09``.

    Returns
    -------
    tuple of float
        Longitude and latitude on WGS84. There and back is exact to a millimetre in China;
        outside China GCJ-02 is the same as WGS84.

    Raises
    ------
    DatumError
        The point is not on the globe, or the datum is unknown.

    Examples
    --------
    >>> lon, lat = to_wgs84(113.1357, 22.5478, "gcj02")
    >>> round(lon, 2), round(lat, 2)
    (113.13, 22.55)
    """
    _check(lon, lat, datum)
    if datum == "gcj02":
        point = china.gcj02_to_wgs84_refined(china.Gcj02(lon=lon, lat=lat))
    elif datum == "bd09":
        point = china.bd09_to_wgs84_refined(china.Bd09(lon=lon, lat=lat))
    else:
        return lon, lat
    return float(point.lon), float(point.lat)


def from_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """Bring a point from WGS84 to a datum: the reverse of `to_wgs84`."""
    _check(lon, lat, datum)
    if datum == "gcj02":
        point = china.wgs84_to_gcj02(china.Wgs84(lon=lon, lat=lat))
    elif datum == "bd09":
        point = china.wgs84_to_bd09(china.Wgs84(lon=lon, lat=lat))
    else:
        return lon, lat
    return float(point.lon), float(point.lat)


def convert_geometries(geometries: Any, source: Datum, target: Datum = "wgs84") -> Geometries:
    """Bring geometries from one datum to another, vertex by vertex.

    Parameters
    ----------
    geometries
        Shapely geometries in lon/lat degrees on ``source``: an array, or one geometry.
    source, target
        Datums.

    Returns
    -------
    ndarray of object
        New geometries, in the same order. Equal vertices stay equal, so a coverage stays one.

    Raises
    ------
    DatumError
        A vertex is not on the globe.
    """
    array: Geometries = np.asarray(geometries, dtype=object)
    if source == target or {source, target} <= {"wgs84", "cgcs2000"}:
        return array
    return np.asarray(shapely.transform(array, _converter(source, target)), dtype=object)


def area_m2(geometries: Any) -> Floats:
    """Return the area of each geometry on the WGS84 ellipsoid.

    Edges are straight in lon/lat, as the lattice has them, and the ellipsoid's area under each
    edge is summed: squares are measured exactly, areas of parts add up to the area of the
    whole wherever edges are cut, and a hundred thousand cells take milliseconds.
    `pyproj.Geod` bows its edges into geodesics, which sets the two some 0.00002 apart for
    edges two kilometres long, and less for shorter ones.

    Parameters
    ----------
    geometries
        Shapely geometries in EPSG:4326 lon/lat: an array, a GeoSeries, or one geometry.

    Returns
    -------
    ndarray of float64
        Square metres; 0 for points and lines, NaN for a missing geometry.

    Examples
    --------
    >>> area = area_m2([shapely.box(113.0, 22.5, 113.001, 22.501)])
    >>> round(float(area[0]))
    11394
    """
    array: Geometries = np.atleast_1d(np.asarray(geometries, dtype=object))
    polygons, owner = shapely.get_parts(array, return_index=True)
    is_area = shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    polygons, owner = polygons[is_area], owner[is_area]
    rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
    is_hole = np.diff(polygon_of_ring, prepend=-1) == 0
    coordinates = shapely.get_coordinates(rings)
    sizes = shapely.get_num_coordinates(rings)
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    lon, lat = np.ascontiguousarray(coordinates.T)
    ring_m2 = np.abs(ring_areas_m2(lon, lat, first))
    areas: Floats = np.bincount(
        owner[polygon_of_ring], np.where(is_hole, -ring_m2, ring_m2), minlength=array.size
    ).astype(np.float64)
    areas[shapely.is_missing(array)] = np.nan
    return areas


def ring_areas_m2(lon: Floats, lat: Floats, first: npt.NDArray[np.int64]) -> Floats:
    """Return the signed area of closed rings on the WGS84 ellipsoid, anticlockwise positive.

    Parameters
    ----------
    lon, lat
        Vertices in degrees; each ring's last is its first.
    first
        Where each ring starts, and the end.
    """
    if not len(lon):
        return np.zeros(len(first) - 1)
    # Area is taken relative to a latitude of the data: whole zones down to the equator would
    # cost the square centimetres. Whole degrees, so that a ring has the same area alone
    # and among its neighbours.
    strip = _strip(math.floor(lat.min()), math.ceil(lat.max()))
    return _ring_areas_m2(lon, lat, first, strip.terms, strip.middle, strip.half)


def metric_crs(frame: geopandas.GeoDataFrame | geopandas.GeoSeries) -> CRS:
    """Return the CRS in which a district is measured and printed in metres.

    Parameters
    ----------
    frame
        Geometries with a CRS; the middle of their bounds decides.

    Returns
    -------
    pyproj.CRS
        In China's mainland the CGCS2000 three-degree Gauss-Krüger zone (EPSG:4534 to 4554),
        else the WGS84 UTM zone.
    """
    west, south, east, north = frame.to_crs(4326).total_bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    if _in_mainland_china(lon, lat):
        return CRS.from_epsg(4534 + round(lon / 3) - 25)
    zone = int((lon + 180) // 6) % 60 + 1
    return CRS.from_epsg((32600 if lat >= 0 else 32700) + zone)


def _check(lon: float, lat: float, datum: str) -> None:
    if datum not in DATUMS or not (abs(lon) <= 180 and abs(lat) <= 90):
        raise DatumError(lon, lat, datum)


def _converter(source: Datum, target: Datum) -> Callable[[Floats], Floats]:
    def convert(lonlat: Floats) -> Floats:
        return np.array(
            [from_wgs84(*to_wgs84(lon, lat, source), target) for lon, lat in lonlat.tolist()],
            dtype=np.float64,
        ).reshape(-1, 2)

    return convert


@dataclass(frozen=True, eq=False)
class _Strip:
    """A polynomial for q between two parallels, less q at their middle.

    Attributes
    ----------
    terms
        Coefficients for powers of (latitude - middle) / half.
    middle, half
        In radians.
    """

    terms: Floats
    middle: float
    half: float


@cache
def _strip(south: int, north: int) -> _Strip:
    """Return the polynomial between two parallels in whole degrees.

    The nearest place where q is not smooth lies 3 radians off the real latitudes, so terms fall
    off by 6 radians over the height of the strip.
    """
    low, high = math.radians(south), math.radians(north)
    middle, half = (low + high) / 2, max((high - low) / 2, 1e-3)
    degree = 6 if half < 0.05 else 12 if half < 0.5 else 24
    series = Chebyshev.interpolate(
        lambda lats: _authalic_q(lats) - _authalic_q(np.asarray(middle)),
        degree,
        (middle - half, middle + half),
    )
    terms = series.convert(kind=Polynomial, domain=series.domain).coef
    return _Strip(np.asarray(terms, dtype=np.float64), middle, half)


@compiled
def _ring_areas_m2(
    lon: Floats,
    lat: Floats,
    first: npt.NDArray[np.int64],
    terms: Floats,
    middle: float,
    half: float,
) -> Floats:
    """Sum the areas under edges: q has no closed integral along a slant.

    Simpson's rule errs by less than 1e-12 on edges of some kilometres.
    """
    radian = math.pi / 180.0
    areas = np.zeros(len(first) - 1)
    for ring in range(len(first) - 1):
        total, before = 0.0, 0.0
        for i in range(first[ring], first[ring + 1]):
            q, t = 0.0, (lat[i] * radian - middle) / half
            for k in range(len(terms) - 1, -1, -1):
                q = q * t + terms[k]
            if i > first[ring] and lon[i] != lon[i - 1]:
                q_middle = q
                if lat[i] != lat[i - 1]:
                    q_middle = 0.0
                    t = ((lat[i] + lat[i - 1]) / 2 * radian - middle) / half
                    for k in range(len(terms) - 1, -1, -1):
                        q_middle = q_middle * t + terms[k]
                total -= (lon[i] - lon[i - 1]) * radian * (before + 4.0 * q_middle + q)
            before = q
        areas[ring] = total * (_WGS84_A_M * _WGS84_A_M / 12.0)
    return areas


def _authalic_q(lat_rad: Floats) -> Floats:
    """Return q(φ) of Snyder, Map Projections (1987), equation 3-12."""
    sin = np.sin(lat_rad)
    return (1 - _WGS84_E2) * (
        sin / (1 - _WGS84_E2 * sin**2) + np.arctanh(_WGS84_E * sin) / _WGS84_E
    )


def _in_mainland_china(lon: float, lat: float) -> bool:
    # EPSG's area of use of the zones is a box too; Taiwan and Penghu are taken out of it,
    # since their data is never in CGCS2000.
    if not (73.5 <= lon <= 136.5 and 3.8 <= lat <= 53.6):
        return False
    taiwan = 120.0 <= lon <= 123.0 and 21.0 <= lat <= 25.4
    penghu = 119.2 <= lon <= 120.0 and 23.0 <= lat <= 24.0
    return not (taiwan or penghu)
