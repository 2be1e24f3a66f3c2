"""From a point to its cell."""

from functools import cached_property
from pathlib import Path

import geopandas
import numpy as np
from numpy.typing import NDArray

from gis.router import file
from gis.router.errors import RouterError
from gis.router.index import Index, index_of
from gis.router.lookup import OUTSIDE, Lookup
from gis.router.points import columns, on_globe, units


class Router:
    """Exact look-up of cells by place.

    A point is rounded to the lattice of 1e-7 degrees first; from there integers decide. A point
    on the closed boundaries of several cells belongs to the one with the smallest code.

    Parameters
    ----------
    index
        The cells; use `Router.build` or `Router.open`.

    Examples
    --------
    >>> router = Router.build(cells)                           # doctest: +SKIP
    >>> router.locate(113.1357, 22.5478)                       # doctest: +SKIP
    '440704001016003'
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lookup = Lookup(index)

    @classmethod
    def build(cls, cells: geopandas.GeoDataFrame) -> "Router":
        """Index cells (columns code, geometry; EPSG:4326) in any row order.

        Raises
        ------
        RouterError
            The cells are unfit; the message says why.
        """
        return cls(index_of(cells))

    @classmethod
    def open(cls, path: str | Path) -> "Router":
        """Open an index file.

        Raises
        ------
        RouterError
            The file is foreign, of another version, cut short or altered.
        OSError
            It cannot be read.
        """
        return cls(file.read(Path(path)))

    def save(self, path: str | Path) -> None:
        """Write the index to a file, whole or not at all."""
        file.write(Path(path), self._index)

    @cached_property
    def codes(self) -> NDArray[np.str_]:
        """Cell codes, ascending: what the rows of `route` mean."""
        return np.asarray(self._index.codes, dtype=np.str_)

    def route(self, lon: object, lat: object) -> NDArray[np.int32]:
        """Find the cell of each point.

        Parameters
        ----------
        lon, lat
            Degrees, WGS84: numpy, pandas or pyarrow columns or sequences, of one shape.

        Returns
        -------
        ndarray of int32
            Rows in `codes`, of the same shape; −1 for points outside all cells, missing,
            infinite, or not on the globe.

        Raises
        ------
        RouterError
            The columns differ in shape or hold no numbers.
        """
        x, y = columns(lon, lat)
        rows = np.full(x.shape, OUTSIDE, dtype=np.int32)
        good = on_globe(x, y)
        rows[good] = self._lookup.rows(*units(x[good], y[good]))
        return rows

    def locate(self, lon: float, lat: float) -> str | None:
        """Return the code of the cell at a place, or None outside all cells."""
        row = int(self.route([lon], [lat])[0])
        return None if row == OUTSIDE else self._index.codes[row]

    def nearest(self, lon: float, lat: float, within_m: float) -> tuple[str, float] | None:
        """Return the nearest cell's code and its geodesic distance in metres.

        Parameters
        ----------
        lon, lat
            Degrees, WGS84.
        within_m
            How far to look, up to 1,000 km.

        Returns
        -------
        tuple of str and float, or None
            Distance 0 in or on a cell; None when no cell is that near. Of equally near cells
            the one with the smallest code.

        Raises
        ------
        RouterError
            ``within_m`` is no distance.
        """
        if not 0 <= within_m <= 1_000_000:
            raise RouterError(f"within_m is {within_m}; give 0 to 1,000,000 m", kind="points")
        here = self.locate(lon, lat)
        if here is not None:
            return here, 0.0
        x, y = columns([lon], [lat])
        if not on_globe(x, y)[0]:
            return None
        px, py = units(x, y)
        found = self._lookup.nearest(int(px[0]), int(py[0]), within_m)
        return None if found is None else (self._index.codes[found[0]], found[1])
