"""The first record of a CSV: its columns, what parts them, and the encoding."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from gis.router.bulk.errors import BulkKind, BulkRouteError

_QUOTED = re.compile(r'"[^"]*"')
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd")
"""How gzip, zip, bzip2, xz and zstd begin."""

_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Header:
    """The first record.

    Attributes
    ----------
    path
        The file.
    encoding
        ``utf-8`` or ``gb18030``.
    delimiter
        Comma, semicolon or tab.
    columns
        Names.
    """

    path: str
    encoding: str
    delimiter: str
    columns: list[str]

    @classmethod
    def of(cls, path: str, record: bytes, sample: bytes) -> Header:
        """Read the first record; whichever delimiter parts it into most columns is the one.

        Parameters
        ----------
        path
            The file.
        record
            The first record, without its line end.
        sample
            The file's first records, by which its encoding is judged: a header alone may be
            ASCII, or short enough to be read in either.

        Raises
        ------
        BulkRouteError
            It is packed, in UTF-16, or in no encoding that is known.
        """
        if record.startswith(_PACKED):
            raise BulkRouteError(BulkKind.PACKED, path)
        if record.startswith(_UTF_16) or b"\0" in record:
            raise BulkRouteError(BulkKind.ENCODING, path, encoding="UTF-16")
        text, encoding = _decoded(path, record.removeprefix(_BOM), sample.removeprefix(_BOM))
        if "\r" in _QUOTED.sub("", text):
            raise BulkRouteError(BulkKind.LINE_END, path, line=1)
        rows = {d: next(csv.reader([text], delimiter=d), []) for d in _DELIMITERS}
        delimiter = max(_DELIMITERS, key=lambda d: len(rows[d]))
        return cls(path, encoding, delimiter, [name.strip() for name in rows[delimiter]])

    def place(self, column: str) -> int:
        """Return which column bears a name.

        Raises
        ------
        BulkRouteError
            None does, or two do.
        """
        if column not in self.columns:
            raise BulkRouteError(BulkKind.NO_COLUMN, self.path, column=column, columns=self.listed)
        if self.columns.count(column) > 1:
            raise BulkRouteError(BulkKind.TWICE, self.path, column=column)
        return self.columns.index(column)

    def check_names(self) -> None:
        """Refuse a name that stands twice, or a second one that is blank.

        Raises
        ------
        BulkRouteError
            With the first such name.
        """
        for column in self.columns:
            self.place(column)

    @property
    def listed(self) -> str:
        """The columns in words."""
        return ", ".join(self.columns)

    def field(self, text: str) -> bytes:
        """Write a field as this file has it: parted off from the one before, quoted if need be."""
        if any(mark in text for mark in (self.delimiter, '"', "\n", "\r")):
            text = '"' + text.replace('"', '""') + '"'
        return (self.delimiter + text).encode(self.encoding)


def _decoded(path: str, record: bytes, sample: bytes) -> tuple[str, str]:
    # Other columns may hold bytes in no encoding at all: then the header decides.
    for judged in (sample, record):
        for encoding in ("utf-8", "gb18030"):
            try:
                judged.decode(encoding)
                return record.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    raise BulkRouteError(BulkKind.ENCODING, path, encoding="?")
