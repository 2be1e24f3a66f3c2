"""The process that makes drafts: started by `Foreman`, ended when nothing has come for a while."""

import contextlib
import logging
import os
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel

_LINGERS_S = 120.0
"""Between reading a file and dividing it somebody thinks: the process waits so long for them."""
_TICK_S = 0.3
_NICE = 10
"""Requests go first where processors are scarce."""


class Orders(BaseModel):
    """What a worker needs to know."""

    worker: str
    database_url: str
    var_dir: Path
    timezone: str


def main() -> None:
    """Read the orders from standard input, and do what waits until nothing comes any more."""
    orders = Orders.model_validate_json(sys.stdin.buffer.read())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    with contextlib.suppress(OSError):
        os.nice(_NICE)
    # Imported here: whoever only gives orders needs no geometry.
    from service.areas.active import Divisions
    from service.database import Executor, open_engine
    from service.generations.workshop import Workshop
    from service.web.i18n import page_catalogue

    executor = Executor(open_engine(orders.database_url))
    workshop = Workshop(
        executor,
        Divisions(executor, orders.var_dir / "index"),
        ZoneInfo(orders.timezone),
        page_catalogue(),
        orders.worker,
    )
    idle_since = time.monotonic()
    while time.monotonic() - idle_since < _LINGERS_S:
        if workshop.work_off():
            idle_since = time.monotonic()
        time.sleep(_TICK_S)


if __name__ == "__main__":
    main()
