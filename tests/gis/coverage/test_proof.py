from collections.abc import Callable

import geopandas
import numpy as np
import pytest
import shapely

from gis.coverage import check_coverage
from gis.partition import divide
from tests.gis.districts import blocks

UNIT = 1e-7
Frame = geopandas.GeoDataFrame


@pytest.fixture(scope="module")
def division() -> tuple[Frame, Frame]:
    owners = [[1, 1, 2, 2], [1, 0, 2, 3], [1, 1, 1, 3], [3, 3, 3, 3]]
    jitter = np.random.default_rng(7).integers(-3000, 3001, (5, 5, 2))
    done = divide(blocks(owners, jitter), size_m=40)
    return done.cells, done.communities


def inner(cells: Frame, communities: Frame) -> int:
    """Return the row of a cell with neighbours of its own community on all sides."""
    border = shapely.union_all(communities.boundary.to_numpy())
    return int(np.flatnonzero(~cells.intersects(border))[0])


def changed(cells: Frame, row: int, polygon: shapely.Geometry) -> Frame:
    geometry = cells.geometry.to_numpy().copy()
    geometry[row] = polygon
    return cells.set_geometry(geopandas.GeoSeries(geometry, crs=4326))


def moved_vertex(cells: Frame, row: int) -> Frame:
    xy = shapely.get_coordinates(cells.geometry[row])
    xy[1] = np.rint((xy[1] + [UNIT, 0]) * 1e7) / 1e7
    return changed(cells, row, shapely.Polygon(xy))


def off_lattice(cells: Frame, row: int) -> Frame:
    xy = shapely.get_coordinates(cells.geometry[row])
    xy[1] += [UNIT / 4, 0]
    return changed(cells, row, shapely.Polygon(xy))


def missing_vertex(cells: Frame, row: int) -> Frame:
    xy = shapely.get_coordinates(cells.geometry[row])
    between = np.rint((xy[0] + xy[1]) / 2 * 1e7) / 1e7
    return changed(cells, row, shapely.Polygon(np.insert(xy, 1, between, axis=0)))


def dropped(cells: Frame, row: int) -> Frame:
    return cells.drop(index=row).reset_index(drop=True)


def doubled(cells: Frame, row: int) -> Frame:
    return cells.loc[[*cells.index, row]].reset_index(drop=True)


def doubled_under_another_code(cells: Frame, row: int) -> Frame:
    twice = doubled(cells, row)
    twice.loc[len(twice) - 1, "code"] = "440704001003999"
    return twice


def given_away(cells: Frame, row: int) -> Frame:
    spoiled = cells.copy()
    others = set(cells["community"]) - {cells["community"][row]}
    spoiled.loc[row, "community"] = min(others)
    return spoiled


def orphaned(cells: Frame, row: int) -> Frame:
    spoiled = cells.copy()
    spoiled.loc[row, "community"] = "440704009009"
    return spoiled


def reversed_ring(cells: Frame, row: int) -> Frame:
    return changed(cells, row, shapely.reverse(cells.geometry[row]))


def emptied(cells: Frame, row: int) -> Frame:
    return changed(cells, row, shapely.Polygon())


FAULTS = [
    moved_vertex,
    off_lattice,
    missing_vertex,
    dropped,
    doubled,
    doubled_under_another_code,
    given_away,
    orphaned,
    reversed_ring,
    emptied,
]


@pytest.mark.parametrize("plant", FAULTS)
def test_a_planted_fault_is_found(
    division: tuple[Frame, Frame], plant: Callable[[Frame, int], Frame]
) -> None:
    cells, communities = division
    row = inner(cells, communities)
    report = check_coverage(plant(cells, row), communities)
    assert not report.exact
    assert report.faults


def test_every_cell_of_the_division_is_missed_when_dropped(
    division: tuple[Frame, Frame],
) -> None:
    cells, communities = division
    for row in range(len(cells)):
        assert not check_coverage(dropped(cells, row), communities).exact


def test_a_sound_division_is_exact(division: tuple[Frame, Frame]) -> None:
    report = check_coverage(*division)
    assert report.exact
    assert (report.faults, report.gap_m2, report.overlap_m2) == ([], 0.0, 0.0)
    assert report.multipart == []


def test_a_dropped_cell_shows_as_a_gap_of_its_size_at_its_place(
    division: tuple[Frame, Frame],
) -> None:
    cells, communities = division
    row = inner(cells, communities)
    report = check_coverage(dropped(cells, row), communities)
    assert report.gap_m2 == pytest.approx(cells["area_m2"][row], rel=1e-6)
    assert report.overlap_m2 == pytest.approx(0, abs=1e-3)
    near = cells.geometry[row].buffer(1e-6)
    places = [shapely.Point(f.place) for f in report.faults if not np.isnan(f.place[0])]
    assert places
    assert all(near.contains(place) for place in places)


def test_a_doubled_cell_shows_as_an_overlap_of_its_size(division: tuple[Frame, Frame]) -> None:
    cells, communities = division
    row = inner(cells, communities)
    report = check_coverage(doubled(cells, row), communities)
    assert report.overlap_m2 == pytest.approx(cells["area_m2"][row], rel=1e-6)
    assert any(cells["code"][row] in fault.cells for fault in report.faults)


def test_a_community_outline_moved_by_two_units_is_not_the_cells(
    division: tuple[Frame, Frame],
) -> None:
    cells, communities = division
    moved = communities.set_geometry(
        geopandas.GeoSeries(
            shapely.transform(
                communities.geometry.to_numpy(), lambda xy: np.rint(xy * 1e7 + [2, 0]) / 1e7
            ),
            crs=4326,
        )
    )
    assert not check_coverage(cells, moved).exact
