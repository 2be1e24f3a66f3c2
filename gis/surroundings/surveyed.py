"""What a reading of buildings, addresses or lines gives, and the way to their shapes."""

from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from gis.boundaries.features import read_raw
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair
from gis.boundaries.options import Reading
from gis.boundaries.places import agreed_crs, check_datum, crs_name, to_wgs84_degrees, undo_shift
from gis.boundaries.raw import Geometries
from gis.lattice import Bools, Floats
from gis.surroundings.findings import Assumption, Kind
from gis.surroundings.osm import is_extract, read_extract


@dataclass(frozen=True, eq=False)
class Surveyed:
    """Features as a strategy takes them.

    Attributes
    ----------
    frame
        EPSG:4326; the columns depend on what was read.
    report
        What was assumed or left out.
    repairs
        What the reading of the file tells besides: encodings, CRS, datum.
    path, layer, crs
        What was read, and as what.
    features_read
        Number of features in the file.
    """

    frame: geopandas.GeoDataFrame
    report: tuple[Assumption, ...]
    repairs: tuple[Repair, ...]
    path: Path
    layer: str
    crs: str
    features_read: int


@dataclass(frozen=True, eq=False)
class Shaped:
    """Features of the shapes that were asked for, with all attributes as the file has them."""

    frame: geopandas.GeoDataFrame
    repairs: tuple[Repair, ...]
    report: tuple[Assumption, ...]
    path: Path
    layer: str
    crs: str
    features_read: int
    aliases: dict[str, str]

    def surveyed(self, frame: geopandas.GeoDataFrame, report: list[Assumption]) -> Surveyed:
        """Return what was made of it."""
        told = (*self.report, *report)
        return Surveyed(
            frame, told, self.repairs, self.path, self.layer, self.crs, self.features_read
        )


def shaped(
    path: str | PathLike[str],
    reading: Reading,
    kinds: tuple[int, ...],
    *,
    extract: tuple[str, str],
) -> Shaped:
    """Read the features of some kinds of shape.

    Parameters
    ----------
    kinds
        Shapely's numbers of them. Features of others are left out, and told.
    extract
        Of an OpenStreetMap extract: its layer, and which of its features, in SQL.

    Raises
    ------
    BoundaryError
        The file is refused: it cannot be read, says no CRS, holds no such shape.
    """
    origin = Path(path)
    if is_extract(origin):
        raw = read_extract(origin, extract[0], extract[1], reading.limits)
    else:
        raw = read_raw(origin, reading)
    repairs: list[Repair] = list(raw.notes)
    agreed = agreed_crs(raw.crs, reading.crs, origin, repairs, raw.crs_unread)
    count = len(raw.geometries)
    if raw.not_finite:
        places = [FeaturePlace(number + 1) for number in raw.not_finite]
        facts = {"x": "NaN", "y": "NaN"}
        raise BoundaryError(ErrorKind.NOT_FINITE, origin, places=places, facts=facts)
    shapes = _whole(shapely.force_2d(raw.geometries), kinds)
    fit = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    fit &= np.isin(shapely.get_type_id(shapes), kinds)
    rows = np.flatnonzero(fit)
    if not len(rows):
        raise BoundaryError(ErrorKind.NO_FEATURES, origin)
    if reading.swap_axes:
        shapes = shapely.transform(shapes, lambda xy: xy[:, ::-1])
    places = [FeaturePlace(int(row) + 1) for row in rows]
    degrees = to_wgs84_degrees(shapes[rows], agreed, origin, places, repairs, reading.extent)
    degrees = undo_shift(degrees, check_datum(reading.datum, origin), repairs)
    report = []
    if len(rows) < count:
        report.append(Assumption(Kind.OTHER_SHAPES, {"count": count - len(rows)}))
    table = raw.table.iloc[rows].reset_index(drop=True)
    table = table.drop(columns=[c for c in table.columns if str(c) == "geometry"])
    frame = geopandas.GeoDataFrame(table, geometry=degrees, crs=4326)
    return Shaped(
        frame,
        tuple(repairs),
        tuple(report),
        origin,
        raw.layer,
        crs_name(agreed),
        count,
        raw.aliases,
    )


def _whole(shapes: Geometries, kinds: tuple[int, ...]) -> Geometries:
    """Take out of collections, as KML has them, the parts of the kinds that are asked for."""
    whole = shapes.copy()
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    for row in np.flatnonzero(mixed).tolist():
        parts = shapely.get_parts(shapes[row])
        fit = parts[np.isin(shapely.get_type_id(parts), kinds)]
        whole[row] = shapely.union_all(fit) if len(fit) else None
    return whole


def only(shaped_: Shaped, kept: Bools, kind: Kind) -> Shaped:
    """Keep some of the features, and tell of the others."""
    left = int((~kept).sum())
    if not left:
        return shaped_
    frame = shaped_.frame[kept].reset_index(drop=True)
    report = (*shaped_.report, Assumption(kind, {"count": left}))
    return replace(shaped_, frame=frame, report=report)


def numbers(values: pd.Series) -> Floats:
    """Return a column's numbers; NaN where there is none, or more beside it than a unit."""
    texts = values.astype(object).map(lambda value: "" if value is None else str(value))
    plain = texts.str.replace(",", "").str.extract(r"^\s*([0-9]+(?:\.[0-9]+)?)\s*[^\d\s]{0,6}\s*$")
    return np.array(pd.to_numeric(plain[0], errors="coerce"), dtype=np.float64)
