"""Cells too small for their community that another there could take in."""

from collections.abc import Sequence

import numpy as np

from gis.lattice import Bools, Ints, Lattice, Lines

_SHARE = 5
"""A cell below a fifth of the usual size is a sliver."""


def slivers(
    area2: Ints, owner: Ints, free: Bools, neighbourly: Bools, lattices: Sequence[Lines | None]
) -> Bools:
    """Tell which cells are slivers by the usual size of a cell in their community.

    That is a full tile of its lattice; without tiles of one size, the median of its cells. What
    has no neighbour to be joined to is none: a small community, an island, a special cell.

    Parameters
    ----------
    area2, owner, free
        Of each cell: twice its area in square units, its community or −1, and whether it keeps
        to no lattice, as special ones.
    neighbourly
        True for cells that border another of their community, neither of them free.
    lattices
        The lattice of each community; None where it has none.
    """
    usual2 = np.zeros(len(lattices) + 1, dtype=np.float64)
    usual2[:-1] = [
        lattice.tile_area2 if isinstance(lattice, Lattice) else np.nan for lattice in lattices
    ]
    unknown = np.isnan(usual2)
    if unknown.any():
        rows = np.flatnonzero(unknown[owner] & ~free)
        rows = rows[np.lexsort((area2[rows], owner[rows]))]
        communities, first, counts = np.unique(owner[rows], return_index=True, return_counts=True)
        low, high = first + (counts - 1) // 2, first + counts // 2
        usual2[communities] = (area2[rows[low]] + area2[rows[high]]) / 2
    return np.asarray(neighbourly & (area2 * _SHARE < usual2[owner]), dtype=np.bool_)
