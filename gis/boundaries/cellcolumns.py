"""Find the columns of a file of cells, and tell what its codes mean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from gis.boundaries.coding import without_blanks
from gis.boundaries.columns import (
    GRID_CODES,
    GRID_NAMES,
    HOUSEHOLDS,
    POPULATION,
    ColumnNames,
    ColumnSearch,
)
from gis.codes import COMMUNITY_DIGITS, MICRO_DIGITS, SERIAL_DIGITS, CodeError, from_old_code

_CODES = ("code", *GRID_CODES, "cell", "编码", "代码", "编号", "編碼", "bm", "dm")
_NAMES = (*GRID_NAMES, "name", "名称", "名稱", "mc")
_COMMUNITIES = (
    *("community", "community_code", "comm_code", "社区代码", "社区编码", "村社区代码"),
    *("村社区编码", "村居代码", "所属社区代码", "所属社区编码", "sqdm", "sqbm", "sssqdm"),
    "所属社区",
)
_COMMUNITY_NAMES = (
    *("community_name", "社区名称", "村社区名称", "村居名称", "所属社区", "所属社区名称", "sqmc"),
    *("sssq", "sqname", "村社区", "社区"),
)
_PARENTS = (
    *("parent", "parent_cell", "parent_code", "所属网格", "所属网格编码", "上级网格"),
    *("上级网格编码", "父网格", "父网格编码", "上级编码"),
)
_KINDS = ("kind", "type", "grid_type", "网格类型", "网格类别", "类型", "类别", "wglx", "lx")
_SPECIAL = re.compile(r"专属|專屬|特殊|special", re.IGNORECASE)
_MICRO = re.compile(r"微网格|微網格|micro", re.IGNORECASE)
_GENERAL = re.compile(
    r"普通|一般|基础|基礎|综合|綜合|城市|农村|農村|社区|社區|村|居民|住宅|^网格$|^網格$|general|ordinary",
    re.IGNORECASE,
)
_CELL_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        # What a community calls itself ends its name, whatever numerals stand in it.
        r"(?P<community>.+(?:社区|社區|居委会|居民委员会|村委会|村民委员会))[^网網格]*[网網]格.*",
        r"(?P<community>.+(?:村|屯|庄|寨|林场|农场))[^网網格]*[网網]格.*",
        # Else it ends before the cell's number.
        r"(?P<community>.*?[^第一二三四五六七八九十百零〇\d])"
        r"(?:第[一二三四五六七八九十百零〇\d]+|\d+号?|[一二三四五六七八九十百零〇]+)"
        r"[^网網格第]{0,8}微?[网網]格.*",
    )
)
_MOST_SERIAL_DIGITS = 6
_MADE_ANEW = ("area_m2", "illustrative")
"""Columns of a file that Gridward wrote, whose values it finds out for itself."""


@dataclass(frozen=True, slots=True)
class CellColumns:
    """Which columns of a file of cells were used; None where it has none that fits."""

    code: str | None
    name: str | None
    community: str | None
    community_name: str | None
    parent: str | None
    kind: str | None
    households: str | None
    population: str | None
    unread: tuple[str, ...] = ()
    """The file's other columns that hold anything: nothing of them is kept."""

    @property
    def named(self) -> ColumnNames:
        """Return them as the report of a reading tells them."""
        return ColumnNames(self.code, self.name, self.community, None, unread=self.unread)

    def of_two(self, code: str, parent: str) -> "CellColumns":
        """Return them with other columns of codes and, where none is found, of parents."""
        unread = tuple(column for column in self.unread if column not in (code, parent))
        return replace(self, code=code, parent=self.parent or parent, unread=unread)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell's code says.

    Parameters
    ----------
    code
        Today's form.
    community
        "" where neither the code nor a column tells it.
    parent
        The cell that a micro-cell's code begins with; "" for others.
    before
        The code in the file, where it is of an older form; else "".
    """

    code: str
    community: str
    parent: str = ""
    before: str = ""


def find_cell_columns(
    table: pd.DataFrame,
    path: Path,
    aliases: Mapping[str, str],
    *,
    code: str | None,
    name: str | None,
    community: str | None,
    parent: str | None,
    code_needed: bool,
) -> CellColumns:
    """Choose the columns: the caller's word first, else the usual names.

    Raises
    ------
    BoundaryError
        A named column does not exist, or no column looks like a code.
    """
    search = ColumnSearch(table, path, aliases)
    found_code = search.find(code, _CODES)
    if found_code is None and code_needed:
        raise search.no_code()
    found_community = search.find(community, _COMMUNITIES)
    if community is None and found_community is not None:
        # 所属社区 holds codes in one city, and names in the next.
        told = [value for value in without_blanks(search.values(found_community)) if value]
        if not all(value.isascii() for value in told):
            found_community = None
    found = {
        "code": found_code,
        "name": search.find(name, _NAMES),
        "community": found_community,
        "community_name": search.find(None, _COMMUNITY_NAMES),
        "parent": search.find(parent, _PARENTS),
        "kind": search.find(None, _KINDS),
        "households": search.find(None, HOUSEHOLDS),
        "population": search.find(None, POPULATION),
    }
    return CellColumns(**found, unread=search.beside({*found.values(), *_MADE_ANEW}))


def meaning_of(code: str, community: str) -> Meaning:
    """Tell what a cell's code says, given the community that a column tells, or "".

    A city's own codes are kept. An older one, with a serial of two digits, gets its form of
    today; a serial alone is put behind its community.
    """
    if not code:
        return Meaning("", community)
    if community and code.isdigit() and len(code) <= SERIAL_DIGITS:
        return Meaning(f"{community}{int(code):0{SERIAL_DIGITS}d}", community, before=code)
    if community:
        if not code.startswith(community) or not code.isdigit():
            return Meaning(code, community)
        serial = len(code) - len(community)
        if serial == MICRO_DIGITS:
            return _from_old(code, len(community))
        if serial == SERIAL_DIGITS + MICRO_DIGITS:
            return Meaning(code, community, parent=code[:-MICRO_DIGITS])
        return Meaning(code, community)
    if not code.isdigit():
        return Meaning(code, "")
    extra = len(code) - COMMUNITY_DIGITS
    if extra == MICRO_DIGITS:
        return _from_old(code, COMMUNITY_DIGITS)
    if extra == SERIAL_DIGITS + MICRO_DIGITS:
        return Meaning(code, code[:COMMUNITY_DIGITS], parent=code[:-MICRO_DIGITS])
    if SERIAL_DIGITS <= extra <= _MOST_SERIAL_DIGITS:
        return Meaning(code, code[:COMMUNITY_DIGITS])
    return Meaning(code, "")


def kind_of(kind: str, name: str) -> str:
    """Return ``special`` or ``general``, by a word of the kind or else of the name."""
    return "special" if _SPECIAL.search(kind or name) else "general"


def is_known_kind(kind: str) -> bool:
    """Tell whether a word says a kind of cell: special, micro, or any of the usual for general."""
    return any(words.search(kind) for words in (_SPECIAL, _MICRO, _GENERAL))


def says_micro(kind: str, name: str) -> bool:
    """Tell whether a cell is called a micro-cell."""
    return bool(_MICRO.search(kind) or _MICRO.search(name))


def community_names(names: Sequence[str], given: Sequence[str]) -> list[str]:
    """Return names of communities: as given, else out of names such as 东山弄社区第二网格."""
    told = []
    for name, community in zip(names, given, strict=True):
        told.append(community or _community_in(name))
    return told


def _community_in(name: str) -> str:
    """Return the community that a cell's name begins with; "" where it tells none."""
    for pattern in _CELL_NAMES:
        if match := pattern.fullmatch(name):
            return match["community"]
    return ""


def _from_old(code: str, community_digits: int) -> Meaning:
    try:
        old = from_old_code(code, community_digits=community_digits)
    except CodeError:  # serial 00: no older code, but the city's own
        return Meaning(code, code[:community_digits])
    return Meaning(old.code, code[:community_digits], before=code)
