"""A city's cells of which one was cut or nested by hand, without its neighbours knowing."""

from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely

from gis.cells import name_cells, write_cells
from gis.coverage import check_coverage
from gis.partition import partition
from gis.partition.imported import imported

COMMUNITIES = Path(__file__).parents[3] / "data" / "boundaries" / "jianghai_communities.geojson"


@pytest.fixture(scope="module")
def cells() -> geopandas.GeoDataFrame:
    communities = geopandas.read_file(COMMUNITIES)
    communities = communities[communities["code"].str.startswith("440704004")].head(6)
    return name_cells(partition(communities, size_m=450), communities)


def halves(cell: shapely.Geometry) -> list[shapely.Geometry]:
    west, south, east, north = cell.bounds
    middle = (west + east) / 2 + 3e-8
    boxes = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    return [cell.intersection(box) for box in boxes]


def with_rows(
    cells: geopandas.GeoDataFrame, rows: list[dict[str, object]]
) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        pd.concat([cells, geopandas.GeoDataFrame(rows, crs=4326)]), crs=4326
    )


def test_a_cell_cut_in_two_without_new_vertices_in_its_neighbours_is_taken(
    cells: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    chosen = cells.iloc[len(cells) // 2]
    west, east = halves(chosen.geometry)
    first = {**chosen.to_dict(), "geometry": west}
    second = {**chosen.to_dict(), "geometry": east, "code": chosen["community"] + "998"}
    cut = with_rows(cells[cells["code"] != chosen["code"]], [first, second])
    write_cells(cut, tmp_path / "cut.geojson")
    division = imported(tmp_path / "cut.geojson").division
    assert len(division.cells) == len(cells) + 1
    assert check_coverage(division.cells, division.communities).exact


def test_halves_that_make_up_a_cell_to_rounding_are_its_micro_cells(
    cells: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    chosen = cells.iloc[len(cells) // 2]
    micro = [
        {
            **chosen.to_dict(),
            "geometry": half,
            "code": f"{chosen['code']}0{n}",
            "parent": chosen["code"],
        }
        for n, half in enumerate(halves(chosen.geometry), 1)
    ]
    write_cells(with_rows(cells, micro), tmp_path / "micro.geojson")
    division = imported(tmp_path / "micro.geojson").division
    assert division.cells["parent"].notna().sum() == 2
    assert check_coverage(division.cells, division.communities).exact
