"""A code of any generation: which cell it was, and which cells have its ground now."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely

from gis.datums import area_m2
from service.areas.divisions import CellInfo, DivisionInfo, Located
from service.areas.errors import UnknownCellError
from service.areas.loaded import LoadedDivision
from service.areas.operations import past_of_cell
from service.areas.readers import readable_division
from service.areas.status import DivisionStatus
from service.web.context import Context

_LEAST_SHARE = 0.005
"""Smaller slips of shared ground are rounding, or nothing that a reader looks for."""


@dataclass(frozen=True)
class Successor:
    """A cell in force that has some of a retired cell's ground."""

    cell: CellInfo
    share: float
    """Part of the retired cell's area, 0 to 1."""


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


def parent_of(context: Context, code: str) -> str | None:
    """Return the cell in which a micro-cell lies, or ``None`` where the code is none of one."""
    past = context.executor.read(past_of_cell, code[:20])
    return None if past is None else past.parent_code


def cell_now(context: Context, code: str) -> CellInfo | None:
    """Return the cell in force that a code means now: itself, or where its middle lies."""
    found = context.in_force.cells_by_code.get(code)
    if found is not None or not code:
        return found
    past = context.executor.read(past_of_cell, code[:20])
    if past is None:
        return None
    division = context.resources.divisions.get(past.division_id)
    cell = division.cells_by_code.get(past.parent_code or code)
    if cell is None:
        return None
    place = context.in_force.place(cell.label_lon, cell.label_lat)
    return place.cell if isinstance(place, Located) else None


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
    found = [
        Successor(context.in_force.cell(now["code"].iloc[at]), float(share))
        for at, share in zip(rows.tolist(), shares.tolist(), strict=True)
        if share >= _LEAST_SHARE
    ]
    return tuple(sorted(found, key=lambda one: (-one.share, one.cell.code)))


def day_of(context: Context, info: DivisionInfo) -> date:
    """Return the day on which persons of a division's cells are told: today, or its last one."""
    at = context.executor.clock()
    if info.status is DivisionStatus.SUPERSEDED and info.valid_to is not None:
        at = info.valid_to
    return at.astimezone(context.settings.zone).date()
