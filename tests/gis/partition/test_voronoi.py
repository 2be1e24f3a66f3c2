import geopandas
import numpy as np
import pytest
import shapely

from gis.coverage import CoverageError, check_coverage
from gis.datums import metric_crs
from gis.lattice import from_units, to_units
from gis.partition import (
    Chosen,
    Hexagons,
    PartitionError,
    Squares,
    Voronoi,
    divide,
    partition,
)
from gis.partition.contract import Ground
from gis.partition.micro import micro
from gis.partition.voronoi import around
from tests.gis.districts import frame, taipei

FIRST, SECOND = "440704001001", "440704001002"


def at(*places: tuple[int, int], **columns: object) -> geopandas.GeoDataFrame:
    """Points in units, counted from the same corner as made communities."""
    units = np.asarray(places) + np.array([1_131_200_000, 225_600_000])
    return geopandas.GeoDataFrame(columns, geometry=shapely.points(from_units(units)), crs=4326)


def square() -> geopandas.GeoDataFrame:
    return frame(c1=shapely.box(0, 0, 60_000, 60_000))


def test_each_place_belongs_to_the_nearest_point_in_metres() -> None:
    random = np.random.default_rng(1)
    points = at(*random.integers(1000, 59_000, (40, 2)).tolist())
    cells = partition(square(), "voronoi", points=points)
    assert len(cells) == 40
    crs = metric_crs(cells)
    seeds = points.to_crs(crs).geometry.to_numpy()
    for place in at(*random.integers(0, 60_000, (200, 2)).tolist()).geometry:
        cell = cells[cells.intersects(place)].geometry.iloc[0]
        own = int(np.flatnonzero(points.within(cell))[0])
        metres = shapely.distance(seeds, geopandas.GeoSeries([place], crs=4326).to_crs(crs)[0])
        # Sides are rounded to the lattice of about a centimetre.
        assert metres[own] <= metres.min() + 0.05


def test_points_outside_and_points_at_one_place_are_left_out_and_said() -> None:
    points = at((10_000, 30_000), (50_000, 30_000), (10_010, 30_000), (90_000, 0))
    done = divide(square(), "voronoi", points=points)
    assert len(done.cells) == 2
    assert [note.text("en") for note in done.notes] == [
        "1 point (row 4) outside all communities left out",
        "1 point (row 3) within 0.5 m of another left out",
    ]
    assert [note.text("zh") for note in done.notes] == [
        "1 个点（第 4 行）位于所有社区之外，已略去",
        "1 个点（第 3 行）与另一点相距不到 0.5 米，已略去",
    ]


def test_rows_without_a_point_are_left_out_and_said_by_their_numbers() -> None:
    points = at((10_000, 30_000), (50_000, 30_000), (90_000, 0), name=["a", "b", "c"])
    rows = [points.geometry[0], None, points.geometry[1], shapely.Point(), points.geometry[2]]
    given = geopandas.GeoDataFrame({"name": list("axbyc")}, geometry=rows, crs=4326)
    done, plain = (
        divide(square(), "voronoi", points=given),
        partition(square(), "voronoi", points=points),
    )
    assert done.cells.geometry.tolist() == plain.geometry.tolist()
    assert done.cells["note"].tolist() == plain["note"].tolist() == ["a", "b"]
    assert [note.text("en") for note in done.notes] == [
        "2 rows of the points (rows 2 and 4) without a geometry left out",
        "1 point (row 5) outside all communities left out",
    ]
    assert done.notes[0].text("zh") == "点数据中有 2 行（第 2 与 4 行）没有几何，已略去"


def test_points_that_are_all_blank_are_refused() -> None:
    blank = geopandas.GeoDataFrame(geometry=[None, shapely.Point()], crs=4326)
    with pytest.raises(PartitionError, match="none of the 2 points"):
        partition(square(), "voronoi", points=blank)


