"""`gridward townscape check`: what files of a town hold, and what is assumed of them."""

from pathlib import Path

import geopandas
import pytest
import shapely

from tests.gis.surroundings.towns import EXTRACT, Town
from tests.service.cli.conftest import Gridward


def test_all_that_an_extract_holds_is_told(gridward: Gridward) -> None:
    done = gridward("townscape", "check", EXTRACT)

    assert done.status == 0, done.err
    for told in ("buildings 2,193 of 2,219", "streets 173", "addresses 7", "waters 1"):
        assert told in done.out
    assert "floors assumed to be 3, since unknown: 2,183 of 2,193" in done.out


def test_what_an_extract_does_not_hold_is_told_and_no_fault(
    tmp_path: Path, gridward: Gridward
) -> None:
    town = Town()
    town.square(0, 0, building="yes")

    done = gridward("townscape", "check", town.write(tmp_path / "a.osm"), "--locale", "zh")

    assert done.status == 0, done.err
    assert "a.osm: 文件中没有道路。" in done.out
    assert "建筑物 1 个中采用 1 个" in done.out


def test_an_extract_of_nothing_that_counts_is_refused(tmp_path: Path, gridward: Gridward) -> None:
    town = Town()
    town.square(0, 0, landuse="grass")

    done = gridward("townscape", "check", town.write(tmp_path / "a.osm"))

    assert done.status == 1
    assert "neither buildings nor" in done.err


def test_several_files_are_checked_by_what_their_shapes_are(
    tmp_path: Path, gridward: Gridward
) -> None:
    houses, streets, doors = (tmp_path / name for name in ("h.geojson", "s.geojson", "d.csv"))
    box = shapely.box(113.1, 22.5, 113.101, 22.501)
    geopandas.GeoDataFrame({"hs": [3]}, geometry=[box], crs=4326).to_file(houses)
    geopandas.GeoDataFrame({"n": [3]}, geometry=[box.boundary], crs=4326).to_file(streets)
    doors.write_text("lon,lat\n113.1,22.5\n", encoding="utf-8")

    done = gridward("townscape", "check", houses, streets, doors)

    assert done.status == 0, done.err
    for told in ("buildings 1 of 1, households 3", "streets 1 of 1", "addresses 1 of 1"):
        assert told in done.out


def test_a_named_layer_says_what_it_is_read_for(tmp_path: Path, gridward: Gridward) -> None:
    path = tmp_path / "a.gpkg"
    box = shapely.box(113.1, 22.5, 113.101, 22.501)
    for layer in ("one", "two"):
        frame = geopandas.GeoDataFrame({"n": [3]}, geometry=[box], crs=4326)
        frame.to_file(path, layer=layer)

    unnamed = gridward("townscape", "check", path)
    named = gridward("townscape", "check", path, "--buildings-layer", "two")

    assert unnamed.status == 1
    assert "--buildings-layer" in unnamed.err
    assert named.status == 0, named.err
    assert "(two)" in named.out


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        (["none.gpkg"], 1, "no such file"),
        (["none.gpkg", "--as", "trees"], 2, "--as takes buildings"),
        ([EXTRACT, "--as", "streets", "--classes", "avenue"], 1, "no class avenue"),
        ([EXTRACT, "--as", "buildings", "--households-column", "hh"], 1, "no column “hh”"),
        ([EXTRACT, "--as", "buildings", "--household-m2", "0"], 1, "floor_area_m2 is 0"),
    ],
)
def test_misuse_and_refusals_end_with_their_own_status(
    gridward: Gridward, given: list[object], status: int, told: str
) -> None:
    done = gridward("townscape", "check", *given)

    assert done.status == status
    assert told in done.err
