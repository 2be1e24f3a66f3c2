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

Sizes = tuple[int, int, int, int, int, int]

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


@inlined
def divided(place: int, by: int, shift: int) -> int:
    """Divide a place from a grid's first unit by a block's size: the `quotient`'s numbers."""
    # Factors of 32 bits: vector processors have no quick product of longer ones.
    return ((place & 0xFFFFFFFF) * (by & 0xFFFFFFFF)) >> shift


@inlined
def within_block(place: int, by: int, shift: int, size: int) -> int:
    """Return a place from its block's first unit; it stays what it is from then on."""
    column = divided(place, by, shift)
    return place - (column & 0xFFFFFFFF) * (size & 0xFFFFFFFF)


@compiled
def place_batch(
    lon: Floats, lat: Floats, west: int, south: int, width: int, height: int,
    by_x: int, shift_x: int, by_y: int, shift_y: int, columns: int, pad: int,
    x: Ints, y: Ints, place: Ints,
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
        column, row = divided(x[i], by_x, shift_x), divided(y[i], by_y, shift_y)
        place[i] = tiled(column, row, columns) if inside else pad
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
    nodes: Ints, wide: Ints, block: Sizes, x: Ints, y: Ints, found: Ints32, open_points: Ints,
    m: int, line: Ints, below: Ints, u: Ints, v: Ints, on_line: Bools,
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
    width, by_x, shift_x, height, by_y, shift_y = block
    for j in range(m):
        u[j] = within_block(u[j], by_x, shift_x, width)
        v[j] = within_block(v[j], by_y, shift_y, height)
    special = 0
    for j in range(m):
        w = line[j]
        side = line_dx(w) * v[j] - line_dy(w) * u[j] + line_c(w)
        below[j] = int64(int32(below[j] >> (32 & (side >> 63))))
        special += (side == 0) | ((w & int64(NO_LINE)) == 0)
    ties = 0
    if special:
        for j in range(m):
            i = open_points[j]
            w = line[j]
            if w & int64(NO_LINE):
                side = line_dx(w) * v[j] - line_dy(w) * u[j] + line_c(w)
            else:
                k = line_c(w)
                side = wide[k, 0] * v[j] - wide[k, 1] * u[j] + wide[k, 2]
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
    west: int, south: int, columns: int, height_blocks: int, block: Sizes,
    raster: Ints32, nodes: Ints, wide: Ints, grids: Ints,
) -> int:  # fmt: skip
    """Answer points from one layer.

    Parameters
    ----------
    lon, lat
        Degrees; anything.
    rows
        Gets the answers; with ``later``, where they are smaller than those of other layers.
    block
        Width of a block and what divides by it, height and what divides by it.

    Returns
    -------
    int
        How many points are not on the globe; below 0 if the index is deeper than any that is built.
    """
    block_width, by_x, shift_x, block_height, by_y, shift_y = block
    width, height = columns * block_width, height_blocks * block_height
    pad = len(raster) - 1
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
            by_x, shift_x, by_y, shift_y, columns, pad, x, y, place,
        )  # fmt: skip
        for i in range(stop, stop + n, DOUBLES_A_LINE):
            prefetch(lon, i)
            prefetch(lat, i)
        m = open_batch(raster, place[:n], found, open_points)
        if len(grids):
            m = leave_grids(found, open_points, m, x, y, block, grids, raster, below)
        for j in range(m):
            prefetch(nodes, 2 * (-2 - int64(found[uint64(open_points[j])])))
        ties = 0
        while m:
            m, met = descend(
                nodes, wide, block, x, y, found, open_points, m, line, below, u, v, on_line
            )
            ties += met
        if ties and not settle_ties(
            lon,
            lat,
            start,
            n,
            west,
            south,
            block,
            raster,
            place,
            nodes,
            wide,
            grids,
            on_line,
            found,
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
    lon: Floats, lat: Floats, start: int, n: int, west: int, south: int, block: Sizes,
    raster: Ints32, place: Ints, nodes: Ints, wide: Ints, grids: Ints,
    on_line: Bools, found: Ints32,
) -> bool:  # fmt: skip
    """Answer the points of a batch again that met a line; False if a tree is too deep."""
    width, by_x, shift_x, height, by_y, shift_y = block
    for i in range(n):
        if on_line[i]:
            on_line[i] = False
            u, v = round_to_units(lon[start + i]) - west, round_to_units(lat[start + i]) - south
            u = within_block(u, by_x, shift_x, width)
            v = within_block(v, by_y, shift_y, height)
            least = smallest(int64(raster[place[i]]), u, v, raster, nodes, wide, grids)
            if least == TOO_DEEP:
                return False
            found[i] = least
    return True


@compiled
def leave_grids(
    found: Ints32, open_points: Ints, m: int, x: Ints, y: Ints, block: Sizes,
    grids: Ints, raster: Ints32, inner: Ints,
) -> int:  # fmt: skip
    """Follow references to finer grids until none is left; return how many points stay open."""
    waiting = 0
    for j in range(m):
        i = open_points[j]
        inner[uint64(waiting)] = i
        waiting += found[uint64(i)] < GRIDS_END
    width, by_x, shift_x, height, by_y, shift_y = block
    for j in range(waiting):
        i = uint64(inner[j])
        x[i] = within_block(x[i], by_x, shift_x, width)
        y[i] = within_block(y[i], by_y, shift_y, height)
    while waiting:
        still = 0
        for j in range(waiting):
            i = uint64(inner[j])
            g = uint64(int64(found[i]) - FIRST_GRID)
            shift = grids[g, 0]
            place = grids[g, 2] + ((y[i] >> shift) << grids[g, 1]) + (x[i] >> shift)
            own = (int64(1) << shift) - 1
            x[i], y[i] = x[i] & own, y[i] & own
            reference = raster[uint64(place)]
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


@compiled
def locate_row(lon: float, lat: float, head: Ints) -> int:
    """Return the row of one point in a layer, −1 outside.

    Parameters
    ----------
    head
        West, south, columns and rows of the grid, width of a block and what divides by it, height
        and what divides by it; then address and length of the raster, nodes, wide lines and
        grids: one array is handed over faster than five.
    """
    if not (abs(lon) <= 180.0 and abs(lat) <= 90.0):
        return int(OUTSIDE)
    raster = carray(pointer(head[10]), (head[11],), np.int32)
    nodes = carray(pointer(head[12]), (head[13], 2), np.int64)
    wide = carray(pointer(head[14]), (head[15], 3), np.int64)
    grids = carray(pointer(head[16]), (head[17], 3), np.int64)
    x, y = round_to_units(lon) - head[0], round_to_units(lat) - head[1]
    column, row = divided(x, head[5], head[6]), divided(y, head[8], head[9])
    if x < 0 or y < 0 or column >= head[2] or row >= head[3]:
        return int(OUTSIDE)
    reference = int64(raster[tiled(column, row, head[2])])
    if reference >= OUTSIDE:
        return int(reference)
    x, y = x - column * head[4], y - row * head[7]
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