@pytest.mark.parametrize("strategy", ["squares", "hexagons", "voronoi"])
def test_more_cells_than_there_are_serials_are_refused_before_any_search(
    strategy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = partition(square(), "squares", size_m=300)
    for kind in (Squares, Hexagons, Voronoi):
        monkeypatch.setattr(kind, "tiling", None)  # a search would call it
    two = frame(c1=shapely.box(0, 0, 60_000, 60_000), c2=shapely.box(60_000, 0, 90_000, 60_000))
    for count in (1_999, 10**9):
        with pytest.raises(PartitionError, match="2 communities can have") as refused:
            partition(two, strategy, count=count)
        assert refused.value.kind == "serials"
    with pytest.raises(PartitionError, match="1 community can have"):
        partition(
            two, "squares", plan={str(two["code"].iloc[0]): Chosen(strategy, {"count": 1_000})}
        )
    with pytest.raises(PartitionError, match="serials end at 99;"):
        micro(cells, str(cells["code"].iloc[0]), strategy, count=100)


def test_a_community_whose_share_of_the_points_exceeds_its_serials_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Voronoi, "tiling", None)
    large, small = shapely.box(0, 0, 60_000, 60_000), shapely.box(60_000, 0, 61_000, 60_000)
    with pytest.raises(PartitionError, match=f"community {FIRST} would have") as refused:
        partition(frame(c1=large, c2=small), "voronoi", count=1_500)
    assert refused.value.community == FIRST


def test_a_crumb_of_which_repair_leaves_nothing_is_refused_as_squares_refuse_it() -> None:
    spike = shapely.Polygon([(0, 0), (60_000, 0.2), (0, 0.4), (60_000, 0.1)])
    crumb = frame(c1=shapely.box(0, 0, 60_000, 60_000), c2=spike)
    said = []
    for options in ({"strategy": "voronoi", "count": 9}, {"strategy": "squares", "size_m": 300}):
        with pytest.raises(CoverageError) as refused:
            partition(crumb, **options)  # type: ignore[arg-type]
        said.append((refused.value.kind, refused.value.features))
    assert said == [("vanished", (SECOND,))] * 2


@pytest.mark.parametrize("kind", [np.int64, np.int32, np.uint8])
def test_whole_numbers_of_numpy_count_as_python_ones(kind: type) -> None:
    for strategy in ("squares", "voronoi"):
        numpys = partition(square(), strategy, count=kind(9))
        assert numpys.equals(partition(square(), strategy, count=9))
    assert partition(square(), "squares", size_m=kind(200)).equals(
        partition(square(), "squares", size_m=200.0)
    )
    assert partition(square(), "squares", size_m=np.float32(200)).equals(
        partition(square(), "squares", size_m=200.0)
    )
    assert partition(square(), "hexagons", h3_resolution=kind(10)).equals(
        partition(square(), "hexagons", h3_resolution=10)
    )
    (note,) = divide(
        frame(c1=shapely.box(0, 0, 60_000, 60_000), c2=shapely.box(60_000, 0, 90_000, 60_000)),
        "squares",
        count=kind(1),
    ).notes
    assert note.text("en").startswith("1 cell wanted for 2 communities")


def test_of_many_points_left_out_the_first_rows_are_named() -> None:
    points = at((10_000, 30_000), *((90_000 + i, 0) for i in range(12)))
    (note,) = divide(square(), "voronoi", points=points).notes
    assert str(note) == (
        "12 points (rows 2, 3, 4, 5, 6, 7 and 6 more) outside all communities left out"
    )


def test_names_of_points_are_noted_in_their_cells() -> None:
    points = at((10_000, 30_000), (50_000, 30_000), name=["东站", "西站"])
    cells = partition(square(), "voronoi", points=points)
    assert cells["note"].tolist() == ["东站", "西站"]


def test_one_point_leaves_a_community_whole() -> None:
    cells = partition(square(), "voronoi", points=at((10_000, 30_000)))
    assert len(cells) == 1


def test_points_on_a_raster_give_cells_that_meet_in_four() -> None:
    places = [(10_000 * i, 10_000 * j) for i in range(1, 6) for j in range(1, 6)]
    done = divide(square(), "voronoi", points=at(*places))
    assert len(done.cells) == 25
    assert check_coverage(done.cells, done.communities).exact


