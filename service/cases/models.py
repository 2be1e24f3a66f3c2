"""Cases with their photos and history, as stored."""

from datetime import date, datetime

from sqlalchemy import Enum, ForeignKey, ForeignKeyConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.cases.states import State
from service.database import Model, UtcDateTime
from service.people.models import Person


class Category(Model):
    """A kind of issue: whose function it is and how long it may take."""

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    """``event`` or ``part``."""
    group_code: Mapped[str] = mapped_column(String(8))
    group_name: Mapped[str] = mapped_column(String(60))
    group_name_en: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    department_key: Mapped[str] = mapped_column(String(40))
    department: Mapped[str] = mapped_column(String(80))
    department_en: Mapped[str] = mapped_column(String(120))
    limit_working_hours: Mapped[int]
    urgent_limit_hours: Mapped[int]
    photo_required_to_rectify: Mapped[bool]


class CaseSerial(Model):
    """The last serial given out on a day."""

    __tablename__ = "case_serials"

    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class Case(Model):
    """An issue at a place, in one cell, with one owner and one clock."""

    __tablename__ = "cases"
    __table_args__ = (
        ForeignKeyConstraint(["division_id", "cell_code"], ["cells.division_id", "cells.code"]),
        Index("ix_cases_cell", "cell_code", "state"),
        Index("ix_cases_community", "community_code", "state"),
        Index("ix_cases_street", "street_code", "state"),
        Index("ix_cases_owner", "owner_id", "state"),
        Index("ix_cases_due", "state", "due_at"),
        Index("ix_cases_closed", "state", "closed_at"),
        Index("ix_cases_place", "lon_e7", "lat_e7"),
        Index(
            "ix_cases_outside",
            "outside_since",
            sqlite_where=text("outside_since IS NOT NULL"),
            postgresql_where=text("outside_since IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    """District code + date + serial: ``440704-20261124-0001``."""
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"), index=True)
    category: Mapped[Category] = relationship(lazy="joined")
    description: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(200), default="")
    lon_e7: Mapped[int]
    """Longitude in units of 1e-7°."""
    lat_e7: Mapped[int]
    accuracy_m: Mapped[float | None]
    division_id: Mapped[int]
    cell_code: Mapped[str] = mapped_column(String(20))
    community_code: Mapped[str] = mapped_column(String(12))
    street_code: Mapped[str] = mapped_column(String(9))
    outside_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when the place of an open case lies in no cell of the generation in force; division
    and cell are then the last ones that it had."""
    source: Mapped[str] = mapped_column(String(12))
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(
        Enum(State, native_enum=False, length=12, values_callable=lambda e: list(e))
    )
    revision: Mapped[int] = mapped_column(default=1)
    """Grows by one with each change; an actor who saw an older one is refused."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    """Who has to act; none where the cell's tiers are vacant."""
    owner: Mapped[Person | None] = relationship(lazy="joined")
    reporter_name: Mapped[str] = mapped_column(String(60), default="")
    reporter_contact: Mapped[str] = mapped_column(String(120), default="")
    reporter_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rectified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rectified_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rework_count: Mapped[int] = mapped_column(default=0)

    photos: Mapped[list["CasePhoto"]] = relationship(order_by="CasePhoto.id")
    history: Mapped[list["CaseEvent"]] = relationship(order_by="CaseEvent.id")


class CasePhoto(Model):
    """A photo of a case; its file in ``media/`` is named by its content."""

    __tablename__ = "case_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    stage: Mapped[str] = mapped_column(String(8))
    """``before`` or ``after``."""
    width_px: Mapped[int]
    height_px: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseEvent(Model):
    """A line of a case's history. Append-only: triggers refuse to change or delete one."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(16))
    """``report``, ``accept``, ``dispatch``, an `Action`, or a `Rerouted`."""
    state: Mapped[State] = mapped_column(
        Enum(State, native_enum=False, length=12, values_callable=lambda e: list(e))
    )
    """The state after it."""
    actor_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    actor_name: Mapped[str] = mapped_column(String(60), default="")
    """Empty where the system or a signed-out resident acted."""
    actor_role: Mapped[str] = mapped_column(String(20), default="")
    person_name: Mapped[str] = mapped_column(String(60), default="")
    """Whom it was dispatched to."""
    note: Mapped[str] = mapped_column(Text, default="")
    division_id: Mapped[int | None]
    """The generation that moved it."""
    cell_from: Mapped[str] = mapped_column(String(20), default="", server_default="")
    cell_to: Mapped[str] = mapped_column(String(20), default="", server_default="")
