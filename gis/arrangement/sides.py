"""The sides of tilings near some segments; of lattices the other tiles are never drawn.

Only tiles that a segment passes within three units of can be changed by snap rounding. They and
the tiles around them are near and get sides; a run of other tiles is one face, and each of them
is whole.
"""

from dataclasses import dataclass

import numpy as np

from gis.arrangement.buckets import bucket_bits, bucket_shift, segment_buckets
from gis.arrangement.crossings import edge_crossings
from gis.arrangement.points import numbered
from gis.arrangement.tiles import hexagon_sides, hexagons_near, square_sides, squares_near
from gis.lattice import Bools, HexLattice, Indices, Ints, SquareLattice, Tessellation

# Tiles kept around the segments' bounds, so that near tiles always have neighbours.
_RIM = 4


@dataclass(frozen=True, eq=False)
class Sides:
    """Sides of tiles.

    Attributes
    ----------
    corner_x, corner_y
        Corners, each once.
    tail, head
        The corners of each side.
    left, right
        The tiles on either side; −1 for none, or for one that is not near.
    beyond
        Of each side with one tile that is not near, that tile; −1 for all others.
    """

    corner_x: Ints
    corner_y: Ints
    tail: Indices
    head: Indices
    left: Indices
    right: Indices
    beyond: Indices

    @classmethod
    def of(cls, tessellation: Tessellation) -> "Sides":
        """Take all sides of a tessellation; should some cross, the crossings become corners."""
        (ax, ay), (bx, by) = tessellation.tail.T.copy(), tessellation.head.T.copy()
        shift, bits = bucket_shift(ax, ay, bx, by), bucket_bits(2 * len(ax))
        crossings = edge_crossings(ax, ay, bx, by, *segment_buckets(ax, ay, bx, by, shift, bits))
        x, y = np.concatenate([ax, bx, crossings[0]]), np.concatenate([ay, by, crossings[1]])
        x, y, _, node = numbered(x, y, shift, bits)
        tail, head = node[: len(ax)], node[len(ax) : 2 * len(ax)]
        stays = tail != head
        beyond = np.full(int(stays.sum()), -1, dtype=np.int32)
        left, right = tessellation.left[stays], tessellation.right[stays]
        sides = (left.astype(np.int32), right.astype(np.int32))
        return cls(x, y, tail[stays], head[stays], *sides, beyond)


@dataclass(frozen=True, eq=False)
class Window:
    """The tiles of a lattice around some bounds, by row from the north, then by column.

    Attributes
    ----------
    lattice
        The lattice.
    column, top
        The lattice's number of the first column and of the northernmost row.
    columns, rows
        How many there are.
    """

    lattice: SquareLattice | HexLattice
    column: int
    top: int
    columns: int
    rows: int

    @classmethod
    def around(
        cls, lattice: SquareLattice | HexLattice, west: int, south: int, east: int, north: int
    ) -> "Window":
        """Frame bounds with some tiles to spare."""
        if isinstance(lattice, SquareLattice):
            width, height = lattice.step_x, lattice.step_y
        else:
            width, height = 2 * lattice.half_width, 3 * lattice.quarter_height
        column, row = west // width - _RIM, south // height - _RIM
        top = north // height + _RIM
        columns = east // width + _RIM - column + 1
        return cls(lattice, column, top, columns, top - row + 1)

    def __len__(self) -> int:
        """Return the number of tiles."""
        return self.columns * self.rows

    def near(self, ax: Ints, ay: Ints, bx: Ints, by: Ints) -> Bools:
        """Tell which tiles are near some segments within the bounds."""
        lattice = self.lattice
        if isinstance(lattice, SquareLattice):
            size = (lattice.step_x, lattice.step_y)
            return squares_near(
                ax, ay, bx, by, *size, self.column, self.top, self.columns, self.rows
            )
        size = (lattice.half_width, lattice.quarter_height)
        return hexagons_near(ax, ay, bx, by, *size, self.column, self.top, self.columns, self.rows)

    def sides(self, near: Bools) -> Sides:
        """Return the sides of near tiles."""
        lattice = self.lattice
        if isinstance(lattice, SquareLattice):
            return Sides(
                *square_sides(
                    near,
                    lattice.step_x,
                    lattice.step_y,
                    self.column,
                    self.top,
                    self.columns,
                    self.rows,
                )
            )
        return Sides(
            *hexagon_sides(
                near,
                lattice.half_width,
                lattice.quarter_height,
                self.column,
                self.top,
                self.columns,
                self.rows,
            )
        )

    def outlines(self, tile: Ints) -> tuple[Ints, Ints]:
        """Return the closed rings of tiles, each from its lowest vertex anticlockwise."""
        lattice = self.lattice
        row, column = self.top - tile // self.columns, self.column + tile % self.columns
        if isinstance(lattice, SquareLattice):
            x, y = column * lattice.step_x, row * lattice.step_y
            dx = np.array([0, 1, 1, 0, 0], dtype=np.int64) * lattice.step_x
            dy = np.array([0, 0, 1, 1, 0], dtype=np.int64) * lattice.step_y
        else:
            a, b = lattice.half_width, lattice.quarter_height
            x, y = a * (2 * column + (row & 1)), 3 * b * row
            dx = np.array([-1, 0, 1, 1, 0, -1, -1], dtype=np.int64) * a
            dy = np.array([-1, -2, -1, 1, 2, 1, -1], dtype=np.int64) * b
        return (x[:, None] + dx).reshape(-1), (y[:, None] + dy).reshape(-1)
