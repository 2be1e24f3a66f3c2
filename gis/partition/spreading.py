"""Spread points evenly over communities, in whole numbers: the same on every machine."""

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.datums import area_m2
from gis.lattice import Ints, to_units
from gis.partition.contract import Ground

_SAMPLES_A_POINT = 48
_LEAST_SAMPLES = 400
_ROUNDS = 8
# No finer raster is tried for ground that is hardly there.
_MOST_ROWS = 1_000_000
# x is scaled by a fraction of 1024ths, so that distances are those on the ground.
_SCALE = 1024


def dealt_by_area(communities: geopandas.GeoDataFrame, count: int) -> dict[str, int]:
    """Deal a number out to communities by their area, at least 1 to each.

    What is left over after whole shares goes to the largest remainders, ties to the lower code.
    """
    codes = [str(code) for code in communities["code"]]
    areas: list[float] = area_m2(communities.geometry.to_numpy()).tolist()
    order = sorted(range(len(codes)), key=codes.__getitem__)
    total = sum(areas[i] for i in order)
    wanted = {codes[i]: count * areas[i] / total for i in order}
    shares = {code: max(1, int(share)) for code, share in wanted.items()}
    spare = count - sum(shares.values())
    by_remainder = sorted(shares, key=lambda code: (shares[code] - wanted[code], code))
    for code in by_remainder[: max(spare, 0)]:
        shares[code] += 1
    while spare < 0 and max(shares.values()) > 1:
        # Small communities took more than their share: those that are over most give it back.
        most = max((c for c in shares if shares[c] > 1), key=lambda c: shares[c] - wanted[c])
        shares[most] -= 1
        spare += 1
    return shares


def spread(ground: Ground, count: int) -> Ints:
    """Spread points over the ground so that each is in the middle of a like share of it.

    Lloyd's algorithm on whole units, from a start that halves the ground again and again.

    Returns
    -------
    ndarray of int64
        Distinct points in units, shape (n, 2), from the north, then from the west; fewer than
        asked for where the ground has no more units.
    """
    squeeze = max(1, round(_SCALE * ground.unit_m[0] / ground.unit_m[1]))
    samples = _samples(ground, max(_SAMPLES_A_POINT * count, _LEAST_SAMPLES))
    flat = np.stack([samples[:, 0] * squeeze // _SCALE, samples[:, 1]], axis=1)
    share = _halved(flat, count)
    for _ in range(_ROUNDS):
        sums = np.zeros((share.max() + 1, 2), dtype=np.int64)
        np.add.at(sums, share, flat)
        sizes = np.bincount(share, minlength=len(sums))
        centres = sums[sizes > 0] // sizes[sizes > 0, None]
        nearest = _nearest(flat, centres)
        if np.array_equal(nearest, share):
            break
        share = nearest
    # The sample next to the middle: a middle itself may lie outside, in a bay or a hole.
    lead = _nearest(centres, flat)
    points = np.unique(samples[lead], axis=0)
    return points[np.lexsort((points[:, 0], -points[:, 1]))]


def _samples(ground: Ground, wanted: int) -> Ints:
    """Return points of a raster that lie in the ground, about as many as wanted."""
    corner = np.asarray([ground.west, ground.south], dtype=np.int64)
    outline = shapely.transform(
        ground.polygons,
        lambda xy: np.asarray(to_units(xy) - corner, dtype=np.float64),
    )
    east, north = ground.unit_m
    pitch_m = float(np.sqrt(max(ground.area_m2, 1e-9) / wanted))
    while True:
        steps = max(1, round(pitch_m / east)), max(1, round(pitch_m / north))
        raster = _raster_within(outline, *steps)
        hit = shapely.STRtree(_at(raster)).query(outline, predicate="contains")[1]
        rows = (ground.north - ground.south) // steps[1]
        if len(hit) >= wanted / 2 or pitch_m < 2 * max(east, north) or rows > _MOST_ROWS:
            break
        pitch_m /= 2
    if not len(hit):
        inner = shapely.get_coordinates(shapely.point_on_surface(outline))
        return np.asarray(np.rint(inner).astype(np.int64) + corner, dtype=np.int64)
    return np.asarray(raster[np.unique(hit)] + corner, dtype=np.int64)


def _raster_within(outline: NDArray[np.object_], step_x: int, step_y: int) -> Ints:
    """Return the points of a raster on or in polygons, from the south, then from the west.

    Row by row between the borders: a box around little ground that lies far apart, or around a
    long spike, may have more raster points than fit into memory.
    """
    rings = shapely.get_rings(shapely.get_parts(outline))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    p, q = (np.rint(ends[same]).astype(np.int64) for ends in (xy[:-1], xy[1:]))
    upward = (p[:, 1] < q[:, 1])[:, None]
    low, high = np.where(upward, p, q), np.where(upward, q, p)
    # Rows step_y // 2 + k * step_y from each edge's lower end on, its upper end left out.
    begin, end = (-((step_y // 2 - y) // step_y) for y in (low[:, 1], high[:, 1]))
    begin, end = np.maximum(begin, 0), np.maximum(end, 0)
    edge, row = _counted(begin, end)
    rise, run = (high - low)[edge, 1], (high - low)[edge, 0]
    crossing = low[edge, 0] + (step_y // 2 + row * step_y - low[edge, 1]) * run // rise
    order = np.lexsort((crossing, row))
    row, crossing = row[order][::2], crossing[order].reshape(-1, 2)
    first = -((step_x // 2 - crossing[:, 0]) // step_x)
    last = (crossing[:, 1] + 1 - step_x // 2) // step_x + 1
    span, column = _counted(np.maximum(first, 0), last)
    x, y = step_x // 2 + column * step_x, step_y // 2 + row[span] * step_y
    # Spans that end in one column meet there.
    return np.unique(np.stack([y, x], axis=1), axis=0)[:, ::-1].copy()


def _counted(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return the rows of ranges, and what each counts from its begin to before its end."""
    lengths = np.maximum(end - begin, 0)
    of = np.repeat(np.arange(len(begin)), lengths)
    before = np.cumsum(lengths) - lengths
    return of, np.arange(len(of)) - before[of] + begin[of]


def _halved(flat: Ints, count: int) -> Ints:
    """Cut the samples in two along their longer side, by their shares of points, and so on."""
    share = np.zeros(len(flat), dtype=np.int64)
    waiting = [(np.arange(len(flat)), 0, min(count, len(flat)))]
    while waiting:
        mine, first, points = waiting.pop()
        if points == 1:
            share[mine] = first
            continue
        longer = int(np.ptp(flat[mine], axis=0).argmax())
        ordered = mine[np.lexsort((flat[mine, 1 - longer], flat[mine, longer]))]
        half = points // 2
        cut = min(max(len(mine) * half // points, half), len(mine) - (points - half))
        waiting.append((ordered[:cut], first, half))
        waiting.append((ordered[cut:], first + half, points - half))
    return share


def _nearest(points: Ints, centres: Ints) -> Ints:
    """Return the row of the nearest centre of each point; of equally near ones the lowest."""
    # Small numbers: squared distances then stay exact in doubles.
    offset = points.min(axis=0)
    tree = shapely.STRtree(_at(centres - offset))
    point, centre = tree.query_nearest(_at(points - offset), all_matches=True)
    nearest = np.full(len(points), len(centres), dtype=np.int64)
    np.minimum.at(nearest, point, centre)
    return nearest


def _at(xy: Ints) -> NDArray[np.object_]:
    return np.asarray(shapely.points(xy.astype(np.float64)), dtype=object)
