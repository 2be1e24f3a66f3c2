"""Routing beside its peers: the same points and cells, answers compared, interleaved passes.

Times are the processor's (`timing.side_by_side`), so a peer that uses several threads is charged
for all of them; DuckDB is held to one. Points lie on the lattice, as positions with seven decimals
do; peers compare doubles and may differ from the exact answer on edges: such points are counted.

    python benchmarks/routing.py [--sets squares:10000,curved:100000] [--points N] [--growth]
"""

import argparse
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import geopandas
import numpy as np
from timing.grounds import jianghai, taipei
from timing.made_cells import KINDS
from timing.routing_peers import peers, points_made, postgis, rows_of
from timing.side_by_side import Answers, Scores, Target, side_by_side

from gis.lattice import Floats, from_units, to_units
from gis.partition import partition
from gis.router import Router
from gis.router.blocks import tiled

PASSES = 9
OURS = "gis.Router.route"
TARGETS: Mapping[str, Mapping[str, Target]] = {
    "random": {
        "shapely.STRtree.query": Target(60, 120),
        "DuckDB spatial": Target(80, 150),
        "SedonaDB": Target(60, 110),
        "geopandas.sjoin from columns": Target(60, 60),
    },
    "tracks": {
        "shapely.STRtree.query": Target(30, 45),
        "DuckDB spatial": Target(80, 150),
        "SedonaDB": Target(50, 70),
        "geopandas.sjoin from columns": Target(60, 60),
    },
}

DISTRICTS: Mapping[str, Callable[[], geopandas.GeoDataFrame]] = {
    "demo": lambda: partition(jianghai(), size_m=450),
    "demo-100m": lambda: partition(jianghai(), size_m=100),
    # A village of mountains has more squares than three digits count.
    "taipei-100m": lambda: partition(taipei(), size_m=100, serial_digits=4),
}
"""The demo's two divisions, and the published boundaries."""


