"""Who is at work in which community of a draft; a lock ends by itself, for clerks go home.

Locks keep people out of each other's way. That no edit is lost is not their work: each names the
revision that it was drawn on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from service.access.roles import Actor
from service.areas.operations import hold_draft
from service.database import Transaction
from service.studio.errors import CommunityLockedError
from service.studio.models import StudioLock

LASTS = timedelta(seconds=90)
"""From the last sign of its holder's page, which gives one every 30 s."""


@dataclass(frozen=True)
class Lock:
    """A community in which somebody is at work."""

    community: str
    account_id: int
    name: str
    until: datetime


@dataclass(frozen=True)
class Claim:
    """Somebody is at work in these communities, and in no others."""

    division_id: int
    communities: frozenset[str]
    by: Actor


def locks_of(tx: Transaction, division_id: int) -> list[Lock]:
    """List the locks of a draft that are in force."""
    rows = tx.session.scalars(
        select(StudioLock)
        .where(StudioLock.division_id == division_id, StudioLock.until > tx.now)
        .order_by(StudioLock.community_code)
    )
    return [Lock(row.community_code, row.account_id, row.name, row.until) for row in rows]


def claim(tx: Transaction, command: Claim) -> list[Lock]:
    """Lock communities for somebody, give back all others that they held, and list all locks.

    Raises
    ------
    UnknownDivisionError, NotADraftError
        There is no such draft.
    CommunityLockedError
        Somebody else is at work in one of them; nothing is changed.
    """
    hold_draft(tx, command.division_id)
    account_id = _account(command.by)
    refuse_locked(tx, command)
    known = tx.session.scalars(
        select(StudioLock).where(
            StudioLock.division_id == command.division_id, StudioLock.account_id == account_id
        )
    ).all()
    for lock in known:
        if lock.community_code not in command.communities:
            tx.session.delete(lock)
    tx.session.flush()
    _take(tx, command)
    return locks_of(tx, command.division_id)


def _take(tx: Transaction, command: Claim) -> None:
    """Lock communities that nobody else holds, or hold them longer; the draft is held."""
    for community in sorted(command.communities):
        lock = tx.session.get(StudioLock, (command.division_id, community))
        if lock is None:
            lock = StudioLock(division_id=command.division_id, community_code=community)
            tx.session.add(lock)
        lock.account_id, lock.name = _account(command.by), command.by.name
        lock.until = tx.now + LASTS
    tx.session.flush()


def refuse_locked(tx: Transaction, command: Claim) -> None:
    """Refuse where somebody else is at work in one of the communities.

    Raises
    ------
    CommunityLockedError
        Naming who, and until when.
    """
    for lock in locks_of(tx, command.division_id):
        if lock.community in command.communities and lock.account_id != _account(command.by):
            left_s = int((lock.until - tx.now).total_seconds()) + 1
            error = CommunityLockedError(community=lock.community, name=lock.name, seconds=left_s)
            error.retry_after_s = left_s
            raise error


def forget_locks(tx: Transaction, division_id: int) -> None:
    """Drop the locks of a draft."""
    tx.session.execute(
        delete(StudioLock)
        .where(StudioLock.division_id == division_id)
        .execution_options(synchronize_session=False)
    )


def _account(actor: Actor) -> int:
    assert actor.account_id is not None, "who edits divisions is signed in"
    return actor.account_id
