"""Cells that are no neat coverage: they overlap, gape, run long or crowd into one block."""

from collections.abc import Callable, Mapping, Sequence

import geopandas
import numpy as np
import shapely
from timing.made_cells import CORNER, curved, hexagons

from proving.outlines import UNITS


def _frame(polygons: Sequence[shapely.Geometry]) -> geopandas.GeoDataFrame:
    """Make cells of polygons in units, counted from the corner of the made divisions."""
    geometry = shapely.transform(np.asarray(polygons), lambda xy: (np.rint(xy) + CORNER) / UNITS)
    codes = [f"4407{k:011d}" for k in range(len(geometry))]
    return geopandas.GeoDataFrame({"code": codes}, geometry=geometry, crs=4326)


def _in_units(frame: geopandas.GeoDataFrame) -> np.ndarray:
    geometry = frame.geometry.to_numpy()
    return np.asarray(shapely.transform(geometry, lambda xy: np.rint(xy * UNITS) - CORNER))


def overlapping() -> geopandas.GeoDataFrame:
    """Hexagons grown and shrunk about their middles, and rings that cross themselves."""
    random = np.random.default_rng(3)
    made = []
    for cell in _in_units(hexagons(10_000)):
        middle = shapely.get_coordinates(cell.centroid)[0]
        factor = random.uniform(0.5, 1.8)
        made.append(
            shapely.transform(cell, lambda xy, m=middle, f=factor: np.rint((xy - m) * f + m))
        )
    for _ in range(500):
        place = random.integers(0, 900_000, 2)
        made.append(shapely.Polygon(place + random.integers(0, 30_000, (7, 2))))
    random.shuffle(made)  # type: ignore[arg-type]
    return _frame(made)


def gaping() -> geopandas.GeoDataFrame:
    """Curved blocks of which some are missing, some pierced and some joined to a far one."""
    random = np.random.default_rng(4)
    made = []
    for cell in _in_units(curved(10_000)):
        fate = random.random()
        if fate < 0.3:
            continue
        if fate < 0.5:
            hole = np.rint(shapely.get_coordinates(cell.centroid)[0])
            pit = shapely.box(*(hole - 900), *(hole + 900))
            made.append(shapely.Polygon(cell.exterior, [pit.exterior]))
        elif fate < 0.55 and made and made[-1].geom_type == "Polygon":
            made[-1] = shapely.MultiPolygon([made[-1], cell])
        else:
            made.append(cell)
    return _frame(made)


def long_edges() -> geopandas.GeoDataFrame:
    """Triangles with sides of 5 to 100 km, and a fan of needles 60 km long."""
    random = np.random.default_rng(5)
    points = random.integers(0, 60_000_000, (1_500, 2))
    triangles = shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(points)))
    tips = [(70_000_000 + 6_000_000, int(y)) for y in np.linspace(0, 3_000_000, 400)]
    needles = [
        shapely.Polygon([(70_000_000, 1_500_000), tips[k], tips[k + 1]])
        for k in range(len(tips) - 1)
    ]
    return _frame([*triangles, *needles])


def one_block() -> geopandas.GeoDataFrame:
    """5,000 edges within 6,000 units: a fan around one vertex and a toothed ring around it."""
    angle = np.linspace(0, 2 * np.pi, 1_250, endpoint=False)
    wave = 2_700 + 200 * (np.arange(1_250) % 2)
    ring = np.rint(np.stack([wave * np.cos(angle), wave * np.sin(angle)], axis=1)).astype(int)
    fan = [shapely.Polygon([(0, 0), ring[k], ring[(k + 1) % len(ring)]]) for k in range(len(ring))]
    outer = np.rint(ring * 1.05).astype(int)
    teeth = [
        shapely.Polygon([ring[k], outer[k], outer[k + 1], ring[k + 1]])
        for k in range(len(ring) - 1)
    ]
    far = shapely.box(30_000_000, 0, 30_000_009, 9)
    return _frame([*fan, *teeth, far])


AWKWARD: Mapping[str, Callable[[], geopandas.GeoDataFrame]] = {
    "overlapping": overlapping,
    "gaping": gaping,
    "long-edges": long_edges,
    "one-block": one_block,
}
