"""Judge where features lie: outside of an extent, far from the rest, on another datum."""

from collections.abc import Sequence
from pathlib import Path

import geopandas
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.boundaries.raw import Geometries, Mask
from gis.boundaries.suspicions import CHINA, Extent, inside_share, suspected_datum
from gis.datums import Datum

# Half of what the integer arithmetic of the lattice spans; no community comes near.
_WIDEST_FEATURE_DEGREES = 20.0
_WIDEST_FILE_DEGREES = 50.0
_FAR_DEGREES = 0.5
_FAR_SPREADS = 10.0
# Communities may be a part of their reference, or it of them: either way they share most ground.
_LEAST_SHARED = 0.01
_CLEAR_OVERLAP = 0.5
"""Of a part of the reference, or of another place, no datum can be said to fit best."""
_SHIFT_DEGREES = 0.05  # GCJ-02 and BD-09 shift by far less


def check_extent(extent: Extent, path: Path) -> Extent:
    """Return an extent if it is west, south, east, north in degrees."""
    west, south, east, north = extent
    if -180 <= west < east <= 180 and -90 <= south < north <= 90:
        return extent
    facts = {"extent": said(extent)}
    raise BoundaryError(ErrorKind.UNKNOWN_EXTENT, path, facts=facts)


def said(extent: Extent) -> str:
    """Return an extent in words."""
    return ", ".join(f"{value:g}" for value in extent)


def outside(degrees: Geometries, extent: Extent) -> Mask:
    """Tell which geometries lie wholly outside of an extent."""
    bounds = shapely.bounds(degrees)
    west, south, east, north = extent
    return np.asarray(
        (bounds[:, 0] > east)
        | (bounds[:, 2] < west)
        | (bounds[:, 1] > north)
        | (bounds[:, 3] < south)
    )


def check_spread(
    degrees: Geometries, path: Path, places: Sequence[FeaturePlace], notes: list[Repair]
) -> None:
    """Refuse what no district spans, and tell features that lie far from all others.

    Raises
    ------
    BoundaryError
        A feature is as wide as a continent, as one that crosses the antimeridian or has a
        vertex astray; or the features lie continents apart.
    """
    bounds = shapely.bounds(degrees)
    sizes = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    wide = np.flatnonzero(sizes > _WIDEST_FEATURE_DEGREES)
    if len(wide):
        facts = {"size": f"{sizes[wide[0]]:.0f}"}
        culprits = [places[number] for number in wide.tolist()]
        raise BoundaryError(ErrorKind.TOO_WIDE, path, places=culprits, facts=facts)
    middles = (bounds[:, :2] + bounds[:, 2:]) / 2
    away = np.hypot(*(middles - np.median(middles, axis=0)).T)
    far = np.flatnonzero(away > max(_FAR_DEGREES, _FAR_SPREADS * float(np.median(away))))
    span = (bounds[:, 2:].max(axis=0) - bounds[:, :2].min(axis=0)).max()
    if span > _WIDEST_FILE_DEGREES:
        culprits = [places[number] for number in far.tolist()]
        facts = {"size": f"{span:.0f}"}
        raise BoundaryError(ErrorKind.FAR_APART, path, places=culprits, facts=facts)
    for number in far.tolist():
        lon, lat = middles[number]
        facts = {"place": f"{lon:.4f}, {lat:.4f}", "distance": f"{away[number] * 111:.0f}"}
        notes.append(Repair(label(places[number]), RepairKind.FAR_AWAY, facts=facts))


def label(place: FeaturePlace) -> str:
    """Return a feature's code, or its number where it has none."""
    return place.code or f"#{place.number}"


def around(reference: BaseGeometry) -> Extent:
    """Return where data of a reference's place lies, whatever its datum."""
    west, south, east, north = reference.bounds
    by = max(east - west, north - south) / 2 + _SHIFT_DEGREES
    return (
        max(west - by, -180.0),
        max(south - by, -90.0),
        min(east + by, 180.0),
        min(north + by, 90.0),
    )


def tell_datum(
    degrees: Geometries,
    datum: Datum,
    declared: bool,
    reference: BaseGeometry | None,
    path: Path,
    notes: list[Repair],
) -> None:
    """Tell on what datum the file seems to be: against a reference, else that nobody says it.

    Parameters
    ----------
    degrees
        Valid polygons, no shift undone.
    datum
        By which the file is read.
    declared
        Whether the file says it itself.
    reference
        Outline of the same place on WGS84.
    path
        What to name in an error.
    notes
        Takes the finding.

    Raises
    ------
    BoundaryError
        On any datum, the file lies elsewhere than the reference.
    """
    if reference is not None:
        own, suspicion, best = suspected_datum(degrees, reference, datum)
        shared = max(own.shared, best.shared)
        if shared < _LEAST_SHARED:
            far = {"shared": f"{shared:.1%}", "distance": f"{own.distance_m / 1e3:,.1f}"}
            raise BoundaryError(ErrorKind.OUTSIDE_REFERENCE, path, facts=far)
        if suspicion is not None:
            kind = RepairKind.DATUM_SUSPECTED
        else:
            clear = own.overlap >= max(best.overlap, _CLEAR_OVERLAP)
            kind = RepairKind.DATUM_FITS if clear else RepairKind.DATUM_UNCLEAR
        facts = {
            "datum": own.datum.upper(),
            "overlap": f"{own.overlap:.1%}",
            "distance": f"{own.distance_m:.0f}",
            "best": best.datum.upper(),
            "best_overlap": f"{best.overlap:.1%}",
            "best_distance": f"{best.distance_m:.0f}",
        }
        notes.append(Repair("", kind, facts=facts))
    elif not declared and datum == "wgs84" and _in_china(degrees):
        notes.append(Repair("", RepairKind.DATUM_ASSUMED))


def outline_of(reference: geopandas.GeoDataFrame | BaseGeometry) -> BaseGeometry:
    """Return the outline of a reference on WGS84."""
    if isinstance(reference, BaseGeometry):
        return reference
    frame = reference if reference.crs is None else reference.to_crs(4326)
    return shapely.union_all(shapely.buffer(frame.geometry.to_numpy(), 0))


def _in_china(degrees: Geometries) -> bool:
    middles = shapely.get_coordinates(shapely.centroid(degrees))
    # Where no shifted map is in use: Taiwan lies in the box too.
    taiwan: Extent = (119.2, 21.0, 123.0, 25.5)
    return inside_share(middles, CHINA) > 0.5 > inside_share(middles, taiwan)
