"""Slivers: cells below a fifth of their own community's usual size that could be joined there."""

import geopandas
import numpy as np
import shapely

from gis.coverage import check_coverage
from gis.partition import Chosen, divide
from tests.gis.coverage.planting import Frame
from tests.gis.districts import frame, jianghai


def box(west: int, south: int, east: int, north: int) -> shapely.Geometry:
    return shapely.box(west, south, east, north)


def cells_of(*pieces: tuple[int, shapely.Geometry]) -> Frame:
    """Make cells in units, each with the number of its community."""
    cells = frame(**{f"c{k + 100}": polygon for k, (_, polygon) in enumerate(pieces)})
    cells["community"] = [f"440704001{number:03d}" for number, _ in pieces]
    return cells


def parted(cells: Frame, row: int, share: float) -> Frame:
    """Part a rectangular cell in two, upright; the western piece gets a share of its width."""
    west, south, east, north = cells.geometry.iloc[row].bounds
    at = np.rint((west + share * (east - west)) * 1e7) / 1e7
    geometries = cells.geometry.to_numpy().copy()
    geometries[row] = shapely.box(at, south, east, north)
    again = cells.iloc[[*range(len(cells)), row]].reset_index(drop=True)
    again.loc[len(cells), "code"] = "thin"
    pieces = [*geometries, shapely.box(west, south, at, north)]
    again = again.set_geometry(geopandas.GeoSeries(pieces, crs=4326))
    again.attrs = dict(cells.attrs)
    return again


def full_tile(cells: Frame) -> int:
    return int(np.flatnonzero(shapely.get_num_coordinates(cells.geometry.to_numpy()) == 5)[0])


def test_no_division_leaves_slivers() -> None:
    for strategy in ("squares", "hexagons"):
        done = divide(jianghai(), strategy, size_m=300)
        assert check_coverage(done.cells, done.communities).slivers == []


def test_healthy_small_tiles_beside_large_ones_are_no_slivers() -> None:
    communities = jianghai()
    small = str(communities["code"].iloc[5])
    plan = {small: Chosen("hexagons", {"size_m": 80})}
    done = divide(communities, "squares", size_m=500, plan=plan)
    areas = done.cells.set_index("community")["area_m2"]
    assert areas[small].median() < areas.median() / 5
    report = check_coverage(done.cells, done.communities)
    assert report.exact
    assert report.slivers == []


def test_a_piece_below_a_fifth_of_its_tile_is_a_sliver_and_one_above_is_none() -> None:
    cells = divide(jianghai(), size_m=300).cells
    row = full_tile(cells)
    communities = jianghai()
    assert check_coverage(parted(cells, row, 0.19), communities).slivers == ["thin"]
    assert check_coverage(parted(cells, row, 0.21), communities).slivers == []


def test_a_sliver_of_small_tiles_is_listed_among_large_ones() -> None:
    """By the district's median it would be one of many healthy cells, or all would be listed."""
    communities = jianghai()
    small = str(communities["code"].iloc[5])
    done = divide(communities, size_m=500, plan={small: Chosen("squares", {"size_m": 80})})
    rows = np.flatnonzero((done.cells["community"] == small).to_numpy())
    tiles = done.cells.iloc[rows]
    row = int(rows[full_tile(tiles)])
    assert check_coverage(parted(done.cells, row, 0.1), communities).slivers == ["thin"]


def test_a_whole_community_below_a_fifth_of_a_tile_is_no_sliver() -> None:
    communities = frame(c1=box(0, 0, 20_000, 20_000), c2=box(20_000, 0, 21_000, 1_000))
    done = divide(communities, size_m=100)
    assert done.cells["area_m2"].min() < 100**2 / 50
    report = check_coverage(done.cells, done.communities)
    assert report.exact
    assert report.slivers == []


def test_an_island_has_no_cell_to_join_and_is_no_sliver() -> None:
    land = shapely.MultiPolygon([box(0, 0, 20_000, 20_000), box(30_000, 0, 31_000, 1_000)])
    done = divide(frame(c1=land), size_m=100)
    assert check_coverage(done.cells, done.communities).slivers == []


def test_without_a_lattice_a_cell_is_judged_by_its_communitys_median() -> None:
    large = [(1, box(900 * k, 0, 900 * k + 900, 900)) for k in range(3)]
    thin = (1, box(2700, 0, 2800, 900))
    small = [(2, box(100 * k, 900, 100 * k + 100, 1000)) for k in range(28)]
    cells = cells_of(*large, thin, *small)
    communities = frame(c1=box(0, 0, 2800, 900), c2=box(0, 900, 2800, 1000))
    assert check_coverage(cells, communities).slivers == ["440704001103"]


def test_a_small_special_cell_is_no_sliver_nor_does_it_take_one_in() -> None:
    cells = cells_of(
        (1, box(0, 0, 900, 900)),
        (1, box(900, 0, 1800, 900)),
        (1, box(1800, 0, 1850, 900)),
        (1, box(1850, 0, 1900, 900)),
    )
    communities = frame(c1=box(0, 0, 1900, 900))
    kinds = ["general", "general", "special", "general"]
    assert check_coverage(cells.assign(kind=kinds), communities).slivers == []
    assert check_coverage(cells.assign(kind="general"), communities).slivers == [
        "440704001102",
        "440704001103",
    ]
