"""A folder of Parquet: each file by itself, done once, whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import fsspec
import pandas as pd
import pytest

import gis
from gis.router.bulk import BulkKind, BulkRouteError, Progress, Wanted
from gis.router.bulk.folders import route_folder
from gis.router.bulk.workshop import workshop
from tests.gis.router.bulk.conftest import expected, left

Points = Callable[..., pd.DataFrame]


@pytest.fixture
def folder(tmp_path: Path, points: Points) -> Path:
    """Make three files, one in a folder further down, and what is no data."""
    folder = tmp_path / "in"
    (folder / "day=2" / "_temporary").mkdir(parents=True)
    for k, name in enumerate(["a.parquet", "b.parquet", "day=2/c.parquet"]):
        points(1_000 + k, seed=k).to_parquet(folder / name)
    (folder / "_SUCCESS").write_text("")
    (folder / "day=2" / "_temporary" / "x.parquet").write_text("half")
    (folder / ".hidden.parquet").write_text("half")
    return folder


def test_each_file_goes_to_one_of_its_name(
    tmp_path: Path, router: gis.Router, folder: Path, points: Points
) -> None:
    told: list[Progress] = []
    done = route_folder(router, str(folder), str(tmp_path / "out"), tell=told.append)
    for k, name in enumerate(["a.parquet", "b.parquet", "day=2/c.parquet"]):
        frame = points(1_000 + k, seed=k)
        routed = pd.read_parquet(tmp_path / "out" / name, partitioning=None)
        assert [None if pd.isna(c) else c for c in routed["cell"]] == expected(router, frame)
    assert done.tally.total == 3_003
    assert (told[-1].done, told[-1].total, told[-1].points) == (3, 3, 3_003)
    assert left(tmp_path) == {"in", "out"}
    assert left(tmp_path / "out") == {"a.parquet", "b.parquet", "day=2"}


def test_a_second_run_makes_only_what_is_new_or_changed(
    tmp_path: Path, router: gis.Router, folder: Path, points: Points
) -> None:
    out = tmp_path / "out"
    first = route_folder(router, str(folder), str(out))
    points(50, seed=9).to_parquet(folder / "b.parquet")
    points(70, seed=9).to_parquet(folder / "d.parquet")
    before = (out / "a.parquet").stat().st_mtime_ns
    again = route_folder(router, str(folder), str(out))
    assert first.already == 0
    assert again.already == 2
    assert again.tally.total == 1_000 + 50 + 1_002 + 70
    assert (out / "a.parquet").stat().st_mtime_ns == before
    assert len(pd.read_parquet(out / "b.parquet")) == 50


def test_what_was_written_into_a_folder_within_is_no_input_of_the_next_run(
    router: gis.Router, folder: Path
) -> None:
    first = route_folder(router, str(folder), str(folder / "out"))
    again = route_folder(router, str(folder), str(folder / "out"))
    assert (first.already, again.already) == (0, 3)
    assert (first.refused, again.refused) == ((), ())


def test_a_file_that_cannot_be_routed_keeps_no_other_from_being_so(
    tmp_path: Path, router: gis.Router, folder: Path
) -> None:
    (folder / "b.parquet").write_bytes((folder / "b.parquet").read_bytes()[:-20])
    pd.DataFrame({"x": [1]}).to_parquet(folder / "c.parquet")
    done = route_folder(router, str(folder), str(tmp_path / "out"))
    assert [e.kind for e in done.refused] == [BulkKind.UNREADABLE, BulkKind.NO_COORDINATES]
    assert "b.parquet" in str(done.refused[0])
    assert done.tally.total == 2_002
    assert left(tmp_path / "out") == {"a.parquet", "day=2"}


def test_a_store_serves_as_a_folder_does(router: gis.Router, folder: Path, points: Points) -> None:
    """Through fsspec's own store in memory: nothing is written before it is whole."""
    store = fsspec.filesystem("memory")
    store.put(str(folder), "/archive", recursive=True)
    try:
        done = route_folder(router, "memory://archive", "memory://routed/2026")
        assert done.tally.total == 3_003
        with store.open("/routed/2026/day=2/c.parquet") as file:
            routed = pd.read_parquet(file)
        cells = [None if pd.isna(c) else c for c in routed["cell"]]
        assert cells == expected(router, points(1_002, seed=2))
        assert route_folder(router, "memory://archive", "memory://routed/2026").already == 3
    finally:
        store.rm("/", recursive=True)


def test_folders_that_are_none_are_refused(tmp_path: Path, router: gis.Router) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.parquet").touch()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "full")
    for source, target, kind in (
        ("none", "out", BulkKind.MISSING),
        ("empty", "out", BulkKind.EMPTY),
        ("full", "full", BulkKind.SAME_FILE),
        ("full", "full/../full", BulkKind.SAME_FILE),
        ("full", "link", BulkKind.SAME_FILE),
        ("link", "full", BulkKind.SAME_FILE),
        ("full", "file", BulkKind.NOT_FOLDER),
    ):
        with pytest.raises(BulkRouteError) as refused:
            route_folder(router, str(tmp_path / source), str(tmp_path / target))
        assert refused.value.kind == kind
    with pytest.raises(BulkRouteError, match="cannot be reached") as refused:
        route_folder(router, "nowhere://bucket/in", str(tmp_path / "out"))
    assert refused.value.kind == BulkKind.NO_STORE
    with pytest.raises(BulkRouteError, match="name two columns"):
        route_folder(router, str(tmp_path / "full"), "out", Wanted(lon="x", lat="x"))
    assert left(tmp_path) == {"empty", "full", "file", "link"}


def test_two_runs_do_not_write_one_folder(tmp_path: Path, router: gis.Router, folder: Path) -> None:
    (tmp_path / "out").mkdir()
    with workshop(tmp_path / "out", ""), pytest.raises(BulkRouteError, match="another run"):
        route_folder(router, str(folder), str(tmp_path / "out"))
