"""Where nodes of outlines come from: snap rounding makes none but for a reason.

A node is a vertex that was given, or where a given edge crosses another or a side of a tiling,
rounded. A given edge that folds onto another at a node of neither kind has not collapsed: a corner
of the cells has moved by a unit or so, and both edges at it pass its new place.
"""

from collections.abc import Sequence
from enum import Enum
from itertools import combinations

import numpy as np

from gis.coverage.proof.lattices import lattice_facts, meets_pixel, on_lattice
from gis.coverage.proof.listed import off_listed
from gis.coverage.proof.network import Network
from gis.coverage.proof.reading import Stored
from gis.coverage.proof.sides import Sides
from gis.lattice import Bools, H3Lattice, Ints, Lines, SideList

Edge = tuple[int, int, int, int]


class Origin(Enum):
    """What outlines are that cells are held against."""

    INPUT = "input"
    """Communities as they were given."""
    TRUTH = "truth"
    """Those that came with the cells: all that collapses is gone from them already."""
    PARENT = "parent"
    """Cells that micro-cells divide: where a side between these was merged away, its node stays."""


def unfounded(
    places: Ints,
    network: Network,
    sides: Sides,
    given: Stored,
    free: Bools,
    lattices: Sequence[Lines | None],
) -> Bools:
    """Tell which places are nodes of the network that nothing gave rise to.

    Parameters
    ----------
    places
        In units, shape (n, 2); those that are no nodes are not meant.
    network
        All cells.
    sides
        The communities on both sides of its edges.
    given
        The given communities' rings.
    free
        True for cells whose sides keep to no lattice.
    lattices
        Of each community; None where its cells may lie anywhere.
    """
    found = np.zeros(len(places), dtype=np.bool_)
    node = network.places(places)
    known = (node >= 0) & ~_among(places, given.xy.astype(np.int64))
    facts = lattice_facts(lattices)
    tail, head = _edges(given)
    for row in np.flatnonzero(known).tolist():
        here = int(node[row])
        edges = np.flatnonzero((network.tail == here) | (network.head == here))
        owners = {*sides.left[edges].tolist(), *sides.right[edges].tolist()}
        owners = {owner for owner in owners if owner >= 0}
        loose = free[network.cell[edges]].any() or any(lattices[o] is None for o in owners)
        if loose and len({*network.tail[edges].tolist(), *network.head[edges].tolist()}) > 3:
            continue  # itself and three others: where sides may lie anywhere, one ends here
        found[row] = not _crossing(places[row], tail, head) and not any(
            lattices[owner] is not None and _on_side(places[row], owner, facts[owner], lattices)
            for owner in owners
        )
    return found


def _edges(given: Stored) -> tuple[Ints, Ints]:
    """Return tail and head of each given edge."""
    after = np.arange(1, len(given.xy) + 1)
    after[given.starts[1:] - 1] = given.starts[:-1]
    xy = given.xy.astype(np.int64)
    return xy, xy[after]


def _crossing(place: Ints, tail: Ints, head: Ints) -> bool:
    """Tell whether two given edges cross within the unit pixel of a place."""
    x, y = place.tolist()
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    near = np.flatnonzero(((low <= place) & (high >= place)).all(axis=1))
    edges = [
        (ax, ay, bx, by)
        for (ax, ay), (bx, by) in zip(tail[near].tolist(), head[near].tolist(), strict=True)
        if meets_pixel(ax, ay, bx, by, x, y)
    ]
    return any(_cross(one, two) for one, two in combinations(edges, 2))


def _cross(one: Edge, two: Edge) -> bool:
    """Tell whether two edges cross between their ends."""
    return _parted(one, two) and _parted(two, one)


def _parted(line: Edge, edge: Edge) -> bool:
    """Tell whether the ends of an edge lie on both sides of a line."""
    ax, ay, bx, by = line
    sides = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for x, y in ((edge[0], edge[1]), edge[2:])]
    return min(sides) < 0 < max(sides)


def _on_side(place: Ints, owner: int, facts: Ints, lattices: Sequence[Lines | None]) -> bool:
    """Tell whether a side of a community's tiling meets the unit pixel of a place."""
    if isinstance(lattices[owner], H3Lattice | SideList):
        at = place.reshape(1, 2).astype(np.int64)
        return not off_listed(at, at, np.array([owner]), lattices)[0]
    x, y = place.tolist()
    kind, a, b = facts.tolist()
    return bool(on_lattice(x, y, x, y, kind, a, b))


def _among(places: Ints, points: Ints) -> Bools:
    both = np.ascontiguousarray(np.concatenate([places, points]), dtype=np.int64)
    whole = both.view([("x", np.int64), ("y", np.int64)]).reshape(-1)
    return np.isin(whole[: len(places)], whole[len(places) :])
