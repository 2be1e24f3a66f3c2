"""Three communities of a made-up street, side by side."""

import geopandas
import pytest
import shapely

SQUARES = [shapely.box(113.10 + n / 100, 22.5, 113.11 + n / 100, 22.51) for n in range(3)]


@pytest.fixture
def frame() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {
            "code": ["440704001001", "440704001002", "440704001003"],
            "name": ["江南社区", "外海村", "礼乐社区"],
            "parent": ["440704001"] * 3,
        },
        geometry=SQUARES,
        crs=4326,
    )
