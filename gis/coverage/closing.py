"""Close neighbours' narrow overlaps and gaps, so that the communities form an exact coverage."""

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import geopandas
import numpy as np
import shapely

from gis.coverage.closing_accounts import (
    District,
    Measured,
    Settled,
    closures_of,
    holes_of,
    moved_of,
)
from gis.coverage.closing_crumbs import Crumb, crumbs_of, given_on, rejoined
from gis.coverage.closing_findings import (
    LARGEST_TOLERANCE_M,
    Closure,
    Hole,
    Moved,
    NeighboursRefused,
)
from gis.coverage.closing_shares import Ground, Lines, Piece, shared_out
from gis.coverage.closing_slits import slits_of
from gis.coverage.closing_strips import (
    ROUNDING_M,
    Geometries,
    Plane,
    between_neighbours,
    gap_around,
    narrow_parts,
    overlaps_of,
    wider_than,
)
from gis.coverage.errors import CoverageError
from gis.coverage.fitness import Change, checked_tolerance, valid_areas
from gis.coverage.snapping import snap, snapping
from gis.datums import area_m2
from gis.texts import Several

DEFAULT_TOLERANCE_M = 0.5
"""The tolerance where none is stated.

Half a metre is the accuracy of the 1:1 000 maps on which boundaries are drawn: less is a slip of
the pen, more may be meant. It holds for every way in: check, partition and draft.
"""

_ROUNDS = 4
"""Rounding the mouth of a slit can leave a hair that is narrow again: most are done in two."""

_NONE: Geometries = np.empty(0, dtype=object)


@dataclass(frozen=True)
class Closing:
    """Communities as one exact coverage, and all that was done for it.

    Attributes
    ----------
    communities
        The same rows and columns as were given.
    closures
        Overlaps and gaps that were closed, the largest area first.
    holes
        Enclosed land of no community that is no slit, largest first. It stays: a lake may be
        meant, a missing village not.
    moved
        What each community gained and lost, for those that did, by code.
    changes
        What `snapping` had to mend beyond rounding, and the parts that closing cut off, where
        that could not be helped.
    tolerance_m
        The tolerance.
    """

    communities: geopandas.GeoDataFrame
    closures: tuple[Closure, ...]
    holes: tuple[Hole, ...]
    moved: tuple[Moved, ...]
    changes: tuple[Change, ...]
    tolerance_m: float

    @property
    def moved_m2(self) -> float:
        """Return the area of all closures: each place counted once."""
        return sum(closure.area_m2 for closure in self.closures)


def close(
    communities: geopandas.GeoDataFrame, *, tolerance_m: float = DEFAULT_TOLERANCE_M
) -> Closing:
    """Close overlaps and gaps between neighbours that are narrower than a tolerance.

    The width of an overlap is the diameter of the largest circle in it. A gap is narrow wherever
    no circle of the tolerance's diameter fits, be it enclosed, open at an end or leading into a
    wider one. Wider ones are refused as long as they are slits; see `gis.coverage.closing_slits`.
    Of two neighbours' lines the shorter, straighter one becomes their border: all along,
    so that a gap goes whole to one of the two that run along it, and an overlap to one of the two
    that have it. None reaches further than the tolerance beyond what it had drawn.

    Parameters
    ----------
    communities
        With columns code and geometry (polygons, EPSG:4326); other columns are kept.
    tolerance_m
        Metres, 0 to 100. What is narrower than 2.5 cm comes from rounding and is always closed.

    Returns
    -------
    Closing
        The same whatever the order of the rows. Notches and holes in one community alone stay;
        but a hole narrower than the tolerance is filled.

    Raises
    ------
    NeighboursRefused
        Communities overlap in places wider than the tolerance, or leave slits between them that
        are; the error holds them all.
    CoverageError
        The communities are not fit for a coverage: no codes, repeated ones, no polygons; or the
        tolerance is no number from 0 to 100.
    """
    tolerance_m = checked_tolerance(tolerance_m, "m", LARGEST_TOLERANCE_M)
    # Each place goes to someone here, so that the rows are checked and the outlines mended.
    first = snapping(communities, overlap_tolerance_m2=math.inf)
    changes = tuple(change for change in first.changes if change.kind != "overlap")
    if not len(communities):
        return Closing(first.communities, (), (), (), changes, tolerance_m)
    codes = [str(code) for code in communities["code"]]
    order = np.array(sorted(range(len(codes)), key=codes.__getitem__), dtype=np.int64)
    district = District(
        codes=tuple(codes[i] for i in order.tolist()),
        drawn=_valid(communities.geometry.to_numpy()[order]),
        snapped=first.communities.geometry.to_numpy()[order],
        plane=Plane.at(tuple(first.communities.total_bounds.tolist())),
        width_m=max(tolerance_m, ROUNDING_M),
    )
    shapes, pieces, parted = _distributed(district, tolerance_m)
    slits, holes = slits_of(district, shapes, holes_of(district, shapes))
    if slits:
        raise NeighboursRefused(slits, holes, tolerance_m)
    closed = communities.copy()
    geometry = np.empty(len(codes), dtype=object)
    geometry[order] = shapes
    closed[closed.geometry.name] = geopandas.GeoSeries(geometry, index=closed.index, crs=4326)
    return Closing(
        communities=closed,
        closures=tuple(closures_of(district, pieces)),
        holes=tuple(holes),
        moved=tuple(moved_of(district, pieces)),
        changes=(*changes, *parted),
        tolerance_m=tolerance_m,
    )


