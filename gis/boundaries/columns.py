"""Find the columns that hold code, name and parent, and bring their values to text."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gis.boundaries.findings import BoundaryError, ErrorKind

# In order of preference, compared without case.
MICRO_CODES = (
    *("微网格编码", "微网格代码", "微网格编号", "微網格編碼", "wwgbm", "wwgdm", "wwgbh"),
    *("micro_code", "micro_cell_code", "micro_grid_code", "microgrid_code", "micro_id"),
)
GRID_CODES = (
    *("grid_code", "cell_code", "grid_id", "cell_id", "grid_no", "wgbm", "wgdm", "wgbh", "wgid"),
    *("网格编码", "网格代码", "网格编号", "網格編碼", *MICRO_CODES),
)
GRID_NAMES = ("grid_name", "cell_name", "wgmc", "网格名称", "网格名", "微网格名称", "網格名稱")
_CODES = (
    *("code", "villcode", "community_code", "adcode", "zoning_code", "stat_code", "tjdm"),
    *("xzqdm", "xqdm", "sqdm", "sqbm", "cundm", "cjdm", "区划代码", "行政区划代码", "统计代码"),
    *("统计用区划代码", "社区代码", "社区编码", "村社区代码", "村社区编码", "村(社区)代码"),
    *("村居代码", "村居编码", "村代码", "代码", "编码", "代碼", "編碼", "村里代碼", "gb", "pac"),
    *("sssqdm", "sqid", "编号", "gid", *GRID_CODES),
)
_NAMES = (
    *("name", "villname", "community_name", "name_zh", "name_cn", "zh_name", "xzqmc", "sqmc"),
    *("cunmc", "mc", "名称", "社区名称", "村社区名称", "村(社区)名称", "村(社区)名称", "村居名称"),
    *("村名", "村社区", "社区", "sqname", "名稱", "村里名稱", "村里", *GRID_NAMES),
)
_PARENTS = (
    *("parent", "parent_code", "street_code", "towncode", "town_code", "上级代码", "街道代码"),
    *("街道编码", "乡镇代码", "镇街代码", "鄉鎮代碼", "parent_name", "street", "townname", "town"),
    *("街道", "街道名称", "所属街道", "street_name", "jdmc", "ssjd", "乡镇", "乡镇街道", "镇街"),
    "鄉鎮市區",
)
_ILLUSTRATIVE = ("illustrative", "示意")
HOUSEHOLDS = (
    *("households", "household", "户数", "总户数", "居民户数", "家庭户数", "户籍户数", "hushu"),
    *("household_count", "household_num", "family_num", "戶數", "zhs", "hs"),
)
POPULATION = (
    *("population", "人口", "人口数", "总人口", "常住人口", "常住人口数", "户籍人口", "人口數"),
    *("renkou", "rks", "pop"),
)
LONGITUDES = ("lon", "lng", "longitude", "经度", "經度")
LATITUDES = ("lat", "latitude", "纬度", "緯度")
# What maps and prints name besides; kept where the file has it.
_FURTHER: dict[str, tuple[str, ...]] = {
    "short_name": ("short_name", "简称", "簡稱"),
    "name_en": ("name_en", "villeng", "english_name", "en_name", "英文名称", "英文名"),
    "kind": ("kind", "类型"),
    "street": (
        *("street", "street_name", "townname", "town", "街道", "街道名称", "所属街道", "jdmc"),
        *("ssjd", "乡镇", "乡镇街道", "镇街", "鄉鎮市區"),
    ),
    "street_en": ("street_en", "towneng", "town_en", "街道英文名"),
    "households": HOUSEHOLDS,
    "population": POPULATION,
}
TOTALS = ("households", "population")
_FIELD_BYTES = 10  # of a .dbf


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Which columns were used; None where the file has none that fits."""

    code: str | None
    name: str | None
    parent: str | None
    illustrative: str | None
    further: tuple[tuple[str, str], ...] = ()
    """Pairs of our name (``name_en``, ``street`` …) and the file's."""
    unread: tuple[str, ...] = ()
    """The file's other columns that hold anything: nothing of them is kept."""


def find_columns(
    table: pd.DataFrame,
    path: Path,
    *,
    code: str | None,
    name: str | None,
    parent: str | None,
    aliases: Mapping[str, str] | None = None,
    code_needed: bool = True,
) -> ColumnNames:
    """Choose the columns: the caller's word first, else the usual names.

    Parameters
    ----------
    table
        The attributes.
    path
        What to name in an error.
    code, name, parent
        Columns that the caller names.
    aliases
        What the file calls its columns besides.
    code_needed
        Whether a file without a column of codes is refused.

    Raises
    ------
    BoundaryError
        A named column does not exist, or no column looks like a code.
    """
    search = ColumnSearch(table, path, aliases or {})
    found_code = search.find(code, _CODES, _are_codes)
    if found_code is None and code_needed:
        raise search.no_code()
    further = {ours: search.find(None, usual) for ours, usual in _FURTHER.items()}
    found = ColumnNames(
        code=found_code,
        name=search.find(name, _NAMES, lambda values: not _are_codes(values)),
        parent=search.find(parent, _PARENTS),
        illustrative=search.find(None, _ILLUSTRATIVE),
        further=tuple((ours, theirs) for ours, theirs in further.items() if theirs is not None),
    )
    used = {found.code, found.name, found.parent, found.illustrative}
    return replace(found, unread=search.beside(used | {theirs for _, theirs in found.further}))


