"""Find gaps between neighbours wider than the tolerance, and yet too narrow to be meant.

What communities leave open between them may be meant: a lake, a river, the village that its own
file holds. A slit as wide as a lane hardly is: some cell would have to take what happens there. So
such gaps are refused as wide overlaps are, whether they are enclosed or open to the outside, while
wider land of no community is told as a hole and stays.
"""

from collections.abc import Sequence

import numpy as np
import shapely

from gis.coverage.closing_accounts import District, Measured
from gis.coverage.closing_findings import Closure, Hole
from gis.coverage.closing_strips import (
    Geometries,
    between_neighbours,
    gap_around,
    narrow_parts,
    outside_of,
)

SLIT_M = 10.0
"""Up to this width a gap is refused: a village lane with its ditches; rivers and roads that
communities leave out are wider."""

_SLIT_LENGTHS = 6.0
"""How many times as long as wide an open gap must be. Where two communities' outer lines meet
in a corner of the district, the corner is narrow at its tip without being a gap: one of ten
degrees is four times as long as wide."""

_BESIDE_M = 0.05


def slits_of(
    district: District, shapes: Geometries, holes: Sequence[Hole]
) -> tuple[list[Closure], list[Hole]]:
    """Part the gaps that are to be refused from the holes that may stay.

    Parameters
    ----------
    district
        The communities.
    shapes
        Their polygons as one coverage, degrees.
    holes
        All land that they enclose.

    Returns
    -------
    slits, holes
        Gaps between neighbours wider than the tolerance and up to `SLIT_M`; the other holes.
    """
    enclosed = [hole for hole in holes if _is_slit(hole, district)]
    stay = [hole for hole in holes if not _is_slit(hole, district)]
    slits = [
        Closure("gap", hole.communities, 1, hole.area_m2, hole.width_m, hole.place, hole.geometry)
        for hole in enclosed
    ]
    return [*slits, *_open_slits(district, shapes)], stay


def _is_slit(hole: Hole, district: District) -> bool:
    return len(hole.communities) > 1 and district.width_m < hole.width_m <= SLIT_M


def _open_slits(district: District, shapes: Geometries) -> list[Closure]:
    """Return the slits that run out of the district, each of its own."""
    if district.width_m >= SLIT_M:
        return []
    metres = district.plane.to_metres(shapes)
    gap = gap_around(shapely.coverage_union_all(metres), 2 * SLIT_M + 1)
    outside = outside_of(gap)
    parts = between_neighbours(narrow_parts(outside, SLIT_M), outside, metres)
    measured = Measured.of(district, district.plane.to_degrees(parts))
    wide = measured.widths > district.width_m
    long = shapely.area(parts) >= _SLIT_LENGTHS * measured.widths**2
    part, beside = shapely.STRtree(metres).query(parts, predicate="dwithin", distance=_BESIDE_M)
    return [
        measured.closure(district, "gap", tuple(sorted(beside[part == number].tolist())), [number])
        for number in np.flatnonzero(wide & long).tolist()
    ]
