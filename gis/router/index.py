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
    width, height
        How many units a block covers each way.
    columns, rows
        Number of blocks each way; multiples of a tile's side.
    """

    west: int
    south: int
    width: int
    height: int
    columns: int
    rows: int

    @classmethod
    def over(
        cls,
        bounds: tuple[int, int, int, int],
        size: tuple[int, int],
        start: tuple[int, int] = (0, 0),
    ) -> "Grid":
        """Lay blocks over west, south, east, north, all included.

        Parameters
        ----------
        size
            Width and height of a block.
        start
            A place, in units, that is the first unit of a block, on the bounds or not.
        """
        west, south, east, north = bounds
        width, height = size
        low_x, low_y = west - (west - start[0]) % width, south - (south - start[1]) % height
        side = (1 << TILE) - 1
        columns, rows = (east - low_x) // width + 1, (north - low_y) // height + 1
        return cls(low_x, low_y, width, height, (columns + side) & ~side, (rows + side) & ~side)

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return self.columns * self.rows

    @property
    def of_powers(self) -> bool:
        """Whether blocks are powers of two wide and high."""
        return not (self.width & (self.width - 1) or self.height & (self.height - 1))

    @property
    def quick(self) -> bool:
        """Whether places can be divided by blocks' sizes as `quotient` does it."""
        return all(
            size * count <= 1 << (33 if size & (size - 1) == 0 else 30)
            for size, count in ((self.width, self.columns), (self.height, self.rows))
        )

    @property
    def shift(self) -> int:
        """A square of ``2**shift`` units a side holds a block."""
        return (max(self.width, self.height) - 1).bit_length()

    @property
    def quotients(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """What divides places by a block's width and height; see `quotient`."""
        return (
            quotient(self.width, self.width * self.columns),
            quotient(self.height, self.height * self.rows),
        )


def quotient(size: int, stop: int) -> tuple[int, int]:
    """Return a factor and a shift so that ``n * factor >> shift`` is ``n // size``.

    It is for every whole n from 0 to below ``stop``, and the factor is below 2**32, every product
    below 2**63. Division by invariant integers: Granlund and Montgomery 1994.

    Parameters
    ----------
    size
        A power of two; or ``stop`` is at most 2**30.
    """
    if size & (size - 1) == 0:
        return 1, size.bit_length() - 1
    shift = (size * stop - 1).bit_length()
    return -(-(1 << shift) // size), shift


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
