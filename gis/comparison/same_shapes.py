"""Which cells of two divisions have the same shape."""

import numpy as np
import shapely

from gis.comparison.outlines import Outlines
from gis.lattice import UNITS_PER_DEGREE, Bools, Ints

ROUNDING_UNITS = 1.5
"""Two drawings of one edge, each rounded and led through the vertices on it, lie within this."""


def same_shapes(old: Outlines, new: Outlines) -> tuple[Ints, Ints]:
    """Pair the cells whose shape is the same but for rounding.

    First those with the same edges once vertices on straight lines are left out; then those
    whose corners all lie within `ROUNDING_UNITS` of the other's edges: a neighbour's redraw
    puts vertices on a shared slanted edge and moves it by up to 0.71 units.

    Returns
    -------
    tuple of arrays
        Numbers of old cells and of the new cells they are; each number at most once.
    """
    equal_old, equal_new = _equal(old, new)
    rest_old, rest_new = np.ones(len(old), dtype=np.bool_), np.ones(len(new), dtype=np.bool_)
    rest_old[equal_old] = False
    rest_new[equal_new] = False
    near_old, near_new = _near(old, new, np.flatnonzero(rest_old), np.flatnonzero(rest_new))
    pairs = np.concatenate([equal_old, near_old]), np.concatenate([equal_new, near_new])
    order = np.argsort(pairs[0], kind="stable")
    return pairs[0][order], pairs[1][order]


def doubled(cells: Outlines) -> tuple[int, int] | None:
    """Return two cells with the very same edges, if there are such."""
    prints = cells.fingerprints
    order = np.lexsort(tuple(prints.T))
    again = np.flatnonzero((prints[order][1:] == prints[order][:-1]).all(axis=1))
    if not len(again):
        return None
    one, two = sorted((int(order[again[0]]), int(order[again[0] + 1])))
    return one, two


def _equal(old: Outlines, new: Outlines) -> tuple[Ints, Ints]:
    both = np.concatenate([old.fingerprints, new.fingerprints])
    _, shape = np.unique(both, axis=0, return_inverse=True)
    shape = shape.reshape(-1)
    _, in_old, in_new = np.intersect1d(shape[: len(old)], shape[len(old) :], return_indices=True)
    return in_old.astype(np.int64), in_new.astype(np.int64)


def _near(old: Outlines, new: Outlines, some_old: Ints, some_new: Ints) -> tuple[Ints, Ints]:
    none = np.empty(0, dtype=np.int64)
    if not len(some_old) or not len(some_new):
        return none, none
    margin = ROUNDING_UNITS / UNITS_PER_DEGREE
    in_old, in_new = shapely.STRtree(new.geometry[some_new]).query(old.geometry[some_old])
    i, j = some_old[in_old], some_new[in_new]
    apart = np.abs(shapely.bounds(old.geometry[i]) - shapely.bounds(new.geometry[j]))
    fit = (apart <= margin).all(axis=1)
    i, j = i[fit], j[fit]
    areas = np.abs(shapely.area(old.geometry[i]) - shapely.area(new.geometry[j]))
    fit = areas <= shapely.length(old.geometry[i]) * margin
    i, j = i[fit], j[fit]
    if not len(i):
        return none, none
    fit = _within(old, i, new, j, margin) & _within(new, j, old, i, margin)
    i, j = i[fit], j[fit]
    # Cells narrower than the margin may fit several others; each goes to the first.
    _, first = np.unique(i, return_index=True)
    i, j = i[first], j[first]
    _, first = np.unique(j, return_index=True)
    return i[np.sort(first)], j[np.sort(first)]


def _within(one: Outlines, i: Ints, other: Outlines, j: Ints, margin: float) -> Bools:
    """Tell for which pairs all vertices of a cell lie close to the other's boundary."""
    points, pair = shapely.get_coordinates(one.geometry[i], return_index=True)
    taken, taken_pair = shapely.get_coordinates(other.geometry[j], return_index=True)
    key = np.dtype([("pair", np.int64), ("x", np.float64), ("y", np.float64)])
    mine, theirs = np.empty(len(points), key), np.empty(len(taken), key)
    mine["pair"], mine["x"], mine["y"] = pair, points[:, 0], points[:, 1]
    theirs["pair"], theirs["x"], theirs["y"] = taken_pair, taken[:, 0], taken[:, 1]
    differ = np.setdiff1d(mine, theirs)
    lines = shapely.boundary(other.geometry[j])
    shapely.prepare(lines)
    ends = shapely.points(differ["x"], differ["y"])
    close = shapely.dwithin(lines[differ["pair"]], ends, margin)
    far = np.bincount(differ["pair"][~close], minlength=len(i))
    return np.asarray(far == 0, dtype=np.bool_)
