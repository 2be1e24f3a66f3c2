"""What a strategy takes and gives."""

from dataclasses import dataclass
from typing import Protocol

import geopandas

from gis.coverage import Change


@dataclass(frozen=True)
class Division:
    """Cells, and the communities whose outlines they share.

    Attributes
    ----------
    cells
        Columns code, community, area_m2, kind, geometry; ordered by code; EPSG:4326.
    communities
        The input rows with the noded outlines: the truth that goes with these cells. Publish
        it with them and never divide it again.
    changes
        What had to be settled in the communities beyond rounding.
    """

    cells: geopandas.GeoDataFrame
    communities: geopandas.GeoDataFrame
    changes: tuple[Change, ...]


class Strategy(Protocol):
    """A way to divide: options as the fields of a frozen dataclass, one file each."""

    def divide(self, communities: geopandas.GeoDataFrame) -> Division:
        """Divide communities (columns code, geometry; EPSG:4326).

        Raises
        ------
        CoverageError
            The communities are no coverage.
        PartitionError
            They cannot be divided as asked.
        """
        ...
