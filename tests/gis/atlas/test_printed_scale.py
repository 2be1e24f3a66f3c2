"""Measures the printed page itself, as a ruler on the paper would."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import geopandas
import pytest

from gis.atlas import Atlas
from gis.boundaries import read_boundaries
from gis.partition import divide
from tests.gis.districts import taipei
from tests.ruler import measure

DEMO = Path(__file__).parents[3] / "data" / "boundaries" / "jianghai_communities.geojson"


@cache
def demo() -> tuple[geopandas.GeoDataFrame, Atlas]:
    division = divide(read_boundaries(DEMO).communities, "squares", size_m=450)
    return division.cells, Atlas(division.cells, division.communities)


@cache
def part_of_taipei() -> tuple[geopandas.GeoDataFrame, Atlas]:
    division = divide(taipei().head(12), "squares", size_m=450)
    return division.cells, Atlas(division.cells, division.communities)


@pytest.mark.parametrize("place", [demo, part_of_taipei])
@pytest.mark.parametrize("part", [0.05, 0.5, 0.9])
def test_the_printed_outline_and_scale_bar_measure_true_on_the_ground(
    place: Callable[[], tuple[geopandas.GeoDataFrame, Atlas]], part: float, tmp_path: Path
) -> None:
    cells, atlas = place()
    cell = cells.iloc[int(part * len(cells))]
    measure(atlas.page(cell["code"]), cell.geometry, tmp_path)
