"""Bring a generation into force: the switch, and all that follows it, in one transaction."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from service.access.permissions import Permission, require
from service.access.roles import Actor, Role
from service.areas.activation import Activation, Inheritance
from service.areas.active import Divisions
from service.areas.errors import (
    DraftMovedError,
    GenerationMovedError,
    NoActiveDivisionError,
    NotADraftError,
    RenumbersError,
)
from service.areas.loaded import LoadedDivision
from service.areas.operations import (
    Plan,
    Switch,
    active_division,
    division_info,
    earlier_id,
    plan,
    spent_drafts,
    switch,
)
from service.areas.status import ActivationKind, DivisionStatus
from service.cases.rerouting import reroute_open_cases
from service.database import Answer, Executor, Transaction
from service.people.carrying import carry_responsibilities

SERVER = Actor(Role.ADMIN)
"""Who acts on the server's own command line: no account, hence no name."""
_TRIES = 5
"""Each time another generation came into force in between, all is prepared anew."""


@dataclass(frozen=True)
class Wish:
    """Somebody wants a generation in force."""

    division_id: int
    by: Actor
    kind: ActivationKind = ActivationKind.ACTIVATE
    renumber: bool = False
    """Whether it is meant that unchanged cells get other codes."""


@dataclass(frozen=True)
class Step:
    """From one generation to another, prepared whole before its transaction begins."""

    wish: Wish
    old: LoadedDivision | None
    new: LoadedDivision
    inheritances: tuple[Inheritance, ...]
    zone: ZoneInfo


@dataclass(frozen=True)
class InForce:
    """What came into force."""

    division_id: int
    name: str
    name_en: str
    from_division_id: int | None


def come_into_force(tx: Transaction, step: Step) -> InForce:
    """Switch the generation, and let responsibilities and open cases follow.

    Raises
    ------
    UnknownDivisionError, NotADraftError, NotEarlierError, CodesSpentError
        As `service.areas.operations.switch` refuses.
    GenerationMovedError, DraftMovedError
        The step starts from a generation that is no longer in force, or a draft that is changed.
    """
    wish, new = step.wish, step.new
    require(wish.by, Permission.ACTIVATE_DIVISIONS)
    planned_at = new.info.planned_at if wish.kind is ActivationKind.ACTIVATE else None
    switch(
        tx,
        Switch(
            division_id=new.info.id,
            kind=wish.kind,
            by=wish.by,
            expected_id=step.old.info.id if step.old else None,
            revision=new.info.revision,
            planned_at=planned_at if planned_at and planned_at <= tx.now else None,
        ),
    )
    activation = Activation(
        kind=wish.kind,
        old=step.old,
        new=new,
        by=wish.by,
        at=tx.now,
        day=tx.now.astimezone(step.zone).date(),
        inheritances=step.inheritances,
    )
    carry_responsibilities(tx, activation)
    reroute_open_cases(tx, activation)
    return InForce(
        new.info.id, new.info.name, new.info.name_en, step.old.info.id if step.old else None
    )


def bring_into_force(
    executor: Executor, divisions: Divisions, zone: ZoneInfo, wish: Wish
) -> InForce:
    """Prepare a generation outside of any transaction, then bring it into force in one.

    Raises
    ------
    UnknownDivisionError, NotADraftError, NotEarlierError, CodesSpentError, RenumbersError
    GenerationMovedError
        As `prepared` does.
    """
    return prepared(
        executor, divisions, zone, wish, lambda step: executor.write(come_into_force, step)
    )


def prepared(
    executor: Executor,
    divisions: Divisions,
    zone: ZoneInfo,
    wish: Wish,
    write: Callable[[Step], Answer],
) -> Answer:
    """Prepare a generation and have it written; anew if another one came in between.

    ``write`` runs `come_into_force` in a transaction. The index of the cells is written before
    the switch, so that no worker waits for it after.

    Raises
    ------
    UnknownDivisionError, NotADraftError, NotEarlierError, CodesSpentError, RenumbersError
        It cannot come into force.
    GenerationMovedError, DraftMovedError
        Others brought one generation after another into force, or changed the draft, all the while.
    """
    for left in reversed(range(_TRIES)):
        step = prepare(executor, divisions, zone, wish)
        try:
            return write(step)
        except (GenerationMovedError, DraftMovedError):
            if not left:
                raise
    raise AssertionError("unreachable")


def prepare(executor: Executor, divisions: Divisions, zone: ZoneInfo, wish: Wish) -> Step:
    """Load both generations and find what passes from one to the other.

    Raises
    ------
    UnknownDivisionError, NotADraftError
        Told before the seconds of work are spent.
    RenumbersError
        Unchanged cells would get other codes, and that is not wished.
    CodesSpentError
        They would, and it cannot come into force at all.
    """
    require(wish.by, Permission.ACTIVATE_DIVISIONS)
    info = executor.read(division_info, wish.division_id)
    if wish.kind is ActivationKind.ACTIVATE and info.status is not DivisionStatus.DRAFT:
        raise NotADraftError(name=info.name, status=info.status.value)
    new = divisions.get(info.id)
    try:
        old = divisions.get(executor.read(active_division, None).id)
    except NoActiveDivisionError:
        return Step(wish, None, new, (), zone)
    if wish.kind is ActivationKind.ACTIVATE and not wish.renumber:
        _refuse_renumbering(executor, divisions, old, new)
    return Step(wish, old, new, divisions.difference(old, new).inheritances, zone)


def plan_activation(
    executor: Executor, divisions: Divisions, command: Plan, *, renumber: bool
) -> None:
    """Plan a draft's activation; when its time comes, nobody is there to be asked.

    Parameters
    ----------
    renumber
        Whether it is meant that unchanged cells get other codes.

    Raises
    ------
    UnknownDivisionError, NotADraftError, PlanPastError, PlanFarError, CodesSpentError
    PlansCollideError
        As `service.areas.operations.plan` refuses.
    RenumbersError
        It renumbers, and that is not meant.
    """
    draft = divisions.get(command.division_id)
    if not renumber and draft.info.status is DivisionStatus.DRAFT:
        with suppress(NoActiveDivisionError):  # the first one ever renumbers nothing
            _refuse_renumbering(executor, divisions, divisions.active(), draft)
    executor.write(plan, command)


def _refuse_renumbering(
    executor: Executor, divisions: Divisions, old: LoadedDivision, new: LoadedDivision
) -> None:
    """Refuse a draft that gives other codes to cells in force that it does not change.

    Raises
    ------
    CodesSpentError
        It cannot come into force at all: nobody is asked whether the codes are meant.
    RenumbersError
        It was drafted before the division in force came.
    """
    count = divisions.renumbered(old, new)
    if not count:
        return
    spent = executor.read(spent_drafts, [new.info.id])
    if spent:
        raise spent[new.info.id]
    raise RenumbersError(count=count, name=new.info.name, before=old.info.name)


def roll_back_target(executor: Executor, division_id: int | None) -> int:
    """Return the named generation, or the one before the present one.

    Raises
    ------
    NoActiveDivisionError, NothingEarlierError
        None is named, and there is none.
    """
    return division_id if division_id is not None else executor.read(earlier_id, None)
