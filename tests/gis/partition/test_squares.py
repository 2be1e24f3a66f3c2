import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.codes import community_of, serial_of
from gis.coverage import check_coverage
from gis.lattice import Tiling, to_units
from gis.partition import PartitionError, divide, partition
from gis.partition.contract import Ground
from gis.partition.squares import Squares
from gis.router import Router
from tests.gis.districts import PITCH, blocks, districts, frame, taipei


@given(districts(), st.floats(15, 300), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_any_district_is_divided_exactly_and_in_any_row_order(
    communities: geopandas.GeoDataFrame, size_m: float, random: np.random.Generator
) -> None:
    done = divide(communities, size_m=size_m)
    assert check_coverage(done.cells, done.communities).exact
    assert check_coverage(done.cells, communities).exact

    rows = list(range(len(communities)))
    random.shuffle(rows)
    again = partition(communities.iloc[rows], size_m=size_m)
    assert again.drop(columns="geometry").equals(done.cells.drop(columns="geometry"))
    assert again.to_wkb().equals(done.cells.to_wkb())


@given(districts(), st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_each_point_of_a_community_lies_in_exactly_one_of_its_cells(
    communities: geopandas.GeoDataFrame, seed: int
) -> None:
    done = divide(communities, size_m=60)
    west, south, east, north = done.communities.total_bounds
    random = np.random.default_rng(seed)
    points = shapely.points(random.uniform(west, east, 200), random.uniform(south, north, 200))
    inside = geopandas.GeoDataFrame(geometry=points, crs=4326)
    homes = inside.sjoin(done.communities, predicate="within")["code"]
    found = inside.sjoin(done.cells, predicate="within")["community"]
    assert homes.sort_index().tolist() == found.sort_index().tolist()


def test_an_edge_that_moved_into_another_pixel_is_not_led_through_it_again() -> None:
    owners = [[1, 0, 2], [2, 1, 1], [3, 3, 1], [1, 2, 3]]
    for seed in range(60):
        jitter = np.random.default_rng(seed).integers(-300, 301, (5, 4, 2))
        communities = blocks(owners, jitter, pitch=1000)
        turned = communities.set_geometry(communities.rotate(17 + seed, origin=(113.12, 22.56)))
        done = divide(turned, size_m=2)
        assert check_coverage(done.cells, done.communities).exact
        assert check_coverage(done.cells, turned).exact


def test_taipei_is_divided_exactly() -> None:
    done = divide(taipei(), size_m=200)
    report = check_coverage(done.cells, done.communities)
    assert report.exact
    assert report.multipart == []
    assert check_coverage(done.cells, taipei()).exact
    assert done.cells["code"].is_unique
    assert set(done.cells["community"]) == set(taipei()["code"])


def test_a_community_with_too_many_cells_is_named_with_a_size_that_fits() -> None:
    with pytest.raises(PartitionError) as refused:
        partition(taipei(), size_m=100)
    error = refused.value
    assert (error.kind, error.community, error.size_m) == ("serials", "63000120042", 100)
    assert error.cells is not None
    assert error.cells > 999
    assert len(partition(taipei(), size_m=error.proposed_size_m)) > 456


def test_cells_are_numbered_from_the_north_then_from_the_west() -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 60_000, 60_000)), size_m=100)
    middle = np.stack([cells.centroid.x, cells.centroid.y], axis=1)
    row = np.rint(-middle[:, 1] / 0.0009)
    assert np.lexsort((middle[:, 0], row)).tolist() == list(range(len(cells)))
    assert [serial_of(c) for c in cells["code"]] == list(range(1, len(cells) + 1))
    assert {community_of(c) for c in cells["code"]} == {"440704001001"}


def test_a_whole_square_has_the_wanted_size() -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 60_000, 60_000)), size_m=100)
    assert cells["area_m2"].median() == pytest.approx(10_000, rel=0.001)
    assert set(cells["kind"]) == {"general"}
    assert list(cells.columns) == ["code", "community", "area_m2", "kind", "geometry"]


def test_slivers_go_to_a_neighbour_of_their_own_community() -> None:
    cells = partition(taipei(), size_m=150)
    slivers = cells[cells["area_m2"] < 0.19 * 150**2]
    for _, sliver in slivers.iterrows():
        others = cells[
            (cells["community"] == sliver["community"]) & (cells["code"] != sliver["code"])
        ]
        assert not (others.intersection(sliver.geometry).length > 0).any()


def test_parts_that_touch_in_a_point_are_two_cells() -> None:
    low, high = shapely.box(0, 0, PITCH, PITCH), shapely.box(PITCH, PITCH, 2 * PITCH, 2 * PITCH)
    cells = partition(frame(c1=shapely.MultiPolygon([low, high])), size_m=5000)
    assert len(cells) == 2
    assert set(cells.geom_type) == {"Polygon"}


def test_a_hole_stays_a_hole_and_an_island_in_it_is_a_cell() -> None:
    ring = shapely.box(0, 0, 9000, 9000) - shapely.box(3000, 3000, 6000, 6000)
    island = shapely.box(4000, 4000, 5000, 5000)
    done = divide(frame(c1=ring, c2=island), size_m=10_000)
    assert check_coverage(done.cells, done.communities).exact
    assert len(done.cells) == 2
    assert [len(p.interiors) for p in done.cells.geometry] == [1, 0]


def test_dividing_the_noded_outlines_again_changes_nothing() -> None:
    first = divide(taipei(), size_m=250)
    assert divide(first.communities, size_m=250).cells.to_wkb().equals(first.cells.to_wkb())


def test_inner_sides_lie_on_lines_of_whole_steps() -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 33_333, 33_333)), size_m=100)
    x = to_units(shapely.get_coordinates(cells.geometry.to_numpy()))[:, 0]
    inner = np.unique(x)[1:-1]
    step = int(np.diff(inner).max())
    assert (inner % step == 0).all()


@pytest.mark.parametrize("count", [1, 10, 200])
def test_a_wanted_number_of_cells_is_nearly_met(count: int) -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 60_000, 60_000)), count=count)
    assert len(cells) == pytest.approx(count, rel=0.15)


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"size_m": 0}, "size"),
        ({"size_m": float("nan")}, "size"),
        ({"size_m": "100"}, "options"),
        ({"count": 0}, "options"),
        ({"count": 5, "size_m": 5}, "options"),
        ({"sise_m": 5}, "options"),
        ({"strategy": "circles"}, "strategy"),
    ],
)
def test_options_that_make_no_division_are_refused(options: dict, kind: str) -> None:
    with pytest.raises(PartitionError) as refused:
        partition(frame(c1=shapely.box(0, 0, 9000, 9000)), **options)
    assert refused.value.kind == kind


def test_a_point_in_a_cell_is_routed_to_it() -> None:
    cells = partition(taipei(), size_m=300)
    inside = cells.representative_point()
    rows = Router.build(cells).route(inside.x, inside.y)
    assert rows.tolist() == list(range(len(cells)))


def test_a_number_that_no_size_gives_is_sought_without_counting_a_lattice_twice() -> None:
    """Ground of a metre: every size that can be cut is one of a few lattices."""
    counted: list[Tiling] = []

    def cells(tiling: Tiling) -> int:
        counted.append(tiling)
        return 1

    ground = Ground.of(frame(c1=shapely.box(0, 0, 90, 90)), cells)
    tiling = Squares(count=44).tiling(ground)
    assert tiling in counted
    assert len(set(counted)) == len(counted)
