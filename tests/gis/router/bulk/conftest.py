"""Two cells, and files of points about them."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import gis

WEST, EAST = "440704001016001", "440704001016002"


def cells() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"code": [WEST, EAST], "community": ["440704001016"] * 2},
        geometry=[shapely.box(113, 22, 113.1, 22.1), shapely.box(113.1, 22, 113.2, 22.1)],
        crs=4326,
    )


@pytest.fixture(scope="session")
def router() -> gis.Router:
    return gis.Router.build(cells())


@pytest.fixture
def points() -> Callable[[int], pd.DataFrame]:
    """Make points, a third of them outside and some nowhere."""

    def make(count: int, seed: int = 1) -> pd.DataFrame:
        random = np.random.default_rng(seed)
        lon, lat = random.uniform(112.95, 113.25, count), random.uniform(21.98, 22.12, count)
        lon[::50] = np.nan
        return pd.DataFrame({"id": np.arange(count), "lon": lon, "lat": lat})

    return make


def expected(router: gis.Router, frame: pd.DataFrame) -> list[str | None]:
    """Ask for one point after the other."""
    return [router.locate(*pair) for pair in zip(frame["lon"], frame["lat"], strict=True)]


def left(folder: Path) -> set[str]:
    """Return the names of all that is in a folder."""
    return {path.name for path in folder.iterdir()}
