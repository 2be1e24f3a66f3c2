"""Close neighbours' narrow overlaps and gaps, so that the communities form an exact coverage."""

import math
from collections import defaultdict
from dataclasses import dataclass

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
from gis.coverage.closing_findings import (
    LARGEST_TOLERANCE_M,
    Closure,
    Hole,
    Kind,
    Moved,
    OverlapsRefused,
)
from gis.coverage.closing_shares import Piece, shared_out
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
from gis.coverage.fitness import Change
from gis.coverage.snapping import snap, snapping
from gis.datums import area_m2

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
        Enclosed land of no community that is wider than the tolerance, largest first. It stays:
        a lake may be meant, a missing village not.
    moved
        What each community gained and lost, for those that did, by code.
    changes
        What `snapping` had to mend beyond rounding.
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
    wider one. Each piece goes whole to the neighbour that borders it longest.

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
    OverlapsRefused
        Communities overlap in places wider than the tolerance; the error holds them all.
    CoverageError
        The communities are not fit for a coverage: no codes, repeated ones, no polygons.
    ValueError
        The tolerance is no number from 0 to 100.
    """
    if not 0 <= tolerance_m <= LARGEST_TOLERANCE_M:
        raise ValueError(
            f"a tolerance of {tolerance_m} m; state one from 0 to {LARGEST_TOLERANCE_M:g} m"
        )
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
    shapes, pieces = _distributed(district, tolerance_m)
    closed = communities.copy()
    geometry = np.empty(len(codes), dtype=object)
    geometry[order] = shapes
    closed[closed.geometry.name] = geopandas.GeoSeries(geometry, index=closed.index, crs=4326)
    return Closing(
        communities=closed,
        closures=tuple(closures_of(district, pieces)),
        holes=tuple(holes_of(district, shapes)),
        moved=tuple(moved_of(district, pieces)),
        changes=changes,
        tolerance_m=tolerance_m,
    )


def _valid(geometries: Geometries) -> Geometries:
    mended = shapely.make_valid(geometries, method="structure", keep_collapsed=False)
    # Where a ring starts must not matter.
    return np.asarray(shapely.normalize(mended), dtype=object)


def _distributed(district: District, tolerance_m: float) -> tuple[Geometries, list[Settled]]:
    """Return the communities as an exact coverage without strips, and what became of these."""
    pairs, disputed = _disputed(district, tolerance_m)
    shapes = district.snapped
    if len(disputed):
        disputed, shapes = _noded(district.codes, disputed, district.drawn)
    pieces: list[Settled] = []
    for _ in range(_ROUNDS):
        nobodys = _nobodys(district, np.concatenate([_there(disputed), shapes]))
        if not len(disputed) and not len(nobodys):
            return shapes, pieces
        strips, shapes = _noded(district.codes, np.concatenate([disputed, nobodys]), shapes)
        disputed, nobodys = strips[: len(disputed)], _there(strips[len(disputed) :])
        found = []
        if len(disputed):
            claimants = [p for p, strip in zip(pairs, disputed, strict=True) if strip is not None]
            found += _settled("overlap", shared_out(_there(disputed), shapes, claimants))
        found += _settled("gap", shared_out(nobodys, shapes))
        _, shapes = _noded(district.codes, _NONE, _joined(shapes, found))
        pieces += found
        disputed = _NONE
    return shapes, pieces


def _there(strips: Geometries) -> Geometries:
    return strips[~shapely.is_missing(strips)]


def _disputed(district: District, tolerance_m: float) -> tuple[list[tuple[int, ...]], Geometries]:
    """Return the pairs of communities that overlap, and where; refuse it where it is too wide."""
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
    refused.sort(key=lambda overlap: (-overlap.area_m2, overlap.communities))
    holes = [h for h in holes_of(district, district.snapped) if h.width_m > district.width_m]
    raise OverlapsRefused(refused, holes, tolerance_m)


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
                    f"community {', '.join(whole)} lies wholly in others, or has no area left on "
                    "the lattice of 1e-7 degrees; remove it or draw it larger",
                    kind="vanished",
                    features=tuple(whole),
                ) from error
            strips[kept[gone]] = None
            continue
        strips[kept] = noded[: len(kept)]
        return strips, noded[len(kept) :]


def _settled(kind: Kind, pieces: list[Piece]) -> list[Settled]:
    found = [piece for piece in pieces if piece.owner >= 0]
    geometries = [shapely.coverage_union_all(piece.triangles) for piece in found]
    return [
        Settled(kind, piece, geometry, float(area))
        for piece, geometry, area in zip(found, geometries, area_m2(geometries), strict=True)
    ]


def _joined(shapes: Geometries, pieces: list[Settled]) -> Geometries:
    """Give the pieces to their owners."""
    given: dict[int, list[Geometries]] = defaultdict(list)
    for settled in pieces:
        given[settled.piece.owner].append(settled.piece.triangles)
    joined = shapes.copy()
    for owner, triangles in given.items():
        joined[owner] = shapely.coverage_union_all([shapes[owner], *np.concatenate(triangles)])
    return joined
