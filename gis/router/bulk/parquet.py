"""Parquet and GeoParquet: opened, and asked what was routed into them before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.parquet_footer import Footer
from gis.router.bulk.positions import Degrees, Positions, positions
from gis.router.bulk.tally import Tally
from gis.router.bulk.thrift_values import MalformedError
from gis.router.bulk.wanted import Wanted

NOTE = "gridward"
"""Key of the file's metadata that says what was routed, how, and with which result."""

Note = dict[str, Any]
"""What a routed file says of itself: of what question, with how many points outside."""

_BROKEN = (pa.ArrowException, OSError, UnicodeDecodeError)
"""What Arrow raises over a file that is no sound Parquet."""

_BATCH_ROWS = 1 << 20
_BATCH_BYTES = 48 << 20
_LEAST_ROWS = 1 << 12
_STREAM_BYTES = 1 << 20


@dataclass(frozen=True)
class Source:
    """An opened file of points.

    Attributes
    ----------
    name
        As it was given.
    file
        Arrow's view of it.
    raw
        The file itself, open at another place: columns are copied while points are read.
    footer
        What stands at its end.
    where
        How points are read.
    """

    name: str
    file: pq.ParquetFile
    raw: Any
    footer: Footer
    where: Positions
    wanted: Wanted

    @property
    def groups(self) -> int:
        """How many row groups it has."""
        return int(self.file.metadata.num_row_groups)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return int(self.file.metadata.num_rows)

    def places(self, group: int, *, overlapped: bool) -> Iterator[Degrees]:
        """Read the points of a row group, some at a time.

        Raises
        ------
        BulkRouteError
            They cannot be read, or one is no point.
        """
        told = self.file.metadata.row_group(group)
        row = sum(self.footer.rows(k) for k in range(group))
        try:
            columns = [told.column(k) for k in range(told.num_columns)]
            wide = sum(
                column.total_uncompressed_size
                for column in columns
                if column.path_in_schema.split(".")[0] in self.where.columns
            )
            each = max(wide // max(told.num_rows, 1), 1)
            rows = min(max(_BATCH_BYTES // each, _LEAST_ROWS), _BATCH_ROWS)
            for batch in self.file.iter_batches(
                rows,
                row_groups=[group],
                columns=list(self.where.columns),
                use_threads=overlapped,
            ):
                yield self.where.of(batch, row)
                row += batch.num_rows
        except _BROKEN as error:
            raise unreadable(self.name, error) from error


def open_points(name: str, arrow: Any, raw: Any, wanted: Wanted) -> Source:
    """Look into a file and find where its points are.

    Parameters
    ----------
    arrow
        Its path, or the file open.
    raw
        The file, open a second time.

    Raises
    ------
    BulkRouteError
        It cannot be read, has no such columns, or the new column's name already.
    """
    try:
        # Without pre-buffering a row group is streamed, however large it is.
        file = pq.ParquetFile(arrow, buffer_size=_STREAM_BYTES, pre_buffer=False)
        footer = Footer.of(raw)
    except (*_BROKEN, MalformedError) as error:
        raise unreadable(name, error) from error
    schema = file.schema_arrow
    if wanted.cell in schema.names:
        raise BulkRouteError(BulkKind.HAS_CELL, name, column=wanted.cell)
    return Source(name, file, raw, footer, positions(name, schema, wanted), wanted)


def noted(handle: Any) -> Note | None:
    """Return what a routed file says of itself; None if it is no such file."""
    try:
        told = (pq.read_metadata(handle).metadata or {}).get(NOTE.encode())
    except _BROKEN:
        return None
    note: Note | None = None if told is None else json.loads(told)
    return note


def recount(handle: Any, note: Note, cell: str, codes: pa.Array) -> Tally:
    """Count the points of a file that is routed already, by cell."""
    tally = Tally.empty(len(codes))
    with pq.ParquetFile(handle, read_dictionary=[cell], pre_buffer=False) as file:
        for batch in file.iter_batches(_BATCH_ROWS, columns=[cell]):
            found = batch.column(0).drop_null().value_counts()
            values, counts = found.field("values"), found.field("counts")
            rows = pc.index_in(values.cast(pa.string()), codes)
            tally.add(rows.to_numpy(), counts.to_numpy(), 0, 0)
    tally.outside, tally.unusable = note["outside"], note["unusable"]
    return tally


def unreadable(name: str, error: Exception) -> BulkRouteError:
    """Return the refusal of a file that cannot be read."""
    why = " ".join(str(error).split()).rstrip(".")
    return BulkRouteError(BulkKind.UNREADABLE, name, why=why)
