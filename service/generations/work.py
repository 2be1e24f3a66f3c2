"""Work on drafts in the making: take one, tell how far it is, end it, find those left lying."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, and_, or_, select, update

from service.access.roles import Actor, Role
from service.database import Hold, Transaction, hold
from service.generations.choices import CellChoices, ReadingChoices
from service.generations.drafting import Followed
from service.generations.findings import Found, Refused
from service.generations.job_files import GivenFile, forget_files, keep_file
from service.generations.models import DraftFilePart, DraftJob
from service.generations.stages import STEPS, FileRole, JobState, Step, Task

LEASE = timedelta(seconds=60)
"""A worker that gave no sign of life for so long is taken for dead."""
_MOST_TRIES = 3
"""After so many workers that died over what follows a draft, it stays without."""


class JobLostError(Exception):
    """The job is no longer this worker's: another one took it for dead."""


class JobCancelledError(Exception):
    """Somebody asked to stop."""


@dataclass(frozen=True)
class Claimed:
    """A job that a worker has taken."""

    id: int
    worker: str
    task: Task
    reading: ReadingChoices
    cells: CellChoices | None
    files: dict[FileRole, str]
    """Names by role."""
    division_id: int | None
    """Where the worker before died with the draft kept: only what follows is left."""
    by: Actor


@dataclass(frozen=True)
class StepBegun:
    """A worker is about to do something."""

    job: Claimed
    step: Step


@dataclass(frozen=True)
class LeftBehind:
    """A worker is dead, and it is known."""

    worker: str
    broken_off: Refused


@dataclass(frozen=True)
class Ended:
    """A worker is done with a job, one way or another."""

    job: Claimed
    state: JobState
    refusal: Refused | None = None
    followed: Followed | None = None


@dataclass(frozen=True)
class WasRead:
    """A worker has read a file."""

    job: Claimed
    found: Found
    maps: tuple[tuple[FileRole, bytes], ...]


@dataclass(frozen=True)
class Kept:
    """A worker keeps a draft, in the transaction in which this is written."""

    job: Claimed
    division_id: int
    notes: tuple[Mapping[str, str], ...] = ()


def claim(tx: Transaction, worker: str) -> Claimed | None:
    """Take the job that has waited longest; ``None`` where none waits."""
    hold(tx, Hold.DRAFTS)
    job = tx.session.scalar(
        select(DraftJob).where(DraftJob.state == JobState.WAITING).order_by(DraftJob.id).limit(1)
    )
    if job is None:
        return None
    job.state, job.worker, job.step = JobState.WORKING, worker, 0
    job.begun_at = job.alive_at = tx.now
    job.cancel_asked = False
    job.tries += 1
    names = tx.session.execute(
        select(DraftFilePart.role, DraftFilePart.name).where(
            DraftFilePart.job_id == job.id, DraftFilePart.part == 0
        )
    )
    return Claimed(
        id=job.id,
        worker=worker,
        task=job.task,
        reading=ReadingChoices.from_json(job.reading),
        cells=None if job.cells is None else CellChoices.from_json(job.cells),
        files={FileRole(row.role): row.name for row in names},
        division_id=job.division_id,
        by=Actor(Role(job.by_role), name=job.by_name, account_id=job.by_id),
    )


def something_to_do(tx: Transaction, _command: None) -> bool:
    """Tell whether a job waits, or lies where its worker died."""
    dead = and_(DraftJob.state == JobState.WORKING, DraftJob.alive_at < tx.now - LEASE)
    wanted = select(DraftJob.id).where(or_(DraftJob.state == JobState.WAITING, dead)).limit(1)
    return tx.session.scalar(wanted) is not None


def begin_step(tx: Transaction, begun: StepBegun) -> None:
    """Tell how far a job is.

    Raises
    ------
    JobLostError, JobCancelledError
        It is to go no further.
    """
    job = _mine(tx, begun.job)
    job.step = STEPS[job.task].index(begun.step) + 1


def give_sign(tx: Transaction, claimed: Claimed) -> None:
    """Say that a job's worker is alive; no matter if it is the worker's no more."""
    tx.session.execute(
        update(DraftJob)
        .where(
            DraftJob.id == claimed.id,
            DraftJob.state == JobState.WORKING,
            DraftJob.worker == claimed.worker,
        )
        .values(alive_at=tx.now)
        .execution_options(synchronize_session=False)
    )


def keep_reading(tx: Transaction, read: WasRead) -> None:
    """Keep what a file holds, with the maps of it.

    Raises
    ------
    JobLostError, JobCancelledError
        It is to go no further.
    """
    job = _mine(tx, read.job)
    job.found = read.found.to_json()
    for role, html in read.maps:
        keep_file(tx, job.id, GivenFile(role, f"{role.value}.html", io.BytesIO(html)))


