"""Households of buildings and addresses: as a column tells them, or by floors and footprint."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.boundaries import FeaturePlace
from gis.boundaries.columns import HOUSEHOLDS, ColumnSearch, texts
from gis.surroundings.errors import SurroundingsError, retold
from gis.surroundings.kinds import nobody_lives_in
from gis.surroundings.report import Remark
from gis.texts import Several

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FLOOR_AREA_M2 = 120.0
"""Floor of a household, the walls and stairs that belong to it included."""

_COLUMNS = (*HOUSEHOLDS, "住户数", "住宅套数", "套数")
_FLATS = ("building:flats", "flats", "dwellings")
_COUNT = re.compile(r"约?\s*(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*[户戶套]?")
_NOTHING = {"无", "不详", "待定", "未知", "-", "—", "/", "n/a", "none", "null", "nan", "unknown"}
_MOST = 1e6


def column_of(
    table: pd.DataFrame, path: Path, named: str | None, aliases: Mapping[str, str]
) -> str | None:
    """Return the column of households: the caller's word first, else a usual name.

    Raises
    ------
    SurroundingsError
        There is no column that the caller names.
    """
    with retold():
        return ColumnSearch(table, path, aliases).find(named, _COLUMNS)


def counted(table: pd.DataFrame, column: str, path: Path, remarks: list[Remark]) -> Floats:
    """Return the households that a column tells; blank cells are none, and that is told.

    Raises
    ------
    SurroundingsError
        A cell is no number of households.
    """
    given = ["" if text.casefold() in _NOTHING else text for text in texts(table[column])]
    numbers = np.array([_number(text) for text in given], dtype=np.float64)
    blank = np.array([not text for text in given], dtype=bool)
    wrong = ~blank & ~((numbers >= 0) & (numbers <= _MOST))
    if wrong.any():
        rows = np.flatnonzero(wrong).tolist()
        places = [FeaturePlace(int(table.index[row]) + 1) for row in rows]
        first = given[rows[0]]
        raise SurroundingsError("households", path, places=places, column=column, given=first)
    if blank.all():
        raise SurroundingsError("households-blank", path, column=column)
    remarks.append(Remark("households-column", column=column, count=int((~blank).sum())))
    if blank.any():
        remarks.append(Remark("households-blank", count=int(blank.sum()), column=column))
    return np.where(blank, 0.0, numbers)


def estimated(footprint_m2: Floats, floors: Floats, floor_area_m2: float, lived: Bools) -> Floats:
    """Return the whole households of buildings by their floor area.

    Parameters
    ----------
    footprint_m2, floors
        Of each building.
    floor_area_m2
        Floor of a household.
    lived
        Which buildings people live in.

    Examples
    --------
    >>> estimated(np.array([600.0]), np.array([6.0]), 120.0, np.array([True])).tolist()
    [30.0]
    """
    return np.rint(lived * footprint_m2 * floors / floor_area_m2)


def with_flats(table: pd.DataFrame, estimate: Floats, remarks: list[Remark]) -> Floats:
    """Return the estimate, and the number of flats where OpenStreetMap tells one."""
    column = next((name for name in _FLATS if name in table.columns), None)
    if column is None:
        return estimate
    flats = np.array([_number(text) for text in texts(table[column])], dtype=np.float64)
    told = (flats >= 0) & (flats <= _MOST)
    if told.any():
        remarks.append(Remark("flats", count=int(told.sum()), column=column))
    return np.where(told, flats, estimate)


def lived_in(kinds: Sequence[str], remarks: list[Remark]) -> Bools:
    """Tell which buildings people live in, by their kinds, and which kinds are left out."""
    lived = np.array([not nobody_lives_in(kind) for kind in kinds], dtype=bool)
    empty = Counter(kind for kind, is_lived in zip(kinds, lived, strict=True) if not is_lived)
    if empty:
        told = Several.of(f"{kind} {count}" for kind, count in empty.most_common())
        remarks.append(Remark("kinds-empty", count=empty.total(), kinds=told))
    elif not any(kinds):
        remarks.append(Remark("kinds-none"))
    return lived


def _number(text: str) -> float:
    match = _COUNT.fullmatch(unicodedata.normalize("NFKC", text))
    return float(match[1].replace(",", "")) if match else np.nan
