"""On a real Dask cluster: the same files as one process makes, also when a worker is killed."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from distributed import Client, LocalCluster

import gis
from gis.router.bulk import BulkKind, BulkRouteError, cluster
from gis.router.bulk.cluster import route_on_cluster
from gis.router.bulk.folders import route_folder

Points = Callable[..., pd.DataFrame]
FILES = 12


@pytest.fixture
def scheduler() -> Iterator[str]:
    """Start two workers, each a process of its own with a nanny that starts it again."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0
    ) as workers:
        yield workers.scheduler_address


@pytest.fixture
def folder(tmp_path: Path, points: Points) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for k in range(FILES):
        points(20_000, seed=k).to_parquet(folder / f"{k:02}.parquet", row_group_size=1_000)
    return folder


def test_a_cluster_makes_what_one_process_makes(
    tmp_path: Path, router: gis.Router, folder: Path, scheduler: str
) -> None:
    alone = route_folder(router, str(folder), str(tmp_path / "alone"))
    (folder / "zz.parquet").write_text("no Parquet")
    done = route_on_cluster(router, str(folder), str(tmp_path / "out"), scheduler)
    assert done.tally.kept() == alone.tally.kept()
    assert [error.kind for error in done.refused] == [BulkKind.UNREADABLE]
    for k in range(FILES):
        name = f"{k:02}.parquet"
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "alone" / name).read_bytes()
    again = route_on_cluster(router, str(folder), str(tmp_path / "out"), scheduler)
    assert again.already == FILES


def test_killing_a_worker_in_the_middle_loses_and_doubles_nothing(
    tmp_path: Path, router: gis.Router, folder: Path, scheduler: str
) -> None:
    out = tmp_path / "out"
    killed: list[int] = []

    def kill_one(now: object) -> None:
        if len(list(out.glob("*.parquet"))) >= 2 and not killed:
            with Client(scheduler) as client:
                pids = client.run(os.getpid)
            killed.append(next(iter(pids.values())))
            os.kill(killed[0], signal.SIGKILL)

    done = route_on_cluster(router, str(folder), str(out), scheduler, tell=kill_one)
    assert killed
    assert done.tally.total == FILES * 20_000
    assert not done.refused
    found = sorted(path.name for path in out.rglob("*"))
    assert found == [f"{k:02}.parquet" for k in range(FILES)]
    ids = [pq.read_table(out / name, columns=["id"]).column(0) for name in found]
    assert all(len(column) == len(column.unique()) == 20_000 for column in ids)
    assert not (tmp_path / ".out.routing").exists()


def test_a_scheduler_without_workers_and_a_single_file_are_refused_as_such(
    tmp_path: Path, router: gis.Router, folder: Path
) -> None:
    with LocalCluster(n_workers=0, dashboard_address=None) as empty:
        with pytest.raises(BulkRouteError) as refused:
            route_on_cluster(router, str(folder), str(tmp_path / "out"), empty.scheduler_address)
        assert refused.value.kind is BulkKind.NO_WORKER
    with pytest.raises(BulkRouteError) as refused:
        route_folder(router, f"file://{folder}/00.parquet", str(tmp_path / "out"))
    assert refused.value.kind is BulkKind.ONE_FILE
    assert not list(tmp_path.glob("out/*"))


def test_a_worker_keeps_no_file_of_the_index(
    tmp_path: Path, router: gis.Router, folder: Path, scheduler: str
) -> None:
    seen: list[list[str]] = []

    def look(now: object) -> None:
        with Client(scheduler) as client:
            found = client.run(
                lambda dask_worker: [p.name for p in Path(dask_worker.local_directory).iterdir()]
            )
        seen.extend(found.values())

    route_on_cluster(router, str(folder), str(tmp_path / "out"), scheduler, tell=look)
    assert seen
    assert not [name for names in seen for name in names if name.endswith(".gridx")]


def test_an_address_where_no_scheduler_answers_is_refused(
    tmp_path: Path, router: gis.Router, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWER_S", 1)
    with pytest.raises(BulkRouteError, match=r"tcp://127\.0\.0\.1:1: no Dask scheduler answers"):
        route_on_cluster(router, str(folder), str(tmp_path / "out"), "tcp://127.0.0.1:1")
    assert not (tmp_path / "out").exists()
