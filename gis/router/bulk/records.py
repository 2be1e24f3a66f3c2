"""Where the records of a CSV end, found in its bytes.

Bytes are enough: in UTF-8 and in GB18030 no byte of a character of several is a quote, a line
feed, a comma, a semicolon or a tab.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Ints

Bytes = NDArray[np.uint8]

_QUOTE, _LINE_FEED, _RETURN = b'"'[0], b"\n"[0], b"\r"[0]


class OpenQuoteError(ValueError):
    """A quote that does not close for longer than any record may be.

    Attributes
    ----------
    line
        The line of the file that its record begins in, from 1.
    """

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"a quote opens in line {line} and does not close")


@dataclass(frozen=True)
class Block:
    """Some whole records.

    Attributes
    ----------
    content
        Their bytes.
    begins, ends
        Where each begins, and ends without its line end.
    quoted
        Whether there is any quote in them.
    start
        Where the block begins in the file, in bytes.
    line
        The line of the file that it begins with, from 1.
    """

    content: Bytes
    begins: Ints
    ends: Ints
    quoted: bool
    start: int
    line: int

    def line_of(self, record: int) -> int:
        """Return the line of the file that a record begins in."""
        before = self.content[: self.begins[record]]
        return self.line + int(np.count_nonzero(before == _LINE_FEED))

    @property
    def stop(self) -> int:
        """Where the block ends in the file."""
        return self.start + len(self.content)

    @property
    def next_line(self) -> int:
        """The line that the next block begins with."""
        return self.line + int(np.count_nonzero(self.content == _LINE_FEED))


def blocks(
    file: IO[bytes], *, start: int, line: int, block_bytes: int, most_bytes: int
) -> Iterator[Block]:
    """Read a file in blocks of whole records.

    Parameters
    ----------
    file
        Placed at the beginning of a record.
    start, line
        That place in bytes, and its line.
    block_bytes
        About how much to read at once.
    most_bytes
        How long a record may be.

    Raises
    ------
    OpenQuoteError
        A record is longer than that, or the file ends within a quote.
    """
    rest = b""
    while True:
        # Blocks depend on where they begin alone, not on where a run was broken off.
        read = file.read(block_bytes - len(rest) % block_bytes)
        content = np.frombuffer(rest + read, np.uint8)
        quotes = np.flatnonzero(content == _QUOTE)
        feeds = np.flatnonzero(content == _LINE_FEED)
        if len(quotes):
            # Behind an even number of quotes nothing is open.
            feeds = feeds[(np.searchsorted(quotes, feeds) & 1) == 0]
        if read:
            if not len(feeds):
                if len(content) > most_bytes:
                    raise OpenQuoteError(line)
                rest = content.tobytes()
                continue
            size = int(feeds[-1]) + 1
        else:
            if len(quotes) & 1:
                opened = int(feeds[-1]) + 1 if len(feeds) else 0
                raise OpenQuoteError(line + int(np.count_nonzero(content[:opened] == _LINE_FEED)))
            size = len(content)
            if size and content[-1] != _LINE_FEED:
                feeds = np.append(feeds, size)
        if size:
            block = _block(content[:size], feeds, len(quotes) > 0, start, line)
            yield block
            start, line = block.stop, block.next_line
        if not read:
            return
        rest = content[size:].tobytes()


def _block(content: Bytes, feeds: Ints, quoted: bool, start: int, line: int) -> Block:
    begins = np.concatenate([np.zeros(1, np.int64), feeds[:-1] + 1])
    # A carriage return before the line feed belongs to the line end.
    returned = (feeds > begins) & (content[np.maximum(feeds, 1) - 1] == _RETURN)
    return Block(content, begins, feeds - returned, quoted, start, line)
