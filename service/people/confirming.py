"""Decide about what is carried into a generation: confirm it, choose somebody else, or nobody."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from service.access.permissions import Permission, require
from service.access.roles import Actor
from service.areas.queries import place_in
from service.database import Hold, Transaction, hold
from service.errors.domain import ConflictError, DomainError, NotFoundError
from service.people.carrying_lists import CarryingTold, is_clear, place_of, told, within_reach
from service.people.kinds import CarryingState, Decision
from service.people.models import Carrying, Person
from service.people.succeeding import succeed
from service.people.turns import takes_over

STATE_OF = {
    Decision.CONFIRM: CarryingState.CONFIRMED,
    Decision.CHANGE: CarryingState.CHANGED,
    Decision.DECLINE: CarryingState.DECLINED,
    Decision.GIVE: CarryingState.CHANGED,
}


class UnknownCarryingError(NotFoundError):
    """There is no such proposal, or it is not for this actor to see."""

    key = "people-carrying-unknown"


class CarryingOverError(ConflictError):
    """The generation is no longer in force, and its cells with it."""

    key = "people-carrying-over"


class UnfitDecisionError(DomainError):
    """It cannot be decided so: about an ending as about a proposal, or the other way round."""

    key = "people-carrying-unfit"
    field = "decision"


class CarryingGivenError(ConflictError):
    """The person took over the cell on the old one's ground already."""

    key = "people-carrying-given"


class UnknownSuccessorError(NotFoundError):
    """No person has the number that was given for the one to follow."""

    key = "people-person-unknown"
    status = 422
    field = "person"


@dataclass(frozen=True)
class Decide:
    """A decision about one proposal or ending."""

    id: int
    actor: Actor
    day: date
    """Today in the district."""
    decision: Decision
    """About an ending ``CONFIRM`` or ``GIVE``, about a proposal any other."""
    person: str = ""
    """Number of the person who was chosen; for ``CHANGE``."""


@dataclass(frozen=True)
class ConfirmSome:
    """Confirm what somebody has looked at together: the tiers of a cell, or of several."""

    ids: tuple[int, ...]
    actor: Actor
    day: date


@dataclass(frozen=True)
class ConfirmUnambiguous:
    """Confirm all proposals in reach about which nobody has to think."""

    division_id: int
    actor: Actor


def decide_carrying(tx: Transaction, command: Decide) -> CarryingTold:
    """Decide about a proposal or an ending; in a generation that is in force, from today on.

    Raises
    ------
    UnknownCarryingError
        There is no such proposal.
    SignInNeededError, ForbiddenError
        The actor may not, here.
    UnfitDecisionError
        An ending can be confirmed or its person given a cell, a proposal all else; and no cell
        can be given where none has the ground.
    UnknownSuccessorError
        No person has the number.
    CarryingOverError
        The generation was in force and is so no longer.
    CarryingGivenError
        That it ends is confirmed after the person has taken over another cell.
    """
    hold(tx, Hold.REGISTER)
    row = tx.session.get(Carrying, command.id)
    if row is None:
        raise UnknownCarryingError(id=command.id)
    require(command.actor, Permission.CONFIRM_CARRYING, place_of(row))
    if told(tx, [row])[0].over:
        raise CarryingOverError(cell=row.from_cell_code if row.ends else row.cell_code)
    if row.ends:
        _decide_ending(tx, row, command)
    else:
        _decide_proposal(tx, row, command)
    tx.session.flush()
    tx.session.refresh(row)
    return told(tx, [row])[0]


def confirm_some(tx: Transaction, command: ConfirmSome) -> int:
    """Confirm proposals and endings one by one; return how many others had decided meanwhile.

    Raises
    ------
    UnknownCarryingError, SignInNeededError, ForbiddenError, CarryingOverError
        As `decide_carrying` does; then none is confirmed.
    """
    meanwhile = 0
    for id_ in command.ids:
        row = tx.session.get(Carrying, id_)
        if row is None or row.state is CarryingState.PROPOSED:
            decide_carrying(tx, Decide(id_, command.actor, command.day, Decision.CONFIRM))
        else:
            require(command.actor, Permission.CONFIRM_CARRYING, place_of(row))
            meanwhile += 1
    return meanwhile


def confirm_unambiguous(tx: Transaction, command: ConfirmUnambiguous) -> int:
    """Confirm what is a matter of course, and return how many proposals that were.

    Raises
    ------
    SignInNeededError, ForbiddenError
        The actor may not confirm anything.
    """
    require(command.actor, Permission.CONFIRM_CARRYING)
    hold(tx, Hold.REGISTER)
    done = tx.session.execute(
        update(Carrying)
        .where(
            Carrying.division_id == command.division_id,
            within_reach(command.actor),
            is_clear(),
        )
        .values(
            state=CarryingState.CONFIRMED,
            decided_at=tx.now,
            decided_by_id=command.actor.account_id,
            decided_by_name=command.actor.name,
            decided_by_role=command.actor.role.value,
        )
        .returning(Carrying.id)
        .execution_options(synchronize_session=False)
    )
    return len(done.all())


