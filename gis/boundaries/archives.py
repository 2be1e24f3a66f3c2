"""Unpack archives safely: what an entry says of itself is checked, then not believed."""

import re
import stat
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from gis.boundaries import encodings
from gis.boundaries.findings import BoundaryError, ErrorKind
from gis.boundaries.limits import Limits, unpacked_error
from gis.boundaries.raw import unreadable

MARK = b"PK\x03\x04"
SHAPEFILE_PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
_ALONE = frozenset(
    {".geojson", ".json", ".topojson", ".geojsonl", ".geojsons", ".ndjson"}
    | {".gpkg", ".fgb", ".parquet", ".geoparquet", ".kml", ".csv", ".tsv", ".txt"}
    | {".osm", ".pbf"}
)
_ARCHIVES = frozenset({".zip", ".kmz"})
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file from an archive: where it lies now, its name there and its place, without ending."""

    path: Path
    name: str
    place: str
    ending: str


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked, over all nested archives together."""

    left_bytes: int
    left_entries: int
    number: int = 0

    def next_number(self) -> int:
        self.number += 1
        return self.number


def unpack(path: Path, folder: Path, limits: Limits) -> list[Unpacked]:
    """Unpack what may be boundaries, from archives within the archive too.

    Parameters
    ----------
    path
        A ZIP archive or KMZ.
    folder
        An empty folder of our own. Files get numbers for names there: an archive's own names
        never reach the disk.
    limits
        Bytes, entries and depth, counted over all archives together.

    Raises
    ------
    BoundaryError
        An entry points outside, is a link or encrypted, or there is too much.
    """
    budget = _Budget(limits.max_unpacked_bytes, limits.max_entries)
    try:
        return _told_apart(_unpack(path, path, folder, limits, budget, 1))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, OSError) as fault:
        raise unreadable(path, str(fault) or "damaged archive") from fault
    except (ValueError, RuntimeError, LookupError, MemoryError) as fault:
        if isinstance(fault, BoundaryError):
            raise
        raise unreadable(path, "damaged archive") from fault


def _unpack(
    path: Path, origin: Path, folder: Path, limits: Limits, budget: _Budget, depth: int
) -> list[Unpacked]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_entries(origin, entries, budget, limits)
        found: list[Unpacked] = []
        numbers: dict[str, int] = {}
        given = Counter(str(PurePosixPath(_name(entry))).casefold() for entry in entries)
        doubled = {name.rpartition(".")[0] for name in given if given[name] > 1}
        for entry in sorted(entries, key=lambda entry: entry.filename):
            place = PurePosixPath(_name(entry))
            suffix = place.suffix.lower()
            hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts)
            if hidden or suffix not in SHAPEFILE_PARTS | _ALONE | _ARCHIVES:
                continue
            # A.SHP and a.dbf are of one Shapefile, unless there are an A.shp and an a.shp.
            stem = str(place.with_suffix(""))
            stem = stem if stem.casefold() in doubled else stem.casefold()
            shared = suffix in SHAPEFILE_PARTS
            number = numbers.setdefault(stem, budget.next_number()) if shared else None
            target = folder / f"{budget.next_number() if number is None else number}{suffix}"
            _extract(archive, entry, target, origin, limits, budget)
            if suffix in _ARCHIVES:
                if depth >= limits.max_depth:
                    raise BoundaryError(
                        ErrorKind.TOO_DEEP, origin, facts={"limit": limits.max_depth}
                    )
                inner = _unpack(target, origin, folder, limits, budget, depth + 1)
                target.unlink()
                # A KMZ's document is always "doc"; the archive's own name says more.
                outer = str(place.with_suffix(""))
                if len(inner) == 1:
                    found.append(Unpacked(inner[0].path, place.stem, outer, suffix))
                else:
                    found += [replace(one, place=f"{outer}/{one.place}") for one in inner]
            elif suffix == ".shp" or not shared:
                found.append(Unpacked(target, place.stem, str(place.with_suffix("")), suffix))
        return found


def _told_apart(files: list[Unpacked]) -> list[Unpacked]:
    """Let files of one name go by their places in the archive, with their endings if need be."""
    names = Counter(file.name for file in files)
    places = Counter(file.place for file in files)
    return [
        file
        if names[file.name] == 1
        else replace(file, name=file.place + (file.ending if places[file.place] > 1 else ""))
        for file in files
    ]


def _name(entry: zipfile.ZipInfo) -> str:
    name = encodings.entry_name(entry.filename, bool(entry.flag_bits & _UTF8_NAME))
    return name.replace("\\", "/")


def _check_entries(
    origin: Path, entries: list[zipfile.ZipInfo], budget: _Budget, limits: Limits
) -> None:
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        outside = name.startswith("/") or ".." in name.split("/") or re.match(r"^[A-Za-z]:", name)
        if outside or stat.S_ISLNK(entry.external_attr >> 16):
            facts = {"entry": entry.filename[:200]}
            raise BoundaryError(ErrorKind.UNSAFE_ARCHIVE, origin, facts=facts)
        if entry.flag_bits & _ENCRYPTED:
            raise BoundaryError(ErrorKind.LOCKED_ARCHIVE, origin)
    budget.left_entries -= len(entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > budget.left_bytes or budget.left_entries < 0:
        raise unpacked_error(origin, limits)


def _extract(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    target: Path,
    origin: Path,
    limits: Limits,
    budget: _Budget,
) -> None:
    """Unpack one entry; what it declares to hold is not believed, but counted."""
    if target.exists():
        raise unreadable(origin, f"two entries are named {entry.filename[:200]}")
    with archive.open(entry) as packed, target.open("xb") as file:
        while block := packed.read(1 << 16):
            budget.left_bytes -= len(block)
            if budget.left_bytes < 0:
                raise unpacked_error(origin, limits)
            file.write(block)