def test_a_count_is_met_exactly_and_evenly_in_a_compact_community() -> None:
    cells = partition(square(), "voronoi", count=37)
    assert len(cells) == 37
    assert cells["area_m2"].max() < 2 * cells["area_m2"].min()


def test_a_count_is_dealt_out_to_communities_by_area() -> None:
    two = frame(c1=shapely.box(0, 0, 30_000, 30_000), c2=shapely.box(30_000, 0, 120_000, 30_000))
    counts = partition(two, "voronoi", count=20)["community"].value_counts()
    assert counts.to_dict() == {"440704001001": 5, "440704001002": 15}


def test_every_community_has_a_cell_however_small_the_count() -> None:
    some = taipei().iloc[:12]
    cells = partition(some, "voronoi", count=3)
    assert set(cells["community"]) == set(some["code"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "points or a count"),
        ({"count": 0}, "whole number"),
        ({"points": at((1, 1)), "count": 3}, "one of them"),
        ({"points": at((900_000, 0))}, "none of the 1 points"),
        ({"points": at((1, 1)).set_crs(None, allow_override=True)}, "no CRS"),
        ({"points": square()}, "row 1 has no point"),
    ],
)
def test_options_that_give_no_points_are_refused(options: dict[str, object], said: str) -> None:
    with pytest.raises(PartitionError, match=said):
        partition(square(), "voronoi", **options)


def test_tiles_that_reach_past_the_180th_meridian_do_not_turn_back_around_the_world() -> None:
    """With a part far off, the tiles reach hundreds of kilometres beyond the ground."""
    block = shapely.box(178.40, -20.0, 178.41, -19.99)
    far = shapely.box(176.20, -20.2, 176.20001, -20.19999)
    communities = geopandas.GeoDataFrame(
        {"code": ["440704001001"]}, geometry=[shapely.MultiPolygon([block, far])], crs=4326
    )
    places = [(178.402, -19.998), (178.408, -19.992), (176.200005, -20.199995)]
    points = geopandas.GeoDataFrame(geometry=shapely.points(places), crs=4326)
    done = divide(communities, "voronoi", points=points)
    assert len(done.cells) == 3
    assert check_coverage(done.cells, done.communities).exact
    ground = Ground.of(communities, lambda _: 0)
    tiles = around(ground, to_units(shapely.get_coordinates(points.geometry.to_numpy())))
    # Sides are a kilometre long at most: about 100,000 units of longitude at 20 degrees.
    assert np.abs(tiles.head - tiles.tail).max() < 150_000


def test_a_number_of_cells_is_spread_over_parts_that_lie_far_apart() -> None:
    """A raster over the box around both would have more points than fit into memory."""
    near, far = shapely.box(113, 22.5, 113.001, 22.501), shapely.box(115.9, 22.5, 115.901, 22.501)
    communities = geopandas.GeoDataFrame(
        {"code": ["440704001001"]}, geometry=[shapely.MultiPolygon([near, far])], crs=4326
    )
    done = divide(communities, "voronoi", count=12)
    assert check_coverage(done.cells, done.communities).exact
    assert sorted([done.cells.within(near).sum(), done.cells.within(far).sum()]) == [6, 6]


def test_equal_points_in_two_frames_are_one_choice_in_a_plan() -> None:
    middle = shapely.centroid(shapely.union_all(taipei().geometry.to_numpy()))
    places = shapely.points(middle.x + np.array([-0.01, 0, 0.01]), middle.y + np.zeros(3))
    points = geopandas.GeoDataFrame(geometry=places, crs=4326)
    codes = [str(code) for code in taipei()["code"]]
    one = divide(taipei(), plan={code: Chosen("voronoi", {"points": points}) for code in codes})
    each = divide(
        taipei(), plan={code: Chosen("voronoi", {"points": points.copy()}) for code in codes}
    )
    assert each.cells.equals(one.cells)
    assert each.lattices == one.lattices
