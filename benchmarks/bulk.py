"""Whole files: Parquet to Parquet beside DuckDB, and a folder over Dask beside one process.

Each run is a process of its own, timed by the clock from its start to its end, with the most
memory that it held; both use all processors. DuckDB gets the same file and cells, joined by
ST_Intersects. Answers are compared row by row.

    python benchmarks/bulk.py [--points 50000000] [--cells 10000] [--passes 3]

DuckDB is used where it is installed, as `make bench` does.
"""

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from timing.made_cells import KINDS
from timing.side_by_side import Scores, Target

from gis.router import Router

GROUP_ROWS = 1_000_000
FILES = 16
GRIDWARD = str(Path(sys.executable).with_name("gridward"))

_DUCKDB = """
import sys, duckdb, duckdb_extension_spatial
from pathlib import Path
(extension,) = Path(duckdb_extension_spatial.__file__).parent.rglob("*.duckdb_extension")
points, cells, out = sys.argv[1:]
base = duckdb.connect(config={"allow_unsigned_extensions": "true"})
base.execute(f"LOAD '{extension}'")
base.execute("SET preserve_insertion_order = false")
base.execute(f"CREATE TABLE cells AS SELECT code, ST_GeomFromWKB(wkb) AS geom FROM '{cells}'")
base.execute(f'''COPY (
    SELECT points.*, cells.code AS cell FROM '{points}' AS points
    LEFT JOIN cells ON ST_Intersects(ST_Point(points.lon, points.lat), cells.geom)
) TO '{out}' (FORMAT parquet)''')
"""

_CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=None,
                      memory_limit=0) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


def timed(command: Sequence[str | Path]) -> tuple[float, float]:
    """Run a command; return its seconds and the most megabytes that it held."""
    begun = perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return perf_counter() - begun, used.ru_maxrss / 1024


def write_points(path: Path, bounds: np.ndarray, first: int, count: int) -> None:
    """Write random points, a tenth of them outside."""
    random = np.random.default_rng(first)
    west, south, east, north = bounds
    with pq.ParquetWriter(path, pa.schema(
        [("id", pa.int64()), ("lon", pa.float64()), ("lat", pa.float64())]
    )) as writer:  # fmt: skip
        for start in range(first, first + count, GROUP_ROWS):
            rows = min(GROUP_ROWS, first + count - start)
            lon = np.round(random.uniform(west, east + (east - west) / 9, rows), 7)
            lat = np.round(random.uniform(south, north, rows), 7)
            ids = np.arange(start, start + rows)
            writer.write_table(pa.table({"id": ids, "lon": lon, "lat": lat}))


def beside_duckdb(folder: Path, cells: geopandas.GeoDataFrame, passes: int, scores: Scores) -> None:
    """Time one file."""
    table = pa.table({"code": cells["code"].tolist(), "wkb": cells.geometry.to_wkb().tolist()})
    pq.write_table(table, folder / "cells.parquet")
    points, ours, theirs = (folder / f"{n}.parquet" for n in ("points", "ours", "theirs"))
    route = [GRIDWARD, "route", points, ours, "--cells", folder / "cells.gridx"]
    there = importlib.util.find_spec("duckdb_extension_spatial") is not None
    peer = [sys.executable, "-c", _DUCKDB, points, folder / "cells.parquet", theirs]
    our_s, peer_s, held = [], [], 0.0
    for _ in range(passes):
        ours.unlink(missing_ok=True)
        seconds, most = timed(route)
        our_s.append(seconds)
        held = max(held, most)
        if there:
            seconds, most = timed(peer)
            peer_s.append(seconds)
            print(
                f"  gridward {our_s[-1]:.2f} s, DuckDB {seconds:.2f} s and {most:.0f} MB",
                flush=True,
            )
    scores.enter("Parquet to Parquet: memory", held, "MB", Target(1000, 1000, True))
    if there:
        ratio = median(peer_s) / median(our_s)
        told = f"{median(our_s):.2f} s and {median(peer_s):.2f} s"
        scores.enter("Parquet to Parquet: DuckDB", ratio, "×", Target(15, 15), told)
        _compare(ours, theirs)


def _compare(ours: Path, theirs: Path) -> None:
    import duckdb

    differ, total, found = duckdb.sql(
        f"""SELECT count(*) FILTER (a.cell IS DISTINCT FROM b.cell), count(*), count(a.cell)
        FROM '{ours}' AS a
        FULL JOIN (SELECT id, min(cell) AS cell FROM '{theirs}' GROUP BY id) AS b USING (id)"""
    ).fetchone()
    print(f"  {differ} of {total} rows differ (doubles on edges), {found} in a cell")
    if differ > 1e-5 * total:
        raise AssertionError("not edges alone")


def over_dask(folder: Path, passes: int, scores: Scores) -> None:
    """Time a folder: one process, a cluster of one worker, one of two."""
    route = [GRIDWARD, "route", folder / "many"]
    index = ["--cells", folder / "cells.gridx"]
    clusters = [
        subprocess.Popen(
            [sys.executable, "-c", _CLUSTER, str(workers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for workers in (1, 2)
    ]
    addresses = [cluster.stdout.readline().strip() for cluster in clusters]
    ways: dict[str, list[str | Path]] = {"one process": []}
    for count, address in zip(("one worker", "two workers"), addresses, strict=True):
        ways[count] = ["--engine", "dask", "--scheduler", address]
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for k in range(passes + 1):
        for name, engine in ways.items():
            out = folder / f"{name} {k}"
            once, _ = timed([*route, out, *index, *engine])
            # The first pass loads compiled code into the workers.
            if k:
                seconds[name].append(once)
            for path in out.iterdir():
                path.unlink()
    for cluster in clusters:
        cluster.stdin.close()
        cluster.wait()
    two = median(seconds["two workers"])
    print("  " + ", ".join(f"{name} {median(some):.2f} s" for name, some in seconds.items()))
    # One worker is one process that keeps to one processor, as each of the two does; the command
    # without a cluster overlaps reading, encoding and writing on all that there are.
    ratio = median(seconds["one worker"]) / two
    scores.enter("two workers: one process of a worker", ratio, "×", Target(1.6, 1.6))
    print(f"  two workers: the command alone {median(seconds['one process']) / two:.2f} ×")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--points", type=int, default=50_000_000)
    arguments.add_argument("--folder-points", type=int, default=200_000_000)
    arguments.add_argument("--cells", type=int, default=10_000)
    arguments.add_argument("--passes", type=int, default=3)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--only", choices=["duckdb", "dask"])
    given = arguments.parse_args()
    scores = Scores()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        cells = KINDS["hexagons"](given.cells).sort_values("code", ignore_index=True)
        Router.build(cells).save(folder / "cells.gridx")
        print(f"{given.points} points, {len(cells)} hexagons", flush=True)
        if given.only != "dask":
            write_points(folder / "points.parquet", cells.total_bounds, 0, given.points)
            beside_duckdb(folder, cells, given.passes, scores)
            (folder / "points.parquet").unlink()
        if given.only != "duckdb":
            (folder / "many").mkdir()
            each = given.folder_points // FILES
            for k in range(FILES):
                write_points(
                    folder / "many" / f"{k:02}.parquet", cells.total_bounds, k * each, each
                )
            over_dask(folder, given.passes, scores)
    print(f"\nmissed: {', '.join(scores.missed) or 'none'}")


if __name__ == "__main__":
    main()
