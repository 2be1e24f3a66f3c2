"""Square buckets that points and segments are sorted into.

The plane of buckets is folded onto a torus of ``2**bits`` by ``2**bits`` slots, so memory goes
with the number of things and not with the span, and neighbouring buckets lie in neighbouring
slots. Buckets that share a slot are far apart: what is found there fails the exact tests.
"""

import numpy as np

from gis.lattice import Indices, Ints
from gis.lattice.compiled import compiled, inlined

_MOST_PASSED = 16
"""Buckets that a segment may pass through, in the mean."""


@inlined
def slot(column: int, row: int, bits: int) -> int:
    """Return the slot of a bucket."""
    mask = (1 << bits) - 1
    return (column & mask) | ((row & mask) << bits)


@compiled
def rows_met(
    ax: int, ay: int, bx: int, by: int, column: int, shift: int, margin: int
) -> tuple[int, int]:
    """Return the first and last bucket row that a segment reaches in a column of buckets.

    ``margin`` widens the segment, in units. A row too many does no harm.
    """
    low, high = min(ay, by), max(ay, by)
    if (high - low) >> shift >= 2 and ax != bx:
        if ax > bx:
            ax, ay, bx, by = bx, by, ax, ay
        west = max((column << shift) - margin, ax)
        east = min(((column + 1) << shift) + margin, bx)
        dx, dy = bx - ax, by - ay
        at_west = ay + (west - ax) * dy // dx
        at_east = ay + (east - ax) * dy // dx
        low = max(low, min(at_west, at_east))
        high = min(high, max(at_west, at_east) + 1)
    return (low - margin) >> shift, (high + margin) >> shift


@compiled
def bucket_shift(ax: Ints, ay: Ints, bx: Ints, by: Ints) -> int:
    """Return the width of buckets, as a power of two, that suits most of the segments."""
    total, reach = 0, 0
    for i in range(len(ax)):
        length = max(abs(bx[i] - ax[i]), abs(by[i] - ay[i]))
        reach += length
        bits = 0
        for step in (16, 8, 4, 2, 1):
            if length >> step:
                length >>= step
                bits += step
        total += bits + (length > 0)
    return wide_enough(max(total // max(len(ax), 1), 2), reach, len(ax))


@compiled
def length_of(ax: Ints, ay: Ints, bx: Ints, by: Ints) -> int:
    """Return how far segments go together, each along its longer axis, in units."""
    reach = 0
    for i in range(len(ax)):
        reach += max(abs(bx[i] - ax[i]), abs(by[i] - ay[i]))
    return reach


@compiled
def wide_enough(shift: int, length: int, things: int) -> int:
    """Widen buckets until segments of some length together pass through few for each thing.

    Among many short segments, one across half the world would else pass through millions.
    """
    while length >> shift > _MOST_PASSED * (things + 1):
        shift += 1
    return shift


@compiled
def bucket_bits(things: int) -> int:
    """Return the size of a torus, as a power of two, that holds one to four things a slot."""
    bits = 2
    while 1 << (2 * bits) < things:
        bits += 1
    return bits


@compiled
def segment_buckets(
    ax: Ints, ay: Ints, bx: Ints, by: Ints, shift: int, bits: int
) -> tuple[Indices, Indices]:
    """List the segments that pass through each slot: where each slot's list starts, and all."""
    first = np.zeros((1 << (2 * bits)) + 1, dtype=np.int32)
    item = np.empty(0, dtype=np.int32)
    for filling in range(2):
        for i in range(len(ax)):
            west, east = min(ax[i], bx[i]) >> shift, max(ax[i], bx[i]) >> shift
            for column in range(west, east + 1):
                south, north = rows_met(ax[i], ay[i], bx[i], by[i], column, shift, 0)
                for row in range(south, north + 1):
                    s = slot(column, row, bits)
                    if filling:
                        first[s] -= 1
                        item[first[s]] = i
                    else:
                        first[s] += 1
        if not filling:
            # Each start stands at its slot's end and is counted down while filling.
            for s in range(1, len(first)):
                first[s] += first[s - 1]
            item = np.empty(first[-1], dtype=np.int32)
    return first, item
