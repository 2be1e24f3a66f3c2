"""Every fault tells its place and the cells on both sides, so that a clerk finds it."""

import math

import geopandas
import numpy as np
import pandas
import pytest
import shapely

from gis.coverage import CoverageReport, FaultKind, check_coverage
from gis.lattice import from_units, to_units
from gis.partition import Division, divide
from tests.gis.coverage.planting import (
    PLANTS,
    Frame,
    Plant,
    a_line,
    dropped,
    empty,
    given_to_another_community,
    holders,
    missing,
    moved,
    not_a_number,
    reversed_ring,
    ring,
    shared_vertex_folded_in_all_its_cells,
)
from tests.gis.districts import frame, jianghai

ROWS = 6
NEAR_DEG = 0.01
"""About a kilometre: cells measure 400 m."""


@pytest.fixture(scope="module", params=["squares", "hexagons"])
def division(request: pytest.FixtureRequest) -> Division:
    return divide(jianghai(), request.param, size_m=400)


def rows_of(cells: Frame, seed: int) -> list[int]:
    return np.random.default_rng(seed).choice(len(cells), ROWS, replace=False).tolist()


def assert_found(report: CoverageReport, near: shapely.Geometry) -> None:
    """Each fault lies at the cell, and names cells."""
    assert not report.exact
    for fault in report.faults:
        assert all(map(math.isfinite, fault.place)), fault
        assert shapely.distance(near, shapely.Point(fault.place)) < NEAR_DEG, fault
        assert fault.cells, fault
        assert fault.text("zh") != fault.text("en"), fault


@pytest.mark.parametrize(
    "plant",
    [p for p in PLANTS if p.__name__ not in {"far_away", "two_swapped_between_communities"}],
    ids=lambda plant: plant.__name__,
)
def test_any_fault_names_a_place_at_the_cell_and_cells(division: Division, plant: Plant) -> None:
    cells = division.cells
    for row in rows_of(cells, seed=len(plant.__name__)):
        spoiled = plant(cells, row, np.random.default_rng(row))
        report = check_coverage(spoiled, division.communities)
        home = division.communities.set_index("code").geometry[cells["community"].iloc[row]]
        place = home if plant in (empty, missing) else cells.geometry.iloc[row]
        folds = plant is shared_vertex_folded_in_all_its_cells
        assert_found(report, place.buffer(NEAR_DEG) if folds else place)


def told(report: CoverageReport, *kinds: FaultKind) -> list[tuple[str, ...]]:
    return [fault.cells for fault in report.faults if not kinds or fault.kind in kinds]


ALONG = (FaultKind.OUTLINE_ABSENT, FaultKind.OUTLINE_ADDED)


def test_a_vertex_moved_by_one_unit_in_one_cell_names_both_cells(division: Division) -> None:
    cells = division.cells
    community = dict(zip(cells["code"], cells["community"], strict=True))
    for row in rows_of(cells, 1):
        code = cells["code"].iloc[row]
        for x, y in map(tuple, ring(cells, row).tolist()):
            around = set(cells["code"].iloc[holders(cells, (x, y))])
            report = check_coverage(moved(cells, (x, y), (x + 1, y), [row]), division.communities)
            assert any(code in named for named in told(report))
            for fault in report.faults:
                assert len(fault.cells) >= (2 if fault.kind in ALONG and len(around) > 1 else 1)
                if fault.kind in ALONG and len(fault.cells) == 1:
                    # The other side is outside: the cell and its community.
                    assert fault.facts["community"] == community[fault.cells[0]]


def test_a_vertex_missing_on_one_side_names_both_cells(division: Division) -> None:
    cells = division.cells
    for row in rows_of(cells, 2):
        code, xy = cells["code"].iloc[row], ring(cells, row)
        for k in range(len(xy)):
            if len(holders(cells, tuple(xy[k]))) == 1 or len(xy) < 4:
                continue
            without = geopandas.GeoSeries(cells.geometry.to_numpy().copy(), crs=4326)
            without.iloc[row] = shapely.Polygon(from_units(np.delete(xy, k, axis=0)))
            report = check_coverage(cells.set_geometry(without), division.communities)
            assert any(code in named and len(named) > 1 for named in told(report, *ALONG))
            assert all(len(named) > 1 for named in told(report, *ALONG))


def test_a_vertex_folded_in_all_its_cells_names_each_that_crosses_itself(
    division: Division,
) -> None:
    for row in rows_of(division.cells, 3):
        spoiled = shared_vertex_folded_in_all_its_cells(
            division.cells, row, np.random.default_rng(row)
        )
        report = check_coverage(spoiled, division.communities)
        assert any(division.cells["code"].iloc[row] in named for named in told(report))


