"""A routed file in the other format: CSV to Parquet, Parquet to CSV.

A CSV does not say what its columns are, and a guess from its first rows may fail at the last one.
So all but the coordinates become text, as they stand: ``007`` stays ``007``, blank becomes null.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from gis.router.bulk.csv_header import Header
from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.pipeline import ahead, behind
from gis.router.bulk.wanted import Wanted

_BLOCK_BYTES = 16 << 20
_BATCH_ROWS = 1 << 18


def to_parquet(routed: Path, header: Header, wanted: Wanted, target: Path) -> None:
    """Write a routed CSV as Parquet.

    Parameters
    ----------
    header
        The first record of the file that was routed.
    wanted
        Which columns are coordinates.
    """
    columns = [*header.columns, wanted.cell]
    numbers = () if wanted.geometry else (wanted.lon or "lon", wanted.lat or "lat")
    kinds = {name: pa.float64() if name in numbers else pa.string() for name in columns}
    reading = pacsv.open_csv(
        routed,
        read_options=pacsv.ReadOptions(encoding=header.encoding, block_size=_BLOCK_BYTES),
        parse_options=pacsv.ParseOptions(delimiter=header.delimiter, newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(column_types=kinds, strings_can_be_null=True),
    )
    with (
        reading,
        pq.ParquetWriter(target, reading.schema) as writer,
        closing(ahead(iter(reading))) as ready,
        behind(writer.write_batch) as writing,
    ):
        for batch in ready:
            writing.put(batch)


def to_csv(routed: Path, source: Path, target: Path, *, packed: bool) -> None:
    """Write a routed Parquet file as CSV, packed by gzip or not.

    Parameters
    ----------
    source
        The file that was routed, to be named if it cannot be written so.

    Raises
    ------
    BulkRouteError
        A column has no form in CSV: a geometry, a list.
    """
    with ExitStack() as stack:
        file = stack.enter_context(pq.ParquetFile(routed, pre_buffer=False))
        out = stack.enter_context(pa.output_stream(target, compression="gzip" if packed else None))
        for field in file.schema_arrow:
            if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
                raise BulkRouteError(
                    BulkKind.NO_TEXT, source, column=field.name, type=str(field.type)
                )
        writer = stack.enter_context(pacsv.CSVWriter(out, file.schema_arrow))
        ready = stack.enter_context(closing(ahead(file.iter_batches(_BATCH_ROWS))))
        writing = stack.enter_context(behind(writer.write_batch))
        for batch in ready:
            writing.put(batch)
