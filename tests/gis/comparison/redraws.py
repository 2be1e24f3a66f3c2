"""Divisions to compare: cells drawn as boxes in units, and redraws of random districts."""

import geopandas
import numpy as np
import shapely
from hypothesis import strategies as st

from gis.lattice import from_units

CORNER = np.array([1_131_200_000, 225_600_000])
SIDE = 10_000
"""Side of a block in units: about 110 m."""


def cells(
    shapes: dict[str, shapely.Geometry], homes: dict[str, str] | None = None
) -> geopandas.GeoDataFrame:
    """Make cells from shapes in units, counted from a corner in Jianghai."""
    geometry = [
        shapely.transform(s, lambda xy: from_units(np.rint(xy).astype(np.int64) + CORNER))
        for s in shapes.values()
    ]
    frame = geopandas.GeoDataFrame({"code": list(shapes)}, geometry=geometry, crs=4326)
    if homes is not None:
        frame["community"] = [homes[code] for code in shapes]
    return frame


def block(x: float, y: float, width: float = 1, height: float = 1) -> shapely.Polygon:
    """Return a box in blocks."""
    return shapely.box(x * SIDE, y * SIDE, (x + width) * SIDE, (y + height) * SIDE)


@st.composite
def redraws(draw: st.DrawFn) -> tuple[geopandas.GeoDataFrame, geopandas.GeoDataFrame]:
    """Draw two exact divisions of one crooked ground, whose lattices differ."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    return _crooked(random, draw(st.integers(1, 4))), _crooked(random, draw(st.integers(1, 4)))


def _crooked(random: np.random.Generator, count: int) -> geopandas.GeoDataFrame:
    """Make crooked blocks of a few owners, with holes and multiparts."""
    corner = np.stack(np.meshgrid(np.arange(count + 1), np.arange(count + 1)), axis=-1) * SIDE
    corner = corner + random.integers(-3000, 3001, corner.shape)
    owners = random.integers(0, count + 1, (count, count))
    parts: dict[str, list[shapely.Polygon]] = {}
    for (r, c), owner in np.ndenumerate(owners):
        ring = [corner[r, c], corner[r, c + 1], corner[r + 1, c + 1], corner[r + 1, c]]
        parts.setdefault(f"c{owner}", []).append(shapely.Polygon(ring))
    return cells({code: shapely.union_all(quads) for code, quads in sorted(parts.items())})
