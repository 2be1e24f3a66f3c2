"""Faces of an arrangement: walk around them, know what covers each, draw groups of them.

Half-edge 2e runs along edge e from tail to head, 2e + 1 back; so the twin of h is ``h ^ 1``.
Each half-edge belongs to the face on its left.
"""

from collections import deque
from dataclasses import dataclass
from functools import cmp_to_key

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.coverage.arrangement import Arrangement
from gis.lattice import Bools, Ints, Rings, inside_rings, ring_areas2

OUTSIDE = 0
"""The face around everything."""


@dataclass(frozen=True)
class Faces:
    """The faces of an arrangement.

    Attributes
    ----------
    arrangement
        What they are the faces of.
    left
        The face on the left of each half-edge; face 0 is the one around everything.
    rotation
        Half-edges ordered by origin, then anticlockwise.
    area2
        Twice the area of each face in square units; face 0 has none.
    low
        The lowest x and y that each face's outline reaches, shape (faces, 2).
    """

    arrangement: Arrangement
    left: Ints
    rotation: Ints
    area2: Ints
    low: Ints

    @property
    def origin(self) -> Ints:
        """The node that each half-edge leaves."""
        return np.stack([self.arrangement.tail, self.arrangement.head], axis=1).reshape(-1)


def faces_of(arrangement: Arrangement) -> Faces:
    """Walk around all faces and join the islands in a face to it."""
    nodes = arrangement.nodes
    origin = np.stack([arrangement.tail, arrangement.head], axis=1).reshape(-1)
    rotation = _rotation(nodes, origin)
    walked, starts = _cycles(_following(rotation, origin), np.ones(len(origin), dtype=np.bool_))
    cycle = np.empty(len(origin), dtype=np.int64)
    cycle[walked] = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    none = np.zeros(len(starts) - 1, dtype=np.int64)
    rings = Rings(nodes[origin[walked]], starts, none, none, none == 0)
    area2 = ring_areas2(rings)

    part = connected(len(nodes), arrangement.tail, arrangement.head)
    parent = _islands(rings, area2, part[origin[walked[starts[:-1]]]])
    bounded = area2 > 0
    number = np.zeros(len(area2), dtype=np.int64)
    number[bounded] = np.arange(1, int(bounded.sum()) + 1)
    face = np.where(bounded, number, np.where(parent >= 0, number[parent], OUTSIDE))
    face_area2 = np.zeros(int(bounded.sum()) + 1, dtype=np.int64)
    np.add.at(face_area2, face, area2)
    face_area2[OUTSIDE] = 0
    low = np.zeros((len(face_area2), 2), dtype=np.int64)
    if len(area2):
        low[number[bounded]] = np.minimum.reduceat(rings.xy, starts[:-1], axis=0)[bounded]
    return Faces(arrangement, face[cycle], rotation, face_area2, low)


def coverings(faces: Faces) -> list[frozenset[int]]:
    """Tell which owners cover each face, from winding numbers, walking in from the outside."""
    arrangement = faces.arrangement
    left, right = faces.left[0::2], faces.left[1::2]
    wound = np.zeros(len(left), dtype=np.bool_)
    wound[arrangement.winding_edge] = True
    region = connected(len(faces.area2), left[~wound], right[~wound])
    # One edge between two regions tells all: what is crossed there is crossed everywhere.
    edges = np.flatnonzero(wound & (region[left] != region[right]))
    a, b = region[left[edges]], region[right[edges]]
    _, once = np.unique(np.stack([a, b], axis=1), axis=0, return_index=True)
    first = np.searchsorted(arrangement.winding_edge, np.arange(len(left) + 1))
    steps: dict[int, list[tuple[int, int, int]]] = {}
    for edge, to, back in zip(
        edges[once].tolist(), a[once].tolist(), b[once].tolist(), strict=True
    ):
        steps.setdefault(back, []).append((to, edge, 1))
        steps.setdefault(to, []).append((back, edge, -1))

    outside = int(region[OUTSIDE])
    windings: dict[int, dict[int, int]] = {outside: {}}
    waiting = deque([outside])
    while waiting:
        here = waiting.popleft()
        for there, edge, way in steps.get(here, []):
            if there in windings:
                continue
            winding = dict(windings[here])
            for w in range(first[edge], first[edge + 1]):
                owner = int(arrangement.winding_owner[w])
                winding[owner] = winding.get(owner, 0) + way * int(arrangement.winding[w])
            windings[there] = {k: v for k, v in winding.items() if v}
            waiting.append(there)
    covers = {r: frozenset(k for k, v in w.items() if v > 0) for r, w in windings.items()}
    return [covers[r] for r in region.tolist()]


