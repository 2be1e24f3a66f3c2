"""Keep a division as a draft: codes that stay, a proof, and who would follow into it."""

from collections.abc import Callable
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
from service.areas.operations import (
    ProofSummary,
    ProvenDivision,
    add_division,
    prove,
    spent_codes,
)
from service.database import Executor, Transaction
from service.generations.stages import Step
from service.people.operations import Proposing, propose_carrying

_NAMES = ("name", "short_name", "name_en", "kind", "street_code", "street", "street_en")


Tell = Callable[[Step], None]
"""Takes the step that begins now; may stop the work by an error of its own."""


def _tell_nobody(_step: Step) -> None:
    """Draft where nobody waits for news."""


def _keep_only(_tx: Transaction, _division_id: int) -> None:
    """Keep a draft and nothing else with it."""


@dataclass(frozen=True)
class Followed:
    """What a draft has of the division in force."""

    kept_codes: int
    to_confirm: int


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
    tell: Tell = _tell_nobody,
    along: Callable[[Transaction, int], None] = _keep_only,
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
    serial_digits
        Digits of a cell's serial.
    tell
        Is told of each step.
    along
        Writes what belongs to the draft's id, in the transaction that keeps it.

    Raises
    ------
    CoverageInexactError, DivisionUnfitError, ValueTooLongError
        The cells are no exact division.
    CodesSpentError
        A kept code was given out for another cell.
    PartitionError
        A community has no serials left.
    """
    active = _active(divisions)
    if active is not None:
        new = replace(new, communities=_told(new.communities, active.communities))
    tell(Step.NUMBER)
    if active is not None and not keep_codes:
        spent = executor.read(spent_codes, None)
        cells = renumber(new.cells, before(active), spent, serial_digits=serial_digits)
        cells.attrs = dict(new.cells.attrs)
        new = replace(new, cells=cells)
    tell(Step.PROVE)
    proven = prove(new)
    tell(Step.KEEP)

    def keep(tx: Transaction, proven: ProvenDivision) -> int:
        division_id = add_division(tx, proven)
        along(tx, division_id)
        return division_id

    division_id = executor.write(keep, proven)
    tell(Step.FOLLOW)
    followed = follow(executor, divisions, zone, division_id)
    return Drafted(division_id, proven.summary, followed.kept_codes, followed.to_confirm)


def follow(executor: Executor, divisions: Divisions, zone: ZoneInfo, division_id: int) -> Followed:
    """List who would follow into a draft that is kept; asked again, it does the same.

    Raises
    ------
    UnknownDivisionError
        The draft was discarded meanwhile.
    """
    active = _active(divisions)
    if active is None:
        return Followed(0, 0)
    loaded = divisions.get(division_id)
    difference = divisions.difference(active, loaded)
    day = executor.clock().astimezone(zone).date()
    waiting = executor.write(
        propose_carrying, Proposing(active, loaded, day, difference.inheritances)
    )
    return Followed(len(loaded.cells_by_code.keys() & active.cells_by_code.keys()), waiting)


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
