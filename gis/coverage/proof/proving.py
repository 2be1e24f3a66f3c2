"""Cells proven against the areas that they divide: all six parts of the proof."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from gis.coverage.fitness import polygonal
from gis.coverage.proof.borders import borders
from gis.coverage.proof.faults import Ledger, Scene
from gis.coverage.proof.fidelity import Fidelity, fidelity
from gis.coverage.proof.network import Network
from gis.coverage.proof.origins import Origin
from gis.coverage.proof.outlines import enter_outlines
from gis.coverage.proof.places import Places
from gis.coverage.proof.reading import Stored, read
from gis.coverage.proof.shapes import Wrong, shapes
from gis.coverage.proof.sides import NOBODY, sides
from gis.coverage.proof.slivers import slivers
from gis.coverage.report import Collapse, FaultKind, degrees
from gis.lattice import SPAN_LIMIT, Bools, Ints, Lines, unit_size_m
from gis.lattice.compiled import compiled

_SHAPE_FAULTS = {
    Wrong.REPEATED: FaultKind.VERTEX_REPEATED,
    Wrong.TWICE: FaultKind.VERTEX_TWICE,
    Wrong.MEETING: FaultKind.EDGES_MEET,
    Wrong.SHELL_TURN: FaultKind.SHELL_TURN,
    Wrong.HOLE_TURN: FaultKind.HOLE_TURN,
    Wrong.OUTSIDE: FaultKind.HOLE_OUTSIDE,
    Wrong.NESTED: FaultKind.HOLE_NESTED,
    Wrong.APART: FaultKind.FALLS_APART,
    Wrong.OVERLAID: FaultKind.PARTS_OVERLAP,
}


@dataclass(frozen=True)
class Pieces:
    """Cells, each with the area that it is to be a piece of.

    Attributes
    ----------
    codes, homes
        The code of each cell and that of its area: its community, or the cell around it.
        Columns as the frame has them: texts are made where they are told.
    geometries
        Polygons and multipolygons in degrees, none missing or empty.
    free
        True for cells that keep to no lattice.
    """

    codes: "pandas.Series[Any]"
    homes: "pandas.Series[Any]"
    geometries: NDArray[Any]
    free: Bools

    def some(self, which: Bools) -> "Pieces":
        """Return some of the cells."""
        return Pieces(
            self.codes[which], self.homes[which], self.geometries[which], self.free[which]
        )

    def code(self, cell: int) -> str:
        """Return the code of a cell."""
        return self._codes[cell]

    def home(self, cell: int) -> str:
        """Return the code of a cell's area."""
        return self._homes[cell]

    def codes_at(self, place: tuple[float, float]) -> list[str]:
        """Return the codes of the cells on which a place in degrees lies."""
        cells = self._tree.query(shapely.Point(place), predicate="intersects")
        return [self.code(cell) for cell in np.sort(cells).tolist()]

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.geometries)

    @cached_property
    def _codes(self) -> list[str]:
        return [str(code) for code in self.codes.tolist()]

    @cached_property
    def _homes(self) -> list[str]:
        return [str(home) for home in self.homes.tolist()]


@dataclass(frozen=True)
class Areas:
    """What cells are to cover.

    Attributes
    ----------
    codes, geometries
        Of each area; degrees.
    """

    codes: tuple[str, ...]
    geometries: NDArray[Any]

    @property
    def places(self) -> Places:
        """Where they are, and cells of theirs."""
        return Places(dict(zip(self.codes, self.geometries.tolist(), strict=True)))


@dataclass(frozen=True)
class Proven:
    """What a proof tells beside faults.

    Attributes
    ----------
    slivers
        True for cells too small for their community that another there could take in.
    collapses
        Parts of the areas' outlines that the lattice could not hold.
    unruled
        Codes of areas in several cells that have no lattice.
    """

    slivers: Bools
    collapses: list[Collapse]
    unruled: list[str]