def _valid(geometries: Geometries) -> Geometries:
    # Where a ring starts must not matter.
    return np.asarray(shapely.normalize(valid_areas(geometries)), dtype=object)


def _distributed(
    district: District, tolerance_m: float
) -> tuple[Geometries, list[Settled], list[Change]]:
    """Return the communities as an exact coverage without strips, and what became of these."""
    pairs, disputed = _disputed(district, tolerance_m)
    shapes = district.snapped
    if len(disputed):
        disputed, shapes = _noded(district.codes, disputed, district.drawn)
    ground = Ground.of(district.drawn, district.plane, district.width_m)
    lines, pieces = Lines(), list[Settled]()
    for _ in range(_ROUNDS):
        nobodys = _nobodys(district, np.concatenate([_there(disputed), shapes]))
        if not len(disputed) and not len(nobodys):
            break
        strips, shapes = _noded(district.codes, np.concatenate([disputed, nobodys]), shapes)
        disputed, nobodys = strips[: len(disputed)], _there(strips[len(disputed) :])
        claimed = [p for p, strip in zip(pairs, disputed, strict=False) if strip is not None]
        overlaps, gaps = shared_out(_there(disputed), claimed, nobodys, shapes, ground, lines)
        settled, shapes = _given(district.codes, overlaps, gaps, shapes)
        pieces += settled
        disputed = _NONE
    if not pieces:
        return shapes, pieces, []
    crumbs = _swept(shapes, pieces, district.drawn, ground)
    _, shapes = _noded(district.codes, _NONE, shapes)
    return shapes, pieces, [_parted(district, crumb) for crumb in crumbs]


def _given(
    codes: tuple[str, ...], overlaps: list[Piece], gaps: list[Piece], shapes: Geometries
) -> tuple[list[Settled], Geometries]:
    """Give pieces to their takers."""
    found = overlaps + gaps
    geometries = np.array([piece.geometry for piece in found], dtype=object)
    # Where a strip is cut, a corner is new to the community along it.
    geometries, shapes = _noded(codes, geometries, shapes)
    there = np.flatnonzero(~shapely.is_missing(geometries))
    areas = area_m2(geometries[there])
    settled = [
        Settled(
            "overlap" if number < len(overlaps) else "gap",
            replace(found[number], geometry=geometries[number]),
            float(area),
        )
        for number, area in zip(there.tolist(), areas, strict=True)
    ]
    given: dict[int, list[Any]] = defaultdict(list)
    for one in settled:
        given[one.piece.owner].append(one.piece.geometry)
    for taker, received in given.items():
        shapes[taker] = shapely.coverage_union_all([shapes[taker], *received])
    return settled, shapes


