"""Where a run keeps what it has done, so that the next one goes on after a break."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
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
        self.kept: dict[str, Any] | None = self._read()
        if self.kept is None:
            for path in folder.iterdir():
                if path.name != _LOCK:
                    path.unlink()

    def __truediv__(self, name: str) -> Path:
        """Return the path of a file in it."""
        return self.folder / name

    def keep(self, done: dict[str, Any]) -> None:
        """Note how far it is; the files it speaks of must be on disk already."""
        draft = self.folder / f".{_JOURNAL}"
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"stamp": self._stamp, "done": done}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / _JOURNAL)
        self.kept = done

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
            yield Workshop(folder, stamp)
        except BulkRouteError:
            # The mended input is another one: nothing here would serve again.
            shutil.rmtree(folder)
            raise
        shutil.rmtree(folder)


def put_on_disk(path: Path) -> None:
    """Wait until a file's content is safe from a loss of power."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
