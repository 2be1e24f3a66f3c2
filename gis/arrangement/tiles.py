"""Which tiles of a lattice are near some segments, and their sides.

Tiles are numbered by row from the north, then by column, within a window of ``rows`` by
``columns`` whose first column and northernmost row are the lattice's ``column`` and ``top``.
"""

import numpy as np

from gis.lattice import Bools, Indices, Ints
from gis.lattice.compiled import compiled

# Snap rounding moves a segment by at most 0.71 units.
_REACH = 3


@compiled
def _dilated(seen: Bools, columns: int, rows: int) -> Bools:
    near = np.zeros(len(seen), dtype=np.bool_)
    for r in range(1, rows - 1):
        for c in range(1, columns - 1):
            t = r * columns + c
            if seen[t]:
                for k in range(t - columns, t + columns + 1, columns):
                    near[k - 1], near[k], near[k + 1] = True, True, True
    return near


@compiled
def squares_near(
    ax: Ints,
    ay: Ints,
    bx: Ints,
    by: Ints,
    step_x: int,
    step_y: int,
    column: int,
    top: int,
    columns: int,
    rows: int,
) -> Bools:
    """Tell which tiles segments pass within reach of, and those around them."""
    seen = np.zeros(columns * rows, dtype=np.bool_)
    for i in range(len(ax)):
        dx, dy = bx[i] - ax[i], by[i] - ay[i]
        portions = max(abs(dx) // step_x, abs(dy) // step_y) + 1
        for k in range(portions):
            px, py = ax[i] + dx * k // portions, ay[i] + dy * k // portions
            qx, qy = ax[i] + dx * (k + 1) // portions, ay[i] + dy * (k + 1) // portions
            west = (min(px, qx) - _REACH) // step_x - column
            east = (max(px, qx) + _REACH) // step_x - column
            north = top - (max(py, qy) + _REACH) // step_y
            south = top - (min(py, qy) - _REACH) // step_y
            for r in range(north, south + 1):
                for c in range(west, east + 1):
                    seen[r * columns + c] = True
    return _dilated(seen, columns, rows)


@compiled
def hexagons_near(
    ax: Ints,
    ay: Ints,
    bx: Ints,
    by: Ints,
    a: int,
    b: int,
    column: int,
    top: int,
    columns: int,
    rows: int,
) -> Bools:
    """Tell which tiles segments pass within reach of, and those around them."""
    seen = np.zeros(columns * rows, dtype=np.bool_)
    for i in range(len(ax)):
        dx, dy = bx[i] - ax[i], by[i] - ay[i]
        portions = max(abs(dx) // a, abs(dy) // b) + 1
        for k in range(portions):
            px, py = ax[i] + dx * k // portions, ay[i] + dy * k // portions
            qx, qy = ax[i] + dx * (k + 1) // portions, ay[i] + dy * (k + 1) // portions
            low = -((2 * b + _REACH - min(py, qy)) // (3 * b))
            high = (max(py, qy) + 2 * b + _REACH) // (3 * b)
            for j in range(low, high + 1):
                shifted = a * (j & 1)
                west = -((a + _REACH + shifted - min(px, qx)) // (2 * a))
                east = (max(px, qx) + a + _REACH - shifted) // (2 * a)
                for c in range(west - column, east - column + 1):
                    seen[(top - j) * columns + c] = True
    return _dilated(seen, columns, rows)


@compiled
def square_sides(
    near: Bools, step_x: int, step_y: int, column: int, top: int, columns: int, rows: int
) -> tuple[Ints, Ints, Indices, Indices, Indices, Indices, Indices]:
    """Return corners and sides of near tiles, in the order of `Sides`."""
    room = 0
    for t in range(len(near)):
        room += near[t]
    number = np.full(columns * rows, -1, dtype=np.int32)
    x, y = np.empty(4 * room, dtype=np.int64), np.empty(4 * room, dtype=np.int64)
    tail, head = np.empty(4 * room, dtype=np.int32), np.empty(4 * room, dtype=np.int32)
    left, right = np.empty(4 * room, dtype=np.int32), np.empty(4 * room, dtype=np.int32)
    beyond = np.empty(4 * room, dtype=np.int32)
    corners, sides = 0, 0
    # The north-west corner of each tile that touches a near one.
    for r in range(1, rows):
        for c in range(1, columns):
            t = r * columns + c
            if near[t] or near[t - 1] or near[t - columns] or near[t - columns - 1]:
                number[t] = corners
                x[corners], y[corners] = (column + c) * step_x, (top + 1 - r) * step_y
                corners += 1
    for r in range(1, rows):
        for c in range(1, columns):
            t = r * columns + c
            for other, end in ((t - 1, t + columns), (t - columns, t + 1)):
                if not (near[t] or near[other]):
                    continue
                if other == t - 1:
                    # Northward: the western tile is on the left.
                    tail[sides], head[sides] = number[end], number[t]
                else:
                    # Eastward: the northern tile is on the left.
                    tail[sides], head[sides] = number[t], number[end]
                left[sides] = other if near[other] else -1
                right[sides] = t if near[t] else -1
                beyond[sides] = -1 if near[t] and near[other] else (other if near[t] else t)
                sides += 1
    return (
        x[:corners],
        y[:corners],
        tail[:sides],
        head[:sides],
        left[:sides],
        right[:sides],
        beyond[:sides],
    )


@compiled
def hexagon_sides(
    near: Bools, a: int, b: int, column: int, top: int, columns: int, rows: int
) -> tuple[Ints, Ints, Indices, Indices, Indices, Indices, Indices]:
    """Return corners and sides of near tiles, in the order of `Sides`."""
    room = 0
    for t in range(len(near)):
        room += near[t]
    # Of each tile's north corner, then of its south corner.
    number = np.full(2 * columns * rows, -1, dtype=np.int32)
    x, y = np.empty(6 * room, dtype=np.int64), np.empty(6 * room, dtype=np.int64)
    tail, head = np.empty(6 * room, dtype=np.int32), np.empty(6 * room, dtype=np.int32)
    left, right = np.empty(6 * room, dtype=np.int32), np.empty(6 * room, dtype=np.int32)
    beyond = np.empty(6 * room, dtype=np.int32)
    corners, sides = 0, 0
    for r in range(1, rows - 1):
        j = top - r
        odd = j & 1
        for c in range(1, columns - 1):
            t = r * columns + c
            centre_x, centre_y = a * (2 * (column + c) + odd), 3 * b * j
            above, below = t - columns + odd, t + columns + odd
            # A north corner also belongs to the two tiles above, a south corner to those below.
            if near[t] or near[above - 1] or near[above]:
                number[2 * t] = corners
                x[corners], y[corners] = centre_x, centre_y + 2 * b
                corners += 1
            if near[t] or near[below - 1] or near[below]:
                number[2 * t + 1] = corners
                x[corners], y[corners] = centre_x, centre_y - 2 * b
                corners += 1
    for r in range(1, rows - 1):
        odd = (top - r) & 1
        for c in range(1, columns - 1):
            t = r * columns + c
            above, below = t - columns + odd, t + columns + odd
            # Anticlockwise around the tile: its east, north-east and north-west side.
            for other, start, end in (
                (t + 1, 2 * below, 2 * above + 1),
                (above, 2 * above + 1, 2 * t),
                (above - 1, 2 * t, 2 * above - 1),
            ):
                if not (near[t] or near[other]):
                    continue
                tail[sides], head[sides] = number[start], number[end]
                left[sides] = t if near[t] else -1
                right[sides] = other if near[other] else -1
                beyond[sides] = -1 if near[t] and near[other] else (other if near[t] else t)
                sides += 1
    return (
        x[:corners],
        y[:corners],
        tail[:sides],
        head[:sides],
        left[:sides],
        right[:sides],
        beyond[:sides],
    )


@compiled
def whole_tiles(near: Bools, beyond: Indices, community: Indices, columns: int, rows: int) -> Ints:
    """Return the community of each tile that is not near; −1 for none, and for near tiles.

    Parameters
    ----------
    beyond, community
        Tiles next to near ones, and what lies there.
    """
    whole = np.full(len(near), -1, dtype=np.int64)
    for k in range(len(beyond)):
        whole[beyond[k]] = community[k]
    for r in range(1, rows - 1):
        for c in range(1, columns - 1):
            t = r * columns + c
            # A run from the west rim on is outside of everything.
            if not near[t] and not near[t - 1]:
                whole[t] = whole[t - 1]
    return whole
