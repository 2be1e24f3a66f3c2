"""Where the points of a Parquet file are: columns of degrees, or a geometry of GeoParquet."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.wanted import Wanted

Degrees = tuple[Any, Any]
"""Longitudes and latitudes: columns that a router takes."""


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
        return _numbers(batch.column(lon)), _numbers(batch.column(lat))

    return Positions((lon, lat), read)


def _of_geometry(path: str, schema: pa.Schema, name: str, told: dict[str, Any] | None) -> Positions:
    # PROJ and GEOS are loaded for geometries only.
    from gis.router.bulk.geometries import geometry_reader

    read = geometry_reader(path, name, _one(path, schema, name).type, told)
    return Positions((name,), lambda batch, first_row: read(batch.column(name), first_row))


def _one(path: str, schema: pa.Schema, column: str) -> pa.Field:
    there = schema.get_all_field_indices(column)
    if not there:
        columns = ", ".join(schema.names)
        raise BulkRouteError(BulkKind.NO_COLUMN, path, column=column, columns=columns)
    if len(there) > 1:
        raise BulkRouteError(BulkKind.TWICE, path, column=column)
    return schema.field(there[0])


def _geo(schema: pa.Schema) -> dict[str, Any]:
    """Return the GeoParquet metadata, or nothing."""
    kept = (schema.metadata or {}).get(b"geo")
    geo: dict[str, Any] = {} if kept is None else json.loads(kept)
    return geo


def _numbers(array: pa.Array) -> pa.Array:
    # Whole numbers too large for a double to tell apart are no degrees anyway.
    return array.cast(pa.float64(), safe=False)
