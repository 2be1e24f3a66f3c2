"""A process that makes the draft that waits, and is killed at a chosen moment.

It loads everything once, then forks for each line that it reads, the number of a moment. The child
counts what it does to the database and kills itself with SIGKILL when the count is reached; it
prints ``killed``, or ``done N`` where it got to the end after N moments.
"""

import os
import signal
import sys
from datetime import UTC, datetime

from sqlalchemy import event

from service.areas.active import Divisions
from service.database import Executor, open_engine
from service.generations.workshop import Workshop
from service.settings import Settings
from service.web.i18n import page_catalogue


class Mortal:
    """Counts moments, and dies at one of them."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.moments = 0

    def live(self, *_: object, **__: object) -> None:
        self.moments += 1
        if self.moments == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def perform(settings: Settings, last: int) -> int:
    """Make the draft that waits; die at the last moment."""
    mortal = Mortal(last)
    engine = open_engine(settings.database_url)
    for name in ("after_cursor_execute", "begin", "commit"):
        event.listen(engine, name, mortal.live)
    executor = Executor(engine, lambda: datetime.now(UTC))
    divisions = Divisions(executor, settings.var_dir / "index")
    Workshop(executor, divisions, settings.zone, page_catalogue()).work_off()
    return mortal.moments


def main() -> None:
    """Fork for each line, and tell how the child ended."""
    settings = Settings()
    for line in sys.stdin:
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(told)
            moments = perform(settings, int(line))
            os.write(tell, f"done {moments}".encode())
            os._exit(0)
        os.close(tell)
        os.waitpid(child, 0)
        with os.fdopen(told) as words:
            sys.stdout.write((words.read() or "killed") + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
