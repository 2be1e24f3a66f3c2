"""Find spikes and notches too narrow to be meant: a slip of the pen, as long as a street."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from gis.boundaries.raw import Geometries
from gis.lattice import UNITS_PER_DEGREE, unit_size_m

Floats = npt.NDArray[np.float64]

_WIDEST_M = 0.5
_SHORTEST_M = 20.0
_STEEPEST = 0.01
"""Width over length: beyond that, it is an acute corner."""


@dataclass(frozen=True, slots=True)
class Spike:
    """A spike or notch of one geometry.

    Attributes
    ----------
    owner
        Number of the geometry.
    length_m, width_m
        Of its shorter side, and how far apart both sides are at that side's end.
    place
        Longitude and latitude of its tip.
    """

    owner: int
    length_m: float
    width_m: float
    place: tuple[float, float]


def narrow_spikes(geometries: Geometries) -> list[Spike]:
    """Return the spikes and notches below half a metre in width and of 20 m and more in length.

    Parameters
    ----------
    geometries
        Valid polygons and multipolygons in EPSG:4326.

    Notes
    -----
    The tip is one vertex, or two that lie less than half a metre apart; both sides are single
    edges.
    """
    found: list[Spike] = []
    if not len(geometries):
        return found
    parts, owner = shapely.get_parts(geometries, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    starts = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    sizes = np.diff(np.r_[starts, len(xy)]) - 1  # the last vertex is the first
    inner = np.ones(len(xy), dtype=bool)
    inner[starts + sizes] = False
    at = np.flatnonzero(inner)
    begin, size = np.repeat(starts, sizes), np.repeat(sizes, sizes)

    def neighbour(step: int) -> Floats:
        return np.asarray(xy[begin + (at - begin + step) % size])

    # At the middle latitude: no district is so high that it matters to what is narrow.
    metres = np.array(unit_size_m(float(np.median(xy[:, 1])))) * UNITS_PER_DEGREE
    here, after = neighbour(0), neighbour(1)
    before = (neighbour(-1) - here) * metres
    blunt = np.hypot(*((after - here) * metres).T) <= _WIDEST_M
    for tip, ahead, wanted in (
        (here, after, ~blunt & (size > 3)),
        (after, neighbour(2), blunt & (size > 4)),
    ):
        length_m, width_m = _shape(before, (ahead - tip) * metres)
        narrow = wanted & (width_m <= _WIDEST_M) & (length_m >= _SHORTEST_M)
        narrow &= width_m <= _STEEPEST * length_m
        for number in np.flatnonzero(narrow).tolist():
            place = (float(here[number, 0]), float(here[number, 1]))
            whose = int(owner[part[ring[at[number]]]])
            found.append(Spike(whose, float(length_m[number]), float(width_m[number]), place))
    return sorted(found, key=lambda spike: (spike.owner, spike.place))


def _shape(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Return length and width of corners, by both sides; no width where they point apart."""
    first, second = np.hypot(*one.T), np.hypot(*other.T)
    longer = np.maximum(first, second)
    along = (one * other).sum(axis=1)
    across = np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])
    with np.errstate(divide="ignore", invalid="ignore"):
        width_m = np.where(along > 0, across / longer, np.inf)
    return np.minimum(first, second), width_m
