"""Look at what is carried into a generation: confirm it, choose somebody else, or nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, false, func, or_, select, true, update

from service.access.permissions import Permission, Place, Scope, require, scope_of
from service.access.roles import Actor
from service.areas.queries import (
    NamedCommunity,
    cells_in_force,
    codes_in_force,
    communities_of,
)
from service.database import Hold, Transaction, hold
from service.errors.domain import ConflictError, NotFoundError
from service.people.kinds import CarryingState, OrganisationKind, Tier
from service.people.models import Carrying, Organisation, Person, Responsibility
from service.people.succession import takes_over

PAGE_SIZE = 100


class UnknownCarryingError(NotFoundError):
    """There is no such proposal, or it is not for this actor to see."""

    key = "people-carrying-unknown"


class CarryingOverError(ConflictError):
    """The generation is no longer in force, and its cells with it."""

    key = "people-carrying-over"


class UnknownSuccessorError(NotFoundError):
    """No person has the number that was given for the one to follow."""

    key = "people-person-unknown"
    status = 422
    field = "person"


@dataclass(frozen=True)
class PersonTold:
    """A person of the register, without phone."""

    number: str
    name: str
    post: str
    post_en: str
    organisation: str
    organisation_en: str


@dataclass(frozen=True)
class CarryingTold:
    """A proposal, or what became of it."""

    id: int
    division_id: int
    cell_code: str
    community: NamedCommunity
    tier: Tier
    from_cell_code: str
    share: float
    unambiguous: bool
    proposed: PersonTold
    restored: bool
    state: CarryingState
    chosen: PersonTold | None
    carried_on: date | None
    decided_at: datetime | None
    decided_by: str
    over: bool
    """Whether it took effect, but its cell is no longer in force: nothing is left to decide."""


@dataclass(frozen=True)
class CarryingsWanted:
    """The proposals of a division that lie in somebody's reach."""

    division_id: int
    actor: Actor
    state: CarryingState | None = None
    page: int = 1


@dataclass(frozen=True)
class CarryingPage:
    """A page of proposals, and how many there are of each state."""

    rows: tuple[CarryingTold, ...]
    total: int
    page: int
    pages: int
    counts: dict[CarryingState, int]
    """Of those to confirm, only such as can still be."""
    all_total: int
    unambiguous: int
    """Proposals to confirm about which nobody has to think."""


@dataclass(frozen=True)
class Waiting:
    """A division with proposals in somebody's reach."""

    division_id: int
    to_confirm: int
    total: int


@dataclass(frozen=True)
class Decide:
    """A decision about one proposal."""

    id: int
    actor: Actor
    day: date
    """Today in the district."""
    state: CarryingState
    """``CONFIRMED``, ``CHANGED`` or ``DECLINED``."""
    person: str = ""
    """Number of the person who was chosen; for ``CHANGED``."""


@dataclass(frozen=True)
class ConfirmUnambiguous:
    """Confirm all proposals in reach about which nobody has to think."""

    division_id: int
    actor: Actor


