"""Drafts in the making, as people ask for them: given, chosen for, stopped, thrown away.

How they are told is `service.generations.jobs_told`; what is done with them in the meantime is
`service.generations.work`.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from service.access.roles import Actor
from service.database import Hold, Transaction, hold
from service.errors.domain import ConflictError, DomainError
from service.generations.choices import CellChoices, ReadingChoices
from service.generations.findings import Found
from service.generations.job_files import GivenFile, forget_files, keep_files, plain_name
from service.generations.jobs_told import found_job
from service.generations.models import DraftJob
from service.generations.stages import BUSY, MAPS, UNFINISHED, FileRole, JobState, Task

MOST_BUSY = 4
"""Files that wait or are worked on at a time: more would only wait longer."""
MOST_KEPT = 20
"""Files that are kept until something becomes of them."""
KEPT_FOR = timedelta(days=7)
"""So long a file waits for somebody to come back to it."""
_RETRY_S = 30


class JobBusyError(ConflictError):
    """The file is being worked on."""

    key = "drafting-job-busy"


class JobNotReadError(ConflictError):
    """The file was not read through, so that it cannot be divided."""

    key = "drafting-job-not-read"


class JobOverError(ConflictError):
    """The draft is there, or the file was thrown away."""

    key = "drafting-job-over"


class TooManyJobsError(DomainError):
    """More files wait than are taken."""

    key = "drafting-too-many-jobs"
    status = 429


@dataclass(frozen=True)
class NewJob:
    """A boundary file to be read, and divided where it is said how."""

    reading: ReadingChoices
    cells: CellChoices | None
    files: tuple[GivenFile, ...]
    """One of them the boundaries."""
    by: Actor


@dataclass(frozen=True)
class ReadAgain:
    """Read a file once more, in another way."""

    job_id: int
    reading: ReadingChoices
    files: tuple[GivenFile, ...] = ()
    """In place of those with the same role."""
    leave_out: tuple[FileRole, ...] = ()


@dataclass(frozen=True)
class Make:
    """Divide a file that was read."""

    job_id: int
    cells: CellChoices
    files: tuple[GivenFile, ...] = ()
    leave_out: tuple[FileRole, ...] = ()


def add_job(tx: Transaction, new: NewJob) -> int:
    """Take a file, and return its job's id.

    Raises
    ------
    TooManyJobsError
        Too many files wait already.
    """
    hold(tx, Hold.DRAFTS)
    _sweep(tx)
    _need_room(tx, more=1)
    boundaries = next(one for one in new.files if one.role is FileRole.BOUNDARIES)
    job = DraftJob(
        state=JobState.WAITING,
        task=Task.CHECK if new.cells is None else Task.BOTH,
        file_name=plain_name(boundaries.name),
        reading=new.reading.to_json(),
        cells=None if new.cells is None else new.cells.to_json(),
        created_at=tx.now,
        by_id=new.by.account_id,
        by_name=new.by.name,
        by_role=new.by.role.value,
    )
    tx.session.add(job)
    tx.session.flush()
    keep_files(tx, job.id, new.files)
    return job.id


def read_again(tx: Transaction, command: ReadAgain) -> None:
    """Have a file read once more.

    Raises
    ------
    UnknownJobError, JobBusyError, JobOverError, TooManyJobsError
    """
    hold(tx, Hold.DRAFTS)
    job = _open(tx, command.job_id)
    _need_room(tx)
    job.reading, job.found = command.reading.to_json(), None
    forget_files(tx, job.id, (*command.leave_out, *MAPS.values()))
    keep_files(tx, job.id, command.files)
    for given in command.files:
        if given.role is FileRole.BOUNDARIES:
            job.file_name = plain_name(given.name)
    _queue(job, Task.CHECK)


def make(tx: Transaction, command: Make) -> None:
    """Have a file that was read divided, and the division kept as a draft.

    Raises
    ------
    UnknownJobError, JobBusyError, JobOverError, JobNotReadError, TooManyJobsError
    """
    hold(tx, Hold.DRAFTS)
    job = _open(tx, command.job_id)
    if job.found is None or not Found.from_json(job.found).fine:
        raise JobNotReadError(name=job.file_name)
    _need_room(tx)
    job.cells = command.cells.to_json()
    forget_files(tx, job.id, command.leave_out)
    keep_files(tx, job.id, command.files)
    _queue(job, Task.MAKE)


def cancel_job(tx: Transaction, job_id: int) -> None:
    """Stop work on a file, at once where it still waits, else as soon as the foreman looks.

    Raises
    ------
    UnknownJobError, JobOverError
    """
    hold(tx, Hold.DRAFTS)
    job = found_job(tx, job_id)
    if job.state is JobState.WAITING:
        job.state, job.ended_at = JobState.CANCELLED, tx.now
    elif job.state is JobState.WORKING:
        job.cancel_asked = True
    elif job.state in (JobState.MADE, JobState.DROPPED):
        raise JobOverError(name=job.file_name)


def drop_job(tx: Transaction, job_id: int) -> None:
    """Throw away a file of which no draft was made.

    Raises
    ------
    UnknownJobError, JobBusyError, JobOverError
    """
    hold(tx, Hold.DRAFTS)
    _drop(tx, _open(tx, job_id))


def _open(tx: Transaction, job_id: int) -> DraftJob:
    """Return a job with which something can be done now."""
    job = found_job(tx, job_id)
    if job.state in BUSY:
        raise JobBusyError(name=job.file_name)
    if job.state not in UNFINISHED or job.division_id is not None:
        raise JobOverError(name=job.file_name)
    return job


def _queue(job: DraftJob, task: Task) -> None:
    job.state, job.task, job.refusal, job.step = JobState.WAITING, task, None, 0
    job.tries = 0
    job.begun_at = job.ended_at = None
    job.cancel_asked = False


def _need_room(tx: Transaction, *, more: int = 0) -> None:
    states = tx.session.scalars(select(DraftJob.state).where(DraftJob.state.in_(UNFINISHED))).all()
    busy = sum(state in BUSY for state in states)
    if busy >= MOST_BUSY:
        error = TooManyJobsError(count=busy)
        error.retry_after_s = _RETRY_S
        raise error
    if more and len(states) >= MOST_KEPT:
        raise TooManyJobsError(count=len(states))


def _sweep(tx: Transaction) -> None:
    past = tx.session.scalars(
        select(DraftJob).where(
            DraftJob.state.in_([state for state in UNFINISHED if state not in BUSY]),
            DraftJob.created_at < tx.now - KEPT_FOR,
        )
    )
    for job in past.all():
        if job.ended_at is None or job.ended_at < tx.now - KEPT_FOR:
            _drop(tx, job)


def _drop(tx: Transaction, job: DraftJob) -> None:
    job.state, job.ended_at = JobState.DROPPED, tx.now
    forget_files(tx, job.id)


def let_go(tx: Transaction, division_id: int) -> None:
    """Let the job that made a draft end with it.

    Raises
    ------
    JobBusyError
        It is still at it.
    """
    job = tx.session.scalar(select(DraftJob).where(DraftJob.division_id == division_id))
    if job is None:
        return
    if job.state in BUSY:
        raise JobBusyError(name=job.file_name)
    job.state = JobState.DROPPED
