"""Each kind of fault, planted at random places of real divisions and of made ones, is caught."""

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coverage import FaultKind, check_coverage
from gis.lattice import from_units
from gis.partition import Division, divide
from tests.gis.coverage.planting import (
    PLANTS,
    Plant,
    doubled,
    dropped,
    holders,
    moved,
    ring,
    with_geometry,
)
from tests.gis.districts import districts, jianghai, taipei

PLACES = 3


DIVISIONS: dict[str, tuple[str, dict[str, object]]] = {
    "jianghai squares": ("squares", {"size_m": 400}),
    "jianghai hexagons": ("hexagons", {"size_m": 400}),
    "jianghai h3": ("hexagons", {"h3_resolution": 9}),
    "jianghai voronoi": ("voronoi", {"count": 600}),
    "taipei squares": ("squares", {"size_m": 400}),
}


@pytest.fixture(scope="module", params=DIVISIONS)
def division(request: pytest.FixtureRequest) -> Division:
    strategy, options = DIVISIONS[request.param]
    return divide(jianghai() if "jianghai" in request.param else taipei(), strategy, **options)


def random_rows(cells: geopandas.GeoDataFrame, seed: int) -> list[int]:
    return np.random.default_rng(seed).choice(len(cells), PLACES, replace=False).tolist()


def test_a_sound_division_is_exact(division: Division) -> None:
    report = check_coverage(division.cells, division.communities)
    assert report.faults == []
    assert report.exact
    assert (report.gap_m2, report.overlap_m2) == (0.0, 0.0)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_caught(division: Division, plant: Plant) -> None:
    for row in random_rows(division.cells, seed=len(plant.__name__)):
        spoiled = plant(division.cells, row, np.random.default_rng(row))
        report = check_coverage(spoiled, division.communities)
        assert not report.exact, row
        assert report.faults, row


def test_a_moved_vertex_shows_both_cells_at_their_side(division: Division) -> None:
    cells = division.cells
    row = random_rows(cells, 1)[0]
    x, y = next(v for v in map(tuple, ring(cells, row).tolist()) if len(holders(cells, v)) > 1)
    report = check_coverage(moved(cells, (x, y), (x + 1, y + 1), [row]), division.communities)
    near = cells.geometry.iloc[row].buffer(1e-6)
    both = [f for f in report.faults if cells["code"].iloc[row] in f.cells and len(f.cells) == 2]
    assert both
    assert all(near.covers(shapely.Point(f.place)) for f in both)


def test_a_straight_vertex_missing_on_one_side_is_caught_though_no_land_is_missing() -> None:
    done = divide(taipei(), size_m=400)
    for row in range(len(done.cells)):
        xy = ring(done.cells, row)
        back, out = xy - np.roll(xy, 1, axis=0), np.roll(xy, -1, axis=0) - xy
        straight = np.flatnonzero(back[:, 0] * out[:, 1] == back[:, 1] * out[:, 0])
        shared = [k for k in straight.tolist() if len(holders(done.cells, tuple(xy[k]))) > 1]
        if shared:
            break
    without = shapely.Polygon(from_units(np.delete(xy, shared[0], axis=0)))
    report = check_coverage(with_geometry(done.cells, row, without), done.communities)
    assert not report.exact
    assert (report.gap_m2, report.overlap_m2) == (0.0, 0.0)


def inner_corners(cells: geopandas.GeoDataFrame) -> list[tuple[tuple[int, int], list[int]]]:
    """Find vertices around which at least three cells of one community close up."""
    found = []
    random = np.random.default_rng(3)
    for row in random.permutation(len(cells)).tolist():
        for vertex in map(tuple, ring(cells, row).tolist()):
            rows = holders(cells, vertex)
            if len(rows) >= 3 and len(set(cells["community"].iloc[rows])) == 1:
                turn = [
                    _angle(ring(cells, r), vertex)
                    for r in rows
                    if vertex in map(tuple, ring(cells, r).tolist())
                ]
                if abs(sum(turn) - 2 * np.pi) < 1e-6:
                    found.append((vertex, rows))
                    break
        if len(found) == PLACES:
            return found
    return found


def _angle(xy: np.ndarray, vertex: tuple[int, ...]) -> float:
    k = int(np.flatnonzero((xy == vertex).all(axis=1))[0])
    out, back = xy[(k + 1) % len(xy)] - xy[k], xy[k - 1] - xy[k]
    turn = np.arctan2(out[0] * back[1] - out[1] * back[0], out @ back)
    return float(turn % (2 * np.pi))


@pytest.mark.parametrize("step", [(1, 0), (0, 1), (-1, 0), (0, -1), (1, -1)])
def test_a_lattice_corner_moved_in_all_its_cells_is_caught(
    division: Division, step: tuple[int, int]
) -> None:
    corners = inner_corners(division.cells)
    assert corners
    for (x, y), rows in corners:
        spoiled = moved(division.cells, (x, y), (x + step[0], y + step[1]))
        report = check_coverage(spoiled, division.communities, division.lattices)
        assert {f.kind for f in report.faults} == {FaultKind.SIDE_OFF_LATTICE}
        assert report.unruled == []
        codes = set(division.cells["code"].iloc[rows])
        assert all(set(f.cells) <= codes for f in report.faults)
        assert not check_coverage(spoiled, division.communities).exact
        spoiled.attrs = {}
        unruled = check_coverage(spoiled, division.communities)
        assert unruled.exact
        assert set(spoiled["community"].iloc[rows]) <= set(unruled.unruled)


def test_dropped_and_doubled_cells_are_measured_to_the_square_centimetre(
    division: Division,
) -> None:
    row = random_rows(division.cells, 5)[0]
    area = division.cells["area_m2"].iloc[row]
    random = np.random.default_rng(0)
    gap = check_coverage(dropped(division.cells, row, random), division.communities)
    twice = check_coverage(doubled(division.cells, row, random), division.communities)
    assert (gap.gap_m2, gap.overlap_m2) == (pytest.approx(area, abs=1e-3), 0.0)
    assert (twice.gap_m2, twice.overlap_m2) == (0.0, pytest.approx(area, abs=1e-3))


@given(districts(), st.sampled_from(PLANTS), st.integers(0, 2**32), st.floats(25, 200))
@settings(max_examples=60, deadline=None)
def test_any_fault_in_any_district_is_caught(
    communities: geopandas.GeoDataFrame, plant: Plant, seed: int, size_m: float
) -> None:
    done = divide(communities, size_m=size_m)
    random = np.random.default_rng(seed)
    cells = done.cells
    assert check_coverage(cells, done.communities).exact
    if len(cells) < 2 or cells["community"].nunique() < 2:
        return
    row = int(random.integers(len(cells)))
    assert not check_coverage(plant(cells, row, random), done.communities).exact
