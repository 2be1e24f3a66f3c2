"""GeoPackage, FlatGeobuf and a Shapefile's parts to raw features, through GDAL.

GDAL is given only files that stand in a folder of our own, under a name of our own, and whose
first bytes belong to the format: so neither a name nor a content can call another driver.
"""

import sqlite3
import warnings
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj import CRS

from gis.boundaries.arcs import CURVES_TOLD
from gis.boundaries.findings import BoundaryError, ErrorKind, Repair, RepairKind
from gis.boundaries.limits import FORMATS_SAID, Format, Limits
from gis.boundaries.raw import (
    Layer,
    Mask,
    RawFeatures,
    check_count,
    declared_crs,
    unreadable,
)
from gis.boundaries.surfaces import SURFACES_TOLD
from gis.boundaries.wkb import from_wkb, is_curved

_READER_ERRORS = (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError)
# What pyogrio itself stumbles over: a .prj that is no text, a layer that promises more features
# than it has, fields of no type.
_BINDING_ERRORS = (
    *(ValueError, TypeError, NameError, LookupError, ArithmeticError),
    *(AttributeError, RuntimeError, SystemError, MemoryError),
)
_SQLITE_STEPS = 20_000_000
_CURVED = ("CURVE", "SURFACE", "CIRCULARSTRING")
# A GeoPackage's geometry: two letters, version, flags, number of the CRS, an envelope of as many
# bytes as three of the flags tell, then well-known binary.
_HEADER_BYTES = 8
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_TYPE_BYTES = 5


def layers(path: Path, format_: Format, name: str, origin: Path, limits: Limits) -> list[Layer]:
    """Return the layers that have geometries; a single one goes by the file's own name too."""
    curved: frozenset[str] = frozenset()
    if format_ is Format.GEOPACKAGE:
        curved = _check_geopackage(path, origin)
    if format_ is Format.FLATGEOBUF:
        return [Layer(name, lambda: read_layer(path, None, format_, name, origin, limits, ()))]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what there is to warn of, reading tells
            listed = pyogrio.list_layers(path).tolist()
    except (*_READER_ERRORS, *_BINDING_ERRORS) as fault:
        raise _failed(fault, path, origin) from fault
    found = [label for label, kind in listed if kind is not None]
    return [
        Layer(
            label,
            lambda label=label: read_layer(  # type: ignore[misc]
                path, label, format_, label, origin, limits, _curve_notes(label in curved)
            ),
        )
        for label in found
    ]


def _curve_notes(curved: bool) -> tuple[Repair, ...]:
    return (CURVES_TOLD,) if curved else ()


def read_layer(
    path: Path,
    layer: str | None,
    format_: Format,
    name: str,
    origin: Path,
    limits: Limits,
    notes: tuple[Repair, ...],
    **options: object,
) -> RawFeatures:
    """Read a layer through GDAL; `layer` is its name in the file, `name` the one it goes by.

    ``options`` are the driver's own, and pyogrio's ``where`` and ``bbox``.
    """
    told = list(notes)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            meta, _, wkb, columns = pyogrio.raw.read(
                path, layer=layer, max_features=limits.max_features + 1, **options
            )
        except (*_READER_ERRORS, *_BINDING_ERRORS) as fault:
            raise _failed(fault, path, origin) from fault
    if wkb is None:
        raise BoundaryError(ErrorKind.NO_FEATURES, origin)
    check_count(len(wkb), origin, limits)
    read = from_wkb(wkb)
    measured = False
    for text in dict.fromkeys(str(warning.message) for warning in caught):
        measured |= "Measured (M)" in text
        # Open rings and measures are told of their features, curves of their layer.
        if not any(known in text for known in ("Non closed ring", "Measured (M)", "geometry_col")):
            told.append(Repair("", RepairKind.READER_WARNING, facts={"text": _short(text, path)}))
    if CURVES_TOLD not in told and _is_curved_name(str(meta["geometry_type"])):
        told.append(CURVES_TOLD)
    if read.surfaces:
        told.append(SURFACES_TOLD)
    heights: Mask = shapely.has_z(read.geometries) | shapely.has_m(read.geometries)
    if measured:
        heights |= ~shapely.is_missing(read.geometries)
    table = pd.DataFrame(dict(zip(meta["fields"].tolist(), columns, strict=True)))
    return RawFeatures(
        geometries=shapely.force_2d(read.geometries),
        table=table if len(table.columns) else pd.DataFrame(index=range(len(wkb))),
        crs=_crs(meta["crs"], origin),
        format=format_,
        layer=name,
        unclosed=read.unclosed,
        heights=heights,
        not_finite=read.not_finite,
        notes=tuple(told),
    )


