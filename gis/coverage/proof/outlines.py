"""Faults along outlines told with the cells on both sides."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from gis.coverage.proof.faults import Ledger, Scene
from gis.coverage.proof.fidelity import Fidelity
from gis.coverage.proof.reading import Shorts
from gis.coverage.proof.sides import Sides
from gis.coverage.report import FaultKind, degrees


def enter_outlines(
    compared: Fidelity,
    scene: Scene,
    sides: Sides,
    codes: Sequence[str],
    codes_at: Callable[[tuple[float, float]], list[str]],
    ledger: Ledger,
) -> None:
    """Enter given edges that no cell runs along, and edges of cells that were not given.

    Where a border has moved in one cell, the given edge is absent from it and still in the cell
    beyond; what the cell has instead is added.

    Parameters
    ----------
    compared
        How outlines differ from what was given.
    scene, sides
        All cells.
    codes
        Of the communities.
    codes_at
        Returns the cells on which a place in degrees lies: those that cover a hole share none of
        its edges.
    ledger
        Where faults are entered.
    """
    if not len(compared.absent) and not len(compared.added):
        return
    along = _Along(compared, scene, sides)
    cells = along.cells_of_absent()
    for row, concerned in zip(compared.absent, cells, strict=True):
        place = degrees((row[1:3] + row[3:5]) / 2)
        facts = {"community": codes[int(row[0])]}
        ledger.add(FaultKind.OUTLINE_ABSENT, concerned or codes_at(place), place, facts)
    for edge in compared.added.tolist():
        ledger.add(
            FaultKind.OUTLINE_ADDED,
            along.cells_of_added(edge),
            scene.middle(edge),
            {"community": codes[int(sides.left[edge])]},
        )


class _Along:
    """Which cells lie along outlines that differ."""

    def __init__(self, compared: Fidelity, scene: Scene, sides: Sides) -> None:
        self._scene, self._sides = scene, sides
        network = scene.network
        self._rows = compared.absent.tolist()
        self._owners = [row[0] for row in self._rows]
        self._tails = network.places(compared.absent[:, 1:3]).tolist()
        self._heads = network.places(compared.absent[:, 3:5]).tolist()
        self._leaving: dict[int, list[int]] = defaultdict(list)
        self._arriving: dict[int, list[int]] = defaultdict(list)
        for edge in compared.added.tolist():
            self._leaving[int(network.tail[edge])].append(edge)
            self._arriving[int(network.head[edge])].append(edge)
        self._beyond: dict[tuple[int, int], set[str]] = defaultdict(set)
        for owner, u, v in zip(self._owners, self._tails, self._heads, strict=True):
            cells = scene.along(v, u)
            self._beyond[owner, u].update(cells)
            self._beyond[owner, v].update(cells)
        self._onward = _Walk(network.cell, network.head, self._leaving)
        self._backward = _Walk(network.cell, network.tail, self._arriving)

    def cells_of_absent(self) -> list[set[str]]:
        """Return the cells that each absent edge concerns."""
        mine = [
            self._cells_instead(owner, u, v)
            for owner, u, v in zip(self._owners, self._tails, self._heads, strict=True)
        ]
        # Between two ends of what was changed, its cell is that at the ends.
        rows = range(len(mine))
        for steps in (pairwise(rows), pairwise(reversed(rows))):
            for before, row in steps:
                if not mine[row] and self._joined(before, row):
                    mine[row] = mine[before]
        concerned = []
        for cells, owner, u, v in zip(mine, self._owners, self._tails, self._heads, strict=True):
            found = cells | set(self._scene.along(v, u))
            if len(found) < 2:
                found |= self._at_ends(u, v, owner, within=True)
                found |= self._at_ends(u, v, owner, within=False)
            concerned.append(found)
        return concerned

    def _cells_instead(self, owner: int, u: int, v: int) -> set[str]:
        """Return the cells on both sides of what a community has in place of a given edge."""
        instead = [e for e in self._leaving.get(u, ()) if self._owner(e) == owner]
        instead += [e for e in self._arriving.get(v, ()) if self._owner(e) == owner]
        return {code for edge in instead for code in self._scene.on_both_sides(edge)}

    def _joined(self, one: int, two: int) -> bool:
        ends = ({tuple(self._rows[row][1:3]), tuple(self._rows[row][3:5])} for row in (one, two))
        return self._owners[one] == self._owners[two] and bool(set.intersection(*ends))

    def _at_ends(self, u: int, v: int, owner: int, *, within: bool) -> set[str]:
        """Return cells with vertices at both nodes, or else at either: a community's or others."""
        one, two = (
            {
                self._scene.code(edge)
                for edge in self._scene.edges_at(node)
                if (self._owner(edge) == owner) == within
            }
            for node in (u, v)
        )
        return one & two or one | two

    def _owner(self, edge: int) -> int:
        return int(self._sides.left[edge])

    def cells_of_added(self, edge: int) -> set[str]:
        """Return the cells that an added edge concerns."""
        network, owner = self._scene.network, self._owner(edge)
        u, v = int(network.tail[edge]), int(network.head[edge])
        cells = set(self._scene.on_both_sides(edge))
        if len(cells) == 1:
            # Around a moved vertex, the cells beyond change: each side has the nearer one.
            met = [walk.partner(edge) for walk in (self._onward, self._backward)]
            partners = [one for one in met if one is not None]
            nearest = min((steps for _, steps in partners), default=0)
            cells |= {self._scene.code(e) for e, steps in partners if steps == nearest}
        if len(cells) == 1:
            cells |= self._beyond.get((owner, u), set()) | self._beyond.get((owner, v), set())
        if len(cells) == 1:
            cells |= self._at_ends(u, v, owner, within=False)
        return cells


class _Walk:
    """Along added edges of one cell, to the edge of another that should run back along them.

    Parameters
    ----------
    cell
        The cell of each edge.
    ends
        The node in which each edge ends, in the direction of the walk.
    edges_from
        The added edges that go on from a node.
    """

    def __init__(self, cell: Shorts, ends: Shorts, edges_from: Mapping[int, list[int]]) -> None:
        self._cell, self._ends, self._edges_from = cell, ends, edges_from
        self._partners: dict[int, tuple[int, int] | None] = {}

    def partner(self, edge: int) -> tuple[int, int] | None:
        """Return the first added edge of another cell, and how many edges lie between."""
        chain = []
        partner: tuple[int, int] | None = None
        following: int | None = edge
        while following is not None:
            if following in self._partners:
                partner = self._partners[following]
                break
            self._partners[following] = None
            chain.append(following)
            onward = self._edges_from.get(int(self._ends[following]), [])
            other = next((e for e in onward if self._cell[e] != self._cell[edge]), None)
            if other is not None:
                partner = (other, -1)
                break
            following = next(iter(onward), None)
        for before in reversed(chain):
            partner = None if partner is None else (partner[0], partner[1] + 1)
            self._partners[before] = partner
        return partner
