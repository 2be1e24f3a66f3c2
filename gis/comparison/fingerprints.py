"""Shapes as numbers, by which equal ones are found."""

import numpy as np

from gis.lattice import Bools, Ints, side

_MIXERS = (
    (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD),
    (0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xC4CEB9FE1A85EC53),
)


def fingerprints(xy: Ints, starts: Ints, following: Ints, cell: Ints) -> Ints:
    """Return 128 bits for each cell that depend on its directed edges, but not on their order.

    Vertices on straight lines are left out first: they are no part of the shape.

    Parameters
    ----------
    xy, following
        Ring vertices in units, and the index of the next one.
    starts, cell
        Where each ring starts, and the end; the cell of each ring.
    """
    corner = _corners(xy, following)
    tail = xy[corner]
    ring = np.repeat(np.arange(len(cell)), np.diff(starts))[corner]
    after = np.arange(1, len(tail) + 1, dtype=np.int64)
    last = np.flatnonzero(np.append(ring[1:] != ring[:-1], True)) if len(ring) else np.empty(0, int)
    after[last] = np.concatenate([[0], last[:-1] + 1])[: len(last)]
    head = tail[after] if len(tail) else tail
    sums = np.zeros((int(cell.max()) + 1 if len(cell) else 0, 2), dtype=np.uint64)
    owner = cell[ring]
    with np.errstate(over="ignore"):
        for column, mixer in enumerate(_MIXERS):
            mixed = np.zeros(len(tail), dtype=np.uint64)
            for value in (tail[:, 0], tail[:, 1], head[:, 0], head[:, 1]):
                mixed = (mixed ^ value.astype(np.uint64)) * np.uint64(mixer[0])
                mixed ^= mixed >> np.uint64(29)
                mixed *= np.uint64(mixer[1])
                mixed ^= mixed >> np.uint64(32)
            mixed *= np.uint64(mixer[2])
            mixed ^= mixed >> np.uint64(31)
            np.add.at(sums[:, column], owner, mixed)
    return sums.view(np.int64)


def _corners(xy: Ints, following: Ints) -> Bools:
    """Tell which vertices are corners: the boundary turns there."""
    before = np.empty(len(following), dtype=np.int64)
    before[following] = np.arange(len(following))
    return np.asarray(side(xy[before], xy, xy[following]) != 0, dtype=np.bool_)
