"""From points to rows, in compiled loops.

Points go in batches. While one batch is answered, the places of the next one's blocks are
computed and asked for, so that memory is waited for once a batch and not once a point.
"""

import numba
import numpy as np

from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled, inlined
from gis.router.blocks import tiled
from gis.router.edges import Ints32
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
from gis.router.memory import pointer, prefetch

BATCH = 512

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
    return np.int64(shifted - _ROUNDER)


@compiled
def place_batch(
    lon: Floats, lat: Floats, start: int, n: int,
    west: int, south: int, width: int, height: int, shift: int, columns: int, pad: int,
    fx: Floats, fy: Floats, x: Ints, y: Ints, place: Ints,
) -> int:  # fmt: skip
    """Find each point's block and where it lies in it; count points that are not on the globe."""
    for i in range(n):
        fx[i] = lon[start + i] * 1e7 + _ROUNDER
        fy[i] = lat[start + i] * 1e7 + _ROUNDER
    bits_x, bits_y = fx.view(np.int64), fy.view(np.int64)
    mask = (np.int64(1) << shift) - 1
    unusable = 0
    for i in range(n):
        ok = (abs(lon[start + i]) <= 180.0) & (abs(lat[start + i]) <= 90.0)
        unusable += not ok
        u = bits_x[i] - np.int64(_ROUNDER_BITS) - west
        v = bits_y[i] - np.int64(_ROUNDER_BITS) - south
        inside = ok & (u >= 0) & (u < width) & (v >= 0) & (v < height)
        x[i], y[i] = u & mask, v & mask
        place[i] = tiled(u >> shift, v >> shift, columns) if inside else pad
    return unusable


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
    pad, mask = len(raster) - 1, (np.int64(1) << shift) - 1
    fx, fy = np.empty(BATCH), np.empty(BATCH)
    x, y = np.empty(BATCH, np.int64), np.empty(BATCH, np.int64)
    place = np.empty(BATCH, np.int64)
    next_x, next_y, next_place = np.empty_like(x), np.empty_like(y), np.empty_like(place)
    found, open_points = np.empty(BATCH, np.int32), np.empty(BATCH + 1, np.int64)
    on_line = np.zeros(BATCH, np.bool_)
    total = len(lon)
    unusable = place_batch(
        lon, lat, 0, min(BATCH, total), west, south, width, height, shift, columns, pad,
        fx, fy, next_x, next_y, next_place,
    )  # fmt: skip
    for start in range(0, total, BATCH):
        x, next_x = next_x, x
        y, next_y = next_y, y
        place, next_place = next_place, place
        n = min(BATCH, total - start)
        after = start + n
        if after < total:
            many = min(BATCH, total - after)
            unusable += place_batch(
                lon, lat, after, many, west, south, width, height, shift, columns, pad,
                fx, fy, next_x, next_y, next_place,
            )  # fmt: skip
            for i in range(many):
                prefetch(raster, next_place[i])
        m = 0
        for i in range(n):
            reference = raster[np.uint64(place[i])]
            found[i] = reference
            open_points[m] = i
            m += reference < OUTSIDE
        if len(grids):
            m = leave_grids(found, open_points, m, x, y, grids, raster)
        for j in range(m):
            prefetch(nodes, 2 * (-2 - np.int64(found[np.uint64(open_points[j])])))
        ties = 0
        while m:
            still = 0
            for j in range(m):
                i = np.uint64(open_points[j])
                node = np.uint64(-2 - np.int64(found[i]))
                line = nodes[node, 0]
                if line & np.int64(NO_LINE):
                    v = line_dx(line) * y[i] - line_dy(line) * x[i] + line_c(line)
                else:
                    w = line_c(line)
                    v = wide[w, 0] * y[i] - wide[w, 1] * x[i] + wide[w, 2]
                if v == 0:
                    on_line[i] = True
                    ties += 1
                reference = np.int32(nodes[node, 1] >> (32 & (v >> 63)))
                found[i] = reference
                open_points[still] = np.int64(i)
                still += reference < OUTSIDE
                prefetch(nodes, 2 * (-2 - np.int64(reference)))
            m = still
        if ties:
            for i in range(n):
                if on_line[i]:
                    on_line[i] = False
                    u = round_to_units(lon[start + i]) - west
                    v = round_to_units(lat[start + i]) - south
                    least = smallest(
                        np.int64(raster[place[i]]), u & mask, v & mask, raster, nodes, wide, grids
                    )
                    if least == TOO_DEEP:
                        return -1
                    found[i] = least
        if later:
            for i in range(n):
                old, new = rows[start + i], found[i]
                rows[start + i] = new if np.uint32(new) < np.uint32(old) else old
        else:
            for i in range(n):
                rows[start + i] = found[i]
    return unusable


