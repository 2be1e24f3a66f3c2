"""Made divisions of any number of cells, on the lattice: squares, hexagons, Voronoi, curved blocks.

All are exact coverages; a cell is about 100 m wide.
"""

import math
from collections.abc import Callable, Mapping

import geopandas
import numpy as np
import shapely

from gis.lattice import Ints, from_units

CORNER = np.array([1_131_200_000, 225_600_000])
STEP_X, STEP_Y = 9_712, 9_035
"""About 100 m at 22.6° north."""

_MOST_VERTICES, _LEAST_VERTICES = 20, 8


def _frame(xy: Ints, ends: Ints) -> geopandas.GeoDataFrame:
    """Make cells from closed rings; ``ends`` are where each starts, and the end."""
    polygons = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, from_units(xy), (ends, np.arange(len(ends)))
    )
    codes = [f"4407{k:011d}" for k in range(len(polygons))]
    return geopandas.GeoDataFrame({"code": codes}, geometry=polygons, crs=4326)


def _closed(corners: Ints) -> geopandas.GeoDataFrame:
    rings = np.concatenate([corners, corners[:, :1]], axis=1)
    return _frame(rings.reshape(-1, 2), np.arange(len(rings) + 1) * rings.shape[1])


def squares(count: int) -> geopandas.GeoDataFrame:
    side = math.isqrt(count)
    i, j = (axis.ravel() for axis in np.meshgrid(np.arange(side), np.arange(side)))
    around = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    place = np.stack([i, j], axis=1)[:, None, :] + around
    return _closed(place * [STEP_X, STEP_Y] + CORNER)


def hexagons(count: int) -> geopandas.GeoDataFrame:
    side = math.isqrt(count)
    a, b = STEP_X // 2, STEP_Y // 3
    i, j = (axis.ravel() for axis in np.meshgrid(np.arange(side), np.arange(side)))
    centre = np.stack([2 * a * i + a * (j % 2), 3 * b * j], axis=1)
    around = np.array([(0, -2 * b), (a, -b), (a, b), (0, 2 * b), (-a, b), (-a, -b)])
    return _closed(centre[:, None, :] + around + CORNER)


def voronoi(count: int) -> geopandas.GeoDataFrame:
    """Voronoi cells of points strewn in a jittered grid."""
    random = np.random.default_rng(1)
    side = math.isqrt(count)
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    points = (grid + random.uniform(0.1, 0.9, grid.shape)) * [STEP_X, STEP_Y]
    box = shapely.box(0, 0, side * STEP_X, side * STEP_Y)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=box))
    bounds = shapely.bounds(cells)
    inside = (bounds[:, :2] > -STEP_X).all(axis=1)
    inside &= (bounds[:, 2:] < [(side + 1) * STEP_X, (side + 1) * STEP_Y]).all(axis=1)
    xy, ring = shapely.get_coordinates(cells[inside], return_index=True)
    ends = np.concatenate([[0], np.cumsum(np.bincount(ring))])
    return _frame(np.rint(xy).astype(np.int64) + CORNER, ends)


def curved(count: int) -> geopandas.GeoDataFrame:
    """Crooked blocks whose sides bend, with 8 to 20 vertices each."""
    random = np.random.default_rng(2)
    side = math.isqrt(count)
    grid = np.stack(np.meshgrid(np.arange(side + 1), np.arange(side + 1)), axis=-1)
    corner = grid + random.uniform(-0.15, 0.15, grid.shape)
    along, keep_along = _sides(corner[:, :-1], corner[:, 1:], random)
    up, keep_up = _sides(corner[:-1, :], corner[1:, :], random)
    # South side eastward, east side northward, then back; the last vertex of each is the next's.
    parts = [along[:-1], up[:, 1:], along[1:, :, ::-1], up[:, :-1, ::-1]]
    kept = [keep_along[:-1], keep_up[:, 1:], keep_along[1:, :, ::-1], keep_up[:, :-1, ::-1]]
    rings = np.concatenate([p[:, :, :-1] for p in parts], axis=2).reshape(side * side, -1, 2)
    keep = np.concatenate([k[:, :, :-1] for k in kept], axis=2).reshape(side * side, -1)
    rings, keep = np.concatenate([rings, rings[:, :1]], 1), np.concatenate([keep, keep[:, :1]], 1)
    ends = np.concatenate([[0], np.cumsum(keep.sum(axis=1))])
    return _frame(np.rint(rings[keep] * [STEP_X, STEP_Y]).astype(np.int64) + CORNER, ends)


def _sides(
    tail: np.ndarray, head: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Bend straight sides; tell which of the most vertices each side keeps."""
    share = np.linspace(0, 1, _MOST_VERTICES)[:, None]
    step = head - tail
    across = np.stack([-step[..., 1], step[..., 0]], axis=-1)[..., None, :]
    waves = random.uniform(-0.025, 0.025, (*tail.shape[:2], 3, 1, 1))
    bend = sum(waves[..., k, :, :] * np.sin((k + 1) * np.pi * share) for k in range(3))
    line = tail[..., None, :] + share * step[..., None, :] + bend * across
    line[..., -1, :] = head
    wanted = random.integers(_LEAST_VERTICES, _MOST_VERTICES + 1, tail.shape[:2])[..., None]
    number = np.arange(_MOST_VERTICES)
    # Bresenham's way of keeping some of many, both ends among them.
    keep = number * (wanted - 1) // (_MOST_VERTICES - 1)
    kept = np.concatenate([np.ones((*keep.shape[:2], 1), bool), np.diff(keep) > 0], axis=-1)
    return line, kept


KINDS: Mapping[str, Callable[[int], geopandas.GeoDataFrame]] = {
    "squares": squares,
    "hexagons": hexagons,
    "Voronoi": voronoi,
    "curved": curved,
}
