"""GeoJSON (RFC 7946 and its predecessor of 2008) to raw features."""

import json
import re
from pathlib import Path

from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.boundaries.documents import Document, Json, Object
from gis.boundaries.findings import BoundaryError, ErrorKind, Repair, RepairKind
from gis.boundaries.limits import Limits
from gis.boundaries.places import WGS84
from gis.boundaries.raw import Layer, RawFeatures, check_count, declared_crs, unreadable
from gis.boundaries.shaping import Shaping, together

# Names of authorities only: PROJ would open files named in other strings.
_CRS_NAME = re.compile(
    r"(urn:(x-)?ogc:def:crs:[\w:.]+|https?://www\.opengis\.net/(def/crs/|gml/srs/)[\w./#]+|"
    r"(EPSG|ESRI|OGC):\w+|CRS84)",
    re.IGNORECASE,
)


def layers(
    document: Document, name: str, origin: Path, limits: Limits, *, every_shape: bool = False
) -> list[Layer]:
    """Return the one layer of a document."""
    return [Layer(name, lambda: _read(document, name, Shaping(origin, limits, every_shape)))]


def crs_of(root: Object, origin: Path) -> CRS | None:
    """Return the CRS that a document of before RFC 7946 names, or None."""
    member = root.get("crs")
    if not isinstance(member, dict):
        return None
    properties = member.get("properties")
    said = properties if isinstance(properties, dict) else {}
    words = f"EPSG:{said['code']}" if "code" in said else str(said.get("name", member))
    if not _CRS_NAME.fullmatch(words):
        raise BoundaryError(ErrorKind.UNKNOWN_CRS, origin, facts={"crs": words[:200]})
    # EPSG codes mean longitude first in GeoJSON, as they do to PROJ's always_xy.
    return declared_crs("OGC:CRS84" if words.upper() == "CRS84" else words, origin)


def attributes(item: Object) -> dict[str, object]:
    """Return a feature's properties, and its id where no property has that name."""
    properties = item.get("properties")
    told = properties if isinstance(properties, dict) else {}
    row = {str(name): _plain(value) for name, value in told.items()}
    if "id" in item:
        row.setdefault("id", _plain(item["id"]))
    return row


def cut_off(root: Object) -> tuple[Repair, ...]:
    """Return the warning that a server gave only the first of its features."""
    properties = root.get("properties")
    told = [root, properties] if isinstance(properties, dict) else [root]
    if any(one.get("exceededTransferLimit") is True for one in told):
        return (Repair("", RepairKind.INCOMPLETE),)
    return ()


def _read(document: Document, name: str, shaping: Shaping) -> RawFeatures:
    root, origin = document.root, shaping.origin
    if root.get("type") == "FeatureCollection":
        items = root.get("features")
    elif root.get("type") == "Feature":
        items = [root]
    else:
        items = [{"type": "Feature", "properties": {}, "geometry": root}]
    if not isinstance(items, list):
        raise unreadable(origin, "“features” is no list")
    check_count(len(items), origin, shaping.limits)
    rows = []
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise unreadable(origin, "no feature", number)
        rows.append(attributes(item))
        shaping.add(_geometry(item.get("geometry"), shaping))
    crs = crs_of(root, origin)
    return shaping.features(
        rows,
        crs=crs or WGS84,
        format=document.format,
        layer=name,
        declares_datum=crs is not None,
        illustrative=document.illustrative,
        notes=(*document.notes, *cut_off(root)),
    )


def _geometry(value: Json, shaping: Shaping) -> BaseGeometry | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise shaping.fault("a geometry is no object")
    kind, coordinates = value.get("type"), value.get("coordinates")
    if kind == "GeometryCollection":
        parts = [_geometry(part, shaping) for part in _list(value.get("geometries"), shaping)]
        kept = [part for part in parts if part is not None]
        return together(kept) if kept else None
    if kind == "Polygon":
        return shaping.polygon(_list(coordinates, shaping))
    if kind == "MultiPolygon":
        polygons = [shaping.polygon(_list(one, shaping)) for one in _list(coordinates, shaping)]
        return together(polygons) if polygons else None
    if kind in {"Point", "MultiPoint"} and coordinates:
        return shaping.dots([coordinates] if kind == "Point" else coordinates)
    if kind in {"LineString", "MultiLineString"} and coordinates:
        return shaping.lines([coordinates] if kind == "LineString" else _list(coordinates, shaping))
    if kind in {"Point", "MultiPoint", "LineString", "MultiLineString"}:
        return None
    raise shaping.fault(f"no geometry of type {json.dumps(kind)[:60]}")


def _list(value: Json, shaping: Shaping) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise shaping.fault("coordinates are no list")
    return value


def _plain(value: Json) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
