"""Parquet and GeoParquet: the same rows with one column more, row group by row group."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gis.router.bulk.answers import Answers
from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.pipeline import ahead, behind
from gis.router.bulk.positions import Positions, positions
from gis.router.bulk.tally import Tally
from gis.router.bulk.wanted import Routes, Wanted

NOTE = b"gridward"
"""Key of the file's metadata that says what was routed, how, and with which result."""

_BATCH_ROWS = 1 << 20
_BATCH_BYTES = 48 << 20
_LEAST_ROWS = 1 << 12
_STREAM_BYTES = 1 << 20
_NUMBERS_REPEAT_BYTES = 128 << 10
_DICTIONARY_BYTES = 64 << 20
"""A million codes of 15 bytes fit: past the limit Parquet would write each code in full."""


Note = dict[str, Any]
"""What a routed file says of itself: of what, by which index, with how many points outside."""


class Stepped(Protocol):
    """Told how many rows more are done."""

    def __call__(self, rows: int, /) -> None:
        """Hear of some rows."""


@dataclass(frozen=True)
class Source:
    """An opened file of points.

    Attributes
    ----------
    name
        As it was given.
    """

    name: str
    file: pq.ParquetFile
    schema: pa.Schema
    where: Positions
    wanted: Wanted

    @cached_property
    def groups(self) -> list[int]:
        """How many rows each row group has."""
        told = self.file.metadata
        return [int(told.row_group(k).num_rows) for k in range(told.num_row_groups)]


def open_points(name: str, handle: Any, wanted: Wanted) -> Source:
    """Open a file and find where its points are.

    Raises
    ------
    BulkRouteError
        It cannot be read, has no such columns, or the new column's name already.
    """
    try:
        # Without pre-buffering a row group is streamed, however large it is.
        file = pq.ParquetFile(handle, buffer_size=_STREAM_BYTES, pre_buffer=False)
    except (pa.ArrowInvalid, OSError) as error:
        raise unreadable(name, error) from error
    schema = file.schema_arrow
    if wanted.cell in schema.names:
        raise BulkRouteError(BulkKind.HAS_CELL, name, column=wanted.cell)
    return Source(name, file, schema, positions(name, schema, wanted), wanted)


def pour(
    source: Source, target: Any, router: Routes, groups: range, note: Note, stepped: Stepped
) -> Tally:
    """Route some row groups of a file into a new one.

    Parameters
    ----------
    target
        Path or open file.
    groups
        Which row groups.
    note
        What the new file says of itself; the counts are added to it.
    """
    answers = Answers(router, Tally.empty(len(router.codes)))
    schema = _handed_over(source)
    row = sum(source.groups[: groups.start])
    with pq.ParquetWriter(target, schema, **_written_as(source)) as writer:
        # Each batch becomes a row group, so that its dictionary of codes is its own.
        with (
            closing(ahead(_batches(source, groups))) as batches,
            behind(writer.write_table) as writing,
        ):
            for batch in batches:
                lon, lat = source.where.of(batch, row)
                routed = router.route_counted(lon, lat, threads=source.wanted.threads)
                cells = answers.of(routed.rows, routed.unusable)
                writing.put(pa.Table.from_arrays([*batch.columns, cells], schema=schema))
                row += batch.num_rows
                stepped(batch.num_rows)
        _sign(writer, source, note | _outside(answers.tally))
    return answers.tally


def join(source: Source, segments: Sequence[Path], target: Path, note: Note) -> None:
    """Write the segments of one run into one file."""
    cell = source.wanted.cell
    with pq.ParquetWriter(target, _handed_over(source), **_written_as(source)) as writer:
        for segment in segments:
            with pq.ParquetFile(segment, read_dictionary=[cell], pre_buffer=False) as file:
                for k in range(file.metadata.num_row_groups):
                    writer.write_table(file.read_row_group(k).cast(_handed_over(source)))
        _sign(writer, source, note)


def noted(handle: Any) -> Note | None:
    """Return what a routed file says of itself; None if it is no such file."""
    try:
        told = (pq.read_metadata(handle).metadata or {}).get(NOTE)
    except (pa.ArrowInvalid, OSError):
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


def _outside(tally: Tally) -> Note:
    return {"outside": tally.outside, "unusable": tally.unusable}


def _handed_over(source: Source) -> pa.Schema:
    """Return the schema of what is written: the codes as a dictionary, the fast way for text."""
    cell = pa.field(source.wanted.cell, pa.dictionary(pa.int32(), pa.string()))
    return source.schema.append(cell)


def _sign(writer: pq.ParquetWriter, source: Source, note: Note) -> None:
    # A reader is to find plain text for codes, so the schema that Arrow keeps in a file says so.
    schema = source.schema.append(pa.field(source.wanted.cell, pa.string()))
    writer.add_key_value_metadata(
        {
            "ARROW:schema": base64.b64encode(schema.serialize().to_pybytes()).decode(),
            NOTE.decode(): json.dumps(note, sort_keys=True),
        }
    )


def unreadable(name: str, error: Exception) -> BulkRouteError:
    """Return the refusal of a file that cannot be read."""
    why = " ".join(str(error).split()).rstrip(".")
    return BulkRouteError(BulkKind.UNREADABLE, name, why=why)


def _batches(source: Source, groups: range) -> Iterator[pa.RecordBatch]:
    told = source.file.metadata
    for k in groups:
        group = told.row_group(k)
        each = max(group.total_byte_size // max(group.num_rows, 1), 1)
        rows = min(max(_BATCH_BYTES // each, _LEAST_ROWS), _BATCH_ROWS)
        try:
            yield from source.file.iter_batches(rows, row_groups=[k])
        except (pa.ArrowInvalid, OSError) as error:
            raise unreadable(source.name, error) from error


def _written_as(source: Source) -> dict[str, Any]:
    """Write each column as it was: its compression, and its dictionary if it pays."""
    told = source.file.metadata
    compression = {source.wanted.cell: "snappy"}
    dictionaries, measured = [source.wanted.cell], []
    if told.num_row_groups:
        group = told.row_group(0)
        for column in map(group.column, range(group.num_columns)):
            name = column.path_in_schema
            compression[name] = _COMPRESSIONS.get(column.compression, "snappy")
            if _repeats(column):
                dictionaries.append(name)
            if column.is_stats_set:
                measured.append(name)
    return {
        "compression": compression,
        "use_dictionary": dictionaries,
        # Least and greatest code of a row group serve nobody, and cost more than the look-up.
        "write_statistics": measured,
        "dictionary_pagesize_limit": _DICTIONARY_BYTES,
        "store_schema": False,
    }


def _repeats(column: pq.ColumnChunkMetaData) -> bool:
    """Tell whether a dictionary paid for a column, by what it took of the chunk."""
    if not column.has_dictionary_page:
        return False
    dictionary = column.data_page_offset - column.dictionary_page_offset
    if column.physical_type == "BYTE_ARRAY":
        return bool(2 * dictionary < column.total_compressed_size)
    return bool(dictionary <= _NUMBERS_REPEAT_BYTES)


_COMPRESSIONS = {"UNCOMPRESSED": "none", "SNAPPY": "snappy", "GZIP": "gzip", "BROTLI": "brotli",
                 "LZ4": "lz4", "ZSTD": "zstd"}  # fmt: skip
