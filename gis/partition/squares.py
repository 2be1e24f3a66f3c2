"""Squares on a lattice in lon/lat, clipped to the communities (GB/T 30428's unit cells)."""

from dataclasses import dataclass

from gis.lattice import Lattice, SquareLattice, unit_size_m
from gis.partition.sizes import Sized, whole_units


@dataclass(frozen=True)
class Squares(Sized):
    """Divide by squares of a given size, or into about a given number of cells.

    Attributes
    ----------
    size_m
        Side in metres at the middle latitude of the district; 100 when neither is given.
    count
        Cells wanted in all: the size is sought that comes nearest, so they are about as many.
    """

    def lattice(self, size_m: float, latitude: float) -> SquareLattice:
        """Return the squares whose sides are the whole units nearest to a size at a latitude."""
        east, north = unit_size_m(latitude)
        return SquareLattice(whole_units(size_m, east), whole_units(size_m, north))

    def size_of(self, lattice: Lattice, latitude: float) -> float:
        """Return the side in metres at a latitude."""
        return lattice.tile_size[0] * unit_size_m(latitude)[0]
