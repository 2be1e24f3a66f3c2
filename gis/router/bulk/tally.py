"""How many points of a run lay in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Ints


@dataclass
class Tally:
    """Points counted by cell.

    Attributes
    ----------
    cells
        How many points lay in each cell, by row of the router's codes; int64.
    outside
        Points in no cell, unusable ones among them.
    unusable
        Points without coordinates, or with such as are no place.
    """

    cells: Ints
    outside: int = 0
    unusable: int = 0

    @classmethod
    def empty(cls, cells: int) -> Tally:
        """Begin to count."""
        return cls(np.zeros(cells, np.int64))

    @property
    def inside(self) -> int:
        """Points in a cell."""
        return int(self.cells.sum())

    @property
    def total(self) -> int:
        """All points."""
        return self.inside + self.outside

    def add(self, rows: NDArray[np.int32], counts: Ints, outside: int, unusable: int) -> None:
        """Count the answers of a batch: so many in each of some cells, each named once."""
        self.cells[rows] += counts
        self.outside += outside
        self.unusable += unusable

    def add_rows(self, rows: NDArray[np.int32], unusable: int) -> None:
        """Count the answers of a batch: the row of each point, −1 outside."""
        # The outside's −1 becomes place 0, so that one count does for both.
        counts = np.bincount(rows + np.int32(1), minlength=len(self.cells) + 1)
        self.cells += counts[1:]
        self.outside += int(counts[0])
        self.unusable += unusable

    def join(self, other: Tally) -> None:
        """Add another run's counts over the same cells."""
        self.cells += other.cells
        self.outside += other.outside
        self.unusable += other.unusable

    def kept(self) -> dict[str, Any]:
        """Return what a journal keeps: only the cells that hold points."""
        rows = np.flatnonzero(self.cells)
        counts = self.cells[rows].tolist()
        return {
            "cells": [rows.tolist(), counts],
            "outside": self.outside,
            "unusable": self.unusable,
        }

    @classmethod
    def of_kept(cls, cells: int, kept: dict[str, Any]) -> Tally:
        """Go on from what a journal kept."""
        tally = cls.empty(cells)
        rows, counts = kept["cells"]
        tally.cells[np.asarray(rows, np.int64)] = counts
        tally.outside, tally.unusable = kept["outside"], kept["unusable"]
        return tally
