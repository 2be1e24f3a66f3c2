"""The index's content: the rings of all cells in lattice units, ordered by code."""

from dataclasses import dataclass
from itertools import pairwise

import geopandas
import numpy as np
import shapely

from gis.lattice import SPAN_LIMIT, Ints, Rings
from gis.router.errors import RouterError


@dataclass(frozen=True)
class Index:
    """Cells as flat arrays.

    Attributes
    ----------
    codes
        Cell codes, ascending; their places are the rows that routing answers.
    xy
        Vertices of all rings in units, shape (n, 2), without closing vertices.
    rings
        Where each ring starts in ``xy``, and the end.
    cells
        Which ring each cell starts with, and the end.
    """

    codes: tuple[str, ...]
    xy: Ints
    rings: Ints
    cells: Ints

    @property
    def starts(self) -> Ints:
        """Where each cell's vertices start, and the end."""
        return self.rings[self.cells]

    @property
    def following(self) -> Ints:
        """The vertex after each vertex in its ring."""
        following = np.arange(1, len(self.xy) + 1, dtype=np.int64)
        following[self.rings[1:] - 1] = self.rings[:-1]
        return following

    @property
    def bounds(self) -> Ints:
        """West, south, east and north of each cell, in units."""
        first = self.starts[:-1]
        low = np.minimum.reduceat(self.xy, first, axis=0)
        high = np.maximum.reduceat(self.xy, first, axis=0)
        return np.concatenate([low, high], axis=1)


def index_of(cells: geopandas.GeoDataFrame) -> Index:
    """Take the rings of cells, rounded to the lattice.

    Raises
    ------
    RouterError
        Cells without codes, with a code twice, in another CRS, without polygons, or wider
        than 53 degrees.
    """
    if "code" not in cells.columns:
        raise RouterError("cells need a column 'code'", kind="cells")
    if cells.crs is None or cells.crs.to_epsg() != 4326:
        raise RouterError(
            f"cells are in {cells.crs}; bring them to EPSG:4326 with to_crs(4326)", kind="cells"
        )
    codes = [str(code) for code in cells["code"]]
    order = sorted(range(len(codes)), key=codes.__getitem__)
    ordered = tuple(codes[i] for i in order)
    for one, two in pairwise(ordered):
        if one == two:
            raise RouterError(f"code {one} stands twice", kind="cells")
    geometries = cells.geometry.to_numpy()[np.asarray(order, dtype=np.int64)]
    for code, geometry in zip(ordered, geometries, strict=True):
        if geometry is None or geometry.is_empty or "Polygon" not in geometry.geom_type:
            raise RouterError(f"cell {code} has no polygon", kind="cells")
    if len(geometries):
        west, south, east, north = shapely.total_bounds(geometries)
        if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
            raise RouterError("cells must lie within ±180 and ±90 degrees", kind="cells")
        if max(east - west, north - south) * 1e7 >= SPAN_LIMIT - 1:
            raise RouterError("cells span more than 53 degrees", kind="cells")
    rings = Rings.of(geometries)
    first = np.searchsorted(rings.feature, np.arange(len(ordered) + 1))
    return Index(ordered, rings.xy, rings.starts, first.astype(np.int64))
