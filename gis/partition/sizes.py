"""Lattices of a wanted size in metres, or of the size that gives a wanted number of cells."""

import math
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from gis.lattice import SPAN_LIMIT, Lattice, Tiling
from gis.partition.contract import Ground
from gis.partition.errors import PartitionError
from gis.partition.numbers import number_in, whole_in

DEFAULT_SIZE_M = 100.0
"""The standard's unit cell has 10,000 m²."""

_LEAST_SIZE_M = 1.0
_MOST_SIZE_M = 1_000_000.0
_MOST_TILES = 16_000_000
_COUNT_ROUNDS = 12
_PROPOSAL_STEP_M = 5.0
_LATITUDES_APART = 0.5
"""How far, in degrees, a district's middle may have moved since the division before."""
_MOST_LATITUDE = 89.9
_SIZES_ALIKE = (0.8, 1.25)
"""Between which shares of the size sought that of the division before may lie.

Wide, as the search for a count begins elsewhere in a district that has grown, and may end at
another of the sizes that give it.
"""
_COUNTS_ALIKE = 0.02
"""By which share of the cells wanted, or by one cell, it may miss them."""


@dataclass(frozen=True)
class Sized:
    """A strategy whose tiles are all of one size.

    Attributes
    ----------
    size_m
        The size in metres at the middle latitude of the district; 100 when neither is given.
    count
        Cells wanted in all: the size is sought that comes nearest, so they are about as many.
    """

    size_m: float | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        size_m, count = self.size_m, self.count
        if size_m is not None and count is not None:
            raise PartitionError("size-or-count", kind="options")
        if size_m is not None:
            number = number_in(size_m)
            if number is None:
                raise PartitionError("size-no-number", kind="options", given=repr(size_m))
            _refuse_size(number)
            object.__setattr__(self, "size_m", number)
        if count is not None:
            object.__setattr__(self, "count", checked_count(count))

    def tiling(self, ground: Ground) -> Tiling:
        """Return the lattice of the wanted size, or of the wanted number of cells."""
        latitude = ground.district.latitude
        if self.count is None:
            size_m = float(DEFAULT_SIZE_M if self.size_m is None else self.size_m)
            usual = self.of_size(ground, size_m)
            south = self.lattice(size_m, max(latitude - _LATITUDES_APART, -_MOST_LATITUDE))
            north = self.lattice(size_m, min(latitude + _LATITUDES_APART, _MOST_LATITUDE))
            return _previous(ground, south, usual, north) or usual
        sought = _nearest_count(ground, self.count, lambda m: self.of_size(ground, m))
        size_m = self.size_of(sought, latitude)
        least, most = (self.lattice(size_m * share, latitude) for share in _SIZES_ALIKE)
        kept = _previous(ground, least, sought, most)
        if kept is None or kept == sought:
            return sought
        off = abs(ground.cells(kept) - self.count)
        if off <= max(1.0, _COUNTS_ALIKE * self.count):
            return kept
        return kept if off <= abs(ground.cells(sought) - self.count) else sought

    @abstractmethod
    def lattice(self, size_m: float, latitude: float) -> Lattice:
        """Return the lattice nearest to a size at a latitude."""

    @abstractmethod
    def size_of(self, lattice: Lattice, latitude: float) -> float:
        """Return the size in metres of a lattice at a latitude."""

    def of_size(self, ground: Ground, size_m: float) -> Lattice:
        """Return the lattice nearest to a size, or refuse a size that cannot be cut.

        Raises
        ------
        PartitionError
            The size is out of bounds, or there would be too many tiles.
        """
        _refuse_size(size_m)
        lattice = self.lattice(size_m, ground.district.latitude)
        width, height = lattice.tile_size
        columns, rows = (ground.east - ground.west) / width, (ground.north - ground.south) / height
        tiles = round((columns + 1) * (rows + 1))
        if tiles > _MOST_TILES:
            proposed = _stepped(size_m * math.sqrt(tiles / _MOST_TILES) * 1.01)
            raise PartitionError(
                "size-many",
                kind="size",
                size_m=size_m,
                proposed_size_m=proposed,
                tiles=f"{tiles:,}",
                most=f"{_MOST_TILES:,}",
            )
        return lattice


def _previous(ground: Ground, least: Lattice, usual: Lattice, most: Lattice) -> Lattice | None:
    """Return the lattice between two on which the division before was cut, if it was on one.

    Its district had another middle latitude if its border moved, and a step that differs by one
    unit differs by hundreds of metres where it has been counted from longitude 0.
    """
    lines = ground.district.previous_lines(ground.communities["code"].astype(str).tolist())
    return None if lines is None else lines.lattice(least, usual, most)


def checked_count(given: object) -> int:
    """Return a number of cells wanted, or refuse what is none.

    Raises
    ------
    PartitionError
        It is no whole number above 0.
    """
    count = whole_in(given)
    if count is None or count < 1:
        raise PartitionError("count", kind="options", given=repr(given))
    return count


def _refuse_size(size_m: float) -> None:
    if not _LEAST_SIZE_M <= size_m <= _MOST_SIZE_M:
        raise PartitionError(
            "size",
            kind="size",
            size_m=size_m,
            least=f"{_LEAST_SIZE_M:g}",
            most=f"{_MOST_SIZE_M:,.0f}",
        )


def whole_units(size_m: float, unit_m: float) -> int:
    """Return the whole units nearest to a size: at least one, and no more than fit the engine."""
    return max(1, min(round(size_m / unit_m), SPAN_LIMIT // 4))


def fitting_size_m(size_m: float, most: int, cells: int, cells_at: Callable[[float], int]) -> float:
    """Return a larger size, in round metres, at which no community has more than ``most`` cells.

    Parameters
    ----------
    size_m, cells
        A size that is too small, and the cells of the fullest community at it.
    cells_at
        Counts the cells of the fullest community at a size.
    """
    proposed = size_m
    while cells > most:
        larger = max(proposed * math.sqrt(cells / most), proposed + _PROPOSAL_STEP_M / 2)
        proposed = _stepped(larger)
        cells = cells_at(proposed)
    return proposed


def _stepped(size_m: float) -> float:
    return math.ceil(size_m / _PROPOSAL_STEP_M) * _PROPOSAL_STEP_M


def _nearest_count(ground: Ground, count: int, of_size: Callable[[float], Lattice]) -> Lattice:
    """Seek the size whose number of cells is nearest to the one wanted, by halving."""
    size_m = min(max(math.sqrt(ground.area_m2 / count), _LEAST_SIZE_M), _MOST_SIZE_M)
    best = of_size(size_m)
    cells = found = ground.cells(best)
    # Near the least size, many sizes in metres are one lattice.
    counted = {best: cells}
    low, high = size_m / 4, size_m * 4
    for _ in range(_COUNT_ROUNDS):
        if cells == count:
            break
        low, high = (size_m, high) if cells > count else (low, size_m)
        # Cells go with the square of the size; the middle catches guesses that leave the bounds.
        guess = size_m * math.sqrt(cells / count)
        size_m = guess if low < guess < high else math.sqrt(low * high)
        size_m = min(max(size_m, _LEAST_SIZE_M), _MOST_SIZE_M)
        lattice = of_size(size_m)
        if lattice not in counted:
            counted[lattice] = ground.cells(lattice)
        cells = counted[lattice]
        if abs(cells - count) < abs(found - count):
            best, found = lattice, cells
    return best
