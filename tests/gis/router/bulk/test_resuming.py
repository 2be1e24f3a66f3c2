"""A run that is killed costs only its last moments: the next one goes on, and ends the same."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import gis
from gis.router.bulk import BulkRouteError, Progress, Wanted, parquet_adding
from gis.router.bulk import csv as bulk_csv
from gis.router.bulk.files import route_file
from gis.router.bulk.workshop import workshop
from tests.gis.router.bulk.conftest import expected, left

Points = Callable[[int], pd.DataFrame]
ROWS = 6_000

# Kills itself, as `kill -9` does, when so many points are routed.
RUN = """
import os, signal, sys
from pathlib import Path
import gis
from gis.router.bulk import csv, parquet_adding
from gis.router.bulk.files import route_file

parquet_adding.KEPT_ROWS, csv.BLOCK_BYTES, csv.KEPT_BYTES = 1_000, 4_000, 20_000

def tell(now):
    if now.points >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

route_file(gis.Router.open(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), tell=tell)
"""


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_adding, "KEPT_ROWS", 1_000)
    monkeypatch.setattr(bulk_csv, "BLOCK_BYTES", 4_000)
    monkeypatch.setattr(bulk_csv, "KEPT_BYTES", 20_000)


def _write(frame: pd.DataFrame, path: Path) -> None:
    if path.name.endswith(".parquet"):
        frame.to_parquet(path, row_group_size=500)
    else:
        frame.to_csv(path, index=False)


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".csv.gz"])
def test_a_killed_run_goes_on_and_ends_byte_for_byte_the_same(
    tmp_path: Path, router: gis.Router, points: Points, ending: str, small_steps: None
) -> None:
    frame = points(ROWS)
    source, target, index = (tmp_path / n for n in (f"in{ending}", f"out{ending}", "i.gridx"))
    _write(frame, source)
    router.save(index)
    whole = route_file(router, source, tmp_path / f"whole{ending}")
    for killed_at in (2_500, 4_700):
        done = subprocess.run(
            [sys.executable, "-c", RUN, index, source, target, str(killed_at)], check=False
        )
        assert done.returncode == -signal.SIGKILL
        assert not target.exists()
        assert (tmp_path / f".{target.name}.routing").is_dir()
    outcome = route_file(gis.Router.open(index), source, target)
    assert outcome.resumed >= 3_000
    assert outcome.tally.kept() == whole.tally.kept()
    assert target.read_bytes() == (tmp_path / f"whole{ending}").read_bytes()
    routed = (pd.read_parquet if ending == ".parquet" else pd.read_csv)(target)
    assert routed["cell"].notna().tolist() == [c is not None for c in expected(router, frame)]
    assert left(tmp_path) == {source.name, target.name, f"whole{ending}", index.name}


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize("change", ["points", "options"])
def test_what_was_made_of_another_question_is_not_gone_on_with(
    tmp_path: Path,
    router: gis.Router,
    points: Points,
    ending: str,
    change: str,
    small_steps: None,
) -> None:
    source, target = tmp_path / f"in{ending}", tmp_path / f"out{ending}"
    _write(points(ROWS), source)

    def stop(now: Progress) -> None:
        if now.points > ROWS // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        route_file(router, source, target, tell=stop)
    wanted = Wanted(cell="other") if change == "options" else Wanted()
    if change == "points":
        _write(points(ROWS + 7), source)
    outcome = route_file(router, source, target, wanted)
    assert outcome.resumed == 0
    assert outcome.tally.total == ROWS + (7 if change == "points" else 0)
    assert left(tmp_path) == {source.name, target.name}


def test_an_output_is_written_by_one_run_at_a_time(
    tmp_path: Path, router: gis.Router, points: Points
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    _write(points(10), source)
    with workshop(target, "another"), pytest.raises(BulkRouteError, match="another run is writing"):
        route_file(router, source, target)
    assert route_file(router, source, target).tally.total == 10


def test_a_run_whose_disk_is_full_leaves_no_output_and_can_go_on(
    tmp_path: Path, router: gis.Router, points: Points
) -> None:
    """With a limit on the length of files, as a full disk ends a write."""
    frame = points(ROWS)
    source, target, index = (tmp_path / n for n in ("in.csv", "out.csv", "i.gridx"))
    _write(frame, source)
    router.save(index)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
    done = subprocess.run(
        [sys.executable, "-c", limit + RUN, index, source, target, "999999"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "File too large" in done.stderr
    assert not target.exists()
    assert route_file(router, source, target).tally.total == ROWS
