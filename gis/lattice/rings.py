"""Rings of polygons as flat integer arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.lattice.units import Ints


@dataclass(frozen=True)
class Rings:
    """All rings of an array of polygons, without their closing vertices.

    Attributes
    ----------
    xy
        Vertices in units, shape (n, 2).
    starts
        Where each ring starts in ``xy``, and the end: shape (rings + 1,).
    polygon
        The polygon of each ring: a running number over all parts of all features.
    feature
        The feature, that is, the row of the input, of each ring.
    first
        True for a polygon's shell, false for its holes.
    """

    xy: Ints
    starts: Ints
    polygon: Ints
    feature: Ints
    first: NDArray[np.bool_]

    @classmethod
    def of(cls, geometries: NDArray[Any]) -> "Rings":
        """Take the rings of polygons and multipolygons in degrees, rounded to the lattice.

        Other kinds of geometry and empty ones are the caller's to refuse. Consecutive vertices
        that fall onto the same unit stay: the proof reports them, the arrangement drops them.
        """
        if not len(geometries):
            none = np.empty(0, np.int64)
            return cls(np.empty((0, 2), np.int64), np.zeros(1, np.int64), none, none, none == 0)
        kind, degrees, offsets = shapely.to_ragged_array(geometries, include_z=False)
        ring_ends, polygon_ends = (np.asarray(o, dtype=np.int64) for o in offsets[:2])
        if kind == shapely.GeometryType.MULTIPOLYGON:
            feature_ends = np.asarray(offsets[2], dtype=np.int64)
        else:
            feature_ends = np.arange(len(geometries) + 1, dtype=np.int64)
        # The compiler is loaded when rings are read; index files are opened without it.
        from gis.lattice.corners import opened

        xy, starts = opened(degrees, ring_ends)
        polygon = np.repeat(np.arange(len(polygon_ends) - 1), np.diff(polygon_ends))
        polygon_feature = np.repeat(np.arange(len(feature_ends) - 1), np.diff(feature_ends))
        first = np.zeros(len(polygon), dtype=np.bool_)
        first[polygon_ends[:-1][np.diff(polygon_ends) > 0]] = True
        return cls(xy, starts, polygon, polygon_feature[polygon], first)

    def __len__(self) -> int:
        """Return the number of rings."""
        return len(self.starts) - 1

    @property
    def ring(self) -> Ints:
        """The ring of each vertex."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    @property
    def following(self) -> Ints:
        """The index of the vertex that follows each vertex in its ring."""
        following = np.arange(1, len(self.xy) + 1, dtype=np.int64)
        filled = np.diff(self.starts) > 0
        following[self.starts[1:][filled] - 1] = self.starts[:-1][filled]
        return following

    def followers(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return for each vertex the value of the vertex that follows it in its ring."""
        following = np.empty_like(values)
        following[:-1] = values[1:]
        filled = np.diff(self.starts) > 0
        following[self.starts[1:][filled] - 1] = values[self.starts[:-1][filled]]
        return following


def ring_areas2(rings: Rings) -> Ints:
    """Return twice the signed area of each ring in square units; anticlockwise is positive.

    Partial sums may wrap around in int64; the final sums cannot, so they are exact.
    """
    start = rings.xy
    end = start[rings.following]
    cross = start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0]
    total = np.concatenate([[0], np.cumsum(cross)])
    return np.asarray(total[rings.starts[1:]] - total[rings.starts[:-1]], dtype=np.int64)
