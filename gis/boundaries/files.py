"""Open an input safely: sizes, archives and XML are checked before any map library sees them."""

import json
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree.ElementTree import ParseError

import defusedxml
from defusedxml.ElementTree import iterparse

from gis.boundaries.findings import BoundaryError, ErrorKind


class Format(StrEnum):
    """The formats that are read; the value is what a person is told."""

    GEOJSON = "GeoJSON"
    TOPOJSON = "TopoJSON"
    ESRIJSON = "Esri JSON"
    SHAPEFILE = "Shapefile"
    GEOPACKAGE = "GeoPackage"
    FLATGEOBUF = "FlatGeobuf"
    GEOPARQUET = "GeoParquet"
    KML = "KML"
    CSV = "CSV with WKT"


FORMATS_SAID = (
    "GeoJSON, TopoJSON, Esri JSON, Shapefile (also zipped), GeoPackage, FlatGeobuf, "
    "GeoParquet, KML, KMZ, CSV + WKT"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an input may be: a city of 10,000 communities stays far below."""

    max_bytes: int = 200_000_000
    max_unpacked_bytes: int = 250_000_000
    max_entries: int = 2_000
    max_features: int = 100_000
    max_vertices: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Dataset:
    """One readable file: where it lies now, the name it came with, what it says of itself."""

    path: Path
    format: Format
    name: str
    illustrative: bool = False


# A Shapefile's parts, and what else may stand alone in an archive.
_SHAPEFILE_PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
_ALONE = frozenset({".geojson", ".json", ".topojson", ".gpkg", ".fgb", ".parquet", ".kml", ".csv"})
_HEAD_BYTES = 512
_GEOJSON_TYPES = ("FeatureCollection", "Feature", "Polygon", "MultiPolygon", "GeometryCollection")


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[list[Dataset]]:
    """Give the datasets of an input, unpacked where it is an archive.

    Parameters
    ----------
    path
        The input file.
    limits
        Sizes above which it is refused.

    Yields
    ------
    list of Dataset
        At least one; their paths are good inside the ``with`` block only.

    Raises
    ------
    BoundaryError
        Missing, too large, of no known format, or an archive that is not safe.
    """
    if not path.is_file():
        raise BoundaryError(ErrorKind.NOT_FOUND, path)
    size = _size_bytes(path)
    if size > limits.max_bytes:
        facts = {"limit": _megabytes(limits.max_bytes), "size": _megabytes(size)}
        raise BoundaryError(ErrorKind.TOO_MANY_BYTES, path, facts=facts)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.startswith(b"PK\x03\x04"):
        yield [_dataset(path, path, path.stem)]
        return
    with TemporaryDirectory(prefix="gridward-boundaries-") as folder:
        try:
            yield _unpack(path, Path(folder), limits)
        except (zipfile.BadZipFile, NotImplementedError, EOFError) as fault:
            raise BoundaryError(
                ErrorKind.UNREADABLE, path, facts={"why": str(fault) or "damaged archive"}
            ) from fault


def _size_bytes(path: Path) -> int:
    if path.suffix.lower() != ".shp":
        return path.stat().st_size
    parts = (path.with_suffix(suffix) for suffix in _SHAPEFILE_PARTS)
    return sum(part.stat().st_size for part in parts if part.is_file())


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.0f} MB"


def _dataset(path: Path, origin: Path, name: str) -> Dataset:
    """Tell the format by the content; the suffix decides for CSV alone, which has no mark."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"\x00\x00\x27\x0a"):
        found = Format.SHAPEFILE
    elif head.startswith(b"SQLite format 3\x00"):
        found = Format.GEOPACKAGE
    elif head.startswith(b"fgb\x03"):
        found = Format.FLATGEOBUF
    elif head.startswith(b"PAR1"):
        found = Format.GEOPARQUET
    elif text.startswith(b"{"):
        found, illustrative = _look_into_json(path, origin)
        return Dataset(path, found, name, illustrative)
    elif text.startswith(b"<"):
        _check_kml(path, origin)
        found = Format.KML
    elif path.suffix.lower() in {".csv", ".tsv", ".txt"} and b"\x00" not in head:
        found = Format.CSV
    else:
        raise BoundaryError(ErrorKind.UNKNOWN_FORMAT, origin, facts={"formats": FORMATS_SAID})
    return Dataset(path, found, name)


def _look_into_json(path: Path, origin: Path) -> tuple[Format, bool]:
    try:
        document: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        why = str(fault) or "nested too deep"
        raise BoundaryError(ErrorKind.UNREADABLE, origin, facts={"why": why}) from fault
    if document.get("type") == "Topology":
        found = Format.TOPOJSON
    elif "geometryType" in document or "spatialReference" in document:
        found = Format.ESRIJSON
    else:
        found = Format.GEOJSON
        if document.get("type") not in _GEOJSON_TYPES:
            facts = {"formats": FORMATS_SAID}
            raise BoundaryError(ErrorKind.UNKNOWN_FORMAT, origin, facts=facts)
        if document.get("type") == "FeatureCollection" and not document.get("features"):
            raise BoundaryError(ErrorKind.NO_FEATURES, origin)
    return found, document.get("illustrative") is True


def _check_kml(path: Path, origin: Path) -> None:
    """Refuse XML with a DTD, entities or outside references, and XML that is no KML."""
    try:
        root = None
        for _, element in iterparse(path, events=("start",), forbid_dtd=True):
            if root is None:
                root = element
                tag = re.sub(r"^\{.*\}", "", element.tag)
                if tag != "kml":
                    facts = {"formats": FORMATS_SAID}
                    raise BoundaryError(ErrorKind.UNKNOWN_FORMAT, origin, facts=facts)
            element.clear()
    except defusedxml.DefusedXmlException as fault:
        raise BoundaryError(ErrorKind.UNSAFE_XML, origin) from fault
    except (ParseError, ValueError, LookupError) as fault:
        if isinstance(fault, BoundaryError):
            raise
        raise BoundaryError(ErrorKind.UNREADABLE, origin, facts={"why": str(fault)}) from fault


def _unpack(path: Path, folder: Path, limits: Limits) -> list[Dataset]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_entries(path, entries, limits)
        groups: dict[PurePosixPath, list[zipfile.ZipInfo]] = {}
        for entry in entries:
            place = PurePosixPath(entry.filename)
            hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts)
            if not hidden and place.suffix.lower() in _SHAPEFILE_PARTS | _ALONE:
                groups.setdefault(place.with_suffix(""), []).append(entry)
        datasets = []
        left = limits.max_unpacked_bytes
        # Files get numbers for names: an archive's own names never reach the disk.
        for number, (stem, members) in enumerate(sorted(groups.items())):
            for entry in members:
                suffix = PurePosixPath(entry.filename).suffix.lower()
                target = folder / f"{number}{suffix}"
                left -= _extract(archive, entry, target, left, path, limits)
                if suffix == ".shp" or suffix in _ALONE:
                    datasets.append((target, stem.name))
        if not datasets:
            raise BoundaryError(ErrorKind.UNKNOWN_FORMAT, path, facts={"formats": FORMATS_SAID})
        return [_dataset(target, path, name) for target, name in datasets]


