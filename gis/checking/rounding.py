"""By how much ground the rounding of vertices to the grid of 1e-7° moves borders."""

import geopandas
import numpy as np
import shapely

from gis.lattice import from_units, to_units, unit_size_m


def rounded_m2(frame: geopandas.GeoDataFrame) -> float:
    """Return the ground that rounding gives to another side of a border, in square metres.

    Parameters
    ----------
    frame
        Polygons, EPSG:4326, as read. A border that two of them share counts once.
    """
    rings = shapely.get_rings(shapely.get_parts(frame.geometry.to_numpy()))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(xy):
        return 0.0
    moved = from_units(to_units(xy)) - xy
    if not moved.any():
        return 0.0
    east, north = np.array(unit_size_m(float(xy[:, 1].mean()))) * 1e7
    scale = np.array([east, north])
    same = ring[1:] == ring[:-1]
    ends = np.concatenate([xy[:-1][same], xy[1:][same]], axis=1)
    turned = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[turned] = ends[turned][:, [2, 3, 0, 1]]
    shifts = np.concatenate([moved[:-1][same], moved[1:][same]], axis=1)
    shifts[turned] = shifts[turned][:, [2, 3, 0, 1]]
    _, first = np.unique(ends, axis=0, return_index=True)
    way = (ends[first, 2:] - ends[first, :2]) * scale
    long = np.hypot(way[:, 0], way[:, 1])
    with np.errstate(invalid="ignore", divide="ignore"):
        across = np.stack([-way[:, 1], way[:, 0]], axis=1) / long[:, None]
    across[long == 0] = 0.0
    tail = (shifts[first, :2] * scale * across).sum(axis=1)
    head = (shifts[first, 2:] * scale * across).sum(axis=1)
    one, two, apart = np.abs(tail), np.abs(head), tail * head < 0
    both = np.maximum(one + two, 1e-300)
    # An edge whose ends move to different sides sweeps two triangles, else a trapezium.
    swept = np.where(apart, long * (one**2 + two**2) / (2 * both), long * (one + two) / 2)
    return float(swept.sum())
