"""From points to rows, in compiled loops.

Points go in batches that stay in the processor's nearest memory, through short loops: each either
fetches from far memory and does nothing else, so that many fetches are under way at once, or
computes in vectors.
"""

import numpy as np
from numba import carray  # type: ignore[attr-defined]

from gis.lattice import Bools, Floats, Ints
from gis.lattice.compiled import compiled, inlined
from gis.router.blocks import tiled
from gis.router.edges import Ints32
from gis.router.memory import bits_of, pointer, prefetch
from gis.router.nodes import (
    FIRST_GRID,
    GRIDS_END,
    NO_LINE,
    left_of,
    line_c,
    line_dx,
    line_dy,
    right_of,
    value,
)
from gis.router.words import int32, int64, uint32, uint64

BATCH = 1024

DOUBLES_A_LINE = 8
"""How many doubles the processor fetches from memory together."""

_ROUNDER = 6755399441055744.0
"""1.5 * 2**52: added to a number below 2**51, it rounds it to a whole one, halves to even."""

_ROUNDER_BITS = 0x4338000000000000

STACK = 1024
"""How many references wait at most while a point on lines is answered."""

OUTSIDE = -1
TOO_DEEP = -(1 << 31)


@compiled
def round_to_units(degrees: float) -> int:
    """Round degrees on the globe to units, halves to the even unit."""
    shifted = degrees * 1e7 + _ROUNDER
    return int(shifted - _ROUNDER)


@compiled
def place_batch(
    lon: Floats, lat: Floats, west: int, south: int, width: int, height: int,
    shift: int, columns: int, pad: int, x: Ints, y: Ints, place: Ints,
) -> int:  # fmt: skip
    """Find where points lie from a grid's first unit, and their blocks; count unusable ones.

    Short loops over few arrays: the compiler makes vector instructions of each.
    """
    n = len(lon)
    from_x, from_y = int64(_ROUNDER_BITS) + west, int64(_ROUNDER_BITS) + south
    off_globe = 0
    for i in range(n):
        x[i] = bits_of(lon[i] * 1e7 + _ROUNDER) - from_x
        off_globe += not abs(lon[i]) <= 180.0
    for i in range(n):
        y[i] = bits_of(lat[i] * 1e7 + _ROUNDER) - from_y
        off_globe += not abs(lat[i]) <= 90.0
    # Bits of NaN, infinity and numbers far off the globe lie outside every grid.
    for i in range(n):
        inside = (uint64(x[i]) < uint64(width)) & (uint64(y[i]) < uint64(height))
        place[i] = tiled(x[i] >> shift, y[i] >> shift, columns) if inside else pad
    unusable = 0
    if off_globe:
        for i in range(n):
            if not (abs(lon[i]) <= 180.0 and abs(lat[i]) <= 90.0):
                place[i] = pad
                unusable += 1
    return unusable


@compiled
def open_batch(raster: Ints32, place: Ints, found: Ints32, open_points: Ints) -> int:
    """Read the references of blocks; list the points whose block is no answer yet."""
    for i in range(len(place)):
        found[i] = raster[uint64(place[i])]
    m = 0
    for i in range(len(place)):
        open_points[uint64(m)] = i
        m += found[i] < OUTSIDE
    return m


@compiled
def descend(
    nodes: Ints, wide: Ints, mask: int, x: Ints, y: Ints, found: Ints32, open_points: Ints, m: int,
    line: Ints, below: Ints, u: Ints, v: Ints, on_line: Bools,
) -> tuple[int, int]:  # fmt: skip
    """Take open points one node down.

    Nodes are fetched in a loop that does nothing else, so that the processor waits for many at
    once; the arithmetic is done in vectors.

    Returns
    -------
    tuple of int
        How many points are still open, and how many met a line.
    """
    for j in range(m):
        node = uint64(-2 - int64(found[uint64(open_points[j])]))
        line[j], below[j] = nodes[node, 0], nodes[node, 1]
    for j in range(m):
        i = uint64(open_points[j])
        u[j], v[j] = x[i], y[i]
    special = 0
    for j in range(m):
        w = line[j]
        side = line_dx(w) * (v[j] & mask) - line_dy(w) * (u[j] & mask) + line_c(w)
        below[j] = int64(int32(below[j] >> (32 & (side >> 63))))
        special += (side == 0) | ((w & int64(NO_LINE)) == 0)
    ties = 0
    if special:
        for j in range(m):
            i = open_points[j]
            w = line[j]
            if w & int64(NO_LINE):
                side = line_dx(w) * (v[j] & mask) - line_dy(w) * (u[j] & mask) + line_c(w)
            else:
                k = line_c(w)
                side = wide[k, 0] * (v[j] & mask) - wide[k, 1] * (u[j] & mask) + wide[k, 2]
                pair = nodes[-2 - int64(found[i]), 1]
                below[j] = left_of(pair) if side >= 0 else right_of(pair)
            if side == 0:
                on_line[i] = True
                ties += 1
    still = 0
    for j in range(m):
        i = open_points[j]
        found[uint64(i)] = below[j]
        open_points[uint64(still)] = i
        still += below[j] < OUTSIDE
    return still, ties


