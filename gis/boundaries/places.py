"""Bring vertices to WGS84 degrees, and refuse those that cannot be what they are said to be."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection
from pyproj.exceptions import CRSError, ProjError

from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.boundaries.suspicions import (
    CHINA,
    Extent,
    guess_crs,
    inside_share,
    swapped_axes,
    usual_metres,
    zone_by_prefix,
)
from gis.datums import DATUMS, Datum, convert_geometries
from gis.texts import shortened

Geometries: TypeAlias = npt.NDArray[np.object_]
Floats: TypeAlias = npt.NDArray[np.float64]

WGS84 = CRS.from_epsg(4326)
_MOST_TURNED_DEGREES = 1_000.0  # longitudes may have gone round the world, not further
_LEADS_BACK = 1.0  # in the projection's units
_NO_NAMES = {"unknown", "unnamed", ""}
_USUAL_GUESS = "4547"


def agreed_crs(
    declared: CRS | None,
    said: CRS | str | int | None,
    path: Path,
    notes: list[Repair],
    unread: str = "",
) -> CRS:
    """Return the CRS to read by: the caller's word first, else the file's.

    `unread` is what the file declares where that could not be read.

    Raises
    ------
    BoundaryError
        Neither says one, or it is no CRS of places on the Earth.
    """
    if said is None:
        if declared is None and unread:
            raise BoundaryError(ErrorKind.UNREAD_CRS, path, facts={"crs": shortened(unread)})
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
    """Return "EPSG:4547", or the CRS's own name, or its projection, where it has no code."""
    authority = crs.to_authority()
    if authority == ("OGC", "CRS84"):  # the same, but for the order of axes that nobody keeps
        return "EPSG:4326"
    if authority:
        return ":".join(authority)
    return _projection(crs) if crs.name.lower() in _NO_NAMES else crs.name


def _projection(crs: CRS) -> str:
    """Return how a CRS without a name projects, and around which meridian."""
    operation = crs.coordinate_operation
    if operation is None:
        return crs.name
    found = (one.value for one in operation.params if "longitude" in one.name.lower())
    return ", ".join([operation.method_name, *[f"{longitude:g}°" for longitude in found]][:2])


def check_datum(datum: str, path: Path) -> Datum:
    """Return the datum if it is one that is known, however it is spelt: GCJ-02 is gcj02."""
    plain = re.sub(r"[\s_-]", "", datum).lower()
    for known in DATUMS:
        if plain == known:
            return known
    facts = {"datum": datum, "datums": ", ".join(DATUMS)}
    raise BoundaryError(ErrorKind.UNKNOWN_DATUM, path, facts=facts)


def to_wgs84_degrees(
    geometries: Geometries,
    crs: CRS,
    path: Path,
    places: Sequence[FeaturePlace],
    notes: list[Repair],
    extent: Extent | None = None,
) -> Geometries:
    """Reproject to EPSG:4326; no datum's shift is undone yet.

    Parameters
    ----------
    geometries
        Two-dimensional, in ``crs``, none missing.
    crs
        What they are in.
    path, places
        What to name in an error: the input, and each geometry's feature.
    notes
        Takes what is assumed on the way.
    extent
        Where the data should lie: then a CRS that puts it elsewhere is refused, and the one
        that fits is named.

    Raises
    ------
    BoundaryError
        A coordinate is not a number, or lies outside the globe; axes or CRS are wrong.
    """
    _refuse(ErrorKind.NOT_FINITE, path, places, geometries, lambda xy: ~np.isfinite(xy).all(axis=1))
    if crs.is_geographic:
        _check_degrees(geometries, path, places, extent)
        _check_axes(geometries, path, places, extent, notes)
    else:
        _check_metres(geometries, path, places, crs)
    try:
        transformer = Transformer.from_crs(crs, WGS84, always_xy=True)
    except ProjError as fault:  # a CRS of the Moon, or of units that nobody knows
        raise BoundaryError(ErrorKind.UNKNOWN_CRS, path, facts={"crs": crs_name(crs)}) from fault
    if "Ballpark" in transformer.description and not _is_cgcs2000(crs):
        notes.append(Repair("", RepairKind.CRS_COARSE, facts={"crs": crs_name(crs)}))
    try:
        degrees = shapely.transform(geometries, lambda xy: _transformed(transformer, xy))
    except ProjError as fault:
        raise BoundaryError(ErrorKind.UNKNOWN_CRS, path, facts={"crs": crs_name(crs)}) from fault
    degrees = np.asarray(degrees, dtype=object)
    if not crs.is_geographic:
        degrees = _without_turns(geometries, degrees, transformer)
        _check_easting_first(geometries, degrees, crs, transformer, path, places, extent, notes)
    if extent is not None or not crs.is_geographic:
        _check_crs(geometries, degrees, crs, path, places, extent)
    if not crs.is_geographic:
        _check_reach(geometries, degrees, crs, path, places)
        if extent is None:
            _suspect_crs(geometries, degrees, crs, notes)
    _refuse(ErrorKind.OFF_THE_GLOBE, path, places, degrees, _off_the_globe)
    return degrees


