"""Decide who takes a strip of disputed land or of nobody's: one of the two beside it.

Of two neighbours' lines the shorter one becomes their border, all along: it is the straighter one,
and a border that changed from one line to the other would jump across the strip each time. So the
one whose line is longer takes the gaps, and gives up the overlaps.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.coverage.closing_borders import Borders
from gis.coverage.closing_mesh import Mesh
from gis.coverage.closing_sections import sections_of
from gis.coverage.closing_strips import Plane
from gis.lattice import Bools, Ints

Geometries = NDArray[Any]
Pair = tuple[int, ...]

_LATTICE_M = 0.011
"""A unit: so much may rounding move a corner."""


@dataclass(frozen=True)
class Piece:
    """Land of one strip between the same communities.

    Attributes
    ----------
    between
        The communities, ascending: two, or the only one; a third where more overlap.
    owner
        Which community takes it.
    geometry
        In degrees.
    """

    between: Pair
    owner: int
    geometry: Any


@dataclass
class Lines:
    """Whose line becomes the border, by pair of communities; once decided it stays so."""

    kept: dict[Pair, int] = field(default_factory=dict)

    def decide(self, lengths: dict[Pair, dict[int, int]]) -> None:
        """Keep the shorter line of each pair; of two as long that of the lower number."""
        for pair, lines in lengths.items():
            if pair not in self.kept:
                self.kept[pair] = min(pair, key=lambda one: (lines.get(one, 0), one))

    def taker(self, between: Pair) -> int:
        """Return who takes a gap."""
        if len(between) == 1:
            return between[0]
        one, other = between
        return one if self.kept[between] == other else other


@dataclass(frozen=True)
class Ground:
    """What does not change while strips are shared out.

    Attributes
    ----------
    plane
        A plane of metres.
    drawn_m
        The communities as drawn, in the plane; prepared.
    reach_m
        How far each of them may reach beyond that.
    """

    plane: Plane
    drawn_m: Geometries
    reach_m: float

    @classmethod
    def of(cls, drawn: Geometries, plane: Plane, reach_m: float) -> "Ground":
        """Bring communities as drawn into a plane."""
        drawn_m = plane.to_metres(drawn)
        shapely.prepare(drawn_m)
        return cls(plane, drawn_m, reach_m)

    def in_reach(self, communities: Ints, points: Geometries) -> Bools:
        """Tell which points of the plane lie in a community's reach, one for one."""
        near = shapely.dwithin(self.drawn_m[communities], points, self.reach_m + _LATTICE_M)
        return np.asarray(near, dtype=np.bool_)

    def reaches_over(self, community: int, polygon: shapely.Polygon) -> bool:
        """Tell whether a polygon in degrees lies wholly in a community's reach."""
        (metres,) = self.plane.to_metres(np.array([polygon], dtype=object))
        reach_m = self.reach_m + _LATTICE_M
        around = shapely.box(*shapely.bounds(metres)).buffer(2 * reach_m, join_style="mitre")
        near = shapely.intersection(self.drawn_m[community], around)
        return bool(near.buffer(reach_m).covers(metres))


