"""Read one case: for staff in whose scope it lies, for its reporter, for anybody."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from service.access.permissions import Permission, Place, allowed, require
from service.access.roles import Actor
from service.areas.operations import DivisionInfo, division_info
from service.cases.categories import info_of
from service.cases.errors import UnknownCaseError, UnknownPhotoError
from service.cases.models import Case, CaseEvent, CasePhoto
from service.cases.queries.names import places_of, title_of
from service.cases.rules import (
    Subject,
    allowed_actions,
    mask_contact,
    mask_name,
    status_of,
    tracking_key_fits,
)
from service.cases.states import Action
from service.cases.views import (
    AnswerView,
    CaseView,
    EventView,
    OwnerView,
    PhotoView,
    TrackView,
)
from service.database import Transaction

_NUMBER = re.compile(r"[0-9]{1,12}-[0-9]{8}-[0-9]{4,8}", re.ASCII)


@dataclass(frozen=True)
class CaseFor:
    """A case by its number, for a reader."""

    number: str
    actor: Actor


@dataclass(frozen=True)
class Track:
    """A case by its number, for whoever asks; ``key`` shows that they reported it."""

    number: str
    key: str | None
    signing_key: bytes
    actor: Actor


@dataclass(frozen=True)
class PhotoFor:
    """A photo of a case, for staff in scope or for the reporter with the key."""

    number: str
    photo_id: int
    key: str | None
    signing_key: bytes
    actor: Actor


def is_number(text: str) -> bool:
    """Tell whether a text has the form of a case's number."""
    return _NUMBER.fullmatch(text) is not None


def case_view(tx: Transaction, command: CaseFor) -> CaseView:
    """Return all of a case; name and contact of the reporter masked by permission.

    Raises
    ------
    UnknownCaseError
        No case has the number.
    SignInNeededError, ForbiddenError
        The case is not in the reader's scope.
    """
    case, actor = _case(tx, command.number), command.actor
    subject = subject_of(case)
    require(actor, Permission.READ_CASES, subject.place)
    masked = not allowed(actor, Permission.READ_CONTACTS, subject.place)
    phones = allowed(actor, Permission.READ_PHONES, subject.place)
    (where,) = places_of(tx, [case])
    title, title_en = title_of(case)
    name, contact = case.reporter_name, case.reporter_contact
    return CaseView(
        number=case.number,
        state=case.state,
        status=status_of(case.state, case.due_at, tx.now),
        revision=case.revision,
        category=info_of(case.category),
        title=title,
        title_en=title_en,
        description=case.description,
        address=case.address,
        lon=case.lon_e7 / 1e7,
        lat=case.lat_e7 / 1e7,
        accuracy_m=case.accuracy_m,
        where=where,
        outside_since=case.outside_since,
        source=case.source,
        reported_at=case.reported_at,
        due_at=case.due_at,
        rectified_at=case.rectified_at,
        verified_at=case.verified_at,
        closed_at=case.closed_at,
        rework_count=case.rework_count,
        owner=_owner(case, with_phone=phones),
        reporter_name=mask_name(name) if masked else name,
        reporter_contact=mask_contact(contact) if masked else contact,
        contact_masked=masked,
        photos=_photos(case),
        history=_history(tx, case),
        actions=allowed_actions(actor, subject),
    )


def tracked(tx: Transaction, command: Track) -> TrackView:
    """Return how a case stands; with its key, or for the account that reported it, all told.

    Raises
    ------
    UnknownCaseError
        No case has the number.
    """
    case = _case(tx, command.number)
    (where,) = places_of(tx, [case])
    full = _is_reporter(case, command.actor, command.signing_key, command.key)
    view = TrackView(
        number=case.number,
        state=case.state,
        status=status_of(case.state, case.due_at, tx.now),
        category_code=case.category_code,
        category=case.category.name,
        category_en=case.category.name_en,
        where=where,
        reported_at=case.reported_at,
        due_at=case.due_at,
        rectified_at=case.rectified_at,
        verified_at=case.verified_at,
        closed_at=case.closed_at,
        full=full,
    )
    return _told_all(view, case) if full else view


