"""Parquet into Parquet: the data are copied as they are, behind them a chunk for each row group.

Only the points are decoded and only the answers encoded. The other columns' bytes stay the same
and at their places, compression and encodings and all, and cost what copying a file costs.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from gis.router.bulk.answers import Answers
from gis.router.bulk.copying import copying
from gis.router.bulk.parquet import NOTE, Note, Source
from gis.router.bulk.parquet_footer import added_chunk, placed
from gis.router.bulk.pipeline import ahead, behind
from gis.router.bulk.positions import Degrees
from gis.router.bulk.tally import Tally
from gis.router.bulk.thrift_values import Struct
from gis.router.bulk.wanted import Routes

KEPT_ROWS = 1 << 24
"""After how many rows the counts are kept: about a second of work."""

_PAGE_BYTES = 1 << 20
_DICTIONARY_BYTES = 64 << 20
"""A million codes of 15 bytes fit: past the limit Parquet would write each code in full."""


class Made(NamedTuple):
    """A row group whose answers stand in the output.

    Attributes
    ----------
    group
        Which.
    told
        What describes it.
    stop
        Where the output ends behind it.
    copied
        How much of the source the output has.
    tally
        Counts of it and all before it, as they are kept; None but now and then.
    """

    group: int
    told: Struct
    stop: int
    copied: int
    tally: dict[str, Any] | None


class _Answered(NamedTuple):
    """The answers of a row group, and the counts if they are to be kept."""

    group: int
    cells: pa.ChunkedArray
    tally: dict[str, Any] | None


class _Ready(NamedTuple):
    """The same, encoded."""

    group: int
    cells: memoryview
    tally: dict[str, Any] | None


def pour(
    source: Source,
    out: Any,
    router: Routes,
    note: Note,
    *,
    copied: int = 0,
    made: list[Struct] | None = None,
    tally: Tally | None = None,
    written: Callable[[Made], None] = lambda _: None,
    overlapped: bool = True,
) -> Tally:
    """Route a file into a new one, or go on where an earlier run has come to.

    Parameters
    ----------
    out
        The output, open, placed behind what it has.
    note
        What the output says of itself; the counts are added to it.
    copied
        How much of the source it has.
    made
        What describes the row groups that have their answers.
    tally
        Counts of those row groups; counted on.
    written
        Told of each row group when it stands in the output.
    overlapped
        Whether reading, encoding and writing go on at the same time, on several processors.

    Returns
    -------
    Tally
        Counts of all.
    """
    told = list(made or [])
    answers = Answers(router, tally or Tally.empty(len(router.codes)))
    column: list[Struct] = []

    def write(item: _Ready) -> None:
        copy.check()
        where, chunk, element = added_chunk(item.cells)
        start = out.tell()
        out.write(item.cells[where.start : where.stop])
        column[:] = [element]
        told.append(source.footer.widened(item.group, placed(chunk, start)))
        written(Made(item.group, told[-1], out.tell(), copy.done, item.tally))

    def encode(item: _Answered) -> None:
        content = encoded(item.cells, source.wanted.cell)
        writing.put(_Ready(item.group, content, item.tally))

    since = 0
    with (
        copying(source, out, copied, overlapped=overlapped) as copy,
        behind(write, overlapped=overlapped) as writing,
        behind(encode, overlapped=overlapped) as encoding,
        closing(ahead(_places(source, len(told), overlapped), overlapped=overlapped)) as ready,
    ):
        for group, places in ready:
            if places is not None:
                routed = router.route_counted(*places, threads=source.wanted.threads)
                answers.add(routed.rows, routed.unusable)
                continue
            cells = answers.taken()
            since += len(cells)
            kept = answers.tally.kept() if since >= KEPT_ROWS else None
            since = 0 if kept else since
            encoding.put(_Answered(group, cells, kept))
    if not column:
        column = [added_chunk(encoded(pa.chunked_array([], _CODES), source.wanted.cell))[2]]
    counts = {"outside": answers.tally.outside, "unusable": answers.tally.unusable}
    out.write(source.footer.closing(told, column[0], _noted(source, note | counts)))
    return answers.tally


def encoded(cells: pa.ChunkedArray, name: str) -> memoryview:
    """Write a column as a file of one row group."""
    out = pa.BufferOutputStream()
    schema = pa.schema([pa.field(name, _CODES)])
    with pq.ParquetWriter(
        out,
        schema,
        compression="snappy",
        # Least and greatest code of a row group serve nobody, and cost more than the look-up.
        write_statistics=False,
        dictionary_pagesize_limit=_DICTIONARY_BYTES,
        data_page_size=_PAGE_BYTES,
        store_schema=False,
    ) as writer:
        writer.write_table(pa.Table.from_arrays([cells], schema=schema), max(len(cells), 1))
    return memoryview(out.getvalue())


_CODES = pa.dictionary(pa.int32(), pa.string())
"""Codes are handed over as a dictionary, which is the fast way to write text."""


def _places(source: Source, first: int, overlapped: bool) -> Iterator[tuple[int, Degrees | None]]:
    """Read points; None stands behind the last of each row group."""
    for group in range(first, source.groups):
        for places in source.places(group, overlapped=overlapped):
            yield group, places
        yield group, None


def _noted(source: Source, note: Note) -> dict[str, str | None]:
    # Arrow keeps its own view of the schema in the file; there the codes are plain text.
    kept: str | None = None
    if b"ARROW:schema" in (source.file.metadata.metadata or {}):
        schema = source.file.schema_arrow.append(pa.field(source.wanted.cell, pa.string()))
        kept = base64.b64encode(schema.serialize().to_pybytes()).decode()
    return {"ARROW:schema": kept, NOTE: json.dumps(note, sort_keys=True)}
