"""Parse JSON safely and tell which of the three map formats it is.

GDAL is not asked: several of its drivers answer to JSON, and some of them run pipelines or open
what the document names.
"""

import gc
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from gis.boundaries import encodings
from gis.boundaries.findings import BoundaryError, ErrorKind, Repair, RepairKind
from gis.boundaries.limits import FORMATS_SAID, Format, Limits, unpacked_error
from gis.boundaries.raw import spoiled, unreadable

Json: TypeAlias = object
Object: TypeAlias = Mapping[str, Json]

GEOJSON_GEOMETRIES = (
    *("Polygon", "MultiPolygon", "GeometryCollection", "Point", "MultiPoint"),
    *("LineString", "MultiLineString"),
)
_GEOJSON_TYPES = ("FeatureCollection", "Feature", *GEOJSON_GEOMETRIES)
# Python needs some 60 bytes for what a bracket or a comma can bring in one.
_MARKS_PER_VERTEX = 4
_MARKS_PER_FEATURE = 60


class Document:
    """A parsed JSON text.

    Parameters
    ----------
    root
        The outermost object; of a sequence of features, a collection made of them.
    format
        What it is.
    notes
        What was assumed of its encoding.
    """

    __slots__ = ("format", "notes", "root")

    def __init__(self, root: Object, format_: Format, notes: tuple[Repair, ...]) -> None:
        self.root = root
        self.format = format_
        self.notes = notes

    @property
    def illustrative(self) -> bool:
        """Tell whether the document says that its lines are made up."""
        return self.root.get("illustrative") is True


def is_json(head: bytes) -> bool:
    """Tell whether a file that begins so may be JSON, in any encoding."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00\x1e \t\r\n").startswith(b"{")


def parsed(path: Path, origin: Path, limits: Limits) -> Document:
    """Parse a document.

    Raises
    ------
    BoundaryError
        It is not JSON, is none of the map formats, or would swell in memory.
    """
    data = path.read_bytes()
    marks = sum(data.count(mark) for mark in (b"[", b"{", b","))
    if marks > _MARKS_PER_VERTEX * limits.max_vertices + _MARKS_PER_FEATURE * limits.max_features:
        raise unpacked_error(origin, limits)
    try:
        text, encoding = encodings.decoded(data)
    except UnicodeDecodeError as fault:
        raise spoiled(origin, fault) from fault
    notes: tuple[Repair, ...] = ()
    if encoding is not None:
        facts = {"encoding": encodings.said(encoding)}
        notes = (Repair("", RepairKind.ENCODING_DETECTED, facts=facts),)
    text = text.replace("\x1e", "").strip("\x00 \t\r\n")
    try:
        with _no_collection():
            root = json.loads(text)
    except RecursionError as fault:
        raise unreadable(origin, "nested too deep") from fault
    except json.JSONDecodeError as fault:
        return Document(_sequence(text, origin, fault), Format.GEOJSON_SEQUENCE, notes)
    except ValueError as fault:  # Python makes no number of thousands of digits
        raise unreadable(origin, "a number has thousands of digits") from fault
    if not isinstance(root, dict):
        raise BoundaryError(ErrorKind.UNKNOWN_FORMAT, origin, facts={"formats": FORMATS_SAID})
    return Document(root, _format(root, origin), notes)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the garbage collector: it would look through the millions of new lists again and again.

    Parsed JSON has no cycles that it could free.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _sequence(text: str, origin: Path, fault: ValueError) -> Object:
    """Return a sequence of features, one a line, as a collection."""
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        with _no_collection():
            features = [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        raise unreadable(origin, str(fault)) from fault
    return {"type": "FeatureCollection", "features": features}


def _format(root: Object, origin: Path) -> Format:
    if root.get("type") == "Topology":
        return Format.TOPOJSON
    if root.get("type") in _GEOJSON_TYPES:
        return Format.GEOJSON
    if {"geometryType", "spatialReference", "featureCollection"} & root.keys() or _has_rings(root):
        return Format.ESRIJSON
    error = root.get("error")
    if isinstance(error, dict) and error.get("message"):
        facts = {"message": str(error["message"]), "code": str(error.get("code", "-"))}
        raise BoundaryError(ErrorKind.SERVER_ERROR, origin, facts=facts)
    raise BoundaryError(ErrorKind.UNKNOWN_FORMAT, origin, facts={"formats": FORMATS_SAID})


def _has_rings(root: Object) -> bool:
    features = root.get("features")
    if isinstance(features, list) and features:
        first = features[0]
        return isinstance(first, dict) and "attributes" in first
    return isinstance(root.get("layers"), list) or "rings" in root