def undo_shift(degrees: Geometries, datum: Datum, notes: list[Repair]) -> Geometries:
    """Bring degrees of a shifted datum to WGS84, and tell it."""
    if datum in {"wgs84", "cgcs2000"}:
        return degrees
    notes.append(Repair("", RepairKind.DATUM_CONVERTED, facts={"datum": datum.upper()}))
    return convert_geometries(degrees, datum)


def _is_cgcs2000(crs: CRS) -> bool:
    # EPSG records no operation, yet CGCS2000 and WGS84 agree within decimetres by design.
    geodetic = crs.geodetic_crs
    return geodetic is not None and geodetic.to_epsg(min_confidence=20) in {4479, 4480, 4490}


def _transformed(transformer: Transformer, xy: Floats) -> Floats:
    lon, lat = transformer.transform(xy[:, 0], xy[:, 1])
    return np.column_stack([lon, lat])


def _off_the_globe(xy: Floats) -> Any:
    return ~((np.abs(xy[:, 0]) <= 180) & (np.abs(xy[:, 1]) <= 90))


def _check_degrees(
    geometries: Geometries, path: Path, places: Sequence[FeaturePlace], extent: Extent | None
) -> None:
    xy = shapely.get_coordinates(geometries)
    off = _off_the_globe(xy)
    if not off.any():
        return
    swapped = (np.abs(xy[:, 0]) <= 90) & (np.abs(xy[:, 1]) <= 180)
    guess = ""
    if (np.abs(xy[off]) > _MOST_TURNED_DEGREES).any():
        kind = ErrorKind.METRES_AS_DEGREES
        guess = _guess(geometries, extent)
    elif swapped.all():
        kind = ErrorKind.SWAPPED_AXES
    else:
        kind = ErrorKind.OFF_THE_GLOBE
    _refuse(kind, path, places, geometries, _off_the_globe, guess=guess)


def _check_axes(
    geometries: Geometries,
    path: Path,
    places: Sequence[FeaturePlace],
    extent: Extent | None,
    notes: list[Repair],
) -> None:
    suspicion = swapped_axes(geometries, extent)
    if suspicion is None:
        return
    if suspicion.stated:
        _refuse(ErrorKind.SWAPPED_AXES, path, places, geometries, lambda xy: np.ones(len(xy), bool))
    notes.append(Repair("", RepairKind.AXES_SUSPECTED))


def _check_easting_first(
    geometries: Geometries,
    degrees: Geometries,
    crs: CRS,
    transformer: Transformer,
    path: Path,
    places: Sequence[FeaturePlace],
    extent: Extent | None,
    notes: list[Repair],
) -> None:
    """Refuse, or tell, metres whose northing stands first, as X does in China's surveys.

    It is certain where the extent is stated, or where they lie nowhere on the Earth as they are;
    else the projection's own area of use gives a hint.
    """
    area = extent or (crs.area_of_use.bounds if crs.area_of_use is not None else None)
    if area is None:
        return
    xy = shapely.get_coordinates(degrees)
    nowhere = bool(_off_the_globe(xy).any())  # so is what is no number
    if inside_share(xy, area) > 0 and not nowhere:
        return
    turned = np.array(shapely.transform(geometries, lambda given: given[:, ::-1]), dtype=object)
    with np.errstate(invalid="ignore"):
        read = np.asarray(
            shapely.transform(turned, lambda given: _transformed(transformer, given)), dtype=object
        )
        there = shapely.get_coordinates(_without_turns(turned, read, transformer))
    if inside_share(there, area) < 1:
        return
    if extent is not None or nowhere:
        _refuse(ErrorKind.SWAPPED_AXES, path, places, geometries, lambda xy: np.ones(len(xy), bool))
    notes.append(Repair("", RepairKind.AXES_SUSPECTED))


