"""Make each community a valid polygon or multipolygon, and tell every change.

The area of a repair is the change of the feature's area, measured before and after with
`gis.datums.area_m2`; for a ring that crosses itself "before" is the net area of its lobes.
"""

import math
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from gis.boundaries.findings import Repair, RepairKind
from gis.boundaries.winding import moved_m2
from gis.datums import area_m2

Geometries: TypeAlias = npt.NDArray[np.object_]
RingMend: TypeAlias = Callable[[npt.NDArray[np.float64]], list[tuple[float, float]]]

# GEOS says "Self-intersection[121.5 25.0]": the place is worth keeping.
_PLACE_SAID = re.compile(r"\[(-?[\d.e+-]+) (-?[\d.e+-]+)\]")
_FINE_GRID_DEGREES = 1e-9  # a tenth of a millimetre
_CHECKED_VERTICES = 2_000
_SAMPLED_EDGES = 200
_MOST_CROSSINGS = 200_000


class TangledError(ValueError):
    """An outline that crosses itself so often that mending it would never end.

    Parameters
    ----------
    crossings
        About how many there are.
    """

    def __init__(self, crossings: int) -> None:
        self.crossings = crossings
        super().__init__(f"an outline crosses itself about {crossings} times")


def polygons_only(geometry: BaseGeometry | None) -> tuple[BaseGeometry | None, int]:
    """Return the polygons of a geometry and the number of other parts; None if it has none."""
    if geometry is None or geometry.is_empty:
        return None, 0
    if geometry.geom_type == "Polygon":
        return geometry, 0
    parts = list(_flat(geometry))
    polygons = [part for part in parts if isinstance(part, shapely.Polygon) and not part.is_empty]
    if not polygons:
        return None, len(parts)
    kept = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    return kept, len(parts) - len(polygons)


def mended(geometry: BaseGeometry, feature: str) -> tuple[BaseGeometry | None, list[Repair]]:
    """Mend one geometry of polygons.

    Parameters
    ----------
    geometry
        Polygon or multipolygon in EPSG:4326, finite, two-dimensional.
    feature
        Code that the repairs carry.

    Returns
    -------
    geometry
        Valid polygon or multipolygon; None if nothing with an area is left.
    repairs
        In the order they were made.

    Raises
    ------
    TangledError
        Its outline cannot be mended in reasonable time.
    """
    repairs: list[Repair] = []
    slim = _without_repeats(geometry)
    if slim is None:
        return None, repairs
    dropped = shapely.count_coordinates(geometry) - shapely.count_coordinates(slim)
    if dropped:
        facts = {"count": int(dropped)}
        repairs.append(Repair(feature, RepairKind.VERTICES_DROPPED, facts=facts))
    if slim.is_valid:
        return slim, repairs
    trimmed = _without_spikes(slim)
    if trimmed is not None and shapely.count_coordinates(trimmed) < shapely.count_coordinates(slim):
        facts = {"count": int(shapely.count_coordinates(slim) - shapely.count_coordinates(trimmed))}
        changed_m2 = _change_m2(slim, trimmed)
        repairs.append(Repair(feature, RepairKind.SPIKE_CUT, changed_m2, facts))
        slim = trimmed
    if not slim.is_valid:
        _check_tangle(slim)
        apart = _holes_apart(slim)
        if apart is not None:
            changed_m2 = sum(float(area_m2(hole)[0]) for hole in apart[1])
            slim, facts = apart[0], {"count": len(apart[1])}
            repairs.append(Repair(feature, RepairKind.HOLE_IS_PART, changed_m2, facts))
    if not slim.is_valid:
        said = _PLACE_SAID.search(shapely.is_valid_reason(slim))
        valid = shapely.make_valid(slim, method="structure", keep_collapsed=False)
        if not valid.is_valid:
            # Rounded crossings can cross again by the last digit; on a grid they cannot.
            valid = shapely.set_precision(valid, _FINE_GRID_DEGREES)
        kept, _ = polygons_only(valid)
        if kept is None:
            return None, repairs
        place = f"{float(said[1]):.6f}, {float(said[2]):.6f}" if said else "-"
        changed_m2 = moved_m2(slim, kept)
        repairs.append(Repair(feature, RepairKind.SELF_INTERSECTION, changed_m2, {"place": place}))
        slim = kept
    return slim, repairs


def _change_m2(before: BaseGeometry, after: BaseGeometry) -> float:
    first, second = area_m2([before, after])
    return abs(float(second - first))


