"""Squares on a lattice in lon/lat, clipped to the communities (GB/T 30428's unit cells)."""

from dataclasses import dataclass

from gis.lattice import Lattice, SquareLattice
from gis.partition.contract import Ground
from gis.partition.sizes import Sized, whole_units


@dataclass(frozen=True)
class Squares(Sized):
    """Divide by squares of a given size, or into about a given number of cells.

    Attributes
    ----------
    size_m
        Side in metres at the middle latitude of the ground; 100 when neither is given.
    count
        Cells wanted in all: the size is sought that comes nearest, so they are about as many.
    """

    def lattice(self, ground: Ground, size_m: float) -> SquareLattice:
        """Return the squares whose sides are the whole units nearest to a size."""
        east, north = ground.unit_m
        return SquareLattice(whole_units(size_m, east), whole_units(size_m, north))

    def size_of(self, ground: Ground, lattice: Lattice) -> float:
        """Return the side in metres."""
        return lattice.tile_size[0] * ground.unit_m[0]
