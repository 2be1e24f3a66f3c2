"""From a point to its cell."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gis.lattice import Ints, to_units
from gis.router.errors import RouterError
from gis.router.points import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas

    from gis.router.file import Opened
    from gis.router.index import Index
    from gis.router.lookup import Lookup

OUTSIDE = -1

_TOLD_AT_MOST = 1 << 16
"""How many codes are kept as text for `locate`."""


@dataclass(frozen=True)
class Routed:
    """Answers for many points.

    Attributes
    ----------
    rows
        Rows in `Router.codes`, of the points' shape; int32, −1 outside.
    unusable
        How many points are missing, infinite or not on the globe; they are outside.
    """

    rows: NDArray[np.int32]
    unusable: int

    @property
    def outside(self) -> int:
        """Points in no cell, unusable ones among them."""
        return int(np.count_nonzero(self.rows < 0))


class Router:
    """Exact look-up of cells by place.

    A point is rounded to the lattice of 1e-7 degrees first; from there integers decide. Edges of
    cells are straight in lon/lat. A point on the closed boundaries of several cells, or in cells
    that overlap, belongs to the one with the smallest code.

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

    def __init__(
        self, index: Index, generation: str | None = None, opened: Opened | None = None
    ) -> None:
        self._index = index
        self._generation = generation
        self._opened = opened
        self._unchecked = opened
        self._checking = threading.Lock()
        # What `locate` needs at hand, once there was a question.
        self._ask_one: Callable[[float, float, Ints], int] | None = None
        self._head: Ints = np.empty(0, np.int64)
        self._told: dict[int, str] = {}

    @classmethod
    def build(
        cls,
        cells: geopandas.GeoDataFrame,
        *,
        generation: str | None = None,
        memory_bytes: int | None = None,
    ) -> Router:
        """Index cells (columns code, geometry; EPSG:4326) in any row order.

        Parameters
        ----------
        generation
            Which division this is, up to 64 bytes; kept in the file. None for a digest.
        memory_bytes
            What the index should take at most, about; by default what answers fastest.

        Raises
        ------
        RouterError
            The cells are unfit; the message says why.
        """
        from gis.router.build import index_of

        return cls(index_of(cells, memory_bytes), generation)

    @classmethod
    def open(cls, path: str | Path) -> Router:
        """Open an index file, which is mapped into memory and shared by all processes.

        Its head is checked now, its content before the first answer; see `warm`.

        Raises
        ------
        RouterError
            The file cannot be read, is foreign, of another version, cut short or altered.
        """
        from gis.router.file import read

        opened = read(Path(path))
        return cls(opened.index, opened.generation, opened)

    def save(self, path: str | Path) -> None:
        """Write the index to a file, whole or not at all."""
        from gis.router.file import write

        write(Path(path), self._checked, self._generation)

    def warm(self) -> Router:
        """Check the whole index and load the compiled code now, not at the first question.

        Raises
        ------
        RouterError
            The file was altered.
        """
        self.route(np.zeros(1), np.zeros(1))
        self.locate(0.0, 0.0)
        return self

    @cached_property
    def codes(self) -> NDArray[np.str_]:
        """Cell codes, ascending: what the rows of `route` mean."""
        return np.asarray(self._index.codes.all(), dtype=np.str_)

    @property
    def generation(self) -> str | None:
        """Which division this is; None if nobody said and it was not saved."""
        return self._generation

    @cached_property
    def digest(self) -> str:
        """What distinguishes this index from any that may answer otherwise; 64 hex digits."""
        if self._opened is not None:
            return self._opened.digest
        from gis.router.file import digest_of

        return digest_of(self._index)

    @property
    def nbytes(self) -> int:
        """Memory, or length of the mapped arrays, of the index."""
        return self._index.nbytes

    def route(self, lon: object, lat: object, *, threads: int = 1) -> NDArray[np.int32]:
        """Find the cell of each point.

        Parameters
        ----------
        lon, lat
            Degrees, WGS84: numpy, pandas or pyarrow columns or sequences, of one shape. Columns
            of doubles are read where they lie.
        threads
            How many processors to use.

        Returns
        -------
        ndarray of int32
            Rows in `codes`, of the same shape; −1 for points outside all cells, missing,
            infinite, or not on the globe.

        Raises
        ------
        RouterError
            The columns differ in shape or hold no numbers, or the index file was altered.
        """
        return self.route_counted(lon, lat, threads=threads).rows

    def route_counted(self, lon: object, lat: object, *, threads: int = 1) -> Routed:
        """Find the cell of each point, and count those that are no places; see `route`."""
        x, y = Column.of(lon, "lon"), Column.of(lat, "lat")
        rows, unusable = self._lookup.rows(x, y, threads)
        return Routed(rows.reshape(x.shape), unusable)

    def locate(self, lon: float, lat: float) -> str | None:
        """Return the code of the cell at a place, or None outside all cells.

        A coordinate that is missing, infinite or beyond the globe lies in none.

        Raises
        ------
        RouterError
            One is no number, or the index file was altered.
        """
        ask = self._ask_one
        try:
            x, y = float(lon), float(lat)
        except (TypeError, ValueError, OverflowError):
            _check_numbers(lon, lat)
            return None
        row = self._lookup.row(x, y) if ask is None else ask(x, y, self._head)
        code = self._told.get(row)
        return self._tell(row) if code is None else code

    def _tell(self, row: int) -> str | None:
        """Return the code of a row that was not asked for lately."""
        if row == OUTSIDE:
            return None
        if row < OUTSIDE:
            raise RouterError(
                "the index is deeper than any that is built; build it again", kind="corrupt"
            )
        if len(self._told) >= _TOLD_AT_MOST:
            self._told.clear()
        code = self._index.codes[row]
        self._told[row] = code
        return code

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
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            return None
        px, py = to_units([lon, lat]).tolist()
        found = self._index.rim.nearest(px, py, within_m)
        return None if found is None else (self._index.codes[found[0]], found[1])

    @property
    def _checked(self) -> Index:
        """The index, after a mapped file's content has been compared with its checksums."""
        opened = self._unchecked
        if opened is not None:
            from gis.router.soundness import sound

            with self._checking:
                if self._unchecked is not None:
                    if not opened.small:
                        opened.check_sums()
                    if not sound(self._index):
                        raise RouterError(
                            "the index contradicts itself; build it again",
                            kind="corrupt",
                            path=opened.path,
                        )
                    self._unchecked = None
        return self._index

    @cached_property
    def _lookup(self) -> Lookup:
        # Compiled code takes half a second to load: not before there is a question.
        from gis.router.lookup import Lookup

        lookup = Lookup(self._checked)
        if lookup.head is not None:
            self._head = lookup.head
            self._ask_one = lookup.ask_one
        return lookup


def _check_numbers(lon: object, lat: object) -> None:
    """Refuse what is no number; one that is missing, or too large for a double, is no place."""
    for name, value in (("lon", lon), ("lat", lat)):
        if not (value is None or isinstance(value, int | float)):
            raise RouterError(f"{name} is {str(value)[:40]!r}, no number", kind="points")
