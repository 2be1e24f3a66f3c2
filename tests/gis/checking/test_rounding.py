"""Rounding to the grid of 1e-7° is told apart from repairs, by the ground that it moves."""

from pathlib import Path

import geopandas
import pytest
import shapely

from gis.checking import check_file, checked_lines
from gis.checking.rounding import rounded_m2
from gis.datums import area_m2
from gis.lattice import rounded


def _halves(off: float) -> geopandas.GeoDataFrame:
    """Two neighbours of 5 km, their vertices a share of a unit off the grid."""
    shift = off * 1e-7
    west = shapely.box(113 + shift, 22.5 + shift, 113.05 + shift, 22.55 + shift)
    east = shapely.box(113.05 + shift, 22.5 + shift, 113.1 + shift, 22.55 + shift)
    codes = ["440704001001", "440704001002"]
    return geopandas.GeoDataFrame({"code": codes}, geometry=[west, east], crs=4326)


def test_nothing_is_moved_of_what_lies_on_the_grid() -> None:
    assert rounded_m2(_halves(0.0)) == 0


@pytest.mark.parametrize("off", [0.1, 0.25, 0.4])
def test_the_ground_along_all_borders_is_told_and_a_shared_one_once(off: float) -> None:
    frame = _halves(off)
    shapes = frame.geometry.to_numpy()
    after = shapely.transform(shapes, rounded)
    # Each neighbour by itself: the border between them is in both.
    each = shapely.symmetric_difference(shapes, after)
    between = shapely.symmetric_difference(shapes[0], after[0]).intersection(
        shapely.symmetric_difference(shapes[1], after[1])
    )
    told = area_m2(each).sum() - area_m2([between]).sum()
    assert rounded_m2(frame) == pytest.approx(told, rel=0.01)


def test_ends_that_move_to_different_sides_sweep_two_triangles() -> None:
    unit = 1e-7
    ring = [(113, 22.5 + 0.3 * unit), (113.01, 22.5 - 0.3 * unit), (113.01, 22.51), (113, 22.51)]
    frame = geopandas.GeoDataFrame({"code": ["1"]}, geometry=[shapely.Polygon(ring)], crs=4326)
    swept = shapely.symmetric_difference(
        shapely.Polygon(ring), shapely.transform(shapely.Polygon(ring), rounded)
    )
    assert rounded_m2(frame) == pytest.approx(area_m2([swept])[0], rel=0.01)


@pytest.mark.parametrize(("locale", "told"), [("en", "vertices rounded"), ("zh", "取整")])
def test_the_report_has_a_line_for_it(tmp_path: Path, locale: str, told: str) -> None:
    for off, lines in ((0.0, 0), (0.4, 1)):
        path = tmp_path / f"{off}.gpkg"
        _halves(off).to_file(path)
        report = list(checked_lines(check_file(path), locale=locale))
        assert len([line for line in report if told in line]) == lines
