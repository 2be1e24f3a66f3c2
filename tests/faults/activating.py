"""A process that brings generations into force and is killed at a chosen moment.

It loads everything once, then forks for each line that it reads: ``activate ID MOMENT`` or
``roll_back ID MOMENT``. The child counts what it does to the database and the disk, and kills
itself with SIGKILL when the count is reached; it prints ``killed``, or ``done N`` where it got to
the end after N moments.
"""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from service.areas.active import Divisions
from service.areas.operations import list_divisions
from service.areas.status import ActivationKind
from service.database import Executor, open_engine
from service.generations.operations import SERVER, Wish, bring_into_force
from service.settings import Settings


class Mortal:
    """Counts moments, and dies at one of them."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.moments = 0

    def live(self, *_: object, **__: object) -> None:
        self.moments += 1
        if self.moments == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def perform(settings: Settings, kind: ActivationKind, division_id: int, last: int) -> int:
    """Bring a division into force; die at the last moment."""
    mortal = Mortal(last)
    engine = open_engine(settings.database_url)
    for name in ("after_cursor_execute", "begin", "commit"):
        event.listen(engine, name, mortal.live)
    replace = os.replace

    def dying_replace(source: Path, target: Path) -> None:
        mortal.live()  # the index is written, but has not its name
        replace(source, target)
        mortal.live()

    os.replace = dying_replace  # type: ignore[assignment]
    executor = Executor(engine)
    divisions = Divisions(executor, settings.var_dir / "index")
    bring_into_force(executor, divisions, settings.zone, Wish(division_id, SERVER, kind))
    mortal.live()  # committed, and nobody told
    return mortal.moments


def _tell(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _warm(settings: Settings) -> None:
    """Load what all children need once: the code, and the compiled kernels."""
    engine = open_engine(settings.database_url)
    executor = Executor(engine)
    divisions = Divisions(executor, settings.var_dir / "warm")
    old, new, *_ = (divisions.get(info.id) for info in executor.read(list_divisions, None))
    divisions.difference(old, new)
    engine.dispose()


def main() -> None:
    """Fork for each line of the standard input."""
    settings = Settings()
    _warm(settings)
    for line in sys.stdin:
        kind, division_id, last = line.split()
        child = os.fork()
        if child == 0:
            moments = perform(settings, ActivationKind(kind), int(division_id), int(last))
            _tell(f"done {moments}")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            _tell("killed")
        elif status:
            _tell("failed")


if __name__ == "__main__":
    main()
