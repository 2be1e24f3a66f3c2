"""A code of any generation: which cell it was, and which cells have its ground now."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely

from gis.codes import without_blanks
from gis.datums import area_m2
from service.areas.divisions import CellInfo, DivisionInfo, Located
from service.areas.errors import UnknownCellError, UnknownCommunityError
from service.areas.loaded import LoadedDivision
from service.areas.operations import CellPast, past_of_cell, past_of_community
from service.areas.readers import readable_division
from service.areas.status import DivisionStatus
from service.cases.queries import open_places
from service.web.context import Context

_LEAST_SHARE = 0.005
"""Smaller slips of shared ground are rounding, or nothing that a reader looks for."""


@dataclass(frozen=True)
class NamedPlace:
    """The place that a code means: inside the cell that has it, or had it last."""

    lon: float
    lat: float
    cell: CellInfo | None
    """The cell in force there, if the place lies in one."""
    retired: bool
    """Whether the code's own cell is no more."""


@dataclass(frozen=True)
class Successor:
    """A cell in force that has some of a retired cell's ground."""

    cell: CellInfo
    share: float
    """Part of the retired cell's area, 0 to 1."""
    open_total: int
    """Open cases on the retired cell's ground that are kept in this cell now."""


def division_with(context: Context, code: str, division_id: int | None = None) -> LoadedDivision:
    """Return the division in which a cell is to be looked at.

    The one that is asked for; else the one in force, if it has the code; else the latest one
    that had it, so that an old link still opens.

    Raises
    ------
    UnknownCellError
        No generation had the code.
    UnknownDivisionError, NoActiveDivisionError
        The division is not there, or not for this reader.
    """
    if division_id is not None:
        return readable_division(context, division_id)
    if code in context.in_force.cells_by_code:
        return context.in_force
    past = context.executor.read(past_of_cell, code[:20])
    if past is None:
        raise UnknownCellError(code=code[:40])
    return context.resources.divisions.get(past.division_id)


def division_with_community(context: Context, code: str) -> LoadedDivision:
    """Return the division in which a community is to be looked at: as `division_with` does.

    Raises
    ------
    UnknownCommunityError
        No generation had it.
    NoActiveDivisionError
        None is in force.
    """
    if code in context.in_force.communities_by_code:
        return context.in_force
    past_id = context.executor.read(past_of_community, code[:12])
    if past_id is None:
        raise UnknownCommunityError(code=code[:40])
    return context.resources.divisions.get(past_id)


def place_named(context: Context, code: str) -> NamedPlace | None:
    """Return the place that a code of any generation means, or ``None`` where none had it.

    A code that is printed on a wall or that somebody has just typed outlives its cell. Its blanks
    do not count, as `gis.codes.TypedCodes` says.
    """
    known = context.in_force.typed_codes.meant(code)
    if known is not None:
        found = context.in_force.cell(known)
        return NamedPlace(found.label_lon, found.label_lat, found, retired=False)
    for typed in dict.fromkeys((code, without_blanks(code))):
        past = context.executor.read(past_of_cell, typed[:20]) if typed else None
        if past is not None:
            return _place_then(context, typed, past)
    return None


def _place_then(context: Context, code: str, past: CellPast) -> NamedPlace | None:
    division = context.resources.divisions.get(past.division_id)
    cell = division.cells_by_code.get(past.parent_code or code)
    if cell is None:
        return None
    there = context.in_force.place(cell.label_lon, cell.label_lat)
    now = there.cell if isinstance(there, Located) else None
    retired = division.info.status is DivisionStatus.SUPERSEDED
    return NamedPlace(cell.label_lon, cell.label_lat, now, retired)


def successors_of(context: Context, division: LoadedDivision, code: str) -> tuple[Successor, ...]:
    """Return the cells in force on a retired cell's ground, the largest share first."""
    if division.info.status is not DivisionStatus.SUPERSEDED:
        return ()
    now = context.in_force.cells
    row = int(np.flatnonzero(division.cells["code"].to_numpy() == code)[0])
    ground = division.cells.geometry.iloc[row]
    rows = np.asarray(now.sindex.query(ground, predicate="intersects"))
    shared = shapely.intersection(np.asarray(now.geometry.array)[rows], ground)
    shares = area_m2(shared) / division.cells["area_m2"].iloc[row]
    moved = _open_cases_of(context, division, code)
    codes = now["code"].iloc[rows].tolist()
    found = [
        Successor(context.in_force.cell(one), float(share), moved[one])
        for one, share in zip(codes, shares.tolist(), strict=True)
        if share >= _LEAST_SHARE or moved[one]
    ]
    return tuple(sorted(found, key=lambda one: (-one.share, one.cell.code)))


def _open_cases_of(context: Context, division: LoadedDivision, code: str) -> Counter[str]:
    """Count the open cases whose place a cell of an old division holds, by their cell now."""
    places = context.executor.read(open_places, division.cell(code).bounds)
    if not places:
        return Counter()
    row = int(np.flatnonzero(division.router.codes == code)[0])
    here = division.router.route([one.lon for one in places], [one.lat for one in places]) == row
    return Counter(one.cell_code for one, holds in zip(places, here, strict=True) if holds)


def day_of(context: Context, info: DivisionInfo) -> date:
    """Return the day on which persons of a division's cells are told: today, or its last one."""
    at = context.executor.clock()
    if info.status is DivisionStatus.SUPERSEDED and info.valid_to is not None:
        at = info.valid_to
    return at.astimezone(context.settings.zone).date()
