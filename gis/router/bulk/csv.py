"""CSV: each record's own bytes, with one field more before its line end.

Nothing of the other columns is read, so nothing of them can change: leading zeros, quotes, line
feeds within quotes and the encoding stay as they are.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from gis.router.bulk.csv_adding import Adding
from gis.router.bulk.csv_header import Header
from gis.router.bulk.csv_points import Finder
from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.pipeline import ahead, behind
from gis.router.bulk.records import Block, OpenQuoteError, blocks
from gis.router.bulk.tally import Tally
from gis.router.bulk.wanted import Progress, Routes, Tell, Wanted
from gis.router.bulk.workshop import Workshop

BLOCK_BYTES = 8 << 20
"""As fast as twice as much, with a quarter less memory."""

MOST_RECORD_BYTES = 64 << 20
KEPT_BYTES = 256 << 20
"""After how much input a run notes how far it is: about a second of work."""

_HEADER_BYTES = 64 << 10
_GZIP_LEVEL = 6
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)


class _Step(NamedTuple):
    """What is written at once, and what is then noted, if anything."""

    content: Any
    done: dict[str, Any] | None = None


def route_csv(
    router: Routes, source: Path, target: Path, wanted: Wanted, tell: Tell, shop: Workshop
) -> tuple[Tally, int]:
    """Route a CSV file, or one packed by gzip.

    Parameters
    ----------
    shop
        Where the output grows until it is whole.

    Returns
    -------
    Tally
        Counts of the whole file.
    int
        How many points an earlier run had routed.

    Raises
    ------
    BulkRouteError
        The file cannot be routed.
    """
    try:
        return _route(router, source, target, wanted, tell, shop)
    except OpenQuoteError as error:
        raise BulkRouteError(BulkKind.OPEN_QUOTE, source, line=error.line) from error
    except _BROKEN as error:
        raise BulkRouteError(BulkKind.UNREADABLE, source, why=str(error)) from error


def _route(
    router: Routes, source: Path, target: Path, wanted: Wanted, tell: Tell, shop: Workshop
) -> tuple[Tally, int]:
    first, sample = _first_record(source)
    header = _header(source, first, sample)
    finder, adding = Finder(header, wanted), Adding(router, header)
    tally, (part, kept) = Tally.empty(len(router.codes)), shop.growing()
    read, line, written = first.stop, first.next_line, 0
    if kept is not None:
        read, line, written = (kept[name] for name in ("read", "line", "written"))
        tally = Tally.of_kept(len(router.codes), kept["tally"])
    resumed, size = tally.total, source.stat().st_size
    with part.open("r+b") as out, _opened(source) as (file, how_far):
        out.truncate(written)
        out.seek(written)

        def write(step: _Step) -> None:
            out.write(
                _packed(step.content) if target.name.lower().endswith(".gz") else step.content
            )
            if step.done is not None:
                out.flush()
                shop.keep(part, {**step.done, "written": out.tell()})

        reading = blocks(
            file, start=read, line=line, block_bytes=BLOCK_BYTES, most_bytes=MOST_RECORD_BYTES
        )
        _skip(file, read)
        noted = read
        with closing(ahead(reading)) as ready, behind(write) as writing:
            if not written:
                title = first.content[: first.ends[0]].tobytes() + header.field(wanted.cell)
                writing.put(_Step(title + first.content[first.ends[0] :].tobytes()))
            for block in ready:
                lon, lat = finder.points(block)
                routed = router.route_counted(lon, lat, threads=wanted.threads)
                tally.add_rows(routed.rows, routed.unusable)
                done = None
                if block.stop - noted >= KEPT_BYTES:
                    noted = block.stop
                    done = {"read": noted, "line": block.next_line, "tally": tally.kept()}
                writing.put(_Step(adding.of(block, routed.rows), done))
                tell(Progress(how_far(), size, tally.total, resumed))
    shop.put_in_place(part, target)
    return tally, resumed


def header_of(source: Path) -> Header:
    """Read the first record of a CSV."""
    return _header(source, *_first_record(source))


def _header(source: Path, first: Block, sample: bytes) -> Header:
    return Header.of(str(source), first.content[: first.ends[0]].tobytes(), sample)


def _first_record(source: Path) -> tuple[Block, bytes]:
    with _opened(source) as (file, _):
        some = blocks(
            file, start=0, line=1, block_bytes=_HEADER_BYTES, most_bytes=MOST_RECORD_BYTES
        )
        block = next(some, None)
    if block is None:
        raise BulkRouteError(BulkKind.NO_COORDINATES, source, columns="—")
    stop = int(block.begins[1]) if len(block.begins) > 1 else len(block.content)
    first = Block(
        block.content[:stop], block.begins[:1], block.ends[:1], block.quoted, 0, block.line
    )
    return first, block.content.tobytes()


@contextmanager
def _opened(source: Path) -> Iterator[tuple[IO[bytes], Callable[[], int]]]:
    """Open a file, packed or not, and say how far into it reading has come."""
    with source.open("rb") as raw:
        if source.name.lower().endswith(".gz"):
            # Several members, one behind the other, are one file.
            with gzip.GzipFile(fileobj=raw) as file:
                yield io.BufferedReader(file, BLOCK_BYTES), raw.tell
        else:
            yield raw, raw.tell


def _skip(file: IO[bytes], count: int) -> None:
    if isinstance(file, io.BufferedReader) and not isinstance(file.raw, gzip.GzipFile):
        file.seek(count)
        return
    # What is packed can be passed over only by unpacking it.
    while count:
        count -= len(file.read(min(count, BLOCK_BYTES)))


def _packed(content: Any) -> bytes:
    # A member a block: what is written can be cut off behind any of them.
    return gzip.compress(content, _GZIP_LEVEL, mtime=0)
