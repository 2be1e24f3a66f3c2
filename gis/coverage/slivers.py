"""Join cells that are too small to a neighbour."""

import heapq

import numpy as np

from gis.coverage.faces import Faces
from gis.lattice import Floats, Ints, unit_size_m

# Side lengths are summed as whole sixteenths of a unit: sums then do not depend on the order.
_LENGTH_STEPS = 16


def merge_slivers(faces: Faces, cell: Ints, community: Ints, least_area2: int) -> Ints:
    """Join each sliver to the cell of its community with which it shares the longest side.

    Slivers are taken ascending by area, ties by the lower number; a joined cell that is still a
    sliver is taken again. A sliver with no neighbour in its community stays.

    Parameters
    ----------
    faces
        The faces.
    cell
        The cell of each face, numbered from 0 in a canonical order; negative for none.
    community
        The community of each cell.
    least_area2
        Twice the area, in square units, below which a cell is a sliver.

    Returns
    -------
    ndarray of int64
        The cell that each cell went into: the lowest number of those joined.
    """
    area2 = np.zeros(len(community), dtype=np.int64)
    inside = cell >= 0
    np.add.at(area2, cell[inside], faces.area2[inside])
    neighbours = _neighbours(faces, cell, community)

    areas: list[int] = area2.tolist()
    into = list(range(len(areas)))
    waiting = [(area, c) for c, area in enumerate(areas) if area < least_area2]
    heapq.heapify(waiting)
    while waiting:
        area, sliver = heapq.heappop(waiting)
        if into[sliver] != sliver or areas[sliver] != area:
            continue
        sides = neighbours.get(sliver)
        if not sides:
            continue
        other = min(sides, key=lambda c: (-sides[c], c))
        kept, gone = min(sliver, other), max(sliver, other)
        into[gone] = kept
        areas[kept] += areas[gone]
        _join(neighbours, kept, gone)
        if areas[kept] < least_area2:
            heapq.heappush(waiting, (areas[kept], kept))
    for c, target in enumerate(into):
        into[c] = into[target]
    return np.asarray(into, dtype=np.int64)


def _join(neighbours: dict[int, dict[int, int]], kept: int, gone: int) -> None:
    sides = neighbours[kept]
    for other, length in neighbours.pop(gone).items():
        if other == kept:
            continue
        sides[other] = sides.get(other, 0) + length
        back = neighbours[other]
        del back[gone]
        back[kept] = sides[other]
    del sides[gone]


def _neighbours(faces: Faces, cell: Ints, community: Ints) -> dict[int, dict[int, int]]:
    left, right = cell[faces.left[0::2]], cell[faces.left[1::2]]
    shared = (left >= 0) & (right >= 0) & (left != right)
    shared &= community[left] == community[right]
    a, b = np.minimum(left, right)[shared], np.maximum(left, right)[shared]
    pairs, pair = np.unique(a * len(community) + b, return_inverse=True)
    lengths = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(lengths, pair, _lengths(faces)[shared])
    neighbours: dict[int, dict[int, int]] = {}
    for key, length in zip(pairs.tolist(), lengths.tolist(), strict=True):
        one, two = divmod(key, len(community))
        neighbours.setdefault(one, {})[two] = length
        neighbours.setdefault(two, {})[one] = length
    return neighbours


def _lengths(faces: Faces) -> Ints:
    """Return each edge's length on the ground, in sixteenths of a northward unit."""
    arrangement = faces.arrangement
    nodes = arrangement.nodes
    if not len(nodes):
        return np.empty(0, dtype=np.int64)
    middle = (int(nodes[:, 1].min()) + int(nodes[:, 1].max())) / 2
    east, north = unit_size_m(middle / 1e7)
    d: Floats = (nodes[arrangement.head] - nodes[arrangement.tail]) * np.array([east / north, 1.0])
    return np.asarray(np.rint(np.hypot(d[:, 0], d[:, 1]) * _LENGTH_STEPS), dtype=np.int64)
