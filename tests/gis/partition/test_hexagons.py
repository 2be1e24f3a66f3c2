import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coverage import check_coverage
from gis.lattice import HexLattice, to_units
from gis.partition import Chosen, PartitionError, divide, partition
from tests.gis.districts import districts, frame, taipei


@given(districts(), st.floats(15, 300), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_any_district_is_divided_exactly_and_in_any_row_order(
    communities: geopandas.GeoDataFrame, size_m: float, random: np.random.Generator
) -> None:
    done = divide(communities, "hexagons", size_m=size_m)
    assert check_coverage(done.cells, done.communities).exact
    assert check_coverage(done.cells, communities).exact

    rows = list(range(len(communities)))
    random.shuffle(rows)
    again = partition(communities.iloc[rows], "hexagons", size_m=size_m)
    assert again.drop(columns="geometry").equals(done.cells.drop(columns="geometry"))
    assert again.to_wkb().equals(done.cells.to_wkb())


@given(districts(), st.lists(st.sampled_from(["squares", "hexagons"]), min_size=3, max_size=3))
@settings(max_examples=30, deadline=None)
def test_communities_may_each_be_divided_in_their_own_way(
    communities: geopandas.GeoDataFrame, strategies: list[str]
) -> None:
    sizes = (35.0, 50.0, 80.0)
    plan = {
        code: Chosen(strategy, {"size_m": size_m})
        for code, strategy, size_m in zip(communities["code"], strategies, sizes, strict=False)
    }
    done = divide(communities, plan=plan)
    assert check_coverage(done.cells, done.communities).exact
    assert check_coverage(done.cells, communities).exact
    assert {c.community for c in done.lattices} == set(communities["code"])
    again = divide(communities.iloc[::-1], plan=plan)
    assert again.cells.to_wkb().equals(done.cells.to_wkb())


def test_taipei_is_divided_exactly() -> None:
    done = divide(taipei(), "hexagons", size_m=200)
    report = check_coverage(done.cells, done.communities)
    assert report.exact
    assert report.multipart == []
    assert done.cells["code"].is_unique


def test_a_whole_hexagon_is_as_wide_across_its_flats_as_wanted() -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 60_000, 60_000)), "hexagons", size_m=100)
    assert cells["area_m2"].median() == pytest.approx(100**2 * 3**0.5 / 2, rel=0.001)


def test_inner_corners_are_those_of_the_lattice() -> None:
    done = divide(frame(c1=shapely.box(0, 0, 40_000, 40_000)), "hexagons", size_m=100)
    lattice = done.lattices[0].lattice
    assert isinstance(lattice, HexLattice)
    a, b = lattice.half_width, lattice.quarter_height
    inside = done.communities.geometry[0].buffer(-1e-6)
    corners = shapely.get_coordinates(done.cells.geometry.to_numpy())
    corners = to_units(corners[shapely.contains_xy(inside, corners)])
    assert len(corners) > 100
    assert (corners[:, 0] % a == 0).all()
    assert (corners[:, 1] % b == 0).all()


def test_cells_are_numbered_by_rows_from_the_north_then_from_the_west() -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 60_000, 60_000)), "hexagons", size_m=100)
    middle = to_units(shapely.get_coordinates(shapely.centroid(cells.geometry.to_numpy())))
    whole = np.isclose(cells["area_m2"], cells["area_m2"].median(), rtol=1e-4)
    row = np.rint(-middle[whole, 1] / (middle[whole, 1].max() - middle[whole, 1].min()) * 1000)
    assert np.lexsort((middle[whole, 0], row)).tolist() == list(range(int(whole.sum())))


@pytest.mark.parametrize("count", [1, 10, 200])
def test_a_wanted_number_of_cells_is_nearly_met(count: int) -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 60_000, 60_000)), "hexagons", count=count)
    assert len(cells) == pytest.approx(count, rel=0.15)


def test_a_plan_for_a_community_that_is_not_there_is_refused() -> None:
    communities = frame(c1=shapely.box(0, 0, 9000, 9000))
    with pytest.raises(PartitionError) as refused:
        partition(communities, plan={"440704001009": Chosen("squares")})
    assert refused.value.community == "440704001009"