def _swept(
    shapes: Geometries, pieces: list[Settled], drawn: Geometries, ground: Ground
) -> list[Crumb]:
    """Give crumbs to their takers, in place, and return those that stay."""
    crumbs: list[Crumb] = []
    for _ in range(_ROUNDS):
        crumbs = crumbs_of(shapes, drawn, ground)
        mended = False
        for crumb in crumbs:
            if crumb.taker is None:
                mended |= rejoined(crumb, shapes, pieces)
            else:
                given_on(crumb, shapes, pieces)
                mended = True
        if not mended:
            break
    return crumbs


def _parted(district: District, crumb: Crumb) -> Change:
    place = shapely.point_on_surface(crumb.polygon)
    area = float(area_m2(crumb.polygon)[0])
    code = district.codes[crumb.community]
    what = f"closing cut off {area:,.0f} m² of it at {place.x:.6f}, {place.y:.6f}"
    return Change(code, "parted", what, area, (place.x, place.y))


def _there(strips: Geometries) -> Geometries:
    return strips[~shapely.is_missing(strips)]


def _disputed(district: District, tolerance_m: float) -> tuple[list[tuple[int, ...]], Geometries]:
    """Return the pairs of communities that overlap, and where; refuse it where it is too wide.

    What is refused tells the gaps that are too wide as well.
    """
    overlaps = overlaps_of(district.plane.to_metres(district.drawn))
    wide = wider_than(overlaps.polygons, district.width_m)
    pieces: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for piece in np.flatnonzero(wide) if wide.any() else range(len(overlaps.polygons)):
        pieces[int(overlaps.first[piece]), int(overlaps.second[piece])].append(int(piece))
    if not wide.any():
        strips = [shapely.union_all(overlaps.polygons[members]) for members in pieces.values()]
        return list(pieces), district.plane.to_degrees(np.array(strips, dtype=object))
    # Narrow pieces stay unmeasured: only what is refused is told.
    measured = Measured.of(district, district.plane.to_degrees(overlaps.polygons[wide]))
    number = np.cumsum(wide) - 1
    refused = [
        measured.closure(district, "overlap", pair, [int(number[m]) for m in members])
        for pair, members in pieces.items()
    ]
    slits, holes = slits_of(district, district.snapped, holes_of(district, district.snapped))
    wide_holes = [hole for hole in holes if hole.width_m > district.width_m]
    raise NeighboursRefused([*refused, *slits], wide_holes, tolerance_m)


def _nobodys(district: District, everything: Geometries) -> Geometries:
    """Return all narrow land between neighbours that no community covers."""
    metres = district.plane.to_metres(everything)
    gap = gap_around(shapely.coverage_union_all(metres), 2 * district.width_m + 1)
    parts = between_neighbours(narrow_parts(gap, district.width_m), gap, metres)
    if not len(parts):
        return _NONE
    return district.plane.to_degrees(np.array([shapely.union_all(parts)], dtype=object))


def _noded(
    codes: tuple[str, ...], strips: Geometries, shapes: Geometries
) -> tuple[Geometries, Geometries]:
    """Cut strips out of communities and node all of them as one coverage.

    `snap` gives what several cover to the first of them: so strips come first. A strip that
    rounding to the lattice makes vanish becomes None; one that is None stays so.
    """
    strips = strips.copy()
    while True:
        kept = np.flatnonzero(~shapely.is_missing(strips))
        rows = np.concatenate([strips[kept], shapes])
        frame = geopandas.GeoDataFrame(
            {"code": [f"{row:09d}" for row in range(len(rows))]}, geometry=rows, crs=4326
        )
        try:
            noded = snap(frame, overlap_tolerance_m2=math.inf).geometry.to_numpy()
        except CoverageError as error:
            gone = [int(row) for row in error.features]
            if error.kind != "vanished" or not gone:
                raise
            whole = [codes[row - len(kept)] for row in gone if row >= len(kept)]
            if whole:
                raise CoverageError(
                    "swallowed",
                    kind="vanished",
                    features=tuple(whole),
                    what="communities",
                    codes=Several.of(whole),
                ) from error
            strips[kept[gone]] = None
            continue
        strips[kept] = noded[: len(kept)]
        return strips, noded[len(kept) :]
