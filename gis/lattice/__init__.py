"""The integer lattice of 1e-7 degrees on which all stored geometry lies (design.md §6).

Coordinates are turned to whole units once; from there every question is answered in integers,
exactly and the same on every machine.
"""

from gis.lattice.predicates import points_on_or_in, side
from gis.lattice.rings import Rings, ring_areas2
from gis.lattice.tilings import (
    H3Lattice,
    HexLattice,
    Lattice,
    Lines,
    SideList,
    SquareLattice,
    Tessellation,
    Tiling,
    lattice_of,
)
from gis.lattice.units import (
    SPAN_LIMIT,
    UNITS_PER_DEGREE,
    Bools,
    Floats,
    Indices,
    Ints,
    from_units,
    on_lattice,
    rounded,
    to_units,
    unit_size_m,
)

__all__ = [
    "SPAN_LIMIT",
    "UNITS_PER_DEGREE",
    "Bools",
    "Floats",
    "H3Lattice",
    "HexLattice",
    "Indices",
    "Ints",
    "Lattice",
    "Lines",
    "Rings",
    "SideList",
    "SquareLattice",
    "Tessellation",
    "Tiling",
    "from_units",
    "lattice_of",
    "on_lattice",
    "points_on_or_in",
    "ring_areas2",
    "rounded",
    "side",
    "to_units",
    "unit_size_m",
]
