"""Points that were read as shapes: where they are, and which are none."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.lattice import Floats


def no_point(shapes: NDArray[np.object_]) -> int | None:
    """Return the place of the first shape that is no point, if there is one."""
    odd = np.flatnonzero((shapely.get_type_id(shapes) > 0) & ~shapely.is_empty(shapes))
    return int(odd[0]) if len(odd) else None


def degrees(shapes: NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Return x and y of points, NaN where one is missing or empty."""
    # GEOS knows no x of an empty point, and says so with an error.
    there = shapes.copy()
    there[shapely.is_empty(shapes)] = None
    return shapely.get_x(there), shapely.get_y(there)
