"""Where the points of a Parquet file are: columns of degrees, or a geometry of GeoParquet."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyproj
import shapely
from numpy.typing import NDArray

from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.shapes import degrees, no_point
from gis.router.bulk.wanted import Wanted

Degrees = tuple[Any, Any]
"""Longitudes and latitudes: columns that a router takes."""

_DEGREES = ("EPSG:4326", "EPSG:4490", "OGC:CRS84")
"""China's CGCS2000 differs from WGS84 by centimetres; the project takes the two for one."""

_WKB_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
_LITTLE_ENDIAN, _POINT = 1, 1


@dataclass(frozen=True)
class Positions:
    """How to read points from the batches of a file.

    Attributes
    ----------
    columns
        The columns that are needed.
    """

    columns: tuple[str, ...]
    _read: Callable[[pa.RecordBatch, int], Degrees]

    def of(self, batch: pa.RecordBatch, first_row: int) -> Degrees:
        """Return longitudes and latitudes of a batch.

        Parameters
        ----------
        first_row
            The batch's first row within the file, from 0, to name a row at fault.

        Raises
        ------
        BulkRouteError
            A geometry is no point.
        """
        return self._read(batch, first_row)


def positions(path: str, schema: pa.Schema, wanted: Wanted) -> Positions:
    """Find where a file keeps its points.

    Raises
    ------
    BulkRouteError
        There are no such columns, they hold something else, stand twice, or lie in a
        coordinate system that cannot be turned into degrees.
    """
    if wanted.geometry is None:
        lon, lat = wanted.lon or "lon", wanted.lat or "lat"
        named = wanted.lon is not None or wanted.lat is not None
        if named or (lon in schema.names and lat in schema.names):
            return _of_numbers(path, schema, lon, lat)
    geo = _geo(schema)
    geometry = wanted.geometry or geo.get("primary_column")
    if geometry is None:
        raise BulkRouteError(BulkKind.NO_COORDINATES, path, columns=", ".join(schema.names))
    return _of_geometry(path, schema, geometry, geo.get("columns", {}).get(geometry))


def _of_numbers(path: str, schema: pa.Schema, lon: str, lat: str) -> Positions:
    for column in (lon, lat):
        kind = _one(path, schema, column).type
        if not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind)
                or pa.types.is_null(kind)):  # fmt: skip
            raise BulkRouteError(BulkKind.NOT_NUMBERS, path, column=column, type=str(kind))

    def read(batch: pa.RecordBatch, _: int) -> Degrees:
        return _doubles(batch.column(lon)), _doubles(batch.column(lat))

    return Positions((lon, lat), read)


def _of_geometry(path: str, schema: pa.Schema, name: str, told: dict[str, Any] | None) -> Positions:
    kind = _storage(_one(path, schema, name).type)
    if told is None:
        raise BulkRouteError(BulkKind.NO_GEOMETRY, path, column=name, type=str(kind))
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        xy: Callable[[str, pa.Array, int], Degrees] = _of_wkb
    elif pa.types.is_struct(kind) and {"x", "y"} <= {kind.field(k).name for k in range(kind.num_fields)}:  # fmt: skip  # noqa: E501
        xy = _of_struct
    else:
        raise BulkRouteError(BulkKind.NO_GEOMETRY, path, column=name, type=str(kind))
    turned = _to_degrees(path, told)

    def read(batch: pa.RecordBatch, first_row: int) -> Degrees:
        array = batch.column(name)
        if isinstance(array, pa.ExtensionArray):
            array = array.storage
        return turned(*xy(path, array, first_row))

    return Positions((name,), read)


def _one(path: str, schema: pa.Schema, column: str) -> pa.Field:
    there = schema.get_all_field_indices(column)
    if not there:
        columns = ", ".join(schema.names)
        raise BulkRouteError(BulkKind.NO_COLUMN, path, column=column, columns=columns)
    if len(there) > 1:
        raise BulkRouteError(BulkKind.TWICE, path, column=column)
    return schema.field(there[0])


def _storage(kind: pa.DataType) -> pa.DataType:
    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def _geo(schema: pa.Schema) -> dict[str, Any]:
    """Return the GeoParquet metadata, or nothing."""
    kept = (schema.metadata or {}).get(b"geo")
    geo: dict[str, Any] = {} if kept is None else json.loads(kept)
    return geo


def _doubles(array: pa.Array) -> NDArray[np.float64]:
    # Missing values become NaN, which the router answers with "outside".
    numbers = array.cast(pa.float64(), safe=False)
    values: NDArray[np.float64] = numbers.to_numpy(zero_copy_only=False)
    return values


def _of_struct(path: str, array: pa.Array, first_row: int) -> tuple[Any, Any]:
    # `flatten` lets the struct's own gaps through to its fields; `field` would not.
    names = [array.type.field(k).name for k in range(array.type.num_fields)]
    fields = dict(zip(names, array.flatten(), strict=True))
    return _doubles(fields["x"]), _doubles(fields["y"])


def _of_wkb(path: str, array: pa.Array, first_row: int) -> Degrees:
    plain = _plain_points(array)
    if plain is not None:
        return plain
    shapes = shapely.from_wkb(array.to_numpy(zero_copy_only=False))
    k = no_point(shapes)
    if k is not None:
        raise BulkRouteError(
            BulkKind.NOT_POINTS, path, row=first_row + k + 1, type=shapes[k].geom_type
        )
    return degrees(shapes)


def _plain_points(array: pa.Array) -> tuple[Any, Any] | None:
    """Read 21-byte points where they lie, if the array holds nothing else."""
    if array.null_count or not len(array):
        return None
    wide = pa.types.is_large_binary(array.type)
    offsets = np.frombuffer(array.buffers()[1], "<i8" if wide else "<i4")
    offsets = offsets[array.offset : array.offset + len(array) + 1]
    start, stop = int(offsets[0]), int(offsets[-1])
    if stop - start != len(array) * _WKB_POINT.itemsize:
        return None
    if (np.diff(offsets) != _WKB_POINT.itemsize).any():
        return None
    points = np.frombuffer(array.buffers()[2], _WKB_POINT, len(array), start)
    if (points["order"] != _LITTLE_ENDIAN).any() or (points["type"] != _POINT).any():
        return None
    return np.ascontiguousarray(points["x"]), np.ascontiguousarray(points["y"])


def _to_degrees(path: str, told: dict[str, Any]) -> Callable[[Any, Any], Degrees]:
    """Return what turns a geometry column's coordinates into degrees."""
    # By GeoParquet, no entry is CRS84, an empty one is unknown; x comes first in any case.
    if "crs" in told and told["crs"] is None:
        raise BulkRouteError(BulkKind.CRS, path, crs="null", why="nothing is said about it")
    if "crs" not in told:
        return lambda x, y: (x, y)
    try:
        crs = pyproj.CRS.from_user_input(told["crs"])
        authority = crs.to_authority()
        if authority is not None and ":".join(authority) in _DEGREES:
            return lambda x, y: (x, y)
        turn = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise BulkRouteError(
            BulkKind.CRS, path, crs=str(told["crs"])[:80], why=str(error)
        ) from error

    def turned(x: Any, y: Any) -> Degrees:
        # What lies outside the projection's reach comes back infinite: no place.
        lon, lat = turn.transform(x, y)
        return np.asarray(lon), np.asarray(lat)

    return turned