class ColumnSearch:
    """The columns of one table, to be looked for by their usual names.

    Parameters
    ----------
    table, path, aliases
        As in `find_columns`.
    """

    def __init__(self, table: pd.DataFrame, path: Path, aliases: Mapping[str, str]) -> None:
        self._table = table
        self._path = path
        self._columns = [str(column) for column in table.columns]
        # KML brings columns of its own that stay empty; such a one is nobody's choice.
        self._filled = [column for column in self._columns if any(texts(table[column]))]
        shown = self._filled or self._columns
        self._folded = {column.strip().casefold(): column for column in reversed(shown)}
        for column in reversed(shown):
            alias = aliases.get(column, "").strip().casefold()
            if alias:
                self._folded.setdefault(alias, column)
        self._squeezed = {_squeezed(name): column for name, column in self._folded.items()}

    def find(
        self,
        named: str | None,
        usual: Sequence[str],
        fits: Callable[[Sequence[str]], bool] | None = None,
    ) -> str | None:
        """Return a column by the caller's word, else by a usual name, cut to 10 bytes or not.

        Parameters
        ----------
        named
            The caller's word; it must exist.
        usual
            Names in order of preference.
        fits
            What values a column must have whose name was cut: two names may be cut to one.
        """
        if named is not None:
            if named not in self._columns:
                facts = {"column": named, "columns": self._said()}
                raise BoundaryError(ErrorKind.UNKNOWN_COLUMN, self._path, facts=facts)
            return named
        whole = next((self._folded[word] for word in usual if word in self._folded), None)
        if whole is None:
            squeezed = (_squeezed(word) for word in usual)
            whole = next(
                (self._squeezed[word] for word in squeezed if word in self._squeezed), None
            )
        if whole is not None:
            return whole
        for word in usual:
            for cut in _cuts(word):
                column = self._folded.get(cut)
                if column is not None and (fits is None or fits(self.values(column))):
                    return column
        return None

    def beside(self, used: Collection[str | None]) -> tuple[str, ...]:
        """Return the columns that hold anything and are not used."""
        return tuple(column for column in self._filled if column not in used)

    def values(self, column: str) -> list[str]:
        """Return a column as text."""
        return texts(self._table[column])

    def no_code(self) -> BoundaryError:
        """Return the error of a table in which no column looks like a code."""
        if not self._columns:
            return BoundaryError(ErrorKind.NO_COLUMNS, self._path)
        return BoundaryError(ErrorKind.NO_CODE_COLUMN, self._path, facts={"columns": self._said()})

    def _said(self) -> str:
        return ", ".join(self._columns[:50]) if self._columns else "-"


def texts(values: pd.Series) -> list[str]:
    """Bring a column to trimmed text: no value is "", a whole number has no point."""
    return [_text(value) for value in values.tolist()]


def truths(values: pd.Series) -> list[bool]:
    """Read a column of yes and no in its usual spellings."""
    return [text.lower() in {"1", "true", "yes", "y", "t", "是"} for text in texts(values)]


def _squeezed(name: str) -> str:
    """Take out what sets words apart: communityCode, community-code and COMMUNITY_CODE are one.

    A name that a .dbf has cut behind its underscore is left as it is.
    """
    return name if name.endswith("_") else re.sub(r"[\s_.-]", "", name)


def _cuts(word: str) -> list[str]:
    """Return what a .dbf of 10 bytes a field makes of a name, in UTF-8, in GBK, and repeated."""
    cuts = []
    for encoding in ("utf-8", "gb18030"):
        data = word.encode(encoding)
        if len(data) > _FIELD_BYTES:
            cuts.append(data[:_FIELD_BYTES].decode(encoding, "ignore"))
            cuts.append(data[: _FIELD_BYTES - 2].decode(encoding, "ignore") + "_1")
    return list(dict.fromkeys(cuts))


def _are_codes(values: Sequence[str]) -> bool:
    told = [value for value in values if value]
    return bool(told) and all(value.isascii() and value.isdigit() for value in told)


def _text(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        if float(value).is_integer():
            return str(int(value))
    return str(value).replace("\x00", "").strip()
