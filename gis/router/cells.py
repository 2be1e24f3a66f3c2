"""Cells as they are given: checked, ordered by code, rounded to the lattice."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.lattice import SPAN_LIMIT, UNITS_PER_DEGREE, Ints, Rings, ring_areas2
from gis.router.edges import Edges, edges_of
from gis.router.errors import RouterError

_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True)
class Cells:
    """Cells by row.

    Attributes
    ----------
    codes
        Ascending.
    rings
        All rings; features are rows.
    """

    codes: list[str]
    rings: Rings

    def edges(self, rows: NDArray[np.bool_] | None = None) -> Edges:
        """Match the edges of some cells, or of all."""
        rings = self.rings
        inward = (ring_areas2(rings) > 0) == rings.first
        if rows is None:
            return edges_of(rings.xy, rings.starts, rings.feature, inward)
        chosen = rows[rings.feature]
        _, starts, xy = self.outlines(rows)
        return edges_of(xy, starts, rings.feature[chosen], inward[chosen])

    def outlines(self, rows: NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
        """Return chosen cells' first rings, their rings' first vertices, and the vertices."""
        rings = self.rings
        chosen = rows[rings.feature]
        sizes = np.diff(rings.starts)
        xy = rings.xy[np.repeat(chosen, sizes)]
        starts = np.concatenate([[0], np.cumsum(sizes[chosen])]).astype(np.int64)
        counts = np.bincount(rings.feature[chosen], minlength=len(rows))[rows]
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), starts, xy

    def collapsed(self) -> NDArray[np.bool_]:
        """Tell which cells have a ring of which the lattice leaves one point only."""
        rings = self.rings
        lost = np.zeros(len(self.codes), np.bool_)
        if len(rings):
            low = np.minimum.reduceat(rings.xy, rings.starts[:-1])
            high = np.maximum.reduceat(rings.xy, rings.starts[:-1])
            lost[rings.feature[(low == high).all(axis=1)]] = True
        return lost

    def polygons(self) -> NDArray[Any]:
        """Make the cells' polygons in units; doubles hold units exactly."""
        rings = self.rings
        closed = np.insert(rings.xy, rings.starts[1:], rings.xy[rings.starts[:-1]], axis=0)
        ends = rings.starts + np.arange(len(rings.starts))
        shells = np.flatnonzero(np.append(rings.first, True))
        owner = rings.feature[shells[:-1]]
        parts = np.searchsorted(owner, np.arange(len(self.codes) + 1))
        made: NDArray[Any] = shapely.from_ragged_array(
            shapely.GeometryType.MULTIPOLYGON, closed.astype(np.float64), (ends, shells, parts)
        )
        return made


def cells_of(frame: geopandas.GeoDataFrame) -> Cells:
    """Check cells and take their rings.

    Raises
    ------
    RouterError
        Cells without codes, with a code twice, in another CRS, without polygons, not on the
        globe, or wider than 53 degrees.
    """
    if "code" not in frame.columns:
        raise RouterError("cells need a column 'code'", kind="cells")
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        raise RouterError(
            f"cells are in {frame.crs}; bring them to EPSG:4326 with to_crs(4326)", kind="cells"
        )
    given = [str(code) for code in frame["code"]]
    order = np.asarray(sorted(range(len(given)), key=given.__getitem__), dtype=np.int64)
    codes = [given[i] for i in order]
    for one, two in pairwise(codes):
        if one == two:
            raise RouterError(f"code {one} stands twice", kind="cells")
    geometries = np.asarray(frame.geometry.array, dtype=object)[order]
    fit = np.isin(shapely.get_type_id(geometries), _POLYGONS) & ~shapely.is_empty(geometries)
    if not fit.all():
        raise RouterError(f"cell {codes[int(np.argmin(fit))]} has no polygon", kind="cells")
    bounds = shapely.bounds(geometries).reshape(-1, 4)
    on_globe = (np.abs(bounds) <= [180, 90, 180, 90]).all(axis=1)
    if not on_globe.all():
        raise RouterError(
            f"cell {codes[int(np.argmin(on_globe))]} is not on the globe; "
            "cells must lie within ±180 and ±90 degrees",
            kind="cells",
        )
    span = (bounds[:, 2:] - bounds[:, :2]).max(axis=1) * UNITS_PER_DEGREE
    if (span >= SPAN_LIMIT - 1).any():
        raise RouterError(
            f"cell {codes[int(np.argmax(span))]} spans more than 53 degrees; divide it",
            kind="cells",
        )
    return Cells(codes, Rings.of(geometries))
