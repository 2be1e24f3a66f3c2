"""A Parquet file's footer, changed only where a column more changes it.

The chunks of the other columns are moved as they stand, so of their descriptions only the places
change. Page indexes and Bloom filters, which serve speed alone, are left out. Numbers of
fields are those of ``parquet.thrift`` in https://github.com/apache/parquet-format (2.12).
"""

from __future__ import annotations

import struct
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from thrift.Thrift import TType

from gis.router.bulk.thrift_values import Listed, MalformedError, Struct, read_struct, write_struct

MAGIC = b"PAR1"
_TAIL = struct.Struct("<I4s")

# FileMetaData
_SCHEMA, _ROW_GROUPS, _KEY_VALUES, _COLUMN_ORDERS, _ENCRYPTION = 2, 4, 5, 7, 8
# SchemaElement
_CHILDREN = 5
# RowGroup
_COLUMNS, _GROUP_BYTES, _GROUP_ROWS, _GROUP_OFFSET, _GROUP_PACKED = 1, 2, 3, 5, 6
# ColumnChunk
_FILE_PATH, _FILE_OFFSET, _CHUNK = 1, 2, 3
_OFFSET_INDEX, _OFFSET_INDEX_BYTES, _COLUMN_INDEX, _COLUMN_INDEX_BYTES = 4, 5, 6, 7
# ColumnMetaData
_UNPACKED, _PACKED, _DATA_PAGE, _INDEX_PAGE, _DICTIONARY_PAGE = 6, 7, 9, 10, 11
_BLOOM, _BLOOM_BYTES = 14, 15

_HEADER_BYTES = 100
"""Old writers left the dictionary page's header, of fewer bytes, out of a chunk's length."""


@dataclass(frozen=True)
class Range:
    """A run of bytes in a file."""

    start: int
    stop: int


class Footer:
    """What a file says of its rows.

    Parameters
    ----------
    content
        The footer's bytes.
    stop
        Where the data end: the footer's place in its file.
    """

    def __init__(self, content: bytes, stop: int) -> None:
        self._told, _ = read_struct(content)
        if _ENCRYPTION in self._told:
            raise MalformedError("it is encrypted")
        self._groups = _items(self._told, _ROW_GROUPS)
        self._kept = _items(self._told, _KEY_VALUES) if _KEY_VALUES in self._told else []
        chunks = [chunk for group in self._groups for chunk in _items(group, _COLUMNS)]
        if any(_FILE_PATH in chunk or _CHUNK not in chunk for chunk in chunks):
            raise MalformedError("its columns lie in other files")
        self._starts = sorted([*(_start(chunk[_CHUNK][1]) for chunk in chunks), stop])
        self._next = dict(zip(self._starts, self._starts[1:], strict=False))

    @classmethod
    def of(cls, file: Any) -> Footer:
        """Read the footer of an open file.

        Raises
        ------
        MalformedError
            It has none, or one that cannot be gone on with.
        """
        stop = file.seek(0, 2) - _TAIL.size
        file.seek(max(stop, 0))
        length, magic = _TAIL.unpack(file.read(_TAIL.size).ljust(_TAIL.size, b"\0"))
        if magic != MAGIC or length > stop:
            raise MalformedError("it has no footer")
        file.seek(stop - length)
        return cls(file.read(length), stop - length)

    def rows(self, group: int) -> int:
        """Return how many rows a row group has."""
        rows: int = self._groups[group][_GROUP_ROWS][1]
        return rows

    def ranges(self, group: int) -> list[Range]:
        """Return where the chunks of a row group lie, in the order of the columns."""
        found = []
        for chunk in self._groups[group][_COLUMNS][1].items:
            told = chunk[_CHUNK][1]
            start = _start(told)
            stop, following = start + told[_PACKED][1], self._next.get(start, start)
            found.append(Range(start, following if 0 < following - stop <= _HEADER_BYTES else stop))
        return found

    def moved(self, group: int, starts: list[int], added: Struct) -> Struct:
        """Describe a row group anew.

        Parameters
        ----------
        starts
            Where its chunks lie now.
        added
            The description of the chunk that was added, behind them.
        """
        moved = deepcopy(self._groups[group])
        columns = moved[_COLUMNS][1].items
        for chunk, old, new in zip(columns, self.ranges(group), starts, strict=True):
            _shift(chunk, new - old.start)
        columns.append(added)
        told = added[_CHUNK][1]
        for field, part in ((_GROUP_BYTES, _UNPACKED), (_GROUP_PACKED, _PACKED)):
            if field in moved:
                moved[field] = TType.I64, moved[field][1] + told[part][1]
        if _GROUP_OFFSET in moved:
            moved[_GROUP_OFFSET] = TType.I64, starts[0] if starts else _start(told)
        return moved

    def closing(self, groups: list[Struct], column: Struct, noted: dict[str, str | None]) -> bytes:
        """Return all that stands behind the data.

        Parameters
        ----------
        groups
            The row groups, described anew.
        column
            The schema's element of the column that was added.
        noted
            Keys and values that the file keeps; a key whose value is None is left out.
        """
        told = deepcopy(self._told)
        schema = told[_SCHEMA][1].items
        schema[0][_CHILDREN] = TType.I32, schema[0].get(_CHILDREN, (0, 0))[1] + 1
        schema.append(column)
        told[_ROW_GROUPS] = TType.LIST, Listed(TType.STRUCT, groups)
        if _COLUMN_ORDERS in told:
            told[_COLUMN_ORDERS][1].items.append({1: (TType.STRUCT, {})})
        named = {key.encode() for key in noted}
        kept = [pair for pair in self._kept if pair[1][1] not in named]
        kept += [
            {1: (TType.STRING, key.encode()), 2: (TType.STRING, value.encode())}
            for key, value in noted.items()
            if value is not None
        ]
        told[_KEY_VALUES] = TType.LIST, Listed(TType.STRUCT, kept)
        content = write_struct(told)
        return content + _TAIL.pack(len(content), MAGIC)


