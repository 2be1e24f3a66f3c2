"""GeoParquet to raw features, counted while it unpacks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.boundaries.arcs import CURVES_TOLD
from gis.boundaries.findings import BoundaryError, ErrorKind, Repair
from gis.boundaries.limits import Format, Limits, unpacked_error
from gis.boundaries.raw import Layer, RawFeatures, check_count, unreadable
from gis.boundaries.surfaces import SURFACES_TOLD
from gis.boundaries.wkb import from_wkb

# A dictionary page can repeat a value of a megabyte in every row: few rows are unpacked at once.
_ROWS_AT_ONCE = 256
_USUAL_NAMES = ("geometry", "geom", "wkb_geometry")


@dataclass(frozen=True, slots=True)
class _GeometryColumn:
    name: str
    crs: CRS | None
    is_wkb: bool


def layers(path: Path, name: str, origin: Path, limits: Limits) -> list[Layer]:
    """Return the one layer of a file."""
    return [Layer(name, lambda: _read(path, name, origin, limits))]


def _read(path: Path, name: str, origin: Path, limits: Limits) -> RawFeatures:
    try:
        return _features(path, name, origin, limits)
    except (
        pyarrow.ArrowException,
        shapely.GEOSException,
        OSError,
        LookupError,
        TypeError,
        ValueError,
    ) as fault:
        if isinstance(fault, BoundaryError):
            raise
        raise unreadable(origin, str(fault).split("\n")[0]) from fault


def _features(path: Path, name: str, origin: Path, limits: Limits) -> RawFeatures:
    table = _table(path, origin, limits)
    notes: tuple[Repair, ...] = ()
    column = _geometry_column(table.schema, origin)
    if column.is_wkb:
        values = table.column(column.name).to_pylist()
        wkb = np.empty(len(values), dtype=object)
        wkb[:] = values
        read = from_wkb(wkb)
        geometries, unclosed, not_finite = read.geometries, read.unclosed, read.not_finite
        notes = (CURVES_TOLD,) * read.curved + (SURFACES_TOLD,) * read.surfaces
    else:
        geometries = np.asarray(geopandas.read_parquet(path).geometry, dtype=object)
        unclosed, not_finite = np.zeros(len(geometries), dtype=bool), ()
    rest = table.drop_columns([column.name]).replace_schema_metadata(None)
    attributes: pd.DataFrame = rest.to_pandas(integer_object_nulls=True, ignore_metadata=True)
    attributes.columns = [str(name) for name in attributes.columns]
    if not len(attributes.columns):
        attributes = pd.DataFrame(index=range(len(geometries)))
    return RawFeatures(
        geometries=shapely.force_2d(geometries),
        table=attributes,
        crs=column.crs,
        format=Format.GEOPARQUET,
        layer=name,
        unclosed=unclosed,
        heights=shapely.has_z(geometries) | shapely.has_m(geometries),
        not_finite=not_finite,
        notes=notes,
    )


def _table(path: Path, origin: Path, limits: Limits) -> pyarrow.Table:
    with pyarrow.parquet.ParquetFile(path) as file:
        check_count(file.metadata.num_rows, origin, limits)
        if len(file.schema_arrow) > limits.max_columns:
            raise unreadable(origin, f"more than {limits.max_columns} columns")
        batches = []
        unpacked_bytes = rows = 0
        for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
            unpacked_bytes += batch.nbytes
            rows += batch.num_rows
            if unpacked_bytes > limits.max_unpacked_bytes:
                raise unpacked_error(origin, limits)
            batches.append(batch)
        check_count(rows, origin, limits)
        table = pyarrow.Table.from_batches(batches, schema=file.schema_arrow)
        table.validate(full=True)  # else texts that are none are found where they are used
        return table


def _geometry_column(schema: pyarrow.Schema, origin: Path) -> _GeometryColumn:
    text = (schema.metadata or {}).get(b"geo")
    if text is None:
        name = next((name for name in _USUAL_NAMES if name in schema.names), None)
        if name is None or not _is_binary(schema.field(name).type):
            raise BoundaryError(ErrorKind.NO_GEOMETRY_COLUMN, origin)
        return _GeometryColumn(name, None, is_wkb=True)
    told = json.loads(text)
    name = told["primary_column"]
    column: Mapping[str, object] = told["columns"][name]
    schema.field(name)  # KeyError where the metadata names a column that is not there
    is_wkb = column.get("encoding") == "WKB"
    if is_wkb and not _is_binary(schema.field(name).type):
        raise unreadable(origin, f"column “{name}” is no WKB")
    if "crs" not in column:
        return _GeometryColumn(name, CRS.from_user_input("OGC:CRS84"), is_wkb)
    crs = column["crs"]
    if crs is None:
        return _GeometryColumn(name, None, is_wkb)
    if not isinstance(crs, dict):
        raise BoundaryError(ErrorKind.UNKNOWN_CRS, origin, facts={"crs": str(crs)[:200]})
    try:
        return _GeometryColumn(name, CRS.from_json_dict(crs), is_wkb)
    except CRSError as fault:
        facts = {"crs": str(crs.get("name", "-"))[:200]}
        raise BoundaryError(ErrorKind.UNKNOWN_CRS, origin, facts=facts) from fault


def _is_binary(kind: pyarrow.DataType) -> bool:
    storage = kind.storage_type if isinstance(kind, pyarrow.BaseExtensionType) else kind
    return bool(pyarrow.types.is_binary(storage) or pyarrow.types.is_large_binary(storage))
