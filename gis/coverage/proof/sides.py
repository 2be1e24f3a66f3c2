"""What lies on the two sides of each edge: cells, communities, and lines between them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gis.coverage.proof.lattices import lattice_facts, on_lattice
from gis.coverage.proof.listed import off_listed
from gis.coverage.proof.network import Network
from gis.coverage.proof.reading import Shorts
from gis.lattice import Bools, Ints, Lattice, Lines
from gis.lattice.compiled import compiled

NOBODY = -1
"""The owner of land outside all communities."""


@dataclass(frozen=True)
class Sides:
    """The two sides of each edge of a network.

    Attributes
    ----------
    left, right
        The community on each side of each edge; `NOBODY` for none.
    borders
        One of the two edges along each border, ascending: the sides have different owners.
    own
        Edges along which a cell borders itself.
    off_lattice
        Edges between cells of a community that lie on no line of its lattice.
    neighbourly
        True for cells that border another of their community; cells that keep to no lattice
        count for nothing here.
    outline
        How many edges have their community on the left only.
    """

    left: Shorts
    right: Shorts
    borders: Ints
    own: Ints
    off_lattice: Ints
    neighbourly: Bools
    outline: int


def sides(network: Network, owner: Ints, free: Bools, lattices: Sequence[Lines | None]) -> Sides:
    """Look at both sides of each edge.

    Parameters
    ----------
    network
        All cells.
    owner
        The community of each cell; `NOBODY` for none.
    free
        True for cells that need not keep to the lattice, as special ones.
    lattices
        The lattice of each community; None where it has none.
    """
    found = Sides(
        *_sides(
            network.nodes,
            network.tail,
            network.head,
            network.cell,
            network.twin,
            owner,
            free,
            lattice_facts(lattices),
        )
    )
    if not len(found.off_lattice) or all(isinstance(one, Lattice | None) for one in lattices):
        return found
    edges = found.off_lattice
    tail, head = (
        network.nodes[end[edges]].astype(np.int64) for end in (network.tail, network.head)
    )
    listed = np.array([not isinstance(one, Lattice | None) for one in lattices])
    homes = found.left[edges].astype(np.int64)
    off = ~listed[homes] | off_listed(tail, head, homes, lattices)
    return replace(found, off_lattice=edges[off])


@compiled
def _sides(
    nodes: Shorts,
    tail: Shorts,
    head: Shorts,
    cell: Shorts,
    twin: Shorts,
    owner: Ints,
    free: Bools,
    facts: Ints,
) -> tuple[Shorts, Shorts, Ints, Ints, Ints, Bools, int]:
    left = np.empty(len(cell), dtype=np.int32)
    right = np.empty(len(cell), dtype=np.int32)
    borders = np.empty(len(cell), dtype=np.int64)
    own = np.empty(len(cell), dtype=np.int64)
    off = np.empty(len(cell), dtype=np.int64)
    neighbourly = np.zeros(len(owner), dtype=np.bool_)
    bordering, owning, offs, outline = 0, 0, 0, 0
    for edge in range(len(cell)):
        mine, other = cell[edge], twin[edge]
        owner_left = owner[mine]
        owner_right = owner[cell[other]] if other >= 0 else NOBODY
        left[edge], right[edge] = owner_left, owner_right
        outline += owner_left >= 0 and owner_left != owner_right
        if 0 <= other < edge:
            continue
        if owner_left != owner_right:
            borders[bordering] = edge
            bordering += 1
        if other < 0:
            continue
        theirs = cell[other]
        if mine == theirs:
            own[owning] = edge
            owning += 1
        if owner_left < 0 or owner_left != owner_right or free[mine] or free[theirs]:
            continue
        if mine != theirs:
            neighbourly[mine] = neighbourly[theirs] = True
        u, v = tail[edge], head[edge]
        kind, a, b = facts[owner_left, 0], facts[owner_left, 1], facts[owner_left, 2]
        if not on_lattice(nodes[u, 0], nodes[u, 1], nodes[v, 0], nodes[v, 1], kind, a, b):
            off[offs] = edge
            offs += 1
    return (
        left,
        right,
        borders[:bordering].copy(),
        own[:owning].copy(),
        off[:offs].copy(),
        neighbourly,
        outline,
    )
