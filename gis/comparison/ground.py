"""Area and length on the ground of straight edges in lattice units."""

import math

import numpy as np

from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled

# WGS84, as in gis.datums, whose areas these equal.
_A_M = 6_378_137.0
_E2 = 0.006_694_379_990_141_316
_E = math.sqrt(_E2)
_RADIANS_PER_UNIT = math.radians(1e-7)


@compiled
def authalic(y: float) -> float:
    """Return q of Snyder, Map Projections (1987), equation 3-12, at a latitude in units."""
    sine = math.sin(y * _RADIANS_PER_UNIT)
    return (1 - _E2) * (sine / (1 - _E2 * sine * sine) + math.atanh(_E * sine) / _E)


@compiled
def under_m2(ax: float, ay: float, bx: float, by: float, south: float, q_south: float) -> float:
    """Return the area between an edge and a parallel, negative eastward.

    Summed along a ring with its inside to the left it is the ring's area; Simpson's rule errs
    by less than 1e-12.

    Parameters
    ----------
    ax, ay, bx, by
        Ends in units, latitudes from ``south``.
    south, q_south
        The latitude in units that they count from, and `authalic` of the parallel.
    """
    q = (
        authalic(south + ay)
        + 4 * authalic(south + (ay + by) / 2)
        + authalic(south + by)
        - 6 * q_south
    )
    return (ax - bx) * _RADIANS_PER_UNIT * q * (_A_M * _A_M / 12)


@compiled
def edges_under_m2(nodes: Ints, lows: Ints, highs: Ints, south: float, q_south: float) -> Floats:
    """Return `under_m2` of edges between numbered vertices."""
    q = np.empty(len(nodes), dtype=np.float64)
    for n in range(len(nodes)):
        q[n] = authalic(south + nodes[n, 1]) - q_south
    areas = np.empty(len(lows), dtype=np.float64)
    for e in range(len(lows)):
        a, b = lows[e], highs[e]
        middle = authalic(south + (nodes[a, 1] + nodes[b, 1]) / 2) - q_south
        east = (nodes[a, 0] - nodes[b, 0]) * _RADIANS_PER_UNIT
        areas[e] = east * (q[a] + 4 * middle + q[b]) * (_A_M * _A_M / 12)
    return areas