@dataclass(frozen=True)
class Outlines:
    """Polygons drawn around groups of faces.

    Attributes
    ----------
    polygons
        One for each connected part of a group.
    group
        The group of each, ascending.
    """

    polygons: NDArray[np.object_]
    group: Ints


def outlines(faces: Faces, group: Ints) -> Outlines:
    """Draw the polygons of groups of faces, in units; inner edges of a group are dropped.

    Parameters
    ----------
    faces
        The faces.
    group
        The group of each face; negative for none. Parts of a group that meet only in a point
        are polygons of their own.
    """
    left, right = faces.left[0::2], faces.left[1::2]
    inner = group[left] == group[right]
    part = connected(len(group), left[inner], right[inner])
    drawn = np.repeat(~inner, 2)
    rotation = faces.rotation[drawn[faces.rotation]]
    origin = faces.origin
    wanted = drawn & (group[faces.left] >= 0)
    walked, starts = _cycles(_following(rotation, origin), wanted)
    walked, starts = _simple(walked, starts, origin)
    face = faces.left[walked[starts[:-1]]]
    xy = faces.arrangement.nodes[origin[walked]]
    none = np.zeros(len(face), dtype=np.int64)
    shell = ring_areas2(Rings(xy, starts, none, none, none == 0)) > 0
    # Each part has one shell; put it before its holes, and parts by group, then first edge.
    key = np.empty(len(group), dtype=np.int64)
    key[part[face[shell]]] = np.arange(int(shell.sum()))
    order = np.lexsort((~shell, key[part[face]], group[face]))
    return Outlines(*_polygons(xy, starts, order, shell, group[face]))


def _polygons(
    xy: Ints, starts: Ints, order: Ints, shell: Bools, group: Ints
) -> tuple[NDArray[np.object_], Ints]:
    sizes = np.diff(starts)[order]
    ends = np.cumsum(sizes + 1)
    index = np.repeat(starts[:-1][order] - (ends - sizes - 1), sizes + 1) + np.arange(
        int(ends[-1]) if len(ends) else 0
    )
    index[ends - 1] = starts[:-1][order]
    firsts = np.flatnonzero(shell[order])
    rings, polygons = np.concatenate([[0], ends]), np.concatenate([firsts, [len(order)]])
    drawn = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, xy[index].astype(np.float64), (rings, polygons)
    )
    return np.asarray(drawn, dtype=object), group[order][firsts]


def connected(count: int, a: Ints, b: Ints) -> Ints:
    """Label each of ``count`` things with the lowest one it is linked to through pairs a–b."""
    label = np.arange(count, dtype=np.int64)
    while len(a):
        low, high = np.minimum(label[a], label[b]), np.maximum(label[a], label[b])
        apart = low != high
        if not apart.any():
            break
        a, b = a[apart], b[apart]
        np.minimum.at(label, high[apart], low[apart])
        while True:
            shorter = label[label]
            if (shorter == label).all():
                break
            label = shorter
    return label


def _rotation(nodes: Ints, origin: Ints) -> Ints:
    """Order half-edges by origin, then by angle, exactly."""
    target = origin.reshape(-1, 2)[:, ::-1].reshape(-1)
    d = nodes[target] - nodes[origin]
    # The angle in doubles orders nearly all; integers then check each neighbouring pair.
    order = np.lexsort((np.arctan2(d[:, 1], d[:, 0]), origin))
    a, b = order[:-1], order[1:]
    half = np.where(d[:, 1] < 0, 0, np.where(d[:, 1] > 0, 2, np.where(d[:, 0] > 0, 1, 3)))
    cross = d[a, 0] * d[b, 1] - d[a, 1] * d[b, 0]
    wrong = (half[a] > half[b]) | ((half[a] == half[b]) & (cross <= 0))
    wrong &= origin[a] == origin[b]

    def turn(first: int, second: int) -> int:
        if half[first] != half[second]:
            return int(half[first] - half[second])
        return int(d[first, 1] * d[second, 0] - d[first, 0] * d[second, 1])

    for node in np.unique(origin[a[wrong]]).tolist():
        around = np.flatnonzero(origin[order] == node)
        order[around] = sorted(order[around].tolist(), key=cmp_to_key(turn))
    return np.asarray(order, dtype=np.int64)