def added_chunk(content: memoryview) -> tuple[Range, Struct, Struct]:
    """Read a file of one column and one row group.

    Returns
    -------
    Range
        Where its chunk lies in the file.
    Struct
        What describes the chunk.
    Struct
        The schema's element of the column.
    """
    length, _ = _TAIL.unpack(content[-_TAIL.size :])
    stop = len(content) - _TAIL.size - length
    told, _ = read_struct(bytes(content[stop : stop + length]))
    (group,) = told[_ROW_GROUPS][1].items
    (chunk,) = group[_COLUMNS][1].items
    start = _start(chunk[_CHUNK][1])
    where = Range(start, start + chunk[_CHUNK][1][_PACKED][1])
    return where, chunk, told[_SCHEMA][1].items[1]


def placed(chunk: Struct, start: int) -> Struct:
    """Describe a chunk as lying somewhere else."""
    moved = deepcopy(chunk)
    _shift(moved, start - _start(chunk[_CHUNK][1]))
    return moved


def _items(struct: Struct, field: int) -> list[Struct]:
    listed = struct.get(field, (TType.STOP, None))[1]
    if not isinstance(listed, Listed) or listed.kind != TType.STRUCT:
        raise MalformedError(f"its footer has no list under {field}")
    return listed.items


def _start(told: Struct) -> int:
    # A dictionary page comes first; some writers say 0 where there is none.
    pages = [told[at][1] for at in (_DATA_PAGE, _DICTIONARY_PAGE) if at in told]
    start: int = min((page for page in pages if page > 0), default=0)
    return start


def _shift(chunk: Struct, by: int) -> None:
    """Move a chunk; what stands apart and tells places within it does not come along."""
    for apart in (_OFFSET_INDEX, _OFFSET_INDEX_BYTES, _COLUMN_INDEX, _COLUMN_INDEX_BYTES):
        chunk.pop(apart, None)
    chunk[_FILE_OFFSET] = TType.I64, 0
    told = chunk[_CHUNK][1]
    for apart in (_BLOOM, _BLOOM_BYTES):
        told.pop(apart, None)
    for at in (_DATA_PAGE, _INDEX_PAGE, _DICTIONARY_PAGE):
        if at in told and told[at][1] > 0:
            told[at] = TType.I64, told[at][1] + by
