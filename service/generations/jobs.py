"""Drafts in the making, as people ask for them: given, chosen for, stopped, thrown away.

What is done with them in the meantime is `service.generations.work`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import delete, insert, select

from service.access.roles import Actor
from service.database import Hold, Transaction, hold
from service.errors.domain import ConflictError, DomainError, NotFoundError
from service.generations.choices import CellChoices, ReadingChoices
from service.generations.findings import Found, Refused
from service.generations.models import DraftFilePart, DraftJob
from service.generations.stages import BUSY, MAPS, STEPS, UNFINISHED, FileRole, JobState, Step, Task

MOST_BUSY = 4
"""Files that wait or are worked on at a time: more would only wait longer."""
MOST_KEPT = 20
"""Files that are kept until something becomes of them."""
KEPT_FOR = timedelta(days=7)
"""So long a file waits for somebody to come back to it."""
_RETRY_S = 30
_PART_BYTES = 1 << 20
_LONGEST_NAME = 120


class UnknownJobError(NotFoundError):
    """There is no such draft in the making."""

    key = "drafting-unknown-job"


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
class GivenFile:
    """A file of a request, open at its beginning."""

    role: FileRole
    name: str
    content: BinaryIO


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
    _keep_files(tx, job.id, new.files)
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
    _forget_files(tx, job.id, (*command.leave_out, *MAPS.values()))
    _keep_files(tx, job.id, command.files)
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
    _forget_files(tx, job.id, command.leave_out)
    _keep_files(tx, job.id, command.files)
    _queue(job, Task.MAKE)


def cancel_job(tx: Transaction, job_id: int) -> None:
    """Stop work on a file, at once where it still waits, else after the step under way.

    Raises
    ------
    UnknownJobError, JobOverError
    """
    hold(tx, Hold.DRAFTS)
    job = _found(tx, job_id)
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


def job_told(tx: Transaction, job_id: int) -> JobTold:
    """Return a draft in the making.

    Raises
    ------
    UnknownJobError
        There is none.
    """
    return _told(tx, _found(tx, job_id))


def unfinished_jobs(tx: Transaction, _command: None) -> list[JobTold]:
    """List the files with which something can still be done, the newest first."""
    rows = tx.session.scalars(
        select(DraftJob).where(DraftJob.state.in_(UNFINISHED)).order_by(DraftJob.id.desc())
    )
    return [_told(tx, row) for row in rows]


@dataclass(frozen=True)
class FileWanted:
    """A file of a job."""

    job_id: int
    role: FileRole
    part: int = 0


def file_part(tx: Transaction, wanted: FileWanted) -> bytes | None:
    """Return a piece of a file, or ``None`` behind its end."""
    return tx.session.scalar(
        select(DraftFilePart.content).where(
            DraftFilePart.job_id == wanted.job_id,
            DraftFilePart.role == wanted.role.value,
            DraftFilePart.part == wanted.part,
        )
    )


def keep_file(tx: Transaction, job_id: int, given: GivenFile) -> None:
    """Keep a file of a job, in place of the one with its role."""
    _forget_files(tx, job_id, [given.role])
    given.content.seek(0)
    for part, content in enumerate(_parts(given.content)):
        tx.session.execute(
            insert(DraftFilePart),
            {
                "job_id": job_id,
                "role": given.role.value,
                "part": part,
                "name": plain_name(given.name),
                "content": content,
            },
        )


def forget_files(tx: Transaction, job_id: int) -> None:
    """Drop all files of a job."""
    _forget_files(tx, job_id, tuple(FileRole))


def plain_name(name: str) -> str:
    """Return a file's name without folders and signs that no name has, its ending kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    room = _LONGEST_NAME - len(ending) - 1
    return f"{stem[:room]}{dot}{ending}" if dot and room > 0 else kept[:_LONGEST_NAME] or "file"


def _found(tx: Transaction, job_id: int) -> DraftJob:
    job = tx.session.get(DraftJob, job_id) if 0 < job_id < 2**31 else None
    if job is None:
        raise UnknownJobError(id=job_id)
    return job


def _open(tx: Transaction, job_id: int) -> DraftJob:
    """Return a job with which something can be done now."""
    job = _found(tx, job_id)
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


def _keep_files(tx: Transaction, job_id: int, files: Sequence[GivenFile]) -> None:
    for given in files:
        keep_file(tx, job_id, given)


def _parts(content: BinaryIO) -> Iterator[bytes]:
    first = True
    while part := content.read(_PART_BYTES):
        yield part
        first = False
    if first:
        yield b""  # an empty file is a file, and says so when it is read


def _forget_files(tx: Transaction, job_id: int, roles: Sequence[FileRole]) -> None:
    tx.session.execute(
        delete(DraftFilePart)
        .where(
            DraftFilePart.job_id == job_id,
            DraftFilePart.role.in_([role.value for role in roles]),
        )
        .execution_options(synchronize_session=False)
    )


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
        created_at=job.created_at,
        begun_at=job.begun_at,
        ended_at=job.ended_at,
        by_name=job.by_name,
        files={FileRole(row.role): row.name for row in files},
    )


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
