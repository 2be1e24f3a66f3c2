"""Divide communities, each by the strategy chosen for it, in one cut."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas
import numpy as np

from gis.codes import SERIAL_DIGITS, max_serial
from gis.coverage.fitness import checked_codes
from gis.coverage.proof.truth import KEY, truth_of
from gis.coverage.snapping import redrawn
from gis.lattice import H3Lattice, Lattice, Lines, SideList, Tessellation, Tiling
from gis.partition.choosing import choices, strategy_of
from gis.partition.contract import (
    Chosen,
    CommunityLattice,
    District,
    Division,
    Ground,
    Strategy,
    Tell,
    silent,
)
from gis.partition.engine import Cut, cell_frame, cut
from gis.partition.errors import PartitionError
from gis.partition.hexagons import Hexagons
from gis.partition.notes import Note
from gis.partition.sizes import DEFAULT_SIZE_M, Sized, fitting_size_m
from gis.partition.special import Specials, marked
from gis.partition.townscape.strategy import Share, Townscape
from gis.partition.voronoi import Voronoi


def partition(
    communities: geopandas.GeoDataFrame,
    strategy: str = "squares",
    *,
    plan: Mapping[str, Chosen] | None = None,
    special: geopandas.GeoDataFrame | None = None,
    previous: geopandas.GeoDataFrame | None = None,
    serial_digits: int = SERIAL_DIGITS,
    **options: object,
) -> geopandas.GeoDataFrame:
    """Divide communities into cells.

    Parameters
    ----------
    communities
        Columns code and geometry (polygons), EPSG:4326.
    strategy
        One of `STRATEGIES`.
    plan
        Another strategy with its options for single communities, by their codes. A count in it
        is that of the one community's cells.
    special
        Areas carved out as special cells (专属网格), with columns geometry and, if there are
        any, name and code. Each part of one in each community is a cell, exactly as drawn.
    previous
        The cells of the division before. Squares and hexagons of its size keep its lattice, and
        so their shapes, however the district's border has moved; for a count, the lattice that
        it has stays if it gives within a fiftieth, or one, of the cells wanted.
    serial_digits
        Digits of a cell's serial: 3 by the standard, up to 6 for places outside it.
    **options
        Of the strategy: ``squares(size_m=100)``, ``hexagons(size_m=100)`` or
        ``hexagons(h3_resolution=r)``, ``voronoi(points=frame)``, ``households(buildings=frame or
        points=frame, streets=frame, minimum=300, maximum=500, seed=0)``, ``streets(lines=frame,
        buildings=frame, minimum_m2=20_000, maximum_m2=60_000, seed=0)``; each also by ``count=n``,
        the number of cells wanted of all communities together. Squares and hexagons come as near to
        it as a size does, slivers merged: often within a hundredth, not exactly.

    Returns
    -------
    GeoDataFrame
        Columns code, community, area_m2, kind, geometry, with special cells also name, by
        households also households and note; an exact coverage on the lattice.
        The same communities give the same cells in whatever order their rows come.

    Raises
    ------
    CoverageError
        The communities are no coverage.
    PartitionError
        They cannot be divided as asked.
    """
    return divide(
        communities,
        strategy,
        plan=plan,
        special=special,
        previous=previous,
        serial_digits=serial_digits,
        tell=silent,
        **options,
    ).cells


def divide(
    communities: geopandas.GeoDataFrame,
    strategy: str = "squares",
    *,
    plan: Mapping[str, Chosen] | None = None,
    special: geopandas.GeoDataFrame | None = None,
    previous: geopandas.GeoDataFrame | None = None,
    serial_digits: int = SERIAL_DIGITS,
    tell: Tell = silent,
    **options: object,
) -> Division:
    """Do as `partition` does and give the noded communities as well.

    Parameters
    ----------
    communities, strategy, plan, special, previous, serial_digits, **options
        As `partition` takes them.
    tell
        Is told what share is drawn of communities that are drawn by buildings and streets, which
        may take a minute; what it raises ends the division.
    """
    most = max_serial(serial_digits)
    codes = checked_codes(communities)
    if not codes:
        raise PartitionError("no-community", kind="options")
    chosen = choices(codes, Chosen(strategy, options), {} if plan is None else plan)
    for choice, mine in chosen:
        _refuse_count(choice, len(mine), most)
    specials = None if special is None else Specials.of(special, communities)
    district = District.of(communities, previous, tell)
    grounds = [
        ground
        for choice, mine in chosen
        for ground in _grounded(communities, mine, choice, district, most)
    ]
    tilings: Mapping[str, Tiling] | Tiling = {c: g.tiling for g in grounds for c in g.codes}
    if len(grounds) == 1:
        tilings = grounds[0].tiling
    done = cut(communities, tilings, carved=None if specials is None else specials.geometries)
    if done.counts.max() > most:
        raise _too_many(communities, grounds, done, tilings, most)
    lines = [(ground.codes, ground.lines) for ground in grounds]
    lattices = tuple(CommunityLattice(code, on) for mine, on in lines for code in mine)
    cells = cell_frame(done, serial_digits)
    cells.attrs["lattices"] = [{"communities": list(mine), **on.facts()} for mine, on in lines]
    if specials is not None:
        cells = marked(cells, done.area, specials, serial_digits)
    for ground in grounds:
        if isinstance(ground.strategy, Voronoi | Townscape | Share):
            cells = ground.strategy.noted(cells, ground.codes)
    notes = () if specials is None else specials.notes
    for choice, mine in chosen:
        notes += Note.of_count(choice.options.get("count"), len(mine))
    for ground in grounds:
        if isinstance(ground.strategy, Voronoi):
            notes += ground.strategy.notes(ground.ground)
    for choice, mine in chosen:
        drawing = strategy_of(choice)
        if isinstance(drawing, Townscape):
            notes += drawing.notes(_ground_of(_rows_of(communities, mine), district))
    truth = redrawn(communities, done.covered)
    cells.attrs[KEY] = truth_of(truth)
    return Division(cells, truth, done.covered.changes, lattices, notes)


@dataclass(frozen=True)
class _Grounded:
    """A strategy on the ground of the communities that chose it."""

    strategy: Strategy
    ground: Ground
    codes: tuple[str, ...]
    tiling: Tiling

    @property
    def lines(self) -> Lines:
        """What the sides between cells lie on: by rule, or listed as far as the ground goes."""
        tiling, ground = self.tiling, self.ground
        if not isinstance(tiling, Tessellation):
            return tiling
        if isinstance(self.strategy, Hexagons) and self.strategy.h3_resolution is not None:
            return H3Lattice(self.strategy.h3_resolution)
        low, high = np.minimum(tiling.tail, tiling.head), np.maximum(tiling.tail, tiling.head)
        # A piece of a side lies within a unit of it.
        there = (high >= np.array([ground.west, ground.south]) - 1).all(axis=1)
        there &= (low <= np.array([ground.east, ground.north]) + 1).all(axis=1)
        return SideList.of(tiling.tail[there], tiling.head[there])


def _grounded(
    communities: geopandas.GeoDataFrame,
    mine: tuple[str, ...],
    choice: Chosen,
    district: District,
    most: int,
) -> list[_Grounded]:
    """Ask a strategy for its tiling of the communities that chose it."""
    own = _rows_of(communities, mine)
    ground = _ground_of(own, district)
    strategy = strategy_of(choice)
    dealt: Mapping[str, Voronoi | Share] | None = None
    if isinstance(strategy, Voronoi | Townscape) and len(mine) > 1:
        dealt = strategy.dealt(ground)
    if dealt is not None:
        code, fullest = max(dealt.items(), key=lambda share: share[1].count or 0)
        if fullest.count is not None and fullest.count > most:
            raise _many(code, fullest.count, most)
        return [
            _Grounded(share, one, (code,), share.tiling(one))
            for k, (code, share) in enumerate(dealt.items())
            for one in [_ground_of(_rows_of(communities, (code,)), district.share(k, len(dealt)))]
        ]
    return [_Grounded(strategy, ground, mine, strategy.tiling(ground))]


def _ground_of(own: geopandas.GeoDataFrame, district: District) -> Ground:
    return Ground.of(own, lambda tiling: len(cut(own, tiling)), district)


def _rows_of(communities: geopandas.GeoDataFrame, mine: tuple[str, ...]) -> geopandas.GeoDataFrame:
    if len(mine) == len(communities):
        return communities
    wanted = set(mine)
    return communities[[str(code) in wanted for code in communities["code"]]]


def _refuse_count(choice: Chosen, communities: int, most: int) -> None:
    """Refuse at once to seek more cells than communities have serials for."""
    strategy = strategy_of(choice)
    count = strategy.count if isinstance(strategy, Sized | Voronoi | Townscape) else None
    if count is not None and count > most * communities:
        raise PartitionError(
            "count-many",
            kind="serials",
            count=f"{count:,}",
            communities=communities,
            last=str(most),
            most=f"{most * communities:,}",
        )


def _many(community: str, cells: int, most: int) -> PartitionError:
    return PartitionError("many", kind="serials", community=community, cells=cells, most=str(most))


def _too_many(
    communities: geopandas.GeoDataFrame,
    grounds: list[_Grounded],
    done: Cut,
    tilings: Mapping[str, Tiling] | Tiling,
    most: int,
) -> PartitionError:
    counts = done.counts
    worst = int(counts.argmax())
    code, cells = done.covered.codes[worst], int(counts[worst])
    home = next(g for g in grounds if code in g.codes)
    strategy, lattice = home.strategy, home.tiling
    if not (isinstance(strategy, Sized) and isinstance(lattice, Lattice)):
        return _many(code, cells, most)
    size_m = strategy.size_m
    if size_m is None:
        latitude = home.ground.district.latitude
        size_m = strategy.size_of(lattice, latitude) if strategy.count else DEFAULT_SIZE_M

    def fullest(larger_m: float) -> int:
        return int(
            cut(home.ground.communities, strategy.of_size(home.ground, larger_m)).counts.max()
        )

    proposed = fitting_size_m(size_m, most, cells, fullest)
    return PartitionError(
        "many-size",
        kind="serials",
        most=str(most),
        community=code,
        cells=cells,
        size_m=size_m,
        proposed_size_m=proposed,
    )
