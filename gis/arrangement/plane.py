"""An arrangement walked around: its faces, what covers them, and groups of them drawn."""

from dataclasses import dataclass

import numpy as np

from gis.arrangement.cells import joined_faces
from gis.arrangement.coverings import coverings, labelled
from gis.arrangement.faces import cycles, rotation
from gis.arrangement.islands import holders
from gis.arrangement.noding import Arrangement
from gis.arrangement.outlines import outlines
from gis.lattice import Bools, Indices, Ints


@dataclass(frozen=True, eq=False)
class Outlines:
    """Polygons in units around groups of faces.

    Attributes
    ----------
    x, y
        Vertices of closed rings, each from its lowest vertex; shells anticlockwise, holes
        clockwise.
    ring_first
        Where each ring starts, and the end: each polygon's shell, then its holes.
    polygon_first
        The first ring of each polygon, and the end.
    label
        The label of each polygon, ascending.
    """

    x: Ints
    y: Ints
    ring_first: Ints
    polygon_first: Ints
    label: Ints

    def __len__(self) -> int:
        """Return the number of polygons."""
        return len(self.label)


@dataclass(frozen=True, eq=False)
class Cells:
    """Faces joined where they are of one community and tile, or carved area.

    Attributes
    ----------
    of_cycle
        The cell of each cycle, −1 for none.
    area2
        Twice the area of each cell in square units.
    lead
        The half-edge that leaves a cell's lowest node.
    community, area, tile
        Of each cell; −1 for no carved area and for no tile.
    """

    of_cycle: Indices
    area2: Ints
    lead: Indices
    community: Ints
    area: Ints
    tile: Ints

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.area2)

    def ordered(self, order: Ints) -> "Cells":
        """Renumber the cells by an order."""
        number = np.empty(len(order) + 1, dtype=np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        number[-1] = -1
        return Cells(
            number[self.of_cycle],
            self.area2[order],
            self.lead[order],
            self.community[order],
            self.area[order],
            self.tile[order],
        )


@dataclass(frozen=True, eq=False)
class Plane:
    """An arrangement and its faces; see `gis.arrangement.faces` for half-edges and cycles.

    Attributes
    ----------
    x, y
        Nodes in units.
    origin, after, cycle
        Of each half-edge: the node that it leaves, the half-edge that follows it, and its cycle.
    lead, area2, holder
        Of each cycle: the half-edge that leaves its lowest node, twice its area, and the
        bounded cycle whose face it borders; −1 for the outside.
    community, area, tile
        What covers the face of each cycle; −1 for none.
    shared
        How many communities cover it.
    """

    x: Ints
    y: Ints
    origin: Indices
    after: Indices
    cycle: Indices
    lead: Indices
    area2: Ints
    holder: Indices
    community: Indices
    area: Indices
    tile: Indices
    shared: Indices
    _covering: tuple[Indices, Indices, Indices, Indices]

    @classmethod
    def of(cls, arrangement: Arrangement, communities: int, carved: int) -> "Plane":
        """Walk around an arrangement of communities, then carved areas, then tiles."""
        a = arrangement
        origin, after = rotation(a.x, a.y, a.low, a.high, len(a.x))
        cycle, lead, area2 = cycles(a.x, a.y, origin, after)
        holder = holders(a.x, a.y, origin, after, cycle, lead, area2)
        covering = coverings(after, cycle, lead, holder, a.first, a.owner, a.weight)
        labels = labelled(*covering, communities, carved)
        return cls(a.x, a.y, origin, after, cycle, lead, area2, holder, *labels, covering)

    def owners(self, cycle: int, below: int) -> list[int]:
        """Return the owners numbered below a limit that cover the face of a cycle."""
        begin, count, owners, windings = self._covering
        some = slice(begin[cycle], begin[cycle] + count[cycle])
        covering = owners[some][windings[some] > 0]
        return [int(o) for o in covering[covering < below]]

    def outlines(self, label: Ints | Indices, labels: int) -> Outlines:
        """Draw faces by the label of each cycle, −1 for none.

        Labels are numbered below ``labels``; the faces of each hang together by sides.
        """
        return Outlines(
            *outlines(
                self.x,
                self.y,
                self.origin,
                self.after,
                self.cycle,
                label.astype(np.int32, copy=False),
                labels,
            )
        )

    def cells(self, divided: Bools) -> Cells:
        """Join faces into cells; leave out the ground of divided communities without a tile."""
        of_cycle, area2, lead = self._joined(self.community, self.area, self.tile, divided)
        face = self.holder[self.cycle[lead]]
        covering = (of[face].astype(np.int64) for of in (self.community, self.area, self.tile))
        return Cells(of_cycle, area2, lead, *covering)

    def parts(self, label: Ints | Indices) -> tuple[Indices, Ints]:
        """Tell connected parts of labelled faces apart; return them per cycle, and their labels.

        Parts are numbered by label, then by their lowest node.
        """
        label = label.astype(np.int32, copy=False)
        none = np.full(len(label), -1, dtype=np.int32)
        whole = np.zeros(int(label.max(initial=-1)) + 1, dtype=np.bool_)
        part, _, lead = self._joined(label, none, none, whole)
        mine = label[self.holder[self.cycle[lead]]]
        order = np.lexsort((*self.lowest(lead)[::-1], mine))
        number = np.full(len(order) + 1, -1, dtype=np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        return number[part], mine[order].astype(np.int64)

    def lowest(self, lead: Indices) -> tuple[Ints, Ints, Ints, Ints]:
        """Return the nodes at both ends of half-edges: x and y of the origin, x and y beyond."""
        start, end = self.origin[lead], self.origin[lead ^ 1]
        return self.x[start], self.y[start], self.x[end], self.y[end]

    def _joined(
        self, community: Indices, area: Indices, tile: Indices, divided: Bools
    ) -> tuple[Indices, Ints, Indices]:
        return joined_faces(
            self.x,
            self.y,
            self.origin,
            self.cycle,
            self.lead,
            self.area2,
            self.holder,
            community,
            area,
            tile,
            divided,
        )