def photo_for(tx: Transaction, command: PhotoFor) -> str:
    """Return the hash of a photo that the reader may see.

    Raises
    ------
    UnknownCaseError, UnknownPhotoError
        There is no such photo, or it is not for this reader.
    """
    case = _case(tx, command.number)
    if not (
        _is_reporter(case, command.actor, command.signing_key, command.key)
        or allowed(command.actor, Permission.READ_CASES, subject_of(case).place)
    ):
        raise UnknownPhotoError(number=case.number)
    sha256 = tx.session.scalar(
        select(CasePhoto.sha256).where(
            CasePhoto.case_id == case.id, CasePhoto.id == command.photo_id
        )
    )
    if sha256 is None:
        raise UnknownPhotoError(number=case.number)
    return sha256


def subject_of(case: Case) -> Subject:
    """Return what decides about actions on a case."""
    return Subject(
        case.state,
        Place(
            cell=case.cell_code,
            community=case.community_code,
            street=case.street_code,
            department=case.category.department_key,
        ),
        case.rectified_by_id,
    )


def _case(tx: Transaction, number: str) -> Case:
    case = (
        tx.session.scalar(select(Case).where(Case.number == number)) if is_number(number) else None
    )
    if case is None:
        raise UnknownCaseError(number=number[:30])
    return case


def _is_reporter(case: Case, actor: Actor, signing_key: bytes, key: str | None) -> bool:
    own = actor.account_id is not None and case.reporter_account_id == actor.account_id
    return own or tracking_key_fits(signing_key, case.number, key)


def _told_all(view: TrackView, case: Case) -> TrackView:
    answers = tuple(
        AnswerView(event.at, event.kind, event.note)
        for event in case.history
        if event.kind in (Action.ANSWER, Action.REJECT)
    )
    return replace(
        view,
        owner_name=mask_name(case.owner.name) if case.owner else "",
        owner_post=case.owner.post if case.owner else "",
        owner_post_en=case.owner.post_en if case.owner else "",
        limit_working_hours=case.category.limit_working_hours,
        description=case.description,
        address=case.address,
        lon=case.lon_e7 / 1e7,
        lat=case.lat_e7 / 1e7,
        photos=_photos(case),
        answers=answers,
    )


def _owner(case: Case, *, with_phone: bool) -> OwnerView | None:
    person = case.owner
    if person is None:
        return None
    return OwnerView(
        person_id=person.id,
        name=person.name,
        post=person.post,
        post_en=person.post_en,
        organisation=person.organisation.name,
        organisation_en=person.organisation.name_en or person.organisation.name,
        phone=(person.phone or None) if with_phone else None,
    )


def _photos(case: Case) -> tuple[PhotoView, ...]:
    return tuple(
        PhotoView(photo.id, photo.stage, photo.width_px, photo.height_px, photo.added_at)
        for photo in case.photos
    )


def _history(tx: Transaction, case: Case) -> tuple[EventView, ...]:
    named = {
        id_: division_info(tx, id_)
        for id_ in {event.division_id for event in case.history}
        if id_ is not None
    }
    return tuple(
        _event(event, named.get(event.division_id) if event.division_id else None)
        for event in case.history
    )


def _event(event: CaseEvent, division: DivisionInfo | None) -> EventView:
    at: datetime = event.at
    return EventView(
        at=at,
        kind=event.kind,
        state=event.state,
        actor_name=event.actor_name,
        actor_role=event.actor_role,
        person_name=event.person_name,
        note=event.note,
        cell_from=event.cell_from,
        cell_to=event.cell_to,
        division=division.name if division else "",
        division_en=(division.name_en or division.name) if division else "",
    )
