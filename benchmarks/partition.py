"""Division and proof beside their peers, on the same data in interleaved passes.

The peers do less: geopandas.overlay only cuts (no slivers merged, no codes, no areas, and its
cells are no exact coverage); shapely's coverage_is_valid with is_valid misses dropped, swapped
and reversed cells, where `check_coverage` proves all six parts on the stored coordinates.
"""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from time import process_time

import geopandas
import numpy as np
import shapely
from timing.grounds import dense, hexagons, jianghai, mosaic, squares, taipei
from timing.side_by_side import Alone, Answers, Scores, Target, alone, side_by_side

from gis.coverage import check_coverage
from gis.datums import area_m2
from gis.partition import Division, divide

PASSES = 9
GROWTH_PASSES = 3
MILLION_PASSES = 1

OVERLAY = "geopandas.overlay, cutting only"
DIVIDE = "gis.partition.divide, all"
PROOF = "gis.check_coverage"
VALID = "coverage_is_valid + is_valid, no proof"


def main() -> None:
    scores = Scores()
    beside_peers(scores)
    growth(scores)
    if scores.missed:
        print(f"\nmissed: {', '.join(scores.missed)}")
        sys.exit(1)


def beside_peers(scores: Scores) -> None:
    bent = dense(jianghai())
    villages = taipei()
    cases = [
        ("Jianghai, squares of 100 m", bent, "squares", 100.0, squares, 3, (12, 25), (8, 15)),
        ("Taipei, squares of 100 m", villages, "squares", 100.0, squares, 4, (7, 15), (6, 10)),
        ("Jianghai, hexagons of 120 m", bent, "hexagons", 120.0, hexagons, 3, (10, 20), None),
    ]
    for title, communities, strategy, size_m, tiles, digits, cut, proven in cases:
        run = partial(divide, communities, strategy, size_m=size_m, serial_digits=digits)
        done = run()
        cells = done.cells.geometry.to_numpy()
        sound = communities.set_geometry(communities.make_valid())
        tiling = tiles(communities, size_m)
        vertices = shapely.get_num_coordinates(communities.geometry).sum()
        print(
            f"\n{title}: {len(communities)} communities of {vertices:,} vertices, "
            f"{len(done.cells):,} cells; medians of {PASSES} passes"
        )
        timings = side_by_side(
            {
                OVERLAY: lambda s=sound, t=tiling: s.overlay(t, keep_geom_type=True),
                DIVIDE: run,
                PROOF: lambda d=done: check_coverage(d.cells, d.communities),
                VALID: lambda g=cells: (shapely.coverage_is_valid(g), shapely.is_valid(g).all()),
            },
            PASSES,
            partial(same_land, sound),
        )
        for name in timings.seconds:
            print(f"  {name:52} {timings.median_s(name) * 1000:7.0f} ms")
        scores.enter("overlay / divide", timings.ratio(OVERLAY, DIVIDE), "×", Target(*cut))
        if proven is not None:
            together = timings.ratio(OVERLAY, DIVIDE, PROOF)
            scores.enter("overlay / (divide + proof)", together, "×", Target(*proven))
        scores.enter("peers' validity / proof", timings.ratio(VALID, PROOF), "×", Target(5, 10))


def same_land(communities: geopandas.GeoDataFrame, answers: Answers) -> None:
    """Raise unless the rivals cut the same land into as many square metres, and it is proven."""
    cut, done = answers[OVERLAY], answers[DIVIDE]
    report = answers[PROOF]
    assert isinstance(done, Division)
    assert report.exact, report.faults[:3]
    land = area_m2(communities.geometry.to_numpy()).sum()
    for frame in (cut, done.cells):
        assert abs(area_m2(frame.geometry.to_numpy()).sum() / land - 1) < 1e-5
    assert abs(done.cells["area_m2"].sum() / land - 1) < 1e-5


def growth(scores: Scores) -> None:
    print(
        f"\nGrowth: divide alone, {GROWTH_PASSES} passes of 100,000 cells and {MILLION_PASSES} of "
        "a million, each in a process of its own"
    )
    cases: list[tuple[str, Callable[[], Mapping[str, list[float]]], Target, Target | None]] = [
        ("100,000 cells, finer", finer_100k, Target(0.4, 0.12, at_most=True), None),
        ("100,000 cells, 9 times the area", wider_100k, Target(1.0, 0.3, at_most=True), None),
        ("1,000,000 cells, finer", finer_1m, Target(4, 1.2, at_most=True), _MEMORY),
        ("1,000,000 cells, 81 times the area", wider_1m, Target(15, 5.5, at_most=True), _MEMORY),
    ]
    for title, work, time, memory in cases:
        taken = alone(work)
        enter_growth(scores, title, taken, time, memory)


_MEMORY = Target(3, 1, at_most=True)


def enter_growth(
    scores: Scores, title: str, taken: Alone, time: Target, memory: Target | None
) -> None:
    seconds = {name: float(np.median(passes)) for name, passes in taken.seconds.items()}
    cells = int(seconds.pop("cells"))
    told = f"{cells:,} cells, proof {seconds['proof']:.2f} s, peak {taken.peak_gb:.1f} GB"
    scores.enter(title, seconds["divide"], "s", time, told)
    if memory is not None:
        scores.enter(f"{title}: peak memory", taken.peak_gb, "GB", memory)


def finer_100k() -> dict[str, list[float]]:
    return timed(dense(jianghai()), 33.0, GROWTH_PASSES)


def wider_100k() -> dict[str, list[float]]:
    return timed(mosaic(dense(jianghai()), 3), 100.0, GROWTH_PASSES)


def finer_1m() -> dict[str, list[float]]:
    return timed(dense(jianghai()), 10.4, MILLION_PASSES)


def wider_1m() -> dict[str, list[float]]:
    return timed(mosaic(dense(jianghai()), 9), 100.0, MILLION_PASSES)


def timed(
    communities: geopandas.GeoDataFrame, size_m: float, passes: int
) -> dict[str, list[float]]:
    """Time divide and proof, each warm; the proof must hold."""
    small = divide(jianghai(), size_m=1000)
    check_coverage(small.cells, small.communities)
    seconds: dict[str, list[float]] = {"divide": [], "proof": [], "cells": []}
    for _ in range(passes):
        begun = process_time()
        done = divide(communities, size_m=size_m, serial_digits=6)
        seconds["divide"].append(process_time() - begun)
        begun = process_time()
        report = check_coverage(done.cells, done.communities)
        seconds["proof"].append(process_time() - begun)
        assert report.exact, report.faults[:3]
        seconds["cells"].append(len(done.cells))
        del done, report
    return seconds


if __name__ == "__main__":
    main()
