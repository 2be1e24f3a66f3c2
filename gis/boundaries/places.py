"""Bring vertices to WGS84 degrees, and refuse those that cannot be what they are said to be."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.datums import DATUMS, Datum, convert_geometries

Geometries: TypeAlias = npt.NDArray[np.object_]
Floats: TypeAlias = npt.NDArray[np.float64]

WGS84 = CRS.from_epsg(4326)


def agreed_crs(
    declared: CRS | None, said: CRS | str | int | None, path: Path, notes: list[Repair]
) -> CRS:
    """Return the CRS to read by: the caller's word first, else the file's.

    Raises
    ------
    BoundaryError
        Neither says one, or it is no CRS of places on the Earth.
    """
    if said is None:
        if declared is None:
            raise BoundaryError(ErrorKind.NO_CRS, path)
        crs = declared
    else:
        try:
            crs = CRS.from_user_input(said)
        except CRSError as fault:
            raise BoundaryError(ErrorKind.UNKNOWN_CRS, path, facts={"crs": str(said)}) from fault
        if declared is not None and not declared.equals(crs, ignore_axis_order=True):
            facts = {"declared": crs_name(declared), "crs": crs_name(crs)}
            notes.append(Repair("", RepairKind.CRS_OVERRIDDEN, facts=facts))
    if not (crs.is_geographic or crs.is_projected):
        raise BoundaryError(ErrorKind.UNKNOWN_CRS, path, facts={"crs": crs_name(crs)})
    return crs


def crs_name(crs: CRS) -> str:
    """Return "EPSG:4547", or the CRS's own name where it has no code."""
    authority = crs.to_authority()
    return ":".join(authority) if authority else crs.name


def check_datum(datum: str, path: Path) -> Datum:
    """Return the datum if it is one that is known."""
    for known in DATUMS:
        if datum == known:
            return known
    facts = {"datum": datum, "datums": ", ".join(DATUMS)}
    raise BoundaryError(ErrorKind.UNKNOWN_DATUM, path, facts=facts)


def to_wgs84_degrees(
    geometries: Geometries,
    crs: CRS,
    datum: Datum,
    path: Path,
    places: Sequence[FeaturePlace],
    notes: list[Repair],
) -> Geometries:
    """Reproject to EPSG:4326 and undo the datum's shift.

    Parameters
    ----------
    geometries
        Two-dimensional, in ``crs``, none missing.
    crs, datum
        What they are in.
    path, places
        What to name in an error: the input, and each geometry's feature.
    notes
        Takes what is assumed on the way.

    Raises
    ------
    BoundaryError
        A coordinate is not a number, or lies outside the globe.
    """
    _refuse(ErrorKind.NOT_FINITE, path, places, geometries, lambda xy: ~np.isfinite(xy).all(axis=1))
    if crs.is_geographic:
        _check_degrees(geometries, path, places)
    transformer = Transformer.from_crs(crs, WGS84, always_xy=True)
    if "Ballpark" in transformer.description and not _is_cgcs2000(crs):
        notes.append(Repair("", RepairKind.CRS_COARSE, facts={"crs": crs_name(crs)}))
    try:
        degrees = shapely.transform(geometries, lambda xy: _transformed(transformer, xy))
    except ProjError as fault:
        raise BoundaryError(ErrorKind.UNKNOWN_CRS, path, facts={"crs": crs_name(crs)}) from fault
    _refuse(ErrorKind.OFF_THE_GLOBE, path, places, degrees, _off_the_globe)
    if datum not in {"wgs84", "cgcs2000"}:
        notes.append(Repair("", RepairKind.DATUM_CONVERTED, facts={"datum": datum.upper()}))
        return convert_geometries(degrees, datum)
    return np.asarray(degrees, dtype=object)


def _is_cgcs2000(crs: CRS) -> bool:
    # EPSG records no operation, yet CGCS2000 and WGS84 agree within decimetres by design.
    geodetic = crs.geodetic_crs
    return geodetic is not None and geodetic.to_epsg(min_confidence=20) in {4479, 4480, 4490}


def _transformed(transformer: Transformer, xy: Floats) -> Floats:
    lon, lat = transformer.transform(xy[:, 0], xy[:, 1])
    return np.column_stack([lon, lat])


def _off_the_globe(xy: Floats) -> Any:
    return ~((np.abs(xy[:, 0]) <= 180) & (np.abs(xy[:, 1]) <= 90))


def _check_degrees(geometries: Geometries, path: Path, places: Sequence[FeaturePlace]) -> None:
    xy = shapely.get_coordinates(geometries)
    off = _off_the_globe(xy)
    if not off.any():
        return
    swapped = (np.abs(xy[:, 0]) <= 90) & (np.abs(xy[:, 1]) <= 180)
    if (np.abs(xy[off]) > 360).any():
        kind = ErrorKind.METRES_AS_DEGREES
    elif swapped.all():
        kind = ErrorKind.SWAPPED_AXES
    else:
        kind = ErrorKind.OFF_THE_GLOBE
    _refuse(kind, path, places, geometries, _off_the_globe)


def _refuse(
    kind: ErrorKind,
    path: Path,
    places: Sequence[FeaturePlace],
    geometries: Geometries,
    is_wrong: Any,
) -> None:
    xy, owner = shapely.get_coordinates(geometries, return_index=True)
    wrong = is_wrong(xy)
    if not wrong.any():
        return
    first = xy[np.flatnonzero(wrong)[0]]
    raise BoundaryError(
        kind,
        path,
        places=[places[number] for number in np.unique(owner[wrong])],
        facts={"x": str(first[0]), "y": str(first[1])},
    )
