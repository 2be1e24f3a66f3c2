"""Ask an index: many points, or one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Floats, Ints
from gis.router.errors import RouterError
from gis.router.index import Grid, Index, Layer
from gis.router.kernel import locate_row, route_points
from gis.router.loose import route_loose
from gis.router.points import Column, runs

OUTSIDE = -1

_THREAD_POINTS = 1 << 16
"""Fewer points than this are not worth a further thread."""


class Lookup:
    """A searchable index.

    Parameters
    ----------
    index
        The cells.
    """

    def __init__(self, index: Index) -> None:
        self._heads = [_head(layer) for layer in index.layers]
        self._layers = [_asked(layer) for layer in index.layers]
        self._loose = tuple(
            _fixed(getattr(index.loose, name))
            for name in ("place", "first", "items", "row", "cells", "rings", "xy")
        )
        self._any_loose = len(index.loose) > 0
        # One layer answers for one point by itself: its arrays by address, and the function to ask.
        self.head = self._heads[0] if len(self._heads) == 1 and not self._any_loose else None
        self.ask_one: Callable[[float, float, Ints], int] = locate_row

    def rows(self, lon: Column, lat: Column, threads: int) -> tuple[NDArray[np.int32], int]:
        """Return the row of the first cell by code whose closed polygon holds each point.

        Returns
        -------
        ndarray of int32
            Flat; −1 where no cell holds the point.
        int
            How many points are not on the globe.
        """
        total = sum(len(part) for part in lon.parts)
        rows = np.full(total, OUTSIDE, np.int32) if not self._heads else np.empty(total, np.int32)
        unusable = 0
        work = []
        for start, x, y in runs(lon, lat):
            pieces = max(min(threads, len(x) // _THREAD_POINTS), 1)
            for k in range(pieces):
                some = slice(len(x) * k // pieces, len(x) * (k + 1) // pieces)
                work.append((x[some], y[some], rows[start : start + len(x)][some]))
                if len(work) >= threads:
                    unusable += self._run(work)
                    work = []
        return rows, unusable + self._run(work)

    def _run(self, work: list[tuple[Floats, Floats, NDArray[np.int32]]]) -> int:
        if len(work) < 2:
            return sum(self._route(*piece) for piece in work)
        with ThreadPoolExecutor(len(work)) as pool:
            return sum(pool.map(lambda piece: self._route(*piece), work))

    def _route(self, x: Floats, y: Floats, rows: NDArray[np.int32]) -> int:
        unusable = 0
        x, y = _fixed(x), _fixed(y)
        for k, layer in enumerate(self._layers):
            unusable = route_points(x, y, rows, k > 0, *layer)
            if unusable < 0:
                raise _too_deep()
        if self._any_loose:
            route_loose(x, y, rows, *self._loose)
        if not self._layers:
            unusable = len(x) - int(np.count_nonzero((np.abs(x) <= 180) & (np.abs(y) <= 90)))
        return unusable

    def row(self, lon: float, lat: float) -> int:
        """Return the row of one point, −1 outside."""
        rows, _ = self.rows(Column.of([lon], "lon"), Column.of([lat], "lat"), 1)
        return int(rows[0])


def _too_deep() -> RouterError:
    return RouterError("the index is deeper than any that is built; build it again", kind="corrupt")


def _head(layer: Layer) -> NDArray[np.int64]:
    """Write down where a layer's arrays lie; it must live as long as its head is used."""
    grid = layer.grid
    numbers = [grid.west, grid.south, grid.columns, grid.rows, *_sizes(grid)]
    for array in (layer.raster, layer.nodes, layer.wide, layer.grids):
        numbers += [array.ctypes.data, len(array)]
    return np.array(numbers, np.int64)


def _asked(layer: Layer) -> tuple[Any, ...]:
    """Write down a layer as `route_points` takes it."""
    grid = layer.grid
    arrays = (layer.raster, layer.nodes, layer.wide, layer.grids)
    place = (grid.west, grid.south, grid.columns, grid.rows, _sizes(grid))
    return *place, *(_fixed(array) for array in arrays)


def _sizes(grid: Grid) -> tuple[int, int, int, int, int, int]:
    """Return the width of a block and what divides by it, and the same of its height."""
    across, up = grid.quotients
    return grid.width, *across, grid.height, *up


def _fixed(array: NDArray[Any]) -> NDArray[Any]:
    """Return a view that cannot be written to, as mapped files are: code is compiled once."""
    view = array.view()
    view.flags.writeable = False
    return view
