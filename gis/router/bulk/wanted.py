"""What is asked of a run over files of points, and what a run says while it goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.router import Routed


class Routes(Protocol):
    """What bulk routing needs of a router."""

    @property
    def codes(self) -> NDArray[np.str_]:
        """Cell codes by row."""
        ...

    @property
    def digest(self) -> str:
        """What distinguishes this index from any other that answers otherwise."""
        ...

    def route_counted(self, lon: object, lat: object, *, threads: int = 1) -> Routed:
        """Return the row of each point's cell, −1 outside, and how many were no places."""
        ...


@dataclass(frozen=True)
class Wanted:
    """What is asked of a run.

    Attributes
    ----------
    lon, lat
        Columns of degrees; None for ``lon`` and ``lat``, or for the geometry where those are
        missing.
    geometry
        Column of GeoParquet points to take instead; None for the file's primary one.
    cell
        Name of the column that is added.
    threads
        How many processors the look-up may use.
    """

    lon: str | None = None
    lat: str | None = None
    geometry: str | None = None
    cell: str = "cell"
    threads: int = 1

    def check(self, source: object) -> None:
        """Refuse one column for both coordinates, and columns without a name.

        Raises
        ------
        BulkRouteError
            With the source's name.
        """
        names = (self.lon, self.lat, self.geometry, self.cell)
        if any(name is not None and not name.strip() for name in names):
            raise BulkRouteError(BulkKind.NO_NAME, str(source))
        if self.lon is not None and self.lon == self.lat:
            raise BulkRouteError(BulkKind.SAME_COLUMN, str(source), column=self.lon)


@dataclass(frozen=True)
class Progress:
    """How far a run has come.

    Attributes
    ----------
    done, total
        In bytes of input for CSV, in rows for Parquet, in files for a folder; total None while
        it is not known.
    points
        Points routed so far.
    resumed
        Points that an earlier run had routed.
    """

    done: int
    total: int | None
    points: int
    resumed: int = 0


Tell = Callable[[Progress], None]
"""Called now and then with how far it is."""


def silent(_: Progress) -> None:
    """Say nothing."""
