"""Read a boundary file into communities and a report of what was done to them."""

from collections import Counter
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.boundaries import mending
from gis.boundaries.columns import ColumnNames, find_columns, texts, truths
from gis.boundaries.files import Format, Limits, opened
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.boundaries.formats import RawFeatures, read_features
from gis.boundaries.places import agreed_crs, check_datum, crs_name, to_wgs84_degrees


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What was read.

    Parameters
    ----------
    communities
        Columns code, name, parent (text), geometry (valid polygons and multipolygons,
        EPSG:4326), and short_name, name_en, kind, street, street_en where the file has them; in
        the file's order. ``attrs["illustrative"]`` repeats the flag.
    report
        Every repair, the whole file's first.
    illustrative
        Whether the boundaries are made up and every picture of them must say so.
    path, format, layer, crs, columns
        What was read, and as what.
    features_read
        Number of features in the file.
    """

    communities: geopandas.GeoDataFrame
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


def read_boundaries(
    path: str | PathLike[str],
    *,
    crs: CRS | str | int | None = None,
    layer: str | None = None,
    datum: str = "wgs84",
    code: str | None = None,
    name: str | None = None,
    parent: str | None = None,
    swap_axes: bool = False,
    skip_unusable: bool = False,
    limits: Limits | None = None,
) -> Boundaries:
    """Read communities from a boundary file of any usual format.

    Parameters
    ----------
    path
        GeoJSON, TopoJSON, Esri JSON, Shapefile (also zipped), GeoPackage, FlatGeobuf, GeoParquet,
        KML, KMZ, or CSV with a WKT column. The content decides, not the suffix.
    crs
        The CRS of the coordinates: needed where the file declares none, and stronger than its
        word where it does.
    layer
        Needed where the file has several.
    datum
        ``wgs84``, ``cgcs2000``, ``gcj02`` or ``bd09``: the shift to undo.
    code, name, parent
        Columns; without them the usual names are looked for.
    swap_axes
        Read coordinates as latitude, longitude.
    skip_unusable
        Leave out features without an area, and report them, instead of refusing the file.
    limits
        Sizes above which the file is refused.

    Returns
    -------
    Boundaries
        Communities and report.

    Raises
    ------
    BoundaryError
        The file is refused; the error says why, where, and what to do.
    """
    origin = Path(path)
    limits = limits or Limits()
    shift = check_datum(datum, origin)
    with opened(origin, limits) as datasets:
        raw = read_features(datasets, origin, layer, limits)
    report = list(raw.notes)
    columns = find_columns(raw.table, origin, code=code, name=name, parent=parent)
    codes = texts(raw.table[columns.code])
    places = [FeaturePlace(number, code) for number, code in enumerate(codes, start=1)]
    agreed = agreed_crs(raw.crs, crs, origin, report)

    vertices = int(shapely.count_coordinates(raw.geometries))
    if vertices > limits.max_vertices:
        facts = {"limit": str(limits.max_vertices)}
        raise BoundaryError(ErrorKind.TOO_MANY_VERTICES, origin, facts=facts)
    if raw.not_finite:
        culprits = [places[number] for number in raw.not_finite]
        raise BoundaryError(
            ErrorKind.NOT_FINITE, origin, places=culprits, facts={"x": "NaN", "y": "NaN"}
        )
    # Shapes first: a feature is told by its code, so a blank one comes after what has no area.
    shapes, repairs = _shapes(raw, places, origin, skip_unusable, report)
    kept = [number for number, shape in enumerate(shapes) if shape is not None]
    _check_codes(origin, [places[number] for number in kept])
    flat = np.array([shapes[number] for number in kept], dtype=object)
    if swap_axes:
        flat = np.asarray(shapely.transform(flat, lambda xy: xy[:, ::-1]), dtype=object)
        report.append(Repair("", RepairKind.AXES_SWAPPED))
    kept_places = [places[number] for number in kept]
    degrees = to_wgs84_degrees(flat, agreed, shift, origin, kept_places, report)
    names = _names(raw.table, columns, places, kept, report)
    parents = texts(raw.table[columns.parent]) if columns.parent else [""] * len(codes)

    geometries = []
    for place, geometry in zip(kept_places, degrees, strict=True):
        whole, done = mending.mended(geometry, place.code)
        if whole is None:
            raise BoundaryError(ErrorKind.NO_AREA, origin, places=[place])
        geometries.append(whole)
        repairs.extend(done)
    communities = geopandas.GeoDataFrame(
        {
            "code": [codes[number] for number in kept],
            "name": names,
            "parent": [parents[number] for number in kept],
            **_further(raw.table, columns, kept),
        },
        geometry=geometries,
        crs="EPSG:4326",
    )
    communities = _rejoin(communities, origin, kept_places, repairs)
    illustrative = raw.illustrative or (
        columns.illustrative is not None and any(truths(raw.table[columns.illustrative]))
    )
    communities.attrs["illustrative"] = illustrative
    return Boundaries(
        communities=communities,
        report=report + repairs,
        illustrative=illustrative,
        path=origin,
        format=raw.format,
        layer=raw.layer,
        crs=crs_name(agreed),
        columns=columns,
        features_read=len(codes),
    )


def _shapes(
    raw: RawFeatures,
    places: list[FeaturePlace],
    path: Path,
    skip_unusable: bool,
    report: list[Repair],
) -> tuple[list[BaseGeometry | None], list[Repair]]:
    """Keep each feature's polygons, flat; refuse or skip those that have none."""
    heights = shapely.has_z(raw.geometries) | shapely.has_m(raw.geometries)
    if heights.any():
        facts = {"count": int(heights.sum())}
        report.append(Repair("", RepairKind.HEIGHTS_DROPPED, facts=facts))
    shapes: list[BaseGeometry | None] = []
    repairs: list[Repair] = []
    for place, geometry, unclosed in zip(
        places, shapely.force_2d(raw.geometries), raw.unclosed, strict=True
    ):
        shape, others = mending.polygons_only(geometry)
        shapes.append(shape)
        feature = place.code or f"#{place.number}"
        if shape is None:
            continue
        if unclosed:
            repairs.append(Repair(feature, RepairKind.RING_CLOSED))
        if others:
            repairs.append(Repair(feature, RepairKind.PARTS_DROPPED, facts={"count": others}))
    unusable = [place for place, shape in zip(places, shapes, strict=True) if shape is None]
    if unusable and (not skip_unusable or len(unusable) == len(places)):
        raise BoundaryError(ErrorKind.NO_AREA, path, places=unusable)
    repairs += [Repair(place.code or f"#{place.number}", RepairKind.SKIPPED) for place in unusable]
    return shapes, repairs


