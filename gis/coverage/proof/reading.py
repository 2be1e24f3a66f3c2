"""Stored polygons as rings of whole units, read once, with what cannot be read as such."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.lattice import UNITS_PER_DEGREE, Bools, Floats, Ints
from gis.lattice.compiled import compiled

Shorts = NDArray[np.int32]
"""Units, and numbers of nodes, edges and cells: half as much to pass over as whole words."""

_ON_THE_GLOBE_DEG = 180.0
"""Beyond it is no place, nor a unit that fits."""
_NO_EXTENT = (2.0**31, 2.0**31, -(2.0**31), -(2.0**31))


@dataclass(frozen=True)
class Stored:
    """Rings in units, without their closing vertices, and the rows that cannot be read as such.

    Attributes
    ----------
    xy
        Vertices in units, shape (n, 2).
    starts
        Where each ring starts in ``xy``, and the end: shape (rings + 1,).
    polygon
        The polygon of each ring: a running number over all parts of all features.
    feature
        The feature, that is, the row of the input, of each ring; rings of one row follow each
        other.
    first
        True for a polygon's shell, false for its holes.
    off_rows, off_places_deg
        Rows with a vertex off the lattice, each once, and that vertex: longitude, latitude.
    unfit
        True for rows with a coordinate that is no number or not on the globe; they have no
        rings.
    extent
        West, south, east and north of all vertices, or beyond.
    """

    xy: Shorts
    starts: Ints
    polygon: Ints
    feature: Ints
    first: Bools
    off_rows: Ints
    off_places_deg: Floats
    unfit: Bools
    extent: Ints

    @property
    def ring(self) -> Ints:
        """The ring of each vertex."""
        return np.repeat(np.arange(len(self.feature), dtype=np.int64), np.diff(self.starts))

    @property
    def areas2(self) -> Ints:
        """Twice the area of each ring in square units; anticlockwise is positive."""
        return _areas2(self.xy, self.starts)

    def some(self, stays: Bools) -> "Stored":
        """Return some of the rings."""
        sizes = np.diff(self.starts)
        return Stored(
            self.xy[np.repeat(stays, sizes)],
            np.concatenate([[0], np.cumsum(sizes[stays])]).astype(np.int64),
            self.polygon[stays],
            self.feature[stays],
            self.first[stays],
            self.off_rows,
            self.off_places_deg,
            self.unfit,
            self.extent,
        )


def read(geometries: NDArray[Any]) -> Stored:
    """Read polygons and multipolygons, none of them missing or empty.

    Nearly all cells are of one ring. Its first vertex returns at the end and not before, by
    which it is known without asking for rings one by one.
    """
    degrees, row = shapely.get_coordinates(geometries, return_index=True)
    xy, starts, feature, off, wild, ringed, extent = _of_one_ring(degrees, row, len(geometries))
    strayed = np.flatnonzero(off >= 0)
    off_rows, off_places = feature[strayed], degrees[off[strayed]]
    polygon = np.arange(len(feature), dtype=np.int64)
    first = np.ones(len(feature), dtype=np.bool_)
    other = np.flatnonzero(ringed)
    if len(other):
        degrees, sizes, part, of, shell = _rings(geometries[other])
        unreadable = ~(np.abs(degrees) <= _ON_THE_GLOBE_DEG).all(axis=1)
        if unreadable.any():
            bad = np.unique(np.repeat(of, sizes)[unreadable])
            wild[other[bad]] = True
            stays = ~np.isin(of, bad)
            degrees = degrees[np.repeat(stays, sizes)]
            sizes, part, of, shell = sizes[stays], part[stays], of[stays], shell[stays]
        more, off = _added(degrees, sizes, xy, int(starts[-1]), extent)
        strayed = np.flatnonzero(off >= 0)
        rows, once = np.unique(other[of[strayed]], return_index=True)
        off_rows = np.concatenate([off_rows, rows])
        off_places = np.concatenate([off_places, degrees[off[strayed[once]]]])
        starts = np.concatenate([starts, more])
        polygon = np.concatenate([polygon, part + len(polygon)])
        feature = np.concatenate([feature, other[of]])
        first = np.concatenate([first, shell])
    return Stored(
        xy[: starts[-1]], starts, polygon, feature, first, off_rows, off_places, wild, extent
    )


def _rings(geometries: NDArray[Any]) -> tuple[Floats, Ints, Ints, Ints, Bools]:
    """Return coordinates, vertices per ring with the closing one, polygon, feature, is shell."""
    parts, part_of = shapely.get_parts(geometries, return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    sizes = shapely.get_num_coordinates(rings).astype(np.int64)
    shell = np.diff(ring_of, prepend=-1) != 0
    return shapely.get_coordinates(rings), sizes, ring_of, part_of[ring_of], shell


@compiled
def ring_area2(xy: Shorts, begin: int, end: int) -> int:
    """Return twice the signed area of the ring of the vertices from begin to before end."""
    area2 = 0
    if end - begin < 3:
        return area2
    ox, oy = int(xy[begin, 0]), int(xy[begin, 1])
    ax, ay = xy[begin + 1, 0] - ox, xy[begin + 1, 1] - oy
    for vertex in range(begin + 2, end):
        bx, by = xy[vertex, 0] - ox, xy[vertex, 1] - oy
        # Partial sums may wrap around; the whole does not.
        area2 += ax * by - ay * bx
        ax, ay = bx, by
    return area2


@compiled
def _areas2(xy: Shorts, starts: Ints) -> Ints:
    areas2 = np.empty(len(starts) - 1, dtype=np.int64)
    for ring in range(len(areas2)):
        areas2[ring] = ring_area2(xy, starts[ring], starts[ring + 1])
    return areas2


@compiled
def _of_one_ring(
    degrees: Floats, row: Ints, rows: int
) -> tuple[Shorts, Ints, Ints, Ints, Bools, Bools, Ints]:
    """Turn closed rings of degrees to open ones of units, where a row has but one.

    Returns
    -------
    xy, starts, feature
        Vertices, with room for those of the other rows; where rings start; their rows.
    off
        For each ring a vertex, by its row in ``degrees``, that is not on the lattice; −1 for none.
    wild
        True for rows with a coordinate that is no number or not on the globe.
    ringed
        True for rows that may have more than one ring.
    extent
        West, south, east and north of the vertices.
    """
    xy = np.empty((len(degrees), 2), dtype=np.int32)
    starts = np.zeros(rows + 1, dtype=np.int64)
    feature = np.empty(rows, dtype=np.int64)
    off = np.full(rows, -1, dtype=np.int64)
    wild = np.zeros(rows, dtype=np.bool_)
    ringed = np.zeros(rows, dtype=np.bool_)
    west, south, east, north = _NO_EXTENT
    rings = 0
    source = 0
    while source < len(degrees):
        of = row[source]
        target = starts[rings]
        strayed = -1
        vertex = source
        while True:
            lon, lat = degrees[vertex, 0], degrees[vertex, 1]
            if not (abs(lon) <= _ON_THE_GLOBE_DEG and abs(lat) <= _ON_THE_GLOBE_DEG):
                wild[of] = True
                break
            x, y = np.rint(lon * UNITS_PER_DEGREE), np.rint(lat * UNITS_PER_DEGREE)
            if x / UNITS_PER_DEGREE != lon or y / UNITS_PER_DEGREE != lat:
                strayed = vertex
            west, south, east, north = min(west, x), min(south, y), max(east, x), max(north, y)
            xy[target, 0], xy[target, 1] = np.int32(x), np.int32(y)
            target += 1
            vertex += 1
            if vertex == len(degrees) or row[vertex] != of:
                break
            if (
                degrees[vertex, 0] == degrees[source, 0]
                and degrees[vertex, 1] == degrees[source, 1]
            ):
                break
        after = vertex + 1
        closed = not wild[of] and vertex < len(degrees) and row[vertex] == of
        if closed and (after == len(degrees) or row[after] != of):
            feature[rings] = of
            off[rings] = strayed
            rings += 1
            starts[rings] = target
            source = after
            continue
        ringed[of] = not wild[of]
        source = vertex
        while source < len(degrees) and row[source] == of:
            source += 1
    extent = np.array([west, south, east, north]).astype(np.int64)
    starts, feature = starts[: rings + 1].copy(), feature[:rings].copy()
    return xy, starts, feature, off[:rings], wild, ringed, extent


@compiled
def _added(
    degrees: Floats, sizes: Ints, xy: Shorts, target: int, extent: Ints
) -> tuple[Ints, Ints]:
    """Write further closed rings of degrees as open ones of units; return ends and strays."""
    ends = np.empty(len(sizes), dtype=np.int64)
    off = np.full(len(sizes), -1, dtype=np.int64)
    source = 0
    for ring in range(len(sizes)):
        for vertex in range(source, source + sizes[ring] - 1):
            for axis in range(2):
                value = degrees[vertex, axis]
                unit = np.rint(value * UNITS_PER_DEGREE)
                if unit / UNITS_PER_DEGREE != value:
                    off[ring] = vertex
                xy[target, axis] = np.int32(unit)
                extent[axis] = min(extent[axis], int(unit))
                extent[axis + 2] = max(extent[axis + 2], int(unit))
            target += 1
        source += sizes[ring]
        ends[ring] = target
    return ends, off
