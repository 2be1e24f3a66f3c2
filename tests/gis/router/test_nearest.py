"""The nearest cell and its distance, beside edges walked in small steps."""

import geopandas
import numpy as np
import pytest
import shapely
from pyproj import Geod

from gis.router import Router

GEOD = Geod(ellps="WGS84")
STEPS = 3_000


def walked(cells: geopandas.GeoDataFrame, lon: float, lat: float) -> np.ndarray:
    """Return how far each cell's border is, by its nearest of many places."""
    share = np.linspace(0, 1, STEPS)[:, None]
    away = []
    for cell in cells.geometry:
        xy = shapely.get_coordinates(cell)
        places = (xy[:-1, None] + share * (xy[1:, None] - xy[:-1, None])).reshape(-1, 2)
        here = (np.full(len(places), v) for v in (lon, lat))
        away.append(GEOD.inv(*here, *places.T)[2].min())
    return np.array(away)


def scattered(random: np.random.Generator, lon: float, lat: float) -> geopandas.GeoDataFrame:
    """Make triangles of up to two degrees around a place, on the globe."""
    corners = np.array([lon, lat]) + random.uniform(-9, 9, (12, 1, 2))
    corners = np.clip(corners + random.uniform(-1, 1, (12, 3, 2)), [-180, -90], [180, 90])
    geometry = [shapely.Polygon(ring) for ring in corners.round(7)]
    return geopandas.GeoDataFrame(
        {"code": [f"{k:02d}" for k in range(12)]}, geometry=geometry, crs=4326
    )


@pytest.mark.parametrize("lat", [0.0, 22.6, -48.0, 71.0, 84.0])
def test_far_cells_are_told_apart_rightly_at_any_latitude(lat: float) -> None:
    random = np.random.default_rng(int(lat) + 90)
    found = 0
    for _ in range(3):
        cells = scattered(random, 113.1, lat)
        router = Router.build(cells)
        for x, y in (np.array([113.1, lat]) + random.uniform(-5, 5, (4, 2))).round(7):
            if router.locate(x, y) is not None:
                continue
            away = walked(cells, x, y)
            nearest = router.nearest(x, y, 1_000_000)
            if nearest is None:
                assert away.min() > 1_000_000
                continue
            found += 1
            assert nearest[0] == cells["code"][int(away.argmin())]
            # Steps of up to 60 m miss the nearest place by half a step, and are never nearer.
            assert nearest[1] <= away.min() + 1e-5
            assert nearest[1] == pytest.approx(away.min(), abs=0.5)
    assert found > 5


def test_long_edges_are_measured_where_they_are_nearest() -> None:
    strip = shapely.box(60, 60, 110, 61)
    cells = geopandas.GeoDataFrame({"code": ["1"]}, geometry=[strip], crs=4326)
    nearest = Router.build(cells).nearest(85, 66, 1_000_000)
    assert nearest is not None
    # The parallel curves away from the place: right below is the nearest by far.
    assert nearest[1] == pytest.approx(GEOD.inv(85, 66, 85, 61)[2], abs=1e-3)


def test_the_nearest_cell_may_lie_beyond_the_180th_meridian_or_the_pole() -> None:
    east, far = shapely.box(-179.9, 10, -179.8, 11), shapely.box(179, 10, 179.1, 11)
    top = shapely.box(-70, 89.5, -60, 89.8)
    cells = geopandas.GeoDataFrame({"code": ["1", "2", "3"]}, geometry=[east, far, top], crs=4326)
    router = Router.build(cells)
    nearest = router.nearest(179.95, 10.5, 50_000)
    assert nearest is not None
    assert nearest[0] == "1"
    assert nearest[1] == pytest.approx(GEOD.inv(179.95, 10.5, -179.9, 10.5)[2], abs=1)
    over = router.nearest(115, 89.9, 100_000)
    assert over is not None
    assert over[0] == "3"
    assert over[1] == pytest.approx(walked(cells, 115, 89.9)[2], abs=0.1)
