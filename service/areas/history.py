"""Which generations there were, who brought them into force, and where a retired code was."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select

from gis.texts import Fact
from service.areas.divisions import DivisionInfo
from service.areas.errors import NothingEarlierError
from service.areas.models import ActivationEntry, Cell, Community, Division
from service.areas.proof import ProofSummary
from service.areas.reading import active_division, found_division, info_of
from service.areas.status import ActivationKind, DivisionStatus
from service.database import Transaction

_WERE_IN_FORCE = (DivisionStatus.ACTIVE, DivisionStatus.SUPERSEDED)
_LATEST_FIRST = (
    (Division.status == DivisionStatus.ACTIVE).desc(),
    Division.valid_to.desc(),
    Division.id.desc(),
)


@dataclass(frozen=True)
class ActivationTold:
    """One time that a division came into force."""

    division_id: int
    name: str
    name_en: str
    from_division_id: int | None
    from_name: str
    from_name_en: str
    kind: ActivationKind
    at: datetime
    planned_at: datetime | None
    actor_name: str
    """Empty where it was done on the command line of the server."""
    actor_role: str


@dataclass(frozen=True)
class PlanRefused:
    """Why a planned activation did not come about: a key of the catalogue with its facts."""

    key: str
    facts: dict[str, Fact]
    planned_at: datetime


@dataclass(frozen=True)
class Generation:
    """A division with its figures and its past."""

    info: DivisionInfo
    communities: int
    cells: int
    special: int
    micro_cells: int
    proof: ProofSummary | None
    """``None`` where it was kept before proofs were."""
    planned_by: str
    plan_refused: PlanRefused | None
    past: tuple[ActivationTold, ...]
    """Every time that it came into force, or that another one took its place; the newest first."""

    @property
    def activations(self) -> tuple[ActivationTold, ...]:
        """Every time that it came into force, the newest first."""
        return tuple(one for one in self.past if one.division_id == self.info.id)


@dataclass(frozen=True)
class CellPast:
    """Which generation told of a code last."""

    division_id: int
    parent_code: str | None
    """Of a micro-cell, the cell in which it lies."""


def generations(tx: Transaction, _command: None) -> list[Generation]:
    """List all divisions with figures and past, the newest first."""
    divisions = tx.session.scalars(
        select(Division)
        .where(Division.status != DivisionStatus.DISCARDED)
        .order_by(Division.id.desc())
    ).all()
    return _told(tx, list(divisions))


def generation(tx: Transaction, division_id: int) -> Generation:
    """Return one division with figures and past.

    Raises
    ------
    UnknownDivisionError
        There is no such division.
    """
    return _told(tx, [found_division(tx, division_id)])[0]


def activations(tx: Transaction, _command: None) -> list[ActivationTold]:
    """Return every time that a division came into force, the newest first."""
    entries = tx.session.scalars(select(ActivationEntry).order_by(ActivationEntry.id.desc())).all()
    names = {one.id: (one.name, one.name_en) for one in tx.session.scalars(select(Division))}
    nameless = ("", "")
    told = []
    for entry in entries:
        name, name_en = names[entry.division_id]
        before, before_en = names.get(entry.from_division_id or 0, nameless)
        told.append(
            ActivationTold(
                division_id=entry.division_id,
                name=name,
                name_en=name_en,
                from_division_id=entry.from_division_id,
                from_name=before,
                from_name_en=before_en,
                kind=entry.kind,
                at=entry.at,
                planned_at=entry.planned_at,
                actor_name=entry.actor_name,
                actor_role=entry.actor_role,
            )
        )
    return told


def earlier_id(tx: Transaction, _command: None) -> int:
    """Return the generation to which a roll-back goes where none is named.

    It is the one that was in force before the present one came for the first time: rolling back
    twice goes two generations back, and never forward again.

    Raises
    ------
    NoActiveDivisionError, NothingEarlierError
        There is no present generation, or none before it.
    """
    active = active_division(tx, None)
    found = tx.session.scalar(
        select(ActivationEntry.from_division_id)
        .where(ActivationEntry.division_id == active.id)
        .order_by(ActivationEntry.id)
        .limit(1)
    )
    if found is None:
        raise NothingEarlierError(name=active.name)
    return found


def spent_codes(tx: Transaction, _command: None) -> frozenset[str]:
    """Return every code that a generation in force now or earlier gave out."""
    given_out = select(Division.id).where(Division.status != DivisionStatus.DRAFT)
    return frozenset(
        tx.session.scalars(select(Cell.code).where(Cell.division_id.in_(given_out)).distinct())
    )


def past_of_cell(tx: Transaction, code: str) -> CellPast | None:
    """Return where a code is told of: in the active division, else in the latest one before.

    Drafts do not count. ``None`` where no generation had the code.
    """
    row = tx.session.execute(
        select(Cell.division_id, Cell.parent_code)
        .join(Division, Division.id == Cell.division_id)
        .where(Cell.code == code, Division.status.in_(_WERE_IN_FORCE))
        .order_by(*_LATEST_FIRST)
        .limit(1)
    ).first()
    return None if row is None else CellPast(row.division_id, row.parent_code)


def past_of_community(tx: Transaction, code: str) -> int | None:
    """Return the generation that had a community: the one in force, else the latest one before."""
    return tx.session.scalar(
        select(Community.division_id)
        .join(Division, Division.id == Community.division_id)
        .where(Community.code == code, Division.status.in_(_WERE_IN_FORCE))
        .order_by(*_LATEST_FIRST)
        .limit(1)
    )


def _told(tx: Transaction, divisions: list[Division]) -> list[Generation]:
    ids = [division.id for division in divisions]
    figures = {
        row[0]: row[1:]
        for row in tx.session.execute(
            select(
                Cell.division_id,
                func.count(case((Cell.parent_code.is_(None), 1))),
                func.count(case((and_(Cell.parent_code.is_(None), Cell.kind == "special"), 1))),
                func.count(Cell.parent_code),
            )
            .where(Cell.division_id.in_(ids))
            .group_by(Cell.division_id)
        )
    }
    communities = {
        row[0]: row[1]
        for row in tx.session.execute(
            select(Community.division_id, func.count())
            .where(Community.division_id.in_(ids))
            .group_by(Community.division_id)
        )
    }
    past = activations(tx, None)
    found = []
    for division in divisions:
        cells, special, micro_cells = figures.get(division.id, (0, 0, 0))
        found.append(
            Generation(
                info=info_of(division),
                communities=communities.get(division.id, 0),
                cells=cells,
                special=special,
                micro_cells=micro_cells,
                proof=ProofSummary.from_json(division.proof) if division.proof else None,
                planned_by=division.planned_by_name,
                plan_refused=_refused(division),
                past=tuple(
                    one for one in past if division.id in (one.division_id, one.from_division_id)
                ),
            )
        )
    return found


def _refused(division: Division) -> PlanRefused | None:
    kept = division.plan_refused
    if not kept:
        return None
    facts = kept["facts"]
    assert isinstance(facts, dict)
    planned_at = datetime.fromisoformat(str(kept["planned_at"]))
    return PlanRefused(str(kept["key"]), facts, planned_at)
