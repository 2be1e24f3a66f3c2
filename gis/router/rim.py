"""The edges that a place outside all cells can be nearest to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Bools, Ints, unit_size_m

if TYPE_CHECKING:
    from gis.router.edges import Edges

Ints32 = NDArray[np.int32]

GROUP = 64
"""Edges under one box."""
_ROUND_UNITS = 3_600_000_000
"""Once around the globe."""


@dataclass(frozen=True)
class Rim:
    """Edges with nobody on a side, and those that share an end with one.

    The latter matter where several cells are equally near at a common corner.

    Attributes
    ----------
    xy
        ``ax, ay, bx, by`` of each edge in units, a before b, shape (n, 4), int32.
    row
        The smaller row beside each edge.
    boxes
        West, south, east and north of each 64 edges, shape (ceil(n / 64), 4), int32.
    """

    xy: Ints32
    row: Ints32
    boxes: Ints32

    def nearest(self, px: int, py: int, within_m: float) -> tuple[int, float] | None:
        """Return the row of the cell nearest to a place outside all, and its distance.

        Edges are straight in lon/lat, distances geodesic, also across the 180th meridian. Equal
        distances go to the smaller row.
        """
        lat = min(abs(py) + within_m / unit_size_m(0)[1], 899_999_999) / 1e7
        east_m, north_m = unit_size_m(lat)
        # One percent covers the change of a unit's size across the search box.
        reach = (1.01 * within_m / east_m + 1, 1.01 * within_m / north_m + 1)
        groups = np.flatnonzero(_near(self.boxes, px, py, reach))
        some = (groups[:, None] * GROUP + np.arange(GROUP)).ravel()
        some = some[some < len(self.xy)]
        low = np.minimum(self.xy[some, :2], self.xy[some, 2:])
        high = np.maximum(self.xy[some, :2], self.xy[some, 2:])
        some = some[_near(np.hstack([low, high]), px, py, reach)]
        if not len(some):
            return None
        # Opening an index need not wait for geodesics.
        from gis.router.nearest import distances_m

        edge, distance = distances_m(px, py, self.xy[some].astype(np.int64))
        row = self.row[some[edge]]
        best = int(np.lexsort((row, distance))[0])
        metres = float(distance[best])
        return None if metres > within_m else (int(row[best]), metres)


def rim_of(layers: list[Edges], loose: tuple[Ints32, Ints32]) -> Rim:
    """Take the rims of layers, and all edges of loose cells with their rows."""
    parts = [(loose[0], loose[1])] + [_rim(edges) for edges in layers]
    xy = np.concatenate([part[0] for part in parts]).reshape(-1, 4)
    row = np.concatenate([part[1] for part in parts])
    order = _neighbours_together(xy)
    xy, row = xy[order], row[order]
    first = np.arange(0, len(xy), GROUP)
    if not len(xy):
        return Rim(xy, row, np.empty((0, 4), np.int32))
    low = np.minimum(xy[:, :2], xy[:, 2:])
    high = np.maximum(xy[:, :2], xy[:, 2:])
    boxes = np.hstack([np.minimum.reduceat(low, first), np.maximum.reduceat(high, first)])
    return Rim(xy, row, boxes)


def _rim(edges: Edges) -> tuple[Ints32, Ints32]:
    """Return the edges of a layer's rim and the smaller row beside each."""
    ends = edges.xy.astype(np.int64)
    a, b = ends[:, 0] << 32 ^ ends[:, 1], ends[:, 2] << 32 ^ ends[:, 3]
    open_side = (edges.sides < 0).any(axis=1)
    corners = np.unique(np.concatenate([a[open_side], b[open_side]]))
    on_rim = _among(a, corners) | _among(b, corners)
    sides = edges.sides[on_rim]
    row = np.where(sides.min(axis=1) < 0, sides.max(axis=1), sides.min(axis=1))
    return edges.xy[on_rim], row.astype(np.int32)


def _among(values: Ints, ascending: Ints) -> np.ndarray:
    if not len(ascending):
        return np.zeros(len(values), np.bool_)
    place = np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)
    return np.asarray(ascending[place] == values)


def _neighbours_together(xy: Ints32) -> Ints:
    """Order edges so that runs of 64 lie close: slices from west to east, each from the south."""
    middle = xy[:, :2].astype(np.int64) + xy[:, 2:]
    slices = max(math.isqrt(len(xy) // GROUP), 1)
    by_x = np.argsort(middle[:, 0], kind="stable")
    part = np.empty(len(xy), np.int64)
    part[by_x] = np.arange(len(xy)) * slices // max(len(xy), 1)
    return np.lexsort((middle[:, 1], part))


def _near(boxes: Ints32, px: int, py: int, reach: tuple[float, float]) -> Bools:
    beside = np.zeros(len(boxes), np.bool_)
    for x in (px - _ROUND_UNITS, px, px + _ROUND_UNITS):
        beside |= (boxes[:, 0] <= x + reach[0]) & (boxes[:, 2] >= x - reach[0])
    return np.asarray(
        beside & (boxes[:, 1] <= py + reach[1]) & (boxes[:, 3] >= py - reach[1]), np.bool_
    )
