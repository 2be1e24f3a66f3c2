"""Find the lattice again that cells were cut on, from the cells alone.

Files of cells carry no lattice. Whole units betray it all the same: the sides of squares lie on
``x = k * step``, and a step that is wrong by one unit is met by one side in tens of thousands.
"""

import math
from dataclasses import dataclass
from typing import TypeVar

import geopandas
import numpy as np
import shapely

from gis.lattice import HexLattice, Ints, Lattice, SquareLattice, to_units

_CHANCE = 0.1
"""How likely at most so many sides would agree on any of the steps tried by mere chance.

A step taken by chance does no harm: it makes tiles of a size that was allowed.
"""

_MANY_STEPS = 2**17

_Lattice = TypeVar("_Lattice", bound=Lattice)


@dataclass(frozen=True)
class CutLines:
    """Where the upright and level sides between cells lie, in units; each place once.

    A side between two cells of one community is the lattice's; one on its border is not.

    Attributes
    ----------
    upright
        The x of sides that run along a meridian.
    level
        The y of sides that run along a parallel.
    ends
        The y of the ends of upright sides.
    """

    upright: Ints
    level: Ints
    ends: Ints

    @classmethod
    def between(cls, cells: geopandas.GeoDataFrame) -> "CutLines":
        """Gather the sides that two cells of a community have in common.

        Parameters
        ----------
        cells
            Column community, and polygons or multipolygons that are an exact coverage; EPSG:4326.
        """
        parts, cell = shapely.get_parts(cells.geometry.to_numpy(), return_index=True)
        rings, part = shapely.get_rings(parts, return_index=True)
        degrees, ring = shapely.get_coordinates(rings, return_index=True)
        _, community = np.unique(cells["community"].astype(str).to_numpy(), return_inverse=True)
        xy = to_units(degrees)
        same = ring[1:] == ring[:-1]
        tail, head = xy[:-1][same], xy[1:][same]
        owner = community.reshape(-1)[cell[part[ring[:-1][same]]]] if len(ring) else ring
        turned = (tail[:, 0] > head[:, 0]) | (
            (tail[:, 0] == head[:, 0]) & (tail[:, 1] > head[:, 1])
        )
        tail[turned], head[turned] = head[turned], tail[turned]
        sides, count = np.unique(np.column_stack([owner, tail, head]), axis=0, return_counts=True)
        tail, head = sides[count == 2, 1:3], sides[count == 2, 3:5]
        upright, level = (tail[:, axis] == head[:, axis] for axis in (0, 1))
        return cls(
            np.unique(tail[upright, 0]),
            np.unique(tail[level, 1]),
            np.unique(np.concatenate([tail[upright, 1], head[upright, 1]])),
        )

    def lattice(self, least: _Lattice, usual: _Lattice, most: _Lattice) -> _Lattice | None:
        """Return the lattice that the sides lie on, between two that differ little.

        Parameters
        ----------
        least, most
            The bounds, included.
        usual
            One between them, whose step is taken along an axis that has no sides at all.

        Returns
        -------
        SquareLattice or HexLattice
            None where no step between the bounds explains more sides than chance would.
        """
        across = self.level if isinstance(usual, SquareLattice) else self.ends
        bounds = (_steps(least), _steps(usual), _steps(most))
        x, y = (
            _step(at, *(steps[axis] for steps in bounds))
            for axis, at in enumerate((self.upright, across))
        )
        return None if x is None or y is None else type(usual)(x, y)


def _steps(lattice: Lattice) -> tuple[int, int]:
    """Return the units of which the x, and the y, of a lattice's corners are multiples."""
    if isinstance(lattice, HexLattice):
        return lattice.half_width, lattice.quarter_height
    return lattice.step_x, lattice.step_y


def _step(at: Ints, least: int, usual: int, most: int) -> int | None:
    if not len(at):
        return usual
    low, high = min(least, usual, most), max(least, usual, most)
    # Zero is a multiple of all.
    steps, hits = (_by_step if usual < _MANY_STEPS else _by_multiple)(
        np.abs(at[at != 0]), low, high
    )
    best = int(hits.max(initial=0))
    if best == 0 or not _is_rule(best, len(at) / usual, high - low + 1):
        return None
    likely = steps[hits == best]
    return int(likely[np.abs(likely - usual).argmin()])


def _is_rule(hits: int, by_chance: float, tried: int) -> bool:
    """Tell whether hits are more than chance gives: Chernoff's bound on a Poisson count."""
    if hits <= by_chance:
        return False
    log_of_one = hits - by_chance - hits * math.log(hits / by_chance)
    return math.log(tried) + log_of_one < math.log(_CHANCE)


def _by_step(at: Ints, low: int, high: int) -> tuple[Ints, Ints]:
    """Return steps, and how many places are multiples of each: trying one step after another."""
    steps = np.arange(low, high + 1, dtype=np.int64)
    hits = [np.count_nonzero(at % step == 0) for step in steps]
    return steps, np.asarray(hits, dtype=np.int64)


def _by_multiple(at: Ints, low: int, high: int) -> tuple[Ints, Ints]:
    """Do the same by what each place may be a multiple of: few numbers where steps are long."""
    first, last = np.maximum(at // high, 1), at // low
    lengths = np.maximum(last - first + 1, 0)
    before = np.cumsum(lengths) - lengths
    place = np.repeat(at, lengths)
    times = np.arange(len(place)) - np.repeat(before - first, lengths)
    step, rest = np.divmod(place, times)
    steps, hits = np.unique(step[(rest == 0) & (step >= low) & (step <= high)], return_counts=True)
    return steps.astype(np.int64), hits.astype(np.int64)