def test_a_cell_laid_within_another_names_both(division: Division) -> None:
    cells = division.cells
    below = cells.iloc[int(np.argmax(shapely.area(cells.geometry.to_numpy())))]
    middle = from_units(to_units(shapely.get_coordinates(below.geometry.point_on_surface()))[0])
    laid = cells.iloc[[0]].assign(
        code="990000000000001",
        community=below["community"],
        geometry=[shapely.box(*middle, *from_units(to_units(middle) + 5))],
    )
    both = pandas.concat([cells, laid], ignore_index=True)
    report = check_coverage(both, division.communities)
    (fault,) = [f for f in report.faults if f.kind is FaultKind.PIECE_MISPLACED]
    assert set(fault.cells) == {"990000000000001", below["code"]}
    assert np.hypot(*(np.asarray(fault.place) - middle)) < 1e-6


def test_a_dropped_cell_is_shown_by_the_cells_around_it(division: Division) -> None:
    cells = division.cells
    for row in rows_of(cells, 4):
        around = set(cells["code"][cells.touches(cells.geometry.iloc[row])])
        if not around:
            continue
        report = check_coverage(
            dropped(cells, row, np.random.default_rng(row)), division.communities
        )
        assert set().union(*told(report)) <= around
        assert all(
            cells.geometry.iloc[row].buffer(1e-6).covers(shapely.Point(f.place))
            for f in report.faults
        )


def test_a_cell_given_to_another_community_is_named_with_its_neighbours(
    division: Division,
) -> None:
    cells = division.cells
    for row in rows_of(cells, 5):
        spoiled = given_to_another_community(cells, row, np.random.default_rng(row))
        report = check_coverage(spoiled, division.communities)
        assert all(cells["code"].iloc[row] in named for named in told(report, *ALONG))


def test_a_reversed_cell_is_named_alone_and_with_each_neighbour(division: Division) -> None:
    cells = division.cells
    for row in rows_of(cells, 6):
        code = cells["code"].iloc[row]
        report = check_coverage(
            reversed_ring(cells, row, np.random.default_rng(row)), division.communities
        )
        assert (code,) in told(report, FaultKind.SHELL_TURN)
        assert all(code in named for named in told(report, FaultKind.EDGE_TWICE))


def test_a_lattice_corner_on_a_border_moved_in_all_its_cells_names_cells_of_both_sides(
    division: Division,
) -> None:
    cells = division.cells
    found = 0
    for row in np.random.default_rng(7).permutation(len(cells)).tolist():
        for vertex in map(tuple, ring(cells, row).tolist()):
            rows = holders(cells, vertex)
            owners = set(cells["community"].iloc[rows])
            if len(rows) < 3 or len(owners) < 2:
                continue
            spoiled = moved(cells, vertex, (vertex[0] + 3, vertex[1] + 3))
            report = check_coverage(spoiled, division.communities)
            codes = set(cells["code"].iloc[rows])
            along = told(report, *ALONG)
            assert along
            assert all(len(named) > 1 for named in along)
            assert all(codes & set(named) for named in told(report))
            found += 1
            break
        if found == ROWS:
            return
    raise AssertionError("no such corner")


@pytest.mark.parametrize("plant", [empty, missing, a_line, not_a_number])
def test_a_cell_without_a_polygon_is_found_in_its_community(
    division: Division, plant: Plant
) -> None:
    cells, row = division.cells, 40
    report = check_coverage(plant(cells, row, np.random.default_rng(0)), division.communities)
    kinds = {FaultKind.NO_POLYGON, FaultKind.NO_NUMBER}
    fault = next(f for f in report.faults if f.kind in kinds)
    community = cells["community"].iloc[row]
    home = division.communities.set_index("code").geometry[community]
    assert home.buffer(1e-9).covers(shapely.Point(fault.place))
    assert fault.cells == (cells["code"].iloc[row],)
    if fault.kind is FaultKind.NO_POLYGON:
        assert fault.what == f"The cell of community {community} has no polygon."
        assert fault.text("zh") == f"社区 {community} 的该网格没有多边形。"


def test_an_empty_cell_of_no_known_community_is_shown_in_some_community() -> None:
    communities = frame(c1=shapely.box(0, 0, 900, 900))
    cells = communities.assign(community=communities["code"])
    stray = geopandas.GeoDataFrame(
        {"code": ["x"], "community": ["y"]}, geometry=[shapely.Polygon()], crs=4326
    )
    report = check_coverage(geopandas.pd.concat([cells, stray], ignore_index=True), communities)
    places = [f.place for f in report.faults if f.cells == ("x",)]
    assert places
    assert all(communities.geometry.iloc[0].covers(shapely.Point(place)) for place in places)
