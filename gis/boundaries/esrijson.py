"""Esri JSON, as ArcGIS services and tools write it, to raw features.

A polygon is a flat list of rings; clockwise ones are outlines, anticlockwise ones are holes.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.boundaries.curves import straightened
from gis.boundaries.documents import Document, Json, Object
from gis.boundaries.findings import Repair, RepairKind
from gis.boundaries.geojson import cut_off
from gis.boundaries.limits import Limits
from gis.boundaries.raw import Layer, RawFeatures, check_count, declared_crs, unreadable
from gis.boundaries.shaping import NO_AREA, Shaping, together


def layers(
    document: Document, name: str, origin: Path, limits: Limits, *, every_shape: bool = False
) -> list[Layer]:
    """Return the one feature set, or each of a feature collection."""
    root = document.root
    collection = root.get("featureCollection")
    holder = collection if isinstance(collection, dict) else root
    parts = holder.get("layers")
    if not isinstance(parts, list):
        shaping = Shaping(origin, limits, every_shape)
        return [Layer(name, lambda: _read(document, root, name, shaping))]
    found = []
    for number, part in enumerate(parts, start=1):
        if not isinstance(part, dict) or not isinstance(part.get("featureSet"), dict):
            continue
        definition = part.get("layerDefinition")
        told = definition if isinstance(definition, dict) else {}
        merged = {**told, **part["featureSet"]}
        label = str(told.get("name") or f"{name}-{number}")
        found.append(
            Layer(
                label,
                lambda merged=merged, label=label: _read(  # type: ignore[misc]
                    document, merged, label, Shaping(origin, limits, every_shape)
                ),
            )
        )
    return found


def _read(document: Document, root: Object, name: str, shaping: Shaping) -> RawFeatures:
    origin = shaping.origin
    items = [{"geometry": root}] if "rings" in root else root.get("features")
    if not isinstance(items, list):
        raise unreadable(origin, "no list of features")
    check_count(len(items), origin, shaping.limits)
    rows: list[dict[str, object]] = []
    notes = [*document.notes, *cut_off(root)]
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise unreadable(origin, "no feature", number)
        told = item.get("attributes")
        rows.append(
            {str(key): _plain(value) for key, value in told.items()}
            if isinstance(told, dict)
            else {}
        )
        shaping.add(_geometry(item.get("geometry"), shaping, notes))
    reference = root.get("spatialReference") or _reference_of(items)
    return shaping.features(
        rows,
        crs=_crs(reference, origin),
        format=document.format,
        layer=name,
        aliases=_aliases(root),
        illustrative=document.illustrative,
        notes=tuple(notes),
    )


def _aliases(root: Object) -> dict[str, str]:
    fields = root.get("fields")
    told = (
        [field for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []
    )
    return {str(field.get("name")): str(field.get("alias") or "") for field in told}


def _reference_of(items: Sequence[Json]) -> Json:
    """Return the reference that the first geometry carries, where the set itself has none."""
    for item in items:
        geometry = item.get("geometry") if isinstance(item, dict) else None
        if isinstance(geometry, dict) and geometry.get("spatialReference"):
            return geometry["spatialReference"]
    return None


def _crs(reference: Json, origin: Path) -> CRS | None:
    if not isinstance(reference, dict):
        return None
    for key in ("latestWkid", "wkid"):
        number = reference.get(key)
        if isinstance(number, int) and number > 0:
            # Esri's own numbers begin at 37000; 102100 is what Web Mercator was to it.
            authority = "ESRI" if number >= 37_000 else "EPSG"
            return declared_crs(
                "EPSG:3857" if number == 102_100 else f"{authority}:{number}", origin
            )
    words = reference.get("wkt") or reference.get("wkt2")
    # WKT only: PROJ would open files named in other strings.
    if isinstance(words, str) and words.lstrip().upper().startswith(("GEOG", "PROJ")):
        return declared_crs(words, origin)
    return None


def _geometry(value: Json, shaping: Shaping, notes: list[Repair]) -> BaseGeometry | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise shaping.fault("a geometry is no object")
    rings = value.get("rings")
    if rings is None and "curveRings" in value:
        rings = straightened(value["curveRings"], shaping)
        feature = f"#{len(shaping.geometries) + 1}"
        notes.append(Repair(feature, RepairKind.CURVES_STRAIGHTENED))
    if rings is None:
        return _beside(value, shaping) if value else None
    if not isinstance(rings, list):
        raise shaping.fault("rings are no list")
    built = [shaping.ring(ring) for ring in rings]
    whole = [ring for ring in built if ring is not None]
    lost = shaping.lost(len(built) - len(whole))
    polygons, turned = _polygons(whole) if whole else ([], False)
    if turned:
        feature = f"#{len(shaping.geometries) + 1}"
        notes.append(Repair(feature, RepairKind.RINGS_TURNED))
    parts = [*polygons, *lost]
    return together(parts) if parts else None


def _beside(value: Object, shaping: Shaping) -> BaseGeometry | None:
    """Return lines and points, where they are wanted."""
    if not shaping.every_shape:
        return NO_AREA
    paths, points = value.get("paths"), value.get("points")
    if isinstance(paths, list):
        return shaping.lines(paths)
    if isinstance(points, list):
        return shaping.dots(points)
    if "x" in value and "y" in value:
        return shaping.dots([[value["x"], value["y"]]])
    return None


def _polygons(rings: list[shapely.LinearRing]) -> tuple[list[BaseGeometry], bool]:
    """Make outlines with their holes, and tell whether some ring ran the wrong way.

    By Esri outlines run clockwise and holes do not. Where that contradicts where rings lie, what
    counts is how many others a ring lies in: of an odd number it is a hole.
    """
    areas = np.array([shapely.Polygon(ring) for ring in rings], dtype=object)
    # By their corners: rings that cross themselves lie somewhere too.
    corners = np.array(
        [shapely.multipoints(shapely.get_coordinates(ring)) for ring in rings], dtype=object
    )
    inner, outer = shapely.STRtree(areas).query(corners, predicate="covered_by")
    size = shapely.area(areas)
    within = (inner != outer) & (size[inner] < size[outer])
    inner, outer = inner[within], outer[within]
    depth = np.bincount(inner, minlength=len(rings))
    hole = depth % 2 == 1
    turned = bool((hole != np.array([ring.is_ccw for ring in rings])).any())
    holes_of: dict[int, list[shapely.LinearRing]] = {
        number: [] for number in np.flatnonzero(~hole).tolist()
    }
    for number in np.flatnonzero(hole).tolist():
        # The one around it that lies in one ring less.
        around = outer[(inner == number) & (depth[outer] == depth[number] - 1)]
        holes_of[int(around[size[around].argmin()])].append(rings[number])
    polygons: list[BaseGeometry] = [
        shapely.Polygon(rings[number], holes) for number, holes in holes_of.items()
    ]
    return polygons, turned


def _plain(value: Json) -> object:
    return value if value is None or isinstance(value, str | int | float) else str(value)
