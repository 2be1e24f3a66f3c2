"""Find features of different codes that have the same polygon: one of them is a copy."""

from collections.abc import Collection

import geopandas
import numpy as np
import shapely

from gis.boundaries.findings import Repair, RepairKind
from gis.boundaries.raw import Geometries
from gis.lattice import rounded


def copies_told(
    frame: geopandas.GeoDataFrame, nested: Collection[tuple[str, str]] = ()
) -> list[Repair]:
    """Tell each feature that has the same polygon as one before it.

    Parameters
    ----------
    frame
        Columns code and geometry (valid, EPSG:4326), one row a code.
    nested
        Pairs of a cell's code and its parent's, in either order: a cell may fill its parent.

    Returns
    -------
    list of Repair
        By the later feature's code, with the other code and the place of both.
    """
    shapes = frame.geometry.to_numpy()
    codes = [str(code) for code in frame["code"]]
    known = {frozenset(pair) for pair in nested}
    first: dict[bytes, int] = {}
    told = []
    for number in _of_equal_bounds(shapes):
        shape = outlines_stored(shapes[[number]])[0]
        other = first.setdefault(shapely.to_wkb(shape), number)
        if other == number or frozenset({codes[number], codes[other]}) in known:
            continue
        place = shapely.point_on_surface(shapes[number])
        facts = {"other": codes[other], "place": f"{place.x:.6f}, {place.y:.6f}"}
        told.append(Repair(codes[number], RepairKind.SAME_POLYGON, facts=facts))
    return told


def outlines_stored(shapes: Geometries) -> Geometries:
    """Return geometries of the stored grid, equal where they draw the same outlines."""
    return np.asarray(shapely.normalize(shapely.transform(shapes, rounded)), dtype=object)


def _of_equal_bounds(shapes: Geometries) -> list[int]:
    """Return the rows, ascending, whose bounds are those of another row too."""
    bounds = rounded(shapely.bounds(shapes))
    _, group, count = np.unique(bounds, axis=0, return_inverse=True, return_counts=True)
    return np.flatnonzero(count[group.reshape(-1)] > 1).tolist()
