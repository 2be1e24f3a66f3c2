"""Suspect what a file does not say: swapped axes, another CRS, a shifted datum.

Pure questions over coordinates. Nothing is mended here: an answer is a suspicion with its
figures, for a person to confirm by an option of the reader.
"""

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from gis.datums import Datum, area_m2, convert_geometries
from gis.lattice import unit_size_m

Geometries: TypeAlias = npt.NDArray[np.object_]
Floats: TypeAlias = npt.NDArray[np.float64]
Extent: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in degrees of WGS84."""

CHINA: Extent = (73.0, 3.0, 136.0, 54.0)
"""Where most files lie. A hint only: it is never a reason to refuse what lies elsewhere."""

_SAMPLE = 2_000
_MOST = 0.9
"""Share of the vertices that must lie in an extent to be said to lie there."""

_MOST_DEGREES = 360.0
"""Beyond this, no coordinate is in degrees."""


@dataclass(frozen=True, slots=True)
class AxesSuspicion:
    """Coordinates that look like latitude before longitude.

    Attributes
    ----------
    inside_as_given, inside_swapped
        Share of the vertices within the extent, as they are and with their axes swapped.
    extent
        The place they should lie in; China where none was stated.
    stated
        Whether the extent was stated: only then, or where a latitude is beyond 90°, is the
        suspicion more than a hint.
    """

    inside_as_given: float
    inside_swapped: float
    extent: Extent
    stated: bool


@dataclass(frozen=True, slots=True)
class CrsGuess:
    """A CRS under which the coordinates would lie in the extent.

    Attributes
    ----------
    crs
        As "EPSG:4547".
    name
        What EPSG calls it.
    inside
        Share of the vertices that would lie in the extent.
    """

    crs: str
    name: str
    inside: float


@dataclass(frozen=True, slots=True)
class DatumFit:
    """How well the communities fit a reference outline if they stand on a datum.

    Attributes
    ----------
    datum
        The datum that was undone.
    overlap
        Area of the intersection over area of the union of both outlines: 1 is a perfect fit.
    distance_m
        Mean distance of the communities' outer line from the reference's.
    shared
        Area of the intersection over the smaller of both areas: 0 where they lie apart.
    """

    datum: Datum
    overlap: float
    distance_m: float
    shared: float


@dataclass(frozen=True, slots=True)
class DatumSuspicion:
    """Another datum than the one said fits the reference outline better.

    Attributes
    ----------
    said, best
        The fit of the datum that was said, and the best one.
    fits
        All that were tried, best first.
    """

    said: DatumFit
    best: DatumFit
    fits: tuple[DatumFit, ...]


def inside_share(xy: Floats, extent: Extent) -> float:
    """Return the share of points, shape (n, 2), that lie in an extent; 0 if there are none."""
    west, south, east, north = extent
    within = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
    return float(within.mean()) if len(xy) else 0.0


def swapped_axes(geometries: Geometries, extent: Extent | None = None) -> AxesSuspicion | None:
    """Suspect latitude before longitude.

    Parameters
    ----------
    geometries
        In degrees, as the file has them.
    extent
        Where the data should lie. Without one, China's bounds give a hint, and a latitude
        beyond 90° a certainty.

    Returns
    -------
    AxesSuspicion or None
        None when the vertices lie in the extent as they are, or in neither order.
    """
    xy = shapely.get_coordinates(geometries)
    place = extent or CHINA
    as_given, swapped = inside_share(xy, place), inside_share(xy[:, ::-1], place)
    if swapped >= _MOST and as_given < 1 - _MOST:
        return AxesSuspicion(as_given, swapped, place, stated=extent is not None)
    return None


def guess_crs(geometries: Geometries, extent: Extent) -> tuple[CrsGuess, ...]:
    """Try the usual CRSs and name those under which the coordinates lie in an extent.

    Parameters
    ----------
    geometries
        With the coordinates of the file, whatever they mean.
    extent
        Where the data should lie.

    Returns
    -------
    tuple of CrsGuess
        Best first; of equals, the more usual one first. Empty if none fits.
    """
    xy = _sample(shapely.get_coordinates(geometries))
    guesses = []
    for code in _usual_codes(xy, extent):
        share = inside_share(_degrees(xy, code), extent)
        if share >= _MOST:
            guesses.append(CrsGuess(f"EPSG:{code}", CRS.from_epsg(code).name, share))
    return tuple(sorted(guesses, key=lambda guess: -guess.inside))


def zone_by_prefix(geometries: Geometries) -> CrsGuess | None:
    """Name the CGCS2000 Gauss-Krüger zone that eastings of eight digits begin with.

    Such eastings carry their zone's number before the metres: 38 500 000 is zone 38. That
    needs no extent.
    """
    xy = _sample(shapely.get_coordinates(geometries))
    if not len(xy):
        return None
    zones = np.unique(np.floor(xy[:, 0] / 1e6).astype(np.int64))
    if len(zones) != 1 or not (xy[:, 1] > 1e6).all() or not (xy[:, 1] < 6e6).all():
        return None
    zone = int(zones[0])
    code = 4513 + zone - 25 if 25 <= zone <= 45 else 4491 + zone - 13 if 13 <= zone <= 23 else None
    if code is None:
        return None
    inside = inside_share(_degrees(xy, code), CHINA)
    return CrsGuess(f"EPSG:{code}", CRS.from_epsg(code).name, inside)


def usual_metres(geometries: Geometries) -> bool:
    """Tell whether coordinates are such as Gauss-Krüger and TM2 zones have in China."""
    xy = _sample(shapely.get_coordinates(geometries))
    return bool(len(xy)) and bool(
        ((xy > [1e5, 1.8e6]) & (xy < [9e5, 6e6])).all(axis=1).mean() >= _MOST
    )


def datum_fits(geometries: Geometries, reference: BaseGeometry) -> tuple[DatumFit, ...]:
    """Undo each shift in turn and measure how well the outline then fits a reference.

    Parameters
    ----------
    geometries
        Valid polygons in degrees, no shift undone.
    reference
        Outline of the same place in EPSG:4326.

    Returns
    -------
    tuple of DatumFit
        For ``wgs84``, ``gcj02`` and ``bd09``, best first.
    """
    outline = shapely.union_all(shapely.buffer(geometries, 0))
    candidates: tuple[Datum, ...] = ("wgs84", "gcj02", "bd09")
    fits = [
        _fit(datum, convert_geometries(np.array([outline], dtype=object), datum)[0], reference)
        for datum in candidates
    ]
    return tuple(sorted(fits, key=lambda fit: (-fit.overlap, fit.distance_m)))


def suspected_datum(
    geometries: Geometries, reference: BaseGeometry, said: Datum = "wgs84"
) -> tuple[DatumFit, DatumSuspicion | None, DatumFit]:
    """Compare the datum that was said with the others against a reference outline.

    Parameters
    ----------
    geometries
        Valid polygons in degrees, no shift undone.
    reference
        Outline of the same place in EPSG:4326.
    said
        The datum by which the file is read.

    Returns
    -------
    fit
        How the said datum fits.
    suspicion
        The better one, where it is clearly so; else None. A reference that is coarse or of
        another place fits all of them badly, and then nothing is suspected.
    rival
        The best fit of another datum, clearly better or not.
    """
    fits = datum_fits(geometries, reference)
    mine: Datum = "wgs84" if said == "cgcs2000" else said
    own = next(fit for fit in fits if fit.datum == mine)
    best = fits[0]
    # A shift of some hundred metres leaves its mark on both measures; noise of a coarse
    # reference moves them together and by little.
    clear = best.overlap > own.overlap + 0.005 and best.distance_m < 0.8 * own.distance_m
    rival = next(fit for fit in fits if fit.datum != mine)
    return own, DatumSuspicion(own, best, fits) if clear else None, rival


def _fit(datum: Datum, outline: BaseGeometry, reference: BaseGeometry) -> DatumFit:
    whole, shared, own, other = area_m2(
        [
            shapely.union(outline, reference),
            shapely.intersection(outline, reference),
            outline,
            reference,
        ]
    )
    smaller = min(own, other)
    _, south, _, north = reference.bounds
    metres = np.array(unit_size_m((south + north) / 2)) * 1e7
    line, border = shapely.transform(
        np.array([_outer(outline), _outer(reference)], dtype=object), lambda xy: xy * metres
    )
    # Points at equal steps: vertices crowd where the line is crooked.
    steps = np.linspace(0, 1, 1_000, endpoint=False)
    points = shapely.line_interpolate_point(line, steps, normalized=True)
    distance_m = float(shapely.distance(points, border).mean())
    overlap = float(shared / whole) if whole else 0.0
    return DatumFit(datum, overlap, distance_m, float(shared / smaller) if smaller else 0.0)


def _outer(shape: BaseGeometry) -> BaseGeometry:
    """Return the outer line of the largest part of a shape: holes say nothing of its place."""
    parts = shapely.get_parts(shape)
    largest: shapely.Polygon = parts[int(np.argmax(shapely.area(parts)))]
    return largest.exterior


def _sample(xy: Floats) -> Floats:
    return xy[:: max(1, len(xy) // _SAMPLE)]


def _usual_codes(xy: Floats, extent: Extent) -> list[int]:
    if len(xy) and np.abs(xy).max() <= _MOST_DEGREES:
        return [4326]
    west, south, east, north = extent
    lon, lat = (west + east) / 2, (south + north) / 2
    codes = []
    three, six = round(lon / 3), int(lon // 6) + 1
    # An extent at a zone's edge may be drawn in the next zone.
    for zone in (three, three - 1, three + 1):
        if 25 <= zone <= 45:
            # CGCS2000, without and with the zone's number; then Xi'an 1980, likewise.
            codes += [4534 + zone - 25, 4513 + zone - 25, 2370 + zone - 25, 2349 + zone - 25]
    if 13 <= six <= 23:
        codes += [4502 + six - 13, 4491 + six - 13]
    codes.append(3857)
    utm = int((lon + 180) // 6)
    codes += [(32600 if lat >= 0 else 32700) + zone % 60 + 1 for zone in (utm, utm - 1, utm + 1)]
    if 118 <= lon <= 123 and 20 <= lat <= 27:
        codes += [3826, 3825]
    if 113.7 <= lon <= 114.6 and 22 <= lat <= 22.7:
        codes.append(2326)
    return codes


@cache
def _to_wgs84(code: int) -> Transformer:
    return Transformer.from_crs(code, 4326, always_xy=True)


def _degrees(xy: Floats, code: int) -> Floats:
    try:
        lon, lat = _to_wgs84(code).transform(xy[:, 0], xy[:, 1])
    except ProjError:
        # Coordinates far outside a projection's reach: they do not lie in the extent either.
        return np.full_like(xy, np.inf)
    return np.column_stack([lon, lat])
