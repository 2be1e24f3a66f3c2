"""Districts to divide: the real one of Taipei, and made ones with holes, islands and gaps."""

from functools import cache
from pathlib import Path

import geopandas
import numpy as np
import shapely
from hypothesis import strategies as st

from gis.lattice import from_units

TAIPEI = Path(__file__).parents[2] / "data" / "boundaries" / "taipei_villages.geojson"

JIANGHAI = TAIPEI.with_name("jianghai_communities.geojson")

PITCH = 10_000
"""Width of a block of a made district in units: about 110 m."""


@cache
def _taipei() -> geopandas.GeoDataFrame:
    return geopandas.read_file(TAIPEI).rename(columns={"VILLCODE": "code", "VILLNAME": "name"})


def taipei() -> geopandas.GeoDataFrame:
    return _taipei()[["code", "name", "geometry"]].copy()


@cache
def _jianghai() -> geopandas.GeoDataFrame:
    return geopandas.read_file(JIANGHAI)


def jianghai() -> geopandas.GeoDataFrame:
    return _jianghai()[["code", "name", "geometry"]].copy()


def frame(**polygons: shapely.Geometry) -> geopandas.GeoDataFrame:
    """Make communities from polygons in units, counted from a corner in Jianghai."""
    corner = np.array([1_131_200_000, 225_600_000])
    geometry = [
        shapely.transform(p, lambda xy: from_units(np.rint(xy).astype(np.int64) + corner))
        for p in polygons.values()
    ]
    codes = [f"440704001{name[1:]:0>3}" for name in polygons]
    return geopandas.GeoDataFrame({"code": codes}, geometry=geometry, crs=4326)


def holed(wild: float) -> shapely.Polygon:
    """Make a polygon with a hole that has a coordinate of no place."""
    hole = [(113.1, 22.1), (113.2, wild), (113.2, 22.1)]
    return shapely.Polygon([(113, 22), (114, 22), (114, 23), (113, 23)], [hole])


def blocks(
    owners: list[list[int]], jitter: np.ndarray, pitch: int = PITCH
) -> geopandas.GeoDataFrame:
    """Make communities of crooked blocks; owner 0 is nobody's land."""
    rows, columns = len(owners), len(owners[0])
    corner = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1)), axis=-1) * pitch
    corner = corner + jitter
    mine: dict[int, list[shapely.Polygon]] = {}
    for r, row in enumerate(owners):
        for c, owner in enumerate(row):
            ring = [corner[r, c], corner[r, c + 1], corner[r + 1, c + 1], corner[r + 1, c]]
            mine.setdefault(owner, []).append(shapely.Polygon(ring))
    mine.pop(0, None)
    return frame(**{f"c{owner}": shapely.union_all(quads) for owner, quads in mine.items()})


@st.composite
def districts(draw: st.DrawFn) -> geopandas.GeoDataFrame:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    owners = draw(
        st.lists(
            st.lists(st.integers(0, 3), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        ).filter(lambda o: any(map(any, o)))
    )
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    return blocks(owners, random.integers(-3000, 3001, (rows + 1, columns + 1, 2)))
