"""Bring all communities onto the lattice as one coverage."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.coverage.arrangement import arrange
from gis.coverage.errors import CoverageError
from gis.coverage.faces import Faces, coverings, faces_of, outlines
from gis.datums import area_m2
from gis.lattice import SPAN_LIMIT, Ints, Rings, from_units, ring_areas2

OVERLAP_TOLERANCE_M2 = 10.0
"""Overlap of two communities, in all its pieces, that is settled instead of refused."""

_NO_LINES = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Change:
    """Something that snapping changed beyond rounding.

    Attributes
    ----------
    community
        Code of the community.
    kind
        ``invalid``: its polygon crossed or touched itself; ``overlap``: it gave a shared piece
        to a community with a smaller code; ``collapsed``: parts too thin for the lattice.
    what
        The change in English.
    area_m2
        The area gained or lost, or given away.
    """

    community: str
    kind: str
    what: str
    area_m2: float


@dataclass(frozen=True)
class Covered:
    """Faces and the community of each.

    Attributes
    ----------
    codes
        Community codes, ascending.
    order
        The input row of each of them.
    faces
        The faces of all communities and cut lines, noded together.
    community
        The index in ``codes`` of each face's community; −1 for none.
    changes
        What had to be settled.
    """

    codes: tuple[str, ...]
    order: Ints
    faces: Faces
    community: Ints
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Snapping:
    """Communities as one exact coverage, and what was changed for it."""

    communities: geopandas.GeoDataFrame
    changes: tuple[Change, ...]


def snap(
    communities: geopandas.GeoDataFrame, *, overlap_tolerance_m2: float = OVERLAP_TOLERANCE_M2
) -> geopandas.GeoDataFrame:
    """Node and snap all communities together onto the 1e-7° lattice.

    Parameters
    ----------
    communities
        With columns code and geometry (polygons, EPSG:4326); other columns are kept.
    overlap_tolerance_m2
        Overlap of two communities up to this goes to the smaller code; above it is refused.

    Returns
    -------
    GeoDataFrame
        The same rows and columns, the geometry an exact coverage: shared borders share all
        vertices. What belongs to no community stays a gap.

    Raises
    ------
    CoverageError
        Communities overlap, repeat a code, or are no polygons.
    """
    return snapping(communities, overlap_tolerance_m2=overlap_tolerance_m2).communities


def snapping(
    communities: geopandas.GeoDataFrame, *, overlap_tolerance_m2: float = OVERLAP_TOLERANCE_M2
) -> Snapping:
    """Do as `snap` does and tell the changes as well."""
    covered = cover(communities, overlap_tolerance_m2=overlap_tolerance_m2)
    return Snapping(redrawn(communities, covered), covered.changes)


def cover(
    communities: geopandas.GeoDataFrame,
    cut_xs: Ints = _NO_LINES,
    cut_ys: Ints = _NO_LINES,
    *,
    overlap_tolerance_m2: float = OVERLAP_TOLERANCE_M2,
) -> Covered:
    """Node communities and cut lines together and find the community of every face.

    One snap rounding for all, so that an edge moves at most once.
    """
    codes = checked_codes(communities)
    order = np.asarray(sorted(range(len(codes)), key=codes.__getitem__), dtype=np.int64)
    ordered = tuple(codes[i] for i in order.tolist())
    geometries, changes = polygonal(communities.geometry.to_numpy()[order], ordered)
    rings = oriented(Rings.of(geometries))
    faces = faces_of(arrange(rings, rings.feature, cut_xs, cut_ys))
    covering = coverings(faces)
    changes += _settled(faces, covering, ordered, overlap_tolerance_m2)
    community = np.asarray([min(c, default=-1) for c in covering], dtype=np.int64)
    for absent in sorted(set(range(len(ordered))) - set(community.tolist())):
        raise CoverageError(
            f"community {ordered[absent]} has no area left on the lattice of 1e-7 degrees; "
            "remove it or draw it larger",
            kind="vanished",
            features=(ordered[absent],),
        )
    changes += _collapsed(geometries, faces, community, ordered)
    return Covered(ordered, order, faces, community, tuple(changes))


def redrawn(communities: geopandas.GeoDataFrame, covered: Covered) -> geopandas.GeoDataFrame:
    """Return the communities with the outlines of their faces."""
    drawn = outlines(covered.faces, covered.community)
    geometry = np.empty(len(communities), dtype=object)
    geometry[covered.order] = gathered(drawn.polygons, drawn.group, len(covered.codes))
    result = communities.copy()
    result[result.geometry.name] = geopandas.GeoSeries(geometry, index=result.index, crs=4326)
    return result


def gathered(polygons: NDArray[Any], group: Ints, count: int) -> NDArray[Any]:
    """Gather polygons in units, ascending by group, into one geometry in degrees per group."""
    degrees = shapely.transform(polygons, lambda xy: from_units(np.rint(xy).astype(np.int64)))
    parts = np.bincount(group, minlength=count)
    first = np.concatenate([[0], np.cumsum(parts)[:-1]])
    geometries = np.empty(count, dtype=object)
    single = parts == 1
    geometries[single] = degrees[first[single]]
    for g in np.flatnonzero(parts > 1).tolist():
        geometries[g] = shapely.multipolygons(degrees[first[g] : first[g] + parts[g]])
    return geometries


def checked_codes(communities: geopandas.GeoDataFrame) -> list[str]:
    """Return the codes of communities fit for the lattice, or refuse them."""
    if "code" not in communities.columns:
        raise CoverageError("communities need a column 'code'; rename yours", kind="columns")
    if communities.crs is None or communities.crs.to_epsg() != 4326:
        raise CoverageError(
            f"communities are in {communities.crs}; bring them to EPSG:4326 with to_crs(4326)",
            kind="crs",
        )
    codes = [str(code) for code in communities["code"]]
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise CoverageError(
                f"code {code} stands twice; dissolve its rows first",
                kind="duplicate",
                features=(code,),
            )
        seen.add(code)
    for code, geometry in zip(codes, communities.geometry, strict=True):
        if geometry is None or geometry.is_empty or "Polygon" not in geometry.geom_type:
            kind = "no geometry" if geometry is None else f"a {geometry.geom_type}"
            if geometry is not None and geometry.is_empty:
                kind = "an empty geometry"
            raise CoverageError(
                f"community {code} has {kind}; a polygon is needed",
                kind="geometry",
                features=(code,),
            )
    if codes:
        west, south, east, north = communities.total_bounds
        inside = west >= -180 and east <= 180 and south >= -90 and north <= 90
        if not inside or max(east - west, north - south) * 1e7 >= SPAN_LIMIT - 2**20:
            raise CoverageError(
                f"communities reach from ({west}, {south}) to ({east}, {north}); they must lie "
                "within ±180 and ±90 degrees and span less than 53 degrees",
                kind="span",
            )
    return codes


def polygonal(geometries: NDArray[Any], codes: Sequence[str]) -> tuple[NDArray[Any], list[Change]]:
    """Repair polygons that cross themselves; tell which."""
    invalid = np.flatnonzero(~shapely.is_valid(geometries))
    if not len(invalid):
        return geometries, []
    repaired = geometries.copy()
    repaired[invalid] = shapely.make_valid(
        geometries[invalid], method="structure", keep_collapsed=False
    )
    gained = area_m2(repaired[invalid]) - area_m2(geometries[invalid])
    reasons = shapely.is_valid_reason(geometries[invalid])
    changes = [
        Change(codes[i], "invalid", f"polygon repaired: {reason}", abs(float(area)))
        for i, reason, area in zip(invalid.tolist(), reasons, gained, strict=True)
    ]
    return repaired, changes


def oriented(rings: Rings) -> Rings:
    """Turn shells anticlockwise and holes clockwise, in integers."""
    wrong = np.flatnonzero((ring_areas2(rings) > 0) != rings.first)
    if not len(wrong):
        return rings
    xy = rings.xy.copy()
    for ring in wrong.tolist():
        piece = slice(rings.starts[ring], rings.starts[ring + 1])
        xy[piece] = xy[piece][::-1]
    return Rings(xy, rings.starts, rings.polygon, rings.feature, rings.first)


def _settled(
    faces: Faces, covering: list[frozenset[int]], codes: tuple[str, ...], tolerance_m2: float
) -> list[Change]:
    shared: dict[tuple[int, int], list[int]] = {}
    for face, owners in enumerate(covering):
        if len(owners) > 1:
            for pair in combinations(sorted(owners), 2):
                shared.setdefault(pair, []).append(face)
    changes = []
    for (one, two), pieces in sorted(shared.items()):
        group = np.full(len(covering), -1, dtype=np.int64)
        group[pieces] = 0
        drawn = outlines(faces, group)
        area = float(area_m2(gathered(drawn.polygons, drawn.group, 1))[0])
        if area > tolerance_m2:
            raise CoverageError(
                f"communities {codes[one]} and {codes[two]} overlap by {area:,.0f} m², more than "
                f"the {tolerance_m2:g} m² that are settled; redraw their border",
                kind="overlap",
                features=(codes[one], codes[two]),
                area_m2=area,
            )
        changes.append(Change(codes[two], "overlap", f"overlap given to {codes[one]}", area))
    return changes


def _collapsed(
    geometries: NDArray[Any], faces: Faces, community: Ints, codes: tuple[str, ...]
) -> list[Change]:
    """Tell the communities of which a part or a hole was too thin to stay."""
    drawn = outlines(faces, community)
    now = np.bincount(drawn.group, minlength=len(codes))
    before = shapely.get_num_geometries(geometries)
    changes = []
    for i in np.flatnonzero(now < before).tolist():
        what = f"{before[i] - now[i]} of {before[i]} parts joined another or fell below the lattice"
        changes.append(Change(codes[i], "collapsed", what, 0.0))
    return changes
