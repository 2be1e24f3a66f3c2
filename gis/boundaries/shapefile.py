"""A Shapefile to raw features: its parts are held against each other before GDAL pairs them.

GDAL takes the shorter of the index and the table, and says nothing of the rest.
"""

import struct
from dataclasses import replace
from pathlib import Path

import pandas as pd
from pandas.api.types import is_string_dtype as is_text

from gis.boundaries import encodings
from gis.boundaries.findings import BoundaryError, ErrorKind, Repair, RepairKind
from gis.boundaries.limits import Format, Limits
from gis.boundaries.ogr import read_layer
from gis.boundaries.raw import Layer, RawFeatures, unreadable

_HEADER_BYTES = 100
_ENTRY_BYTES = 8
_LENGTH_AT = 24
_DELETED = 0x2A
_AS_BYTES = "iso-8859-1"


def layers(path: Path, name: str, origin: Path, limits: Limits) -> list[Layer]:
    """Return the one layer of a Shapefile, whose parts lie in a folder of our own."""
    return [Layer(name, lambda: _read(path, name, origin, limits))]


def _read(path: Path, name: str, origin: Path, limits: Limits) -> RawFeatures:
    notes = list(_paired(path, origin))
    projection = _projection(path.with_suffix(".prj"))
    chosen = encodings.table_encoding(path)
    if chosen is not None and not chosen.declared:
        facts = {"encoding": encodings.said(chosen.encoding)}
        notes.append(Repair("", RepairKind.ENCODING_DETECTED, facts=facts))
    elif chosen is not None and encodings.contradicts(chosen):
        facts = {"encoding": encodings.said(chosen.encoding), "declared": chosen.declared}
        notes.append(Repair("", RepairKind.ENCODING_OVERRIDDEN, facts=facts))
    # Bytes pass through Latin-1 unchanged: GDAL would fail where a field ends within a character.
    path.with_suffix(".cpg").write_text(_AS_BYTES)
    # Of a column wide enough for more, GDAL makes doubles, and of codes of 17 digits others.
    raw = read_layer(
        path, None, Format.SHAPEFILE, name, origin, limits, tuple(notes), ADJUST_TYPE="YES"
    )
    if raw.crs is None:
        raw = replace(raw, crs_unread=projection)
    return raw if chosen is None else _decoded(raw, chosen.encoding)


def _projection(file: Path) -> str:
    """Return what a .prj says, and take away the mark before it, at which GDAL gives up."""
    if not file.is_file():
        return ""
    data = file.read_bytes()
    try:
        text, _ = encodings.decoded(data)
    except UnicodeDecodeError:
        return data.decode(_AS_BYTES).strip()
    file.write_text(text.strip("\x00"), encoding="utf-8")
    return text.strip("\x00 \t\r\n")


def _paired(path: Path, origin: Path) -> list[Repair]:
    """Hold the numbers of records against each other; make a missing or short index again."""
    index, table = path.with_suffix(".shx"), path.with_suffix(".dbf")
    listed = _listed(index) if index.is_file() else None
    rows, deleted = _rows(table) if table.is_file() else (None, 0)
    notes: list[Repair] = []
    if listed is None or (rows is not None and listed < rows):
        shapes = _write_index(path, origin)
        if listed is None or shapes > listed:
            facts = {"listed": listed or 0, "shapes": shapes}
            notes.append(Repair("", RepairKind.INDEX_REBUILT, facts=facts))
        listed = shapes
    if rows is not None and rows != listed:
        counts = {"shapes": listed, "rows": rows}
        raise BoundaryError(ErrorKind.UNEQUAL_PARTS, origin, facts=counts)
    if deleted:
        notes.append(Repair("", RepairKind.DELETED_LEFT, facts={"count": deleted}))
    return notes


def _listed(index: Path) -> int:
    """Return how many records an index lists."""
    return max(0, _length(index.read_bytes()) - _HEADER_BYTES) // _ENTRY_BYTES


def _length(data: bytes) -> int:
    """Return how long a .shp or .shx says it is; programs leave other bytes behind that."""
    if len(data) < _HEADER_BYTES:
        return len(data)
    (words,) = struct.unpack_from(">i", data, _LENGTH_AT)
    said = 2 * int(words)
    return said if _HEADER_BYTES <= said <= len(data) else len(data)


def _rows(table: Path) -> tuple[int, int]:
    """Return how many rows a table has, and how many of them are marked as deleted."""
    data = table.read_bytes()
    if len(data) < 12:
        return 0, 0
    rows, header_bytes, row_bytes = struct.unpack_from("<IHH", data, 4)
    marks = data[header_bytes :: row_bytes or 1][:rows]
    return int(rows), marks.count(_DELETED)


def _write_index(path: Path, origin: Path) -> int:
    """Write the .shx of a .shp, where each record begins, and return how many there are."""
    data = path.read_bytes()
    entries = []
    at, end = _HEADER_BYTES, _length(data)
    while at + 8 <= end:
        (words,) = struct.unpack_from(">i", data, at + 4)
        if words < 2 or at + 8 + 2 * words > end:
            raise unreadable(origin, "the .shx is missing or short and the .shp is damaged")
        entries.append(struct.pack(">ii", at // 2, words))
        at += 8 + 2 * words
    header = bytearray(data[:_HEADER_BYTES])
    struct.pack_into(">i", header, 24, (_HEADER_BYTES + _ENTRY_BYTES * len(entries)) // 2)
    path.with_suffix(".shx").write_bytes(bytes(header) + b"".join(entries))
    return len(entries)


def _decoded(raw: RawFeatures, encoding: str) -> RawFeatures:
    """Decode texts that were read as bytes, and tell of each that is not in the encoding."""
    spoiled: list[Repair] = []
    decoded: dict[str, object] = {}
    for label in raw.table.columns:
        name, _ = encodings.kept_text(str(label).encode(_AS_BYTES), encoding)
        values = raw.table[label]
        if not is_text(values):
            decoded.setdefault(name, values)
            continue
        texts: list[object] = []
        for number, value in enumerate(values.tolist(), 1):
            if not isinstance(value, str) or value.isascii():
                texts.append(value)
                continue
            text, whole = encodings.kept_text(value.encode(_AS_BYTES), encoding)
            texts.append(text)
            if not whole:
                facts = {"column": name, "encoding": encodings.said(encoding), "text": text}
                spoiled.append(Repair(f"#{number}", RepairKind.TEXT_SPOILED, facts=facts))
        decoded.setdefault(name, texts)
    table = pd.DataFrame(decoded, index=raw.table.index)
    return replace(raw, table=table, notes=(*raw.notes, *spoiled))
