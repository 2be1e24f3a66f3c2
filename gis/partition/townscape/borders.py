"""The borders between cells: lines from junction to junction, redrawn one after the other."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from gis.lattice import Bools, Floats, Ints
from gis.partition.townscape.arcs import fewest
from gis.partition.townscape.arrays import Shapes, merged, points, segments
from gis.partition.townscape.buildings import Buildings
from gis.partition.townscape.graph import Sides
from gis.partition.townscape.plane import Plane

ON_STREET_M, ELSEWHERE_M = 3.0, 14.0
"""So far a redrawn border may pass from where it ran."""

ON_WALL_M = 0.0001
"""Along a wall that two houses of a row share a border keeps to the wall."""

_BESIDE_STREET_M = 1.0
_BESIDE_WALL_M = 0.05
_WALL_BARRIER_M = 0.015
_BARRIER_M = 0.15
_AROUND_M = 20.0


@dataclass(frozen=True, eq=False)
class Borders:
    """Lines between cells in whole units from the plane's corner, and where they end outside.

    Attributes
    ----------
    arcs
        Each from junction to junction, shape (n, 2).
    """

    arcs: list[Ints]


def borders(plane: Plane, found: Sides, cell: Ints) -> Borders:
    """Gather the sides between different cells to lines."""
    scale = np.array(plane.unit_m)
    ends = np.rint(found.ends / scale).astype(np.int64)
    inner = found.left >= 0
    parting = inner & (cell[found.left] != cell[found.right])
    if not parting.any():
        return Borders([])
    whole = merged(segments(ends[parting]))
    whole = whole[np.lexsort(shapely.bounds(whole).T)]
    rim = {tuple(place) for place in ends[~inner].reshape(-1, 2).tolist()}
    arcs: list[Ints] = []
    for line in whole:
        xy = np.rint(shapely.get_coordinates(line)).astype(np.int64)
        # A line that touches the outline on its way ends there and begins again.
        stops = [k for k in range(1, len(xy) - 1) if tuple(xy[k].tolist()) in rim]
        if (xy[0] == xy[-1]).all() and not stops:
            far = ((xy - xy[0]) * scale) ** 2
            stops = [int(far.sum(axis=1).argmax())]
        at = [0, *stops, len(xy) - 1]
        arcs += [xy[a : b + 1] for a, b in pairwise(at)]
    return Borders(arcs)


def redrawn(
    plane: Plane,
    drawn: Borders,
    found: Sides,
    buildings: Buildings,
    streets: Shapes,
    share: float,
) -> Borders:
    """Draw borders with as few corners as they need.

    Parameters
    ----------
    buildings
        No border enters them.
    streets
        Along these borders keep closer to where they were.
    share
        Of the usual distances that borders may be moved by.
    """
    if share <= 0 or not drawn.arcs:
        return drawn
    scale = np.array(plane.unit_m)
    barriers = _edges(plane.local(_barriers(buildings)))
    outline = np.rint(found.ends[found.left < 0] / scale).astype(np.int64).reshape(-1, 4)
    walls = np.concatenate([barriers, outline])
    arcs = list(drawn.arcs)
    near_street = _near(arcs, scale, streets, _BESIDE_STREET_M)
    houses = buildings.guards[buildings.in_row]
    # A front is another matter: there only the barrier holds a border off.
    on_wall = _near(arcs, scale, shapely.boundary(houses), _BESIDE_WALL_M, at_least=2)
    reach = _AROUND_M / scale
    # The longest first: they are what the eye follows.
    length = [float(np.hypot(*(np.diff(xy, axis=0) * scale).T).sum()) for xy in arcs]
    for k in sorted(range(len(arcs)), key=lambda k: (-length[k], k)):
        xy = arcs[k]
        if len(xy) < 3:
            continue
        low, high = xy.min(axis=0) - reach, xy.max(axis=0) + reach
        others = [
            _segments(arc) for other, arc in enumerate(arcs) if other != k and _meet(arc, low, high)
        ]
        near = np.concatenate([_within(walls, low, high), *others])
        within = np.where(near_street[k], ON_STREET_M, ELSEWHERE_M) * share
        within[on_wall[k]] = ON_WALL_M
        arcs[k] = xy[fewest(xy, scale, within, np.zeros(len(xy), np.bool_), near)]
    return Borders(arcs)


def _barriers(buildings: Buildings) -> Shapes:
    """Return what redrawn borders may not cross."""
    inward = np.where(buildings.in_row, _WALL_BARRIER_M, _BARRIER_M)
    shrunk = shapely.buffer(buildings.guards, -inward, join_style="mitre")
    return np.asarray(shrunk[~shapely.is_empty(shrunk)], dtype=object)


def _edges(polygons: Shapes) -> Ints:
    xy, ring = shapely.get_coordinates(shapely.get_rings(polygons), return_index=True)
    same = ring[1:] == ring[:-1]
    whole = np.rint(xy).astype(np.int64)
    return np.concatenate([whole[:-1][same], whole[1:][same]], axis=1)


def _segments(xy: Ints) -> Ints:
    return np.concatenate([xy[:-1], xy[1:]], axis=1)


def _meet(xy: Ints, low: Floats, high: Floats) -> bool:
    return bool((xy.max(axis=0) >= low).all() and (xy.min(axis=0) <= high).all())


def _within(edges: Ints, low: Floats, high: Floats) -> Ints:
    least = np.minimum(edges[:, :2], edges[:, 2:])
    most = np.maximum(edges[:, :2], edges[:, 2:])
    kept: Ints = edges[((most >= low) & (least <= high)).all(axis=1)]
    return kept


def _near(
    arcs: list[Ints], scale: Floats, lines: Shapes, within_m: float, at_least: int = 1
) -> list[Bools]:
    """Tell which vertices lie on so many lines."""
    sizes = np.cumsum([len(xy) for xy in arcs])[:-1]
    every = np.concatenate(arcs) * scale
    count = np.zeros(len(every), dtype=np.int64)
    if len(lines):
        hit = shapely.STRtree(lines).query(points(every), predicate="dwithin", distance=within_m)
        count = np.bincount(hit[0], minlength=len(every))
    return np.split(count >= at_least, sizes)
