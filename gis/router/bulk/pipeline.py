"""Reading ahead and writing behind: two threads, so that reading, routing, writing overlap."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)

_AHEAD = 2
"""Batches that may wait on each side: enough to overlap, few enough to bound memory."""


@dataclass(frozen=True)
class _Ended:
    """What stands behind the last item: the source's error, if it ended in one."""

    error: BaseException | None


def ahead(items: Iterator[T], *, overlapped: bool = True) -> Generator[T, None, None]:
    """Take items in a thread of its own, a few before they are asked for; or as they are asked for.

    An error of the source is raised where its item would have come. Closing the iterator, as
    leaving a loop over it does, ends the thread.
    """
    if not overlapped:
        yield from items
        return
    waiting: queue.Queue[T | _Ended] = queue.Queue(_AHEAD)
    stopped = threading.Event()

    def take() -> None:
        error: BaseException | None = None
        try:
            for item in items:
                waiting.put(item)
                if stopped.is_set():
                    return
        except BaseException as met:  # noqa: BLE001 — raised again where it is waited for
            error = met
        waiting.put(_Ended(error))

    thread = threading.Thread(target=take, name="reads-ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := waiting.get(), _Ended):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stopped.set()
        while thread.is_alive():
            # A full queue would keep the thread for ever.
            with suppress(queue.Empty):
                waiting.get(timeout=0.05)


class Putting(Protocol[T_contra]):
    """Takes items to be written, one after the other."""

    def put(self, item: T_contra, /) -> None:
        """Hand an item over."""


class AtOnce(Generic[T]):
    """Hands items to a function here and now: where a process is to keep to one processor."""

    def __init__(self, put: Callable[[T], None]) -> None:
        self.put = put


class Behind(Generic[T]):
    """Hands items to a function in a thread of its own, in order."""

    def __init__(self, put: Callable[[T], None]) -> None:
        self._waiting: queue.Queue[T | None] = queue.Queue(_AHEAD)
        self._put = put
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="writes-behind", daemon=True)
        self._thread.start()

    def put(self, item: T) -> None:
        """Hand an item over; raises what an earlier one ended in."""
        self._raise()
        self._waiting.put(item)

    def flush(self) -> None:
        """Wait until all that was handed over is done."""
        self._waiting.put(None)
        self._thread.join()
        self._raise()

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None:
            if self._error is None:
                try:
                    self._put(item)
                except BaseException as error:  # noqa: BLE001 — raised again in `put`, `flush`
                    self._error = error

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error


@contextmanager
def behind(put: Callable[[T], None], *, overlapped: bool = True) -> Iterator[Putting[T]]:
    """Write in a thread of its own while a block runs, or at once; all is written at its end."""
    if not overlapped:
        yield AtOnce(put)
        return
    writing = Behind(put)
    try:
        yield writing
    finally:
        writing.flush()
