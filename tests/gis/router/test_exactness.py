"""Every answer equals brute force in Python's integers, whatever the cells look like."""

from collections.abc import Callable

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.router import Router, layer
from tests.gis.router import brute, shapes
from tests.gis.router.brute import cells_from


def assert_exact(cells: geopandas.GeoDataFrame, seed: int, **options: int) -> Router:
    router = Router.build(cells, **options)
    points = brute.probes(cells, seed)
    lon, lat = points.T / 1e7
    expected = brute.rows(cells, points)
    assert router.route(lon, lat).tolist() == expected
    codes = [router.locate(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    assert codes == [None if row < 0 else router.codes[row] for row in expected]
    return router


@pytest.mark.parametrize("kind", shapes.KINDS, ids=lambda kind: kind.__name__)
def test_any_cells_are_routed_as_brute_force_does(
    kind: Callable[[np.random.Generator, int], shapes.Polygons],
) -> None:
    for seed in range(12):
        random = np.random.default_rng(seed)
        size = int(10 ** random.uniform(0.7, 6.5))
        assert_exact(cells_from(kind(random, size)), seed)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=7),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 100_000),
)
def test_random_polygons_are_never_answered_wrongly(
    rings: list[list[tuple[int, int]]], scale: int
) -> None:
    assert_exact(cells_from([shapely.Polygon(np.array(ring) * scale) for ring in rings]), 0)


def test_edges_of_five_kilometres_and_more_are_exact() -> None:
    random = np.random.default_rng(0)
    long = 500_000
    fan = [(random.integers(0, 900, 2), (long + 997 * k, 60_013 * k)) for k in range(9)]
    strips = [
        shapely.Polygon([fan[k][0], fan[k][1], fan[k + 1][1], fan[k + 1][0]]).buffer(0)
        for k in range(8)
    ]
    router = assert_exact(cells_from([s for s in strips if s.geom_type == "Polygon"]), 0)
    assert any(len(made.wide) for made in router._index.layers)
    country = [shapely.Polygon([(0, 0), (500_000_003, 7), (499_999_999, 300_000_001)])]
    assert_exact(cells_from(country), 1)


def test_five_thousand_edges_in_one_block_are_divided_further() -> None:
    angle = np.linspace(0, 2 * np.pi, 2500, endpoint=False)
    wave = 900 + 80 * np.sin(150 * angle)
    ring = np.stack([wave * np.cos(angle), wave * np.sin(angle)], axis=1)
    inner = shapely.Polygon(np.rint(ring * 10)).buffer(0)
    outer = shapely.box(-200_000, -200_000, 200_000, 200_000)
    far = shapely.box(300_000_000, 0, 300_000_009, 9)
    cells = cells_from([inner, outer.difference(inner), far])
    router = assert_exact(cells, 2, memory_bytes=1)
    (made,) = router._index.layers
    assert made.grid.width > 2 * 9_800
    assert len(made.grids)


