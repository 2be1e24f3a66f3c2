"""From an input to valid polygons on WGS84, one a feature: what communities and cells share."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.boundaries import mending
from gis.boundaries.columns import ColumnNames
from gis.boundaries.files import opened
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.boundaries.formats import read_features
from gis.boundaries.limits import Format, vertices_error
from gis.boundaries.options import Reading, Reference
from gis.boundaries.places import agreed_crs, check_datum, crs_name, to_wgs84_degrees, undo_shift
from gis.boundaries.raw import Geometries, Mask, RawFeatures
from gis.boundaries.spikes import Spike, without_spikes
from gis.boundaries.whereabouts import (
    around,
    check_extent,
    check_spread,
    label,
    outline_of,
    outside,
    said,
    tell_datum,
)
from gis.datums import area_m2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reading of any kind tells besides the frame that it gives.

    Parameters
    ----------
    report
        Every repair, the whole file's first.
    illustrative
        Whether the boundaries are made up and every picture of them must say so.
    path, format, layer, crs, columns
        What was read, and as what.
    features_read
        Number of features in the file.
    """

    report: list[Repair]
    illustrative: bool
    path: Path
    format: Format
    layer: str
    crs: str
    columns: ColumnNames
    features_read: int

    @property
    def moved_m2(self) -> float:
        """Return the sum of all areas that repairs changed."""
        return sum(repair.area_m2 for repair in self.report)


@dataclass(frozen=True, slots=True)
class Polygons:
    """The features that have an area.

    Parameters
    ----------
    rows
        Their rows in the file's table.
    geometries
        Valid polygons and multipolygons in EPSG:4326, aligned with ``rows``.
    crs
        The CRS that was read by, in words.
    notes, repairs
        What concerns the whole file, and what concerns single features.
    """

    rows: list[int]
    geometries: Geometries
    crs: str
    notes: list[Repair]
    repairs: list[Repair]


def read_raw(path: Path, reading: Reading) -> RawFeatures:
    """Read an input's features as they are.

    Raises
    ------
    BoundaryError
        It is refused before anything is judged.
    """
    check_datum(reading.datum, path)
    if reading.extent is not None:
        check_extent(reading.extent, path)
    with opened(path, reading.limits) as datasets:
        raw = read_features(datasets, path, reading.layer, reading.limits)
    if int(shapely.count_coordinates(raw.geometries)) > reading.limits.max_vertices:
        raise vertices_error(path, reading.limits)
    return raw


def polygons_of(
    raw: RawFeatures,
    path: Path,
    places: Sequence[FeaturePlace],
    reading: Reading,
    reference: Reference | None,
) -> Polygons:
    """Return the polygons of all features, where they belong, and valid.

    Parameters
    ----------
    raw
        As read.
    path
        What to name in an error.
    places
        Each feature's number and code.
    reading
        How to read.
    reference
        That of the reading, read from its file.

    Raises
    ------
    BoundaryError
        Features have no area, no code or no place, or cannot be mended.
    """
    notes = list(raw.notes)
    agreed = agreed_crs(raw.crs, reading.crs, path, notes, raw.crs_unread)
    outline = None if reference is None else outline_of(reference)
    whereabouts = reading.extent
    if whereabouts is None and outline is not None and not outline.is_empty:
        whereabouts = around(outline)
    if raw.not_finite:
        culprits = [places[number] for number in raw.not_finite]
        facts = {"x": "NaN", "y": "NaN"}
        raise BoundaryError(ErrorKind.NOT_FINITE, path, places=culprits, facts=facts)
    # Shapes first: a feature is told by its code, so a blank one comes after what has no area.
    shapes, repairs = _shapes(raw, places, path, reading.skip_unusable, notes)
    rows = [number for number, shape in enumerate(shapes) if shape is not None]
    _check_codes([places[number] for number in rows], path, reading)
    flat = np.empty(len(rows), dtype=object)
    flat[:] = [shapes[number] for number in rows]
    if reading.swap_axes:
        flat = np.asarray(shapely.transform(flat, lambda xy: xy[:, ::-1]), dtype=object)
        notes.append(Repair("", RepairKind.AXES_SWAPPED))
    kept = [places[number] for number in rows]
    try:
        degrees = to_wgs84_degrees(flat, agreed, path, kept, notes, whereabouts)
    except BoundaryError as fault:
        if not reading.swap_axes or fault.kind is not ErrorKind.SWAPPED_AXES:
            raise
        kind = ErrorKind.SWAPPED_BY_OPTION
        raise BoundaryError(kind, path, places=fault.places, facts=fault.facts) from fault
    datum = check_datum(reading.datum, path)
    inside = _inside(degrees, path, kept, reading, repairs)
    inside &= _coded(degrees, kept, reading, repairs)
    rows = [row for row, is_in in zip(rows, inside, strict=True) if is_in]
    degrees, kept = degrees[inside], [places[number] for number in rows]
    valid = _mended(degrees, kept, path, repairs)
    bare = shapely.is_missing(valid)
    if bare.any():
        lost = [place for place, is_bare in zip(kept, bare, strict=True) if is_bare]
        if not reading.skip_unusable or bare.all():
            raise BoundaryError(ErrorKind.NO_AREA, path, places=lost)
        repairs += [Repair(label(place), RepairKind.SKIPPED) for place in lost]
        rows = [row for row, is_bare in zip(rows, bare, strict=True) if not is_bare]
        valid, kept = valid[~bare], [places[number] for number in rows]
    valid, spikes = without_spikes(valid)
    repairs += [_spike_told(spike, label(kept[spike.owner])) for spike in spikes]
    check_spread(valid, path, kept, repairs)
    declared = raw.declares_datum or reading.crs is not None
    tell_datum(valid, datum, declared, outline, path, notes)
    return Polygons(rows, undo_shift(valid, datum, notes), crs_name(agreed), notes, repairs)


