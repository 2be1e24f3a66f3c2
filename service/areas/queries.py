"""What other concepts ask of divisions: codes and names, without geometry."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select

from service.access.permissions import Place
from service.areas.models import Cell, Community, Division
from service.areas.status import DivisionStatus
from service.database import Transaction


@dataclass(frozen=True)
class NamedCommunity:
    """A community and its street, in both languages."""

    code: str
    name: str
    name_en: str
    street_code: str
    street: str
    street_en: str


@dataclass(frozen=True)
class LivingCodes:
    """The codes that drafts and the active division have."""

    communities: frozenset[str]
    cells: frozenset[str]


_NAMED = (
    Community.code,
    Community.name,
    Community.name_en,
    Community.street_code,
    Community.street,
    Community.street_en,
)
"""What makes a `NamedCommunity`."""


def communities_of(tx: Transaction, division_id: int) -> dict[str, NamedCommunity]:
    """Return a division's communities by code, in the order of their codes."""
    rows = tx.session.execute(
        select(*_NAMED).where(Community.division_id == division_id).order_by(Community.code)
    )
    return {row.code: NamedCommunity(*row) for row in rows}


def communities_known(tx: Transaction, codes: Collection[str]) -> dict[str, NamedCommunity]:
    """Return communities by code, each as the newest division tells it that has it."""
    if not codes:
        return {}
    rows = tx.session.execute(
        select(*_NAMED).where(Community.code.in_(sorted(codes))).order_by(Community.division_id)
    )
    return {row.code: NamedCommunity(*row) for row in rows}


def place_in(tx: Transaction, division_id: int, code: str) -> Place:
    """Return where a cell of a division lies."""
    community, street = tx.session.execute(
        select(Community.code, Community.street_code)
        .join(Cell, Cell.community_code == Community.code)
        .where(
            Community.division_id == division_id,
            Cell.division_id == division_id,
            Cell.code == code,
        )
    ).one()
    return Place(cell=code, community=community, street=street)


def cells_of(tx: Transaction, division_id: int) -> list[tuple[str, str]]:
    """Return a division's cells, each with its community's code, in the order of their codes.

    Micro-cells are left out: where nobody is named for one, it has its cell's persons.
    """
    rows = tx.session.execute(
        select(Cell.code, Cell.community_code)
        .where(Cell.division_id == division_id, Cell.parent_code.is_(None))
        .order_by(Cell.code)
    )
    return [(code, community) for code, community in rows]


def codes_of(division_id: int) -> Select[str]:
    """Return the query of the codes of a division's cells, for a condition."""
    return select(Cell.code).where(Cell.division_id == division_id)


def living_codes(tx: Transaction, _command: None) -> LivingCodes:
    """Return the codes that a register may name: all but those of superseded divisions."""
    living = select(Division.id).where(Division.status != DivisionStatus.SUPERSEDED)
    return LivingCodes(
        frozenset(
            tx.session.scalars(select(Community.code).where(Community.division_id.in_(living)))
        ),
        frozenset(tx.session.scalars(select(Cell.code).where(Cell.division_id.in_(living)))),
    )


def cells_in_force(tx: Transaction, codes: Collection[str]) -> frozenset[str]:
    """Return those of some codes that are cells of a division in force."""
    if not codes:
        return frozenset()
    return frozenset(tx.session.scalars(codes_in_force().where(Cell.code.in_(sorted(codes)))))


def ids_in_force() -> Select[int]:
    """Return the query of the division in force, for a condition."""
    return select(Division.id).where(Division.status == DivisionStatus.ACTIVE)


def codes_in_force() -> Select[str]:
    """Return the query of the codes of the cells in force, for a condition."""
    return select(Cell.code).where(Cell.division_id.in_(ids_in_force()))
