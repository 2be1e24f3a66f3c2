"""Squares on a lattice in lon/lat, clipped to the communities (GB/T 30428's unit cells)."""

import math
from dataclasses import dataclass

import geopandas
import numpy as np

from gis.codes import MAX_SERIAL, cell_code
from gis.coverage import Change
from gis.coverage.faces import outlines
from gis.coverage.slivers import merge_slivers
from gis.coverage.snapping import Covered, checked_codes, cover, gathered, redrawn
from gis.datums import area_m2
from gis.lattice import Ints, to_units, unit_size_m
from gis.partition.contract import Division
from gis.partition.errors import PartitionError

DEFAULT_SIZE_M = 100.0
SLIVER_SHARE = 0.2
"""A cell below this share of a full square is a sliver."""

_LEAST_SIZE_M = 1.0
_MOST_SIZE_M = 1_000_000.0
_MOST_SQUARES = 4_000_000
_COUNT_ROUNDS = 12
_PROPOSAL_STEP_M = 5.0


@dataclass(frozen=True)
class Squares:
    """Divide by squares of a given size, or into about a given number of cells.

    Attributes
    ----------
    size_m
        Side in metres at the middle latitude of the whole input; 100 when neither is given.
    count
        Cells wanted in all: the size is sought that comes nearest.
    """

    size_m: float | None = None
    count: int | None = None

    def divide(self, communities: geopandas.GeoDataFrame) -> Division:
        """Divide communities; see `gis.partition.partition`."""
        checked_codes(communities)
        if not len(communities):
            raise PartitionError("there is no community to divide", kind="options")
        ground = _Ground.of(communities)
        division = self._cut(ground)
        counts = np.bincount(division.community, minlength=len(division.covered.codes))
        if counts.max() > MAX_SERIAL:
            raise _too_many(ground, division, counts)
        return Division(division.cells(), *division.truth(communities))

    def _cut(self, ground: "_Ground") -> "_Cut":
        if self.count is not None:
            if self.size_m is not None:
                raise PartitionError("give size_m or count, not both", kind="options")
            if isinstance(self.count, bool) or not isinstance(self.count, int) or self.count < 1:
                raise PartitionError(
                    f"count is {self.count!r}; give a whole number of cells", kind="options"
                )
            return _nearest_count(ground, self.count)
        size_m = DEFAULT_SIZE_M if self.size_m is None else self.size_m
        if isinstance(size_m, bool) or not isinstance(size_m, int | float):
            raise PartitionError(f"size_m is {size_m!r}; give metres", kind="options")
        return _cut(ground, float(size_m))


@dataclass(frozen=True)
class _Ground:
    communities: geopandas.GeoDataFrame
    west: int
    south: int
    east: int
    north: int
    area_m2: float
    unit_m: tuple[float, float]

    @classmethod
    def of(cls, communities: geopandas.GeoDataFrame) -> "_Ground":
        west, south, east, north = to_units(communities.total_bounds).tolist()
        area = float(area_m2(communities.geometry.to_numpy()).sum())
        return cls(communities, west, south, east, north, area, unit_size_m((south + north) / 2e7))

    def steps(self, size_m: float) -> tuple[int, int]:
        """Return the whole units nearest to the wanted metres, eastward and northward."""
        return (
            max(1, round(size_m / self.unit_m[0])),
            max(1, round(size_m / self.unit_m[1])),
        )


@dataclass(frozen=True)
class _Cut:
    """Cells as groups of faces, in the order of their codes."""

    size_m: float
    covered: Covered
    cell: Ints
    """The cell of each face; −1 for none."""
    community: Ints
    """The community of each cell, ascending."""

    def cells(self) -> geopandas.GeoDataFrame:
        drawn = outlines(self.covered.faces, self.cell)
        geometry = gathered(drawn.polygons, drawn.group, len(self.community))
        first = np.searchsorted(self.community, self.community)
        serials = np.arange(len(self.community)) - first + 1
        names = [self.covered.codes[c] for c in self.community.tolist()]
        codes = [cell_code(n, s) for n, s in zip(names, serials.tolist(), strict=True)]
        return geopandas.GeoDataFrame(
            {
                "code": codes,
                "community": names,
                "area_m2": area_m2(geometry),
                "kind": ["general"] * len(codes),
            },
            geometry=geometry,
            crs=4326,
        )

    def truth(
        self, communities: geopandas.GeoDataFrame
    ) -> tuple[geopandas.GeoDataFrame, tuple[Change, ...]]:
        return redrawn(communities, self.covered), self.covered.changes