def _check_metres(
    geometries: Geometries, path: Path, places: Sequence[FeaturePlace], crs: CRS
) -> None:
    """Refuse degrees that are declared as a projection's metres: 180 m around its origin."""
    xy = shapely.get_coordinates(geometries)
    if not _off_the_globe(xy).any() and (np.abs(xy) > 1).any():
        raise BoundaryError(
            ErrorKind.DEGREES_AS_METRES,
            path,
            facts={"crs": crs_name(crs), "x": str(xy[0][0]), "y": str(xy[0][1])},
        )


def _check_crs(
    geometries: Geometries,
    degrees: Geometries,
    crs: CRS,
    path: Path,
    places: Sequence[FeaturePlace],
    extent: Extent | None,
) -> None:
    """Refuse a CRS that puts the data off the globe or the extent, naming one that does not."""
    xy = shapely.get_coordinates(degrees)
    if extent is None:
        if _off_the_globe(xy).mean() <= 0.5:
            return
    elif inside_share(xy, extent) > 0:
        return
    guess = _guess(geometries, extent, otherwise="")
    if not guess and extent is None and crs.area_of_use is not None:
        # Most often the right meridian, with or without the zone's number before the metres.
        guess = _guess(geometries, crs.area_of_use.bounds, otherwise="")
    if not guess or guess == str(crs.to_epsg()):
        return
    first = shapely.get_coordinates(geometries)[0]
    raise BoundaryError(
        ErrorKind.WRONG_CRS,
        path,
        facts={
            "crs": crs_name(crs),
            "guess": guess,
            "x": str(first[0]),
            "y": str(first[1]),
        },
    )


def _without_turns(
    geometries: Geometries, degrees: Geometries, transformer: Transformer
) -> Geometries:
    """Take from the globe what a projection reached by turning around it.

    Eastings beyond the map's edge come out on the other side: they do not lead back.
    """

    def led_back(xy: Floats) -> Floats:
        lon, lat = xy.T
        x, y = transformer.transform(lon, lat, direction=TransformDirection.INVERSE)
        return np.column_stack([x, y])

    given, came = shapely.get_coordinates(geometries), shapely.get_coordinates(degrees)
    with np.errstate(invalid="ignore"):
        astray = np.abs(led_back(came) - given).max(axis=1) > _LEADS_BACK
    if not astray.any():
        return degrees
    came[astray] = np.inf
    return np.asarray(shapely.set_coordinates(degrees.copy(), came), dtype=object)


def _suspect_crs(
    geometries: Geometries, degrees: Geometries, crs: CRS, notes: list[Repair]
) -> None:
    """Tell metres of a zone that are declared as those of a map of the world."""
    xy = shapely.get_coordinates(degrees)
    # Others hold for their own country, where such metres are usual too.
    whole_world = crs.area_of_use is not None and crs.area_of_use.east - crs.area_of_use.west > 350
    if not whole_world or inside_share(xy, CHINA) > 0 or not usual_metres(geometries):
        return
    lon, lat = np.median(xy, axis=0).tolist()
    facts = {"crs": crs_name(crs), "place": f"{lon:.4f}, {lat:.4f}"}
    notes.append(Repair("", RepairKind.CRS_SUSPECTED, facts=facts))


def _check_reach(
    geometries: Geometries,
    degrees: Geometries,
    crs: CRS,
    path: Path,
    places: Sequence[FeaturePlace],
) -> None:
    """Refuse coordinates that a projection cannot place, showing them as the file has them."""
    xy, owner = shapely.get_coordinates(degrees, return_index=True)
    off = _off_the_globe(xy)
    if not off.any():
        return
    first = shapely.get_coordinates(geometries)[np.flatnonzero(off)[0]]
    raise BoundaryError(
        ErrorKind.OFF_THE_PROJECTION,
        path,
        places=[places[number] for number in np.unique(owner[off])],
        facts={"crs": crs_name(crs), "x": str(first[0]), "y": str(first[1])},
    )


def _guess(geometries: Geometries, extent: Extent | None, otherwise: str = _USUAL_GUESS) -> str:
    """Return the EPSG code under which metres would lie where they should."""
    by_prefix = zone_by_prefix(geometries)
    found = (
        ([by_prefix] if by_prefix is not None else [])
        if extent is None
        else guess_crs(geometries, extent)
    )
    return found[0].crs.removeprefix("EPSG:") if found else otherwise


def _refuse(
    kind: ErrorKind,
    path: Path,
    places: Sequence[FeaturePlace],
    geometries: Geometries,
    is_wrong: Any,
    guess: str = "",
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
        facts={"x": str(first[0]), "y": str(first[1]), "guess": guess},
    )
