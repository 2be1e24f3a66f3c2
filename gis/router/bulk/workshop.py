"""Where a run keeps what it has done, so that the next one goes on after a break."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from gis.router.bulk.errors import BulkKind, BulkRouteError

_LOCK, _JOURNAL = "lock", "journal.json"


class Workshop:
    """A folder beside an output, held by one run at a time.

    What was made in it counts for a later run of the same stamp only: the same input, index and
    options.

    Attributes
    ----------
    folder
        Where it is.
    kept
        What an earlier run of this stamp kept last, or None.
    """

    def __init__(self, folder: Path, stamp: str) -> None:
        self.folder = folder
        self._stamp = stamp
        self._notes = ThreadPoolExecutor(1, thread_name_prefix="keeps")
        self._coming: Future[None] | None = None
        self.kept: dict[str, Any] | None = self._read()
        if self.kept is None:
            for path in folder.iterdir():
                if path.name != _LOCK:
                    path.unlink()

    def __truediv__(self, name: str) -> Path:
        """Return the path of a file in it."""
        return self.folder / name

    def growing(self) -> tuple[Path, dict[str, Any] | None]:
        """Return the file that an output grows in, and what was kept of it, if it is all there."""
        part = self / "part"
        part.touch()
        # A run that ended between its last step and its tidying has taken the part away.
        if self.kept is not None and part.stat().st_size >= self.kept["written"]:
            return part, self.kept
        return part, None

    def keep(self, part: Path, done: dict[str, Any]) -> None:
        """Note how far a growing file is, when all of it that is written is safe on disk.

        The disk is waited for in a thread of its own; one note at a time is on its way.
        """
        self.settle()
        self._coming = self._notes.submit(self._keep, part, done)

    def put_in_place(self, whole: Path, target: Path) -> None:
        """Let an output that is whole appear, when it is safe from a loss of power."""
        # A note that is on its way still looks for the part under its name.
        self.settle()
        _put_on_disk(whole)
        whole.replace(target)

    def settle(self) -> None:
        """Wait for the note that is on its way; raises what it ended in."""
        if self._coming is not None:
            self._coming.result()
            self._coming = None

    def close(self) -> None:
        """Wait for the disk; what went wrong there is told by `settle`."""
        self._notes.shutdown()

    def _keep(self, part: Path, done: dict[str, Any]) -> None:
        _put_on_disk(part)
        draft = self.folder / f".{_JOURNAL}"
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"stamp": self._stamp, "done": done}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / _JOURNAL)

    def _read(self) -> dict[str, Any] | None:
        try:
            kept = json.loads((self.folder / _JOURNAL).read_bytes())
        except FileNotFoundError:
            return None
        done: dict[str, Any] = kept["done"]
        return done if kept["stamp"] == self._stamp else None


@contextmanager
def workshop(target: Path, stamp: str) -> Iterator[Workshop]:
    """Hold the workshop of an output; it goes when the run ends well or its input is refused.

    Raises
    ------
    BulkRouteError
        Another run holds it.
    """
    folder = target.with_name(f".{target.name}.routing")
    folder.mkdir(exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BulkRouteError(BulkKind.RUNNING, target) from error
        try:
            with closing(Workshop(folder, stamp)) as shop:
                yield shop
                shop.settle()
        except BulkRouteError:
            # The mended input is another one: nothing here would serve again.
            shutil.rmtree(folder)
            raise
        shutil.rmtree(folder)


def _put_on_disk(path: Path) -> None:
    """Wait until a file's content is safe from a loss of power."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
