"""What a proof found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from numpy.typing import NDArray

from gis.lattice import UNITS_PER_DEGREE
from gis.texts import Fact, Told


class FaultKind(StrEnum):
    """The ways in which cells can be no exact division."""

    NO_POLYGON = "no-polygon"
    NO_NUMBER = "no-number"
    ASTRAY = "astray"
    CODE_TWICE = "code-twice"
    NO_COMMUNITY = "no-community"
    NO_PARENT = "no-parent"
    OFF_LATTICE = "off-lattice"
    VERTEX_REPEATED = "vertex-repeated"
    VERTEX_TWICE = "vertex-twice"
    EDGES_MEET = "edges-meet"
    SHELL_TURN = "shell-turn"
    HOLE_TURN = "hole-turn"
    HOLE_OUTSIDE = "hole-outside"
    HOLE_NESTED = "hole-nested"
    FALLS_APART = "falls-apart"
    PARTS_OVERLAP = "parts-overlap"
    OWN_NEIGHBOUR = "own-neighbour"
    EDGE_TWICE = "edge-twice"
    BORDERS_MEET = "borders-meet"
    BORDERS_TORN = "borders-torn"
    PIECE_MISPLACED = "piece-misplaced"
    OUTLINE_ABSENT = "outline-absent"
    OUTLINE_ADDED = "outline-added"
    AREA_DIFFERS = "area-differs"
    SIDE_OFF_LATTICE = "side-off-lattice"


@dataclass(frozen=True)
class Fault(Told):
    """One way in which cells are no exact division.

    Attributes
    ----------
    kind
        What is wrong.
    place
        Longitude and latitude where it can be seen: of a cell without a polygon, a place in
        its community.
    cells
        Codes of the cells concerned, ascending; empty where a cell is missing.
    facts
        Further facts of the text.
    """

    kind: FaultKind
    place: tuple[float, float]
    cells: tuple[str, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict, compare=False)

    @property
    def what(self) -> str:
        """The fault in English."""
        return self.text("en")

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return f"proof-fault-{self.kind}", self.facts


@dataclass(frozen=True)
class Collapse:
    """A given edge of which nothing remains: it ran back along another of its community.

    Attributes
    ----------
    community
        Its code.
    place
        Longitude and latitude of the edge's middle.
    length_m
        How long it is.
    """

    community: str
    place: tuple[float, float]
    length_m: float


@dataclass(frozen=True)
class CoverageReport:
    """The outcome of `check_coverage`.

    Attributes
    ----------
    exact
        True when the cells are proven to cover every community exactly once.
    faults
        Why not, otherwise.
    gap_m2, overlap_m2
        Area of the communities in no cell, and area counted more than once. 0 when exact.
        Otherwise the areas of the faces that wrong edges enclose: exact where these meet on
        the lattice, as they do unless they cross.
    multipart
        Codes of cells with more than one part.
    slivers
        Codes of cells below a fifth of what is usual in their community that border another
        cell there: a full tile of its lattice; without one, the median of its cells. Special
        cells keep to no size.
    collapses
        Parts of given outlines too thin for the lattice. No fault, but not hidden.
    unruled
        Codes of communities, and of cells with micro-cells, of which no lattice is known, so that
        the sides in them may lie anywhere: cells drawn by hand or by another city, micro-cells.
    """

    exact: bool
    faults: list[Fault]
    gap_m2: float
    overlap_m2: float
    multipart: list[str]
    slivers: list[str]
    collapses: list[Collapse] = field(default_factory=list)
    unruled: list[str] = field(default_factory=list)


def degrees(units: NDArray[Any]) -> tuple[float, float]:
    """Return a place in units, whole or not, as longitude and latitude."""
    x, y = (units / UNITS_PER_DEGREE).tolist()
    return x, y
