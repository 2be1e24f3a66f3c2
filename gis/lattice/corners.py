"""Corners read from degrees and written back, a walk each."""

import numpy as np

from gis.lattice.compiled import compiled
from gis.lattice.units import UNITS_PER_DEGREE, Floats, Ints


@compiled
def lonlat(x: Ints, y: Ints) -> Floats:
    """Return points in units as rows of longitude and latitude, as `from_units` divides."""
    degrees = np.empty((len(x), 2))
    for i in range(len(x)):
        degrees[i, 0] = x[i] / UNITS_PER_DEGREE
        degrees[i, 1] = y[i] / UNITS_PER_DEGREE
    return degrees


@compiled
def opened(degrees: Floats, ends: Ints) -> tuple[Ints, Ints]:
    """Return closed rings in units (as `to_units` rounds) without their last vertices."""
    rings = len(ends) - 1
    xy, starts = np.empty(degrees.shape, dtype=np.int64), np.zeros(rings + 1, dtype=np.int64)
    count = 0
    for ring in range(rings):
        for i in range(ends[ring], ends[ring + 1] - 1):
            xy[count, 0] = np.rint(degrees[i, 0] * UNITS_PER_DEGREE)
            xy[count, 1] = np.rint(degrees[i, 1] * UNITS_PER_DEGREE)
            count += 1
        starts[ring + 1] = count
    return xy[:count], starts
