"""A Parquet file's footer, changed only where a column more changes it.

The chunks of the other columns stay at their places, so their descriptions stay as they are; only
page indexes, which not every reader takes for some columns alone, are no longer told of. Numbers
of fields are those of ``parquet.thrift`` in https://github.com/apache/parquet-format (2.12).
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
_COLUMNS, _GROUP_BYTES, _GROUP_ROWS, _GROUP_PACKED = 1, 2, 3, 6
# ColumnChunk
_FILE_PATH, _FILE_OFFSET, _CHUNK = 1, 2, 3
_OFFSET_INDEX, _OFFSET_INDEX_BYTES, _COLUMN_INDEX, _COLUMN_INDEX_BYTES = 4, 5, 6, 7
# ColumnMetaData
_UNPACKED, _PACKED, _DATA_PAGE, _INDEX_PAGE, _DICTIONARY_PAGE = 6, 7, 9, 10, 11


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

    Attributes
    ----------
    stop
        The same.
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
        if any(not 0 < _start(told) <= _end(told) <= stop for told in map(_told, chunks)):
            raise MalformedError("its columns lie outside of it")
        self.stop = stop

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

    def widened(self, group: int, added: Struct) -> Struct:
        """Describe a row group anew.

        Parameters
        ----------
        added
            The description of the chunk that was added to it.
        """
        widened = deepcopy(self._groups[group])
        columns = widened[_COLUMNS][1].items
        for chunk in columns:
            _forget_pages(chunk)
        columns.append(added)
        told = _told(added)
        for field, part in ((_GROUP_BYTES, _UNPACKED), (_GROUP_PACKED, _PACKED)):
            if field in widened:
                widened[field] = TType.I64, widened[field][1] + told[part][1]
        return widened

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
    where = Range(_start(_told(chunk)), _end(_told(chunk)))
    return where, chunk, told[_SCHEMA][1].items[1]


def placed(chunk: Struct, start: int) -> Struct:
    """Describe a chunk as lying somewhere else."""
    moved = deepcopy(chunk)
    _forget_pages(moved)
    moved[_FILE_OFFSET] = TType.I64, 0
    told = _told(moved)
    by = start - _start(told)
    for at in (_DATA_PAGE, _INDEX_PAGE, _DICTIONARY_PAGE):
        if at in told and told[at][1] > 0:
            told[at] = TType.I64, told[at][1] + by
    return moved


def _items(struct: Struct, field: int) -> list[Struct]:
    listed = struct.get(field, (TType.STOP, None))[1]
    if not isinstance(listed, Listed) or listed.kind != TType.STRUCT:
        raise MalformedError(f"its footer has no list under {field}")
    return listed.items


def _told(chunk: Struct) -> Struct:
    told: Struct = chunk[_CHUNK][1]
    return told


def _start(told: Struct) -> int:
    # A dictionary page comes first; some writers say 0 where there is none.
    pages = [told[at][1] for at in (_DATA_PAGE, _DICTIONARY_PAGE) if at in told]
    start: int = min((page for page in pages if page > 0), default=0)
    return start


def _end(told: Struct) -> int:
    end: int = _start(told) + told[_PACKED][1]
    return end


def _forget_pages(chunk: Struct) -> None:
    for index in (_OFFSET_INDEX, _OFFSET_INDEX_BYTES, _COLUMN_INDEX, _COLUMN_INDEX_BYTES):
        chunk.pop(index, None)
