"""Writing a field more at the end of each record of a block."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Ints
from gis.lattice.compiled import compiled
from gis.router.bulk.csv_header import Header
from gis.router.bulk.records import Block, Bytes
from gis.router.bulk.wanted import Routes


class Adding:
    """Adds cell codes to records.

    Parameters
    ----------
    router
        Whose rows are added.
    header
        How the file parts and encodes fields.
    """

    def __init__(self, router: Routes, header: Header) -> None:
        # The last field, blank, is the outside's: row −1 finds it by itself.
        fields = [*(header.field(code) for code in router.codes.tolist()), header.field("")]
        self._text = np.frombuffer(b"".join(fields), np.uint8)
        self._first = np.concatenate([[0], np.cumsum([len(field) for field in fields])])

    def of(self, block: Block, rows: NDArray[np.int32]) -> Bytes:
        """Return a block with the codes of its records, blank ones aside, which stay blank.

        Parameters
        ----------
        rows
            One for each record that is not blank; −1 outside.
        """
        every = np.full(len(block.ends), -1, np.int64)
        filled = block.ends > block.begins
        every[filled] = np.where(rows < 0, len(self._first) - 2, rows)
        longer = int((np.diff(self._first)[every[filled]]).sum())
        out = np.empty(len(block.content) + longer, np.uint8)
        add(block.content, block.ends, every, self._text, self._first, out)
        return out


@compiled
def add(content: Bytes, ends: Ints, rows: Ints, text: Bytes, first: Ints, out: Bytes) -> None:
    """Copy records, each with its field behind it.

    Parameters
    ----------
    ends
        Where the records end, without their line ends, which follow the field.
    rows
        Which field each gets; −1 for none.
    text, first
        The fields, and where each begins.
    out
        Filled.
    """
    place = start = 0
    for k in range(len(ends)):
        for j in range(start, ends[k]):
            out[place] = content[j]
            place += 1
        start = ends[k]
        if rows[k] >= 0:
            for j in range(first[rows[k]], first[rows[k] + 1]):
                out[place] = text[j]
                place += 1
    for j in range(start, len(content)):
        out[place] = content[j]
        place += 1
