"""Exact answers: which cell holds a point, and which is nearest to one outside.

A tree of boxes proposes cells, integers decide. This first form stands on shapely's STRtree.
"""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from gis.lattice import Floats, Ints, points_on_or_in, unit_size_m
from gis.router.index import Index

OUTSIDE = -1
_POINTS_AT_ONCE = 200_000
_GEOD = Geod(ellps="WGS84")


class Lookup:
    """A searchable index.

    Parameters
    ----------
    index
        The cells.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._starts = index.starts
        self._following = index.following
        if len(index.codes):
            west, south, east, north = index.bounds.astype(np.float64).T
            boxes: NDArray[np.object_] = shapely.box(west, south, east, north)
        else:
            boxes = np.empty(0, dtype=object)
        self._tree = shapely.STRtree(boxes)

    def rows(self, px: Ints, py: Ints) -> NDArray[np.int32]:
        """Return the row of the first cell by code whose closed polygon holds each point.

        Parameters
        ----------
        px, py
            Points in units.

        Returns
        -------
        ndarray of int32
            −1 where no cell holds the point.
        """
        rows = np.full(len(px), OUTSIDE, dtype=np.int32)
        for first in range(0, len(px), _POINTS_AT_ONCE):
            some = slice(first, first + _POINTS_AT_ONCE)
            x, y = px[some], py[some]
            # Units are whole and far below 2**53, so boxes and points are exact as doubles.
            point, cell = self._tree.query(shapely.points(x.astype(float), y.astype(float)))
            held = points_on_or_in(
                x[point], y[point], cell, self._index.xy, self._following, self._starts
            )
            least = np.full(len(x), np.iinfo(np.int32).max, dtype=np.int32)
            np.minimum.at(least, point[held], cell[held].astype(np.int32))
            found = least < np.iinfo(np.int32).max
            rows[some][found] = least[found]
        return rows

    def nearest(self, px: int, py: int, within_m: float) -> tuple[int, float] | None:
        """Return the row of the cell nearest to a point outside all, and its distance.

        Edges are straight in lon/lat; the nearest place on each is found in the local metric at
        the point's latitude, the distance to it is geodesic. Equal distances go to the first
        code.
        """
        lat = min(abs(py) + within_m / unit_size_m(0)[1], 899_000_000) / 1e7
        east_m, north_m = unit_size_m(lat)
        # One percent covers the change of a unit's size across the search box.
        reach_x, reach_y = 1.01 * within_m / east_m + 1, 1.01 * within_m / north_m + 1
        box = shapely.box(px - reach_x, py - reach_y, px + reach_x, py + reach_y)
        cells = np.sort(self._tree.query(box))
        if not len(cells):
            return None
        sizes = (self._starts[1:] - self._starts[:-1])[cells]
        row = np.repeat(cells, sizes)
        before = np.repeat(np.cumsum(sizes) - sizes, sizes)
        vertex = np.arange(len(row)) - before + np.repeat(self._starts[cells], sizes)
        place = self._closest_places(px, py, vertex)
        lon, lat_ = (np.full(len(place), v / 1e7) for v in (px, py))
        _, _, distance = _GEOD.inv(lon, lat_, place[:, 0] / 1e7, place[:, 1] / 1e7)
        best = int(np.lexsort((row, distance))[0])
        metres = float(distance[best])
        if metres > within_m or math.isnan(metres):
            return None
        return int(row[best]), metres

    def _closest_places(self, px: int, py: int, vertex: Ints) -> Floats:
        """Return the place in units on the edge after each vertex that is closest to a point."""
        one, two = self._index.xy[vertex], self._index.xy[self._following[vertex]]
        # From the lower end always, so that both cells along an edge get the same doubles.
        swap = (one[:, 0] > two[:, 0]) | ((one[:, 0] == two[:, 0]) & (one[:, 1] > two[:, 1]))
        a, b = np.where(swap[:, None], two, one), np.where(swap[:, None], one, two)
        scale = np.asarray(unit_size_m(py / 1e7))
        along = (b - a) * scale
        to_point = (np.asarray([px, py]) - a) * scale
        square = np.maximum((along**2).sum(axis=1), 1e-30)
        share = np.clip((to_point * along).sum(axis=1) / square, 0.0, 1.0)
        return np.asarray(a + share[:, None] * (b - a), dtype=np.float64)
