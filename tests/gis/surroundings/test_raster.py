"""Households of a GeoTIFF: read as GDAL wrote it, and given out whole."""

from pathlib import Path

import geopandas
import hypothesis.strategies as some
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from pyproj import CRS

from gis.surroundings import SurroundingsError, read_buildings, read_raster
from gis.surroundings.grids import Grid, read_grid
from gis.surroundings.raster import spread

RASTERS = Path(__file__).parents[2] / "data/townscape/raster"
NUMBERS = np.arange(12, dtype=np.float64).reshape(3, 4)
WGS84 = CRS.from_epsg(4326)


def houses(path: Path, boxes: list[shapely.Polygon], **columns: object) -> Path:
    geopandas.GeoDataFrame(columns, geometry=boxes, crs=4326).to_file(path)
    return path


def house(column: float, row: float, side: float = 0.2) -> shapely.Polygon:
    """Return a house in a pixel of the rasters of tests, by columns and rows from the north."""
    west, north = 113.1 + column * 0.001, 22.503 - row * 0.001
    return shapely.box(west, north - side * 0.001, west + side * 0.001, north)


@pytest.mark.parametrize(
    "name",
    ["float32_lzw", "float64", "int16_tiled_zstd", "uint8", "bigtiff_gauss_kruger", "three_bands"],
)
def test_numbers_are_read_however_they_are_written(name: str) -> None:
    assert read_grid(RASTERS / f"{name}.tif").values.tolist() == NUMBERS.tolist()


def test_what_is_marked_as_unknown_is_no_number() -> None:
    values = read_grid(RASTERS / "float32_deflate_predictor3.tif").values

    assert np.isnan(values[0, 0])
    assert values.ravel()[1:].tolist() == NUMBERS.ravel()[1:].tolist()


def test_pixels_lie_where_the_file_says() -> None:
    degrees = read_grid(RASTERS / "float32_lzw.tif")
    metres = read_grid(RASTERS / "bigtiff_gauss_kruger.tif")
    middles = read_grid(RASTERS / "pixel_is_point.tif")

    for grid in (degrees, middles):
        assert (grid.west, grid.north) == pytest.approx((113.1, 22.503), abs=1e-9)
        assert (grid.width, grid.height) == pytest.approx((0.001, 0.001))
    assert (metres.crs.to_epsg(), metres.west, metres.north) == (4547, 500_000, 2_500_300)


def test_only_the_pixels_over_a_place_are_read() -> None:
    grid = read_grid(RASTERS / "float32_lzw.tif", (113.1012, 22.5003, 113.1025, 22.5018))

    assert grid.values.tolist() == [[5, 6], [9, 10]]
    assert (grid.west, grid.north) == pytest.approx((113.101, 22.502), abs=1e-9)


def test_projections_of_esri_are_known() -> None:
    assert "Mollweide" in read_grid(RASTERS / "mollweide.tif").crs.to_wkt()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none", "no such file"),
        ("negative", "-4, in column 3, row 2"),
        ("no_crs", "coordinate reference system"),
        ("turned", "north up"),
    ],
)
def test_a_raster_that_cannot_be_used_is_refused_with_the_mend(name: str, told: str) -> None:
    with pytest.raises(SurroundingsError, match=told) as refused:
        read_grid(RASTERS / f"{name}.tif")

    assert f"{name}.tif" in refused.value.text("zh")


@pytest.mark.parametrize("content", [b"", b"II*\x00rubbish", b"\x89PNG"])
def test_what_is_no_raster_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(content)

    with pytest.raises(SurroundingsError, match="cannot be read"):
        read_grid(path)


def test_a_raster_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes((RASTERS / "float32_lzw.tif").read_bytes()[:100])

    with pytest.raises(SurroundingsError):
        read_grid(path)