@compiled
def route_points(
    lon: Floats, lat: Floats, rows: Ints32, later: bool,
    west: int, south: int, shift: int, columns: int, height_blocks: int,
    raster: Ints32, nodes: Ints, wide: Ints, grids: Ints,
) -> int:  # fmt: skip
    """Answer points from one layer.

    Parameters
    ----------
    lon, lat
        Degrees; anything.
    rows
        Gets the answers; with ``later``, where they are smaller than those of other layers.

    Returns
    -------
    int
        How many points are not on the globe; below 0 if the index is deeper than any that is built.
    """
    width, height = columns << shift, height_blocks << shift
    pad, mask = len(raster) - 1, (int64(1) << shift) - 1
    x, y, place = np.empty(BATCH, np.int64), np.empty(BATCH, np.int64), np.empty(BATCH, np.int64)
    u, v, line = np.empty(BATCH, np.int64), np.empty(BATCH, np.int64), np.empty(BATCH, np.int64)
    below, open_points = np.empty(BATCH, np.int64), np.empty(BATCH + 1, np.int64)
    found, on_line = np.empty(BATCH, np.int32), np.zeros(BATCH, np.bool_)
    unusable = 0
    for start in range(0, len(lon), BATCH):
        stop = min(start + BATCH, len(lon))
        n = stop - start
        unusable += place_batch(
            lon[start:stop], lat[start:stop], west, south, width, height,
            shift, columns, pad, x, y, place,
        )  # fmt: skip
        for i in range(stop, stop + n, DOUBLES_A_LINE):
            prefetch(lon, i)
            prefetch(lat, i)
        m = open_batch(raster, place[:n], found, open_points)
        if len(grids):
            m = leave_grids(found, open_points, m, x, y, mask, grids, raster, below)
        for j in range(m):
            prefetch(nodes, 2 * (-2 - int64(found[uint64(open_points[j])])))
        ties = 0
        while m:
            m, met = descend(
                nodes, wide, mask, x, y, found, open_points, m, line, below, u, v, on_line
            )
            ties += met
        if ties and not settle_ties(
            lon, lat, start, n, west, south, mask, raster, place, nodes, wide, grids, on_line, found
        ):
            return -1
        answers = rows[start:stop]
        if later:
            for i in range(n):
                smaller = uint32(found[i]) < uint32(answers[i])
                answers[i] = found[i] if smaller else answers[i]
        else:
            for i in range(n):
                answers[i] = found[i]
    return unusable


@compiled
def settle_ties(
    lon: Floats, lat: Floats, start: int, n: int, west: int, south: int, mask: int,
    raster: Ints32, place: Ints, nodes: Ints, wide: Ints, grids: Ints,
    on_line: Bools, found: Ints32,
) -> bool:  # fmt: skip
    """Answer the points of a batch again that met a line; False if a tree is too deep."""
    for i in range(n):
        if on_line[i]:
            on_line[i] = False
            u, v = round_to_units(lon[start + i]) - west, round_to_units(lat[start + i]) - south
            least = smallest(
                int64(raster[place[i]]), u & mask, v & mask, raster, nodes, wide, grids
            )
            if least == TOO_DEEP:
                return False
            found[i] = least
    return True