def _crs(declared: str | None, origin: Path) -> CRS | None:
    if declared is None:
        return None
    crs = declared_crs(declared, origin)
    # GDAL's name of a CRS that a GeoPackage leaves open.
    return None if crs.name.lower().startswith("undefined") else crs


def _failed(fault: Exception, path: Path, origin: Path) -> BoundaryError:
    if "Geometry type is not supported" in str(fault):  # of what a layer declares, not holds
        return BoundaryError(ErrorKind.SURFACE_LAYER, origin)
    return unreadable(origin, _said(fault, path))


def _said(fault: Exception, path: Path) -> str:
    return _short(str(fault).split(";")[0].rstrip(" ."), path)


def _short(text: str, path: Path) -> str:
    """Take the temporary folder out of GDAL's words, and keep them short."""
    return text.replace(f"{path.parent}/", "").split("\n")[0][:300]


def _check_geopackage(path: Path, origin: Path) -> frozenset[str]:
    """Refuse a database that would compute while it is read; return its layers of curves.

    A view, or a virtual table, can run without end, swell, or open other files.
    """
    uri = f"{path.as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            database.set_progress_handler(lambda: 1, _SQLITE_STEPS)
            database.execute("PRAGMA trusted_schema=OFF")
            objects = database.execute(
                "SELECT name, type, coalesce(sql, '') FROM sqlite_master"
            ).fetchall()
            kinds = {str(name): str(kind) for name, kind, _ in objects}
            if kinds.get("gpkg_contents") != "table":
                facts = {"formats": FORMATS_SAID}
                raise BoundaryError(ErrorKind.UNKNOWN_FORMAT, origin, facts=facts)
            layer_names = [
                str(name) for (name,) in database.execute("SELECT table_name FROM gpkg_contents")
            ]
            for name, kind, sql in objects:
                if _computes(str(name), str(kind), str(sql), layer_names):
                    facts = {"table": str(name)[:100]}
                    raise BoundaryError(ErrorKind.UNSAFE_DATABASE, origin, facts=facts)
            if kinds.get("gpkg_geometry_columns") != "table":
                return frozenset()
            columns = database.execute(
                "SELECT table_name, geometry_type_name, column_name FROM gpkg_geometry_columns"
            ).fetchall()
            curved = [
                str(name)
                for name, kind, column in columns
                if _is_curved_name(str(kind))
                or (
                    name in layer_names
                    and kinds.get(name) == "table"
                    and _holds_curves(database, str(name), str(column))
                )
            ]
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as fault:
        raise unreadable(origin, str(fault)) from fault
    return frozenset(curved)


def _is_curved_name(kind: str) -> bool:
    plain = kind.upper().replace(" ", "")
    return "POLYHEDRAL" not in plain and any(word in plain for word in _CURVED)


def _holds_curves(database: sqlite3.Connection, table: str, column: str) -> bool:
    """Look for curves among geometries that are declared to be of any type."""
    named = [f'"{one.replace(chr(34), chr(34) * 2)}"' for one in (column, table)]
    longest = _HEADER_BYTES + max(_ENVELOPE_BYTES) + _TYPE_BYTES
    query = f"SELECT substr({named[0]}, 1, {longest}) FROM {named[1]}"  # noqa: S608  # quoted names
    return any(
        isinstance(head, bytes) and _is_curved_blob(head) for (head,) in database.execute(query)
    )


def _is_curved_blob(head: bytes) -> bool:
    if len(head) < _HEADER_BYTES + _TYPE_BYTES:
        return False
    envelope = head[3] >> 1 & 0b111
    at = _HEADER_BYTES + (_ENVELOPE_BYTES[envelope] if envelope < len(_ENVELOPE_BYTES) else 0)
    return is_curved(head[at : at + _TYPE_BYTES])


def _computes(name: str, kind: str, sql: str, layer_names: list[str]) -> bool:
    folded = " ".join(sql.lower().split())
    if kind == "view":
        return name in layer_names or name.startswith("gpkg_")
    if kind != "table":
        return False
    if folded.startswith("create virtual table"):
        # Spatial indexes are virtual tables that every GeoPackage has.
        return " using rtree" not in folded and ' using "rtree"' not in folded
    return "generated always" in folded or " as (" in folded
