"""Features of different codes that have the same polygon."""

from pathlib import Path

import geopandas
import shapely

from gis.boundaries import RepairKind, describe, read_boundaries, read_cell_file
from gis.texts import LOCALES
from tests.gis.boundaries.asking import kinds


def test_two_codes_with_the_same_polygon_are_told_with_both_codes_and_the_place(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    # The same outline, begun at another corner and walked the other way round.
    west, south, east, north = 113.10, 22.5, 113.11, 22.51
    frame.loc[2, "geometry"] = shapely.Polygon(
        [(west, north), (east, north), (east, south), (west, south)]
    )
    frame.to_file(tmp_path / "copy.gpkg")
    read = read_boundaries(tmp_path / "copy.gpkg")
    assert kinds(read) == [RepairKind.SAME_POLYGON]
    (copy,) = read.report
    assert copy.feature == "440704001003"
    for locale in LOCALES:
        told = describe(copy, locale=locale)
        assert "440704001001" in told
        assert "113.105000, 22.505000" in told


def test_neighbours_of_the_same_shape_are_no_copies(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.to_file(tmp_path / "fine.gpkg")
    assert read_boundaries(tmp_path / "fine.gpkg").report == []


def test_a_micro_cell_that_fills_its_cell_is_no_copy_but_another_cell_is(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    cells = frame[["geometry"]].assign(
        code=["440704001001001", "44070400100100101", "440704001001002"]
    )
    cells["geometry"] = frame.geometry[0]
    cells.to_file(tmp_path / "cells.gpkg")
    read = read_cell_file(tmp_path / "cells.gpkg")
    assert [(one.feature, one.kind) for one in read.report] == [
        ("440704001001002", RepairKind.SAME_POLYGON)
    ]