def test_a_pixels_households_are_shared_by_floors_times_ground(tmp_path: Path) -> None:
    path = houses(
        tmp_path / "a.gpkg",
        [house(1, 0), house(1.4, 0), house(1, 0.5, 0.4), house(3, 2)],
        levels=["1", "3", "1", "2"],
        use=["住宅", "住宅", "学校", "住宅"],
    )

    found = read_buildings(path, raster=RASTERS / "float32_lzw.tif")

    # Pixel 1 goes to the first two, 1 : 3; pixels without a house to the nearest one.
    counts = found.frame["households"].tolist()
    assert counts[2] == 0
    assert sum(counts) == pytest.approx(NUMBERS[:, 1:].sum())
    assert counts[1] > 3 * counts[0]
    assert found.frame["floors"].tolist() == [1, 3, 1, 2]


def test_a_house_across_pixels_takes_of_each(tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", [house(0.9, 0), house(1.5, 0), house(0.2, 0.2)])

    counts = read_buildings(path, raster=RASTERS / "float32_lzw.tif").frame["households"]

    # Half of the first lies in pixel 1, beside a whole one: a third of its household.
    assert counts.tolist() == pytest.approx([1 / 3, 2 / 3, 0])


def test_persons_are_counted_as_so_many_in_a_household(tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", [house(3.1, 2.1)])

    found = read_buildings(path, raster=RASTERS / "float32_lzw.tif", persons_per_household=2.5)

    assert found.frame["households"].sum() == pytest.approx(11 / 2.5)
    assert "raster-persons" in [remark.what for remark in found.report.remarks]


def test_a_raster_of_metres_lies_over_buildings_in_degrees(tmp_path: Path) -> None:
    spot = geopandas.GeoSeries.from_xy([500_350], [2_500_050], crs=4547)
    box = spot.buffer(5).to_crs(4326)[0]

    found = read_buildings(
        houses(tmp_path / "a.gpkg", [box]), raster=RASTERS / "bigtiff_gauss_kruger.tif"
    )

    assert found.frame["households"].tolist() == pytest.approx([11])


def test_a_raster_of_elsewhere_is_refused(tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", [shapely.box(20, 20, 20.001, 20.001)])

    with pytest.raises(SurroundingsError, match="where the buildings stand"):
        read_buildings(path, raster=RASTERS / "float32_lzw.tif")


def test_a_column_and_a_raster_do_not_go_together(tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", [house(0, 0)], n=[1])

    with pytest.raises(SurroundingsError, match="several"):
        read_buildings(path, households="n", raster=RASTERS / "float32_lzw.tif")


def test_a_raster_alone_is_points_in_the_middle_of_its_pixels() -> None:
    found = read_raster(RASTERS / "float32_lzw.tif", extent=(113.1, 22.5, 113.102, 22.503))

    assert found.frame["households"].tolist() == [1, 4, 5, 8, 9]
    assert shapely.equals_exact(
        found.frame.geometry[0], shapely.Point(113.1015, 22.5025), tolerance=1e-9
    )


@settings(max_examples=60, deadline=None)
@given(
    values=some.lists(some.floats(0, 1000), min_size=12, max_size=12),
    corners=some.lists(
        some.tuples(some.floats(-1, 5), some.floats(-1, 4), some.floats(0.05, 1.5)),
        min_size=1,
        max_size=8,
    ),
    levels=some.lists(some.integers(0, 30), min_size=8, max_size=8),
)
def test_no_household_is_lost_or_made(
    values: list[float], corners: list[tuple[float, float, float]], levels: list[int]
) -> None:
    grid = Grid(np.array(values).reshape(3, 4), 113.1, 22.503, 0.001, 0.001, WGS84)
    shapes = np.array([house(*corner) for corner in corners], dtype=object)
    floors = np.array(levels[: len(shapes)], dtype=np.float64)

    found = spread(grid, shapes, floors)

    lived = shapes[floors > 0]
    assert (found.households[floors == 0] == 0).all()
    if not len(lived):
        return
    west, south, east, north = shapely.total_bounds(lived)
    lon, lat = 113.1 + np.arange(4) * 0.001, 22.503 - np.arange(3) * 0.001
    wide = (lon + 0.001 > west + 1e-9) & (lon < east - 1e-9)
    high = (lat - 0.001 < north - 1e-9) & (lat > south + 1e-9)
    held = grid.values[np.ix_(high, wide)].sum()
    assert found.households.sum() + found.left == pytest.approx(held, abs=1e-6)
    assert found.by_nearest <= found.households.sum() + 1e-9