def _check_tangle(geometry: BaseGeometry) -> None:
    """Refuse what crosses itself by the hundred thousand, judged by a sample of its edges."""
    if shapely.count_coordinates(geometry) < _CHECKED_VERTICES:
        return
    rings = shapely.get_rings(shapely.get_parts(geometry))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = np.flatnonzero(ring[1:] == ring[:-1])
    ends = np.stack([xy[same], xy[same + 1]], axis=1)
    edges: Geometries = np.asarray(shapely.linestrings(ends), dtype=object)
    sample = edges[:: max(1, len(edges) // _SAMPLED_EDGES)]
    hits, _ = shapely.STRtree(edges).query(sample, predicate="intersects")
    # An edge meets itself and its two neighbours.
    crossings = int((len(hits) / len(sample) - 3) * len(edges) / 2)
    if crossings > _MOST_CROSSINGS:
        raise TangledError(crossings)


def _holes_apart(geometry: BaseGeometry) -> tuple[BaseGeometry, list[BaseGeometry]] | None:
    """Make parts of holes that lie outside of their outline, and list them."""
    polygons: list[shapely.Polygon] = []
    parted: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        shell = shapely.Polygon(part.exterior)
        if not part.interiors or not shell.is_valid:
            polygons.append(part)
            continue
        holes = np.array([shapely.Polygon(hole) for hole in part.interiors], dtype=object)
        outside = shapely.is_valid(holes)
        shapely.prepare(shell)
        near = holes[outside]
        outside[outside] = shapely.disjoint(shell, near) | shapely.touches(shell, near)
        inner = [hole for hole, out in zip(part.interiors, outside, strict=True) if not out]
        polygons += [shapely.Polygon(part.exterior, inner), *holes[outside]]
        parted += list(holes[outside])
    return (shapely.MultiPolygon(polygons), parted) if parted else None


def _flat(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "GeometryCollection" or part.geom_type.startswith("Multi"):
            yield from _flat(part)
        else:
            yield part


def _without_repeats(geometry: BaseGeometry) -> BaseGeometry | None:
    try:
        slim: BaseGeometry = shapely.remove_repeated_points(geometry, 0.0)
    except shapely.GEOSException:
        # A ring that stands still: GEOS would have to make a ring of one point.
        return rebuilt(geometry, _without_standstill)
    return slim


def _without_standstill(ring: npt.NDArray[np.float64]) -> list[tuple[float, float]]:
    moves = np.r_[True, (ring[1:] != ring[:-1]).any(axis=1)]
    return [(x, y) for x, y in ring[moves].tolist()]


def _without_spikes(geometry: BaseGeometry) -> BaseGeometry | None:
    return rebuilt(geometry, _ring_without_spikes)


def rebuilt(geometry: BaseGeometry, mend: RingMend) -> BaseGeometry | None:
    """Mend each ring, and leave out those that then have no area; None if no shell has any."""
    polygons = []
    for polygon in shapely.get_parts(geometry):
        shell = mend(shapely.get_coordinates(polygon.exterior))
        holes = [mend(shapely.get_coordinates(hole)) for hole in polygon.interiors]
        if len(shell) >= 4:
            polygons.append(shapely.Polygon(shell, [hole for hole in holes if len(hole) >= 4]))
    if not polygons:
        return None
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _ring_without_spikes(ring: npt.NDArray[np.float64]) -> list[tuple[float, float]]:
    """Drop vertices at which a ring turns back on its own way, until none is left."""
    open_ring: list[tuple[float, float]] = [(x, y) for x, y in ring[:-1].tolist()]
    at = 0
    clean = 0
    while len(open_ring) >= 3 and clean <= len(open_ring):
        at %= len(open_ring)
        before, here, after = open_ring[at - 1], open_ring[at], open_ring[(at + 1) % len(open_ring)]
        if here in {before, after} or _turns_back(before, here, after):
            del open_ring[at]
            at -= 1
            clean = 0
        else:
            at += 1
            clean += 1
    return [*open_ring, open_ring[0]]


def _turns_back(
    before: tuple[float, float], here: tuple[float, float], after: tuple[float, float]
) -> bool:
    in_x, in_y = here[0] - before[0], here[1] - before[1]
    out_x, out_y = after[0] - here[0], after[1] - here[1]
    if in_x * out_x + in_y * out_y >= 0:
        return False
    # Zero width up to the rounding of the coordinates: 1e-9 degrees is a tenth of a millimetre.
    longest = max(math.hypot(in_x, in_y), math.hypot(out_x, out_y))
    return abs(in_x * out_y - in_y * out_x) <= 1e-9 * longest
