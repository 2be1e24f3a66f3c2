"""Rules of cases: status, allowed actions, numbers, tracking keys, masks. Pure."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from service.access.permissions import Place, allowed
from service.access.roles import Actor, Role
from service.cases.calendar import due_at
from service.cases.states import TRANSITIONS, Action, State

__all__ = [
    "DUE_SOON",
    "Source",
    "Status",
    "Subject",
    "allowed_actions",
    "case_number",
    "due_at",
    "mask_contact",
    "mask_name",
    "source_of",
    "status_of",
    "tracking_key",
    "tracking_key_fits",
]

DUE_SOON = timedelta(hours=2)
"""A case this near its time is shown as due."""


class Status(StrEnum):
    """How a case stands to a reader; each has its own glyph and colour."""

    LATE = "late"
    DUE = "due"
    IN_HAND = "in_hand"
    TO_VERIFY = "to_verify"
    DONE = "done"
    REJECTED = "rejected"


class Source(StrEnum):
    """By which way a case came."""

    RESIDENT = "resident"
    PATROL = "patrol"
    SUPERVISION = "supervision"


_SOURCES = {
    Role.GRID_WORKER: Source.PATROL,
    Role.COMMUNITY_OFFICER: Source.PATROL,
    Role.STREET_OFFICER: Source.PATROL,
    Role.DEPARTMENT_OFFICER: Source.PATROL,
    Role.SUPERVISOR: Source.SUPERVISION,
}


def source_of(actor: Actor) -> Source:
    """Return the way of a report from who makes it."""
    return _SOURCES.get(actor.role, Source.RESIDENT)


def status_of(state: State, due: datetime, now: datetime) -> Status:
    """Return how a case stands; the clock stops mattering once it is rectified."""
    match state:
        case State.CLOSED:
            return Status.DONE
        case State.REJECTED:
            return Status.REJECTED
        case State.RECTIFIED | State.VERIFIED:
            return Status.TO_VERIFY
        case State.DISPATCHED | State.IN_HAND:
            if now > due:
                return Status.LATE
            return Status.DUE if due - now <= DUE_SOON else Status.IN_HAND


@dataclass(frozen=True)
class Subject:
    """What decides which actions a case allows."""

    state: State
    place: Place
    rectified_by_id: int | None = None


def allowed_actions(actor: Actor, subject: Subject) -> tuple[Action, ...]:
    """Return what an actor may do to a case now, in the order of the life cycle."""
    return tuple(
        action
        for action, move in TRANSITIONS.items()
        if subject.state in move.sources
        and allowed(actor, move.permission, subject.place)
        and not verifies_own_work(actor, action, subject)
    )


def verifies_own_work(actor: Actor, action: Action, subject: Subject) -> bool:
    """Tell whether somebody would verify what they rectified themselves."""
    return action is Action.VERIFY and (
        subject.rectified_by_id is not None and subject.rectified_by_id == actor.account_id
    )


def case_number(district_code: str, day: date, serial: int) -> str:
    """Return a case's number: ``440704-20261124-0001``."""
    return f"{district_code}-{day:%Y%m%d}-{serial:04}"


def tracking_key(signing_key: bytes, number: str) -> str:
    """Return the key with which a reporter sees all of their case."""
    return hmac.new(signing_key, b"track:" + number.encode(), hashlib.sha256).hexdigest()[:24]


def tracking_key_fits(signing_key: bytes, number: str, given: str | None) -> bool:
    """Tell whether a key belongs to a case."""
    expected = tracking_key(signing_key, number)
    return hmac.compare_digest(expected.encode(), (given or "").encode())


def mask_name(name: str) -> str:
    """Hide a person's name but for its ends: 黄健文 → 黄*文, 李四 → 李*, Ada Low → A*****w."""
    name = name.strip()
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_contact(contact: str) -> str:
    """Hide a phone number or an address: 13800001234 → 138****1234, ada@x.org → a**@x.org."""
    contact = contact.strip()
    local, at, host = contact.rpartition("@")
    if at:
        return local[:1] + "*" * max(len(local) - 1, 1) + at + host
    if len(contact) >= 8:
        return contact[:3] + "*" * (len(contact) - 7) + contact[-4:]
    return "*" * len(contact)
