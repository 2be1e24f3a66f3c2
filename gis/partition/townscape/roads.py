"""The streets and waters of a community as borders: noded, loose ends brought to others."""

from dataclasses import dataclass

import numpy as np
import shapely

from gis.lattice import Floats
from gis.partition.townscape.arrays import Shapes, merged, points

OUTLINE_M = 15.0
"""Within this of the outline the outline stands for a street."""

REACH_M = 50.0
"""So far a loose end is prolonged to the next line."""

_DIRECTION_M = 5.0
_STUB_M = 12.0


@dataclass(frozen=True, eq=False)
class Roads:
    """Lines that may part cells.

    Attributes
    ----------
    lines
        Along streets, in metres.
    main
        Which of them are main streets, which no cell should lie across.
    """

    lines: Shapes
    main: Shapes

    def __len__(self) -> int:
        return len(self.lines)


def roads(lines: Shapes, main: Shapes, ground: shapely.Geometry, guards: Shapes) -> Roads:
    """Make borders of streets.

    Parameters
    ----------
    lines
        All streets and waters near the community, in metres, not noded.
    main
        Those of them that no cell should lie across.
    ground
        The community.
    guards
        Buildings, which no border enters.
    """
    rim = shapely.buffer(shapely.boundary(ground), OUTLINE_M)
    inner = _lines(shapely.difference(shapely.intersection(shapely.union_all(lines), ground), rim))
    whole = merged(inner)
    whole = _ordered(whole[shapely.length(whole) >= _STUB_M])
    if not len(whole):
        return Roads(whole, whole)
    linked = np.concatenate([whole, _prolonged(whole, ground, guards)])
    return Roads(linked, _lines(shapely.intersection(shapely.union_all(main), ground)))


def _lines(geometry: shapely.Geometry) -> Shapes:
    parts = shapely.get_parts(geometry)
    if len(parts) and shapely.get_type_id(parts[0]) > shapely.GeometryType.LINEARRING:
        parts = shapely.get_parts(parts)
    kinds = shapely.get_type_id(parts)
    return _ordered(parts[kinds == shapely.GeometryType.LINESTRING])


def _ordered(lines: Shapes) -> Shapes:
    ordered: Shapes = lines[np.lexsort(shapely.bounds(lines).T)] if len(lines) else lines
    return ordered


def _prolonged(lines: Shapes, ground: shapely.Geometry, guards: Shapes) -> Shapes:
    """Return what brings loose ends to another line, straight on or else the shortest way."""
    tips, towards = _ends(lines)
    together = np.concatenate([lines, shapely.get_parts(shapely.boundary(ground))])
    every = shapely.STRtree(together)
    places = points(tips)
    touching = np.bincount(
        every.query(places, predicate="dwithin", distance=0.01)[0], minlength=len(tips)
    )
    blocked = shapely.STRtree(guards)
    added = []
    for k in np.flatnonzero(touching < 2).tolist():
        link = _straight_on(tips[k], towards[k], together, every)
        if link is None or len(blocked.query(link, predicate="intersects")):
            link = _shortest(places[k], lines, k // 2, together, every)
        if link is not None and not len(blocked.query(link, predicate="intersects")):
            added.append(link)
    return np.asarray(added, dtype=object)


def _ends(lines: Shapes) -> tuple[Floats, Floats]:
    """Return both ends of each line, and a point behind each, from which the line comes."""
    length = shapely.length(lines)
    back = np.minimum(_DIRECTION_M, length / 2)
    ends = np.stack([np.zeros_like(length), length], axis=1).ravel()
    behind = np.stack([back, length - back], axis=1).ravel()
    twice = np.repeat(lines, 2)
    tips = shapely.get_coordinates(shapely.line_interpolate_point(twice, ends))
    return tips, shapely.get_coordinates(shapely.line_interpolate_point(twice, behind))


def _straight_on(
    tip: Floats, behind: Floats, lines: Shapes, every: shapely.STRtree
) -> shapely.Geometry | None:
    way = tip - behind
    long = float(np.hypot(*way))
    if not long:
        return None
    way = way / long
    ray = shapely.LineString([tip + 0.05 * way, tip + REACH_M * way])
    hit = every.query(ray, predicate="intersects")
    if not len(hit):
        return None
    met = shapely.get_coordinates(shapely.intersection(lines[np.sort(hit)], ray))
    if not len(met):
        return None
    far = (met - tip) @ way
    nearest = float(far.min())
    # A little beyond, so that noding finds the crossing.
    return shapely.LineString([tip, tip + (nearest + 0.02) * way])


def _shortest(
    tip: shapely.Geometry, lines: Shapes, own: int, together: Shapes, every: shapely.STRtree
) -> shapely.Geometry | None:
    near = np.sort(every.query(tip, predicate="dwithin", distance=REACH_M / 2))
    near = near[near != own]
    if not len(near):
        return None
    far = shapely.distance(together[near], tip)
    link = shapely.shortest_line(tip, together[near[int(far.argmin())]])
    return link if shapely.length(link) > 0 else None
