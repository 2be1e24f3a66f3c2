"""Bring shapes of the wanted kind to WGS84, leave out those that are none, and tell each sort."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from gis.boundaries import BoundaryError, ErrorKind, FeaturePlace, Reading, Repair
from gis.boundaries.mending import TangledError, mended, polygons_only
from gis.boundaries.places import (
    agreed_crs,
    check_datum,
    crs_name,
    to_wgs84_degrees,
    undo_shift,
)
from gis.boundaries.raw import Geometries, Mask, RawFeatures
from gis.boundaries.whereabouts import check_spread, outside, said, tell_datum
from gis.surroundings.errors import SurroundingsError, retold
from gis.surroundings.report import Remark, Subject

Taken: TypeAlias = Callable[[BaseGeometry], BaseGeometry | None]
_LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)


@dataclass(frozen=True, slots=True)
class Placed:
    """Features of one kind of shape, where they belong.

    Parameters
    ----------
    table
        Their attributes; its index tells each feature's row in the file, from 0.
    geometries
        Valid, in EPSG:4326, aligned with the table.
    crs
        The CRS that was read by, in words.
    remarks, repairs
        What was left out, and what the readers of boundaries tell.
    """

    table: pd.DataFrame
    geometries: Geometries
    crs: str
    remarks: list[Remark]
    repairs: list[Repair]


def placed(
    raw: RawFeatures,
    path: Path,
    reading: Reading,
    subject: Subject,
    taken: Taken,
    chosen: Mask | None = None,
) -> Placed:
    """Return what a file holds of a kind of shape.

    Parameters
    ----------
    raw
        As read.
    path
        What to name in an error.
    reading
        How to read.
    subject
        What the file is read for.
    taken
        What is taken of a shape, as `polygons` or `lines`.
    chosen
        Which features are wanted; without it all are.

    Raises
    ------
    SurroundingsError
        No feature has such a shape, none lies within the extent, or they lie nowhere.
    """
    remarks: list[Remark] = []
    repairs = list(raw.notes)
    wanted = np.ones(len(raw.table), dtype=bool) if chosen is None else chosen
    shapes, rows = _shapes(raw, np.flatnonzero(wanted), taken, remarks)
    if not len(rows):
        raise SurroundingsError(f"no-{subject}", path)
    places = [FeaturePlace(row + 1) for row in rows.tolist()]
    with retold():
        crs = agreed_crs(raw.crs, reading.crs, path, repairs, raw.crs_unread)
        degrees = to_wgs84_degrees(shapes, crs, path, places, repairs, reading.extent)
        datum = check_datum(reading.datum, path)
        declared = raw.declares_datum or reading.crs is not None
        tell_datum(degrees, datum, declared, None, path, repairs)
        degrees = undo_shift(degrees, datum, repairs)
    if reading.extent is not None:
        off = outside(degrees, reading.extent)
        if off.all():
            raise SurroundingsError("outside", path, extent=said(reading.extent))
        if off.any():
            remarks.append(Remark("outside", count=int(off.sum())))
        degrees, rows = degrees[~off], rows[~off]
    valid = _mended(degrees, rows, path, repairs)
    lost = shapely.is_missing(valid)
    if lost.all():
        raise SurroundingsError(f"no-{subject}", path)
    if lost.any():
        remarks.append(Remark("no-area", count=int(lost.sum())))
    valid, rows = valid[~lost], rows[~lost]
    with retold():
        check_spread(valid, path, [FeaturePlace(row + 1) for row in rows.tolist()], repairs)
    return Placed(raw.table.iloc[rows], valid, crs_name(crs), remarks, repairs)


def together(parts: Sequence[Placed]) -> Placed:
    """Return what several layers of one file hold as one."""
    if len(parts) == 1:
        return parts[0]
    counts: Counter[str] = Counter()
    repairs: list[Repair] = []
    for part in parts:
        counts.update({remark.what: int(str(remark.facts["count"])) for remark in part.remarks})
        repairs += [repair for repair in part.repairs if repair not in repairs]
    return Placed(
        pd.concat([part.table for part in parts], ignore_index=True),
        np.concatenate([part.geometries for part in parts]),
        parts[0].crs,
        [Remark(what, count=count) for what, count in counts.items()],
        repairs,
    )


def polygons(shape: BaseGeometry) -> BaseGeometry | None:
    """Return the polygons of a shape."""
    return polygons_only(shape)[0]


def lines(shape: BaseGeometry) -> BaseGeometry | None:
    """Return the lines of a shape."""
    if shapely.get_type_id(shape) in _LINES:
        return None if shape.is_empty else shape
    parts = [
        part
        for whole in shapely.get_parts(shape)
        for part in shapely.get_parts(whole)
        if shapely.get_type_id(part) in _LINES and not part.is_empty
    ]
    return shapely.MultiLineString(parts) if parts else None


def lines_or_polygons(shape: BaseGeometry) -> BaseGeometry | None:
    """Return the polygons of a shape; where there are none, its lines."""
    return polygons(shape) or lines(shape)


def spot(shape: BaseGeometry) -> BaseGeometry | None:
    """Return one point of a shape: itself, one within a polygon, the first of several."""
    if shape.is_empty or shapely.get_type_id(shape) in _LINES:
        return None
    area = polygons(shape)
    if area is not None:
        return area.representative_point()
    dots = [part for part in shapely.get_parts(shape) if part.geom_type == "Point"]
    return dots[0] if dots else None


def _shapes(
    raw: RawFeatures, wanted: npt.NDArray[np.int64], taken: Taken, remarks: list[Remark]
) -> tuple[Geometries, npt.NDArray[np.int64]]:
    broken = set(raw.not_finite)
    found: list[BaseGeometry] = []
    rows: list[int] = []
    none = 0
    for row in wanted.tolist():
        shape = raw.geometries[row]
        if row in broken or (shape is not None and not _is_finite(shape)):
            broken.add(row)
            continue
        part = None if shape is None else taken(shape)
        if part is None or part.is_empty:
            none += 1
            continue
        found.append(part)
        rows.append(row)
    unplaced = len(broken & set(wanted.tolist()))
    if unplaced:
        remarks.append(Remark("not-finite", count=unplaced))
    if none:
        remarks.append(Remark("other-shape", count=none))
    shapes = np.empty(len(found), dtype=object)
    shapes[:] = found
    return shapes, np.array(rows, dtype=np.int64)


def _is_finite(shape: BaseGeometry) -> bool:
    bounds = shapely.bounds(shape)
    return shape.is_empty or bool(np.isfinite(bounds).all())


def _mended(
    degrees: Geometries, rows: npt.NDArray[np.int64], path: Path, repairs: list[Repair]
) -> Geometries:
    """Return the valid shapes, None where no area is left."""
    valid = degrees.copy()
    for number in np.flatnonzero(~shapely.is_valid(degrees)).tolist():
        label = f"#{rows[number] + 1}"
        if shapely.get_type_id(degrees[number]) in _LINES:
            valid[number] = None  # a line without length
            continue
        try:
            whole, done = mended(degrees[number], label)
        except TangledError as fault:
            place = FeaturePlace(int(rows[number]) + 1)
            tangled = BoundaryError(
                ErrorKind.TANGLED, path, places=[place], facts={"crossings": str(fault.crossings)}
            )
            raise SurroundingsError.of(tangled) from fault
        valid[number] = whole
        repairs.extend(done if whole is not None else ())
    return valid
