"""Audits of the division in force, and what they found, as stored."""

from datetime import datetime

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from service.audit.kinds import Cause, FindingKind
from service.database import Model, UtcDateTime


class AuditRun(Model):
    """One audit."""

    __tablename__ = "audit_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    cause: Mapped[Cause] = mapped_column(
        Enum(Cause, native_enum=False, length=12, values_callable=lambda e: list(e))
    )
    findings: Mapped[int]


class AuditFinding(Model):
    """A finding for as long as one audit after the other found it."""

    __tablename__ = "audit_findings"
    __table_args__ = (
        Index(
            "uq_audit_findings_open",
            "division_id",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("gone_at IS NULL"),
            postgresql_where=text("gone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"))
    kind: Mapped[FindingKind] = mapped_column(
        Enum(FindingKind, native_enum=False, length=12, values_callable=lambda e: list(e))
    )
    subject: Mapped[str] = mapped_column(String(40))
    community_code: Mapped[str] = mapped_column(String(12))
    facts: Mapped[dict[str, int | str]] = mapped_column(JSON)
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The first audit that found it no more; none while it is open."""
