"""Open an input safely: sizes and archives are checked before any map library sees them."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from gis.boundaries import archives, delimited, documents
from gis.boundaries.findings import BoundaryError, ErrorKind
from gis.boundaries.limits import FORMATS_SAID, Format, Limits, megabytes

_HEAD_BYTES = 512
_XML_PROLOG = re.compile(rb"^(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>)?\s*(<!--.*?-->\s*)*", re.DOTALL)
# An extract's first block is named so, behind its length in four bytes.
_PBF = b"\n\x09OSMHeader"
_OSM = b"<osm"
# First bytes of what GDAL reads for us, and the ending by which it knows the format.
_BINARY = (
    (b"\x00\x00\x27\x0a", Format.SHAPEFILE, ".shp"),
    (b"SQLite format 3\x00", Format.GEOPACKAGE, ".gpkg"),
    (b"fgb\x03", Format.FLATGEOBUF, ".fgb"),
    (b"PAR1", Format.GEOPARQUET, ".parquet"),
    (_PBF, Format.OSM_PBF, ".osm.pbf"),
    (_OSM, Format.OSM_XML, ".osm"),
)
_OTHER_ARCHIVES = ((b"Rar!", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gzip"))


@dataclass(frozen=True, slots=True)
class Dataset:
    """One readable file: where it lies now, its format, the name it came with.

    Parameters
    ----------
    path
        Of a binary format always in a folder of our own.
    format
        Any of JSON's three stands for all three until it is parsed.
    name
        Without an ending.
    """

    path: Path
    format: Format
    name: str


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
    parts = _parts(path)
    size = sum(part.stat().st_size for part in parts)
    if size > limits.max_bytes:
        facts = {"limit": megabytes(limits.max_bytes), "size": megabytes(size)}
        raise BoundaryError(ErrorKind.TOO_MANY_BYTES, path, facts=facts)
    with TemporaryDirectory(prefix="gridward-boundaries-") as name:
        folder = Path(name).resolve()
        if _head(path).startswith(archives.MARK):
            files = archives.unpack(path, folder, limits)
            found = [_dataset(file.path, path, file.name) for file in files]
            datasets = [dataset for dataset in found if dataset is not None]
            if not datasets:
                raise _unknown(path)
            yield datasets
            return
        alone = _dataset(path, path, path.stem)
        if alone is None:
            raise _unknown(path)
        dataset = alone
        suffix = next((suffix for _, kind, suffix in _BINARY if kind is dataset.format), None)
        if suffix is not None:
            for part in parts:
                end = suffix if part == path else part.suffix.lower()
                shutil.copyfile(part, folder / f"0{end}")
            dataset = Dataset(folder / f"0{suffix}", dataset.format, dataset.name)
        yield [dataset]


def _parts(path: Path) -> list[Path]:
    """Return the input, and of a Shapefile the files beside it."""
    if path.suffix.lower() != ".shp":
        return [path]
    beside = [
        part
        for part in sorted(path.parent.iterdir())
        if part.stem == path.stem and part.suffix.lower() in archives.SHAPEFILE_PARTS - {".shp"}
    ]
    # Endings in small letters win where a folder has both.
    by_ending = {part.suffix.lower(): part for part in beside if part.is_file()}
    return [path, *by_ending.values()]


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _dataset(path: Path, origin: Path, name: str) -> Dataset | None:
    """Tell the format by the content; the suffix decides for CSV alone, which has no mark."""
    head = _head(path)
    for mark, format_, _ in _BINARY:
        if _begins(head, mark):
            return Dataset(path, format_, name)
    for mark, kind in _OTHER_ARCHIVES:
        if head.startswith(mark):
            raise BoundaryError(ErrorKind.OTHER_ARCHIVE, origin, facts={"kind": kind})
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    if documents.is_json(head):
        return Dataset(path, Format.GEOJSON, name)
    if text.startswith(b"<"):
        return Dataset(path, Format.KML, name)
    if delimited.is_table(path, head):
        return Dataset(path, Format.CSV, name)
    return None


def _begins(head: bytes, mark: bytes) -> bool:
    if mark == _PBF:
        return head[4:].startswith(mark)
    if mark == _OSM:
        return _XML_PROLOG.sub(b"", head, count=1).startswith(mark)
    return head.startswith(mark)


def _unknown(path: Path) -> BoundaryError:
    return BoundaryError(ErrorKind.UNKNOWN_FORMAT, path, facts={"formats": FORMATS_SAID})
