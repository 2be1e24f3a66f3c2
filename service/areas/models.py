"""Divisions (generations) with their communities and cells, as stored."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.areas.status import ActivationKind, DivisionStatus
from service.database import Model, UtcDateTime


class Division(Model):
    """One generation of communities and cells."""

    __tablename__ = "divisions"
    __table_args__ = (
        # At most one active generation of a district, held by the database itself.
        Index(
            "ix_divisions_one_active",
            "district_code",
            unique=True,
            sqlite_where=text("status = 'active'"),
            postgresql_where=text("status = 'active'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    district_code: Mapped[str] = mapped_column(String(12))
    district_name: Mapped[str] = mapped_column(String(60))
    district_name_en: Mapped[str] = mapped_column(String(120), default="")
    status: Mapped[DivisionStatus] = mapped_column(
        Enum(DivisionStatus, native_enum=False, length=12, values_callable=lambda e: list(e))
    )
    strategy: Mapped[str] = mapped_column(String(120))
    """How the cells were made, for people: ``squares, 400 m``."""
    illustrative: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(500), default="")
    """Source, licence and datum of the boundaries, shown beside every map."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when it is in force, or was the last time; all times are `Activation` rows."""
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lattices: Mapped[list[dict[str, object]]] = mapped_column(
        JSON, default=list, server_default="[]"
    )
    """Lattices on which communities are divided, as ``cells.attrs["lattices"]`` has them."""
    proof: Mapped[dict[str, object] | None] = mapped_column(JSON)
    """What the proof found when it was drafted: a `ProofSummary`."""
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often its cells were changed by hand while it was a draft, changes back among them."""
    planned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a draft is to be activated."""
    planned_by_id: Mapped[int | None]
    planned_by_name: Mapped[str] = mapped_column(String(60), default="", server_default="")
    planned_by_role: Mapped[str] = mapped_column(String(20), default="", server_default="")
    plan_refused: Mapped[dict[str, object] | None] = mapped_column(JSON)
    """Why the last planned activation did not come about: a `PlanRefused`."""
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a draft was thrown away; its number is never given to another division."""
    discarded_by_id: Mapped[int | None]
    discarded_by_name: Mapped[str] = mapped_column(String(60), default="", server_default="")
    discarded_by_role: Mapped[str] = mapped_column(String(20), default="", server_default="")

    communities: Mapped[list["Community"]] = relationship(
        order_by="Community.code", cascade="all, delete-orphan"
    )
    cells: Mapped[list["Cell"]] = relationship(
        order_by="Cell.code", cascade="all, delete-orphan", overlaps="communities"
    )


class Community(Model):
    """A village or community as this division has it; its outline is the noded truth."""

    __tablename__ = "communities"

    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    """Short name, as shown: 银泉社区."""
    name_en: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(12), default="community")
    """``community`` or ``village``."""
    street_code: Mapped[str] = mapped_column(String(9), index=True)
    street: Mapped[str] = mapped_column(String(60), default="")
    street_en: Mapped[str] = mapped_column(String(120), default="")
    area_m2: Mapped[float]
    geometry: Mapped[bytes] = mapped_column(LargeBinary)
    """WKB, EPSG:4326 on the 1e-7° lattice."""


class Cell(Model):
    """A grid cell of a division."""

    __tablename__ = "cells"
    __table_args__ = (
        ForeignKeyConstraint(
            ["division_id", "community_code"], ["communities.division_id", "communities.code"]
        ),
        Index("ix_cells_community", "division_id", "community_code"),
        # A retired code is looked up in all generations.
        Index("ix_cells_code", "code"),
    )

    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    """15 digits by the standard, 17 of a micro-cell; more where serials are longer."""
    name: Mapped[str | None] = mapped_column(String(120))
    """As the city calls it: 江海区第一中学专属网格; none where it goes by its serial."""
    community_code: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(8), default="general")
    """``general`` or ``special``."""
    area_m2: Mapped[float]
    households: Mapped[int | None]
    parent_code: Mapped[str | None] = mapped_column(String(20))
    """Of a micro-cell, the code of the cell in which it lies."""
    code_before: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """The code that the cell had in an older numbering, where one is known."""
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """Why the cell is out of the range that was asked for."""
    geometry: Mapped[bytes] = mapped_column(LargeBinary)
    """WKB, EPSG:4326 on the 1e-7° lattice."""


class ActivationEntry(Model):
    """One time that a division came into force. Append-only: triggers refuse to change one."""

    __tablename__ = "activations"

    id: Mapped[int] = mapped_column(primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), index=True)
    from_division_id: Mapped[int | None] = mapped_column(ForeignKey("divisions.id"))
    """Which was in force until then."""
    kind: Mapped[ActivationKind] = mapped_column(
        Enum(ActivationKind, native_enum=False, length=12, values_callable=lambda e: list(e))
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    planned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """For when it was planned; none where somebody did it at once."""
    actor_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    actor_name: Mapped[str] = mapped_column(String(60))
    """Empty where it was done on the command line of the server."""
    actor_role: Mapped[str] = mapped_column(String(20))
