"""Tell which community lies along each side of a strip of land."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.coverage.closing_strips import Plane
from gis.lattice import Floats, Ints, Rings, from_units

Geometries = NDArray[Any]

NOBODY = -1
"""Along such a side lies open land, or another strip."""

MICROMETRES = 1e6
"""Lengths are whole micrometres: sums do not depend on their order."""


@dataclass(frozen=True)
class Borders:
    """Rings of strips, and the communities along their sides and around their corners.

    Attributes
    ----------
    rings
        The strips' rings in units; ``rings.feature`` is the strip.
    metres
        Their corners in the plane, shape (n, 2).
    node
        The node of each corner: corners at one place share it. Nodes ascend with their place.
    nodes
        How many there are.
    beside
        The community along the side that leaves each corner; `NOBODY` where there is none.
    around_node, around
        Nodes and a community there, each pair once, ascending.
    """

    rings: Rings
    metres: Floats
    node: Ints
    nodes: int
    beside: Ints
    around_node: Ints
    around: Ints

    @classmethod
    def of(cls, strips: Geometries, shapes: Geometries, plane: Plane) -> "Borders":
        """Find the communities along strips; with these they are a coverage on the lattice."""
        rings = Rings.of(strips)
        places, node = np.unique(_keys(rings.xy), return_inverse=True)
        node = node.astype(np.int64)
        others = Rings.of(shapes)
        # Few corners of a district are a strip's.
        keys = _keys(others.xy)
        at = np.searchsorted(places, keys)
        at[at == len(places)] = 0
        known = places[at] == keys
        community = others.feature[others.ring]
        pairs = np.unique(at[known] * len(shapes) + community[known])
        along = known & others.followers(known)
        sides = side_numbers(at[along], others.followers(at)[along], len(places))
        order = np.argsort(sides, kind="stable")
        return cls(
            rings=rings,
            metres=(from_units(rings.xy) - plane.middle) * plane.metres,
            node=node,
            nodes=len(places),
            beside=looked_up(
                side_numbers(node, rings.followers(node), len(places)),
                sides[order],
                community[along][order],
                NOBODY,
            ),
            around_node=pairs // len(shapes),
            around=pairs % len(shapes),
        )

    def changes(self) -> Ints:
        """Return the corners at which the community along the ring changes."""
        before = np.empty_like(self.beside)
        before[self.rings.followers(np.arange(len(before), dtype=np.int64))] = self.beside
        return np.flatnonzero(before != self.beside)

    def contacts(self) -> dict[int, dict[int, int]]:
        """Return for each strip how far each community runs along it, in micrometres."""
        following = self.rings.followers(self.metres)
        length = micrometres(self.metres, following)
        strip = self.rings.feature[self.rings.ring]
        found: dict[int, dict[int, int]] = {}
        here = self.beside != NOBODY
        for number, community, run in zip(
            strip[here].tolist(), self.beside[here].tolist(), length[here].tolist(), strict=True
        ):
            contact = found.setdefault(number, {})
            contact[community] = contact.get(community, 0) + run
        return found


def micrometres(one: Floats, other: Floats) -> Ints:
    """Return the distances of points of the plane."""
    across = other - one
    length = np.rint(np.hypot(across[:, 0], across[:, 1]) * MICROMETRES)
    return np.asarray(length, dtype=np.int64)


def looked_up(wanted: Ints, keys: Ints, values: Ints, absent: int) -> Ints:
    """Return the value of each key, keys ascending; ``absent`` where there is none."""
    if not len(keys):
        return np.full(len(wanted), absent, dtype=np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], absent)


def _keys(units: Ints) -> Ints:
    """Return one number for each place: units are below 2³¹ (`gis.lattice`)."""
    return units[:, 0] * 2**32 + units[:, 1]


def side_numbers(one: Ints, other: Ints, nodes: int) -> Ints:
    """Return one number for each side between two nodes, whichever way it runs."""
    return np.minimum(one, other) * nodes + np.maximum(one, other)
