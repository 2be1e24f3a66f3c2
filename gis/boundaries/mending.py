"""Make each community a valid polygon or multipolygon, and tell every change.

The area of a repair is the change of the feature's area, measured before and after with
`gis.datums.area_m2`; for a ring that crosses itself "before" is the net area of its lobes.
"""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from gis.boundaries.findings import Repair, RepairKind
from gis.datums import area_m2

Geometries: TypeAlias = npt.NDArray[np.object_]


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
    """
    repairs: list[Repair] = []
    slim = shapely.remove_repeated_points(geometry, 0.0)
    dropped = shapely.count_coordinates(geometry) - shapely.count_coordinates(slim)
    if dropped:
        facts = {"count": int(dropped)}
        repairs.append(Repair(feature, RepairKind.VERTICES_DROPPED, facts=facts))
    if slim.is_valid:
        return slim, repairs
    trimmed = _without_spikes(slim)
    if trimmed is not None and shapely.count_coordinates(trimmed) < shapely.count_coordinates(slim):
        facts = {"count": int(shapely.count_coordinates(slim) - shapely.count_coordinates(trimmed))}
        moved_m2 = _change_m2(slim, trimmed)
        repairs.append(Repair(feature, RepairKind.SPIKE_CUT, moved_m2, facts))
        slim = trimmed
    if not slim.is_valid:
        why = shapely.is_valid_reason(slim)
        valid = shapely.make_valid(slim, method="structure", keep_collapsed=False)
        kept, _ = polygons_only(valid)
        if kept is None:
            return None, repairs
        # GEOS says "Self-intersection[121.5 25.0]": the place is worth keeping.
        moved_m2 = _change_m2(slim, kept)
        repairs.append(Repair(feature, RepairKind.SELF_INTERSECTION, moved_m2, {"why": why}))
        slim = kept
    return slim, repairs


def rejoined(parts: list[BaseGeometry], feature: str) -> tuple[BaseGeometry, Repair]:
    """Join the parts of one community that the file repeats as features of their own."""
    whole, _ = polygons_only(shapely.union_all(parts))
    if whole is None:
        raise ValueError("parts without area cannot be joined")
    overlap_m2 = float(area_m2(parts).sum() - area_m2(whole)[0])
    facts = {"count": len(parts)}
    return whole, Repair(feature, RepairKind.PARTS_REJOINED, max(overlap_m2, 0.0), facts)


def _change_m2(before: BaseGeometry, after: BaseGeometry) -> float:
    first, second = area_m2([before, after])
    return abs(float(second - first))


def _flat(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "GeometryCollection" or part.geom_type.startswith("Multi"):
            yield from _flat(part)
        else:
            yield part


def _without_spikes(geometry: BaseGeometry) -> BaseGeometry | None:
    polygons = []
    for polygon in shapely.get_parts(geometry):
        shell = _ring_without_spikes(shapely.get_coordinates(polygon.exterior))
        holes = [_ring_without_spikes(shapely.get_coordinates(hole)) for hole in polygon.interiors]
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
    longest = max(np.hypot(in_x, in_y), np.hypot(out_x, out_y))
    return bool(abs(in_x * out_y - in_y * out_x) <= 1e-9 * longest)
