"""Turn one dataset of any format into raw features: geometries, a table, a declared CRS."""

import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow
import pyarrow.parquet
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj import CRS

from gis.boundaries.encodings import undeclared_encoding
from gis.boundaries.files import Dataset, Format, Limits, unpacked_error
from gis.boundaries.findings import BoundaryError, ErrorKind, Repair, RepairKind

Geometries: TypeAlias = npt.NDArray[np.object_]
Mask: TypeAlias = npt.NDArray[np.bool_]

_READER_ERRORS = (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError)
# NaN and infinity as little-endian WKB has them.
_NOT_FINITE = re.compile(rb"\x00{6}[\xf0\xf8][\x7f\xff]")
_WKT_COLUMNS = ("wkt", "geometry", "geom", "the_geom", "shape")


@dataclass(frozen=True, slots=True)
class RawFeatures:
    """Features as the file has them.

    Parameters
    ----------
    geometries
        In the file's own CRS; None where there is none.
    table
        The attributes, one row a feature.
    crs
        As declared; None if it is not.
    format, layer, encoding
        What was read.
    unclosed
        Features of which a ring was not closed.
    not_finite
        Features whose geometry is lost, because a coordinate is not a number.
    illustrative
        Whether the file says of itself that its boundaries are illustrative.
    notes
        What was assumed.
    """

    geometries: Geometries
    table: pd.DataFrame
    crs: CRS | None
    format: Format
    layer: str
    encoding: str | None
    unclosed: Mask
    not_finite: list[int] = field(default_factory=list)
    illustrative: bool = False
    notes: list[Repair] = field(default_factory=list)


def read_features(
    datasets: list[Dataset], origin: Path, layer: str | None, limits: Limits
) -> RawFeatures:
    """Read the one layer that is there, or the named one.

    Raises
    ------
    BoundaryError
        Several layers and none named, no such layer, too many features, or not readable.
    """
    try:
        dataset, chosen = _choose_layer(datasets, origin, layer)
        if dataset.format is Format.GEOPARQUET:
            return _read_parquet(dataset, origin, chosen, limits)
        if dataset.format is Format.CSV:
            return _read_csv(dataset, origin, chosen, limits)
        return _read_ogr(dataset, origin, chosen, limits)
    except _READER_ERRORS as fault:
        # GDAL's messages may hold the path of a temporary folder.
        why = str(fault).split(";")[0].rstrip(" .").replace(str(datasets[0].path.parent) + "/", "")
        raise BoundaryError(ErrorKind.UNREADABLE, origin, facts={"why": why}) from fault


def _choose_layer(datasets: list[Dataset], origin: Path, layer: str | None) -> tuple[Dataset, str]:
    found: list[tuple[str, Dataset, str]] = []
    for dataset in datasets:
        if dataset.format in {Format.GEOPARQUET, Format.CSV}:
            found.append((dataset.name, dataset, dataset.name))
            continue
        layers = pyogrio.list_layers(dataset.path).tolist()
        spatial = [name for name, kind in layers if kind is not None]
        # A file of one layer goes by its own name: unpacked files are numbered on disk.
        shown = [dataset.name] if len(spatial) == 1 and len(datasets) > 1 else spatial
        found += [(label, dataset, name) for label, name in zip(shown, spatial, strict=True)]
    names = ", ".join(label for label, _, _ in found)
    if layer is not None:
        for label, dataset, name in found:
            if layer in {label, dataset.name if len(found) == 1 else label}:
                return dataset, name
        facts = {"layer": layer, "layers": names}
        raise BoundaryError(ErrorKind.UNKNOWN_LAYER, origin, facts=facts)
    if not found:
        raise BoundaryError(ErrorKind.NO_FEATURES, origin)
    if len(found) > 1:
        raise BoundaryError(ErrorKind.SEVERAL_LAYERS, origin, facts={"layers": names})
    return found[0][1], found[0][2]


def _read_ogr(dataset: Dataset, origin: Path, layer: str, limits: Limits) -> RawFeatures:
    notes: list[Repair] = []
    encoding = None
    if dataset.format is Format.SHAPEFILE:
        encoding = undeclared_encoding(dataset.path)
        if encoding is not None:
            said = {"gb18030": "GBK (GB18030)", "big5": "Big5", "utf-8": "UTF-8"}[encoding]
            notes.append(Repair("", RepairKind.ENCODING_DETECTED, facts={"encoding": said}))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        meta, _, wkb, columns = pyogrio.raw.read(
            dataset.path, layer=layer, encoding=encoding, max_features=limits.max_features + 1
        )
    for warning in caught:
        # An unclosed ring is told of its feature, not of the file.
        if "Non closed ring" not in str(warning.message):
            facts = {"text": str(warning.message)}
            notes.append(Repair("", RepairKind.READER_WARNING, facts=facts))
    _check_count(len(wkb), origin, limits)
    geometries, unclosed = _from_wkb(wkb)
    # GEOS cannot close a ring around NaN, so these are known by their bytes.
    lost = np.flatnonzero(
        unclosed & (shapely.is_missing(geometries) | shapely.is_empty(geometries))
    )
    not_finite = [number for number in lost.tolist() if _NOT_FINITE.search(wkb[number])]
    table = pd.DataFrame(dict(zip(meta["fields"].tolist(), columns, strict=True)))
    return RawFeatures(
        geometries=geometries,
        table=table if len(table.columns) else pd.DataFrame(index=range(len(wkb))),
        crs=_crs(meta["crs"], origin),
        format=dataset.format,
        layer=layer,
        encoding=encoding or meta["encoding"],
        unclosed=unclosed,
        not_finite=not_finite,
        illustrative=dataset.illustrative,
        notes=notes,
    )


