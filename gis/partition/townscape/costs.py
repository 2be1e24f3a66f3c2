"""What cells cost: to miss their weight, to be bent, to have borders."""

import numpy as np

from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled

OFF, OUT, STEEP = 2.0, 6.0, 20.0
"""What it costs to miss the middle of the range, to be out of it, and how far out."""

ROUND, STRAGGLING, CUT = 0.8, 3.0, 1.0
"""What it costs to be long, to be much longer than that, and what borders cost."""

_STRAGGLING_FROM = 3.6
_FOUR_PI = 12.566370614359172


@compiled
def amiss(weight: float, low: float, middle: float, high: float) -> float:
    """Return what a cell's weight costs."""
    off = (weight - middle) / middle
    cost = OFF * off * off
    if weight < low:
        cost += OUT + STEEP * (low - weight) / middle
    elif weight > high:
        cost += OUT + STEEP * (weight - high) / middle
    return cost


@compiled
def bent(perimeter: float, area: float) -> float:
    """Return what a cell's shape costs."""
    over = perimeter * perimeter / (_FOUR_PI * max(area, 1e-9)) - 1.0
    cost = ROUND * over
    if over > _STRAGGLING_FROM - 1.0:
        cost += STRAGGLING * (over - (_STRAGGLING_FROM - 1.0))
    return cost


@compiled
def sums(
    label: Ints,
    cells: int,
    first: Ints,
    neighbour: Ints,
    length: Floats,
    cost: Floats,
    weight: Floats,
    area: Floats,
    rim: Floats,
) -> tuple[Floats, Floats, Floats, float]:
    """Return each cell's weight, area and perimeter, and what all borders cost."""
    heavy, wide, around = np.zeros(cells), np.zeros(cells), np.zeros(cells)
    torn = 0.0
    for k in range(len(label)):
        c = label[k]
        heavy[c] += weight[k]
        wide[c] += area[k]
        around[c] += rim[k]
        for e in range(first[k], first[k + 1]):
            if label[neighbour[e]] != c:
                around[c] += length[e]
                torn += cost[e] / 2
    return heavy, wide, around, torn


@compiled
def energy(
    heavy: Floats, wide: Floats, around: Floats, torn: float, wanted: Floats, scale: float
) -> float:
    """Return what a division costs in all."""
    total = CUT * torn / scale
    for c in range(len(heavy)):
        total += amiss(heavy[c], wanted[0], wanted[1], wanted[2]) + bent(around[c], wide[c])
    return total
