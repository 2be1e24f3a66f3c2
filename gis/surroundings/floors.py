"""How many floors buildings have: as told, by their height, or as assumed."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.boundaries.columns import ColumnSearch, texts
from gis.surroundings.report import Remark

Floats = npt.NDArray[np.float64]

FLOOR_HEIGHT_M = 3.0
DEFAULT_FLOORS = 3.0
_MOST_FLOORS = 200.0
_FLOORS = (
    *("building:levels", "building_levels", "levels", "floors", "num_floors", "floor", "storeys"),
    *("stories", "层数", "楼层", "楼层数", "地上层数", "总层数", "建筑层数", "cs", "lc", "fwcs"),
)
_HEIGHTS = (
    *("height", "building:height", "building_height", "height_m", "高度", "建筑高度", "楼高"),
    *("jzgd", "gd", "elevation_m"),
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FEET = re.compile(r"['′]|ft|feet", re.IGNORECASE)
_METRES_PER_FOOT = 0.3048


@dataclass(frozen=True, eq=False)
class Floors:
    """Floors of buildings, and how they are known.

    Attributes
    ----------
    counts
        Of each building, at least 1.
    remarks
        From where they are.
    """

    counts: Floats
    remarks: list[Remark]


def floors_of(
    table: pd.DataFrame, search: ColumnSearch, named: str | None, default: float
) -> Floors:
    """Return the floors of each building.

    Parameters
    ----------
    table
        The attributes.
    search
        Its columns.
    named
        The column that the caller names; without it the usual names are looked for.
    default
        Floors of a building that tells neither floors nor a height.

    Raises
    ------
    BoundaryError
        There is no such column.
    """
    counts = np.full(len(table), np.nan)
    remarks = []
    column = search.find(named, _FLOORS)
    if column is not None:
        told = np.array([_greatest(text) for text in texts(table[column])], dtype=np.float64)
        told[~((told >= 0.5) & (told <= _MOST_FLOORS))] = np.nan
        counts = told
        known = int(np.isfinite(told).sum())
        remarks.append(Remark("floors-column", column=column, count=known))
    unknown = np.isnan(counts)
    column = None if named is not None else search.find(None, _HEIGHTS)
    if column is not None and unknown.any():
        metres = np.array([_metres(text) for text in texts(table[column])], dtype=np.float64)
        by_height = np.maximum(np.round(metres / FLOOR_HEIGHT_M), 1.0)
        by_height[~((metres > 0) & (by_height <= _MOST_FLOORS))] = np.nan
        counts = np.where(unknown, by_height, counts)
        known = int((unknown & np.isfinite(by_height)).sum())
        if known:
            remarks.append(
                Remark("floors-height", column=column, count=known, height=f"{FLOOR_HEIGHT_M:g}")
            )
    unknown = np.isnan(counts)
    if unknown.any():
        remarks.append(
            Remark(
                "floors-assumed", count=int(unknown.sum()), of=len(counts), floors=f"{default:g}"
            )
        )
    return Floors(np.where(unknown, default, counts), remarks)


def _greatest(text: str) -> float:
    """Return the greatest number of a text such as "5", "3;5" or "地上6层"; NaN without one."""
    return max((float(number) for number in _NUMBER.findall(text)), default=np.nan)


def _metres(text: str) -> float:
    height = _greatest(text)
    return height * _METRES_PER_FOOT if _FEET.search(text) else height
