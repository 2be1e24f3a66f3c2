"""How many cells a community gets, and which plots each of them has."""

from dataclasses import dataclass

import numpy as np

from gis.lattice import Floats, Ints
from gis.partition.contract import Tell, silent
from gis.partition.townscape.annealing import bettered
from gis.partition.townscape.arrays import sums
from gis.partition.townscape.graph import Graph
from gis.partition.townscape.halving import halved

MAIN_STREET = 0.6
"""What a metre of main street within a cell costs."""

_RUNS, _MANY, _RUNS_OF_MANY = 12, 1_500, 4
_STEPS_A_NODE, _FEWEST_STEPS, _MOST_STEPS = 1_000, 100_000, 4_000_000
_TRIES = 12


@dataclass(frozen=True)
class Aim:
    """What is wanted of each cell.

    Attributes
    ----------
    minimum, maximum
        Of its weight.
    cells
        How many are wanted in all; None for as many as the range asks for.
    """

    minimum: float
    maximum: float
    cells: int | None = None

    @property
    def middle(self) -> float:
        """Halfway between both."""
        return (self.minimum + self.maximum) / 2


def dealt(graph: Graph, aim: Aim, seed: int, tell: Tell = silent) -> Ints:
    """Return the cell of each node, cells in one piece each; tell what share is done.

    A node above the maximum, a building that nobody can part, counts as a cell that is full.
    """
    weight = np.where(graph.weight > aim.maximum, aim.middle, graph.weight)
    piece = _pieces(graph)
    count = int(piece.max()) + 1
    heavy = sums(piece, weight, count)
    cells = _cells_of(heavy, np.bincount(piece, minlength=count), aim)
    total = int(cells.sum())
    middle = aim.middle
    if aim.cells is not None:
        middle = float(heavy.sum()) / max(total, 1)
    if total == count:
        return piece
    half = (aim.maximum - aim.minimum) / (2 * aim.middle) * middle
    wanted = np.array([middle - half, middle, middle + half])
    scale = 2.0 * float(np.sqrt(graph.area_m2.sum() / total))
    cost = graph.cost - MAIN_STREET * graph.across_m
    bond = cost / np.maximum(graph.length_m, 1e-9)
    bond = np.maximum(bond, 0.0)
    source = np.repeat(np.arange(len(graph)), np.diff(graph.first))
    steps = min(max(_STEPS_A_NODE * len(graph), _FEWEST_STEPS), _MOST_STEPS)
    found: tuple[float, Ints] | None = None
    runs = _RUNS if len(graph) < _MANY else _RUNS_OF_MANY
    for run in range(runs):
        tell(run / runs)
        state = np.array([(seed << 8) + run], dtype=np.uint64)
        label, room = piece.copy(), np.zeros(total + 1, dtype=np.int64)
        room[:count] = cells
        halved(
            label, room, graph.first, graph.neighbour, bond, weight, graph.area_m2, _TRIES, state
        )
        label, cost_of_all = bettered(
            label, int(label.max()) + 1, graph.first, graph.neighbour, source, graph.length_m, cost,
            bond, weight, graph.area_m2, graph.rim_m, wanted, scale, steps, state,
        )  # fmt: skip
        if found is None or cost_of_all < found[0]:
            found = cost_of_all, label
    assert found is not None
    return found[1]


def _pieces(graph: Graph) -> Ints:
    """Return the part of the community that each node lies in: parts that share no side."""
    piece = np.full(len(graph), -1, dtype=np.int64)
    count = 0
    for start in range(len(graph)):
        if piece[start] >= 0:
            continue
        piece[start] = count
        waiting = [start]
        while waiting:
            k = waiting.pop()
            for other in graph.neighbour[graph.first[k] : graph.first[k + 1]].tolist():
                if piece[other] < 0:
                    piece[other] = count
                    waiting.append(other)
        count += 1
    return piece


def _cells_of(heavy: Floats, nodes: Ints, aim: Aim) -> Ints:
    """Return how many cells each part gets."""
    if aim.cells is None:
        fewest = np.ceil(heavy / aim.maximum)
        most = np.floor(heavy / aim.minimum)
        # Where no number fits, the nearest to the middle of the range is taken.
        near = np.rint(heavy / aim.middle)
        fit = np.clip(near, np.minimum(fewest, most), np.maximum(fewest, most))
        cells = np.where(fewest <= most, fit, near)
        return np.asarray(np.clip(cells, 1, nodes), dtype=np.int64)
    total = float(heavy.sum())
    share = heavy / total * aim.cells if total > 0 else nodes / nodes.sum() * aim.cells
    cells = np.clip(np.floor(share), 1, nodes).astype(np.int64)
    # What is left over goes to the largest remainders; what parts that get one for themselves
    # take beyond their share, the others give.
    while cells.sum() < aim.cells and (cells < nodes).any():
        cells[np.where(cells < nodes, share - cells, -np.inf).argmax()] += 1
    while cells.sum() > aim.cells and (cells > 1).any():
        cells[np.where(cells > 1, cells - share, -np.inf).argmax()] -= 1
    return cells
