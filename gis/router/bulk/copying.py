"""The data of a Parquet file, brought into the output as they stand, while points are routed."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from gis.router.bulk.parquet import Source, unreadable

_PIECE_BYTES = 16 << 20
"""Between pieces the interpreter is waited for, which is busy at the start: few large ones."""


class Copying:
    """Copies all that stands before a file's footer to the same places of another.

    Parameters
    ----------
    source
        The file; nobody else reads from ``source.raw`` meanwhile.
    out
        The output, open. One on this machine takes bytes at two places at once: its own place does
        not move. A store takes them one after the other.
    start
        How much of it the output has already.

    Attributes
    ----------
    done
        Up to where the output has them.
    """

    def __init__(self, source: Source, out: Any, start: int) -> None:
        self.done = start
        self._source, self._out = source, out
        self._left = False
        self._coming: Future[None] | None = None

    @property
    def beside(self) -> bool:
        """Whether the output can be written to elsewhere meanwhile."""
        return isinstance(self._out, io.BufferedWriter | io.BufferedRandom)

    def run(self) -> None:
        """Copy, until all is done or nobody waits for it.

        Raises
        ------
        BulkRouteError
            The file has become shorter.
        """
        beside, stop, raw = self.beside, self._source.footer.stop, self._source.raw
        # Into memory that is there: fresh pages for every piece would cost more than the copy.
        spare = memoryview(bytearray(_PIECE_BYTES))
        raw.seek(self.done)
        while self.done < stop and not self._left:
            count = raw.readinto(spare[: stop - self.done])
            if not count:
                raise unreadable(self._source.name, EOFError("it ends within a column"))
            if beside:
                self._put(spare[:count])
            else:
                self._out.write(spare[:count])
            self.done += count

    def _put(self, piece: memoryview) -> None:
        put = 0
        while put < len(piece):
            put += os.pwrite(self._out.fileno(), piece[put:], self.done + put)

    def begin(self, pool: ThreadPoolExecutor) -> None:
        """Copy in another thread."""
        self._coming = pool.submit(self.run)

    def check(self, *, wait: bool = False) -> None:
        """Raise what the copying ended in, if it has ended; or wait until it has."""
        if self._coming is not None and (wait or self._coming.done()):
            self._coming.result()

    def leave(self) -> None:
        """Let it end early."""
        self._left = True


@contextmanager
def copying(source: Source, out: Any, start: int, *, overlapped: bool) -> Iterator[Copying]:
    """Copy in a thread of its own while a block runs, or before it; all is there at its end.

    The output is then placed behind what was copied.
    """
    copy = Copying(source, out, start)
    if not (overlapped and copy.beside):
        copy.run()
        _go_behind(source, out)
        yield copy
        return
    _go_behind(source, out)
    with ThreadPoolExecutor(1, thread_name_prefix="copies") as pool:
        copy.begin(pool)
        try:
            yield copy
        except BaseException:
            copy.leave()
            raise
        copy.check(wait=True)


def _go_behind(source: Source, out: Any) -> None:
    # A store has no way to another place, and is there already.
    if out.tell() < source.footer.stop:
        out.seek(source.footer.stop)
