from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from pyproj import Geod

from gis.partition import partition
from gis.router import Router, RouterError
from gis.router.soundness import sound
from tests.gis.districts import blocks, frame
from tests.gis.router.brute import holds, rings_in_units

OWNERS = [[1, 1, 2, 2], [1, 0, 2, 3], [1, 1, 1, 3], [3, 3, 3, 3]]


@pytest.fixture(scope="module")
def cells() -> geopandas.GeoDataFrame:
    jitter = np.random.default_rng(11).integers(-3000, 3001, (5, 5, 2))
    return partition(blocks(OWNERS, jitter), size_m=25)


@pytest.fixture(scope="module")
def router(cells: geopandas.GeoDataFrame) -> Router:
    return Router.build(cells)


def test_every_answer_equals_brute_force_in_integers(
    cells: geopandas.GeoDataFrame, router: Router
) -> None:
    assert 200 < len(cells) < 600
    west, south, east, north = (cells.total_bounds * 1e7).round().astype(int).tolist()
    random = np.random.default_rng(3)
    spread = np.stack(
        [random.integers(west - 999, east + 999, 10_000), random.integers(south, north, 10_000)], 1
    )
    polygons = [rings_in_units(p) for p in cells.geometry]
    vertices = np.array([v for p in polygons for ring in p for v in ring])
    middles = np.concatenate(
        [(np.array(ring)[1:] + np.array(ring)[:-1]) // 2 for p in polygons for ring in p]
    )
    probes = np.concatenate([spread, vertices, middles, vertices + np.array([1, 0]), vertices - 1])
    probes = np.unique(probes, axis=0)

    boxes = [(*np.min(p[0], axis=0), *np.max(p[0], axis=0)) for p in polygons]
    expected = [
        next(
            (
                row
                for row, (x0, y0, x1, y1) in enumerate(boxes)
                if x0 <= x <= x1 and y0 <= y <= y1 and holds(polygons[row], x, y)
            ),
            -1,
        )
        for x, y in probes.tolist()
    ]
    assert router.route(probes[:, 0] / 1e7, probes[:, 1] / 1e7).tolist() == expected


def test_a_point_on_a_shared_edge_goes_to_the_smaller_code() -> None:
    two = frame(c2=shapely.box(0, 0, 100, 100), c1=shapely.box(100, 0, 200, 100))
    router = Router.build(two)
    corner = (113.12, 22.56)
    assert router.locate(corner[0] + 100e-7, corner[1] + 50e-7) == "440704001001"
    assert router.locate(corner[0] + 100e-7, corner[1]) == "440704001001"
    assert router.locate(corner[0] + 99e-7, corner[1] + 50e-7) == "440704001002"
    assert router.codes.tolist() == ["440704001001", "440704001002"]


def test_the_order_of_cells_does_not_matter(cells: geopandas.GeoDataFrame, router: Router) -> None:
    lon, lat = shapely.get_coordinates(cells.geometry.to_numpy()).T
    shuffled = Router.build(cells.sample(frac=1, random_state=5))
    assert (shuffled.route(lon, lat) == router.route(lon, lat)).all()


def test_missing_and_impossible_points_are_outside(router: Router) -> None:
    lon = [np.nan, np.inf, -np.inf, 200, 113.12, 113.12, 1e300]
    lat = [22.56, 22.56, 22.56, 95, np.nan, -1e300, 22.56]
    assert router.route(lon, lat).tolist() == [-1] * 7
    assert router.locate(200, 95) is None
    for lost in (None, float("nan"), 10**400, float("-inf")):
        assert router.locate(lost, 22.56) is None
        assert router.locate(113.12, lost) is None
    for no_number in ("east", [113.12], object()):
        with pytest.raises(RouterError, match=r"lon is .* no number"):
            router.locate(no_number, 22.56)


@pytest.mark.parametrize(
    "make",
    [
        list,
        np.array,
        pd.Series,
        pa.array,
        lambda v: pa.chunked_array([v]),
        lambda v: np.array(v, dtype=object),
        lambda v: pd.Series(v, dtype="Float64"),
        lambda v: pd.Series(v, dtype="float64[pyarrow]"),
        lambda v: np.ma.masked_invalid(v),
    ],
)
def test_any_kind_of_column_is_read(cells: geopandas.GeoDataFrame, router: Router, make) -> None:
    inside = cells.geometry[0].representative_point()
    rows = router.route(make([inside.x, float("nan")]), make([inside.y, inside.y]))
    assert rows.tolist() == [0, -1]
    assert rows.dtype == np.int32


def test_the_shape_is_kept_and_must_agree(router: Router) -> None:
    assert router.route(np.zeros((3, 2)), np.zeros((3, 2))).shape == (3, 2)
    assert router.route([], []).shape == (0,)
    with pytest.raises(RouterError, match="one latitude per longitude"):
        router.route([1.0, 2.0], [1.0])
    with pytest.raises(RouterError, match="not a column of numbers"):
        router.route(["a"], ["b"])


def test_outside_the_nearest_cell_and_its_distance_are_given(
    cells: geopandas.GeoDataFrame, router: Router
) -> None:
    west, south, _, _ = cells.total_bounds
    lon, lat = west - 0.001, south - 0.001
    found = router.nearest(lon, lat, within_m=2000)
    assert found is not None
    steps = np.linspace(0, 1, 201)
    lines = shapely.line_interpolate_point(
        cells.boundary.to_numpy()[:, None], steps[None, :], normalized=True
    )
    x, y = shapely.get_coordinates(lines).T
    _, _, distance = Geod(ellps="WGS84").inv(np.full(len(x), lon), np.full(len(x), lat), x, y)
    assert found[1] == pytest.approx(distance.min(), abs=0.2)
    assert found[1] <= distance.min() + 1e-6
    assert router.nearest(lon, lat, within_m=found[1] - 0.5) is None


def test_inside_the_nearest_cell_is_the_cell_itself(
    cells: geopandas.GeoDataFrame, router: Router
) -> None:
    inside = cells.geometry[5].representative_point()
    assert router.nearest(inside.x, inside.y, 100) == (cells["code"][5], 0.0)


def test_of_equally_near_cells_the_smaller_code_is_nearest() -> None:
    two = frame(c2=shapely.box(0, 0, 100, 100), c1=shapely.box(100, 0, 200, 100))
    found = Router.build(two).nearest(113.12 + 100e-7, 22.56 - 300e-7, 100)
    assert found is not None
    assert found[0] == "440704001001"


def test_a_saved_index_answers_the_same(
    cells: geopandas.GeoDataFrame, router: Router, tmp_path: Path
) -> None:
    path = tmp_path / "cells.gridx"
    router.save(path)
    opened = Router.open(path)
    lon, lat = shapely.get_coordinates(cells.geometry.to_numpy()).T
    assert (opened.route(lon, lat) == router.route(lon, lat)).all()
    assert (opened.codes == router.codes).all()
    opened.save(tmp_path / "again.gridx")
    assert (tmp_path / "again.gridx").read_bytes() == path.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again.gridx", "cells.gridx"]


def test_any_changed_byte_or_cut_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cells.gridx"
    Router.build(frame(c1=shapely.box(0, 0, 100, 100))).save(path)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(RouterError):
            Router.open(path)
        path.write_bytes(whole[:place])
        with pytest.raises(RouterError):
            Router.open(path)
    path.write_bytes(whole + b"\0")
    with pytest.raises(RouterError):
        Router.open(path)


def test_a_foreign_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "cells.gridx"
    path.write_bytes(b"%PDF-1.7\n" * 100)
    with pytest.raises(RouterError) as refused:
        Router.open(path)
    assert refused.value.kind == "foreign"
    assert refused.value.path == path


def test_a_router_of_no_cells_finds_nothing(cells: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    Router.build(cells.iloc[:0]).save(tmp_path / "none.gridx")
    router = Router.open(tmp_path / "none.gridx")
    assert router.route([113.12], [22.56]).tolist() == [-1]
    assert router.nearest(113.12, 22.56, 1000) is None


def test_unfit_cells_are_refused(cells: geopandas.GeoDataFrame) -> None:
    for unfit in (
        cells.drop(columns="code"),
        cells.set_crs(3857, allow_override=True),
        pd.concat([cells, cells]),
        cells.set_geometry(cells.centroid),
    ):
        with pytest.raises(RouterError) as refused:
            Router.build(unfit)
        assert refused.value.kind == "cells"


def test_blocks_that_a_straight_side_passes_alone_share_its_line(
    router: Router, tmp_path: Path
) -> None:
    (layer,) = router._index.layers
    roots = layer.raster[layer.raster < -1]
    assert len(np.unique(roots)) < 0.75 * len(roots)
    router.save(tmp_path / "squares.gridx")
    again = Router.open(tmp_path / "squares.gridx").warm()
    assert again.nbytes == router.nbytes


def test_trees_that_share_a_node_below_their_roots_are_refused(router: Router) -> None:
    (layer,) = router._index.layers
    assert sound(router._index)
    nodes = layer.nodes.copy()
    parents = np.flatnonzero(nodes[:, 1] >> 32 < -1)
    inner = [k for k in parents.tolist() if k + 1 < len(nodes)]
    first, second = inner[0], inner[1]
    low = nodes[first, 1] & 0xFFFFFFFF
    nodes[first, 1] = low | (nodes[second, 1] >> 32 << 32)
    assert not sound(replace(router._index, layers=(replace(layer, nodes=nodes),)))
