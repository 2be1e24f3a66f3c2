"""Account for what closing did: closures, holes, and what each community gained and lost."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from gis.coverage.closing_findings import Closure, Hole, Kind, Moved
from gis.coverage.closing_shares import Piece
from gis.coverage.closing_strips import (
    Geometries,
    Plane,
    gap_around,
    holes_in,
    largest_circles,
    polygons_of,
)
from gis.datums import area_m2
from gis.lattice import Floats

_LEAST_MOVED_M2 = 0.005
"""Less is the rounding of a piece's corners, not a move."""


@dataclass(frozen=True)
class District:
    """Communities ascending by code: as drawn, but valid; and as one coverage, all settled."""

    codes: tuple[str, ...]
    drawn: Geometries
    snapped: Geometries
    plane: Plane
    width_m: float


@dataclass(frozen=True)
class Settled:
    """A piece of disputed land or of nobody's, and who took it."""

    kind: Kind
    piece: Piece
    area_m2: float


def closures_of(district: District, pieces: Sequence[Settled]) -> list[Closure]:
    """Return all pieces of one kind between the same communities together, largest first."""
    geometries = np.array([settled.piece.geometry for settled in pieces], dtype=object)
    polygons, piece = polygons_of(geometries)
    measured = Measured.of(district, polygons)
    groups: dict[tuple[Kind, tuple[int, ...]], list[int]] = defaultdict(list)
    for number, settled in enumerate(pieces[i] for i in piece.tolist()):
        groups[settled.kind, settled.piece.between or (settled.piece.owner,)].append(number)
    closures = []
    for (kind, between), members in groups.items():
        received: dict[str, float] = defaultdict(float)
        for number in members:
            received[district.codes[pieces[piece[number]].piece.owner]] += measured.areas[number]
        closure = measured.closure(district, kind, between, members)
        closures.append(replace(closure, received=tuple(sorted(received.items()))))
    return sorted(closures, key=lambda c: (-c.area_m2, c.kind, c.communities))


@dataclass(frozen=True)
class Measured:
    """Polygons in degrees, and their areas, widest places and widths, all measured at once."""

    polygons: Geometries
    areas: list[float]
    middles: Floats
    widths: Floats

    @classmethod
    def of(cls, district: District, polygons: Geometries) -> "Measured":
        """Measure polygons in degrees."""
        middles, widths = largest_circles(district.plane.to_metres(polygons))
        return cls(polygons, area_m2(polygons).tolist(), middles, widths)

    def closure(
        self, district: District, kind: Kind, between: tuple[int, ...], members: list[int]
    ) -> Closure:
        """Return some of the polygons as one closure."""
        widest = max(members, key=lambda number: (self.widths[number], -number))
        return Closure(
            kind=kind,
            communities=tuple(district.codes[i] for i in between),
            pieces=len(members),
            area_m2=sum(self.areas[number] for number in members),
            width_m=float(self.widths[widest]),
            place=district.plane.place(self.middles[widest]),
            geometry=shapely.MultiPolygon(list(self.polygons[members])),
        )


def moved_of(district: District, pieces: Sequence[Settled]) -> list[Moved]:
    """Measure what each community gained beyond its drawn outline, and lost of it."""
    gained: dict[int, float] = defaultdict(float)
    lost: dict[int, float] = defaultdict(float)
    for settled in pieces:
        gained[settled.piece.owner] += settled.area_m2
    disputed = [settled for settled in pieces if settled.kind == "overlap"]
    geometries = np.array([settled.piece.geometry for settled in disputed], dtype=object)
    piece, drawn = shapely.STRtree(district.drawn).query(geometries, predicate="intersects")
    covered_m2 = area_m2(shapely.intersection(geometries[piece], district.drawn[drawn]))
    for number, community, area in zip(
        piece.tolist(), drawn.tolist(), covered_m2.tolist(), strict=True
    ):
        if community == disputed[number].piece.owner:
            gained[community] -= area
        else:
            lost[community] += area
    return [
        Moved(code, max(gained[i], 0.0), lost[i])
        for i, code in enumerate(district.codes)
        if max(gained[i], lost[i]) >= _LEAST_MOVED_M2
    ]


def holes_of(district: District, shapes: Geometries) -> list[Hole]:
    """Return the enclosed land of no community, largest first."""
    metres = district.plane.to_metres(shapes)
    gaps = holes_in(gap_around(shapely.coverage_union_all(metres), 1.0))
    middles, widths = largest_circles(gaps)
    hole, beside = shapely.STRtree(metres).query(gaps, predicate="dwithin", distance=0.01)
    geometries = district.plane.to_degrees(gaps)
    holes = [
        Hole(
            communities=tuple(sorted(district.codes[i] for i in beside[hole == number].tolist())),
            area_m2=float(area),
            width_m=float(widths[number]),
            place=district.plane.place(middles[number]),
            geometry=geometries[number],
        )
        for number, area in enumerate(area_m2(geometries))
    ]
    return sorted(holes, key=lambda hole: (-hole.area_m2, hole.place))
