"""The places of a block of CSV records."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import shapely

from gis.lattice import Floats
from gis.router.bulk.csv_header import Header
from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.records import Block
from gis.router.bulk.shapes import degrees, no_point
from gis.router.bulk.wanted import Wanted

_QUOTED = re.compile(rb'"[^"]*"')
_NUMBER = re.compile(
    r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(nan|inf|infinity)", re.ASCII | re.IGNORECASE
)
"""As spreadsheets and databases write numbers; Python takes 12_1.5 as well."""

_RETURN = b"\r"[0]


class Finder:
    """Reads places from records; only the columns that hold them are looked into.

    Parameters
    ----------
    header
        The file's first record.
    wanted
        Names of columns.

    Raises
    ------
    BulkRouteError
        There are no such columns, or the new one is there already.
    """

    def __init__(self, header: Header, wanted: Wanted) -> None:
        if wanted.cell in header.columns:
            raise BulkRouteError(BulkKind.HAS_CELL, header.path, column=wanted.cell)
        self._header = header
        self._names = [f"c{k}" for k in range(len(header.columns))]
        self._as_text = wanted.geometry is not None
        if wanted.geometry is not None:
            places = [header.place(wanted.geometry)]
        else:
            lon, lat = wanted.lon or "lon", wanted.lat or "lat"
            unnamed = wanted.lon is None and wanted.lat is None
            if unnamed and not {lon, lat} & set(header.columns):
                raise BulkRouteError(BulkKind.NO_COORDINATES, header.path, columns=header.listed)
            places = [header.place(lon), header.place(lat)]
        self._places = places

    def points(self, block: Block) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes; NaN where a field is blank or says null.

        Raises
        ------
        BulkRouteError
            A record has more or fewer fields than the header, or a field is no number.
        """
        if self._as_text:
            (column,) = self._read(block, pa.string())
            return self._of_text(block, column)
        try:
            lon, lat = self._read(block, pa.float64())
        except pa.ArrowInvalid:
            # Some field is no number: which?
            lon, lat = (
                self._numbers(block, column, place)
                for column, place in zip(self._read(block, pa.string()), self._places, strict=True)
            )
        return _doubles(lon), _doubles(lat)

    def _read(self, block: Block, kind: pa.DataType) -> list[pa.ChunkedArray]:
        odd: list[pacsv.InvalidRow] = []

        def ragged(row: pacsv.InvalidRow) -> str:
            odd.append(row)
            return "skip"

        filled = block.ends > block.begins
        if np.any(block.content[block.ends[filled] - 1] == _RETURN):
            # CR CR LF: a line end and a blank line to Arrow; a field would go between them.
            raise self._misshapen(block)
        names = [self._names[place] for place in self._places]
        # Arrow needs each record to lie in two of its own blocks at most.
        longest = int(np.diff(block.begins, append=len(block.content)).max())
        table = pacsv.read_csv(
            pa.BufferReader(pa.py_buffer(block.content)),
            read_options=pacsv.ReadOptions(
                column_names=self._names, block_size=max(1 << 20, longest)
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=self._header.delimiter,
                newlines_in_values=block.quoted,
                invalid_row_handler=ragged,
            ),
            convert_options=pacsv.ConvertOptions(
                include_columns=names,
                column_types=dict.fromkeys(names, kind),
                strings_can_be_null=True,
                check_utf8=False,
            ),
        )
        if odd or table.num_rows != np.count_nonzero(filled):
            raise self._misshapen(block)
        return [table[name] for name in names]

    def _misshapen(self, block: Block) -> BulkRouteError:
        """Find the record that Arrow takes otherwise; it numbers its own only with one thread."""
        path, wanted = self._header.path, len(self._names)
        for k in np.flatnonzero(block.ends > block.begins).tolist():
            record = block.content[block.begins[k] : block.ends[k]].tobytes()
            bare = _QUOTED.sub(b"", record)
            if b"\r" in bare:
                return BulkRouteError(BulkKind.LINE_END, path, line=block.line_of(k))
            found = bare.count(self._header.delimiter.encode()) + 1
            if found != wanted:
                return BulkRouteError(
                    BulkKind.RAGGED, path, line=block.line_of(k), found=found, wanted=wanted
                )
        return BulkRouteError(BulkKind.QUOTES, path, line=block.line)

    def _numbers(self, block: Block, column: pa.ChunkedArray, place: int) -> pa.ChunkedArray:
        try:
            return pc.utf8_trim_whitespace(column).cast(pa.float64())
        except pa.ArrowInvalid:
            pass
        filled = np.flatnonzero(block.ends > block.begins)
        texts = self._texts(column)
        for k, value in enumerate(texts):
            if value and value.strip() and not _NUMBER.fullmatch(value.strip()):
                raise BulkRouteError(
                    BulkKind.NO_NUMBER,
                    self._header.path,
                    line=block.line_of(int(filled[k])),
                    column=self._header.columns[place],
                    value=value[:40],
                )
        return pa.chunked_array([pa.array([float((v or "").strip() or "nan") for v in texts])])

    def _texts(self, column: pa.ChunkedArray) -> list[str | None]:
        # Arrow would take every text for UTF-8.
        encoding = self._header.encoding
        held = column.cast(pa.binary()).to_pylist()
        return [None if text is None else text.decode(encoding, "replace") for text in held]

    def _of_text(self, block: Block, column: pa.ChunkedArray) -> tuple[Floats, Floats]:
        texts = np.array(self._texts(column), object)
        shapes = shapely.from_wkt(texts, on_invalid="ignore")
        unread = np.flatnonzero(shapely.is_missing(shapes) & column.is_valid().to_numpy())
        k = int(unread[0]) if len(unread) else no_point(shapes)
        if k is not None:
            line = block.line_of(int(np.flatnonzero(block.ends > block.begins)[k]))
            raise BulkRouteError(
                BulkKind.NOT_POINT_TEXT, self._header.path, line=line, value=str(texts[k])[:40]
            )
        return degrees(shapes)


def _doubles(column: pa.ChunkedArray) -> Floats:
    return np.asarray(column.to_numpy(), np.float64)
