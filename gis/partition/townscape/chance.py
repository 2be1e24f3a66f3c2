"""Numbers that look random and are the same on every machine: splitmix64.

G. Steele, D. Lea, C. Flood: Fast splittable pseudorandom number generators. OOPSLA 2014.
"""

import numpy as np
from numpy.typing import NDArray

from gis.lattice.compiled import compiled, inlined

State = NDArray[np.uint64]
"""One number, changed by each draw."""


@inlined
def draw(state):  # type: ignore[no-untyped-def]
    """Return the next 64 bits."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def below(state: State, limit: int) -> int:
    """Return a whole number from 0 to before a limit."""
    return int((draw(state) >> np.uint64(33)) % np.uint64(limit))


@compiled
def share(state: State) -> float:
    """Return a number from 0 to before 1, in steps of 2⁻⁵³."""
    return float(draw(state) >> np.uint64(11)) * (1.0 / 9007199254740992.0)
