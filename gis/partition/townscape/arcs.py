"""Borders between cells drawn anew with few corners: what no building, street or border minds."""

import numpy as np

from gis.lattice import Bools, Floats, Ints
from gis.lattice.compiled import compiled

_CORNER = 1.0
_OFF_A_METRE = 0.02
_LONGEST_RUN = 240


@compiled
def _turn(ax: int, ay: int, bx: int, by: int, cx: int, cy: int) -> int:
    twice = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    return 1 if twice > 0 else -1 if twice < 0 else 0


@compiled
def _between(px: int, py: int, ax: int, ay: int, bx: int, by: int) -> bool:
    return (px - ax) * (px - bx) + (py - ay) * (py - by) < 0


@compiled
def _blocked(ax: int, ay: int, bx: int, by: int, obstacles: Ints) -> bool:
    """Tell whether a segment crosses an edge, or either has an end within the other."""
    west, east = min(ax, bx), max(ax, bx)
    south, north = min(ay, by), max(ay, by)
    for k in range(len(obstacles)):
        cx, cy, dx, dy = obstacles[k, 0], obstacles[k, 1], obstacles[k, 2], obstacles[k, 3]
        if max(cx, dx) < west or min(cx, dx) > east or max(cy, dy) < south or min(cy, dy) > north:
            continue
        c, d = _turn(ax, ay, bx, by, cx, cy), _turn(ax, ay, bx, by, dx, dy)
        a, b = _turn(cx, cy, dx, dy, ax, ay), _turn(cx, cy, dx, dy, bx, by)
        if c * d < 0 and a * b < 0:
            return True
        if c == 0 and _between(cx, cy, ax, ay, bx, by):
            return True
        if d == 0 and _between(dx, dy, ax, ay, bx, by):
            return True
        if a == 0 and _between(ax, ay, cx, cy, dx, dy):
            return True
        if b == 0 and _between(bx, by, cx, cy, dx, dy):
            return True
    return False


@compiled
def fewest(xy: Ints, unit_m: Floats, within_m: Floats, forced: Bools, obstacles: Ints) -> Bools:
    """Choose the vertices of a line that are needed.

    Parameters
    ----------
    xy
        The line in units, shape (n, 2).
    unit_m
        A unit's size in metres, eastward and northward.
    within_m
        How far the new line may pass from each vertex.
    forced
        Vertices that stay.
    obstacles
        Edges in units, shape (m, 4), that the new line may not cross beyond those of the old.

    Returns
    -------
    ndarray of bool
        Which stay: the fewest, and of as few those that come nearest to the line.
    """
    n = len(xy)
    cost, back = np.full(n, np.inf), np.full(n, -1, np.int64)
    cost[0] = 0.0
    for i in range(n - 1):
        if not cost[i] < np.inf:
            continue
        ax, ay = xy[i, 0] * unit_m[0], xy[i, 1] * unit_m[1]
        for j in range(i + 1, min(n, i + _LONGEST_RUN)):
            vx, vy = xy[j, 0] * unit_m[0] - ax, xy[j, 1] * unit_m[1] - ay
            long2 = vx * vx + vy * vy
            far, fits = 0.0, long2 > 0 or j == i + 1
            for k in range(i + 1, j):
                px, py = xy[k, 0] * unit_m[0] - ax, xy[k, 1] * unit_m[1] - ay
                along = min(max((px * vx + py * vy) / long2, 0.0), 1.0) if long2 > 0 else 0.0
                off = np.sqrt((px - along * vx) ** 2 + (py - along * vy) ** 2)
                if off > within_m[k]:
                    fits = False
                    break
                far = max(far, off)
            if fits:
                then = cost[i] + _CORNER + _OFF_A_METRE * far
                if then < cost[j] and (
                    j == i + 1 or not _blocked(xy[i, 0], xy[i, 1], xy[j, 0], xy[j, 1], obstacles)
                ):
                    cost[j], back[j] = then, i
            if forced[j]:
                break
    kept = np.zeros(n, np.bool_)
    k = n - 1
    while k >= 0:
        kept[k] = True
        k = back[k]
    return kept
