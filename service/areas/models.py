"""Divisions (generations) with their communities and cells, as stored."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.areas.status import DivisionStatus
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
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)

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
    )

    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(15), primary_key=True)
    community_code: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(8), default="general")
    """``general`` or ``special``."""
    area_m2: Mapped[float]
    households: Mapped[int | None]
    geometry: Mapped[bytes] = mapped_column(LargeBinary)
    """WKB, EPSG:4326 on the 1e-7° lattice."""
