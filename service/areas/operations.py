"""Keep, activate, list and load divisions."""

from collections.abc import Iterable

import geopandas
import numpy as np
import shapely
from sqlalchemy import insert, select, update

from service.areas.divisions import CommunityName, DivisionInfo, NewDivision, StoredDivision
from service.areas.errors import (
    NoActiveDivisionError,
    NotADraftError,
    UnknownDivisionError,
)
from service.areas.models import Cell, Community, Division
from service.areas.proof import ProvenDivision, prove
from service.areas.status import DivisionStatus
from service.database import Hold, Transaction, hold

__all__ = [
    "CommunityName",
    "DivisionInfo",
    "NewDivision",
    "ProvenDivision",
    "StoredDivision",
    "activate",
    "active_division",
    "add_division",
    "division_info",
    "hold_active",
    "list_divisions",
    "load",
    "names_of",
    "prove",
]

_COMMUNITY_COLUMNS = (
    "code",
    "name",
    "name_en",
    "kind",
    "street_code",
    "street",
    "street_en",
    "area_m2",
)
_CELL_COLUMNS = ("code", "community_code", "kind", "area_m2", "households")


def add_division(tx: Transaction, proven: ProvenDivision) -> int:
    """Keep a new division, proven by `prove`, as a draft and return its id."""
    new = proven.new
    division = Division(
        name=new.name,
        name_en=new.name_en,
        district_code=new.district_code,
        district_name=new.district_name,
        district_name_en=new.district_name_en,
        status=DivisionStatus.DRAFT,
        strategy=new.strategy,
        illustrative=new.illustrative,
        source=new.source,
        created_at=tx.now,
    )
    tx.session.add(division)
    tx.session.flush()
    for table, rows in ((Community, proven.communities), (Cell, proven.cells)):
        tx.session.execute(insert(table), [{"division_id": division.id, **row} for row in rows])
    return division.id


def activate(tx: Transaction, division_id: int) -> None:
    """Make a draft the active division; the one before it is superseded at the same moment.

    Raises
    ------
    UnknownDivisionError
        There is no such division.
    NotADraftError
        It is active already, or was superseded.
    """
    # All rows are locked in one order, so that of two activations the second sees the first.
    divisions = {
        division.id: division
        for division in tx.session.scalars(select(Division).order_by(Division.id).with_for_update())
    }
    division = divisions.get(division_id)
    if division is None:
        raise UnknownDivisionError(id=division_id)
    if division.status is not DivisionStatus.DRAFT:
        raise NotADraftError(name=division.name, status=division.status.value)
    tx.session.execute(
        update(Division)
        .where(Division.status == DivisionStatus.ACTIVE)
        .values(status=DivisionStatus.SUPERSEDED, valid_to=tx.now)
    )
    division.status, division.valid_from = DivisionStatus.ACTIVE, tx.now
    tx.session.flush()


def list_divisions(tx: Transaction, _command: None) -> list[DivisionInfo]:
    """List all divisions, the newest first."""
    divisions = tx.session.scalars(select(Division).order_by(Division.id.desc()))
    return [_info(division) for division in divisions]


def active_division(tx: Transaction, _command: None) -> DivisionInfo:
    """Return the active division.

    Raises
    ------
    NoActiveDivisionError
        None is active yet.
    """
    division = tx.session.scalar(
        select(Division)
        .where(Division.status == DivisionStatus.ACTIVE)
        .order_by(Division.valid_from.desc())
    )
    if division is None:
        raise NoActiveDivisionError
    return _info(division)


def hold_active(tx: Transaction, _command: None) -> DivisionInfo:
    """Return the active division; it stays the active one until this transaction ends.

    Raises
    ------
    NoActiveDivisionError
        None is active yet.
    """
    hold(tx, Hold.GENERATION, shared=True)
    return active_division(tx, None)


def division_info(tx: Transaction, division_id: int) -> DivisionInfo:
    """Return one division without its geometry.

    Raises
    ------
    UnknownDivisionError
        There is no such division.
    """
    division = tx.session.get(Division, division_id)
    if division is None:
        raise UnknownDivisionError(id=division_id)
    return _info(division)


def load(tx: Transaction, division_id: int) -> StoredDivision:
    """Read a division whole.

    Raises
    ------
    UnknownDivisionError
        There is no such division.
    """
    info = division_info(tx, division_id)
    frames = []
    for table, columns in ((Community, _COMMUNITY_COLUMNS), (Cell, _CELL_COLUMNS)):
        names = (*columns, "geometry")
        rows = tx.session.execute(
            select(*(getattr(table, name) for name in names))
            .where(table.division_id == division_id)
            .order_by(table.code)
        ).all()
        by_column = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
        geometry = shapely.from_wkb(np.array(by_column.get("geometry", ()), dtype=object))
        frames.append(
            geopandas.GeoDataFrame(
                {name: list(by_column.get(name, ())) for name in columns},
                geometry=geometry,
                crs=4326,
            )
        )
    communities, cells = frames
    # Pandas would make the households of a frame with gaps floating-point numbers.
    cells["households"] = cells["households"].astype("Int64")
    for frame in frames:
        frame.attrs["illustrative"] = info.illustrative
    return StoredDivision(info, communities, cells)


def names_of(
    tx: Transaction, communities: Iterable[tuple[int, str]]
) -> dict[tuple[int, str], CommunityName]:
    """Return the names of communities by division and code, whatever the division's status."""
    wanted = set(communities)
    rows = tx.session.execute(
        select(
            Community.division_id,
            Community.code,
            Community.name,
            Community.name_en,
            Community.street,
            Community.street_en,
        ).where(
            Community.division_id.in_({division for division, _ in wanted}),
            Community.code.in_({code for _, code in wanted}),
        )
    )
    return {(row.division_id, row.code): CommunityName(*row[2:]) for row in rows}


def _info(division: Division) -> DivisionInfo:
    return DivisionInfo(
        id=division.id,
        name=division.name,
        name_en=division.name_en,
        district_code=division.district_code,
        district_name=division.district_name,
        district_name_en=division.district_name_en,
        status=division.status,
        strategy=division.strategy,
        illustrative=division.illustrative,
        source=division.source,
        created_at=division.created_at,
        valid_from=division.valid_from,
        valid_to=division.valid_to,
    )