@compiled
def leave_grids(
    found: Ints32, open_points: Ints, m: int, x: Ints, y: Ints, mask: int,
    grids: Ints, raster: Ints32, inner: Ints,
) -> int:  # fmt: skip
    """Follow references to finer grids until none is left; return how many points stay open."""
    waiting = 0
    for j in range(m):
        i = open_points[j]
        inner[uint64(waiting)] = i
        waiting += found[uint64(i)] < GRIDS_END
    for j in range(waiting):
        i = uint64(inner[j])
        x[i], y[i] = x[i] & mask, y[i] & mask
    while waiting:
        still = 0
        for j in range(waiting):
            i = uint64(inner[j])
            g = uint64(int64(found[i]) - FIRST_GRID)
            shift = grids[g, 0]
            block = grids[g, 2] + ((y[i] >> shift) << grids[g, 1]) + (x[i] >> shift)
            own = (int64(1) << shift) - 1
            x[i], y[i] = x[i] & own, y[i] & own
            reference = raster[uint64(block)]
            found[i] = reference
            inner[uint64(still)] = int64(i)
            still += reference < GRIDS_END
        waiting = still
    still = 0
    for j in range(m):
        i = open_points[j]
        open_points[uint64(still)] = i
        still += found[uint64(i)] < OUTSIDE
    return still


@compiled
def smallest(
    reference: int, x: int, y: int, raster: Ints32, nodes: Ints, wide: Ints, grids: Ints
) -> int:
    """Return the smallest row whose closed cell holds a place of a block; −1 for none.

    On a node's line both sides are followed: all faces whose border holds the place are reached.
    """
    reference = int64(reference)
    while reference < GRIDS_END:
        g = reference - FIRST_GRID
        shift = grids[g, 0]
        reference = int64(raster[grids[g, 2] + ((y >> shift) << grids[g, 1]) + (x >> shift)])
        x &= (int64(1) << shift) - 1
        y &= (int64(1) << shift) - 1
    least = int64(OUTSIDE)
    stack = np.empty(STACK, np.int64)
    waiting = 0
    while True:
        while reference < OUTSIDE:
            node = -2 - reference
            v = value(nodes, wide, node, x, y, 1)
            if v == 0:
                if waiting == STACK:
                    return TOO_DEEP
                stack[waiting] = right_of(nodes[node, 1])
                waiting += 1
            reference = left_of(nodes[node, 1]) if v >= 0 else right_of(nodes[node, 1])
        if reference >= 0 and (least < 0 or reference < least):
            least = reference
        if waiting == 0:
            return int(least)
        waiting -= 1
        reference = stack[waiting]


@inlined
def reference_at(
    x: int, y: int, west: int, south: int, shift: int, columns: int, rows: int, raster: Ints32
) -> int:
    """Return the reference of the block that holds a place in units."""
    u, v = x - west, y - south
    if u < 0 or v < 0 or u >= columns << shift or v >= rows << shift:
        return int(OUTSIDE)
    return int(raster[tiled(u >> shift, v >> shift, columns)])


@compiled
def locate_row(lon: float, lat: float, head: Ints) -> int:
    """Return the row of one point in a layer, −1 outside.

    Parameters
    ----------
    head
        West, south, shift, columns and rows of the grid; then address and length of the raster,
        nodes, wide lines and grids: one array is handed over faster than five.
    """
    if not (abs(lon) <= 180.0 and abs(lat) <= 90.0):
        return int(OUTSIDE)
    raster = carray(pointer(head[5]), (head[6],), np.int32)
    nodes = carray(pointer(head[7]), (head[8], 2), np.int64)
    wide = carray(pointer(head[9]), (head[10], 3), np.int64)
    grids = carray(pointer(head[11]), (head[12], 3), np.int64)
    x, y = round_to_units(lon), round_to_units(lat)
    reference = reference_at(x, y, head[0], head[1], head[2], head[3], head[4], raster)
    if reference >= OUTSIDE:
        return reference
    mask = (int64(1) << head[2]) - 1
    x, y = (x - head[0]) & mask, (y - head[1]) & mask
    if reference >= GRIDS_END:
        root = reference
        while reference < OUTSIDE:
            node = -2 - reference
            v = value(nodes, wide, node, x, y, 1)
            if v == 0:
                return smallest(root, x, y, raster, nodes, wide, grids)
            reference = left_of(nodes[node, 1]) if v > 0 else right_of(nodes[node, 1])
        return int(reference)
    return smallest(reference, x, y, raster, nodes, wide, grids)
