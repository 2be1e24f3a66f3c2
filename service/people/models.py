"""Organisations, persons, pairings and responsibilities, as stored."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    String,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.database import Model, UtcDateTime
from service.people.kinds import CarryingState, OrganisationKind, Tier


def _closed(enum: type[StrEnum], length: int) -> Enum:
    return Enum(enum, native_enum=False, length=length, values_callable=lambda e: list(e))


class Organisation(Model):
    """An organisation; ``code`` is its area's code, or a department's own key."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """Street office: 9-digit street code; community: 12-digit code; department: its key."""
    kind: Mapped[OrganisationKind] = mapped_column(_closed(OrganisationKind, 20), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")


class Person(Model):
    """Somebody who can be responsible; phones are personal data."""

    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    """The register's own number of the person (工号): names repeat, numbers do not."""
    name: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(60), default="")
    post_en: Mapped[str] = mapped_column(String(80), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Pairing(Model):
    """A department paired with a community for a period (结对)."""

    __tablename__ = "pairings"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        # Each side at most once at a time: the database holds it for the open-ended ones.
        Index(
            "ix_pairings_department_open",
            "department_id",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index(
            "ix_pairings_community_open",
            "community_code",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    department: Mapped[Organisation] = relationship(lazy="joined")
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    """The department's person for the whole community: default of the department tier."""
    contact: Mapped[Person | None] = relationship(lazy="joined")
    community_code: Mapped[str] = mapped_column(String(12))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class CommunityHeir(Model):
    """A community of a generation that is one of the generation before under another code."""

    __tablename__ = "community_heirs"

    division_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    from_code: Mapped[str] = mapped_column(String(12))


class Responsibility(Model):
    """A person responsible for a cell in a tier, for a period (both days included)."""

    __tablename__ = "responsibilities"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        Index("ix_responsibilities_cell", "cell_code", "tier", "valid_from"),
        Index("ix_responsibilities_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cell_code: Mapped[str] = mapped_column(String(20))
    tier: Mapped[Tier] = mapped_column(_closed(Tier, 12))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    person: Mapped[Person] = relationship(lazy="joined")
    stand_in: Mapped[bool] = mapped_column(default=False)
    """A stand-in goes before the one whom they stand in for, while the period lasts."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    ended_on: Mapped[date | None]
    """Last day in fact, where another generation retired the cell before the period was over."""


class Carrying(Model):
    """A person who follows an old cell's ground into a new cell, for somebody to confirm.

    Or one who follows it nowhere: then their responsibility ``ends`` with the old cell.
    """

    __tablename__ = "carryings"
    __table_args__ = (
        Index(
            "uq_carryings_follows",
            "division_id",
            "cell_code",
            "tier",
            unique=True,
            sqlite_where=text("NOT ends AND NOT superseded"),
            postgresql_where=text("NOT ends AND NOT superseded"),
        ),
        Index(
            "uq_carryings_ends",
            "division_id",
            "from_cell_code",
            "tier",
            unique=True,
            sqlite_where=text("ends AND NOT superseded"),
            postgresql_where=text("ends AND NOT superseded"),
        ),
        CheckConstraint("ends OR (cell_code <> '' AND ends_on IS NULL)", name="follows"),
        CheckConstraint(
            "NOT ends OR (chosen_id IS NULL AND NOT restored AND NOT unambiguous"
            " AND state <> 'declined' AND (state <> 'changed' OR cell_code <> '')"
            " AND (ends_on IS NULL) = (carried_on IS NULL))",
            name="ends",
        ),
        Index("ix_carryings_state", "division_id", "state", "community_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    division_id: Mapped[int]
    """The generation into which the person is carried, or with which their cell is no more."""
    ends: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the person follows nowhere."""
    cell_code: Mapped[str] = mapped_column(String(20))
    """The new cell. Of an ending, where the old cell's middle lies now; empty if nowhere."""
    community_code: Mapped[str] = mapped_column(String(12))
    """Of the new cell; of an ending, of the old one."""
    street_code: Mapped[str] = mapped_column(String(9))
    tier: Mapped[Tier] = mapped_column(_closed(Tier, 12))
    from_cell_code: Mapped[str] = mapped_column(String(20))
    """The old cell with the largest part of the new one's ground, empty where none had any; of an
    ending, the one lost."""
    share: Mapped[float]
    """That part, 0 to 1; of an ending 0."""
    unambiguous: Mapped[bool]
    """Whether nobody has to think about it."""
    proposed_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    proposed: Mapped[Person] = relationship(lazy="joined", foreign_keys=[proposed_id])
    restored: Mapped[bool] = mapped_column(default=False)
    """Whether they come back because the cell itself does, and not from the old cell."""
    state: Mapped[CarryingState] = mapped_column(_closed(CarryingState, 12))
    chosen_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    """Who was chosen in the proposed one's place."""
    chosen: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[chosen_id])
    carried_on: Mapped[date | None]
    """Since when it is in effect; none while the generation is a draft."""
    ends_on: Mapped[date | None]
    """Of an ending in effect, the responsibility's last day."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_by_name: Mapped[str] = mapped_column(String(60), default="")
    decided_by_role: Mapped[str] = mapped_column(String(20), default="")
    superseded: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the generation has come into force again since: kept for what was decided then."""
