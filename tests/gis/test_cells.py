"""Cells as files: written whole, read back the same, refused with the mend."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gis.cells import CellsFileError, communities_of, name_cells, read_cells, write_cells


def _cells() -> gpd.GeoDataFrame:
    boxes = [
        shapely.box(113.1, 22.5, 113.1012345, 22.5011111),
        shapely.box(113.1012345, 22.5, 113.1023456, 22.5011111),
        shapely.box(113.1, 22.5011111, 113.1023456, 22.5022222),
    ]
    return gpd.GeoDataFrame(
        {
            "code": ["440704001016001", "440704001016002", "440704001017001"],
            "community": ["440704001016", "440704001016", "440704001017"],
            "area_m2": [1.0, 2.0, 3.0],
        },
        geometry=boxes,
        crs=4326,
    )


def _communities() -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {
            "code": ["440704001016", "440704001017"],
            "name": ["中沙社区居委会", "江翠社区居委会"],
            "short_name": ["中沙社区", "江翠社区"],
            "parent": ["440704001", "440704001"],
        },
        geometry=[shapely.box(0, 0, 1, 1)] * 2,
        crs=4326,
    )
    frame.attrs["illustrative"] = True
    return frame


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".fgb", ".parquet"])
def test_written_cells_read_back_to_the_last_digit(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"cells{ending}"
    cells = _cells()
    write_cells(cells, path)
    again = read_cells(path)
    assert list(again["code"]) == list(cells["code"])
    assert np.array_equal(
        shapely.get_coordinates(shapely.normalize(again.geometry.to_numpy())),
        shapely.get_coordinates(shapely.normalize(cells.geometry.to_numpy())),
    )
    assert list(tmp_path.iterdir()) == [path]


def test_invented_lines_say_so_in_the_file_and_when_read_back(tmp_path: Path) -> None:
    path = tmp_path / "cells.geojson"
    named = name_cells(_cells(), _communities())
    write_cells(named, path)
    told = json.loads(path.read_text(encoding="utf-8"))["description"]
    assert told == "示意边界 / illustrative boundaries"
    again = read_cells(path)
    assert again.attrs["illustrative"] is True
    assert list(again["community_name"]) == ["中沙社区", "中沙社区", "江翠社区"]


def test_communities_are_the_union_of_their_cells() -> None:
    communities = communities_of(name_cells(_cells(), _communities()))
    assert list(communities["name"]) == ["中沙社区", "江翠社区"]
    assert communities.geometry.iloc[0].equals(shapely.box(113.1, 22.5, 113.1023456, 22.5011111))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.geojson", None, "does not exist"),
        ("broken.geojson", "{", "is no readable file"),
        (
            "plain.geojson",
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},'
            '"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}',
            "has no column 'code' (it has: a)",
        ),
    ],
)
def test_a_file_that_holds_no_cells_is_refused_with_its_name(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(CellsFileError) as refused:
        read_cells(path)
    assert str(path) in str(refused.value)
    assert said in str(refused.value)


def test_an_unknown_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(CellsFileError, match=r"names no format; use one of"):
        write_cells(_cells(), tmp_path / "cells.xyz")
    assert list(tmp_path.iterdir()) == []
