"""Rings of one cell that touch each other: made to do so in vertices of both."""

from dataclasses import replace

import numpy as np

from gis.comparison.meetings import Segments, meetings
from gis.comparison.outlines import Outlines
from gis.lattice import Ints


def with_touches(cells: Outlines) -> Outlines:
    """Put a vertex on each edge where another ring of the same cell touches it.

    A hole may touch its shell, and two parts may touch, in a vertex of one that lies on an edge
    of the other. Around a vertex one then sees all edges of the cell.
    """
    sizes = np.diff(cells.starts)
    # Each cell's largest ring needs to be looked at beside the others only.
    order = np.lexsort((-sizes, cells.cell))
    largest = order[np.unique(cells.cell[order], return_index=True)[1]]
    smaller = np.ones(len(sizes), dtype=np.bool_)
    smaller[largest] = False
    if not smaller.any():
        return cells
    several = np.isin(cells.cell, cells.cell[smaller])
    one = np.flatnonzero(np.repeat(smaller, sizes))
    other = np.flatnonzero(np.repeat(several, sizes))
    origin = cells.xy[other].min(axis=0)
    edges_one, edges_other = _segments(cells, one, origin), _segments(cells, other, origin)
    met = meetings(edges_one, edges_other)
    edge = np.concatenate([one[met.on_first[:, 0]], other[met.on_second[:, 0]]])
    ends_one, ends_other = edges_one.ends.reshape(-1, 2), edges_other.ends.reshape(-1, 2)
    point = np.concatenate([ends_other[met.on_first[:, 1]], ends_one[met.on_second[:, 1]]])
    end = np.concatenate([other[met.on_first[:, 1] // 2], one[met.on_second[:, 1] // 2]])
    own = cells.vertex_cell[edge] == cells.vertex_cell[end]
    if not own.any():
        return cells
    rows = np.unique(np.concatenate([edge[own, None], point[own] + origin], axis=1), axis=0)
    return _inserted(cells, rows[:, 0], rows[:, 1:])


def _segments(cells: Outlines, start: Ints, origin: Ints) -> Segments:
    tail, head = cells.xy[start] - origin, cells.xy[cells.following[start]] - origin
    swap = (tail[:, 0] > head[:, 0]) | ((tail[:, 0] == head[:, 0]) & (tail[:, 1] > head[:, 1]))
    ends = np.concatenate([tail, head], axis=1)
    ends[swap] = ends[swap][:, [2, 3, 0, 1]]
    return Segments(ends)


def _inserted(cells: Outlines, after: Ints, points: Ints) -> Outlines:
    """Insert points behind vertices, in order along each edge."""
    way = np.abs(points - cells.xy[after]).sum(axis=1)
    order = np.lexsort((way, after))
    after, points = after[order], points[order]
    grown = np.searchsorted(after, cells.starts)
    return replace(
        cells,
        xy=np.insert(cells.xy, after + 1, points, axis=0),
        starts=cells.starts + grown,
    )