def points_in(cells: geopandas.GeoDataFrame, count: int) -> dict[str, tuple[Floats, Floats]]:
    """Make random points, and tracks whose points are some ten metres apart."""
    random = np.random.default_rng(0)
    west, south, east, north = cells.total_bounds
    spread = random.uniform((west, south), (east, north), (count, 2))
    tracks = max(count // 2000, 1)
    heading = np.cumsum(random.normal(0, 0.15, (tracks, count // tracks)), axis=1)
    heading += random.uniform(0, 2 * np.pi, (tracks, 1))
    step = 1e-4 * np.stack([np.cos(heading), np.sin(heading)], axis=-1)
    start = random.uniform((west, south), (east, north), (tracks, 1, 2))
    walk = (start + np.cumsum(step, axis=1)).reshape(-1, 2)
    size = np.array([east - west, north - south])
    corner = np.array([west, south])
    folded = np.abs((walk - corner + size) % (2 * size) - size) + corner
    sets = {"random": spread, "tracks": folded}
    return {
        name: tuple(np.ascontiguousarray(axis) for axis in from_units(to_units(xy)).T)
        for name, xy in sets.items()
    }


def compare(
    title: str, cells: geopandas.GeoDataFrame, count: int, scores: Scores, judged: bool
) -> None:
    """Time one set of cells with all peers."""
    cells = cells.sort_values("code", ignore_index=True)
    begun = process_time()
    router = Router.build(cells)
    build_s = process_time() - begun
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.gridx"
        router.save(path)
        router = Router.open(path).warm()
        print(
            f"\n{title}: {len(cells)} cells, {router.nbytes / 1e6:.1f} MB, built in {build_s:.2f} s"
        )
        for name, (lon, lat) in points_in(cells, count).items():
            rivals = {OURS: lambda x=lon, y=lat: router.route(x, y)}
            rivals |= peers(cells, lon, lat)
            rivals["shapely.points alone"] = points_made(lon, lat)
            rivals["np.take of the raster"] = _take(router, lon, lat)
            timings = side_by_side(rivals, PASSES, _agree)
            ours = timings.median_s(OURS) / len(lon) * 1e9
            print(f"  {name}: {ours:.1f} ns a point, median of {PASSES}")
            for peer in rivals:
                if peer == OURS:
                    continue
                ns = timings.median_s(peer) / len(lon) * 1e9
                target = TARGETS[name].get(peer) if judged else None
                if target is not None:
                    scores.enter(
                        f"{title}, {name}: {peer}", timings.ratio(peer, OURS), "×", target,
                        f"{ns:.0f} ns",
                    )  # fmt: skip
                else:
                    print(f"  {peer:52} {timings.ratio(peer, OURS):7.2f} ×, {ns:.1f} ns")
        _beside_postgis(cells, router, count, scores)


def _beside_postgis(
    cells: geopandas.GeoDataFrame, router: Router, count: int, scores: Scores
) -> None:
    """Time PostGIS on few points, by the clock: it is another process."""
    lon, lat = (axis[: min(count, 20_000)] for axis in points_in(cells, count)["random"])
    for name, run in postgis(cells, lon, lat).items():
        _agree({OURS: router.route(lon, lat), name: run()})
        ratios = []
        for _ in range(PASSES):
            begun = perf_counter()
            run()
            middle = perf_counter()
            router.route(lon, lat)
            ratios.append((middle - begun) / (perf_counter() - middle))
        scores.enter(f"random: {name}", median(ratios), "×", Target(500, 500))


def _take(router: Router, lon: Floats, lat: Floats) -> object:
    """Read each point's block from the raster: the least that any raster costs."""
    layer = router._index.layers[0]
    grid = layer.grid
    x, y = (to_units(lon) - grid.west) // grid.width, (to_units(lat) - grid.south) // grid.height
    inside = (x >= 0) & (y >= 0) & (x < grid.columns) & (y < grid.rows)
    place = np.where(inside, tiled.py_func(x, y, grid.columns), len(layer.raster) - 1)
    return lambda: np.take(layer.raster, place)


def _agree(answers: Answers) -> None:
    """Compare all answers point by point; peers may differ on edges only."""
    exact = np.asarray(answers[OURS])
    count = len(exact)
    for name, answer in answers.items():
        if not isinstance(answer, tuple):
            continue
        differ = np.flatnonzero(rows_of(answer, count) != exact)
        if len(differ):
            print(f"  {name} differs in {len(differ)} of {count} points (doubles on edges)")
        if len(differ) > 1e-4 * count:
            raise AssertionError(f"{name} differs in {len(differ)} points: not edges alone")


def growth(scores: Scores) -> None:
    """Tell how a point's cost, the memory and the time to build grow with the cells."""
    print("\ngrowth, hexagons")
    first_ns: dict[str, float] = {}
    for count in (1_000, 10_000, 100_000, 1_000_000):
        cells = KINDS["hexagons"](count)
        begun = process_time()
        router = Router.build(cells)
        build_s = process_time() - begun
        router.warm()
        if count >= 100_000:
            memory = router.nbytes / (3 * len(cells))
            scores.enter(f"{count}: bytes a cell-edge", memory, "", Target(120, 120, True))
        if count == 10_000:
            scores.enter("10000: build", build_s, "s", Target(0.5, 0.5, True))
        if count == 1_000_000:
            scores.enter("1000000: memory", router.nbytes / 1e6, "MB", Target(350, 350, True))
            scores.enter("1000000: build", build_s, "s", Target(10, 10, True))
        for name, (lon, lat) in points_in(cells, 1_000_000).items():
            run = {OURS: lambda x=lon, y=lat, r=router: r.route(x, y)}
            ns = side_by_side(run, PASSES).median_s(OURS) / len(lon) * 1e9
            grown = ns / first_ns.setdefault(name, ns)
            told = f"{ns:.1f} ns a point"
            if count == 1_000_000:
                scores.enter(f"1k to 1M: {name} points grow", grown, "×", Target(5, 5, True), told)
            else:
                print(f"  {count}, {name}: {told}")


def alone(scores: Scores) -> None:
    """Tell what opening, one point, and a second thread take."""
    print("\none point, opening, two threads")
    cells = KINDS["hexagons"](10_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.gridx"
        Router.build(cells).save(path)
        opening = median(_clock(lambda: Router.open(path)) for _ in range(51))
        scores.enter("open", opening * 1e3, "ms", Target(5, 5, True))
        begun = perf_counter()
        router = Router.open(path).warm()
        print(f"  compiled code loaded and index checked in {perf_counter() - begun:.2f} s")
        lon, lat = points_in(cells, 2_000)["random"]
        points = list(zip(lon.tolist(), lat.tolist(), strict=True))
        known = {(round(x, 4), round(y, 4)): "code" for x, y in points}
        looked_up = {
            "dict": lambda: [known.get((round(x, 4), round(y, 4))) for x, y in points],
            "locate": lambda: [router.locate(x, y) for x, y in points],
        }
        timings = side_by_side(looked_up, 4 * PASSES)
        told = f"{timings.median_s('locate') / len(points) * 1e9:.0f} ns"
        scores.enter("locate", timings.ratio("locate", "dict"), "×", Target(2, 1.2, True), told)
        lon, lat = points_in(cells, 10_000_000)["random"]
        ratios = []
        for _ in range(PASSES):
            one = _clock(lambda: router.route(lon, lat))
            ratios.append(one / _clock(lambda: router.route(lon, lat, threads=2)))
        scores.enter("two threads, 10 M points", median(ratios), "×", Target(1.6, 1.9))


def _clock(run: object) -> float:
    begun = perf_counter()
    run()  # type: ignore[operator]
    return perf_counter() - begun


def main() -> None:
    options = argparse.ArgumentParser()
    made = [f"{kind}:{count}" for count in (10_000, 100_000) for kind in KINDS]
    options.add_argument("--sets", default=",".join([*DISTRICTS, *made]))
    options.add_argument("--points", type=int, default=1_000_000)
    options.add_argument("--growth", action="store_true", help="also one to a million cells")
    chosen = options.parse_args()
    scores = Scores()
    for name in filter(None, chosen.sets.split(",")):
        kind, _, count = name.partition(":")
        cells = DISTRICTS[name]() if name in DISTRICTS else KINDS[kind](int(count))
        compare(name, cells, chosen.points, scores, judged=bool(count))
    alone(scores)
    if chosen.growth:
        growth(scores)
    print(f"\nmissed: {', '.join(scores.missed) or 'none'}")


if __name__ == "__main__":
    main()