def _check_entries(path: Path, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        outside = name.startswith("/") or ".." in name.split("/") or re.match(r"^[A-Za-z]:", name)
        if outside or stat.S_ISLNK(entry.external_attr >> 16):
            raise BoundaryError(ErrorKind.UNSAFE_ARCHIVE, path, facts={"entry": entry.filename})
        if entry.flag_bits & 0x1:
            raise BoundaryError(ErrorKind.UNREADABLE, path, facts={"why": "encrypted archive"})
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.max_unpacked_bytes or len(entries) > limits.max_entries:
        raise unpacked_error(path, limits)


def _extract(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    target: Path,
    left_bytes: int,
    path: Path,
    limits: Limits,
) -> int:
    """Unpack one entry; what it declares to hold is not believed, but counted."""
    written = 0
    with archive.open(entry) as packed, target.open("xb") as file:
        while block := packed.read(1 << 16):
            written += len(block)
            if written > left_bytes:
                raise unpacked_error(path, limits)
            file.write(block)
    return written


def unpacked_error(path: Path, limits: Limits) -> BoundaryError:
    """Return the error of an input that swells beyond the limit."""
    return BoundaryError(
        ErrorKind.TOO_MANY_UNPACKED_BYTES,
        path,
        facts={"limit": _megabytes(limits.max_unpacked_bytes), "entries": limits.max_entries},
    )
