"""What a strategy takes and gives."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol, TypeAlias

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.coverage import Change
from gis.coverage.covering import vanished
from gis.coverage.fitness import polygonal, refuse_columns, refuse_other_crs
from gis.datums import area_m2
from gis.lattice import Lines, Tiling, to_units, unit_size_m
from gis.partition.notes import Note
from gis.partition.recovering import CutLines


@dataclass(frozen=True)
class CommunityLattice:
    """The lattice, or the sides, on which a community was divided."""

    community: str
    lattice: Lines


@dataclass(frozen=True)
class Division:
    """Cells, and the communities whose outlines they share.

    Attributes
    ----------
    cells
        Columns code, community, area_m2, kind, geometry; ordered by code; EPSG:4326.
        ``cells.attrs["lattices"]`` tells the lattices for the proof.
    communities
        The input rows with the noded outlines: the truth that goes with these cells. Publish
        it with them and never divide it again.
    changes
        What had to be settled in the communities beyond rounding.
    lattices
        The lattice of each community that was divided on one.
    notes
        What a strategy left out of what it was given.
    """

    cells: geopandas.GeoDataFrame
    communities: geopandas.GeoDataFrame
    changes: tuple[Change, ...]
    lattices: tuple[CommunityLattice, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """A strategy by name with its options: the choice for one community in a plan."""

    strategy: str
    options: Mapping[str, object] = field(default_factory=dict)


Tell: TypeAlias = Callable[[float], None]
"""Is told from time to time what share of a long work is done; what it raises ends the work."""


def silent(_: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class District:
    """What all communities of a division have in common, whichever strategy divides them.

    Attributes
    ----------
    latitude
        Their middle latitude in degrees: where a size in metres is turned into units, so that
        communities divided by equal tiles have one lattice even if others lie between them.
    previous
        The cells of the division before, whose lattice stays where a size allows it.
    tell
        Is told how much of the drawing is done.
    """

    latitude: float
    previous: geopandas.GeoDataFrame | None = None
    tell: Tell = silent

    def share(self, k: int, of: int) -> "District":
        """Return the same for one of so many communities: its own share of what is told."""
        return replace(self, tell=lambda done: self.tell((k + done) / of))

    @classmethod
    def of(
        cls,
        communities: geopandas.GeoDataFrame,
        previous: geopandas.GeoDataFrame | None = None,
        tell: Tell = silent,
    ) -> "District":
        """Measure the district that communities make up.

        Raises
        ------
        CoverageError
            The cells before are none, or in another CRS.
        """
        if previous is not None:
            refuse_columns(previous, "community", which="previous")
            refuse_other_crs(previous, which="previous")
        _, south, _, north = to_units(communities.total_bounds).tolist()
        return cls((south + north) / 2e7, previous, tell)

    def previous_lines(self, communities: Collection[str]) -> CutLines | None:
        """Where the sides between cells of communities lay before; None where there were none.

        Only theirs: what divided others is not what divides them.
        """
        if self.previous is None:
            return None
        theirs = self.previous["community"].astype(str).isin(list(communities))
        return CutLines.between(self.previous[theirs.to_numpy()])


@dataclass(frozen=True)
class Ground:
    """The communities that one strategy divides, and what it may ask about them.

    Attributes
    ----------
    communities
        Columns code and geometry; EPSG:4326; checked, in any row order.
    west, south, east, north
        Their bounds in units.
    unit_m
        A unit's size in metres, eastward and northward, at their middle latitude.
    cells
        Counts the cells that a tiling of these communities gives, slivers merged: what a
        strategy seeks by when it is asked for a count.
    district
        Of which the communities are all or a part.
    """

    communities: geopandas.GeoDataFrame
    west: int
    south: int
    east: int
    north: int
    unit_m: tuple[float, float]
    cells: Callable[[Tiling], int]
    district: District

    @classmethod
    def of(
        cls,
        communities: geopandas.GeoDataFrame,
        cells: Callable[[Tiling], int],
        district: District | None = None,
    ) -> "Ground":
        """Measure the ground that communities cover; they are the district if none is given."""
        west, south, east, north = to_units(communities.total_bounds).tolist()
        unit_m = unit_size_m((south + north) / 2e7)
        district = district or District.of(communities)
        return cls(communities, west, south, east, north, unit_m, cells, district)

    @cached_property
    def polygons(self) -> NDArray[np.object_]:
        """The communities' polygons, valid."""
        return valid_polygons(self.communities)

    @cached_property
    def area_m2(self) -> float:
        """The communities' area together."""
        return float(area_m2(self.communities.geometry.to_numpy()).sum())


def valid_polygons(communities: geopandas.GeoDataFrame) -> NDArray[np.object_]:
    """Return the polygons of communities, repaired as the engine does where they cross themselves.

    GEOS may refuse to answer for those that do.

    Raises
    ------
    CoverageError
        Nothing is left of one.
    """
    codes = [str(code) for code in communities["code"]]
    given = communities.geometry.to_numpy()
    polygons, _ = polygonal(given, codes)
    gone = np.flatnonzero(shapely.is_empty(polygons)).tolist()
    if gone:
        raise vanished([codes[i] for i in gone], [given[i] for i in gone])
    return polygons


class Strategy(Protocol):
    """A way to divide: options as the fields of a frozen dataclass, one file each."""

    def tiling(self, ground: Ground) -> Tiling:
        """Return the tiles that the ground is to be cut by.

        Raises
        ------
        PartitionError
            The ground cannot be divided as asked.
        """
        ...
