"""Buildings, addresses and lines: read from many formats, and all that is assumed is told."""

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from gis.surroundings import (
    Addresses,
    Buildings,
    Lines,
    SurroundingsError,
    read_addresses,
    read_buildings,
    read_lines,
)

OSM = Path(__file__).parents[2] / "data" / "townscape" / "corner.osm"
METRES = "EPSG:4547"


def _boxes(count: int, side_m: float = 20.0) -> list[shapely.Polygon]:
    west, south = 400_000.0, 2_490_000.0
    return [
        shapely.box(west + 50 * n, south, west + 50 * n + side_m, south + side_m)
        for n in range(count)
    ]


def _written(folder: Path, columns: dict[str, Any], shapes: list[Any] | None = None) -> Path:
    count = len(next(iter(columns.values())))
    frame = geopandas.GeoDataFrame(columns, geometry=shapes or _boxes(count), crs=METRES)
    frame.to_file(folder / "town.gpkg")
    return folder / "town.gpkg"


def _told(found: Buildings | Addresses | Lines) -> dict[str, dict[str, Any]]:
    return {one.what: dict(one.facts) for one in found.report.remarks}


def test_households_are_those_of_a_column_with_units_and_blanks(tmp_path: Path) -> None:
    path = _written(tmp_path, {"户数": ["12", "1,050户", "", "无"]})
    found = read_buildings(path)
    assert found.frame["households"].tolist() == [12, 1_050, 0, 0]
    assert _told(found) == {
        "households-column": {"column": "户数", "count": 2},
        "households-blank": {"column": "户数", "count": 2},
    }


def test_households_come_from_floors_or_height_or_what_is_assumed(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        {
            "层数": ["6", "", "", "9999"],
            "高度": ["", "30", "", ""],
            "用途": ["住宅", "住宅", "", "村委会"],
        },
    )
    found = read_buildings(path, floor_area_m2=100, default_floors=2)
    assert found.frame["floors"].tolist() == [6, 10, 2, 2]
    assert found.frame["households"].round().tolist() == [24, 40, 8, 8]
    told = _told(found)
    assert told["floors-column"] == {"column": "层数", "count": 1}
    assert told["floors-height"] == {"column": "高度", "count": 1, "height": "3"}
    assert told["floors-assumed"] == {"count": 2, "of": 4, "floors": "2"}


def test_nobody_lives_in_schools_and_works(tmp_path: Path) -> None:
    uses = ["住宅", "第一中学", "厂房", "retail", "apartments"]
    found = read_buildings(_written(tmp_path, {"用途": uses}))
    assert (found.frame["households"] > 0).tolist() == [True, False, False, False, True]
    assert _told(found)["kinds-empty"]["count"] == 3


def test_a_column_that_is_named_but_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError) as refused:
        read_buildings(_written(tmp_path, {"a": [1]}), households="b")
    assert refused.value.what == "unknown-column"


def test_other_shapes_are_left_out_and_crossing_ones_mended(tmp_path: Path) -> None:
    west, south = 400_000, 2_490_000
    corners = [(0, 0), (20, 20), (20, 0), (0, 20)]
    bow = shapely.Polygon([(west + x, south + y) for x, y in corners])
    shapes = [*_boxes(1), bow, shapely.Point(400_000, 2_490_000)]
    found = read_buildings(_written(tmp_path, {"households": [1, 2, 3]}, shapes))
    assert found.frame["households"].tolist() == [1, 2]
    assert found.frame.is_valid.all()
    assert _told(found)["other-shape"] == {"count": 1}
    assert [repair.kind for repair in found.report.repairs] == ["self-intersection"]
    only_lines = _written(tmp_path, {"a": [1]}, [shapely.LineString([(4e5, 2.49e6), (4e5, 2.5e6)])])
    with pytest.raises(SurroundingsError) as refused:
        read_buildings(only_lines)
    assert refused.value.what == "no-buildings"


def test_an_extract_of_openstreetmap_gives_buildings_lines_and_addresses() -> None:
    buildings = read_buildings(OSM)
    assert buildings.frame["floors"].tolist() == [6, 4]
    assert (buildings.frame["households"] > 0).tolist() == [True, False]
    lines = read_lines(OSM)
    assert lines.frame["class"].tolist() == ["primary_link"]
    assert _told(lines)["classes-left"]["count"] == 1
    assert read_lines(OSM, classes=["footway"]).frame["class"].tolist() == ["footway"]
    addresses = read_addresses(OSM)
    assert addresses.frame["households"].tolist() == [1]


def test_a_damaged_extract_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(b"\x00\x00\x00\x0d\x0a\x09OSMHeader no such thing" * 20)
    with pytest.raises(SurroundingsError) as refused:
        read_buildings(path)
    assert refused.value.what == "unreadable"
    with pytest.raises(SurroundingsError) as refused:
        read_lines(tmp_path / "none.osm.pbf")
    assert refused.value.what == "not-found"


def test_lines_are_told_apart_in_chinese_and_kept_where_no_class_is_told(tmp_path: Path) -> None:
    line = shapely.LineString([(400_000, 2_490_000), (400_100, 2_490_000)])
    path = _written(tmp_path, {"道路等级": ["主干路", "小区路", "支路"]}, [line] * 3)
    assert read_lines(path).frame["class"].tolist() == ["primary", "residential"]
    path = _written(tmp_path, {"名称": ["a", "b"]}, [line] * 2)
    found = read_lines(path)
    assert found.frame["class"].tolist() == ["", ""]
    assert _told(found) == {"classes-none": {"count": 2}}


def test_coordinates_of_gcj02_are_turned_back(tmp_path: Path) -> None:
    path = _written(tmp_path, {"households": [1]})
    plain, turned = read_buildings(path), read_buildings(path, datum="gcj02")
    moved = plain.frame.to_crs(METRES).distance(turned.frame.to_crs(METRES)).iloc[0]
    assert 100 < moved < 1_000


def _raster(path: Path, values: list[list[float]], crs: str | None = METRES) -> Path:
    data = np.array(values, dtype=np.float32)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=data.shape[1],
        height=data.shape[0],
        count=1,
        dtype="float32",
        crs=crs,
        transform=from_origin(400_000, 2_490_100, 100, 100),
    ) as out:
        out.write(data, 1)
    return path


def test_households_of_a_raster_are_shared_out_by_footprint(tmp_path: Path) -> None:
    buildings = _written(
        tmp_path, {"a": [1, 2, 3]}, [*_boxes(1), *_boxes(2, 10)[1:], *_boxes(4)[3:]]
    )
    raster = _raster(tmp_path / "households.tif", [[50, 7, 9]])
    found = read_buildings(buildings, raster=raster)
    assert found.frame["households"].round(2).tolist() == [40, 10, 7]
    assert _told(found)["raster-read"]["households"] == 57


def test_a_raster_without_a_crs_is_refused(tmp_path: Path) -> None:
    buildings = _written(tmp_path, {"a": [1]})
    raster = _raster(tmp_path / "households.tif", [[50]], crs=None)
    with pytest.raises(SurroundingsError) as refused:
        read_buildings(buildings, raster=raster)
    assert refused.value.what == "raster-no-crs"
    with pytest.raises(SurroundingsError) as refused:
        read_buildings(buildings, raster=buildings)
    assert refused.value.what == "raster-unreadable"
