"""The files of drafts in the making: kept in pieces, so that any process can work on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import delete, insert, select

from service.database import Transaction
from service.generations.models import DraftFilePart
from service.generations.stages import FileRole

_PART_BYTES = 1 << 20
_LONGEST_NAME = 120


@dataclass(frozen=True)
class GivenFile:
    """A file of a request, open at its beginning."""

    role: FileRole
    name: str
    content: BinaryIO


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
    forget_files(tx, job_id, [given.role])
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


def keep_files(tx: Transaction, job_id: int, files: Sequence[GivenFile]) -> None:
    """Keep files of a job, each in place of the one with its role."""
    for given in files:
        keep_file(tx, job_id, given)


def forget_files(tx: Transaction, job_id: int, roles: Sequence[FileRole] = tuple(FileRole)) -> None:
    """Drop the files of a job that have some roles; all of them where none are named."""
    tx.session.execute(
        delete(DraftFilePart)
        .where(
            DraftFilePart.job_id == job_id,
            DraftFilePart.role.in_([role.value for role in roles]),
        )
        .execution_options(synchronize_session=False)
    )


def plain_name(name: str) -> str:
    """Return a file's name without folders and signs that no name has, its ending kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    room = _LONGEST_NAME - len(ending) - 1
    return f"{stem[:room]}{dot}{ending}" if dot and room > 0 else kept[:_LONGEST_NAME] or "file"


def _parts(content: BinaryIO) -> Iterator[bytes]:
    first = True
    while part := content.read(_PART_BYTES):
        yield part
        first = False
    if first:
        yield b""  # an empty file is a file, and says so when it is read
