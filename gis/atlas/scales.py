"""Scales, scale bars and grid steps: the round numbers of a map."""

import math
from dataclasses import dataclass

STANDARD_SCALES = (500, 1_000, 2_000, 2_500, 5_000, 10_000, 20_000, 25_000, 50_000)
"""Denominators in use for district maps; beyond them 1, 2, 2.5 and 5 times powers of ten."""

LONGEST_BAR_MM = 100.0
LEAST_GRID_STEP_MM = 28.0


@dataclass(frozen=True)
class ScaleBar:
    """A scale bar: its ground length, its length on paper, and its labelled divisions."""

    length_m: float
    length_mm: float
    divisions_m: tuple[float, ...]


def largest_scale(width_m: float, height_m: float, room_mm: tuple[float, float]) -> int:
    """Return the largest standard scale at which a rectangle on the ground fits the paper.

    Parameters
    ----------
    width_m, height_m
        Extent on the ground.
    room_mm
        Width and height on paper that it may fill.

    Returns
    -------
    int
        The denominator.
    """
    least = max(width_m * 1000 / room_mm[0], height_m * 1000 / room_mm[1])
    for scale in STANDARD_SCALES:
        if scale >= least:
            return scale
    power = 10.0 ** math.floor(math.log10(least))
    return next(round(step * power) for step in (1, 2, 2.5, 5, 10) if step * power >= least)


def scale_bar(scale: int) -> ScaleBar:
    """Return the longest round scale bar of at most 100 mm."""
    length_m = _round_down(LONGEST_BAR_MM * scale / 1000)
    return ScaleBar(
        length_m=length_m,
        length_mm=length_m * 1000 / scale,
        divisions_m=tuple(length_m * part for part in (0, 0.25, 0.5, 1)),
    )


def grid_step_m(scale: int) -> float:
    """Return the least round distance between grid lines that keeps their labels apart."""
    least = LEAST_GRID_STEP_MM * scale / 1000
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least)


def _round_down(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (5, 2, 1) if step * power <= value * (1 + 1e-9))