def _decide_proposal(tx: Transaction, row: Carrying, command: Decide) -> None:
    if command.decision is Decision.GIVE:
        raise UnfitDecisionError(decision=command.decision.value)
    before = takes_over(row.state, row.proposed_id, row.chosen_id)
    chosen = _chosen(tx, command)
    state = STATE_OF[command.decision]
    if chosen == row.proposed_id:
        chosen, state = None, CarryingState.CONFIRMED  # who was proposed was chosen
    _settle(tx, row, command.actor, state, chosen)
    after = takes_over(row.state, row.proposed_id, row.chosen_id)
    if row.carried_on is not None and before != after:
        succeed(tx, row.cell_code, row.tier, after, command.day)
    _tell_endings(tx, row, after, command.actor)


def _decide_ending(tx: Transaction, row: Carrying, command: Decide) -> None:
    match command.decision:
        case Decision.GIVE if row.cell_code:
            _give(tx, row, command)
        case Decision.CONFIRM:
            if row.state is CarryingState.CHANGED:
                _take_back(tx, row, command)
            _settle(tx, row, command.actor, CarryingState.CONFIRMED)
        case _:
            raise UnfitDecisionError(decision=command.decision.value)


def _give(tx: Transaction, row: Carrying, command: Decide) -> None:
    """Let whose cell is no more take over the one on its ground, in place of who would."""
    place = place_in(tx, row.division_id, row.cell_code)
    require(command.actor, Permission.CONFIRM_CARRYING, place)
    heir = _heir_of(tx, row)
    if heir is not None:
        _settle(tx, heir, command.actor, CarryingState.CHANGED, row.proposed_id)
    if row.carried_on is not None:
        succeed(tx, row.cell_code, row.tier, row.proposed_id, command.day)
    _settle(tx, row, command.actor, CarryingState.CHANGED)
    _tell_endings(tx, row, row.proposed_id, command.actor)


def _take_back(tx: Transaction, row: Carrying, command: Decide) -> None:
    """Undo in a draft that somebody was given a cell: who was proposed there is so again."""
    if row.carried_on is not None:
        raise CarryingGivenError(cell=row.cell_code)
    heir = _heir_of(tx, row)
    if heir is not None and heir.chosen_id == row.proposed_id:
        _settle(tx, heir, command.actor, CarryingState.PROPOSED)


def _heir_of(tx: Transaction, row: Carrying) -> Carrying | None:
    """Return the proposal about the cell on an ended one's ground, if there is one."""
    return tx.session.scalar(
        select(Carrying).where(
            Carrying.division_id == row.division_id,
            ~Carrying.ends,
            Carrying.cell_code == row.cell_code,
            Carrying.tier == row.tier,
        )
    )


def _tell_endings(tx: Transaction, row: Carrying, person_id: int | None, actor: Actor) -> None:
    """Keep the endings on a cell's ground in step with who is responsible for it now."""
    others = select(Carrying).where(
        Carrying.division_id == row.division_id,
        Carrying.ends,
        Carrying.cell_code == row.cell_code,
        Carrying.tier == row.tier,
        Carrying.id != row.id,
    )
    for ending in tx.session.scalars(others).all():
        if ending.proposed_id == person_id:
            _settle(tx, ending, actor, CarryingState.CHANGED)
        elif ending.state is CarryingState.CHANGED:
            _settle(tx, ending, actor, CarryingState.PROPOSED)


def _settle(
    tx: Transaction,
    row: Carrying,
    actor: Actor,
    state: CarryingState,
    chosen_id: int | None = None,
) -> None:
    row.state, row.chosen_id = state, chosen_id
    if state is CarryingState.PROPOSED:  # it waits for somebody again
        row.decided_at, row.decided_by_id = None, None
        row.decided_by_name = row.decided_by_role = ""
        return
    row.decided_at = tx.now
    row.decided_by_id, row.decided_by_name = actor.account_id, actor.name
    row.decided_by_role = actor.role.value


def _chosen(tx: Transaction, command: Decide) -> int | None:
    if command.decision is not Decision.CHANGE:
        return None
    found = tx.session.scalar(select(Person.id).where(Person.number == command.person))
    if found is None:
        raise UnknownSuccessorError(number=command.person[:40])
    return found