def carryings(tx: Transaction, wanted: CarryingsWanted) -> CarryingPage:
    """Return proposals, those first about which somebody has to think.

    Raises
    ------
    SignInNeededError, ForbiddenError
        The actor may not confirm anything.
    """
    require(wanted.actor, Permission.CONFIRM_CARRYING)
    within = [Carrying.division_id == wanted.division_id, _within_reach(wanted.actor)]
    counts = dict.fromkeys(CarryingState, 0)
    all_total = 0
    for state, count, standing in tx.session.execute(
        select(Carrying.state, func.count(), func.count().filter(_stands()))
        .where(*within)
        .group_by(Carrying.state)
    ):
        counts[state] = standing if state is CarryingState.PROPOSED else count
        all_total += count
    total = counts[wanted.state] if wanted.state is not None else all_total
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    shown = [*within, Carrying.state == wanted.state] if wanted.state is not None else within
    if wanted.state is CarryingState.PROPOSED:
        shown.append(_stands())
    rows = tx.session.scalars(
        select(Carrying)
        .where(*shown)
        .order_by(Carrying.community_code, Carrying.unambiguous, Carrying.cell_code, Carrying.tier)
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    living = cells_in_force(tx, [row.cell_code for row in rows])
    communities = communities_of(tx, wanted.division_id)
    unambiguous = tx.session.scalar(
        select(func.count()).select_from(Carrying).where(*within, _is_clear())
    )
    return CarryingPage(
        rows=tuple(_told(row, communities, living) for row in rows),
        total=total,
        page=page,
        pages=pages,
        counts=counts,
        all_total=all_total,
        unambiguous=unambiguous or 0,
    )


def waiting_divisions(tx: Transaction, actor: Actor) -> list[Waiting]:
    """Return the divisions that have proposals in an actor's reach, the newest first.

    Those count that can still be decided about: of drafts, and of cells in force.
    """
    rows = tx.session.execute(
        select(
            Carrying.division_id,
            func.count().filter(Carrying.state == CarryingState.PROPOSED),
            func.count(),
        )
        .where(_within_reach(actor), _stands())
        .group_by(Carrying.division_id)
        .order_by(Carrying.division_id.desc())
    )
    return [Waiting(*row) for row in rows]


def successors(tx: Transaction, codes: Collection[str]) -> list[PersonTold]:
    """Return the persons of some communities and street offices, and of all departments.

    They are whom an officer most likely chooses; any number of the register is taken all the same.
    """
    persons = tx.session.scalars(
        select(Person)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(
            or_(
                Organisation.code.in_(sorted(codes)),
                Organisation.kind == OrganisationKind.DEPARTMENT,
            )
        )
        .order_by(Person.number)
        .limit(500)
    )
    return [_person(person) for person in persons]


def decide_carrying(tx: Transaction, command: Decide) -> CarryingTold:
    """Decide about a proposal; in a generation that is in force, from today on.

    Raises
    ------
    UnknownCarryingError
        There is no such proposal.
    SignInNeededError, ForbiddenError
        The actor may not, here.
    UnknownSuccessorError
        No person has the number.
    CarryingOverError
        The generation was in force and is so no longer.
    """
    hold(tx, Hold.REGISTER)
    row = tx.session.get(Carrying, command.id)
    if row is None:
        raise UnknownCarryingError(id=command.id)
    require(command.actor, Permission.CONFIRM_CARRYING, _place_of(row))
    living = cells_in_force(tx, [row.cell_code])
    if row.carried_on is not None and not living:
        raise CarryingOverError(cell=row.cell_code)
    before = takes_over(row.state, row.proposed_id, row.chosen_id)
    chosen = _chosen(tx, command)
    row.state, row.chosen_id = command.state, None
    if chosen is not None and chosen != row.proposed_id:
        row.chosen_id = chosen
    elif command.state is CarryingState.CHANGED:
        row.state = CarryingState.CONFIRMED  # who was proposed was chosen
    row.decided_at = tx.now
    row.decided_by_id, row.decided_by_name = command.actor.account_id, command.actor.name
    row.decided_by_role = command.actor.role.value
    after = takes_over(row.state, row.proposed_id, row.chosen_id)
    if row.carried_on is not None and before != after:
        _succeed(tx, row, after, command.day)
    tx.session.flush()
    tx.session.refresh(row)
    return _told(row, communities_of(tx, row.division_id), living)


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
            _within_reach(command.actor),
            _is_clear(),
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


def _is_clear() -> ColumnElement[bool]:
    return (Carrying.state == CarryingState.PROPOSED) & Carrying.unambiguous & _stands()


def _stands() -> ColumnElement[bool]:
    """Return the condition under which something is left to decide."""
    return or_(Carrying.carried_on.is_(None), Carrying.cell_code.in_(codes_in_force()))


def _within_reach(actor: Actor) -> ColumnElement[bool]:
    match scope_of(actor, Permission.CONFIRM_CARRYING):
        case None:
            return false()
        case Scope.ALL:
            return true()
        case Scope.OWN_STREET:
            place: ColumnElement[bool] = Carrying.street_code.in_(sorted(actor.streets))
        case Scope.OWN_COMMUNITY | Scope.OWN_DEPARTMENT:
            place = Carrying.community_code.in_(sorted(actor.communities))
        case Scope.OWN_CELLS:
            place = false()
    return or_(place, Carrying.cell_code.in_(sorted(actor.cells)))


def _place_of(row: Carrying) -> Place:
    return Place(cell=row.cell_code, community=row.community_code, street=row.street_code)


def _chosen(tx: Transaction, command: Decide) -> int | None:
    if command.state is not CarryingState.CHANGED:
        return None
    found = tx.session.scalar(select(Person.id).where(Person.number == command.person))
    if found is None:
        raise UnknownSuccessorError(number=command.person[:40])
    return found


def _succeed(tx: Transaction, row: Carrying, person_id: int | None, day: date) -> None:
    """Let another person, or nobody, be responsible from a day on; days gone by stay."""
    in_tier = (
        Responsibility.cell_code == row.cell_code,
        Responsibility.tier == row.tier,
        or_(Responsibility.valid_to.is_(None), Responsibility.valid_to >= day),
        Responsibility.ended_on.is_(None),
    )
    for held in tx.session.scalars(select(Responsibility).where(*in_tier)):
        if held.valid_from < day:
            held.valid_to = day - timedelta(days=1)
        else:
            tx.session.delete(held)  # it has not begun before today: nobody relied on it
    tx.session.flush()
    if person_id is not None:
        tx.session.add(
            Responsibility(
                cell_code=row.cell_code, tier=row.tier, person_id=person_id, valid_from=day
            )
        )


def _told(
    row: Carrying, communities: dict[str, NamedCommunity], living: frozenset[str]
) -> CarryingTold:
    return CarryingTold(
        id=row.id,
        division_id=row.division_id,
        cell_code=row.cell_code,
        community=communities[row.community_code],
        tier=row.tier,
        from_cell_code=row.from_cell_code,
        share=row.share,
        unambiguous=row.unambiguous,
        proposed=_person(row.proposed),
        restored=row.restored,
        state=row.state,
        chosen=_person(row.chosen) if row.chosen is not None else None,
        carried_on=row.carried_on,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        over=row.carried_on is not None and row.cell_code not in living,
    )


def _person(person: Person) -> PersonTold:
    return PersonTold(
        person.number,
        person.name,
        person.post,
        person.post_en,
        person.organisation.name,
        person.organisation.name_en or person.organisation.name,
    )


def organisations_of(rows: Sequence[CarryingTold]) -> frozenset[str]:
    """Return the codes of the communities and streets of some proposals."""
    return frozenset(
        code for row in rows for code in (row.community.code, row.community.street_code)
    )