def prove(
    pieces: Pieces,
    areas: Areas,
    lattices: Mapping[str, Lines],
    homeless: FaultKind,
    ledger: Ledger,
    origin: Callable[[], Origin],
) -> Proven:
    """Check cells against their areas and enter every fault.

    Parameters
    ----------
    pieces, areas
        What is to cover what.
    lattices
        By the areas' codes.
    homeless
        The fault of a cell whose area is not among those given.
    ledger
        Where faults are entered.
    origin
        Tells what the areas are; asked where something folds.
    """
    owner = _owners(pieces, areas)
    places = areas.places
    for cell in np.flatnonzero(owner == NOBODY).tolist():
        home = pieces.home(cell)
        named = "parent" if homeless is FaultKind.NO_PARENT else "community"
        place = places.of_cell(pieces.geometries[cell], home)
        ledger.add(homeless, (pieces.code(cell),), place, {named: home})
    given = read(areas.geometries)
    rings = _readable(pieces, given, places, ledger)
    network = Network.of(rings)
    scene = Scene(network, pieces.code)
    checked = shapes(rings, network, len(pieces.codes))
    for kind, edge, other in checked.wrong.tolist():
        place = scene.start(edge) if other < 0 else scene.middle(edge)
        ledger.add(_SHAPE_FAULTS[Wrong(kind)], (scene.code(edge),), place)
    for edge, other in network.repeated.tolist():
        both = (scene.code(edge), scene.code(other))
        ledger.add(FaultKind.EDGE_TWICE, both, scene.middle(edge))
    by_area = [lattices.get(code) for code in areas.codes]
    beside = sides(network, owner, pieces.free, by_area)
    for edge in beside.own.tolist():
        ledger.add(FaultKind.OWN_NEIGHBOUR, (scene.code(edge),), scene.middle(edge))

    drawn = borders(network, beside)
    for edge, other in drawn.meeting.tolist():
        concerned = (*scene.on_both_sides(edge), *scene.on_both_sides(other))
        ledger.add(FaultKind.BORDERS_MEET, concerned, scene.middle(edge))
    for node in drawn.torn.tolist():
        ledger.add(FaultKind.BORDERS_TORN, scene.around(node), scene.place(node))
    for edge in drawn.misplaced.tolist():
        # The cell that it lies on may share no edge with it.
        place = scene.middle(edge)
        there = (*scene.beside(edge), *pieces.codes_at(place))
        ledger.add(FaultKind.PIECE_MISPLACED, there, place)

    compared = fidelity(network, beside, given, pieces.free, by_area, origin)
    repaired = _repaired(areas, compared)
    if repaired is not None:
        compared = fidelity(network, beside, read(repaired), pieces.free, by_area, origin)
    enter_outlines(compared, scene, beside, areas.codes, pieces.codes_at, ledger)
    covered = _summed(checked.area2, owner, len(areas.codes))
    # Where an outline differs, so does the area; what remains is told by itself.
    told = np.union1d(compared.absent[:, 0], beside.left[compared.added])
    for area in np.setdiff1d(np.flatnonzero(covered != compared.area2), told).tolist():
        units = f"{(int(covered[area]) - int(compared.area2[area])) / 2:+.1f}"
        members = {pieces.code(cell) for cell in np.flatnonzero(owner == area).tolist()}
        cells, seen = ledger.concerning(members)
        facts = {"community": areas.codes[area], "units": units}
        place = seen or places.of_area(areas.codes[area])
        ledger.add(FaultKind.AREA_DIFFERS, cells, place, facts)
    for edge in beside.off_lattice.tolist():
        ledger.add(
            FaultKind.SIDE_OFF_LATTICE,
            scene.on_both_sides(edge),
            scene.middle(edge),
            {"community": areas.codes[int(beside.left[edge])]},
        )
    small = slivers(checked.area2, owner, pieces.free, beside.neighbourly, by_area)
    several = np.bincount(owner[(owner >= 0) & ~pieces.free], minlength=len(areas.codes)) > 1
    unruled = [
        code
        for code, lattice, many in zip(areas.codes, by_area, several.tolist(), strict=True)
        if many and lattice is None
    ]
    return Proven(small, _collapses(compared.collapsed, areas.codes), unruled)


def _owners(pieces: Pieces, areas: Areas) -> Ints:
    """Return the area of each cell by its number; `NOBODY` where it is not among them."""
    number = {code: i for i, code in enumerate(areas.codes)}
    label, homes = pandas.factorize(pieces.homes)
    named = [number.get(str(home), NOBODY) for home in homes.tolist()]
    return np.asarray([*named, NOBODY], dtype=np.int64)[label]


@compiled
def _summed(area2: Ints, owner: Ints, owners: int) -> Ints:
    total = np.zeros(owners, dtype=np.int64)
    for cell in range(len(owner)):
        if owner[cell] >= 0:
            total[owner[cell]] += area2[cell]
    return total


def _readable(pieces: Pieces, given: Stored, places: Places, ledger: Ledger) -> Stored:
    """Read the cells that lie on the globe and near the areas; enter the others."""
    stored = read(pieces.geometries)
    rows = stored.off_rows.tolist()
    for cell, place in zip(rows, stored.off_places_deg.tolist(), strict=True):
        ledger.add(FaultKind.OFF_LATTICE, (pieces.code(cell),), (place[0], place[1]))
    for cell in np.flatnonzero(stored.unfit).tolist():
        place = places.of_cell(pieces.geometries[cell], pieces.home(cell))
        ledger.add(FaultKind.NO_NUMBER, (pieces.code(cell),), place)
    if not len(given.xy) or not len(stored.xy):
        return stored
    # What is multiplied must span less than the limit; areas do, so half of it around their
    # middle holds them.
    middle = (given.extent[:2] + given.extent[2:]) // 2
    half = SPAN_LIMIT // 2
    if np.abs(stored.extent.reshape(2, 2) - middle).max() < half:
        return stored
    ring = stored.ring
    far = np.abs(stored.xy - middle).max(axis=1) >= half
    astray = np.unique(stored.feature[ring[far]])
    for cell in astray.tolist():
        place = stored.xy[far & (stored.feature[ring] == cell)][0]
        ledger.add(FaultKind.ASTRAY, (pieces.code(cell),), degrees(place))
    return stored.some(~np.isin(stored.feature, astray))


def _repaired(areas: Areas, compared: Fidelity) -> NDArray[Any] | None:
    """Return the areas with those repaired that cross themselves, if that may settle anything.

    Of all areas: a vertex that repairing takes from one leads its neighbour's edges no more.
    """
    if not len(compared.absent) and not len(compared.added):
        return None
    invalid = np.flatnonzero(~shapely.is_valid(areas.geometries))
    if not len(invalid):
        return None
    repaired = areas.geometries.copy()
    repaired[invalid], _ = polygonal(
        areas.geometries[invalid], [areas.codes[i] for i in invalid.tolist()]
    )
    return repaired


def _collapses(rows: Ints, codes: tuple[str, ...]) -> list[Collapse]:
    collapses = []
    for row in rows:
        middle = degrees((row[1:3] + row[3:5]) / 2)
        along = (row[3:5] - row[1:3]) * np.asarray(unit_size_m(middle[1]))
        collapses.append(Collapse(codes[int(row[0])], middle, float(np.hypot(*along))))
    return collapses
