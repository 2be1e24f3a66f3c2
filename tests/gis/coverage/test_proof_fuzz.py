"""Random districts by every strategy: no false alarm, nothing broken passes, places are found.

One seed, so that what fails once fails again; the same loop ran for many minutes elsewhere.
"""

import math

import geopandas
import numpy as np
import pytest
import shapely

from gis.coverage import check_coverage
from gis.lattice import from_units
from gis.partition import Division, divide
from tests.gis.coverage.planting import (
    PLANTS,
    Frame,
    doubled,
    moved,
    ring,
    vertex_moved_in_one_cell,
    vertex_of,
    with_geometry,
)
from tests.gis.districts import blocks

Random = np.random.Generator
DIVISIONS = 15


def district(random: Random) -> geopandas.GeoDataFrame:
    """Make crooked blocks of at least two communities, with holes, islands and gaps."""
    pitch = int(random.choice([300, 3000, 10_000]))
    rows, columns = random.integers(2, 6, 2).tolist()
    owners = random.integers(0, 4, (rows, columns))
    owners[0, :2] = 1, 2
    bend = int(pitch * 0.3)
    jitter = random.integers(-bend, bend + 1, (rows + 1, columns + 1, 2))
    return blocks(owners.tolist(), jitter, pitch)


def division(number: int, random: Random) -> Division:
    """Divide a district by each strategy in turn."""
    communities = district(random)
    side_m = math.sqrt(float(communities.to_crs(32650).area.sum()))
    size_m = max(side_m / random.uniform(1.5, 10), 1.0)
    strategy = ["squares", "hexagons", "count", "voronoi", "h3"][number % 5]
    if strategy == "count":
        return divide(communities, count=len(communities) * int(random.integers(2, 12)))
    if strategy == "h3":
        return divide(communities, "hexagons", h3_resolution=int(random.integers(9, 12)))
    if strategy == "voronoi":
        bounds = communities.total_bounds.reshape(2, 2)
        places = random.uniform(*bounds, (int(random.integers(2, 25)), 2))
        points = geopandas.GeoDataFrame(geometry=shapely.points(places), crs=4326)
        return divide(communities, "voronoi", points=points)
    return divide(communities, strategy, size_m=size_m)


@pytest.fixture(scope="module")
def divisions() -> list[Division]:
    random = np.random.default_rng(20_261_126)
    return [division(number, random) for number in range(DIVISIONS)]


def begun_elsewhere(cells: Frame, random: Random) -> Frame:
    """Let each ring begin at another of its vertices."""
    for row in range(len(cells)):
        polygon = cells.geometry.iloc[row]
        if polygon.geom_type == "Polygon":
            xy = np.roll(shapely.get_coordinates(polygon.exterior)[:-1], random.integers(9), axis=0)
            cells = with_geometry(cells, row, shapely.Polygon(xy, polygon.interiors))
    return cells


def as_multipolygons(cells: Frame, random: Random) -> Frame:
    for row in np.flatnonzero(random.random(len(cells)) < 0.5).tolist():
        parts = shapely.get_parts(cells.geometry.iloc[row])
        cells = with_geometry(cells, row, shapely.multipolygons(parts))
    return cells


def in_another_order(cells: Frame, random: Random) -> Frame:
    return cells.iloc[random.permutation(len(cells))]


def two_joined(cells: Frame, random: Random) -> Frame:
    """Join two neighbours of one community, or leave all as they are where there are none."""
    for row in random.permutation(len(cells)).tolist():
        mine = cells.geometry.iloc[row]
        for other in np.flatnonzero(cells["community"] == cells["community"].iloc[row]).tolist():
            theirs = cells.geometry.iloc[other]
            if other != row and shapely.relate(mine, theirs)[4] == "1":
                joined = shapely.orient_polygons(shapely.coverage_union_all([mine, theirs]))
                both = with_geometry(cells, row, joined)
                kept = both.drop(index=both.index[other])
                kept.attrs = dict(cells.attrs)
                return kept
    return cells


@pytest.mark.parametrize(
    "change", [begun_elsewhere, as_multipolygons, in_another_order, two_joined]
)
def test_what_divides_the_same_ground_as_well_raises_no_alarm(
    divisions: list[Division], change
) -> None:
    random = np.random.default_rng(1)
    for done in divisions:
        report = check_coverage(change(done.cells, random), done.communities)
        assert report.faults == []
        assert report.exact


def two_moved(cells: Frame, row: int, random: Random) -> Frame:
    once = vertex_moved_in_one_cell(cells, row, random)
    return vertex_moved_in_one_cell(once, (row + 1) % len(cells), random)


def moved_far(cells: Frame, row: int, random: Random) -> Frame:
    x, y = vertex_of(cells, row, random)
    east, north = random.integers(50, 2000, 2).tolist()
    return moved(cells, (x, y), (x + east, y - north), [row])


def doubled_twice(cells: Frame, row: int, random: Random) -> Frame:
    thrice = doubled(doubled(cells, row, random), row, random)
    thrice["code"] = [f"{number:015d}" for number in range(len(thrice))]
    return thrice


def with_a_hole(cells: Frame, row: int, random: Random) -> Frame:
    middle = ring(cells, row).mean(axis=0).astype(np.int64)
    hole = np.array([(0, 0), (0, 5), (5, 5), (5, 0)]) + middle
    return with_geometry(
        cells, row, shapely.Polygon(from_units(ring(cells, row)), [from_units(hole)])
    )


def with_the_ground_of_another(cells: Frame, row: int, random: Random) -> Frame:
    other = cells.geometry.iloc[(row + 1) % len(cells)]
    together = shapely.orient_polygons(shapely.union_all([cells.geometry.iloc[row], other]))
    return with_geometry(cells, row, together)


FURTHER = [two_moved, moved_far, doubled_twice, with_a_hole, with_the_ground_of_another]


@pytest.mark.parametrize("plant", [*PLANTS, *FURTHER], ids=lambda plant: plant.__name__)
def test_nothing_broken_passes_and_every_fault_has_a_place(
    divisions: list[Division], plant
) -> None:
    random = np.random.default_rng(len(plant.__name__))
    for done in divisions:
        row = int(random.integers(len(done.cells)))
        report = check_coverage(plant(done.cells, row, random), done.communities)
        assert not report.exact
        assert report.faults
        assert all(math.isfinite(value) for fault in report.faults for value in fault.place)
