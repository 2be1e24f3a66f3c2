"""Hexagons on a lattice in lon/lat, or those of the H3 grid, clipped to the communities."""

import math
from dataclasses import dataclass

from gis.lattice import HexLattice, Lattice, Tiling, unit_size_m
from gis.partition.contract import Ground
from gis.partition.errors import PartitionError
from gis.partition.h3grid import checked_resolution, h3_tessellation
from gis.partition.sizes import Sized, whole_units


@dataclass(frozen=True)
class Hexagons(Sized):
    """Divide by hexagons of a given size, or into about a given number of cells.

    Attributes
    ----------
    size_m
        Distance across the flats in metres, which is that between the centres of neighbours,
        at the middle latitude of the district; 100 when neither is given.
    count
        Cells wanted in all: the size is sought that comes nearest, so they are about as many.
    h3_resolution
        Take H3's hexagons of this resolution instead: 9 is about 105 000 m², 10 about 15 000.
    """

    h3_resolution: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.h3_resolution is None:
            return
        if self.size_m is not None or self.count is not None:
            raise PartitionError("hexagons-one", kind="options")
        object.__setattr__(self, "h3_resolution", checked_resolution(self.h3_resolution))

    def tiling(self, ground: Ground) -> Tiling:
        """Return the lattice of the wanted size or number of cells, or H3's hexagons."""
        if self.h3_resolution is None:
            return super().tiling(ground)
        return h3_tessellation(ground, self.h3_resolution)

    def lattice(self, size_m: float, latitude: float) -> HexLattice:
        """Return the hexagons whose corners are the whole units nearest to a size at a latitude."""
        east, north = unit_size_m(latitude)
        half_width_m, quarter_height_m = size_m / 2, size_m / (2 * math.sqrt(3))
        return HexLattice(whole_units(half_width_m, east), whole_units(quarter_height_m, north))

    def size_of(self, lattice: Lattice, latitude: float) -> float:
        """Return the distance across the flats in metres at a latitude."""
        return lattice.tile_size[0] * unit_size_m(latitude)[0]
