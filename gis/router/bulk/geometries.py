"""Points that a column of GeoParquet holds, in degrees, whatever its encoding and CRS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyproj
import shapely

from gis.lattice import Floats
from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.shapes import degrees, no_point

Degrees = tuple[Floats, Floats]
"""Longitudes and latitudes."""

_DEGREES = ("EPSG:4326", "EPSG:4490", "OGC:CRS84")
"""China's CGCS2000 differs from WGS84 by centimetres; the project takes the two for one."""

_WKB_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
_LITTLE_ENDIAN, _POINT = 1, 1


def geometry_reader(
    path: str, column: str, kind: pa.DataType, told: dict[str, Any] | None
) -> Callable[[pa.Array, int], Degrees]:
    """Return what reads a geometry column of a file.

    Parameters
    ----------
    kind
        The column's type.
    told
        What the file's GeoParquet metadata says of it, if anything.

    Returns
    -------
    callable
        From an array, and its first row within the file, to degrees.

    Raises
    ------
    BulkRouteError
        It is no geometry, or in a CRS that cannot be turned into degrees.
    """
    kind = kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind
    fields = {kind.field(k).name for k in range(kind.num_fields)}
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        xy = _of_wkb
    elif pa.types.is_struct(kind) and {"x", "y"} <= fields:
        xy = _of_struct
    else:
        told = None
    if told is None:
        raise BulkRouteError(BulkKind.NO_GEOMETRY, path, column=column, type=str(kind))
    turned = _to_degrees(path, told)

    def read(array: pa.Array, first_row: int) -> Degrees:
        if isinstance(array, pa.ExtensionArray):
            array = array.storage
        return turned(*xy(path, array, first_row))

    return read


def _of_struct(path: str, array: pa.Array, first_row: int) -> Degrees:
    # `flatten` lets the struct's own gaps through to its fields; `field` would not.
    names = [array.type.field(k).name for k in range(array.type.num_fields)]
    fields = dict(zip(names, array.flatten(), strict=True))
    return fields["x"].to_numpy(zero_copy_only=False), fields["y"].to_numpy(zero_copy_only=False)


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


def _plain_points(array: pa.Array) -> Degrees | None:
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


def _to_degrees(path: str, told: dict[str, Any]) -> Callable[[Floats, Floats], Degrees]:
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

    def turned(x: Floats, y: Floats) -> Degrees:
        # What lies outside the projection's reach comes back infinite: no place.
        lon, lat = turn.transform(x, y)
        return np.asarray(lon), np.asarray(lat)

    return turned
