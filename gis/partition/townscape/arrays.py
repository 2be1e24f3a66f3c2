"""Whole arrays of shapes and of sums, with the types that they have."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.lattice import Bools, Floats, Ints

Shapes = NDArray[np.object_]
"""Shapely geometries."""


def points(xy: Floats | Ints) -> Shapes:
    """Make points, shape (n, 2)."""
    return np.asarray(shapely.points(xy), dtype=object)


def segments(ends: Floats | Ints) -> Shapes:
    """Make segments, shape (n, 2, 2)."""
    return np.asarray(shapely.linestrings(ends) if len(ends) else [], dtype=object)


def merged(lines: Shapes) -> Shapes:
    """Join lines where two of them end."""
    if not len(lines):
        return lines
    together = shapely.multilinestrings(list(lines))
    return np.asarray(shapely.get_parts(shapely.line_merge(together)), dtype=object)


def sums(index: Ints, values: Floats | Ints | Bools, count: int) -> Floats:
    """Add values up by index."""
    return np.asarray(np.bincount(index, values, count), dtype=np.float64)