def _check_codes(path: Path, places: list[FeaturePlace]) -> None:
    blank = [place for place in places if not place.code]
    if blank:
        raise BoundaryError(ErrorKind.BLANK_CODE, path, places=blank)


def _names(
    table: pd.DataFrame,
    columns: ColumnNames,
    places: list[FeaturePlace],
    kept: list[int],
    report: list[Repair],
) -> list[str]:
    """Return the names; a community without one goes by its code, and that is told."""
    if columns.name is None:
        report.append(Repair("", RepairKind.NO_NAMES))
        return [places[number].code for number in kept]
    given = texts(table[columns.name])
    report.extend(
        Repair(places[number].code, RepairKind.BLANK_NAME) for number in kept if not given[number]
    )
    return [given[number] or places[number].code for number in kept]


def _further(table: pd.DataFrame, columns: ColumnNames, kept: list[int]) -> dict[str, list[str]]:
    """Return what the file tells besides code, name and parent."""
    told = {ours: texts(table[theirs]) for ours, theirs in columns.further}
    return {ours: [values[number] for number in kept] for ours, values in told.items()}


def _rejoin(
    communities: geopandas.GeoDataFrame,
    path: Path,
    places: list[FeaturePlace],
    repairs: list[Repair],
) -> geopandas.GeoDataFrame:
    """Join features of one code if they are one community's parts; else the code is a mistake."""
    counts = Counter(communities["code"])
    repeated = {code for code, count in counts.items() if count > 1}
    if not repeated:
        return communities
    for code, group in communities[communities["code"].isin(repeated)].groupby("code"):
        if group["name"].nunique() > 1 or group["parent"].nunique() > 1:
            culprits = [places[number] for number in group.index]
            facts = {"code": str(code), "names": ", ".join(group["name"])}
            raise BoundaryError(ErrorKind.REPEATED_CODE, path, places=culprits, facts=facts)
        whole, repair = mending.rejoined(list(group.geometry), str(code))
        communities.loc[group.index[0], "geometry"] = whole
        repairs.append(repair)
    return communities.drop_duplicates("code").reset_index(drop=True)
