"""Keep a division as a draft: codes that stay, a proof, and who would follow into it."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import geopandas
import pandas

from gis.codes import SERIAL_DIGITS
from gis.partition.renumbering import renumber
from service.areas.active import Divisions
from service.areas.divisions import NewDivision
from service.areas.errors import NoActiveDivisionError
from service.areas.loaded import LoadedDivision
from service.areas.operations import ProofSummary, add_division, prove, spent_codes
from service.database import Executor
from service.people.operations import Proposing, propose_carrying

_NAMES = ("name", "short_name", "name_en", "kind", "street_code", "street", "street_en")


@dataclass(frozen=True)
class Drafted:
    """A division that was kept as a draft."""

    division_id: int
    proof: ProofSummary
    kept_codes: int
    """Cells whose codes the division in force has too."""
    to_confirm: int
    """Proposals of who follows into changed cells that wait for somebody to look."""


def draft(
    executor: Executor,
    divisions: Divisions,
    zone: ZoneInfo,
    new: NewDivision,
    *,
    keep_codes: bool = False,
    serial_digits: int = SERIAL_DIGITS,
) -> Drafted:
    """Prove a division and keep it as a draft.

    Parameters
    ----------
    new
        With the codes that it was drawn with.
    keep_codes
        Whether these codes stay, for a city that numbers its cells itself; else an unchanged
        cell keeps the code that it has in the division in force, and all others get codes that
        were never given out.

    Raises
    ------
    CoverageInexactError, DivisionUnfitError
        The cells are no exact division.
    CodesSpentError
        A kept code was given out for another cell.
    PartitionError
        A community has no serials left.
    """
    active = _active(divisions)
    if active is not None:
        new = replace(new, communities=_told(new.communities, active.communities))
    if active is not None and not keep_codes:
        spent = executor.read(spent_codes, None)
        cells = renumber(new.cells, before(active), spent, serial_digits=serial_digits)
        cells.attrs = dict(new.cells.attrs)
        new = replace(new, cells=cells)
    proven = prove(new)
    division_id = executor.write(add_division, proven)
    kept, waiting = 0, 0
    if active is not None:
        loaded = divisions.get(division_id)
        difference = divisions.difference(active, loaded)
        kept = len(loaded.cells_by_code.keys() & active.cells_by_code.keys())
        day = executor.clock().astimezone(zone).date()
        waiting = executor.write(
            propose_carrying, Proposing(active, loaded, day, difference.inheritances)
        )
    return Drafted(division_id, proven.summary, kept, waiting)


def before(active: LoadedDivision) -> geopandas.GeoDataFrame:
    """Return the cells of the division in force as `renumber` takes them, micro-cells too."""
    columns = ["code", "community", "geometry"]
    cells = active.cells[columns].assign(parent=None)
    micro = active.micro_cells.rename(
        columns={"community_code": "community", "parent_code": "parent"}
    )
    if micro.empty:
        return cells.drop(columns="parent")
    frames = [cells, micro[[*columns, "parent"]]]
    return geopandas.GeoDataFrame(pandas.concat(frames, ignore_index=True), crs=4326)


def _active(divisions: Divisions) -> LoadedDivision | None:
    try:
        return divisions.active()
    except NoActiveDivisionError:
        return None


def _told(
    communities: geopandas.GeoDataFrame, known: geopandas.GeoDataFrame
) -> geopandas.GeoDataFrame:
    """Fill in what a file of cells does not tell of its communities: names, streets, kinds."""
    told = communities.copy()
    by_code = known.set_index("code")
    codes = told["code"].astype(str)
    street_told = "parent" in told
    for name in _NAMES:
        source = "name" if name == "short_name" else name
        if name == "street_code" and street_told and name not in told:
            continue
        known_values = codes.map(by_code[source])
        if name not in told:
            if name != "short_name":
                told[name] = known_values.fillna("")
            continue
        given = told[name].astype(object)
        blank = given.isna() | (given.astype(str) == "") | (given.astype(str) == codes)
        told[name] = given.where(~blank, known_values).fillna("")
    told["name"] = told["name"].where(told["name"] != "", codes)
    return told
