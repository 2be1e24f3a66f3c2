"""Read divisions: which are there, which is in force, one of them whole."""

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas
import numpy as np
import shapely
from sqlalchemy import and_, or_, select

from service.areas.divisions import CommunityName, DivisionInfo, StoredDivision
from service.areas.errors import (
    DiscardedDivisionError,
    NoActiveDivisionError,
    UnknownDivisionError,
)
from service.areas.models import Cell, Community, Division
from service.areas.status import DivisionStatus
from service.database import Transaction

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
_CELL_COLUMNS = (
    "code",
    "name",
    "community_code",
    "kind",
    "area_m2",
    "households",
    "parent_code",
    "code_before",
    "note",
)


@dataclass(frozen=True)
class Standing:
    """Which division is in force, and whether another one should be by now."""

    active: DivisionInfo | None
    due: DivisionInfo | None
    """A draft whose planned time has come."""


def list_divisions(tx: Transaction, _command: None) -> list[DivisionInfo]:
    """List all divisions, the newest first."""
    divisions = tx.session.scalars(
        select(Division)
        .where(Division.status != DivisionStatus.DISCARDED)
        .order_by(Division.id.desc())
    )
    return [info_of(division) for division in divisions]


def standing(tx: Transaction, _command: None) -> Standing:
    """Tell which division is in force, and which one is due."""
    divisions = tx.session.scalars(
        select(Division)
        .where(
            or_(
                Division.status == DivisionStatus.ACTIVE,
                and_(Division.status == DivisionStatus.DRAFT, Division.planned_at <= tx.now),
            )
        )
        .order_by(Division.planned_at, Division.id)
    ).all()
    active = [one for one in divisions if one.status is DivisionStatus.ACTIVE]
    due = [one for one in divisions if one.status is DivisionStatus.DRAFT]
    return Standing(
        info_of(active[-1]) if active else None,
        info_of(due[0]) if due else None,
    )


def active_division(tx: Transaction, _command: None) -> DivisionInfo:
    """Return the active division.

    Raises
    ------
    NoActiveDivisionError
        None is active yet.
    """
    active = standing(tx, None).active
    if active is None:
        raise NoActiveDivisionError
    return active


def division_info(tx: Transaction, division_id: int) -> DivisionInfo:
    """Return one division without its geometry.

    Raises
    ------
    UnknownDivisionError
        There is no such division.
    """
    return info_of(found_division(tx, division_id))


def found_division(tx: Transaction, division_id: int) -> Division:
    """Return the row of a division.

    Raises
    ------
    UnknownDivisionError
        There is no such division, or no more.
    """
    division = tx.session.get(Division, division_id)
    if division is None:
        raise UnknownDivisionError(id=str(division_id))
    if division.status is DivisionStatus.DISCARDED:
        raise DiscardedDivisionError(id=division_id, name=division.name)
    return division


def load(tx: Transaction, division_id: int) -> StoredDivision:
    """Read a division whole.

    Raises
    ------
    UnknownDivisionError
        There is no such division.
    """
    division = found_division(tx, division_id)
    communities = _frame(tx, Community, _COMMUNITY_COLUMNS, division)
    cells = _frame(tx, Cell, _CELL_COLUMNS, division)
    # Pandas would make the households of a frame with gaps floating-point numbers.
    cells["households"] = cells["households"].astype("Int64")
    cells.attrs["lattices"] = division.lattices
    within = cells["parent_code"].notna()
    return StoredDivision(
        info_of(division),
        communities,
        cells[~within].drop(columns="parent_code").reset_index(drop=True),
        cells[within].reset_index(drop=True),
    )


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


def info_of(division: Division) -> DivisionInfo:
    """Return a division's row as a value."""
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
        planned_at=division.planned_at,
        revision=division.revision,
    )


def _frame(
    tx: Transaction,
    table: type[Community] | type[Cell],
    columns: tuple[str, ...],
    division: Division,
) -> geopandas.GeoDataFrame:
    names = (*columns, "geometry")
    rows = tx.session.execute(
        select(*(getattr(table, name) for name in names))
        .where(table.division_id == division.id)
        .order_by(table.code)
    ).all()
    by_column = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    frame = geopandas.GeoDataFrame(
        {name: list(by_column.get(name, ())) for name in columns},
        geometry=shapely.from_wkb(np.array(by_column.get("geometry", ()), dtype=object)),
        crs=4326,
    )
    frame.attrs["illustrative"] = division.illustrative
    return frame