def _following(rotation: Ints, origin: Ints) -> Ints:
    """Return the half-edge after each one around its left face; −1 for those not in the rotation.

    Coming in, one leaves by the next edge clockwise: the sharpest turn to the left.
    """
    following = np.full(len(origin), -1, dtype=np.int64)
    if not len(rotation):
        return following
    around = origin[rotation]
    starts = np.concatenate([[True], around[1:] != around[:-1]])
    ends = np.concatenate([starts[1:], [True]])
    clockwise = np.empty_like(rotation)
    clockwise[1:] = rotation[:-1]
    clockwise[starts] = rotation[ends]
    following[rotation ^ 1] = clockwise
    return following


def _cycles(following: Ints, wanted: Bools) -> tuple[Ints, Ints]:
    """Walk the cycles of wanted half-edges, each from its first; return them and their starts."""
    after = following.tolist()
    left = bytearray(wanted.astype(np.uint8).tobytes())
    walked: list[int] = []
    starts = [0]
    for first in np.flatnonzero(wanted).tolist():
        if not left[first]:
            continue
        here = first
        while left[here]:
            left[here] = 0
            walked.append(here)
            here = after[here]
        starts.append(len(walked))
    return np.asarray(walked, dtype=np.int64), np.asarray(starts, dtype=np.int64)


def _simple(walked: Ints, starts: Ints, origin: Ints) -> tuple[Ints, Ints]:
    """Split cycles that pass a node twice into simple ones: a hole touching its shell."""
    cycle = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    node = origin[walked]
    order = np.lexsort((node, cycle))
    again = (node[order][1:] == node[order][:-1]) & (cycle[order][1:] == cycle[order][:-1])
    touching = set(cycle[order[1:][again]].tolist())
    if not touching:
        return walked, starts
    rings: list[list[int]] = []
    for number in range(len(starts) - 1):
        ring = walked[starts[number] : starts[number + 1]].tolist()
        rings.extend(_loops(ring, origin) if number in touching else [ring])
    sizes = [len(ring) for ring in rings]
    return (
        np.asarray([h for ring in rings for h in ring], dtype=np.int64),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
    )


def _loops(ring: list[int], origin: Ints) -> list[list[int]]:
    loops: list[list[int]] = []
    path: list[int] = []
    place: dict[int, int] = {}
    for half_edge in ring:
        node = int(origin[half_edge])
        if node in place:
            loop = path[place[node] :]
            loops.append(loop)
            for h in loop:
                del place[int(origin[h])]
            del path[len(path) - len(loop) :]
        place[node] = len(path)
        path.append(half_edge)
    loops.append(path)
    # Each loop starts at its first half-edge, as whole cycles do.
    return [loop[k:] + loop[:k] for loop in loops for k in [loop.index(min(loop))]]


def _islands(rings: Rings, area2: Ints, part: Ints) -> Ints:
    """Find for each outer cycle the cycle of another part that holds it closest; −1 for none."""
    parent = np.full(len(area2), -1, dtype=np.int64)
    outer, bounded = np.flatnonzero(area2 <= 0), np.flatnonzero(area2 > 0)
    if len(outer) < 2:
        return parent
    low = np.minimum.reduceat(rings.xy, rings.starts[:-1], axis=0)[bounded]
    high = np.maximum.reduceat(rings.xy, rings.starts[:-1], axis=0)[bounded]
    tree = shapely.STRtree(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
    x, y = rings.xy[rings.starts[:-1][outer]].T
    island, holder = tree.query(shapely.points(x.astype(np.float64), y.astype(np.float64)))
    other = part[outer[island]] != part[bounded[holder]]
    island, holder = island[other], bounded[holder[other]]
    held = inside_rings(x[island], y[island], holder, rings)
    island, holder = island[held], holder[held]
    order = np.lexsort((area2[holder], island))
    island, nearest = np.unique(island[order], return_index=True)
    parent[outer[island]] = holder[order][nearest]
    return parent
