"""A division bettered step by step.

The steps are those of redistricting: flips of single plots, which take along what they would cut
off, and recombinations of two cells (D. DeFord, M. Duchin, J. Solomon: Recombination. Harvard Data
Science Review 3.1, 2021). A step for the worse is taken while it is below a threshold that falls
to nothing (G. Dueck, T. Scheuer: Threshold accepting. J. Comput. Phys. 90, 1990): unlike the
exponential of simulated annealing it is the same number on every machine.
"""

import numpy as np

from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled
from gis.partition.townscape.chance import State, below, share
from gis.partition.townscape.costs import energy, sums
from gis.partition.townscape.moves import flipped, recombined, taken_along

_RECOMBINED = 0.08
"""Of all steps, how many part two cells anew."""

_HOTTEST, _COLDEST = 1.2, 0.002


@compiled
def bettered(
    label: Ints,
    cells: int,
    first: Ints,
    neighbour: Ints,
    source: Ints,
    length: Floats,
    cost: Floats,
    bond: Floats,
    weight: Floats,
    area: Floats,
    rim: Floats,
    wanted: Floats,
    scale: float,
    steps: int,
    state: State,
) -> tuple[Ints, float]:
    """Better a division step by step.

    Parameters
    ----------
    label
        The cell of each node; changed.
    cells
        How many there are.
    source
        The node that each neighbour is one of.
    wanted
        Least, middle and most weight of a cell.
    scale
        Of the borders' cost: metres that count as much as a cell's shape.
    steps
        How many are tried.

    Returns
    -------
    ndarray of int64
        The best division met.
    float
        What it costs.
    """
    heavy, wide, around, torn = sums(
        label, cells, first, neighbour, length, cost, weight, area, rim
    )
    now = energy(heavy, wide, around, torn, wanted, scale)
    best, least = label.copy(), now
    if cells < 2 or not len(neighbour):
        return best, least
    nodes = np.bincount(label, minlength=cells)
    mark = np.zeros(len(label), np.int64)
    queue, moved = np.empty(len(label), np.int64), np.empty(len(label), np.int64)
    place = np.full(len(label), -1, np.int64)
    stamp = 0
    for step in range(steps):
        done = step / steps
        heat = _HOTTEST * (1.0 - done) ** 3 + _COLDEST * (1.0 - done)
        e = below(state, len(neighbour))
        a, t = source[e], label[neighbour[e]]
        s = label[a]
        if s == t:
            continue
        bar = now + heat * share(state) * share(state) * 2.0
        if share(state) < _RECOMBINED and nodes[s] + nodes[t] > 2:
            now, torn = recombined(
                label, s, t, place, first, neighbour, length, cost, bond, weight, area, rim,
                heavy, wide, around, nodes, torn, now, wanted, scale, bar, state,
            )  # fmt: skip
        else:
            if nodes[s] < 2:
                continue
            stamp += 2
            count = taken_along(a, s, label, first, neighbour, mark, stamp, queue, moved, nodes[s])
            if count == 0:
                continue
            now, torn = flipped(
                label, s, t, moved[:count], mark, stamp, first, neighbour, length, cost, weight,
                area, rim, heavy, wide, around, nodes, torn, now, wanted, scale, bar,
            )  # fmt: skip
        if now < least - 1e-9:
            least = now
            best[:] = label
    return best, least
