"""Accounts and their signed-in sessions, as stored."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.access.roles import Role
from service.database import Model, UtcDateTime
from service.people.models import Person


class Account(Model):
    """Somebody who can sign in; what they may do follows from the role and the person."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    """argon2id, with its parameters."""
    role: Mapped[Role] = mapped_column(
        Enum(Role, native_enum=False, length=20, values_callable=lambda e: list(e))
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    person: Mapped[Person | None] = relationship(lazy="joined")
    disabled: Mapped[bool] = mapped_column(default=False)
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignedInSession(Model):
    """A browser that is signed in; only the hash of its cookie is kept."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    account: Mapped[Account] = relationship(lazy="joined")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ReportCount(Model):
    """How many reports came from one address in one hour without signing in."""

    __tablename__ = "report_counts"

    address_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """HMAC of the address: enough to count by, no use to trace anybody."""
    hour: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True, index=True)
    reports: Mapped[int] = mapped_column(default=0)
