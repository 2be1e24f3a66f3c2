"""Faults as they are found: where, and between which cells."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from gis.coverage.proof.network import Network
from gis.coverage.report import Fault, FaultKind, degrees
from gis.lattice import Ints
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

    def at(self, place: Ints) -> tuple[str, ...]:
        """Return the codes of the cells that have a vertex at a place in units."""
        node = int(self.network.places(place.reshape(1, 2))[0])
        if node < 0:
            return ()
        leaving = self.network.outgoing
        around = leaving.edges[leaving.first[node] : leaving.first[node + 1]]
        return tuple(sorted({self.code(edge) for edge in around.tolist()}))
