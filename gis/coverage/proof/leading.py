"""Edges led through every node whose unit pixel they meet (Hobby 1999)."""

import numpy as np

from gis.lattice import Ints
from gis.lattice.compiled import compiled


def led(p: Ints, q: Ints, points: Ints) -> tuple[Ints, Ints, Ints]:
    """Lead the edges p→q through points.

    Parameters
    ----------
    p, q
        Ends in units, shape (n, 2); all of them are among the points.
    points
        Shape (m, 2); none twice within what an edge meets matters not.

    Returns
    -------
    edge, tail, head
        The pieces in order along each edge: the edge, and two indices into ``points``.
    """
    edge, node = met(p, q, points)
    same = edge[1:] == edge[:-1]
    return edge[1:][same], node[:-1][same], node[1:][same]


def met(p: Ints, q: Ints, points: Ints) -> tuple[Ints, Ints]:
    """Return edges p→q, ascending, and the points whose pixels each meets, in order along it.

    Parameters
    ----------
    p, q
        Ends in units, shape (n, 2).
    points
        Shape (m, 2).
    """
    low, high = np.minimum(p, q).min(axis=0), np.maximum(p, q).max(axis=0)
    near = np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))
    local = points[near]
    width = max(_room(low, high, len(local)), 1)
    begin, binned, columns = _binned(local, low, high, width)
    edge, node = _met(p, q, local, low, width, columns, begin, binned)
    return edge, near[node]


def _room(low: Ints, high: Ints, count: int) -> int:
    """Choose the width of square bins, about one point in each."""
    width, height = (high - low + 1).tolist()
    return int(np.sqrt(width * height / max(count, 1)))


@compiled
def _binned(points: Ints, low: Ints, high: Ints, width: int) -> tuple[Ints, Ints, int]:
    columns = (high[0] - low[0]) // width + 1
    rows = (high[1] - low[1]) // width + 1
    begin = np.zeros(columns * rows + 1, dtype=np.int64)
    for k in range(len(points)):
        row, column = (points[k, 1] - low[1]) // width, (points[k, 0] - low[0]) // width
        begin[row * columns + column + 1] += 1
    for b in range(columns * rows):
        begin[b + 1] += begin[b]
    binned = np.empty(len(points), dtype=np.int64)
    fill = begin[:-1].copy()
    for k in range(len(points)):
        row, column = (points[k, 1] - low[1]) // width, (points[k, 0] - low[0]) // width
        binned[fill[row * columns + column]] = k
        fill[row * columns + column] += 1
    return begin, binned, columns


@compiled
def _met(
    p: Ints, q: Ints, points: Ints, low: Ints, width: int, columns: int, begin: Ints, binned: Ints
) -> tuple[Ints, Ints]:
    """Return edges and the points that each meets, in order along it."""
    room = 4 * len(p) + 16
    edge = np.empty(room, dtype=np.int64)
    node = np.empty(room, dtype=np.int64)
    along = np.empty(room, dtype=np.int64)
    count = 0
    for k in range(len(p)):
        ax, ay, bx, by = p[k, 0], p[k, 1], q[k, 0], q[k, 1]
        dx, dy = bx - ax, by - ay
        first = count
        south, north = min(ay, by), max(ay, by)
        west, east = min(ax, bx), max(ax, bx)
        for row in range((south - low[1]) // width, (north - low[1]) // width + 1):
            # The part of the edge in this row of bins, half a unit wider to each side.
            bottom = max(low[1] + row * width - 1, south)
            top = min(low[1] + (row + 1) * width + 1, north)
            if dy == 0:
                one, two = west, east
            else:
                one = ax + (bottom - ay) * dx // dy
                two = ax + (top - ay) * dx // dy
            left = max(min(one, two) - 2, west)
            right = min(max(one, two) + 2, east)
            for column in range((left - low[0]) // width, (right - low[0]) // width + 1):
                b = row * columns + column
                for place in range(begin[b], begin[b + 1]):
                    n = binned[place]
                    x, y = points[n, 0], points[n, 1]
                    if x < west or x > east or y < south or y > north:
                        continue
                    # Twice the edge function at the corners of the half-open pixel.
                    centre = 2 * (dx * (y - ay) - dy * (x - ax))
                    least = centre - abs(dx) - abs(dy)
                    most = centre + abs(dx) + abs(dy)
                    if not ((least < 0 and most > 0) or centre - dx + dy == 0):
                        continue
                    if count == len(edge):
                        edge = _wider(edge)
                        node = _wider(node)
                        along = _wider(along)
                    step = (x - ax) * dx + (y - ay) * dy
                    here = count
                    while here > first and along[here - 1] > step:
                        along[here] = along[here - 1]
                        node[here] = node[here - 1]
                        here -= 1
                    along[here] = step
                    node[here] = n
                    edge[count] = k
                    count += 1
    return edge[:count].copy(), node[:count].copy()


@compiled
def _wider(values: Ints) -> Ints:
    wider = np.empty(2 * len(values), dtype=np.int64)
    wider[: len(values)] = values
    return wider