def _read_parquet(dataset: Dataset, origin: Path, layer: str, limits: Limits) -> RawFeatures:
    try:
        meta = pyarrow.parquet.read_metadata(dataset.path)
        _check_count(meta.num_rows, origin, limits)
        sizes = (meta.row_group(number).total_byte_size for number in range(meta.num_row_groups))
        if sum(sizes) > limits.max_unpacked_bytes:
            raise unpacked_error(origin, limits)
        frame = geopandas.read_parquet(dataset.path)
    except (pyarrow.ArrowException, shapely.GEOSException, OSError, KeyError, ValueError) as fault:
        if isinstance(fault, BoundaryError):
            raise
        raise BoundaryError(ErrorKind.UNREADABLE, origin, facts={"why": str(fault)}) from fault
    return RawFeatures(
        geometries=np.asarray(frame.geometry, dtype=object),
        table=pd.DataFrame(frame.drop(columns=frame.geometry.name)).reset_index(drop=True),
        crs=frame.crs,
        format=dataset.format,
        layer=layer,
        encoding=None,
        unclosed=np.zeros(len(frame), dtype=bool),
    )


def _read_csv(dataset: Dataset, origin: Path, layer: str, limits: Limits) -> RawFeatures:
    data = dataset.path.read_bytes()
    notes: list[Repair] = []
    try:
        data.decode("utf-8-sig")
        encoding = "utf-8-sig"
    except UnicodeDecodeError:
        encoding = "gb18030"
        facts = {"encoding": "GBK (GB18030)"}
        notes.append(Repair("", RepairKind.ENCODING_DETECTED, facts=facts))
    try:
        table = pd.read_csv(
            dataset.path,
            dtype=str,
            encoding=encoding,
            keep_default_na=False,
            nrows=limits.max_features + 1,
        )
    except (ValueError, pd.errors.ParserError) as fault:
        raise BoundaryError(ErrorKind.UNREADABLE, origin, facts={"why": str(fault)}) from fault
    wkt_column = next((name for name in table.columns if name.lower() in _WKT_COLUMNS), None)
    if wkt_column is None:
        facts = {"why": "no column named WKT or geometry"}
        raise BoundaryError(ErrorKind.UNREADABLE, origin, facts=facts)
    _check_count(len(table), origin, limits)
    words = np.array([text or None for text in table[wkt_column]], dtype=object)
    geometries = shapely.from_wkt(words, on_invalid="ignore")
    unclosed = shapely.is_missing(geometries) & (words != None)  # noqa: E711
    geometries[unclosed] = shapely.from_wkt(words[unclosed], on_invalid="fix")
    return RawFeatures(
        geometries=geometries,
        table=table.drop(columns=wkt_column),
        crs=None,
        format=dataset.format,
        layer=layer,
        encoding=encoding,
        unclosed=unclosed,
        notes=notes,
    )


def _from_wkb(wkb: Geometries) -> tuple[Geometries, Mask]:
    with np.errstate(invalid="ignore"):  # NaN coordinates are found, and told, later
        geometries = shapely.from_wkb(wkb, on_invalid="ignore")
        unclosed = shapely.is_missing(geometries) & np.array([item is not None for item in wkb])
        geometries[unclosed] = shapely.from_wkb(wkb[unclosed], on_invalid="fix")
    return geometries, unclosed


def _crs(declared: str | None, origin: Path) -> CRS | None:
    if declared is None:
        return None
    try:
        return CRS.from_user_input(declared)
    except ValueError as fault:
        raise BoundaryError(ErrorKind.UNKNOWN_CRS, origin, facts={"crs": declared}) from fault


def _check_count(count: int, origin: Path, limits: Limits) -> None:
    if count == 0:
        raise BoundaryError(ErrorKind.NO_FEATURES, origin)
    if count > limits.max_features:
        facts = {"limit": str(limits.max_features)}
        raise BoundaryError(ErrorKind.TOO_MANY_FEATURES, origin, facts=facts)
