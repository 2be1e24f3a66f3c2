"""Where nodes of outlines come from: snap rounding makes none but for a reason.

A node is a vertex that was given, or where a given edge crosses another or a side of a tiling,
rounded. A given edge that folds onto another at a node of neither kind has not collapsed: a corner
of the cells has moved by a unit or so, and both edges at it pass its new place.
"""

from collections.abc import Sequence
from enum import Enum

import numpy as np

from gis.coverage.proof.lattices import lattice_facts, on_lattice
from gis.coverage.proof.leading import met
from gis.coverage.proof.listed import off_listed
from gis.coverage.proof.network import Network
from gis.coverage.proof.outgoing import outgoing
from gis.coverage.proof.reading import Shorts, Stored
from gis.coverage.proof.sides import Sides
from gis.lattice import Bools, H3Lattice, Ints, Lines, SideList
from gis.lattice.compiled import compiled

_OF_ONE_LINE = 2
"""Nodes that edges lead to or from where only one line passes."""


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
    node = network.places(places)
    asked = (node >= 0) & ~_among(places, given.xy.astype(np.int64))
    nodes = np.unique(node[asked])
    into = outgoing(network.head, network.tail, len(network.nodes))
    leaving = network.outgoing
    of, owner, others, loose = _around(
        nodes,
        network.tail,
        network.head,
        network.cell,
        leaving.first,
        leaving.edges,
        into.first,
        into.edges,
        sides.left,
        sides.right,
        free,
    )
    owns = owner >= 0
    of, owner = of[owns], owner[owns]
    loose[of[np.array([lattice is None for lattice in lattices])[owner]]] = True
    # Where sides may lie anywhere, one may end here.
    founded = loose & (others > _OF_ONE_LINE)
    at = network.nodes[nodes].astype(np.int64)
    founded |= _crossed(at, *_edges(given))
    founded[of[_on_sides(at[of], owner, lattices)]] = True
    return asked & np.isin(node, nodes[~founded])


@compiled
def _around(
    nodes: Ints,
    tail: Shorts,
    head: Shorts,
    cell: Shorts,
    first: Ints,
    leaving: Ints,
    begin: Ints,
    entering: Ints,
    left: Shorts,
    right: Shorts,
    free: Bools,
) -> tuple[Ints, Ints, Ints, Bools]:
    """Look around nodes.

    Returns
    -------
    of, owner
        What lies on both sides of each edge at each: places in ``nodes``, and communities.
    others
        How many other nodes their edges lead to or from.
    loose
        Whether one of those is of a free cell.
    """
    room = 0
    for node in nodes:
        room += first[node + 1] - first[node] + begin[node + 1] - begin[node]
    of, owner = np.empty(2 * room, dtype=np.int64), np.empty(2 * room, dtype=np.int64)
    around, others = np.empty(room, dtype=np.int64), np.zeros(len(nodes), dtype=np.int64)
    loose = np.zeros(len(nodes), dtype=np.bool_)
    found = 0
    for row in range(len(nodes)):
        node = nodes[row]
        goes, comes = first[node + 1] - first[node], begin[node + 1] - begin[node]
        for k in range(goes + comes):
            edge = leaving[first[node] + k] if k < goes else entering[begin[node] + k - goes]
            around[k] = head[edge] if k < goes else tail[edge]
            loose[row] |= free[cell[edge]]
            of[found], owner[found] = row, left[edge]
            of[found + 1], owner[found + 1] = row, right[edge]
            found += 2
        others[row] = len(np.unique(around[: goes + comes]))
    return of, owner, others, loose


def _edges(given: Stored) -> tuple[Ints, Ints]:
    """Return tail and head of each given edge."""
    after = np.arange(1, len(given.xy) + 1)
    after[given.starts[1:] - 1] = given.starts[:-1]
    xy = given.xy.astype(np.int64)
    return xy, xy[after]


def _crossed(places: Ints, tail: Ints, head: Ints) -> Bools:
    """Tell within the unit pixels of which places two given edges cross."""
    crossed = np.zeros(len(places), dtype=np.bool_)
    if len(places) and len(tail):
        edge, place = met(tail, head, places)
        order = np.argsort(place, kind="stable")
        _mark_crossed(crossed, place[order], edge[order], tail, head)
    return crossed


@compiled
def _mark_crossed(crossed: Bools, place: Ints, edge: Ints, tail: Ints, head: Ints) -> None:
    """Mark places where two of the edges that meet them, place by place, cross."""
    begin = 0
    while begin < len(place):
        end = begin
        while end < len(place) and place[end] == place[begin]:
            i = edge[end]
            for k in range(begin, end):
                j = edge[k]
                if _parted(i, j, tail, head) and _parted(j, i, tail, head):
                    crossed[place[begin]] = True
                    break
            end += 1
            if crossed[place[begin]]:
                break
        while end < len(place) and place[end] == place[begin]:
            end += 1
        begin = end


@compiled
def _parted(line: int, edge: int, tail: Ints, head: Ints) -> bool:
    """Tell whether the ends of an edge lie on both sides of the line through another."""
    ax, ay = tail[line, 0], tail[line, 1]
    dx, dy = head[line, 0] - ax, head[line, 1] - ay
    one = dx * (tail[edge, 1] - ay) - dy * (tail[edge, 0] - ax)
    other = dx * (head[edge, 1] - ay) - dy * (head[edge, 0] - ax)
    return bool((one < 0 < other) or (other < 0 < one))


def _on_sides(places: Ints, owner: Ints, lattices: Sequence[Lines | None]) -> Bools:
    """Tell which places have a side of their owner's tiling within their unit pixels."""
    listed = np.array([isinstance(lattice, H3Lattice | SideList) for lattice in lattices])
    known = np.array([lattice is not None for lattice in lattices])[owner]
    on: Bools = known & listed[owner] & ~off_listed(places, places, owner, lattices)
    _mark_on_lines(on, places, lattice_facts(lattices)[owner], known & ~listed[owner])
    return on


@compiled
def _mark_on_lines(on: Bools, places: Ints, facts: Ints, asked: Bools) -> None:
    for k in range(len(places)):
        if asked[k]:
            x, y = places[k, 0], places[k, 1]
            on[k] = on_lattice(x, y, x, y, facts[k, 0], facts[k, 1], facts[k, 2])


def _among(places: Ints, points: Ints) -> Bools:
    both = np.ascontiguousarray(np.concatenate([places, points]), dtype=np.int64)
    whole = both.view([("x", np.int64), ("y", np.int64)]).reshape(-1)
    return np.isin(whole[: len(places)], whole[len(places) :])
