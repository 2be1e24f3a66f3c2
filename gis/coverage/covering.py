"""Communities and the tilings that divide them, noded together."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.arrangement import Edges, Group, Plane, Sides, Window, arranged, whole_tiles
from gis.coverage.drawing import drawn, gathered, shaped
from gis.coverage.errors import CoverageError
from gis.coverage.fitness import Change, checked_codes, checked_tolerance, oriented, polygonal
from gis.lattice import Bools, Ints, Rings, SquareLattice, Tessellation, Tiling
from gis.texts import Several

OVERLAP_TOLERANCE_M2 = 10.0
"""Overlap of two communities, in all its pieces, that is settled instead of refused."""


@dataclass(frozen=True, eq=False)
class Part:
    """The ground of the communities that one tiling divides.

    Attributes
    ----------
    tiling
        The tiling; None where communities stay whole.
    member
        True for each of its communities.
    plane
        Their faces, noded with the tiling's sides. Tiles are numbered as in ``window`` for
        lattices.
    window
        The tiles of a lattice around the communities.
    whole
        The community of each tile of the window that lies whole within one, away from all
        borders: such tiles are no faces of the plane. −1 for the others.
    merged
        Whether edges became one that part owners together, and none by itself.
    """

    tiling: Tiling | None
    member: Bools
    plane: Plane
    window: Window | None
    whole: Ints
    merged: bool


@dataclass(frozen=True, eq=False)
class Covered:
    """Communities noded together with the tilings that divide them.

    Attributes
    ----------
    codes
        Community codes, ascending.
    order
        The input row of each of them.
    parts
        One for each tiling.
    outlines, outline_community
        The noded polygons of the communities in degrees, and the index in ``codes`` of each,
        ascending.
    changes
        What had to be settled.
    """

    codes: tuple[str, ...]
    order: Ints
    parts: tuple[Part, ...]
    outlines: NDArray[np.object_]
    outline_community: Ints
    changes: tuple[Change, ...]


def cover(
    communities: geopandas.GeoDataFrame,
    tilings: Mapping[str, Tiling | None] | Tiling | None = None,
    carved: NDArray[np.object_] | None = None,
    *,
    overlap_tolerance_m2: float = OVERLAP_TOLERANCE_M2,
) -> Covered:
    """Node communities and the tilings that divide them together, and find what covers each face.

    One snap rounding for all, so that an edge moves at most once.

    Parameters
    ----------
    communities
        Columns code and geometry (polygons), EPSG:4326.
    tilings
        One for all communities, or that of each code; None leaves a community whole. An edge
        is cut by the tilings of the communities beside it only.
    carved
        Valid polygons that no tiling cuts: what lies in one of them stays in one piece per
        community. Where two share ground it goes to the first.

    Raises
    ------
    CoverageError
        Communities overlap by more than the tolerance, vanish on the lattice, repeat a code or
        have none, or are no polygons; or the tolerance is none.
    """
    overlap_tolerance_m2 = checked_tolerance(overlap_tolerance_m2, "m²")
    codes = checked_codes(communities)
    order = np.asarray(sorted(range(len(codes)), key=codes.__getitem__), dtype=np.int64)
    ordered = tuple(codes[i] for i in order.tolist())
    geometries, changes = polygonal(communities.geometry.to_numpy()[order], ordered)
    before = shapely.get_num_geometries(geometries).astype(np.int64)
    apart = _apart(ordered, tilings)
    if len(apart) > 1:
        # Overlaps are settled before the parts go their own ways, each of which sees its own
        # communities only. Where two communities' edges merge, an overlap or a gap between these
        # collapsed, and a node of one part may bend one edge alone and open it again: they become
        # one edge first. Others keep to their sides, through whatever nodes they are led, and are
        # led once.
        together = _noded(geometries, ordered, {None: np.ones(len(ordered), dtype=np.bool_)}, None)
        plane = together[0].plane
        changes += _settled(plane, ordered, overlap_tolerance_m2)
        outlines, community = _outlines(together, ordered)
        _refuse_vanished(community, ordered, geometries)
        if together[0].merged or ((plane.shared > 1) & (plane.area2 > 0)).any():
            geometries = gathered(outlines, community, len(ordered))
    parts = _noded(geometries, ordered, apart, carved)
    if len(parts) == 1:
        changes += _settled(parts[0].plane, ordered, overlap_tolerance_m2)
    outlines, community = _outlines(parts, ordered)
    now = _refuse_vanished(community, ordered, geometries)
    changes += _collapsed(before, now, ordered)
    return Covered(ordered, order, parts, outlines, community, tuple(changes))


def _refuse_vanished(
    community: Ints, codes: tuple[str, ...], geometries: NDArray[np.object_]
) -> Ints:
    """Return how many parts each community has; refuse it if one has none."""
    now = np.bincount(community, minlength=len(codes)).astype(np.int64)
    absent = np.flatnonzero(now == 0).tolist()
    if absent:
        raise vanished([codes[i] for i in absent], [geometries[i] for i in absent])
    return now


def vanished(codes: Sequence[str], geometries: Sequence[shapely.Geometry]) -> CoverageError:
    """Return the refusal of communities that have no area left, told by their outlines."""
    return CoverageError(
        "vanished",
        kind="vanished",
        features=tuple(codes),
        places=tuple(_place(geometry) for geometry in geometries),
        codes=Several(tuple(codes)),
    )


def _apart(
    codes: tuple[str, ...], tilings: Mapping[str, Tiling | None] | Tiling | None
) -> dict[Tiling | None, Bools]:
    """Tell which communities each tiling divides, tilings by their first community."""
    if not isinstance(tilings, Mapping):
        return {tilings: np.ones(len(codes), dtype=np.bool_)}
    apart: dict[Tiling | None, Bools] = {}
    for i, code in enumerate(codes):
        member = apart.setdefault(tilings.get(code), np.zeros(len(codes), dtype=np.bool_))
        member[i] = True
    return apart or {None: np.zeros(0, dtype=np.bool_)}


def _noded(
    geometries: NDArray[Any],
    codes: tuple[str, ...],
    apart: Mapping[Tiling | None, Bools],
    carved: NDArray[np.object_] | None,
) -> tuple[Part, ...]:
    areas = 0 if carved is None else len(carved)
    everything = geometries if carved is None else np.concatenate([geometries, carved])
    rings = oriented(Rings.of(everything))
    edges = Edges.of(rings, rings.feature)
    count = len(codes)
    windows: list[Window | None] = []
    groups, nears = [], []
    for tiling, member in apart.items():
        # Carved areas may lie in any community.
        everyone = np.concatenate([member, np.ones(areas, dtype=np.bool_)])
        window, near = None, np.zeros(0, dtype=np.bool_)
        sides = None
        if isinstance(tiling, Tessellation):
            sides = Sides.of(tiling)
        elif tiling is not None:
            mine = edges if len(apart) == 1 else edges.of_owners(everyone)[0]
            ends = (mine.ax, mine.ay, mine.bx, mine.by)
            window = Window.around(tiling, *_bounds(*ends))
            near = window.near(*ends)
            sides = window.sides(near)
        lattice = tiling if isinstance(tiling, SquareLattice) else None
        groups.append(Group(everyone, sides, lattice, count + areas))
        windows.append(window)
        nears.append(near)
    parts = []
    for (tiling, member), group, window, near, arrangement in zip(
        apart.items(), groups, windows, nears, arranged(edges, groups), strict=True
    ):
        plane = Plane.of(arrangement, count, areas)
        whole = np.empty(0, dtype=np.int64)
        if window is not None and group.sides is not None:
            border = np.flatnonzero(group.sides.beyond >= 0)
            # Away from borders a side is in one piece; look at what lies beyond it.
            half = arrangement.side_half[border] ^ (group.sides.left[border] >= 0)
            community = plane.community[plane.cycle[half]]
            community[plane.area[plane.cycle[half]] >= 0] = -1
            whole = whole_tiles(
                near, group.sides.beyond[border], community, window.columns, window.rows
            )
        parts.append(Part(tiling, member, plane, window, whole, arrangement.merged))
    return tuple(parts)


def _bounds(ax: Ints, ay: Ints, bx: Ints, by: Ints) -> tuple[int, int, int, int]:
    if not len(ax):
        return 0, 0, 0, 0
    west, south = min(ax.min(), bx.min()), min(ay.min(), by.min())
    east, north = max(ax.max(), bx.max()), max(ay.max(), by.max())
    return int(west), int(south), int(east), int(north)


def _outlines(parts: Sequence[Part], codes: tuple[str, ...]) -> tuple[NDArray[np.object_], Ints]:
    """Draw the communities; return their polygons and the community of each, ascending."""
    polygons, communities = [], []
    for part in parts:
        label, community = part.plane.parts(part.plane.community)
        outlines = part.plane.outlines(label, len(community))
        polygons.append(shaped(outlines))
        communities.append(community[outlines.label])
    if len(parts) == 1:
        return polygons[0], communities[0]
    polygon, community = np.concatenate(polygons), np.concatenate(communities)
    order = np.argsort(community, kind="stable")
    return polygon[order], community[order]


def _settled(plane: Plane, codes: tuple[str, ...], tolerance_m2: float) -> list[Change]:
    if math.isinf(tolerance_m2):
        return []
    pieces: dict[tuple[int, int], list[int]] = {}
    for face in np.flatnonzero((plane.shared > 1) & (plane.area2 > 0)).tolist():
        for pair in combinations(plane.owners(face, len(codes)), 2):
            pieces.setdefault(pair, []).append(face)
    changes, refused = [], []
    for (one, two), faces in sorted(pieces.items()):
        label = np.full(len(plane.lead), -1, dtype=np.int64)
        label[faces] = 0
        label[:] = np.where(plane.holder >= 0, label[plane.holder], -1)
        part, _ = plane.parts(label)
        outlines = plane.outlines(part, int(part.max()) + 1)
        shapes, areas = drawn(outlines)
        area = float(areas.sum())
        if area > tolerance_m2:
            largest = np.argsort(-areas, kind="stable")
            refused.append((one, two, area, [_place(shapes[i]) for i in largest.tolist()]))
        changes.append(Change(codes[two], "overlap", f"overlap given to {codes[one]}", area))
    if refused:
        one, two, area, places = max(refused, key=lambda r: r[2])
        raise CoverageError(
            "overlap",
            kind="overlap",
            features=(codes[one], codes[two]),
            area_m2=area,
            places=tuple(places),
            one=codes[one],
            other=codes[two],
            area=f"{area:,.0f}",
            place=f"{places[0][0]:.6f}, {places[0][1]:.6f}",
            tolerance=f"{tolerance_m2:g}",
        )
    return changes


def _place(polygon: shapely.Geometry) -> tuple[float, float]:
    """Return a place of a polygon, however thin; NaN where it has no vertex at all."""
    point = shapely.point_on_surface(polygon)
    if not shapely.is_empty(point):
        return float(shapely.get_x(point)), float(shapely.get_y(point))
    for lon, lat in shapely.get_coordinates(polygon).tolist():
        return lon, lat
    return math.nan, math.nan


def _collapsed(before: Ints, now: Ints, codes: tuple[str, ...]) -> list[Change]:
    """Tell the communities of which a part or a hole was too thin to stay."""
    changes = []
    for i in np.flatnonzero(now < before).tolist():
        what = f"{before[i] - now[i]} of {before[i]} parts joined another or fell below the lattice"
        changes.append(Change(codes[i], "collapsed", what, 0.0))
    return changes
