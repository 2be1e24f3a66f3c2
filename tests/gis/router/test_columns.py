"""Points in any column, by one thread or two, counted."""

import tracemalloc

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from gis.router import Router
from gis.router.points import Column, runs
from tests.gis.router import shapes
from tests.gis.router.brute import CORNER, cells_from


@pytest.fixture(scope="module")
def router() -> Router:
    return Router.build(cells_from(shapes.crooked_blocks(np.random.default_rng(1), 9_000)))


@pytest.fixture(scope="module")
def points() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(2)
    lon, lat = ((CORNER + random.integers(-9_000, 60_000, (300_000, 2))) / 1e7).T
    return np.ascontiguousarray(lon), np.ascontiguousarray(lat)


def test_two_threads_answer_as_one(router: Router, points: tuple[np.ndarray, np.ndarray]) -> None:
    alone = router.route(*points)
    assert (router.route(*points, threads=2) == alone).all()
    assert (router.route(*points, threads=7) == alone).all()
    assert -1 in alone
    assert alone.max() > 3


def test_doubles_are_read_where_they_lie(points: tuple[np.ndarray, np.ndarray]) -> None:
    lon, lat = points
    frame = pd.DataFrame({"lon": lon, "lat": lat})
    table = pa.table({"lon": lon, "lat": lat})
    for x, y in (
        (lon, lat),
        (pa.array(lon), pa.array(lat)),
        (table["lon"], table["lat"]),
        (pd.Series(lon, copy=False), pd.Series(lat, copy=False)),
        (pd.Series(pd.arrays.ArrowExtensionArray(table["lon"])), table["lat"]),
    ):
        (run,) = runs(Column.of(x, "lon"), Column.of(y, "lat"))
        assert run[1].ctypes.data == lon.ctypes.data
        assert run[2].ctypes.data == lat.ctypes.data
    (run,) = runs(Column.of(frame["lon"], "lon"), Column.of(frame["lat"], "lat"))
    assert np.shares_memory(run[1], frame["lon"].to_numpy())


@pytest.mark.parametrize("kind", ["numpy", "pandas", "pyarrow", "float32", "reversed"])
def test_routing_takes_little_more_memory_than_its_answers(
    router: Router, points: tuple[np.ndarray, np.ndarray], kind: str
) -> None:
    lon, lat = (np.tile(axis, 4) for axis in points)
    columns = {
        "numpy": lambda: (lon, lat),
        "pandas": lambda: (pd.Series(lon), pd.Series(lat)),
        "pyarrow": lambda: (pa.chunked_array([lon]), pa.chunked_array([lat])),
        "float32": lambda: (lon.astype(np.float32), lat.astype(np.float32)),
        "reversed": lambda: (lon[::-1], lat[::-1]),
    }[kind]()
    router.route([113.12], [22.56])
    arrow = pa.total_allocated_bytes()
    tracemalloc.start()
    rows = router.route(*columns)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert pa.total_allocated_bytes() == arrow
    # A column's worth would be twice the answers.
    assert peak < rows.nbytes + 3_000_000 < rows.nbytes + lon.nbytes / 2


def test_chunks_that_begin_in_different_places_are_read_together(
    router: Router, points: tuple[np.ndarray, np.ndarray]
) -> None:
    lon, lat = (axis[:1000] for axis in points)
    x = pa.chunked_array([lon[:10], lon[10:10], lon[10:700], lon[700:]])
    y = pa.chunked_array([lat[:333], lat[333:]])
    assert (router.route(x, y) == router.route(lon, lat)).all()


def test_columns_of_a_table_of_points_need_not_be_copied_first(
    router: Router, points: tuple[np.ndarray, np.ndarray]
) -> None:
    table = np.stack(points, axis=1)
    assert (router.route(table[:, 0], table[:, 1]) == router.route(*points)).all()
    assert (router.route(table[::-1, 0], table[::-1, 1]) == router.route(*points)[::-1]).all()


def test_points_that_are_no_places_are_counted(router: Router) -> None:
    lon = np.array([113.1203, np.nan, np.inf, 181.0, 113.1203, -np.inf, 1e300, 0.0])
    lat = np.array([22.5603, 22.5603, 22.5603, 0.0, 90.5, 22.5603, np.nan, 0.0])
    routed = router.route_counted(lon, lat)
    assert routed.rows[0] >= 0
    assert (routed.rows[1:] == -1).all()
    assert routed.unusable == 6
    assert routed.outside == 7


def test_points_around_the_end_of_a_batch_are_answered(
    router: Router, points: tuple[np.ndarray, np.ndarray]
) -> None:
    whole = router.route(*points)
    for n in (1, 511, 512, 513, 1023, 1024, 1025):
        assert (router.route(points[0][:n], points[1][:n]) == whole[:n]).all()