@compiled
def leave_grids(
    found: Ints32, open_points: Ints, m: int, x: Ints, y: Ints, grids: Ints, raster: Ints32
) -> int:
    """Follow references to finer grids until none is left; return how many points stay open."""
    still = 0
    for j in range(m):
        i = open_points[j]
        reference = np.int64(found[i])
        while reference < GRIDS_END:
            g = reference - FIRST_GRID
            shift = grids[g, 0]
            block = grids[g, 2] + ((y[i] >> shift) << grids[g, 1]) + (x[i] >> shift)
            x[i] &= (np.int64(1) << shift) - 1
            y[i] &= (np.int64(1) << shift) - 1
            reference = np.int64(raster[block])
        found[i] = reference
        open_points[still] = i
        still += reference < OUTSIDE
    return still


@compiled
def smallest(
    reference: int, x: int, y: int, raster: Ints32, nodes: Ints, wide: Ints, grids: Ints
) -> int:
    """Return the smallest row whose closed cell holds a place of a block; −1 for none.

    On a node's line both sides are followed: all faces whose border holds the place are reached.
    """
    reference = np.int64(reference)
    while reference < GRIDS_END:
        g = reference - FIRST_GRID
        shift = grids[g, 0]
        reference = np.int64(raster[grids[g, 2] + ((y >> shift) << grids[g, 1]) + (x >> shift)])
        x &= (np.int64(1) << shift) - 1
        y &= (np.int64(1) << shift) - 1
    least = np.int64(OUTSIDE)
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
            return least
        waiting -= 1
        reference = stack[waiting]


@inlined
def reference_at(
    x: int, y: int, west: int, south: int, shift: int, columns: int, rows: int, raster: Ints32
) -> int:
    """Return the reference of the block that holds a place in units."""
    u, v = x - west, y - south
    if u < 0 or v < 0 or u >= columns << shift or v >= rows << shift:
        return np.int64(OUTSIDE)
    return np.int64(raster[tiled(u >> shift, v >> shift, columns)])


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
        return np.int64(OUTSIDE)
    raster = numba.carray(pointer(head[5]), (head[6],), np.int32)
    nodes = numba.carray(pointer(head[7]), (head[8], 2), np.int64)
    wide = numba.carray(pointer(head[9]), (head[10], 3), np.int64)
    grids = numba.carray(pointer(head[11]), (head[12], 3), np.int64)
    x, y = round_to_units(lon), round_to_units(lat)
    reference = reference_at(x, y, head[0], head[1], head[2], head[3], head[4], raster)
    if reference >= OUTSIDE:
        return reference
    mask = (np.int64(1) << head[2]) - 1
    x, y = (x - head[0]) & mask, (y - head[1]) & mask
    if reference >= GRIDS_END:
        root = reference
        while reference < OUTSIDE:
            node = -2 - reference
            v = value(nodes, wide, node, x, y, 1)
            if v == 0:
                return smallest(root, x, y, raster, nodes, wide, grids)
            reference = left_of(nodes[node, 1]) if v > 0 else right_of(nodes[node, 1])
        return reference
    return smallest(reference, x, y, raster, nodes, wide, grids)
