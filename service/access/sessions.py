"""Signed-in sessions: a random token in the browser, only its hash in the database."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from service.access.models import Account, SignedInSession
from service.access.roles import ANONYMOUS, Actor
from service.database import Transaction
from service.people.operations import PersonOn, reach_of_person

_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Token:
    """A session cookie's value, and the zone that says which day it is in the district."""

    value: str
    zone: ZoneInfo


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(tx: Transaction, account: Account, life: timedelta) -> tuple[str, datetime]:
    """Open a session of an account; return its token and its end. Ended sessions are swept."""
    tx.session.execute(delete(SignedInSession).where(SignedInSession.expires_at <= tx.now))
    token, expires_at = secrets.token_urlsafe(_TOKEN_BYTES), tx.now + life
    tx.session.add(
        SignedInSession(
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=tx.now,
            expires_at=expires_at,
        )
    )
    tx.session.flush()
    return token, expires_at


def recognise(tx: Transaction, token: Token) -> Actor:
    """Return who acts by a session's token: the signed-out actor where it is of no session."""
    if not token.value:
        return ANONYMOUS
    session = tx.session.get(SignedInSession, token_hash(token.value))
    if session is None or session.expires_at <= tx.now or session.account.disabled:
        return ANONYMOUS
    return actor_of(tx, session.account, token.zone)


def actor_of(tx: Transaction, account: Account, zone: ZoneInfo) -> Actor:
    """Return an account as an actor, with the reach that its person has today."""
    person = account.person
    if person is None:
        return Actor(account.role, name=account.username, account_id=account.id)
    reach = reach_of_person(tx, PersonOn(person.id, tx.now.astimezone(zone).date()))
    return Actor(
        account.role,
        name=person.name,
        account_id=account.id,
        person_id=person.id,
        organisation=person.organisation.name,
        organisation_en=person.organisation.name_en or person.organisation.name,
        cells=reach.cells,
        communities=reach.communities,
        streets=reach.streets,
        department=reach.department,
    )
