"""Carry responsibilities into a new generation of cells, and list what somebody has to look at."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from sqlalchemy import delete, insert, or_, select, update

from service.areas.activation import Activation, ActivationKind, Inheritance
from service.areas.loaded import LoadedDivision
from service.database import Hold, Transaction, hold
from service.people.heirs import forget_heirs, note_heirs
from service.people.kinds import CarryingState
from service.people.models import Carrying, Responsibility
from service.people.proposals import decided, in_batches, keep
from service.people.rules import Period
from service.people.succeeding import succeed
from service.people.succession import succession
from service.people.turns import Held, Source, Succession, Turn


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
    """Proposals and endings that took effect and that nobody has looked at yet."""


def propose_carrying(tx: Transaction, command: Proposing) -> int:
    """List who would follow into a draft, and who nowhere; return how many wait for a decision.

    Asked again, it keeps what was decided, as far as it still fits what would happen.
    """
    hold(tx, Hold.REGISTER)
    note_heirs(tx, command.old, command.new)
    turn = _turn(command.old, command.new, command.day, command.inheritances)
    found = _work_out(tx, command.new, turn)
    keep(tx, command.old, command.new, found, carried_on=None)
    return _waiting(found)


def carry_responsibilities(tx: Transaction, activation: Activation) -> CarriedOver:
    """Let the register follow a change of the generation in force.

    Every proposal takes effect, but where somebody has chosen another person or nobody: no cell
    is left alone because nobody has looked. Responsibilities of cells that are no more end with
    the day; they are kept, and come back with their cell if it does. Whoever follows nowhere is
    listed too, unless somebody has given them the cell on their old one's ground.
    """
    hold(tx, Hold.REGISTER)
    if activation.kind is not ActivationKind.ROLL_BACK:
        # One that comes back has had its own heirs noted when it first came.
        note_heirs(tx, activation.old, activation.new)
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
    for one in found.endings:
        if one.state is CarryingState.CHANGED:
            succeed(tx, one.heir, one.tier, one.person_id, activation.day)
    keep(tx, activation.old, activation.new, found, carried_on=activation.day)
    return CarriedOver(
        begun=len(found.begins) + len(found.goes_on),
        ended=sum(len(ids) for ids in (found.ends or {}).values()),
        to_confirm=_waiting(found),
    )


def forget_proposals(tx: Transaction, division_id: int) -> None:
    """Drop who would have followed into a draft that is thrown away."""
    hold(tx, Hold.REGISTER)
    forget_heirs(tx, division_id)
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
    return Turn(day, leaving, arriving, sources, _heirs(old, new, leaving))


def _heirs(
    old: LoadedDivision | None, new: LoadedDivision, leaving: Collection[str]
) -> Mapping[str, str]:
    """Return, by leaving cell, the new cell in which its middle lies."""
    if old is None or not leaving:
        return {}
    frames = (old.cells, old.micro_cells)
    codes = np.concatenate([frame["code"].to_numpy(dtype=object) for frame in frames])
    shapes = np.concatenate([np.asarray(frame.geometry.array) for frame in frames])
    gone = np.isin(codes, list(leaving))
    middles = shapely.get_coordinates(shapely.point_on_surface(shapes[gone]))
    rows = new.router.route(middles[:, 0], middles[:, 1])
    return {
        str(code): str(new.router.codes[row])
        for code, row in zip(codes[gone], rows.tolist(), strict=True)
        if row >= 0
    }


def _micro_codes(division: LoadedDivision | None) -> set[str]:
    return set() if division is None else set(division.micro_cells["code"])


def _work_out(tx: Transaction, new: LoadedDivision, turn: Turn) -> Succession:
    return succession(turn, _register(tx, turn.day), decided(tx, new.info.id))


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


def _set_end(tx: Transaction, ids: Sequence[int], last: date | None) -> None:
    for some in in_batches(ids):
        tx.session.execute(
            update(Responsibility)
            .where(Responsibility.id.in_(some))
            .values(ended_on=last)
            .execution_options(synchronize_session=False)
        )


def _waiting(found: Succession) -> int:
    states = [one.state for one in found.proposals] + [one.state for one in found.endings]
    return states.count(CarryingState.PROPOSED)
