"""Cells as whole numbers, and the points that are hard to answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Kind = Literal["random", "on", "beside"]

UNITS = 10_000_000
"""Units of the lattice in a degree."""

_EIGHT = np.array([(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y])
_FOUR = _EIGHT[np.abs(_EIGHT).sum(axis=1) == 1]
_EDGES_AT_ONCE = 1 << 19
_POINTS_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Outlines:
    """The outlines of cells, in ascending order of code.

    Attributes
    ----------
    xy
        Vertices in units, the closing one of each ring included.
    rings
        Where each ring's vertices start, and the end.
    cells
        Where each cell's rings start, and the end.
    """

    xy: Whole
    rings: Whole
    cells: Whole

    @classmethod
    def of(cls, frame: geopandas.GeoDataFrame) -> "Outlines":
        """Take the outlines of cells with columns code and geometry."""
        geometry = frame.geometry.to_numpy()[np.argsort(frame["code"].to_numpy(), kind="stable")]
        polygons, owner = shapely.get_parts(geometry, return_index=True)
        rings, polygon = shapely.get_rings(polygons, return_index=True)
        degrees, ring = shapely.get_coordinates(rings, return_index=True)
        xy = np.rint(degrees * UNITS).astype(np.int64)
        return cls(
            xy,
            np.concatenate([[0], np.cumsum(np.bincount(ring, minlength=len(rings)))]),
            np.concatenate([[0], np.cumsum(np.bincount(owner[polygon], minlength=len(geometry)))]),
        )

    def __len__(self) -> int:
        return len(self.cells) - 1

    @property
    def vertex(self) -> Whole:
        """Where each cell's vertices start, and the end."""
        return self.rings[self.cells]

    def edges(self) -> Iterator[Whole]:
        """Give all edges as ax, ay, bx, by, many at once; those met twice in one lot once."""
        is_last = np.zeros(len(self.xy), np.bool_)
        is_last[self.rings[1:] - 1] = True
        for start in range(0, len(self.xy), _EDGES_AT_ONCE):
            at = np.arange(start, min(start + _EDGES_AT_ONCE, len(self.xy)))
            at = at[~is_last[at]]
            a, b = self.xy[at], self.xy[at + 1]
            swap = (a[:, :1] > b[:, :1]) | ((a[:, :1] == b[:, :1]) & (a[:, 1:] > b[:, 1:]))
            both = np.hstack([np.where(swap, b, a), np.where(swap, a, b)])
            order = np.lexsort(both.T)
            both = both[order]
            fresh = np.append(True, (both[1:] != both[:-1]).any(axis=1)) if len(both) else []
            yield both[fresh]


@dataclass(frozen=True)
class Probes:
    """Some points and how they came to be.

    Attributes
    ----------
    lon, lat
        Degrees, as users have them.
    kind
        Random, laid on an edge or a vertex, or beside one.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    kind: Kind

    @property
    def units(self) -> Whole:
        """The same points on the lattice, halves to the even unit."""
        return np.stack(
            [np.rint(axis * UNITS).astype(np.int64) for axis in (self.lon, self.lat)], 1
        )

    def some(self, which: Whole) -> "Probes":
        """Return chosen ones."""
        return Probes(self.lon[which], self.lat[which], self.kind)


def _laid(xy: Whole, kind: Kind) -> Iterator[Probes]:
    for start in range(0, len(xy), _POINTS_AT_ONCE):
        lon, lat = np.ascontiguousarray(xy[start : start + _POINTS_AT_ONCE].T) / UNITS
        yield Probes(lon, lat, kind)


def scattered(outlines: Outlines, count: int, seed: int) -> Iterator[Probes]:
    """Strew points over the cells and a little beyond, anywhere between the lattice's places."""
    random = np.random.default_rng(seed)
    low, high = outlines.xy.min(axis=0), outlines.xy.max(axis=0)
    margin = (high - low) // 50 + 3
    low, high = (low - margin) / UNITS, (high + margin) / UNITS
    for start in range(0, count, _POINTS_AT_ONCE):
        n = min(_POINTS_AT_ONCE, count - start)
        lon, lat = (random.uniform(low[k], high[k], n) for k in range(2))
        yield Probes(lon, lat, "random")


def hard(outlines: Outlines, seed: int) -> Iterator[Probes]:
    """Give every vertex, places on every edge, rounded ones, and the places one unit beside."""
    random = np.random.default_rng(seed)
    for edges in outlines.edges():
        a, d = edges[:, :2], edges[:, 2:] - edges[:, :2]
        corners = np.unique(np.concatenate([a, edges[:, 2:]]), axis=0)
        yield from _laid(corners, "on")
        yield from _laid((corners[:, None] + _FOUR).reshape(-1, 2), "beside")
        steps = np.gcd(d[:, 0], d[:, 1])
        between = steps > 1
        pace = d[between] // steps[between, None]
        which = random.integers(1, steps[between])
        on_edge = a[between] + pace * which[:, None]
        yield from _laid(on_edge, "on")
        near = a + np.rint(d * random.random((len(d), 1))).astype(np.int64)
        yield from _laid(near, "beside")
        near[between] = on_edge
        yield from _laid((near[:, None] + _EIGHT).reshape(-1, 2), "beside")