def test_a_few_blocks_can_hold_a_much_finer_grid() -> None:
    angle = np.linspace(0, 2 * np.pi, 700, endpoint=False)
    ring = np.rint(3_000 * np.stack([np.cos(angle), np.sin(angle)], axis=1))
    fan = [shapely.Polygon([(0, 0), ring[k - 1], ring[k]]) for k in range(len(ring))]
    cells = cells_from([*fan, shapely.box(30_000_000, 0, 30_000_009, 9)])
    (made,) = assert_exact(cells, 8, memory_bytes=1)._index.layers
    # Some grid is larger than half of what lies before it: usual growth leaves it no room.
    power, before = made.grids[:, 1], made.grids[:, 2]
    assert ((1 << 2 * power) > 4096 + before // 2).any()


def test_an_end_on_the_middle_of_a_neighbours_side_is_found() -> None:
    wide = shapely.box(0, 0, 1000, 100)
    above = [shapely.box(x, 100, x + 125, 200) for x in range(0, 1000, 125)]
    router = assert_exact(cells_from([*above, wide]), 3)
    assert len(router._index.layers) == 1
    assert not len(router._index.loose)


def test_a_cell_that_collapses_on_the_lattice_still_has_its_points() -> None:
    line = shapely.Polygon([(10, 10), (20, 20), (15, 15)])
    point = shapely.Polygon([(5, 5), (5.2, 5), (5, 5.2)])
    router = assert_exact(cells_from([line, point, shapely.box(0, 0, 30, 30)]), 4)
    x, y = (brute.CORNER + 5) / 1e7
    assert router.locate(x, y) == router.codes[1]


@pytest.mark.parametrize("order", [1, -1])
def test_squares_need_no_line_test(order: int) -> None:
    boxes = [
        shapely.box(9_737 * c, -8_999 * r, 9_737 * (c + 1), 8_999 * (1 - r))
        for r in range(30)
        for c in range(20)
    ]
    (made,) = assert_exact(cells_from(boxes[::order]), 9)._index.layers
    assert (made.grid.width, made.grid.height) == (9_737, 8_999)
    # But on the rim, where what lies beyond is nobody's.
    assert len(made.nodes) <= 4 * (20 + 30)
    assert len(made.raster) < 2 * len(boxes)


def test_dense_edges_among_squares_are_divided_further() -> None:
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    ring = np.rint(3_000 * np.stack([np.cos(angle), np.sin(angle)], axis=1))
    pond = shapely.Polygon(ring + np.array([55_000, 45_500]))
    boxes = [
        shapely.box(9_737 * c, 8_999 * r, 9_737 * (c + 1), 8_999 * (r + 1)).difference(pond)
        for r in range(50)
        for c in range(40)
    ]
    (made,) = assert_exact(cells_from([*boxes, pond]), 10)._index.layers
    assert made.grid.width == 9_737
    assert len(made.grids)


def test_more_layers_than_are_made_are_answered_all_the_same() -> None:
    pile = [shapely.box(k, k, 1000 - k, 1000 - k) for k in range(20, 0, -1)]
    router = assert_exact(cells_from(pile), 5)
    assert len(router._index.layers) == 8
    assert len(router._index.loose) == 12


def test_a_bound_on_memory_is_kept_and_changes_no_answer() -> None:
    cells = cells_from(shapes.voronoi_of(np.random.default_rng(6), 3_000, 1_500_000))
    free = layers_bytes(assert_exact(cells, 6))
    for share in (2, 3, 4):
        bounded = layers_bytes(assert_exact(cells, 6, memory_bytes=free // share))
        assert free // 10 < bounded <= free // share
    assert layers_bytes(assert_exact(cells, 6, memory_bytes=10**30)) >= free


def test_needles_that_meet_in_a_tip_take_no_more_than_they_may() -> None:
    tips = [(6_000_000, int(y)) for y in np.linspace(0, 3_000_000, 200)]
    needles = [shapely.Polygon([(0, 1_500_000), *tips[k : k + 2]]) for k in range(199)]
    cells = cells_from(needles)
    most = layer._CROWDED * layer.LEAST_BYTES
    assert layers_bytes(assert_exact(cells, 7)) <= most
    assert layers_bytes(assert_exact(cells, 7, memory_bytes=500_000)) <= 500_000


def layers_bytes(router: Router) -> int:
    return sum(
        getattr(made, name).nbytes
        for made in router._index.layers
        for name in ("raster", "nodes", "wide", "grids")
    )


def test_an_index_built_in_bands_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = cells_from(shapes.voronoi(np.random.default_rng(7), 50_000))
    whole = Router.build(cells)._index.layers[0]
    monkeypatch.setattr(layer, "_BAND_BLOCKS", 16)
    banded = assert_exact(cells, 7)._index.layers[0]
    assert banded.grid.rows > 4
    for name in ("raster", "nodes", "wide", "grids"):
        assert (getattr(banded, name) == getattr(whole, name)).all()


def test_points_on_the_lines_of_the_rim_of_the_globe_are_answered() -> None:
    east = shapely.box(179, 89, 180, 90)
    west = shapely.box(-180, -90, -179, -89)
    cells = geopandas.GeoDataFrame({"code": ["1", "2"]}, geometry=[east, west], crs=4326)
    router = Router.build(cells)
    lon = [180.0, np.nextafter(180, 181), -180.0, 0.0]
    assert router.route(lon, [90.0, 90.0, -90.0, 0.0]).tolist() == [0, -1, 1, -1]


def test_halves_of_a_unit_go_to_the_even_unit() -> None:
    router = Router.build(cells_from([shapely.box(0, 0, 100, 100)]))
    west = brute.CORNER[0]
    lon = (west + np.array([-0.5, -0.6, 100.5, 100.6, -1.0])) / 1e7
    rounded = np.rint(lon * 1e7).astype(np.int64) - west
    inside = (rounded >= 0) & (rounded <= 100)
    rows = router.route(lon, np.full(5, (brute.CORNER[1] + 50) / 1e7))
    assert rows.tolist() == np.where(inside, 0, -1).tolist()
