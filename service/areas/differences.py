"""What differs between two divisions: worked out once a pair, as long as neither is changed."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, fields, replace
from datetime import datetime

import pandas
import shapely

import gis
from gis.comparison import KindFigures, carry_over, figures
from service.areas.activation import Inheritance
from service.areas.loaded import LoadedDivision

_KEPT = 6
"""Pairs kept in memory."""

_Identity = tuple[int, datetime, int]
"""What tells a division from any other, and a draft from what it was before it was changed."""


@dataclass(frozen=True)
class ChangedPair:
    """One cell, or a pair of cells that share ground: a row of `gis.changes`."""

    kind: str
    code_old: str | None
    code_new: str | None
    area_m2: float
    share_old: float | None
    share_new: float | None
    renamed: bool
    """Whether a cell that was kept has another code now."""


@dataclass(frozen=True)
class Difference:
    """Two divisions held beside each other."""

    old: LoadedDivision
    new: LoadedDivision
    changes: pandas.DataFrame
    """As `gis.changes` gives it, of cells; read-only."""
    micro_changes: pandas.DataFrame
    """The same of micro-cells; empty where neither has any."""
    inheritances: tuple[Inheritance, ...]

    @property
    def rows(self) -> list[ChangedPair]:
        """The changes one by one, ordered by the new codes, then the old ones."""
        return _pairs(self.changes)

    @property
    def micro_rows(self) -> list[ChangedPair]:
        """The changes of micro-cells in the same order."""
        return _pairs(self.micro_changes)

    @property
    def figures(self) -> tuple[KindFigures, ...]:
        """The changes in short, one entry a kind, also where there is none of it."""
        return figures(self.changes)

    @property
    def micro_figures(self) -> tuple[KindFigures, ...]:
        """The changes of micro-cells in short; nothing where neither division has any."""
        return figures(self.micro_changes, micro=True) if len(self.micro_changes) else ()


def _pairs(changes: pandas.DataFrame) -> list[ChangedPair]:
    columns = [field.name for field in fields(ChangedPair)]
    told = changes[columns].astype(object).where(changes[columns].notna(), None)
    ordered = told.sort_values(["code_new", "code_old"], na_position="last")
    return [ChangedPair(*row) for row in ordered.itertuples(index=False, name=None)]


def common_share(old: LoadedDivision, new: LoadedDivision) -> float:
    """Return what part of a division's ground lies in another one, 0 to 1."""
    common = shapely.intersection(old.outline, new.outline)
    # In degrees both shrink alike.
    return float(shapely.area(common) / shapely.area(old.outline))


class Differences:
    """Differences between loaded divisions, the latest ones kept."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[_Identity, _Identity], Difference] = OrderedDict()
        self._lock = threading.Lock()
        """Held while one is worked out: a second one asked for meanwhile is mostly the same."""

    def between(self, old: LoadedDivision, new: LoadedDivision) -> Difference:
        """Return what differs from the old to the new division."""
        key = (_identity(old), _identity(new))
        with self._lock:
            found = self._found.get(key)
            if found is None:
                found = compare(old, new)
            self._found[key] = found
            self._found.move_to_end(key)
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
            return replace(found, old=old, new=new)  # their status may have changed


def _identity(division: LoadedDivision) -> _Identity:
    return division.info.id, division.info.created_at, division.info.revision


def compare(old: LoadedDivision, new: LoadedDivision) -> Difference:
    """Work out what differs from the old to the new division."""
    changes = gis.changes(old.cells, new.cells)
    heirs = carry_over(changes)
    inheritances = tuple(
        Inheritance(str(code_new), str(code_old), float(share), bool(unambiguous))
        for code_new, code_old, share, unambiguous in heirs[
            ["code_new", "code_old", "share", "unambiguous"]
        ].itertuples(index=False, name=None)
        if code_old is not None  # on new ground nobody was responsible
    )
    micro = gis.changes(old.micro_cells, new.micro_cells).assign(micro=True)
    ordered = tuple(sorted(inheritances, key=lambda i: i.code_new))
    return Difference(old, new, changes, micro, ordered)