def _cut(ground: _Ground, size_m: float) -> _Cut:
    if not _LEAST_SIZE_M <= size_m <= _MOST_SIZE_M:
        raise PartitionError(
            f"squares of {size_m:g} m cannot be cut; give {_LEAST_SIZE_M:g} to "
            f"{_MOST_SIZE_M:,.0f} m",
            kind="size",
            size_m=size_m,
        )
    step_x, step_y = ground.steps(size_m)
    xs, ys = _lines(ground.west, ground.east, step_x), _lines(ground.south, ground.north, step_y)
    if len(xs) * len(ys) > _MOST_SQUARES:
        proposed = size_m * math.sqrt(len(xs) * len(ys) / _MOST_SQUARES)
        proposed = math.ceil(proposed * 1.01 / _PROPOSAL_STEP_M) * _PROPOSAL_STEP_M
        raise PartitionError(
            f"squares of {size_m:g} m would be {len(xs) * len(ys):,}, more than "
            f"{_MOST_SQUARES:,} in one division; use {proposed:g} m or more",
            kind="size",
            size_m=size_m,
            proposed_size_m=proposed,
        )
    covered = cover(ground.communities, xs, ys)
    faces = covered.faces
    column = (faces.low[:, 0] - xs[0]) // step_x
    row = (ys[-1] - 1 - faces.low[:, 1]) // step_y
    cell, members = _numbered(covered, row, column)
    into = merge_slivers(
        faces, cell, covered.community[members], math.ceil(2 * SLIVER_SHARE * step_x * step_y)
    )
    # A joined cell is named by its largest face: its row and column.
    area2 = faces.area2[members]
    order = np.lexsort((np.arange(len(into)), -area2, into))
    cells, largest = np.unique(into[order], return_index=True)
    largest = members[order[largest]]
    by_code = np.lexsort((cells, column[largest], row[largest], covered.community[largest]))
    number = np.empty(len(into), dtype=np.int64)
    number[cells[by_code]] = np.arange(len(cells))
    final = np.full(len(cell), -1, dtype=np.int64)
    final[members] = number[into]
    return _Cut(size_m, covered, final, covered.community[largest[by_code]])


def _lines(low: int, high: int, step: int) -> Ints:
    """Return multiples of the step around a span: a lattice that a longer span does not shift."""
    return np.arange(low // step, -(-high // step) + 1, dtype=np.int64) * step


def _numbered(covered: Covered, row: Ints, column: Ints) -> tuple[Ints, Ints]:
    """Give numbers to the faces within communities, by community, row, column and first edge."""
    members = np.flatnonzero(covered.community >= 0)
    order = np.lexsort((members, column[members], row[members], covered.community[members]))
    members = members[order]
    cell = np.full(len(covered.community), -1, dtype=np.int64)
    cell[members] = np.arange(len(members))
    return cell, members


def _nearest_count(ground: _Ground, count: int) -> _Cut:
    """Seek the size whose number of cells is nearest to the one wanted, by halving."""
    size_m = min(max(math.sqrt(ground.area_m2 / count), _LEAST_SIZE_M), _MOST_SIZE_M)
    best = _cut(ground, size_m)
    cells = len(best.community)
    low, high = size_m / 4, size_m * 4
    for _ in range(_COUNT_ROUNDS):
        if cells == count:
            break
        low, high = (size_m, high) if cells > count else (low, size_m)
        # Cells go with the square of the size; the middle catches guesses that leave the bounds.
        guess = size_m * math.sqrt(cells / count)
        size_m = guess if low < guess < high else math.sqrt(low * high)
        size_m = min(max(size_m, _LEAST_SIZE_M), _MOST_SIZE_M)
        cut = _cut(ground, size_m)
        cells = len(cut.community)
        if abs(cells - count) < abs(len(best.community) - count):
            best = cut
    return best


def _too_many(ground: _Ground, cut: _Cut, counts: Ints) -> PartitionError:
    worst = int(counts.argmax())
    code, cells = cut.covered.codes[worst], int(counts[worst])
    proposed, most = cut.size_m, cells
    while most > MAX_SERIAL:
        step = max(proposed * math.sqrt(most / MAX_SERIAL), proposed + _PROPOSAL_STEP_M / 2)
        proposed = math.ceil(step / _PROPOSAL_STEP_M) * _PROPOSAL_STEP_M
        most = int(np.bincount(_cut(ground, proposed).community).max())
    return PartitionError(
        f"community {code} would have {cells} cells of {cut.size_m:g} m, and serials end at "
        f"{MAX_SERIAL}; use {proposed:g} m or more",
        kind="serials",
        community=code,
        cells=cells,
        size_m=cut.size_m,
        proposed_size_m=proposed,
    )
