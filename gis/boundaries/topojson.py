"""TopoJSON to raw features: arcs shared between neighbours, quantized or not."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from gis.boundaries.documents import Document, Json, Object
from gis.boundaries.geojson import attributes, crs_of
from gis.boundaries.limits import Limits, vertices_error
from gis.boundaries.places import WGS84
from gis.boundaries.raw import Layer, RawFeatures, check_count, unreadable
from gis.boundaries.shaping import NO_AREA, Shaping, together

Floats = npt.NDArray[np.float64]


def layers(
    document: Document, name: str, origin: Path, limits: Limits, *, every_shape: bool = False
) -> list[Layer]:
    """Return a layer for each named object; a single one may go by the file's name too."""
    objects = document.root.get("objects")
    if not isinstance(objects, dict) or not objects:
        raise unreadable(origin, "a topology without objects")
    return [
        Layer(
            str(key),
            lambda key=key: _read(document, key, Shaping(origin, limits, every_shape)),  # type: ignore[misc]
        )
        for key in objects
    ]


class _Arcs:
    """The lines that polygons are put together from."""

    def __init__(self, root: Object, shaping: Shaping) -> None:
        arcs = root.get("arcs")
        if not isinstance(arcs, list):
            raise unreadable(shaping.origin, "a topology without arcs")
        self._shaping = shaping
        self._scale, self._shift = _transform(root, shaping)
        self._lines = [self._line(arc, self._scale, self._shift) for arc in arcs]

    def placed(self, point: Json) -> Json:
        """Return a point's coordinates, which are quantized as arcs are."""
        if self._scale is None or self._shift is None:
            return point
        try:
            moved = np.asarray(point, dtype=np.float64)[:2] * self._scale + self._shift
        except (ValueError, TypeError, OverflowError, IndexError) as fault:
            raise self._shaping.fault("a point is no pair of numbers") from fault
        return [float(value) for value in moved]

    def ring(self, numbers: Json) -> Floats:
        """Return the points of a ring: arcs end where the next begins, and are told once."""
        if not isinstance(numbers, list) or not numbers:
            return np.empty((0, 2))
        lines = [self._arc(number) for number in numbers]
        # An arc of a megabyte can be asked for a million times.
        if sum(len(line) for line in lines) > self._shaping.limits.max_vertices:
            raise vertices_error(self._shaping.origin, self._shaping.limits)
        for before, after in pairwise(lines):
            if not np.array_equal(before[-1], after[0]):
                raise self._shaping.fault("arcs of a ring do not meet")
        return np.vstack([lines[0], *(line[1:] for line in lines[1:])])

    def _arc(self, number: Json) -> Floats:
        if not isinstance(number, int) or not -len(self._lines) <= number < len(self._lines):
            raise self._shaping.fault("a ring names an arc that is not there")
        line = self._lines[number if number >= 0 else ~number]
        if not len(line):
            raise self._shaping.fault("a ring names an arc without points")
        return line if number >= 0 else line[::-1]

    def _line(self, arc: Json, scale: Floats | None, shift: Floats | None) -> Floats:
        try:
            points = np.asarray(arc, dtype=np.float64)
        except (ValueError, TypeError, OverflowError) as fault:
            raise unreadable(self._shaping.origin, "an arc is no list of points") from fault
        if points.size == 0:
            return np.empty((0, 2))
        if points.ndim != 2 or points.shape[1] < 2:
            raise unreadable(self._shaping.origin, "an arc is no list of points")
        if scale is None or shift is None:
            return points
        return np.cumsum(points[:, :2], axis=0) * scale + shift


def _transform(root: Object, shaping: Shaping) -> tuple[Floats | None, Floats | None]:
    transform = root.get("transform")
    if transform is None:
        return None, None
    told = transform if isinstance(transform, dict) else {}
    try:
        scale = np.asarray(told["scale"], dtype=np.float64)
        shift = np.asarray(told["translate"], dtype=np.float64)
    except (KeyError, ValueError, TypeError, OverflowError) as fault:
        raise unreadable(shaping.origin, "the transform has no scale and translate") from fault
    if scale.shape != (2,) or shift.shape != (2,):
        raise unreadable(shaping.origin, "the transform has no scale and translate")
    return scale, shift


def _read(document: Document, name: str, shaping: Shaping) -> RawFeatures:
    root, origin = document.root, shaping.origin
    objects = root["objects"]
    chosen = objects[name] if isinstance(objects, dict) else None
    if not isinstance(chosen, dict):
        raise unreadable(origin, f"“{name}” is no object")
    items = chosen.get("geometries") if chosen.get("type") == "GeometryCollection" else [chosen]
    if not isinstance(items, list):
        raise unreadable(origin, f"“{name}” has no geometries")
    check_count(len(items), origin, shaping.limits)
    arcs = _Arcs(root, shaping)
    rows = []
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise unreadable(origin, "no feature", number)
        rows.append(attributes(item))
        shaping.add(_geometry(item, arcs, shaping))
    crs = crs_of(root, origin)
    return shaping.features(
        rows,
        crs=crs or WGS84,
        format=document.format,
        layer=name,
        declares_datum=crs is not None,
        illustrative=document.illustrative,
        notes=document.notes,
    )


def _geometry(item: Json, arcs: _Arcs, shaping: Shaping) -> BaseGeometry | None:
    if not isinstance(item, dict):
        raise shaping.fault("a geometry is no object")
    kind, numbers = item.get("type"), item.get("arcs")
    if kind is None:
        return None
    if kind == "GeometryCollection":
        parts = [_geometry(part, arcs, shaping) for part in _list(item.get("geometries"), shaping)]
        kept = [part for part in parts if part is not None]
        return together(kept) if kept else None
    if kind == "Polygon":
        return shaping.polygon(arcs.ring(ring) for ring in _list(numbers, shaping))
    if kind == "MultiPolygon":
        lists = [_list(one, shaping) for one in _list(numbers, shaping)]
        polygons = [shaping.polygon(arcs.ring(ring) for ring in rings) for rings in lists]
        return together(polygons) if polygons else None
    if not shaping.every_shape:
        return NO_AREA
    if kind in {"Point", "MultiPoint"}:
        told = item.get("coordinates")
        return shaping.dots(
            [arcs.placed(p) for p in ([told] if kind == "Point" else _list(told, shaping))]
        )
    if kind in {"LineString", "MultiLineString"}:
        given = [numbers] if kind == "LineString" else _list(numbers, shaping)
        return shaping.lines(arcs.ring(line) for line in given)
    return None


def _list(value: Json, shaping: Shaping) -> list[Json]:
    if not isinstance(value, list):
        raise shaping.fault("arcs are no list")
    return value
