"""The figures of a division as its page and its report lay them out."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas

FIGURES = ("area_m2", "households", "compactness", "across_m")
"""Columns of `LoadedDivision.figures`, in the order in which they are told."""
_BARS = 16


@dataclass(frozen=True)
class Bar:
    """A bar of a distribution."""

    low: float
    high: float
    cells: int
    share: float
    """Of the tallest bar, 0 to 1."""


@dataclass(frozen=True)
class Distribution:
    """How a figure is distributed over the cells of which it is known."""

    figure: str
    known: int
    least: float
    median: float
    mean: float
    most: float
    bars: tuple[Bar, ...]


def distributions(figures: pandas.DataFrame) -> list[Distribution]:
    """Return the distribution of each figure that is known of any cell."""
    found = []
    for name in FIGURES:
        values = figures[name].dropna().to_numpy(dtype=np.float64)
        if len(values):
            found.append(_distribution(name, values))
    return found


def sorted_figures(figures: pandas.DataFrame, by: str, *, descending: bool) -> pandas.DataFrame:
    """Return the rows sorted by a column, unknown ones last, equal ones by their codes."""
    ordered = figures.sort_values("code", kind="stable")
    return ordered.sort_values(
        by, ascending=not descending, kind="stable", na_position="last"
    ).reset_index(drop=True)


def records(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """Return rows by column as plain values, with ``None`` for what is not known."""
    return [
        {str(name): None if pandas.isna(value) else value for name, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]


def _distribution(name: str, values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Distribution:
    low, high = float(values.min()), float(values.max())
    # All alike: bars of no width would be none.
    edge = high if high > low and math.isfinite(high - low) else low + 1
    cells, edges = np.histogram(values, bins=_BARS, range=(low, edge))
    tallest = max(int(cells.max()), 1)
    bars = tuple(
        Bar(float(edges[k]), float(edges[k + 1]), int(count), int(count) / tallest)
        for k, count in enumerate(cells)
    )
    return Distribution(
        name, len(values), low, float(np.median(values)), float(values.mean()), high, bars
    )
