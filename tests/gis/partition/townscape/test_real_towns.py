"""Bubeneč and Helsinki: what a person would have drawn, by the figures of real cells."""

from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

import gis
from tests.gis.partition.townscape.measures import Measures, measured

DATA = Path(__file__).parents[3] / "data" / "townscape"


def read_town(name: str) -> geopandas.GeoDataFrame:
    return geopandas.read_parquet(DATA / f"{name}.parquet")


def helsinki(parts: int) -> geopandas.GeoDataFrame:
    """Part the town's middle into equal communities."""
    middles = read_town("helsinki_buildings").to_crs(32635).representative_point()
    xs, ys = (
        np.linspace(*np.quantile(some, [0.02, 0.98]), parts + 1) for some in (middles.x, middles.y)
    )
    boxes = [
        shapely.box(xs[c], ys[r], xs[c + 1], ys[r + 1]) for r in range(parts) for c in range(parts)
    ]
    codes = [f"9100000000{k:02d}" for k in range(len(boxes))]
    return geopandas.GeoDataFrame({"code": codes}, geometry=boxes, crs=32635).to_crs(4326)


def _by_households(communities: geopandas.GeoDataFrame, town: str, floors: float = 1.0) -> Measures:
    buildings, streets = read_town(f"{town}_buildings"), read_town(f"{town}_streets")
    buildings["households"] *= floors
    cells = gis.partition(communities, "households", buildings=buildings, streets=streets)
    return measured(cells, communities, buildings, streets, 300, 500)


@pytest.mark.parametrize("floors", [1, 3, 6])
def test_rows_of_houses_are_parted_along_their_walls(floors: int) -> None:
    told = _by_households(read_town("bubenec_community"), "bubenec", floors)
    assert told.exact
    assert (told.several_parts, told.cut) == (0, 0)
    assert told.within >= 0.9 * told.counted
    assert told.compactness >= 0.53
    assert told.least_compact >= 0.2
    assert told.corners <= 15


@pytest.mark.parametrize("parts", [1, 2])
def test_a_real_town_is_divided_along_its_streets(parts: int) -> None:
    told = _by_households(helsinki(parts), "helsinki")
    assert told.exact
    assert (told.several_parts, told.cut) == (0, 0)
    assert told.within >= 0.9 * told.counted
    assert told.compactness >= 0.53
    assert told.least_compact >= 0.2
    assert told.on_street >= 0.6
    assert told.corners_100_m <= 2.1
    assert told.corners <= 20


@pytest.mark.parametrize("parts", [1, 2])
def test_street_blocks_of_a_real_town_are_of_like_size(parts: int) -> None:
    communities = helsinki(parts)
    buildings, streets = read_town("helsinki_buildings"), read_town("helsinki_streets")
    cells = gis.partition(communities, "streets", lines=streets, buildings=buildings)
    told = measured(cells, communities, buildings, streets, 20_000, 60_000, by_area=True)
    assert told.exact
    assert (told.several_parts, told.cut) == (0, 0)
    assert told.within == told.counted
    assert told.compactness >= 0.55
