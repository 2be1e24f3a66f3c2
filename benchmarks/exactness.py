"""Every answer of the router beside brute force in whole numbers, by code that shares nothing.

Per set: random points anywhere; every vertex; a place on every edge that has one between its ends;
a rounded place on every edge; and the places one unit around those. The router answers from a saved
and mapped file. All are compared with int64 arithmetic whose products are asserted to fit, and a
share with Python's own integers: at least 100,000 random points, all points on edges and vertices
or a random `--in-python` of them, and as many of those beside.

    python benchmarks/exactness.py [--sets squares:1000,demo,one-block] [--points 10000000]
"""

import argparse
import resource
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import geopandas
import numpy as np
from proving.awkward_cells import AWKWARD
from proving.brute import Brute
from proving.outlines import Outlines, Probes, hard, scattered
from routing import DISTRICTS
from timing.made_cells import KINDS

from gis.router import Router

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SETS = [*DISTRICTS, *AWKWARD, *(f"{kind}:{size}" for size in SIZES for kind in KINDS)]
_LEAST_IN_PYTHON = 100_000
_SHOWN = 5


@dataclass
class Tally:
    """What was asked of one set, and what differed."""

    probes: int = 0
    touching: int = 0
    inside: int = 0
    in_python: int = 0
    touching_in_python: int = 0
    differences: int = 0

    def told(self) -> str:
        """Say it in a line."""
        return (
            f"{self.probes:,} probes ({self.inside:,} in cells, {self.touching:,} laid on edges "
            f"and vertices), {self.in_python:,} also in Python's integers "
            f"({self.touching_in_python:,} on edges and vertices): "
            f"{self.differences} differences"
        )


def cells_named(name: str) -> geopandas.GeoDataFrame:
    kind, _, size = name.partition(":")
    if size:
        return KINDS[kind](int(size))
    return {**DISTRICTS, **AWKWARD}[name]()


def _asked(outlines: Outlines, points: int) -> Iterator[Probes]:
    yield from scattered(outlines, points, seed=1)
    yield from hard(outlines, seed=2)


def compare(router: Router, outlines: Outlines, points: int, in_python: int) -> Tally:
    """Ask router and brute force the same, lot by lot; show the first that differ."""
    brute = Brute(outlines)
    random = np.random.default_rng(3)
    tally = Tally()
    share = {
        "random": min(1.0, 1.1 * _LEAST_IN_PYTHON / points),
        "on": min(1.0, in_python / (2 * len(outlines.xy))),
        "beside": min(1.0, in_python / (20 * len(outlines.xy))),
    }
    for probes in _asked(outlines, points):
        units = probes.units
        answer = router.route(probes.lon, probes.lat)
        expected = brute.rows(units)
        _differ(tally, probes, answer, expected, "int64")
        some = np.flatnonzero(random.random(len(units)) < share[probes.kind])
        _differ(tally, probes.some(some), answer[some], brute.rows_in_python(units[some]), "Python")
        tally.probes += len(units)
        tally.inside += int((expected >= 0).sum())
        tally.touching += len(units) * (probes.kind == "on")
        tally.in_python += len(some)
        tally.touching_in_python += len(some) * (probes.kind == "on")
    return tally


def _differ(
    tally: Tally, probes: Probes, answer: np.ndarray, expected: np.ndarray, by: str
) -> None:
    wrong = np.flatnonzero(answer != expected)
    for k in wrong[: max(_SHOWN - tally.differences, 0)].tolist():
        place = f"{probes.lon[k]!r}, {probes.lat[k]!r}"
        print(f"  at {place}: router {answer[k]}, {by} {expected[k]}")
    tally.differences += len(wrong)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--sets", default=",".join(SETS))
    options.add_argument("--points", type=int, default=10_000_000, help="random points a set")
    options.add_argument("--in-python", type=int, default=1_000_000)
    options.add_argument("--memory-bytes", type=int, help="bound the index, as Router.build does")
    chosen = options.parse_args()
    differences = 0
    for name in chosen.sets.split(","):
        begun = perf_counter()
        cells = cells_named(name)
        # One block for all edges: as coarse as blocks get.
        bound = 1 if name == "one-block" else chosen.memory_bytes
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "cells.gridx"
            Router.build(cells, memory_bytes=bound).save(path)
            router = Router.open(path).warm()
            outlines = Outlines.of(cells)
            count = len(cells)
            del cells
            tally = compare(router, outlines, chosen.points, chosen.in_python)
        differences += tally.differences
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name}: {count:,} cells, {tally.told()}; "
            f"{perf_counter() - begun:.0f} s, peak {peak:,.0f} MB",
            flush=True,
        )
    sys.exit(differences > 0)


if __name__ == "__main__":
    main()
