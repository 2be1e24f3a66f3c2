"""Cells as files: written whole, read back the same, refused with the mend."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gis.boundaries import read_cell_file
from gis.cells import CellsFileError, communities_of, name_cells, read_cells, write_cells
from gis.coverage import check_coverage
from gis.partition import Division, divide


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


def test_a_shapefile_keeps_the_columns_whose_names_it_cuts(tmp_path: Path) -> None:
    named = name_cells(_cells(), _communities())
    write_cells(named, tmp_path / "cells.shp")
    again = read_cells(tmp_path / "cells.shp")
    assert list(again["community_name"]) == list(named["community_name"])
    assert list(again["street_code"]) == list(named["street_code"])
    assert again.attrs["illustrative"] is True


def test_a_shapefile_takes_the_place_of_another_with_all_its_files(tmp_path: Path) -> None:
    write_cells(_cells(), tmp_path / "cells.shp")
    (tmp_path / "cells.qix").write_bytes(b"an index of what was there before")
    write_cells(_cells().head(1), tmp_path / "cells.shp")
    assert len(read_cells(tmp_path / "cells.shp")) == 1
    endings = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
    assert {path.name for path in tmp_path.iterdir()} == {f"cells{e}" for e in endings}


_ON_A_FULL_DISK = """
import resource, sys
import geopandas
from gis.cells import CellsFileError, write_cells
cells = geopandas.read_parquet(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
try:
    write_cells(cells, sys.argv[2])
except CellsFileError as error:
    print(error)
"""


@pytest.mark.parametrize("ending", [".shp", ".gpkg", ".geojson", ".fgb", ".parquet"])
def test_a_disk_that_is_full_leaves_what_was_there(tmp_path: Path, ending: str) -> None:
    folder = tmp_path / "written"
    folder.mkdir()
    path = folder / f"cells{ending}"
    write_cells(_cells(), path)
    before = _contents(folder)
    many = gpd.GeoDataFrame(pd.concat([_cells()] * 400, ignore_index=True), crs=4326)
    many.to_parquet(tmp_path / "many.parquet")
    script = [sys.executable, "-c", _ON_A_FULL_DISK, str(tmp_path / "many.parquet"), str(path)]
    run = subprocess.run(script, capture_output=True, text=True, check=True)
    assert run.stdout.startswith(f"{path}: cannot be written")
    assert _contents(folder) == before


@pytest.mark.parametrize("failing", range(10))
def test_a_shapefile_is_put_in_its_place_whole_or_what_was_there_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    path = tmp_path / "cells.shp"
    write_cells(_cells(), path)
    before = _contents(tmp_path)
    moves = 0
    replace = os.replace

    def failing_replace(source: Path, target: Path) -> None:
        nonlocal moves
        moves += 1
        if moves == failing + 1:
            raise OSError("no space left on device")
        replace(source, target)
        parts = {e: (tmp_path / f"cells{e}") for e in (".shp", ".shx", ".dbf", ".prj", ".cpg")}
        if parts[".shp"].exists():
            assert all(part.exists() for part in parts.values())

    monkeypatch.setattr("os.replace", failing_replace)
    with pytest.raises(CellsFileError, match="no space left on device"):
        write_cells(_cells().head(1), path)
    monkeypatch.undo()
    assert _contents(tmp_path) == before


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_communities_are_the_union_of_their_cells() -> None:
    communities = communities_of(name_cells(_cells(), _communities()))
    assert list(communities["name"]) == ["中沙社区", "江翠社区"]
    assert communities.geometry.iloc[0].equals(shapely.box(113.1, 22.5, 113.1023456, 22.5011111))


def test_cells_that_meet_without_sharing_vertices_still_make_up_a_community() -> None:
    low, high = shapely.box(113.1, 22.5, 113.11, 22.51), shapely.box(113.11, 22.5, 113.12, 22.52)
    cells = gpd.GeoDataFrame(
        {"code": ["440704001001001", "440704001001002"], "community": "440704001001"},
        geometry=[low, high],
        crs=4326,
    )
    joined = communities_of(cells).geometry.iloc[0]
    assert joined.geom_type == "Polygon"
    assert joined.area == pytest.approx(low.area + high.area)


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


# Runs of nines and noughts, which GDAL takes for noise of doubles.
_WEST = ((1130950000, 225000123), (1131020000, 225000123), (1130999990, 225020123))
_EAST = ((1131020000, 225000123), (1131060000, 225000123), (1131060000, 225040123))
_MIDDLE = (1131012345, 225040123)


@pytest.fixture(scope="module")
def divided() -> Division:
    rings = [[*_WEST, _MIDDLE, (1130950000, 225040123)], [*_EAST, _MIDDLE, _WEST[2]]]
    shapes = [shapely.Polygon(np.array(ring) / 1e7) for ring in rings]
    codes = ["440704001001", "440704001002"]
    return divide(gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs=4326), size_m=200)


def _as_city_file(path: Path) -> gpd.GeoDataFrame:
    return read_cell_file(path).cells


@pytest.mark.parametrize("read", [read_cells, _as_city_file])
@pytest.mark.parametrize("ending", ["geojson", "json", "gpkg", "fgb", "shp"])
def test_what_is_written_and_read_again_is_what_was_proven(
    divided: Division, tmp_path: Path, ending: str, read: Callable[[Path], gpd.GeoDataFrame]
) -> None:
    path = tmp_path / f"cells.{ending}"
    write_cells(divided.cells, path)
    assert check_coverage(read(path), divided.communities).exact


@pytest.mark.parametrize("read", [read_cells, _as_city_file])
@pytest.mark.parametrize("crs", [3857, 4490, 4526, 4547])
def test_cells_from_another_crs_are_exact(
    divided: Division, tmp_path: Path, crs: int, read: Callable[[Path], gpd.GeoDataFrame]
) -> None:
    divided.cells.to_crs(crs).to_file(tmp_path / "cells.gpkg")
    assert check_coverage(read(tmp_path / "cells.gpkg"), divided.communities).exact
