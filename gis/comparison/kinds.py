"""What became of cells: the kinds of change, from the ground that pairs of cells share."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Bools, Ints

Kind = Literal["kept", "moved", "split", "merged", "new", "retired"]
KINDS: tuple[Kind, ...] = ("kept", "moved", "split", "merged", "new", "retired")
"""In the order in which they are told."""


def kinds_of(
    old: Ints, new: Ints, major_old: Bools, major_new: Bools, same: Bools
) -> NDArray[np.object_]:
    """Tell the kind of each pair of cells that share ground; see `gis.changes`.

    Parameters
    ----------
    old, new
        Numbers of the cells of each pair.
    major_old, major_new
        Whether the common ground is more than half of the old cell, and of the new cell.
    same
        Whether both cells have the same shape.
    """
    main = major_old | major_new
    size = (int(old.max()) + 1, int(new.max()) + 1) if len(old) else (0, 0)
    of_old = np.bincount(old, main, minlength=size[0])[old]
    of_new = np.bincount(new, main, minlength=size[1])[new]
    several_new = (of_old >= 2) & ((of_new < 2) | major_new)
    kinds = np.full(len(old), "moved", dtype=object)
    kinds[main & (of_new >= 2)] = "merged"
    kinds[main & several_new] = "split"
    # Ground of a cell that goes on in no other, or that makes up one which continues none.
    kinds[~main & (of_new == 0)] = "merged"
    kinds[~main & (of_old == 0)] = "split"
    kinds[same] = "kept"
    return kinds
