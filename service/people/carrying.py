"""Carry responsibilities into a new generation of cells, and list what somebody has to look at."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, or_, select, update

from service.areas.activation import Activation, Inheritance
from service.areas.loaded import LoadedDivision
from service.database import Hold, Transaction, hold
from service.people.kinds import CarryingState
from service.people.models import Carrying, Responsibility
from service.people.rules import Period
from service.people.succession import (
    CellTier,
    Held,
    Proposal,
    Source,
    Succession,
    Turn,
    succession,
)

_IDS_A_STATEMENT = 5_000


@dataclass(frozen=True)
class Proposing:
    """A draft whose cells are to get their persons from the generation in force."""

    old: LoadedDivision | None
    """In force now; ``None`` before the first one."""
    new: LoadedDivision
    day: date
    """Today in the district."""
    inheritances: tuple[Inheritance, ...]


@dataclass(frozen=True)
class CarriedOver:
    """What an activation did to the register."""

    begun: int
    """Responsibilities that begin with the new generation, or go on with it."""
    ended: int
    """Responsibilities that ended with their cell."""
    to_confirm: int
    """Proposals that took effect and that nobody has looked at yet."""


def propose_carrying(tx: Transaction, command: Proposing) -> int:
    """List who would follow into a draft, and return how many proposals wait for a decision.

    Asked again, it keeps what was decided, as far as it still fits what would happen.
    """
    hold(tx, Hold.REGISTER)
    turn = _turn(command.old, command.new, command.day, command.inheritances)
    found = _work_out(tx, command.new, turn)
    _keep_proposals(tx, command.new, found.proposals, carried_on=None)
    return _waiting(found.proposals)


def carry_responsibilities(tx: Transaction, activation: Activation) -> CarriedOver:
    """Let the register follow a change of the generation in force.

    Every proposal takes effect, but where somebody has chosen another person or nobody: no cell
    is left alone because nobody has looked. Responsibilities of cells that are no more end with
    the day; they are kept, and come back with their cell if it does.
    """
    hold(tx, Hold.REGISTER)
    turn = _turn(activation.old, activation.new, activation.day, activation.inheritances)
    found = _work_out(tx, activation.new, turn)
    for last, ids in (found.ends or {}).items():
        _set_end(tx, ids, last)
    _set_end(tx, found.goes_on, None)
    if found.begins:
        tx.session.execute(
            insert(Responsibility),
            [
                {
                    "cell_code": row.cell,
                    "tier": row.tier,
                    "person_id": row.person_id,
                    "stand_in": row.stand_in,
                    "valid_from": row.period.first,
                    "valid_to": row.period.last,
                }
                for row in found.begins
            ],
        )
    _keep_proposals(tx, activation.new, found.proposals, carried_on=activation.day)
    return CarriedOver(
        begun=len(found.begins) + len(found.goes_on),
        ended=sum(len(ids) for ids in (found.ends or {}).values()),
        to_confirm=_waiting(found.proposals),
    )


def forget_proposals(tx: Transaction, division_id: int) -> None:
    """Drop who would have followed into a draft that is thrown away."""
    hold(tx, Hold.REGISTER)
    tx.session.execute(
        delete(Carrying)
        .where(Carrying.division_id == division_id)
        .execution_options(synchronize_session=False)
    )


def _turn(
    old: LoadedDivision | None,
    new: LoadedDivision,
    day: date,
    inheritances: Sequence[Inheritance],
) -> Turn:
    before = old.cells_by_code if old is not None else {}
    now = new.cells_by_code
    changed = {one.code_new for one in inheritances}
    arriving = [code for code in now if code not in before or code in changed]
    sources = {
        one.code_new: Source(
            one.code_old,
            one.share,
            # Another community's persons are never a matter of course.
            one.unambiguous
            and before[one.code_old].community_code == now[one.code_new].community_code,
        )
        for one in inheritances
    }
    leaving = {code for code in before if code not in now or code in changed}
    # A micro-cell has no heir: its persons, if any are named, come and go with it.
    micro_before, micro_now = _micro_codes(old), _micro_codes(new)
    leaving |= micro_before - micro_now
    arriving += sorted(micro_now - micro_before)
    return Turn(day, leaving, arriving, sources)


def _micro_codes(division: LoadedDivision | None) -> set[str]:
    return set() if division is None else set(division.micro_cells["code"])


def _work_out(tx: Transaction, new: LoadedDivision, turn: Turn) -> Succession:
    return succession(turn, _register(tx, turn.day), _decided(tx, new.info.id))


def _register(tx: Transaction, day: date) -> Iterator[Held]:
    rows = tx.session.execute(
        select(
            Responsibility.id,
            Responsibility.cell_code,
            Responsibility.tier,
            Responsibility.person_id,
            Responsibility.stand_in,
            Responsibility.valid_from,
            Responsibility.valid_to,
            Responsibility.ended_on,
        )
        .where(or_(Responsibility.valid_to.is_(None), Responsibility.valid_to >= day))
        .order_by(Responsibility.id)
    )
    for id_, cell, tier, person_id, stand_in, first, last, ended_on in rows:
        yield Held(id_, cell, tier, person_id, stand_in, Period(first, last), ended_on)


def _decided(tx: Transaction, division_id: int) -> Mapping[CellTier, Proposal]:
    rows = tx.session.execute(
        select(
            Carrying.cell_code,
            Carrying.tier,
            Carrying.from_cell_code,
            Carrying.share,
            Carrying.unambiguous,
            Carrying.proposed_id,
            Carrying.restored,
            Carrying.state,
            Carrying.chosen_id,
        ).where(Carrying.division_id == division_id, Carrying.state != CarryingState.PROPOSED)
    )
    return {
        (cell, tier): Proposal(
            cell, tier, Source(source, share, clear), person, restored, state, chosen
        )
        for cell, tier, source, share, clear, person, restored, state, chosen in rows
    }


def _keep_proposals(
    tx: Transaction,
    new: LoadedDivision,
    proposals: Sequence[Proposal],
    *,
    carried_on: date | None,
) -> None:
    """Keep the proposals of a generation in place of those that it had."""
    earlier = {
        (row.cell_code, row.tier): row
        for row in tx.session.execute(
            select(
                Carrying.cell_code,
                Carrying.tier,
                Carrying.decided_at,
                Carrying.decided_by_id,
                Carrying.decided_by_name,
                Carrying.decided_by_role,
            ).where(Carrying.division_id == new.info.id, Carrying.decided_at.is_not(None))
        )
    }
    _drop_replaced(tx, new.info.id, {(one.cell, one.tier) for one in proposals})
    rows: list[dict[str, object]] = []
    for one in proposals:
        cell = new.cells_by_code[one.cell]
        decision = earlier.get((one.cell, one.tier))
        if one.state is CarryingState.PROPOSED:
            decision = None
        rows.append(
            {
                "division_id": new.info.id,
                "cell_code": one.cell,
                "community_code": cell.community_code,
                "street_code": cell.street_code,
                "tier": one.tier,
                "from_cell_code": one.source.cell,
                "share": one.source.share,
                "unambiguous": one.source.unambiguous and not one.restored,
                "proposed_id": one.person_id,
                "restored": one.restored,
                "state": one.state,
                "chosen_id": one.chosen_id,
                "carried_on": carried_on,
                "decided_at": decision.decided_at if decision else None,
                "decided_by_id": decision.decided_by_id if decision else None,
                "decided_by_name": decision.decided_by_name if decision else "",
                "decided_by_role": decision.decided_by_role if decision else "",
            }
        )
    if rows:
        tx.session.execute(insert(Carrying), rows)


def _drop_replaced(tx: Transaction, division_id: int, proposed: Collection[CellTier]) -> None:
    # What took effect when the generation was in force before stays, with who had decided it.
    of_it = select(Carrying.id, Carrying.cell_code, Carrying.tier, Carrying.carried_on).where(
        Carrying.division_id == division_id
    )
    ids = [
        row.id
        for row in tx.session.execute(of_it)
        if row.carried_on is None or (row.cell_code, row.tier) in proposed
    ]
    for start in range(0, len(ids), _IDS_A_STATEMENT):
        tx.session.execute(
            delete(Carrying)
            .where(Carrying.id.in_(ids[start : start + _IDS_A_STATEMENT]))
            .execution_options(synchronize_session=False)
        )


def _set_end(tx: Transaction, ids: Sequence[int], last: date | None) -> None:
    for start in range(0, len(ids), _IDS_A_STATEMENT):
        tx.session.execute(
            update(Responsibility)
            .where(Responsibility.id.in_(ids[start : start + _IDS_A_STATEMENT]))
            .values(ended_on=last)
            .execution_options(synchronize_session=False)
        )


def _waiting(proposals: Iterable[Proposal]) -> int:
    return sum(one.state is CarryingState.PROPOSED for one in proposals)
