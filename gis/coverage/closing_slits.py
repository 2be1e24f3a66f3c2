"""Find gaps between neighbours wider than the tolerance, and yet too narrow to be meant.

What communities leave open between them may be meant: a lake, a river, the village that its own
file holds. A slit as wide as a lane hardly is: some cell would have to take what happens there. So
such gaps are refused as wide overlaps are, whether they are enclosed or open to the outside, while
wider land of no community is told and stays.
"""

from collections.abc import Sequence

import numpy as np
import shapely

from gis.coverage.closing_accounts import District, Measured
from gis.coverage.closing_findings import LARGEST_TOLERANCE_M, Closure, Hole
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
_INLET_LENGTHS = 3.0
"""How many times as long as wide an open gap must be to be refused, and to be told. Where two
communities' outer lines meet in a corner of the district, the corner is narrow at its tip without
being a gap: one of ten degrees is four times as long as wide."""

_BESIDE_M = 0.05
_NO_WIDTH_M = 1e-6


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
        Gaps between neighbours wider than the tolerance and up to `SLIT_M`; the other holes, and
        wider or shorter gaps that run out of the district.
    """
    enclosed = [hole for hole in holes if _is_slit(hole, district)]
    stay = [hole for hole in holes if not _is_slit(hole, district)]
    slits = [
        Closure("gap", hole.communities, 1, hole.area_m2, hole.width_m, hole.place, hole.geometry)
        for hole in enclosed
    ]
    refused, told = _inlets(district, shapes)
    stay += told
    return [*slits, *refused], sorted(stay, key=lambda hole: (-hole.area_m2, hole.place))


def _is_slit(hole: Hole, district: District) -> bool:
    return len(hole.communities) > 1 and district.width_m < hole.width_m <= SLIT_M


def _inlets(district: District, shapes: Geometries) -> tuple[list[Closure], list[Hole]]:
    """Return the gaps that run out of the district: those to be refused, those to be told."""
    metres = district.plane.to_metres(shapes)
    gap = gap_around(shapely.coverage_union_all(metres), 2 * LARGEST_TOLERANCE_M + 1)
    outside = outside_of(gap)
    refused: list[Closure] = []
    told: list[Hole] = []
    for widest, least in ((SLIT_M, district.width_m), (LARGEST_TOLERANCE_M, SLIT_M)):
        if widest <= district.width_m:
            continue
        parts = between_neighbours(narrow_parts(outside, widest), outside, metres)
        measured = Measured.of(district, district.plane.to_degrees(parts))
        lengths = shapely.area(parts) / np.maximum(measured.widths, _NO_WIDTH_M) ** 2
        wide = measured.widths > max(least, district.width_m)
        part, beside = shapely.STRtree(metres).query(parts, predicate="dwithin", distance=_BESIDE_M)
        for number in np.flatnonzero(wide & (lengths >= _INLET_LENGTHS)).tolist():
            between = tuple(sorted(beside[part == number].tolist()))
            closure = measured.closure(district, "gap", between, [number])
            if widest == SLIT_M and lengths[number] >= _SLIT_LENGTHS:
                refused.append(closure)
            else:
                told.append(
                    Hole(
                        closure.communities,
                        closure.area_m2,
                        closure.width_m,
                        closure.place,
                        closure.geometry,
                        is_open=True,
                    )
                )
    return refused, told
