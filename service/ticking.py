"""A thread of the process that looks after something again and again."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def ticking(
    name: str, tick: Callable[[], object], every_s: float, log: logging.Logger, again_s: float = 0.0
) -> Iterator[None]:
    """Call something in a thread of its own as long as the context lasts.

    Parameters
    ----------
    name
        Of the thread, and in the log.
    tick
        What is called. Its faults are logged; they end neither the thread nor the process.
    every_s
        So long between calls.
    log
        Where faults are told.
    again_s
        So long at least after a fault: the next call may find the database again.
    """
    stop = threading.Event()

    def run() -> None:
        not_before = 0.0
        while not stop.wait(every_s):
            if time.monotonic() < not_before:
                continue
            try:
                tick()
            except Exception:  # whatever it was, the next call is to be made
                not_before = time.monotonic() + again_s
                log.exception("%s failed; it is tried again", name)

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
