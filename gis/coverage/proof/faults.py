"""Faults as they are found: where, and between which cells."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field

from gis.coverage.proof.network import Network
from gis.coverage.report import Fault, FaultKind, degrees
from gis.texts import Fact


@dataclass
class Ledger:
    """The faults found so far; the same between the same cells is told once, where first seen."""

    found: dict[tuple[object, ...], Fault] = field(default_factory=dict)

    def add(
        self,
        kind: FaultKind,
        cells: Iterable[str],
        place: tuple[float, float],
        facts: Mapping[str, Fact] | None = None,
    ) -> None:
        """Enter a fault."""
        concerned = tuple(sorted(set(cells)))
        told = dict(facts or {})
        key = (kind, concerned, *told.values())
        if key not in self.found:
            self.found[key] = Fault(kind, place, concerned, told)

    def concerning(self, codes: Set[str]) -> tuple[tuple[str, ...], tuple[float, float] | None]:
        """Return which of some cells have faults, and where the first of these is."""
        concerned = [fault for fault in self.found.values() if codes & set(fault.cells)]
        cells = {code for fault in concerned for code in fault.cells} & codes
        return tuple(sorted(cells)), next((fault.place for fault in concerned), None)


@dataclass(frozen=True)
class Scene:
    """Where edges lie and whose they are."""

    network: Network
    code_of: Callable[[int], str]

    def middle(self, edge: int) -> tuple[float, float]:
        """Return the middle of an edge in degrees."""
        ends = [self.network.tail[edge], self.network.head[edge]]
        return degrees(self.network.nodes[ends].mean(axis=0))

    def start(self, edge: int) -> tuple[float, float]:
        """Return the place that an edge leaves, in degrees."""
        return self.place(int(self.network.tail[edge]))

    def place(self, node: int) -> tuple[float, float]:
        """Return the place of a node in degrees."""
        return degrees(self.network.nodes[node])

    def code(self, edge: int) -> str:
        """Return the code of the cell on the left of an edge."""
        return self.code_of(int(self.network.cell[edge]))

    def on_both_sides(self, edge: int) -> tuple[str, ...]:
        """Return the codes of the cells on the two sides of an edge."""
        twin = int(self.network.twin[edge])
        return (self.code(edge),) if twin < 0 else (self.code(edge), self.code(twin))

    def around(self, node: int) -> list[str]:
        """Return the codes of the cells with a vertex at a node."""
        return [self.code(edge) for edge in self.edges_at(node)]

    def beside(self, edge: int) -> tuple[str, ...]:
        """Return the codes of the cells on both sides of an edge, or at its ends."""
        cells = self.on_both_sides(edge)
        if len(cells) > 1:
            return cells
        one, two = (
            set(self.around(int(ends[edge]))) for ends in (self.network.tail, self.network.head)
        )
        return tuple(one & two if len(one & two) > 1 else one | two)

    def edges_at(self, node: int) -> list[int]:
        """Return the edges that leave a node; none from −1."""
        leaving = self.network.outgoing
        edges = leaving.edges[leaving.first[node] : leaving.first[node + 1]] if node >= 0 else ()
        return [int(edge) for edge in edges]

    def along(self, tail: int, head: int) -> list[str]:
        """Return the codes of the cells that run from one node to another; none with −1."""
        return [self.code(e) for e in self.edges_at(tail) if self.network.head[e] == head]
