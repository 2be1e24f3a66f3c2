"""Cut spikes and notches too narrow to be meant: slips of the pen, as long as a street.

Neighbours that share such a border have the same tip and the same base: the spike of one is the
notch of the other, and both are cut by the same edge. Where a neighbour draws it otherwise, a
strip narrower than half a metre is left, which closing gives to one of those beside it.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from gis.boundaries.mending import rebuilt
from gis.boundaries.raw import Geometries
from gis.datums import area_m2
from gis.lattice import UNITS_PER_DEGREE, unit_size_m

Floats = npt.NDArray[np.float64]
Place = tuple[float, float]

_WIDEST_M = 0.5
_SHORTEST_M = 20.0
_STEEPEST = 0.01
"""Width over length: beyond that, it is an acute corner."""
_STRAIGHT_M = 0.05
"""Vertices that stray less from a straight side do not divide it."""
_MOST_OF_SHAPE = 0.2
"""A spike is an outgrowth: what takes more of a shape is the shape itself."""
_ROUNDS = 16
"""Under a spike another may come to light; so often is looked again."""


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
    base
        The vertices at which its sides end, in the order of the ring.
    moved_m2
        The area that cutting it took or gave; None where it is kept.
    """

    owner: int
    length_m: float
    width_m: float
    place: Place
    base: tuple[Place, Place]
    moved_m2: float | None = None


def without_spikes(geometries: Geometries) -> tuple[Geometries, list[Spike]]:
    """Cut spikes and notches below half a metre in width and of 20 m and more in length.

    Parameters
    ----------
    geometries
        Valid polygons and multipolygons in EPSG:4326.

    Returns
    -------
    geometries
        Without them; what has none is the same object.
    spikes
        In the order of their owners. One is kept whose shape would be invalid without it, or is
        little else: a strip as narrow in its whole length is no spike.
    """
    cut = geometries.copy()
    told: list[Spike] = []
    open_rows = np.arange(len(geometries))
    kept: set[tuple[int, Place]] = set()
    for _ in range(_ROUNDS):
        found = [s for s in _spikes(cut, open_rows) if (s.owner, s.place) not in kept]
        if not found:
            break
        # By tips, so that neighbours cut what they share in the same order.
        for spike in sorted(found, key=lambda spike: spike.place):
            done = _without(cut[spike.owner], spike)
            if done is None:
                kept.add((spike.owner, spike.place))
                told.append(spike)
                continue
            if done is cut[spike.owner]:
                continue
            before, after = area_m2([cut[spike.owner], done])
            told.append(replace(spike, moved_m2=abs(float(after - before))))
            cut[spike.owner] = done
        open_rows = np.unique([spike.owner for spike in found])
    return cut, sorted(told, key=lambda spike: (spike.owner, spike.place))


def _spikes(geometries: Geometries, rows: npt.NDArray[np.int64]) -> list[Spike]:
    """Find spikes of some geometries: one tip each, or two less than half a metre apart."""
    if not len(rows):
        return []
    # At the middle latitude: no district is so high that it matters to what is narrow.
    middle = float(np.median(shapely.get_coordinates(geometries[rows])[:, 1]))
    metres = np.array(unit_size_m(middle)) * UNITS_PER_DEGREE
    # Between its ends a side may have any number of vertices.
    plain = shapely.simplify(geometries[rows], _STRAIGHT_M / metres[1], preserve_topology=False)
    parts, owner = shapely.get_parts(plain, return_index=True)
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

    here, after, base = neighbour(0), neighbour(1), neighbour(-1)
    before = (base - here) * metres
    blunt = np.hypot(*((after - here) * metres).T) <= _WIDEST_M
    found: list[Spike] = []
    for tip, ahead, wanted in (
        (here, after, ~blunt & (size > 3)),
        (after, neighbour(2), blunt & (size > 4)),
    ):
        length_m, width_m = _shape(before, (ahead - tip) * metres)
        narrow = wanted & (width_m <= _WIDEST_M) & (length_m >= _SHORTEST_M)
        narrow &= width_m <= _STEEPEST * length_m
        found += [
            Spike(
                int(rows[owner[part[ring[at[number]]]]]),
                float(length_m[number]),
                float(width_m[number]),
                _place(here[number]),
                (_place(base[number]), _place(ahead[number])),
            )
            for number in np.flatnonzero(narrow).tolist()
        ]
    return found


def _shape(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Return length and width of corners, by both sides; no width where they point apart."""
    first, second = np.hypot(*one.T), np.hypot(*other.T)
    longer = np.maximum(first, second)
    along = (one * other).sum(axis=1)
    across = np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])
    with np.errstate(divide="ignore", invalid="ignore"):
        width_m = np.where(along > 0, across / longer, np.inf)
    return np.minimum(first, second), width_m


def _place(xy: Floats) -> Place:
    x, y = xy.tolist()
    return x, y


def _without(geometry: BaseGeometry, spike: Spike) -> BaseGeometry | None:
    """Lead a ring past its spike; None if no valid shape, or little of it, would be left."""
    stands = {spike.place, *spike.base}
    if not stands <= {_place(xy) for xy in shapely.get_coordinates(geometry)}:
        # Another spike has taken its base; the next round sees what is left of it.
        return geometry
    whole = rebuilt(geometry, lambda ring: _past(ring, spike))
    if whole is None or _rings(whole) < _rings(geometry) or not shapely.is_valid(whole):
        return None
    taken = abs(shapely.area(whole) - shapely.area(geometry))
    return whole if taken <= _MOST_OF_SHAPE * shapely.area(geometry) else None


def _rings(geometry: BaseGeometry) -> int:
    return len(shapely.get_rings(shapely.get_parts(geometry)))


def _past(ring: Floats, spike: Spike) -> list[Place]:
    """Return a ring without what lies between a spike's base; whole if the spike is not its."""
    places: list[Place] = [_place(xy) for xy in ring[:-1]]
    number = {place: k for k, place in enumerate(places)}
    if spike.place not in number or any(end not in number for end in spike.base):
        return [*places, places[0]]
    first, last = (number[end] for end in spike.base)
    # From the end of the second side once around to the start of the first.
    count = (first - last) % len(places) + 1
    left = [places[(last + k) % len(places)] for k in range(count)]
    return [*left, left[0]]
