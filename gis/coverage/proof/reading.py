"""Stored polygons as rings of whole units, read once, with what cannot be read as such."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.lattice import UNITS_PER_DEGREE, Bools, Floats, Ints, Rings
from gis.lattice.compiled import compiled

_ON_THE_GLOBE_DEG = 360.0


@dataclass(frozen=True)
class Stored:
    """Rings in units and the rows that do not lie on the lattice.

    Attributes
    ----------
    rings
        The rings of all fit rows; ``feature`` counts in the order of the geometries given.
    off_rows, off_places_deg
        Rows with a vertex off the lattice, each once, and that vertex: longitude, latitude.
    unfit
        True for rows with a coordinate that is no number or not on the globe; they have no
        rings.
    """

    rings: Rings
    off_rows: Ints
    off_places_deg: Floats
    unfit: Bools


def read(geometries: NDArray[Any]) -> Stored:
    """Read polygons and multipolygons, none of them missing or empty."""
    degrees, sizes, polygon, feature, first = _closed_rings(geometries)
    xy, starts, off, wild = _opened(degrees, sizes)
    rings = Rings(xy, starts, polygon, feature, first)
    unfit = np.zeros(len(geometries), dtype=np.bool_)
    unfit[feature[wild]] = True
    if unfit.any():
        fit = np.flatnonzero(~unfit)
        part = read(geometries[fit])
        inner = part.rings
        again = Rings(inner.xy, inner.starts, inner.polygon, fit[inner.feature], inner.first)
        return Stored(again, fit[part.off_rows], part.off_places_deg, unfit)
    strayed = np.flatnonzero(off >= 0)
    rows, once = np.unique(feature[strayed], return_index=True)
    return Stored(rings, rows, degrees[off[strayed[once]]], unfit)


def _closed_rings(geometries: NDArray[Any]) -> tuple[Floats, Ints, Ints, Ints, Bools]:
    """Return coordinates, vertices per ring with the closing one, polygon, feature, is shell.

    Polygons of one ring, nearly all cells, are read without making a geometry of each ring.
    """
    plain = (shapely.get_type_id(geometries) == shapely.GeometryType.POLYGON) & (
        shapely.get_num_interior_rings(geometries) == 0
    )
    simple, other = np.flatnonzero(plain), np.flatnonzero(~plain)
    degrees = shapely.get_coordinates(geometries[simple] if len(other) else geometries)
    sizes = shapely.get_num_coordinates(geometries[simple]).astype(np.int64)
    shells = np.ones(len(simple), dtype=np.bool_)
    polygons = np.arange(len(simple), dtype=np.int64)
    if not len(other):
        return degrees, sizes, polygons, simple, shells
    parts, part_of = shapely.get_parts(geometries[other], return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    ring_of = ring_of.astype(np.int64)
    return (
        np.concatenate([degrees, shapely.get_coordinates(rings)]),
        np.concatenate([sizes, shapely.get_num_coordinates(rings).astype(np.int64)]),
        np.concatenate([polygons, ring_of + len(simple)]),
        np.concatenate([simple, other[part_of[ring_of]]]),
        np.concatenate([shells, np.diff(ring_of, prepend=-1) != 0]),
    )


@compiled
def _opened(degrees: Floats, sizes: Ints) -> tuple[Ints, Ints, Ints, Bools]:
    """Turn closed rings of degrees to open ones of units.

    Returns
    -------
    xy, starts
        Vertices and where rings start.
    off
        For each ring a vertex, by its row in ``degrees``, that is not on the lattice; −1 for none.
    wild
        True for rings with a coordinate that is no number or not on the globe.
    """
    rings = len(sizes)
    xy = np.empty((max(len(degrees) - rings, 0), 2), dtype=np.int64)
    starts = np.zeros(rings + 1, dtype=np.int64)
    off = np.full(rings, -1, dtype=np.int64)
    wild = np.zeros(rings, dtype=np.bool_)
    source = 0
    target = 0
    for ring in range(rings):
        for vertex in range(source, source + sizes[ring] - 1):
            for axis in range(2):
                value = degrees[vertex, axis]
                if not abs(value) <= _ON_THE_GLOBE_DEG:
                    wild[ring] = True
                    xy[target, axis] = 0
                    continue
                unit = np.rint(value * UNITS_PER_DEGREE)
                if unit / UNITS_PER_DEGREE != value:
                    off[ring] = vertex
                xy[target, axis] = np.int64(unit)
            target += 1
        source += sizes[ring]
        starts[ring + 1] = target
    return xy, starts, off, wild
