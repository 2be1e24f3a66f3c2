"""Report a case, and act on it; the one place where a case changes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, bindparam, select, text

from service.access.permissions import Permission, require
from service.access.roles import Actor
from service.areas.divisions import CellInfo, DivisionInfo
from service.areas.errors import GenerationMovedError
from service.areas.operations import hold_active
from service.cases.categories import category_of, load_categories
from service.cases.desk import Desk
from service.cases.errors import (
    ActionNotNowError,
    NoteNeededError,
    OwnRectificationError,
    PhotoNeededError,
    PhotoUncalledForError,
    StaleRevisionError,
    UnknownCaseError,
)
from service.cases.models import Case, CaseEvent, CasePhoto
from service.cases.photos import Photo
from service.cases.queries import CaseFor, case_view, is_number, subject_of
from service.cases.rules import (
    case_number,
    due_at,
    source_of,
    tracking_key,
    verifies_own_work,
)
from service.cases.states import TRANSITIONS, Action, State
from service.cases.views import CaseView
from service.database import Transaction
from service.people.operations import CellOn, TierPerson, responsible_for

__all__ = ["Act", "OwnerTold", "Report", "Reported", "act", "load_categories", "report"]

E7 = 10_000_000
"""Lattice units in a degree."""


@dataclass(frozen=True)
class Report:
    """A checked report of an issue in a cell; `intake.report_of` makes one."""

    desk: Desk
    actor: Actor
    division: DivisionInfo
    cell: CellInfo
    lon: float
    lat: float
    category: str
    description: str = ""
    address: str = ""
    accuracy_m: float | None = None
    contact_name: str = ""
    contact: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class OwnerTold:
    """To whom a case went."""

    name: str
    post: str
    post_en: str
    organisation: str
    organisation_en: str


@dataclass(frozen=True)
class Reported:
    """What a reporter is told."""

    number: str
    tracking_key: str
    cell_code: str
    owner: OwnerTold | None
    """``None`` where all three tiers of the cell are vacant."""
    reported_at: datetime
    due_at: datetime
    limit_working_hours: int


@dataclass(frozen=True)
class Act:
    """Something that an actor does to a case."""

    desk: Desk
    number: str
    action: Action
    actor: Actor
    note: str = ""
    photos: tuple[Photo, ...] = ()
    revision: int | None = None
    """The revision that the actor saw; ``None`` goes ahead without comparing."""


def report(tx: Transaction, command: Report) -> Reported:
    """Keep a report as a case: accepted and dispatched to the cell's nearest person at once.

    Raises
    ------
    SignInNeededError, ForbiddenError
        The actor may not report.
    UnknownCategoryError
        There is no such category.
    GenerationMovedError
        Another generation than the one that told the cell is in force: tell it again.
    """
    require(command.actor, Permission.REPORT_CASES)
    in_force = hold_active(tx, None)
    if in_force.id != command.division.id:
        raise GenerationMovedError(name=in_force.name)
    desk, cell = command.desk, command.cell
    category = category_of(tx, command.category)
    today = tx.now.astimezone(desk.calendar.zone).date()
    tiers = responsible_for(tx, CellOn(cell.code, cell.community_code, today)).tiers
    # From the bottom up: the community's person, else the street's, else the department's.
    owner = next((tier for tier in reversed(tiers) if tier.person_id is not None), None)
    case = Case(
        number=case_number(command.division.district_code, today, _next_serial(tx, today)),
        category_code=category.code,
        description=command.description,
        address=command.address,
        lon_e7=round(command.lon * E7),
        lat_e7=round(command.lat * E7),
        accuracy_m=command.accuracy_m,
        division_id=command.division.id,
        cell_code=cell.code,
        community_code=cell.community_code,
        street_code=cell.street_code,
        source=source_of(command.actor).value,
        state=State.DISPATCHED,
        owner_id=owner.person_id if owner else None,
        reporter_name=command.contact_name,
        reporter_contact=command.contact,
        reporter_account_id=command.actor.account_id,
        reported_at=tx.now,
        due_at=due_at(tx.now, category.limit_working_hours, desk.calendar),
    )
    tx.session.add(case)
    tx.session.flush()
    _note_arrival(tx, case, command.actor, owner)
    _add_photos(tx, case, command.photos, "before")
    tx.session.flush()
    # Last, so that whatever is refused above leaves no file; before the commit, so that a kept
    # case never lacks one.
    for photo in command.photos:
        desk.media.put(photo)
    return Reported(
        number=case.number,
        tracking_key=tracking_key(desk.signing_key, case.number),
        cell_code=cell.code,
        owner=_told(owner),
        reported_at=tx.now,
        due_at=case.due_at,
        limit_working_hours=category.limit_working_hours,
    )


def act(tx: Transaction, command: Act) -> CaseView:
    """Do an action of the life cycle, and return the case as it is then.

    Raises
    ------
    UnknownCaseError
        No case has the number.
    SignInNeededError, ForbiddenError, OwnRectificationError
        The actor may not.
    StaleRevisionError, ActionNotNowError
        The case has moved on.
    NoteNeededError, PhotoNeededError, PhotoUncalledForError
        Something is lacking, or too much.
    """
    case = _locked(tx, command.number)
    move, actor = TRANSITIONS[command.action], command.actor
    subject = subject_of(case)
    require(actor, move.permission, subject.place)
    if command.revision is not None and command.revision != case.revision:
        raise StaleRevisionError(number=case.number, seen=command.revision, now=case.revision)
    if case.state not in move.sources:
        raise ActionNotNowError(
            number=case.number, action=command.action.value, state=case.state.value
        )
    if verifies_own_work(actor, command.action, subject):
        raise OwnRectificationError(number=case.number)
    _need_all(command, case, note_required=move.note_required)

    case.state = move.target or case.state
    case.revision += 1
    _apply(case, command, tx.now)
    _add_photos(tx, case, command.photos, "after")
    tx.session.add(
        CaseEvent(
            case_id=case.id,
            at=tx.now,
            kind=command.action.value,
            state=case.state,
            actor_account_id=actor.account_id,
            actor_name=actor.name,
            actor_role=actor.role.value,
            note=command.note,
        )
    )
    tx.session.flush()
    for photo in command.photos:
        command.desk.media.put(photo)
    tx.session.expire(case)
    return case_view(tx, CaseFor(case.number, actor))


def _apply(case: Case, command: Act, now: datetime) -> None:
    match command.action:
        case Action.TAKE:
            # Whoever takes it in hand answers for it from now on.
            case.owner_id = command.actor.person_id or case.owner_id
        case Action.RECTIFY:
            case.rectified_at, case.rectified_by_id = now, command.actor.account_id
        case Action.REWORK:
            case.rework_count += 1
            case.rectified_at = case.rectified_by_id = case.verified_at = None
        case Action.VERIFY:
            case.verified_at = now
        case Action.CLOSE | Action.REJECT:
            case.closed_at = now
        case Action.ANSWER:
            pass


def _need_all(command: Act, case: Case, *, note_required: bool) -> None:
    if note_required and not command.note:
        raise NoteNeededError(action=command.action.value)
    if command.action is not Action.RECTIFY:
        if command.photos:
            raise PhotoUncalledForError(action=command.action.value)
    elif case.category.photo_required_to_rectify and not command.photos:
        raise PhotoNeededError(category=case.category.name, category_en=case.category.name_en)


def _locked(tx: Transaction, number: str) -> Case:
    # Of two actors at once, the second waits here and then sees what the first has done.
    case = (
        tx.session.scalar(select(Case).where(Case.number == number).with_for_update(of=Case))
        if is_number(number)
        else None
    )
    if case is None:
        raise UnknownCaseError(number=number[:30])
    return case


def _next_serial(tx: Transaction, day: date) -> int:
    statement = text(
        "INSERT INTO case_serials (day, last) VALUES (:day, 1) "
        "ON CONFLICT (day) DO UPDATE SET last = case_serials.last + 1 RETURNING last"
    ).bindparams(bindparam("day", type_=Date))
    return int(tx.session.execute(statement, {"day": day}).scalar_one())


def _note_arrival(tx: Transaction, case: Case, actor: Actor, owner: TierPerson | None) -> None:
    reporter = {
        "actor_account_id": actor.account_id,
        "actor_name": actor.name,
        "actor_role": actor.role.value,
    }
    for kind, facts in (
        ("report", reporter),
        ("accept", {}),
        ("dispatch", {"person_name": owner.name if owner else ""}),
    ):
        tx.session.add(
            CaseEvent(case_id=case.id, at=tx.now, kind=kind, state=State.DISPATCHED, **facts)
        )
        tx.session.flush()  # one by one: their ids are their order


def _add_photos(tx: Transaction, case: Case, photos: tuple[Photo, ...], stage: str) -> None:
    for photo in photos:
        tx.session.add(
            CasePhoto(
                case_id=case.id,
                sha256=photo.sha256,
                stage=stage,
                width_px=photo.width_px,
                height_px=photo.height_px,
                added_at=tx.now,
            )
        )


def _told(owner: TierPerson | None) -> OwnerTold | None:
    if owner is None:
        return None
    return OwnerTold(
        owner.name, owner.post, owner.post_en, owner.organisation, owner.organisation_en
    )
