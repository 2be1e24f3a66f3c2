"""Degrees to whole lattice units and back."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Indices = NDArray[np.int32]
"""Numbers of things, in half the room: what bounds the speed of large districts is memory.

Compiled code widens them before it counts with them; numpy does not.
"""

UNITS_PER_DEGREE = 10_000_000
"""One unit is 1e-7 degrees, about 1.1 cm along a meridian."""

SPAN_LIMIT = 2**29
"""Widest span, in units (about 53 degrees), whose doubled cross products fit into int64."""

# WGS84; CGCS2000 differs from it in the eighth digit of the flattening only.
_EQUATOR_RADIUS_M = 6_378_137.0
_ECCENTRICITY2 = 0.006_694_379_990_14


def to_units(degrees: ArrayLike) -> Ints:
    """Round degrees to lattice units, halves to the even unit.

    Parameters
    ----------
    degrees
        Finite numbers within ±180.
    """
    return np.rint(np.asarray(degrees, dtype=np.float64) * UNITS_PER_DEGREE).astype(np.int64)


def from_units(units: ArrayLike) -> Floats:
    """Return the doubles nearest to the degrees of lattice units.

    A correctly rounded quotient, so that it prints with seven decimals and goes back to the
    same units.
    """
    return np.asarray(units, dtype=np.int64) / float(UNITS_PER_DEGREE)


def rounded(degrees: ArrayLike) -> Floats:
    """Return degrees as they are stored, rounded to the lattice; what is no number stays none."""
    values = np.asarray(degrees, dtype=np.float64)
    return np.asarray(np.rint(values * UNITS_PER_DEGREE) / UNITS_PER_DEGREE)


def on_lattice(degrees: ArrayLike) -> Bools:
    """Tell which coordinates are exactly the stored form of a lattice unit."""
    values = np.asarray(degrees, dtype=np.float64)
    return np.asarray(from_units(to_units(values)) == values, dtype=np.bool_)


def unit_size_m(latitude: float) -> tuple[float, float]:
    """Return a unit's size in metres, eastward and northward, on the WGS84 ellipsoid.

    Parameters
    ----------
    latitude
        In degrees.
    """
    phi = math.radians(latitude)
    w2 = 1 - _ECCENTRICITY2 * math.sin(phi) ** 2
    east = _EQUATOR_RADIUS_M / math.sqrt(w2) * math.cos(phi)
    north = _EQUATOR_RADIUS_M * (1 - _ECCENTRICITY2) / w2**1.5
    unit = math.radians(1 / UNITS_PER_DEGREE)
    return east * unit, north * unit
