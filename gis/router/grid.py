"""The raster of blocks, and which edges pass through each block.

A block covers some units each way. Its region is the open box half a unit around them:
no end of an edge can lie on the border, so whether an edge meets it is an exact yes or no.
"""

import numpy as np

from gis.lattice import Ints
from gis.lattice.compiled import compiled, inlined
from gis.router.edges import Ints32
from gis.router.words import int64


@inlined
def met(ax: int, ay: int, bx: int, by: int, x: int, y: int, width: int, height: int) -> bool:
    """Tell whether an edge passes through the region of a block that its own box overlaps."""
    dx, dy = bx - ax, by - ay
    low_x, low_y = 2 * (x - ax) - 1, 2 * (y - ay) - 1
    a = dx * low_y - dy * low_x
    b = a + dx * 2 * height
    c = a - dy * 2 * width
    d = b - dy * 2 * width
    return min(min(a, b), min(c, d)) < 0 < max(max(a, b), max(c, d))


@compiled
def edges_by_block(
    xy: Ints32,
    some: Ints32,
    west: int,
    south: int,
    width: int,
    height: int,
    columns: int,
    rows: int,
) -> tuple[Ints32, Ints32]:
    """List the edges that meet each block: where each block's list starts, and all.

    Parameters
    ----------
    some
        The edges to look at; others and parts beyond the blocks are left out.
    west, south, width, height, columns, rows
        The blocks, numbered row by row.
    """
    first = np.zeros(columns * rows + 1, np.int32)
    items = np.empty(0, np.int32)
    for filling in range(2):
        for e in some:
            ax, ay = int64(xy[e, 0]), int64(xy[e, 1])
            bx, by = int64(xy[e, 2]), int64(xy[e, 3])
            low, high = (min(ay, by) - south) // height, (max(ay, by) - south) // height
            start, stop = (ax - west) // width, (bx - west) // width
            # Within one row or one column an edge meets every block between its ends.
            plain = low == high or start == stop
            low, high = max(low, 0), min(high, rows - 1)
            start, stop = max(start, 0), min(stop, columns - 1)
            slope = 0.0 if ay == by else (bx - ax) / (by - ay)
            for row in range(low, high + 1):
                c0, c1 = start, stop
                if not plain:
                    # The edge's extent in this row, a block to spare; `met` decides.
                    y = south + row * height
                    at_low = ax + (y - 1 - ay) * slope - west
                    at_high = ax + (y + height - ay) * slope - west
                    c0 = max(start, int(min(at_low, at_high) // width) - 1)
                    c1 = min(stop, int(max(at_low, at_high) // width) + 1)
                for column in range(c0, c1 + 1):
                    if plain or met(
                        ax, ay, bx, by,
                        west + column * width, south + row * height, width, height,
                    ):  # fmt: skip
                        block = row * columns + column
                        if filling:
                            first[block] -= 1
                            items[first[block]] = e
                        else:
                            first[block] += 1
        if not filling:
            total = 0
            for block in range(columns * rows):
                total += first[block]
                first[block] = total
            first[columns * rows] = total
            items = np.empty(total, np.int32)
    return first, items


@compiled
def crossings_by_shift(xy: Ints32) -> Ints:
    """Return about how many blocks edges meet in all, for each shift from 0 to 31."""
    lengths = 0
    for e in range(len(xy)):
        lengths += int64(xy[e, 2]) - xy[e, 0] + abs(int64(xy[e, 3]) - xy[e, 1])
    met_blocks = np.empty(32, np.int64)
    for shift in range(32):
        met_blocks[shift] = len(xy) + (lengths >> shift)
    return met_blocks
