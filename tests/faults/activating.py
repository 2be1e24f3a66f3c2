"""A process that brings generations into force and is killed at a named moment.

It loads everything once, then forks for each line that it reads: ``DEED ID MOMENT``. The deeds:
``activate`` and ``roll_back`` as the command line does them, ``serve`` as a running server does
by itself when a plan is due. A moment is the beginning of a statement that has just been done
within the transaction, or one of the names below; ``never`` lets it come to its end. It prints
``killed``, ``done``, or ``refused`` with what the domain said.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event

from fastapi.testclient import TestClient
from sqlalchemy import Engine, event

from service.app import create_app
from service.areas.active import Divisions
from service.areas.operations import list_divisions, standing
from service.areas.status import ActivationKind
from service.database import Executor, open_engine
from service.errors.domain import DomainError
from service.generations import punctuality
from service.generations.operations import SERVER, Wish, bring_into_force
from service.settings import Settings

NEVER = "never"
UNNAMED = "index written, not named"
NAMED = "index named"
COMMITTING = "about to commit"
COMMITTED = "committed, nobody told"


class Mortal:
    """Dies at its moment: with SIGKILL, so that nothing is put in order."""

    def __init__(self, moment: str) -> None:
        self._moment = moment

    def reach(self, moment: str) -> None:
        if moment.startswith(self._moment):
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, engine: Engine) -> None:
        """Reach each statement that is done, and each commit that is about to be."""

        @event.listens_for(engine, "after_cursor_execute")
        def _done(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            self.reach(statement)

        @event.listens_for(engine, "commit")
        def _committing(_connection: object) -> None:
            self.reach(COMMITTING)

    def watch_disk_and_end(self) -> None:
        """Reach the naming of files, and the return of each write."""
        replace, write = os.replace, Executor.write

        def dying_replace(source: Path, target: Path) -> None:
            self.reach(UNNAMED)
            replace(source, target)
            self.reach(NAMED)

        def dying_write(executor: Executor, operation: object, command: object) -> object:
            answer = write(executor, operation, command)  # type: ignore[arg-type]
            self.reach(COMMITTED)
            return answer

        os.replace = dying_replace  # type: ignore[assignment]
        Executor.write = dying_write  # type: ignore[assignment,method-assign]


def bring(
    settings: Settings, now: Callable[[], datetime], mortal: Mortal, kind: str, number: int
) -> None:
    """Do what the command line does."""
    executor = Executor(open_engine(settings.database_url), now)
    mortal.watch(executor.engine)
    divisions = Divisions(executor, settings.var_dir / "index")
    wish = Wish(number, SERVER, ActivationKind(kind))
    bring_into_force(executor, divisions, settings.zone, wish)


def serve(
    settings: Settings, now: Callable[[], datetime], mortal: Mortal, _kind: str, number: int
) -> None:
    """Run the whole service, and ask it nothing, until it has brought the plan about by itself."""
    punctuality.TICK_S = 0.01
    app = create_app(settings, clock=now)
    executor: Executor = app.state.resources.executor
    mortal.watch(executor.engine)
    with TestClient(app):
        while (active := executor.read(standing, None).active) is None or active.id != number:
            Event().wait(0.01)


DEEDS = {"activate": bring, "roll_back": bring, "serve": serve}


def _warm(settings: Settings, now: Callable[[], datetime]) -> None:
    """Load what all children need once: the code, and the compiled kernels."""
    engine = open_engine(settings.database_url)
    executor = Executor(engine, now)
    divisions = Divisions(executor, settings.var_dir / "warm")
    loaded = [divisions.get(info.id) for info in executor.read(list_divisions, None)]
    if len(loaded) > 1:
        divisions.difference(*loaded[:2])
    engine.dispose()


def _tell(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _live(settings: Settings, now: Callable[[], datetime], line: str) -> None:
    deed, number, moment = line.rstrip("\n").split(" ", 2)
    mortal = Mortal(moment)
    mortal.watch_disk_and_end()
    try:
        DEEDS[deed](settings, now, mortal, deed, int(number))
    except DomainError as error:
        _tell(f"refused {error.key}")
    else:
        _tell("done")


def main() -> None:
    """Fork for each line of the standard input; the argument is the time on the clock."""
    settings, at = Settings(), datetime.fromisoformat(sys.argv[1])

    def now() -> datetime:
        return at

    _warm(settings, now)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(settings, now, line)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            _tell("killed")
        elif status:
            _tell("failed")


if __name__ == "__main__":
    main()
