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
    """Turns rows into codes, and counts them.

    Parameters
    ----------
    router
        Whose rows they are.
    tally
        Where they are counted.
    """

    def __init__(self, router: Routes, tally: Tally) -> None:
        self._codes = pa.array(router.codes.tolist(), pa.string())
        self._places = np.full(len(self._codes), -1, np.int32)
        self.tally = tally

    def of(self, rows: NDArray[np.int32], unusable: int) -> pa.DictionaryArray:
        """Return the codes of a batch, null outside, with only those that occur in it.

        A division may have a million cells and a batch touch ten: a dictionary of all of them
        would be written with every batch.
        """
        n = len(rows)
        indices = np.zeros(n, np.int32)
        valid = np.zeros(n // 8 + 1, np.uint8)
        present = np.empty(min(n, len(self._places)), np.int32)
        counts = np.zeros(len(present), np.int64)
        cells = number(rows, self._places, present, counts, indices, valid)
        present, counts = present[:cells], counts[:cells]
        outside = n - int(counts.sum())
        self.tally.add(present, counts, outside, unusable)
        answers = pa.Array.from_buffers(
            pa.int32(), n, [pa.py_buffer(valid), pa.py_buffer(indices)], outside
        )
        return pa.DictionaryArray.from_arrays(answers, self._codes.take(pa.array(present)))


@compiled
def number(
    rows: NDArray[np.int32],
    places: NDArray[np.int32],
    present: NDArray[np.int32],
    counts: Ints,
    indices: NDArray[np.int32],
    valid: NDArray[np.uint8],
) -> int:
    """Give the cells of a batch numbers as they come, and count their points, in one pass.

    Parameters
    ----------
    rows
        Answers, −1 outside.
    places
        By row: −1; is so again at the end.
    present, counts
        Filled: the rows that occur, as they come, and how often.
    indices
        Filled: place within ``present``; 0 outside.
    valid
        Bits, low ones first, all 0; set where a point is in a cell.

    Returns
    -------
    int
        How many cells occur.
    """
    cells = 0
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
    for k in range(cells):
        places[present[k]] = -1
    return cells
