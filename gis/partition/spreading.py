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
        x = _raster(ground.east - ground.west, pitch_m / east)
        y = _raster(ground.north - ground.south, pitch_m / north)
        raster = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        hit = shapely.STRtree(_at(raster)).query(outline, predicate="contains")[1]
        if len(hit) >= wanted / 2 or pitch_m < 2 * max(east, north):
            break
        pitch_m /= 2
    if not len(hit):
        inner = shapely.get_coordinates(shapely.point_on_surface(outline))
        return np.asarray(np.rint(inner).astype(np.int64) + corner, dtype=np.int64)
    return np.asarray(raster[np.unique(hit)] + corner, dtype=np.int64)


def _raster(span: int, pitch: float) -> Ints:
    step = max(1, round(pitch))
    return np.arange(step // 2, max(span, step // 2 + 1), step, dtype=np.int64)


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
