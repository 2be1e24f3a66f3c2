"""Route whole files of points: CSV or Parquet in, the same rows with a column ``cell`` out."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

BATCH_ROWS = 1_000_000


class BulkRouteError(ValueError):
    """A file of points that cannot be routed; the message names file, place and mend."""

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: {why}")


class Routes(Protocol):
    """What bulk routing needs of a router."""

    @property
    def codes(self) -> NDArray[np.str_]:
        """Cell codes by row."""
        ...

    def route(self, lon: object, lat: object) -> NDArray[np.int32]:
        """Return the row of each point's cell, −1 outside."""
        ...


@dataclass(frozen=True)
class RouteCounts:
    """How many points were routed and how many lay in no cell."""

    total: int
    inside: int

    @property
    def outside(self) -> int:
        """Points in no cell, unusable coordinates among them."""
        return self.total - self.inside


def route_file(
    router: Routes, source: Path, target: Path, *, lon: str = "lon", lat: str = "lat"
) -> RouteCounts:
    """Route a file of points, a batch at a time.

    Parameters
    ----------
    source, target
        ``.csv`` or ``.parquet``; the target appears whole or not at all.
    lon, lat
        Names of the columns in degrees, EPSG:4326.

    Raises
    ------
    BulkRouteError
        Not readable, another format, or without these columns.
    """
    fresh = target.with_name(f".{target.stem}-{secrets.token_hex(4)}{target.suffix}")
    total = inside = 0
    writer: pq.ParquetWriter | pacsv.CSVWriter | None = None
    names = pa.array([*(str(code) for code in router.codes), None], pa.string())
    try:
        for batch in _batches(source, lon, lat):
            rows = router.route(batch[lon].to_numpy(), batch[lat].to_numpy())
            total += len(rows)
            inside += int(np.count_nonzero(rows >= 0))
            place = pa.array(np.where(rows < 0, len(names) - 1, rows))
            routed = batch.append_column("cell", names.take(place))
            writer = writer or _writer(fresh, routed.schema)
            writer.write_table(routed)
        if writer is None:
            raise BulkRouteError(source, "holds no rows")
        writer.close()
        writer = None
        os.replace(fresh, target)
    finally:
        if writer is not None:
            writer.close()
        fresh.unlink(missing_ok=True)
    return RouteCounts(total, inside)


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter | pacsv.CSVWriter:
    if path.suffix.lower() == ".parquet":
        return pq.ParquetWriter(path, schema)
    if path.suffix.lower() == ".csv":
        return pacsv.CSVWriter(path, schema)
    raise BulkRouteError(path, f"the ending {path.suffix!r} names no format; use .csv or .parquet")


def _batches(source: Path, lon: str, lat: str) -> Iterator[pa.Table]:
    ending = source.suffix.lower()
    if not source.exists():
        raise BulkRouteError(source, "does not exist")
    try:
        if ending == ".parquet":
            with pq.ParquetFile(source) as file:
                for batch in file.iter_batches(BATCH_ROWS):
                    yield _checked(source, pa.Table.from_batches([batch]), lon, lat)
        elif ending == ".csv":
            with pacsv.open_csv(
                source, read_options=pacsv.ReadOptions(block_size=1 << 26)
            ) as reader:
                for batch in reader:
                    yield _checked(source, pa.Table.from_batches([batch]), lon, lat)
        else:
            raise BulkRouteError(
                source, f"the ending {ending!r} names no format; use .csv or .parquet"
            )
    except pa.ArrowInvalid as error:
        raise BulkRouteError(source, f"cannot be read ({error})") from error


def _checked(source: Path, table: pa.Table, lon: str, lat: str) -> pa.Table:
    for column in (lon, lat):
        if column not in table.column_names:
            has = ", ".join(table.column_names)
            raise BulkRouteError(
                source, f"has no column {column!r} (it has: {has}); name it with --lon and --lat"
            )
        kind = table.schema.field(column).type
        if not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_null(kind)):
            raise BulkRouteError(source, f"column {column!r} holds {kind}, not numbers")
    if "cell" in table.column_names:
        raise BulkRouteError(source, "already has a column 'cell'; rename or drop it first")
    # Blank coordinates become NaN, which the router answers with "outside".
    for column in (lon, lat):
        place = table.column_names.index(column)
        values = pc.fill_null(pc.cast(table[column], pa.float64()), float("nan"))
        table = table.set_column(place, column, values)
    return table
