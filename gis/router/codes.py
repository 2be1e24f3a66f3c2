"""Cell codes by row, as one string of bytes: a million are opened without being read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Ints


@dataclass(frozen=True)
class Codes:
    """Codes in ascending order.

    Attributes
    ----------
    text
        All codes in UTF-8, one after another; uint8.
    first
        Where each code starts, and the end; int64.
    """

    text: NDArray[np.uint8]
    first: Ints

    @classmethod
    def of(cls, codes: Sequence[str]) -> "Codes":
        """Write codes down."""
        encoded = [code.encode() for code in codes]
        first = np.zeros(len(codes) + 1, np.int64)
        np.cumsum([len(code) for code in encoded], out=first[1:])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), first)

    def __len__(self) -> int:
        """Return the number of codes."""
        return len(self.first) - 1

    def __getitem__(self, row: int) -> str:
        """Return the code of a row."""
        return self.text[self.first[row] : self.first[row + 1]].tobytes().decode(errors="replace")

    def all(self) -> list[str]:
        """Return all codes."""
        first = self.first.tolist()
        text = self.text.tobytes()
        return [text[a:b].decode(errors="replace") for a, b in pairwise(first)]
