"""What `Households` and `Streets` share: each community drawn by itself, and told about."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import geopandas
import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from gis.datums import area_m2
from gis.lattice import Floats, Tessellation
from gis.partition.contract import Ground
from gis.partition.notes import Note, NoteKind
from gis.partition.townscape.dealing import Aim
from gis.partition.townscape.town import Town, drawn_tiling, with_columns


class Townscape(ABC):
    """A strategy that draws cells by buildings and streets."""

    by_area: bool
    """Whether it is ground that is weighed, and not households."""

    seed: int
    count: int | None

    @property
    @abstractmethod
    def aim(self) -> Aim:
        """What is wanted of each cell."""

    @cached_property
    @abstractmethod
    def town(self) -> Town:
        """What was given."""

    @abstractmethod
    def why(self, weight: float, biggest: float, *, alone: bool) -> str | None:
        """Say why a cell is out of range, or None.

        Parameters
        ----------
        weight
            What the cell has.
        biggest
            Households of its largest building.
        alone
            Whether it is a whole part of its community.
        """

    def tiling(self, ground: Ground) -> Tessellation:
        """Draw the one community of a ground."""
        return drawn_tiling(ground, self.town, self.aim, self.seed, by_area=self.by_area)

    def dealt(self, ground: Ground) -> "dict[str, Share]":
        """Return what each community is drawn by, with its own share of a count."""
        codes = [str(code) for code in ground.communities["code"]]
        if self.count is None:
            return {code: Share(self, self.aim) for code in codes}
        weights = self._weights(ground)
        shares = _shares(codes, weights, self.count)
        aim = self.aim
        return {
            code: Share(self, Aim(aim.minimum, aim.maximum, share))
            for code, share in shares.items()
        }

    def noted(
        self, cells: geopandas.GeoDataFrame, codes: Collection[str]
    ) -> geopandas.GeoDataFrame:
        """Write into the cells of some communities how many households they have, and why."""
        mine = cells["community"].astype(str).isin(list(codes)).to_numpy()
        rows = np.flatnonzero(mine)
        shapes = cells.geometry.to_numpy()[mine]
        heavy, biggest = self._households_in(shapes)
        communities = cells["community"].astype(str).to_numpy()[mine]
        whole = _whole_parts(shapes, communities)
        notes = _column(cells, "note")
        counted = cells["area_m2"].to_numpy()[mine] if self.by_area else heavy
        carved = (cells["kind"] == "special").to_numpy()[mine]
        for k, row in enumerate(rows.tolist()):
            if carved[k]:
                continue
            told = self.why(float(counted[k]), float(biggest[k]), alone=bool(whole[k]))
            if told is not None:
                notes[row] = told
        columns: dict[str, object] = {"note": notes}
        if not self.by_area:
            households = _column(cells, "households")
            households[mine] = np.rint(heavy).astype(np.int64)
            columns = {"households": pandas.array(list(households), dtype="Int64"), **columns}
        return with_columns(cells, **columns)

    def notes(self, ground: Ground) -> tuple[Note, ...]:
        """Say which rows lie in none of the communities."""
        places = self.town.places
        there = np.zeros(len(places), dtype=np.bool_)
        there[shapely.STRtree(ground.polygons).query(places, predicate="intersects")[0]] = True
        outside = tuple(np.flatnonzero(~there).tolist())
        return (Note(NoteKind.BUILDINGS_OUTSIDE, {"count": len(outside)}),) if outside else ()

    def _households_in(self, shapes: NDArray[np.object_]) -> tuple[Floats, Floats]:
        """Return the households of each cell, and those of its largest building."""
        # A place on a border between two cells counts in the first of them.
        place, cell = shapely.STRtree(shapes).query(self.town.places, predicate="intersects")
        home = np.full(len(self.town.places), len(shapes), dtype=np.int64)
        np.minimum.at(home, place, cell)
        households = self.town.buildings.households
        heavy = np.bincount(home, households, len(shapes) + 1)[:-1].astype(np.float64)
        biggest = np.zeros(len(shapes) + 1)
        np.maximum.at(biggest, home, households)
        return heavy, biggest[:-1]

    def _weights(self, ground: Ground) -> Floats:
        polygons = ground.polygons
        heavy, _ = self._households_in(polygons)
        if self.by_area or not heavy.sum():
            heavy = np.asarray(area_m2(polygons), dtype=np.float64)
        return heavy


@dataclass(frozen=True, eq=False)
class Share:
    """A strategy for one community.

    Attributes
    ----------
    of
        The strategy.
    aim
        What is wanted of its cells.
    """

    of: Townscape
    aim: Aim

    @property
    def count(self) -> int | None:
        """How many cells are wanted; None for as many as the range asks for."""
        return self.aim.cells

    def tiling(self, ground: Ground) -> Tessellation:
        """Draw the community."""
        of = self.of
        return drawn_tiling(ground, of.town, self.aim, of.seed, by_area=of.by_area)

    def noted(
        self, cells: geopandas.GeoDataFrame, codes: Collection[str]
    ) -> geopandas.GeoDataFrame:
        """Do as the strategy does."""
        return self.of.noted(cells, codes)


def _shares(codes: list[str], weights: Floats, count: int) -> dict[str, int]:
    """Deal a number of cells out by weight, at least one to each, by largest remainders."""
    order = sorted(range(len(codes)), key=codes.__getitem__)
    total = float(weights.sum())
    wanted = {codes[i]: count * float(weights[i]) / total for i in order}
    shares = {code: max(1, int(share)) for code, share in wanted.items()}
    while sum(shares.values()) < count:
        most = max(shares, key=lambda code: (wanted[code] - shares[code], code))
        shares[most] += 1
    while sum(shares.values()) > count and max(shares.values()) > 1:
        most = max((c for c in shares if shares[c] > 1), key=lambda c: (shares[c] - wanted[c], c))
        shares[most] -= 1
    return shares


def _column(cells: geopandas.GeoDataFrame, name: str) -> NDArray[np.object_]:
    values = np.full(len(cells), None, dtype=object)
    if name in cells.columns:
        given = cells[name]
        values[:] = [None if pandas.isna(value) else value for value in given]
    return values


def _whole_parts(
    shapes: NDArray[np.object_], communities: NDArray[np.object_]
) -> NDArray[np.bool_]:
    """Tell which cells share no side with another of their community."""
    one, two = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    apart = (one != two) & (communities[one] == communities[two])
    one, two = one[apart], two[apart]
    sides = shapely.get_dimensions(shapely.intersection(shapes[one], shapes[two])) >= 1
    whole = np.ones(len(shapes), dtype=np.bool_)
    whole[one[sides]] = False
    return whole
