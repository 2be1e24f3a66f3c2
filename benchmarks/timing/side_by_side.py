"""Rivals timed side by side: interleaved passes in one process, medians, and targets.

Times wander on shared machines, so rivals take turns and are compared pass by pass; the median
of those ratios is told. Time is the processor's: all rivals run on one core, and what other
programs take does not count. Peak memory is that of a process of its own.
"""

import gc
import multiprocessing
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import process_time

Answers = Mapping[str, object]


@dataclass(frozen=True)
class Timings:
    """Seconds of each pass of each rival."""

    seconds: Mapping[str, list[float]]

    def median_s(self, name: str) -> float:
        """Return the median pass of a rival."""
        return median(self.seconds[name])

    def ratio(self, slower: str, *faster: str) -> float:
        """Return how many times as long one rival takes as others together."""
        passes = zip(*(self.seconds[name] for name in faster), strict=True)
        pairs = zip(self.seconds[slower], passes, strict=True)
        return median(slow / sum(fast) for slow, fast in pairs)


def side_by_side(
    rivals: Mapping[str, Callable[[], object]],
    passes: int,
    agree: Callable[[Answers], None] | None = None,
) -> Timings:
    """Run rivals in turn.

    Parameters
    ----------
    rivals
        By name. Each runs once before it is timed.
    passes
        How often each is timed.
    agree
        Is given the answers of the untimed runs, and raises if they are not the same.
    """
    answers = {name: run() for name, run in rivals.items()}
    if agree is not None:
        agree(answers)
    del answers
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(passes):
        for name, run in rivals.items():
            gc.collect()
            begun = process_time()
            run()
            seconds[name].append(process_time() - begun)
    return Timings(seconds)


@dataclass(frozen=True)
class Target:
    """What a figure must reach, and what it aims at.

    Attributes
    ----------
    must, aim
        A ratio of at least this much; with ``at_most``, seconds or gigabytes of at most it.
    at_most
        True where less is better.
    """

    must: float
    aim: float
    at_most: bool = False

    def verdict(self, figure: float) -> str:
        """Return whether a figure meets the target, and the aim as well."""
        if self.at_most:
            good, best = figure <= self.must, figure <= self.aim
        else:
            good, best = figure >= self.must, figure >= self.aim
        return ("met, and the aim" if best else "met") if good else "missed"


class Scores:
    """The lines of a benchmark's table, printed as they come."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def enter(self, what: str, figure: float, unit: str, target: Target, told: str = "") -> None:
        """Print a line of the table, and keep what was missed."""
        verdict = target.verdict(figure)
        if verdict == "missed":
            self.missed.append(what)
        bound = "≤" if target.at_most else "≥"
        print(
            f"  {what:52} {figure:7.2f} {unit:3} must {bound} {target.must:g}, "
            f"aim {target.aim:g}: {verdict}{'; ' if told else ''}{told}",
            flush=True,
        )


@dataclass(frozen=True)
class Alone:
    """What a function run in a process of its own took: seconds a pass, and peak gigabytes."""

    seconds: Mapping[str, list[float]]
    peak_gb: float


def alone(work: Callable[[], Mapping[str, list[float]]]) -> Alone:
    """Run a module's function in a fresh process and tell its times and its peak memory."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work,))


def _measured(work: Callable[[], Mapping[str, list[float]]]) -> Alone:
    seconds = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Kilobytes, but bytes on macOS.
    return Alone(seconds, peak / (1e9 if sys.platform == "darwin" else 1e6))
