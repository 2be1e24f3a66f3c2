"""Drafts in the making, as they are told: how far each is, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from service.database import Transaction
from service.errors.domain import NotFoundError
from service.generations.choices import CellChoices, ReadingChoices
from service.generations.findings import Found, Refused
from service.generations.models import DraftFilePart, DraftJob
from service.generations.stages import BUSY, STEPS, UNFINISHED, FileRole, JobState, Step, Task


class UnknownJobError(NotFoundError):
    """There is no such draft in the making."""

    key = "drafting-unknown-job"


@dataclass(frozen=True)
class JobTold:
    """A draft in the making."""

    id: int
    state: JobState
    task: Task
    file_name: str
    reading: ReadingChoices
    cells: CellChoices | None
    found: Found | None
    refusal: Refused | None
    step: int
    """Which step is under way, from 1 on; 0 before the first."""
    cancel_asked: bool
    division_id: int | None
    kept_codes: int | None
    to_confirm: int | None
    notes: tuple[Mapping[str, str], ...]
    """What the division left out of what it was given, in each language."""
    created_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None
    by_name: str
    files: Mapping[FileRole, str]
    """The names of the files that are kept."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the task."""
        return STEPS[self.task]

    @property
    def busy(self) -> bool:
        """Whether it waits for its turn or is worked on."""
        return self.state in BUSY

    @property
    def going(self) -> bool:
        """Whether a draft can come of it as it is: it was not refused, broken off or stopped."""
        return self.busy or self.state is JobState.READ


def job_told(tx: Transaction, job_id: int) -> JobTold:
    """Return a draft in the making.

    Raises
    ------
    UnknownJobError
        There is none.
    """
    return _told(tx, found_job(tx, job_id))


def unfinished_jobs(tx: Transaction, _command: None) -> list[JobTold]:
    """List the files with which something can still be done, the newest first."""
    rows = tx.session.scalars(
        select(DraftJob).where(DraftJob.state.in_(UNFINISHED)).order_by(DraftJob.id.desc())
    )
    return [_told(tx, row) for row in rows]


def found_job(tx: Transaction, job_id: int) -> DraftJob:
    """Return the row of a draft in the making.

    Raises
    ------
    UnknownJobError
        There is none.
    """
    job = tx.session.get(DraftJob, job_id) if 0 < job_id < 2**31 else None
    if job is None:
        raise UnknownJobError(id=job_id)
    return job


def _told(tx: Transaction, job: DraftJob) -> JobTold:
    files = tx.session.execute(
        select(DraftFilePart.role, DraftFilePart.name).where(
            DraftFilePart.job_id == job.id, DraftFilePart.part == 0
        )
    )
    return JobTold(
        id=job.id,
        state=job.state,
        task=job.task,
        file_name=job.file_name,
        reading=ReadingChoices.from_json(job.reading),
        cells=None if job.cells is None else CellChoices.from_json(job.cells),
        found=None if job.found is None else Found.from_json(job.found),
        refusal=None if job.refusal is None else Refused.from_json(job.refusal),
        step=job.step,
        cancel_asked=job.cancel_asked,
        division_id=job.division_id,
        kept_codes=job.kept_codes,
        to_confirm=job.to_confirm,
        notes=tuple(job.notes or ()),
        created_at=job.created_at,
        begun_at=job.begun_at,
        ended_at=job.ended_at,
        by_name=job.by_name,
        files={FileRole(row.role): row.name for row in files},
    )
