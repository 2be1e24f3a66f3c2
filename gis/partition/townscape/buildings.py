"""The buildings of a community: what touches is one, and no border comes near it."""

from dataclasses import dataclass

import numpy as np
import shapely

from gis.lattice import Bools, Floats, Ints
from gis.partition.townscape.arrays import Shapes

JOINED_M = 1.2
"""Buildings nearer to each other than this are one: nobody draws a border between them."""

CLEARANCE_M = 0.3
"""So far at least borders stay away from a building."""

# Joined, then taken back to the clearance: sharp corners reach no farther than half of what parts
# two buildings.
_CLOSING_M = JOINED_M / 2
_MITRE = 1.4
_OVERLAP_M2 = 0.5


@dataclass(frozen=True, eq=False)
class Buildings:
    """Buildings between which borders may run.

    Attributes
    ----------
    guards
        What no border may enter: each building with the ground about it, without its courts; in
        metres. Those of a row stand as they are.
    weight
        The households of each.
    in_row
        Which of them share walls with others: a border may run along these.
    """

    guards: Shapes
    weight: Floats
    in_row: Bools

    def __len__(self) -> int:
        return len(self.guards)


def joined(shapes: Shapes, weight: Floats, most: float) -> Buildings:
    """Join buildings that touch, or stand within another's court.

    Parameters
    ----------
    shapes
        Valid polygons in metres.
    weight
        Households of each.
    most
        Rows and blocks of houses with more households than this are left as the houses that they
        are made of: no cell could hold them.
    """
    if not len(shapes):
        return Buildings(shapes, weight, np.zeros(0, dtype=np.bool_))
    grown = shapely.buffer(shapes, _CLOSING_M, join_style="mitre", mitre_limit=_MITRE)
    together = shapely.get_parts(shapely.union_all(grown))
    shrunk = shapely.buffer(
        _without_courts(together), CLEARANCE_M - _CLOSING_M, join_style="mitre", mitre_limit=_MITRE
    )
    guards = shapely.get_parts(shapely.union_all(_without_courts(shapely.get_parts(shrunk))))
    owner = _owners(shapes, guards)
    whole = np.bincount(owner, weight, len(guards)).astype(np.float64)
    large = (whole > most) & (np.bincount(owner, minlength=len(guards)) > 1)
    alone = large[owner]
    houses, each = _one_where_they_overlap(shapes[alone], weight[alone])
    guards = np.concatenate([guards[~large], houses])
    whole = np.concatenate([whole[~large], each])
    in_row = np.arange(len(guards)) >= len(guards) - len(houses)
    order = np.lexsort((whole, *shapely.bounds(guards).T))
    return Buildings(guards[order], whole[order], in_row[order])


def _one_where_they_overlap(houses: Shapes, weight: Floats) -> tuple[Shapes, Floats]:
    """Unite houses drawn over each other, or one with its parts: no wall is between them."""
    if not len(houses):
        return houses, weight
    one, two = shapely.STRtree(houses).query(houses, predicate="intersects")
    pairs = one < two
    one, two = one[pairs], two[pairs]
    shared = shapely.area(shapely.intersection(houses[one], houses[two])) > _OVERLAP_M2
    lead = np.arange(len(houses))
    changed = True
    while changed:
        least = np.minimum(lead[one[shared]], lead[two[shared]])
        before = lead.copy()
        np.minimum.at(lead, one[shared], least)
        np.minimum.at(lead, two[shared], least)
        changed = bool((before != lead).any())
    leads, group = np.unique(lead, return_inverse=True)
    united = [shapely.union_all(houses[group.reshape(-1) == k]) for k in range(len(leads))]
    total = np.bincount(group.reshape(-1), weight, len(leads)).astype(np.float64)
    return np.asarray(united, dtype=object), total


def _without_courts(polygons: Shapes) -> Shapes:
    return np.asarray(shapely.polygons(shapely.get_exterior_ring(polygons)), dtype=object)


def _owners(shapes: Shapes, guards: Shapes) -> Ints:
    """Return the guard that each shape lies in: the first that meets it."""
    shape, guard = shapely.STRtree(guards).query(shapes, predicate="intersects")
    owner = np.full(len(shapes), len(guards), dtype=np.int64)
    np.minimum.at(owner, shape, guard)
    return owner
