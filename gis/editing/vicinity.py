"""Which cells take part in an edit: those that it can reach, and no others.

A crossing set into a border bends it in both its cells, and a bent border may reach the next one.
So the cells around an edit are dealt out, and again with all around those that changed, until
every cell beside a changed one took part. What lies further stays as it is, bit for bit, whatever
shape it has, and an edit takes as long in a city as in a village.
"""

from collections.abc import Iterable, Sequence

import geopandas
import numpy as np
import shapely

from gis.lattice import UNITS_PER_DEGREE, Ints

MARGIN_UNITS = 3
"""Snap rounding moves a border by one unit at most, and so does the one beside it."""


def within_reach(
    cells: geopandas.GeoDataFrame, codes: Iterable[str], areas: Sequence[shapely.Geometry]
) -> Ints:
    """Return the rows of the cells that an edit can reach, ascending.

    Parameters
    ----------
    cells
        Columns code, geometry.
    codes
        Cells that change.
    areas
        Shapes whose outlines are set into the borders that they cross.
    """
    shapes = cells.geometry.to_numpy()
    changing = shapes[np.isin(cells["code"].to_numpy().astype(str), list(codes))]
    crossed = shapes[_beside(cells, np.asarray([*areas], dtype=object))]
    return _beside(cells, np.concatenate([changing, crossed]))


def _beside(cells: geopandas.GeoDataFrame, shapes: np.ndarray) -> Ints:
    near = cells.sindex.query(shapes, predicate="dwithin", distance=MARGIN_UNITS / UNITS_PER_DEGREE)
    return np.unique(near[1]).astype(np.int64)
