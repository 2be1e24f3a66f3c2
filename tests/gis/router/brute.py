"""Answers by brute force in Python's own integers, which share no code with the router."""

from collections.abc import Sequence
from itertools import pairwise

import geopandas
import numpy as np
import shapely

Ring = list[tuple[int, int]]

CORNER = np.array([1_131_200_000, 225_600_000])


def cells_from(polygons: Sequence[shapely.Geometry]) -> geopandas.GeoDataFrame:
    """Make cells of polygons in units, counted from a corner in Jianghai; row by row."""
    geometry = [shapely.transform(p, lambda xy: (np.rint(xy) + CORNER) / 1e7) for p in polygons]
    codes = [f"4407040010{k:05d}" for k in range(len(polygons))]
    return geopandas.GeoDataFrame({"code": codes}, geometry=geometry, crs=4326)


def rings_in_units(geometry: shapely.Geometry) -> list[Ring]:
    return [
        [(round(x * 10**7), round(y * 10**7)) for x, y in ring.coords]
        for polygon in getattr(geometry, "geoms", [geometry])
        for ring in (polygon.exterior, *polygon.interiors)
    ]


def holds(rings: list[Ring], x: int, y: int) -> bool:
    """Tell whether a closed polygon holds a point."""
    odd = False
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring):
            turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
            if turn == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
                return True
            if (ay > y) != (by > y) and (turn > 0) == (by > ay):
                odd = not odd
    return odd


def rows(cells: geopandas.GeoDataFrame, points: np.ndarray) -> list[int]:
    """Return the first row, by code, whose closed cell holds each point in units; −1 for none."""
    polygons = [rings_in_units(g) for g in cells.sort_values("code").geometry]
    boxes = [
        (min(xs), min(ys), max(xs), max(ys))
        for xs, ys in (
            ([x for ring in p for x, _ in ring], [y for ring in p for _, y in ring])
            for p in polygons
        )
    ]
    return [
        next(
            (
                row
                for row, (west, south, east, north) in enumerate(boxes)
                if west <= x <= east and south <= y <= north and holds(polygons[row], x, y)
            ),
            -1,
        )
        for x, y in points.tolist()
    ]


def probes(cells: geopandas.GeoDataFrame, seed: int, each: int = 150) -> np.ndarray:
    """Return random points, vertices, points of edges, and points one unit beside them."""
    random = np.random.default_rng(seed)
    edges = np.array(
        [edge for g in cells.geometry for ring in rings_in_units(g) for edge in pairwise(ring)]
    )
    low, high = edges.min(axis=(0, 1)) - 3, edges.max(axis=(0, 1)) + 4
    some = edges[random.integers(0, len(edges), each)]
    along = np.rint(some[:, 0] + random.random((each, 1)) * (some[:, 1] - some[:, 0]))
    step = np.gcd(*(some[:, 1] - some[:, 0]).T)[:, None]
    # Exactly on an edge: the lattice point after its end.
    on_edge = some[:, 0] + (some[:, 1] - some[:, 0]) // np.maximum(step, 1)
    beside = random.integers(-1, 2, (each, 2))
    return np.concatenate(
        [
            random.integers(low, high, (each, 2)),
            some[:, 0],
            some[:, 0] + beside,
            on_edge,
            on_edge + beside,
            along.astype(np.int64),
            along.astype(np.int64) + beside,
        ]
    )
