"""All that an index holds. Nothing here needs the compiler, so that a file opens at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Ints
from gis.router.codes import Codes
from gis.router.rim import Rim

Ints32 = NDArray[np.int32]

TILE = 2
"""Blocks are stored in tiles of ``2**TILE`` a side: sixteen of four bytes, a line of cache."""


@dataclass(frozen=True)
class Grid:
    """A raster of blocks.

    Attributes
    ----------
    west, south
        The first unit of the first block.
    shift
        Blocks are ``2**shift`` units wide.
    columns, rows
        Number of blocks each way; multiples of a tile's side.
    """

    west: int
    south: int
    shift: int
    columns: int
    rows: int

    @classmethod
    def over(cls, bounds: tuple[int, int, int, int], shift: int) -> "Grid":
        """Lay blocks over west, south, east, north, all included."""
        west, south, east, north = bounds
        low_x, low_y = west >> shift << shift, south >> shift << shift
        side = (1 << TILE) - 1
        columns, rows = ((east - low_x) >> shift) + 1, ((north - low_y) >> shift) + 1
        return cls(low_x, low_y, shift, (columns + side) & ~side, (rows + side) & ~side)

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return self.columns * self.rows


@dataclass(frozen=True)
class Layer:
    """An index of cells that do not overlap.

    Attributes
    ----------
    grid
        Where the blocks lie.
    raster
        A reference for each block, in tiles, then the blocks of finer grids, then one block that is
        outside; int32.
    nodes
        Lines and references, shape (n, 2).
    wide
        dx, dy and c of lines too long for a node, shape (n, 3).
    grids
        Shift, side as a power of two, and first block of each finer grid, shape (n, 3).
    """

    grid: Grid
    raster: Ints32
    nodes: Ints
    wide: Ints
    grids: Ints

    @property
    def nbytes(self) -> int:
        """Memory of the arrays."""
        return sum(a.nbytes for a in (self.raster, self.nodes, self.wide, self.grids))


@dataclass(frozen=True)
class Loose:
    """Outlines of loose cells.

    Attributes
    ----------
    place
        West, south, shift, columns and rows of the raster; int64.
    first, items
        Where each block's list of cells starts, and the end; and all. Cells ascend.
    row
        The row of each cell, ascending.
    cells, rings
        The first ring of each cell, the first vertex of each ring, and the ends.
    xy
        Vertices, shape (n, 2), int32.
    """

    place: Ints
    first: Ints32
    items: Ints32
    row: Ints32
    cells: Ints32
    rings: Ints32
    xy: Ints32

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.row)


@dataclass(frozen=True)
class Index:
    """An index of cells.

    Attributes
    ----------
    codes
        Cell codes, ascending; their places are the rows that routing answers.
    layers
        Layers without overlaps; the smallest row of all layers is the answer.
    loose
        Cells that are in no layer.
    rim
        What a place outside all cells can be nearest to.
    """

    codes: Codes
    layers: tuple[Layer, ...]
    loose: Loose
    rim: Rim

    @property
    def nbytes(self) -> int:
        """Memory of all arrays."""
        arrays = [
            *(getattr(self.loose, name) for name in vars(self.loose)),
            *(getattr(self.rim, name) for name in vars(self.rim)),
            self.codes.text,
            self.codes.first,
        ]
        return int(sum(a.nbytes for a in arrays)) + sum(layer.nbytes for layer in self.layers)
