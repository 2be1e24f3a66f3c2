"""What a cell borders, by compass direction (四至)."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import shapely

from gis.datums import Floats

Compass = Literal["n", "ne", "e", "se", "s", "sw", "w", "nw"]
COMPASS: tuple[Compass, ...] = get_args(Compass)
Direction = Compass | Literal["inside", "around"]

_SAMPLES = 400
_NUDGE_M = 0.05
# Around a neighbour that lies in a hole, the outward directions cancel out.
_CANCELLED = 0.05
_LEAST_SHARE_M = 0.5
_LEAST_OUTER_SHARE = 0.15


@dataclass(frozen=True)
class Border:
    """One neighbour along a cell's edge.

    Parameters
    ----------
    row
        Row of the neighbour among the cells; −1 for outside the district.
    direction
        Mean outward direction of the shared edge, ``inside`` when the cell surrounds it,
        ``around`` when it surrounds the cell.
    length_m
        Length of the shared edge.
    """

    row: int
    direction: Direction
    length_m: float


def borders_of(row: int, cells: np.ndarray, tree: shapely.STRtree) -> list[Border]:
    """Return what a cell borders, clockwise from north.

    The edge is walked in steps; at each, the cell just beyond it is looked up, so the shared
    edges need no common vertices. Cells that meet in a corner only are no neighbours.

    Parameters
    ----------
    row
        Row of the cell.
    cells
        Polygons in a metric CRS.
    tree
        Index over ``cells``.
    """
    middles, normals, lengths = _walk(cells[row])
    beyond = np.full(len(middles), -1)
    points = shapely.points(middles + normals * _NUDGE_M)
    step, found = tree.query(points, predicate="intersects")
    others = found != row
    # Reversed, so that of several hits the smallest row stays.
    beyond[step[others][::-1]] = found[others][::-1]
    own = np.zeros(len(middles), dtype=bool)
    own[step[~others]] = True
    beyond[own & (beyond < 0)] = row

    borders = []
    for neighbour in np.unique(beyond).tolist():
        if neighbour == row:
            continue
        here = beyond == neighbour
        length_m = float(lengths[here].sum())
        if length_m < _LEAST_SHARE_M:
            continue
        if neighbour < 0:
            borders.extend(_outer_borders(normals[here], lengths[here]))
            continue
        pull = (normals[here] * lengths[here, None]).sum(axis=0)
        direction = _direction(pull, length_m)
        if direction == "inside" and not _lies_within(cells[neighbour], cells[row]):
            direction = "around"
        borders.append(Border(neighbour, direction, length_m))
    order = [*COMPASS, "inside", "around"]
    return sorted(borders, key=lambda border: (order.index(border.direction), border.row))


def _outer_borders(normals: Floats, lengths: Floats) -> list[Border]:
    """Return each direction in which the cell meets the outside: often more than one."""
    sectors = _sector(normals)
    length_m = np.bincount(sectors, weights=lengths, minlength=len(COMPASS))
    return [
        Border(-1, direction, float(length_m[i]))
        for i, direction in enumerate(COMPASS)
        if length_m[i] >= _LEAST_OUTER_SHARE * lengths.sum()
    ]


def _lies_within(inner: shapely.Geometry, outer: shapely.Geometry) -> bool:
    filled = shapely.union_all(
        shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(outer)))
    )
    return bool(shapely.intersects(filled, shapely.point_on_surface(inner)))


def _direction(pull: Floats, length_m: float) -> Direction:
    if np.hypot(*pull) < _CANCELLED * length_m:
        return "inside"
    return COMPASS[int(_sector(pull[None, :])[0])]


def _sector(directions: Floats) -> npt.NDArray[np.intp]:
    azimuths = np.degrees(np.arctan2(directions[:, 0], directions[:, 1])) % 360
    return np.asarray(np.round(azimuths / 45).astype(np.intp) % len(COMPASS))


def _walk(cell: shapely.Geometry) -> tuple[Floats, Floats, Floats]:
    """Return middles, outward unit normals and lengths of short steps along a polygon's rings."""
    oriented = shapely.orient_polygons(shapely.get_parts(cell))
    longest = shapely.length(cell) / _SAMPLES
    rings = shapely.get_rings(shapely.segmentize(oriented, longest))
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    steps = (coordinates[1:] - coordinates[:-1])[same]
    middles = ((coordinates[1:] + coordinates[:-1]) / 2)[same]
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    # Exterior rings run counter-clockwise and holes clockwise: outside is to the right of both.
    normals = np.column_stack([steps[:, 1], -steps[:, 0]]) / np.maximum(lengths, 1e-12)[:, None]
    return middles, normals, lengths
