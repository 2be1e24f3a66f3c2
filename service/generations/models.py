"""Drafts in the making: what was asked, how far it is, and the files that were given for it."""

from datetime import datetime

from sqlalchemy import JSON, Enum, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Model, UtcDateTime
from service.generations.stages import JobState, Task


class DraftJob(Model):
    """A boundary file on its way to a draft. Any process works on it, one at a time."""

    __tablename__ = "draft_jobs"
    __table_args__ = (Index("ix_draft_jobs_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[JobState] = mapped_column(
        Enum(JobState, native_enum=False, length=12, values_callable=lambda e: list(e))
    )
    task: Mapped[Task] = mapped_column(
        Enum(Task, native_enum=False, length=12, values_callable=lambda e: list(e))
    )
    """What is to be done, is being done, or was done last."""
    file_name: Mapped[str] = mapped_column(String(200))
    reading: Mapped[dict[str, object]] = mapped_column(JSON)
    """How the file is read: `ReadingChoices`."""
    cells: Mapped[dict[str, object] | None] = mapped_column(JSON)
    """How its communities are divided: `CellChoices`; none until somebody has chosen."""
    found: Mapped[dict[str, object] | None] = mapped_column(JSON)
    """What the reading found: `Found`."""
    refusal: Mapped[dict[str, object] | None] = mapped_column(JSON)
    """Why the last task came to nothing: `Refused`."""
    step: Mapped[int] = mapped_column(default=0)
    """Which of the task's steps is under way, from 1 on."""
    division_id: Mapped[int | None] = mapped_column(ForeignKey("divisions.id"))
    """The draft, written in the transaction that keeps it."""
    kept_codes: Mapped[int | None]
    to_confirm: Mapped[int | None]
    notes: Mapped[list[dict[str, str]] | None] = mapped_column(JSON)
    """What the division left out of what it was given, in each language."""
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    alive_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its worker gave a sign of life last."""
    worker: Mapped[str] = mapped_column(String(32), default="")
    tries: Mapped[int] = mapped_column(default=0)
    """How many workers have taken it since it was asked for."""
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(60))
    by_role: Mapped[str] = mapped_column(String(20))


class DraftFilePart(Model):
    """A piece of a file of a job: large files never lie in memory whole."""

    __tablename__ = "draft_file_parts"

    job_id: Mapped[int] = mapped_column(
        ForeignKey("draft_jobs.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(16), primary_key=True)
    """What the file is for: a `FileRole`."""
    part: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