def shared_out(
    overlaps: Geometries,
    pairs: Sequence[Pair],
    gaps: Geometries,
    shapes: Geometries,
    ground: Ground,
    lines: Lines,
) -> tuple[list[Piece], list[Piece]]:
    """Find who takes what, and return the pieces of overlaps and of gaps.

    Parameters
    ----------
    overlaps, pairs
        Land that two communities cover, and which.
    gaps
        Land that none covers.
    shapes
        The communities without their overlaps; with these and the gaps a coverage on the lattice.
    ground
        The communities as drawn.
    lines
        What was decided before.
    """
    disputed, pair = shapely.get_parts(overlaps, return_index=True)
    contacts = Borders.of(disputed, shapes, ground.plane).contacts() if len(disputed) else {}
    mesh = Mesh.of(gaps, shapes, ground.plane, 2 * ground.reach_m) if len(gaps) else None
    sections = sections_of(mesh, len(shapes)) if mesh is not None else None
    lengths: dict[Pair, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for number, runs in contacts.items():
        one, other = pairs[pair[number]]
        # An overlap borders each of the two where the other's line runs.
        lengths[one, other][one] += runs.get(other, 0)
        lengths[one, other][other] += runs.get(one, 0)
    if sections is not None:
        for between, runs in zip(sections.between, sections.runs, strict=True):
            for community in between if len(between) == 2 else ():
                lengths[between][community] += runs[community]
    lines.decide(lengths)
    kept = []
    for number, polygon in enumerate(disputed):
        between = pairs[pair[number]]
        keeper = lines.kept.get(between, between[0])
        runs = contacts.get(number, {})
        if keeper not in runs:
            # It has nothing left there: the land would be cut off.
            keeper = max(between, key=lambda one: (runs.get(one, 0), -one))
        kept.append(Piece(between, keeper, polygon))
    if mesh is None or sections is None:
        return kept, []
    takers = np.array([lines.taker(b) if b else -1 for b in sections.between], dtype=np.int64)
    owner = _within_reach(mesh, takers[sections.number], sections.number, sections.between, ground)
    return kept, list(_joined(mesh, sections.number, sections.between, owner))


def _within_reach(
    mesh: Mesh, owner: Ints, section: Ints, between: list[Pair], ground: Ground
) -> Ints:
    """Return who takes each triangle: another one where the taker does not reach so far."""
    corner = mesh.corners.ravel()
    by_owner = np.repeat(owner, 3)
    beyond = np.zeros(len(corner), dtype=np.bool_)
    away = (by_owner >= 0) & (mesh.only[corner] != by_owner)
    asked, place = np.unique(by_owner[away] * len(mesh.only) + corner[away], return_inverse=True)
    community, node = np.divmod(asked, len(mesh.only))
    points = np.asarray(shapely.points(mesh.metres[node]), dtype=object)
    far = ~ground.in_reach(community, points)
    beyond[away] = far[place]
    reached = owner.copy()
    for triangle in np.flatnonzero(beyond.reshape(-1, 3).any(axis=1)).tolist():
        corners = mesh.corners[triangle].tolist()
        near = {one for node in corners for one in mesh.communities_at(node)}
        asked_for = sorted(near | {*between[section[triangle]]})
        places = shapely.points(mesh.metres[corners])
        away_m = [float(shapely.distance(ground.drawn_m[one], places).max()) for one in asked_for]
        reached[triangle] = asked_for[int(np.argmin(np.round(away_m, 6)))]
    return reached


def _joined(mesh: Mesh, section: Ints, between: list[Pair], owner: Ints) -> Iterator[Piece]:
    """Join the triangles of each section that go to the same community."""
    groups, group = np.unique(section * (owner.max(initial=0) + 2) + owner + 1, return_inverse=True)
    one, other = group[mesh.links[:, 0]], group[mesh.links[:, 1]]
    kept = ~mesh.foot
    kept[mesh.links[one != other, 3:].ravel()] = True
    order = np.argsort(group, kind="stable")
    members = np.split(order, np.searchsorted(group[order], np.arange(1, len(groups))))
    triangles = mesh.triangles()
    joined = np.array([shapely.coverage_union_all(triangles[m]) for m in members], dtype=object)
    for member, geometry in zip(members, mesh.in_degrees(joined, kept), strict=True):
        taker = int(owner[member[0]])
        if taker >= 0 and not geometry.is_empty:
            pair = between[section[member[0]]]
            if taker not in pair:
                pair = _beside(mesh, member, taker)
            yield Piece(pair, taker, geometry)


def _beside(mesh: Mesh, triangles: Ints, taker: int) -> Pair:
    """Return who takes some triangles, and who else runs along them longest."""
    runs: Counter[int] = Counter()
    sides = mesh.beside[triangles].ravel().tolist()
    for community, run in zip(sides, mesh.lengths[triangles].ravel().tolist(), strict=True):
        runs[community] += run if community >= 0 and community != taker else 0
    other = min(runs, key=lambda one: (-runs[one], one))
    return tuple(sorted({taker, other} if runs[other] else {taker}))
