"""A folder or bucket of Parquet: each file is a task of its own, done whole or not at all.

Files are reached through fsspec, so that a folder may be on this machine or in any store that it
knows (``s3://``, ``gs://``, ``hdfs://`` …). A file that holds these very answers already is left.
"""

from __future__ import annotations

import posixpath
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec

from gis.router.bulk.answers import codes_of
from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.files import PARQUET
from gis.router.bulk.outcome import Outcome
from gis.router.bulk.parquet import noted, open_points, recount
from gis.router.bulk.parquet_adding import pour
from gis.router.bulk.stamps import stamp, version_of_info
from gis.router.bulk.tally import Tally
from gis.router.bulk.wanted import Progress, Routes, Tell, Wanted, silent
from gis.router.bulk.workshop import Workshop, workshop

Storage = dict[str, Any]
"""What a file system needs to be reached: fsspec's storage options."""


@dataclass(frozen=True)
class Task:
    """One file to route.

    Attributes
    ----------
    source, target
        Addresses.
    drafts
        Folder on this machine where the output is written until it is whole; None in a store,
        where a file appears only when it is whole.
    """

    source: str
    target: str
    drafts: str | None
    wanted: Wanted
    storage: Storage


@dataclass(frozen=True)
class Done:
    """What became of a task.

    Attributes
    ----------
    tally
        Its counts, as they are kept; None where the file was refused.
    already
        Whether the answers were there already.
    refused
        Why it could not be routed.
    """

    tally: dict[str, Any] | None
    already: bool = False
    refused: BulkRouteError | None = None


def route_folder(
    router: Routes,
    source: str,
    target: str,
    wanted: Wanted | None = None,
    *,
    tell: Tell = silent,
    storage: Storage | None = None,
) -> Outcome:
    """Route all Parquet files of a folder into files of the same names in another.

    Parameters
    ----------
    router
        The cells.
    source, target
        Folders, here or in a store.
    wanted
        Names of columns.
    tell
        Called after each file.
    storage
        What the stores need to be reached.

    Returns
    -------
    Outcome
        A file that cannot be routed does not keep the others from being so: see ``refused``.

    Raises
    ------
    BulkRouteError
        There is no such folder, or another run is writing the output.
    """
    with tasks(source, target, wanted or Wanted(), storage or {}) as todo:
        return collected(router, todo, (run(router, task) for task in todo), tell)


@contextmanager
def tasks(source: str, target: str, wanted: Wanted, storage: Storage) -> Iterator[list[Task]]:
    """Hold the output folder, and say what there is to do, by name.

    Raises
    ------
    BulkRouteError
        There is no such folder, no Parquet in it, or another run is writing the output.
    """
    wanted.check(source)
    fs, root = _store(source, storage)
    there, base = _store(target, storage)
    if fs.isfile(root):
        raise BulkRouteError(BulkKind.ONE_FILE, source)
    if not fs.isdir(root):
        raise BulkRouteError(BulkKind.MISSING, source)
    root, base = _settled(fs, root), _settled(there, base)
    together = fs.protocol == there.protocol
    if together and root == base:
        raise BulkRouteError(BulkKind.SAME_FILE, target)
    if there.isfile(base):
        raise BulkRouteError(BulkKind.NOT_FOLDER, target)
    # What was written into a folder within is no input of the next run.
    within = f"{base}/" if together and base.startswith(f"{root}/") else None
    names = sorted(
        posixpath.relpath(path, root)
        for path in fs.find(root)
        if _counts(path, root) and not (within and path.startswith(within))
    )
    if not names:
        raise BulkRouteError(BulkKind.EMPTY, source)
    with _held(there, base) as shop:
        drafts = None if shop is None else str(shop.folder)
        yield [
            Task(
                fs.unstrip_protocol(posixpath.join(root, name)),
                there.unstrip_protocol(posixpath.join(base, name)),
                drafts,
                wanted,
                storage,
            )
            for name in names
        ]


def run(router: Routes, task: Task, *, overlapped: bool = True) -> Done:
    """Route one file, unless these answers are there already.

    Parameters
    ----------
    overlapped
        Whether to use several processors for the one file.
    """
    fs, path = _store(task.source, task.storage)
    there, goal = _store(task.target, task.storage)
    question = stamp(router, task.wanted, version_of_info(fs.info(path)))
    if there.exists(goal):
        with there.open(goal, "rb") as handle:
            note = noted(handle)
        if note is not None and note["stamp"] == question:
            codes = codes_of(router)
            with there.open(goal, "rb") as handle:
                tally = recount(handle, note, task.wanted.cell, codes)
            return Done(tally.kept(), already=True)
    try:
        # Arrow reads a local file itself, without a call into Python for every page.
        arrow = nullcontext(path) if _here(fs) else fs.open(path, "rb")
        with arrow as handle, fs.open(path, "rb") as raw:
            points = open_points(task.source, handle, raw, task.wanted)
            with _whole(there, goal, task.drafts) as out:
                tally = pour(points, out, router, {"stamp": question}, overlapped=overlapped)
    except BulkRouteError as refused:
        return Done(None, refused=refused)
    return Done(tally.kept())


def collected(router: Routes, todo: list[Task], done: Iterator[Done], tell: Tell) -> Outcome:
    """Add up what became of tasks, as they end."""
    tally, already, refused = Tally.empty(len(router.codes)), 0, []
    tell(Progress(0, len(todo), 0))
    for count, one in enumerate(done, 1):
        if one.tally is not None:
            tally.join(Tally.of_kept(len(router.codes), one.tally))
        if one.refused is not None:
            refused.append(one.refused)
        already += one.already
        tell(Progress(count, len(todo), tally.total))
    return Outcome(tally, already=already, refused=tuple(sorted(refused, key=lambda e: e.path)))


def _store(address: str, storage: Storage) -> tuple[Any, str]:
    """Return the file system of an address, and the path in it.

    Raises
    ------
    BulkRouteError
        No such store is known, or the package is missing that reaches it.
    """
    try:
        fs, path = fsspec.core.url_to_fs(address, **storage)
    except (ImportError, ValueError) as error:
        raise BulkRouteError(BulkKind.NO_STORE, address, why=str(error)) from error
    return fs, str(path)


def _settled(fs: Any, path: str) -> str:
    """Return a folder's one name: on this machine no link or way round leads to it by another."""
    return str(Path(path).resolve()) if _here(fs) else path.rstrip("/")


def _counts(path: str, root: str) -> bool:
    # As Spark and Dask do: what begins with a dot or an underscore is no data.
    parts = posixpath.relpath(path, root).split("/")
    return parts[-1].lower().endswith(PARQUET) and not any(p[0] in "._" for p in parts)


def _held(fs: Any, base: str) -> AbstractContextManager[Workshop | None]:
    if not _here(fs):
        return nullcontext()
    folder = Path(base)
    folder.mkdir(parents=True, exist_ok=True)
    return workshop(folder, "")


def _here(fs: Any) -> bool:
    return "file" in (fs.protocol if isinstance(fs.protocol, tuple) else (fs.protocol,))


@contextmanager
def _whole(fs: Any, path: str, drafts: str | None) -> Iterator[Any]:
    """Give something to write to; it takes its place when the block ends well."""
    if drafts is not None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        # A name of its own: a worker that was given up may still be writing the same file.
        draft = Path(drafts) / f"{secrets.token_hex(8)}.parquet"
        try:
            with draft.open("wb") as out:
                yield out
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        return
    file = fs.open(path, "wb", autocommit=False)
    try:
        yield file
        file.close()
    except BaseException:
        file.discard()
        raise
    file.commit()
