"""From a request to work on a draft: who may, what is meant, and once for its key."""

import hashlib
import json
from collections.abc import Callable

from service.access.permissions import Permission, require
from service.areas.errors import NoActiveDivisionError
from service.areas.operations import Discard, Discarded
from service.areas.readers import readable_division
from service.generations.choices import CellChoices
from service.generations.discarding import discard_draft
from service.generations.drafting_forms import CellsForm, FileMissingError, ReadingForm
from service.generations.job_files import GivenFile
from service.generations.jobs import (
    Make,
    NewJob,
    ReadAgain,
    add_job,
    cancel_job,
    drop_job,
    make,
    read_again,
)
from service.generations.jobs_told import JobTold, job_told
from service.generations.making import district_of
from service.generations.stages import FileRole
from service.idempotency import Kept, Once, recall, write_once
from service.web.context import Context

_HASHED_BYTES = 1 << 20


def start(
    context: Context,
    reading: ReadingForm,
    cells: CellsForm | None,
    render: Callable[[int], bytes],
    key: str | None = None,
) -> Kept:
    """Take a boundary file to be read, and divided where it is said how; once for its key.

    Raises
    ------
    DomainError
        It is not for this actor, too many wait, or a field does not do.
    """
    require(context.actor, Permission.EDIT_DIVISIONS)
    files = (*reading.files, *(cells.files if cells else ()))
    if not any(one.role is FileRole.BOUNDARIES for one in files):
        raise FileMissingError(field="file")
    choices = reading.choices
    chosen = None
    if cells is not None:
        chosen = _fitting(context, cells.choices(choices.holds))
    once = None
    if key is not None:
        scope = f"draft:{context.actor.account_id or ''}"
        fields = [reading.fields, cells.fields if cells else None]
        once = Once.of(scope, key, json.dumps(fields).encode() + _digest(files))
    kept = recall(context.executor, once)
    if kept is not None:
        return kept
    new = NewJob(choices, chosen, files, context.actor)
    kept = write_once(context.executor, add_job, new, once=once, render=render, status=202)
    context.resources.foreman.wake()
    return kept


def start_again(context: Context, job_id: int, reading: ReadingForm) -> None:
    """Read a file once more, in another way, or another file in its place."""
    require(context.actor, Permission.EDIT_DIVISIONS)
    command = ReadAgain(job_id, reading.choices, reading.files, reading.leave_out)
    context.executor.write(read_again, command)
    context.resources.foreman.wake()


def start_making(context: Context, job_id: int, cells: CellsForm) -> None:
    """Divide a file that was read, and keep the division as a draft."""
    job = told(context, job_id)
    kept = job.files.keys() - set(cells.leave_out)
    choices = _fitting(context, cells.choices(job.reading.holds, kept))
    context.executor.write(make, Make(job_id, choices, cells.files, cells.leave_out))
    context.resources.foreman.wake()


def told(context: Context, job_id: int) -> JobTold:
    """Return a draft in the making."""
    require(context.actor, Permission.EDIT_DIVISIONS)
    return context.executor.read(job_told, job_id)


def stop(context: Context, job_id: int) -> None:
    """Stop work on a file."""
    require(context.actor, Permission.EDIT_DIVISIONS)
    context.executor.write(cancel_job, job_id)


def drop(context: Context, job_id: int) -> None:
    """Throw away a file of which no draft was made."""
    require(context.actor, Permission.EDIT_DIVISIONS)
    context.executor.write(drop_job, job_id)


def discard(context: Context, division_id: int) -> Discarded:
    """Throw a draft away that was never in force."""
    require(context.actor, Permission.EDIT_DIVISIONS)
    readable_division(context, division_id)
    return context.executor.write(discard_draft, Discard(division_id, context.actor))


def _fitting(context: Context, choices: CellChoices) -> CellChoices:
    """Return choices that tell a district where none is in force to take it from."""
    try:
        active = context.in_force
    except NoActiveDivisionError:
        active = None
    district_of(choices, active)
    return choices


def _digest(files: tuple[GivenFile, ...]) -> bytes:
    digest = hashlib.sha256()
    for one in files:
        digest.update(f"{one.role.value}\0{one.name}\0".encode())
        one.content.seek(0)
        while part := one.content.read(_HASHED_BYTES):
            digest.update(part)
    return digest.digest()
