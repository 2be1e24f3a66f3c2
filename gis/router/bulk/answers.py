"""The column that is added: the code of each row's cell, as Arrow and Parquet take it fastest."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gis.lattice import Ints
from gis.lattice.compiled import compiled
from gis.router.bulk.tally import Tally
from gis.router.bulk.wanted import Routes


class Answers:
    """Turns rows into codes, a lot of batches with one dictionary, and counts them.

    A division may have a million cells and a lot touch ten: the dictionary holds those that occur.

    Parameters
    ----------
    router
        Whose rows they are.
    tally
        Where they are counted.
    """

    def __init__(self, router: Routes, tally: Tally) -> None:
        self._codes = codes_of(router)
        self._places = np.full(len(self._codes), -1, np.int32)
        self._present = np.empty(len(self._codes), np.int32)
        self._counts = np.zeros(len(self._codes), np.int64)
        self._cells = 0
        self._batches: list[pa.Array] = []
        self.tally = tally

    def add(self, rows: NDArray[np.int32], unusable: int) -> None:
        """Take the answers of a batch."""
        n = len(rows)
        indices, valid = np.zeros(n, np.int32), np.zeros(n // 8 + 1, np.uint8)
        before = int(self._counts[: self._cells].sum())
        self._cells = number(
            rows, self._places, self._present, self._counts, self._cells, indices, valid
        )
        outside = n - int(self._counts[: self._cells].sum()) + before
        self.tally.outside += outside
        self.tally.unusable += unusable
        buffers = [pa.py_buffer(valid), pa.py_buffer(indices)]
        self._batches.append(pa.Array.from_buffers(pa.int32(), n, buffers, outside))

    def taken(self) -> pa.ChunkedArray:
        """Return the codes of all batches since the last time, null outside."""
        present = self._present[: self._cells].copy()
        self.tally.cells[present] += self._counts[: self._cells]
        named = pa.Array.from_buffers(pa.int32(), len(present), [None, pa.py_buffer(present)])
        codes = self._codes.take(named)
        chunks = [pa.DictionaryArray.from_arrays(batch, codes) for batch in self._batches]
        self._places[present] = -1
        self._counts[: self._cells] = 0
        self._cells, self._batches = 0, []
        return pa.chunked_array(chunks, pa.dictionary(pa.int32(), pa.string()))


def codes_of(router: Routes) -> pa.StringArray:
    """Return a router's codes by row."""
    # From buffers: `pa.array` would load pandas to ask whether it is given any of its kind.
    texts = [code.encode() for code in router.codes.tolist()]
    first = np.zeros(len(texts) + 1, np.int32)
    np.cumsum([len(text) for text in texts], out=first[1:])
    return pa.StringArray.from_buffers(
        len(texts), pa.py_buffer(first), pa.py_buffer(b"".join(texts))
    )


@compiled
def number(
    rows: NDArray[np.int32],
    places: NDArray[np.int32],
    present: NDArray[np.int32],
    counts: Ints,
    cells: int,
    indices: NDArray[np.int32],
    valid: NDArray[np.uint8],
) -> int:
    """Give cells numbers as they come, and count their points, in one pass.

    Parameters
    ----------
    rows
        Answers, −1 outside.
    places
        By row: its number, −1 for none yet.
    present, counts
        By number: its row, and how many points there were.
    cells
        How many numbers are given.
    indices
        Filled: numbers; 0 outside.
    valid
        Bits, low ones first, all 0; set where a point is in a cell.

    Returns
    -------
    int
        How many numbers are given now.
    """
    for k in range(len(rows)):
        row = rows[k]
        if row < 0:
            continue
        place = places[row]
        if place < 0:
            place = np.int32(cells)
            places[row] = place
            present[place] = row
            cells += 1
        counts[place] += 1
        indices[k] = place
        valid[k >> 3] |= np.uint8(1 << (k & 7))
    return cells