def keep_draft(tx: Transaction, kept: Kept) -> None:
    """Note the draft with its job: who is taken for dead, or was stopped, keeps none.

    Raises
    ------
    JobLostError, JobCancelledError
        It is to go no further; the draft goes back with the transaction.
    """
    job = _mine(tx, kept.job)
    job.division_id, job.notes = kept.division_id, [dict(note) for note in kept.notes]


def end(tx: Transaction, ended: Ended) -> None:
    """End a job; one that is the worker's no more is left as it is."""
    try:
        job = _mine(tx, ended.job, even_cancelled=True)
    except JobLostError:
        return
    job.state, job.ended_at = ended.state, tx.now
    job.refusal = None if ended.refusal is None else ended.refusal.to_json()
    if job.division_id is not None and ended.state is not JobState.MADE:
        _go_on(job)
    if ended.followed is not None:
        job.kept_codes, job.to_confirm = ended.followed.kept_codes, ended.followed.to_confirm
    if ended.state is JobState.MADE:
        forget_files(tx, job.id)


def release_dead(tx: Transaction, broken_off: Refused) -> int:
    """Release the jobs whose workers gave no sign of life, and return how many there were.

    A draft is kept whole or not at all. Where it was kept, what follows is done by whoever takes
    the job next; where it was not, the job says so, and somebody decides about a second try: a
    file that brings a server down must not bring down every one.
    """
    hold(tx, Hold.DRAFTS)
    dead = tx.session.scalars(
        select(DraftJob).where(
            DraftJob.state == JobState.WORKING, DraftJob.alive_at < tx.now - LEASE
        )
    ).all()
    for job in dead:
        _release(tx, job, broken_off)
    return len(dead)


def release_worker(tx: Transaction, left: LeftBehind) -> None:
    """Release the job of a worker that is known to be dead, without waiting for its lease."""
    hold(tx, Hold.DRAFTS)
    jobs = tx.session.scalars(
        select(DraftJob).where(DraftJob.state == JobState.WORKING, DraftJob.worker == left.worker)
    )
    for job in jobs.all():
        _release(tx, job, left.broken_off)


def stop_asked(tx: Transaction, worker: str) -> bool:
    """Tell whether a worker is at a job that somebody asked to stop, its draft not yet kept."""
    return tx.session.scalar(_to_stop(worker)) is not None


def stop_at_once(tx: Transaction, worker: str) -> bool:
    """End a worker's job that is to be stopped; tell whether there was one.

    From here on the worker can keep nothing of it, and may be killed.
    """
    hold(tx, Hold.DRAFTS)
    job = tx.session.scalar(_to_stop(worker).with_for_update())
    if job is None:
        return False
    job.state, job.ended_at, job.worker = JobState.CANCELLED, tx.now, ""
    return True


def give_back(tx: Transaction, worker: str) -> None:
    """Have what a worker took in the moment before it was killed done by another one."""
    hold(tx, Hold.DRAFTS)
    jobs = tx.session.scalars(
        select(DraftJob).where(DraftJob.state == JobState.WORKING, DraftJob.worker == worker)
    )
    for job in jobs.all():
        job.state, job.worker = JobState.WAITING, ""


def _to_stop(worker: str) -> Select[DraftJob]:
    return select(DraftJob).where(
        DraftJob.state == JobState.WORKING,
        DraftJob.worker == worker,
        DraftJob.cancel_asked,
        DraftJob.division_id.is_(None),
    )


def _release(tx: Transaction, job: DraftJob, broken_off: Refused) -> None:
    job.worker = ""
    job.ended_at = tx.now
    if job.division_id is not None:
        _go_on(job)
    else:
        job.state = JobState.BROKEN_OFF
        job.refusal = broken_off.to_json()


def _go_on(job: DraftJob) -> None:
    """Have what follows a kept draft done by another worker; in the end the draft stays as it is.

    It is whole without: who follows is worked out once more when it comes into force.
    """
    job.state = JobState.WAITING if job.tries < _MOST_TRIES else JobState.MADE
    job.refusal = None


def _mine(tx: Transaction, claimed: Claimed, *, even_cancelled: bool = False) -> DraftJob:
    # A lock on the row: who releases it as dead, or cancels it, comes before or after.
    job = tx.session.get(DraftJob, claimed.id, with_for_update=True)
    if job is None or job.state is not JobState.WORKING or job.worker != claimed.worker:
        raise JobLostError
    if job.cancel_asked and not even_cancelled and job.division_id is None:
        raise JobCancelledError
    job.alive_at = tx.now
    return job
