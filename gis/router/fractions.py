"""Comparing fractions exactly, however long their terms."""

from gis.lattice.compiled import compiled

_SMALL = 1 << 31
"""Terms below this can be multiplied in int64."""


@compiled
def less(n1: int, d1: int, n2: int, d2: int) -> bool:
    """Tell whether ``n1 / d1 < n2 / d2``; terms are not negative, denominators above 0.

    Long terms are compared as continued fractions: whole parts first, then what remains,
    turned over. Nothing overflows.
    """
    if n1 < _SMALL and d1 < _SMALL and n2 < _SMALL and d2 < _SMALL:
        return n1 * d2 < n2 * d1
    while True:
        q1, q2 = n1 // d1, n2 // d2
        if q1 != q2:
            return q1 < q2
        r1, r2 = n1 - q1 * d1, n2 - q2 * d2
        if r2 == 0:
            return False
        if r1 == 0:
            return True
        # r1/d1 < r2/d2 exactly if d2/r2 < d1/r1.
        n1, d1, n2, d2 = d2, r2, d1, r1
