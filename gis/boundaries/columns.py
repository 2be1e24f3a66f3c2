"""Find the columns that hold code, name and parent, and bring their values to text."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gis.boundaries.findings import BoundaryError, ErrorKind

# In order of preference, compared without case.
_CODES = (
    *("code", "villcode", "community_code", "adcode", "zoning_code", "stat_code", "tjdm"),
    *("xzqdm", "xqdm", "sqdm", "cundm", "区划代码", "行政区划代码", "统计代码", "社区代码"),
    *("村代码", "代码", "编码", "代碼", "編碼", "村里代碼", "gb", "pac", "gid"),
)
_NAMES = (
    *("name", "villname", "community_name", "name_zh", "name_cn", "zh_name", "xzqmc", "sqmc"),
    *("cunmc", "mc", "名称", "社区名称", "村名", "社区", "名稱", "村里名稱", "村里"),
)
_PARENTS = (
    *("parent", "parent_code", "street_code", "towncode", "town_code", "上级代码", "街道代码"),
    *("乡镇代码", "鄉鎮代碼", "parent_name", "street", "townname", "town", "街道", "街道名称"),
    *("乡镇", "镇街", "鄉鎮市區"),
)
_ILLUSTRATIVE = ("illustrative", "示意")
# What maps and prints name besides; kept where the file has it.
_FURTHER: dict[str, tuple[str, ...]] = {
    "short_name": ("short_name", "简称", "簡稱"),
    "name_en": ("name_en", "villeng", "english_name", "en_name", "英文名称", "英文名"),
    "kind": ("kind", "类型"),
    "street": ("street", "townname", "town", "街道", "街道名称", "乡镇", "镇街", "鄉鎮市區"),
    "street_en": ("street_en", "towneng", "town_en", "街道英文名"),
}


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Which columns were used; None where the file has none that fits."""

    code: str
    name: str | None
    parent: str | None
    illustrative: str | None
    further: tuple[tuple[str, str], ...] = ()
    """Pairs of our name (``name_en``, ``street`` …) and the file's."""


def find_columns(
    table: pd.DataFrame,
    path: Path,
    *,
    code: str | None,
    name: str | None,
    parent: str | None,
) -> ColumnNames:
    """Choose the columns: the caller's word first, else the usual names.

    Raises
    ------
    BoundaryError
        A named column does not exist, or no column looks like a code.
    """
    columns = [str(column) for column in table.columns]
    # KML brings columns of its own, like Name, that stay empty; such a one is nobody's choice.
    filled = [column for column in columns if any(texts(table[column]))] or columns
    found_code = _find(columns, filled, path, code, _CODES)
    if found_code is None:
        raise BoundaryError(ErrorKind.NO_CODE_COLUMN, path, facts={"columns": _said(columns)})
    further = {ours: _find(columns, filled, path, None, usual) for ours, usual in _FURTHER.items()}
    return ColumnNames(
        code=found_code,
        name=_find(columns, filled, path, name, _NAMES),
        parent=_find(columns, filled, path, parent, _PARENTS),
        illustrative=_find(columns, filled, path, None, _ILLUSTRATIVE),
        further=tuple((ours, theirs) for ours, theirs in further.items() if theirs is not None),
    )


def texts(values: pd.Series) -> list[str]:
    """Bring a column to trimmed text: no value is "", a whole number has no point."""
    return [_text(value) for value in values.tolist()]


def truths(values: pd.Series) -> list[bool]:
    """Read a column of yes and no in its usual spellings."""
    return [text.lower() in {"1", "true", "yes", "y", "t", "是"} for text in texts(values)]


def _find(
    columns: Sequence[str],
    filled: Sequence[str],
    path: Path,
    named: str | None,
    usual: Sequence[str],
) -> str | None:
    if named is not None:
        if named not in columns:
            facts = {"column": named, "columns": _said(columns)}
            raise BoundaryError(ErrorKind.UNKNOWN_COLUMN, path, facts=facts)
        return named
    by_folded = {column.strip().casefold(): column for column in reversed(filled)}
    return next((by_folded[word] for word in usual if word in by_folded), None)


def _said(columns: Sequence[str]) -> str:
    return ", ".join(columns) if columns else "-"


def _text(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        if float(value).is_integer():
            return str(int(value))
    return str(value).replace("\x00", "").strip()