def _spike_told(spike: Spike, feature: str) -> Repair:
    facts = {
        "length": f"{spike.length_m:,.0f}",
        "width": f"{spike.width_m:.2f}",
        "place": f"{spike.place[0]:.6f}, {spike.place[1]:.6f}",
    }
    if spike.moved_m2 is None:
        return Repair(feature, RepairKind.SPIKE_KEPT, facts=facts)
    return Repair(feature, RepairKind.NARROW_SPIKE_CUT, spike.moved_m2, facts)


def _mended(
    degrees: Geometries, places: Sequence[FeaturePlace], path: Path, repairs: list[Repair]
) -> Geometries:
    """Return the valid geometries, None where no area is left."""
    valid = np.empty(len(degrees), dtype=object)
    for number, (place, geometry) in enumerate(zip(places, degrees, strict=True)):
        try:
            whole, done = mending.mended(geometry, label(place))
        except mending.TangledError as fault:
            facts = {"crossings": str(fault.crossings)}
            raise BoundaryError(ErrorKind.TANGLED, path, places=[place], facts=facts) from fault
        valid[number] = whole
        repairs.extend(done if whole is not None else ())
    return valid


def _shapes(
    raw: RawFeatures,
    places: Sequence[FeaturePlace],
    path: Path,
    skip_unusable: bool,
    notes: list[Repair],
) -> tuple[list[BaseGeometry | None], list[Repair]]:
    """Keep each feature's polygons, flat; refuse or skip those that have none."""
    if raw.heights.any():
        facts = {"count": int(raw.heights.sum())}
        notes.append(Repair("", RepairKind.HEIGHTS_DROPPED, facts=facts))
    shapes: list[BaseGeometry | None] = []
    repairs: list[Repair] = []
    for place, geometry, unclosed in zip(places, raw.geometries, raw.unclosed, strict=True):
        shape, others = mending.polygons_only(geometry)
        shapes.append(shape)
        if shape is None:
            continue
        if unclosed:
            repairs.append(Repair(label(place), RepairKind.RING_CLOSED))
        if others:
            facts = {"count": others}
            repairs.append(Repair(label(place), RepairKind.PARTS_DROPPED, facts=facts))
    unusable = [place for place, shape in zip(places, shapes, strict=True) if shape is None]
    if unusable and (not skip_unusable or len(unusable) == len(places)):
        raise BoundaryError(ErrorKind.NO_AREA, path, places=unusable)
    repairs += [Repair(label(place), RepairKind.SKIPPED) for place in unusable]
    return shapes, repairs


def _check_codes(places: Sequence[FeaturePlace], path: Path, reading: Reading) -> None:
    """Refuse features without a code, unless they get one or are to be left out."""
    blank = [place for place in places if not place.code]
    if reading.generate_codes or not blank:
        return
    if not reading.skip_unusable or len(blank) == len(places):
        raise BoundaryError(ErrorKind.BLANK_CODE, path, places=blank)


def _coded(
    degrees: Geometries, places: Sequence[FeaturePlace], reading: Reading, repairs: list[Repair]
) -> Mask:
    """Leave out features without a code, telling by how much ground."""
    coded = np.array([bool(place.code) for place in places], dtype=bool)
    if reading.generate_codes or coded.all():
        return np.ones(len(places), dtype=bool)
    for number in np.flatnonzero(~coded).tolist():
        area = float(area_m2(degrees[number])[0])
        repairs.append(Repair(label(places[number]), RepairKind.SKIPPED_UNCODED, area))
    return coded


def _inside(
    degrees: Geometries,
    path: Path,
    places: Sequence[FeaturePlace],
    reading: Reading,
    repairs: list[Repair],
) -> Mask:
    """Refuse or skip features that lie outside of the stated extent."""
    if reading.extent is None:
        return np.ones(len(degrees), dtype=bool)
    off = outside(degrees, reading.extent)
    strangers = [places[number] for number in np.flatnonzero(off).tolist()]
    facts = {"extent": said(reading.extent)}
    if strangers and (not reading.skip_unusable or off.all()):
        raise BoundaryError(ErrorKind.OUTSIDE_EXTENT, path, places=strangers, facts=facts)
    repairs += [
        Repair(label(place), RepairKind.SKIPPED_OUTSIDE, facts=facts) for place in strangers
    ]
    return np.asarray(~off, dtype=bool)
