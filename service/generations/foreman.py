"""Has drafts made in a process of their own, so that no request waits for geometry.

A thread of the service looks for jobs and starts the process; a file that takes all memory, or that
brings a library down, takes that process with it and not the service.
"""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from gis.texts import Catalogue
from service.database import Executor
from service.generations.findings import Refused
from service.generations.work import (
    LeftBehind,
    give_back,
    release_worker,
    something_to_do,
    stop_asked,
    stop_at_once,
)
from service.generations.worker import Orders
from service.settings import Settings

_TICK_S = 1.0
_log = logging.getLogger("gridward.drafting")


class Foreman:
    """The one of a process who has drafts made.

    Parameters
    ----------
    executor
        Of the running service.
    settings
        What the worker works with.
    catalogue
        Words for work that broke off.
    """

    def __init__(self, executor: Executor, settings: Settings, catalogue: Catalogue) -> None:
        self._executor = executor
        self._settings = settings
        self._broken_off = Refused.by_key(catalogue, "drafting-broken-off-text")
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._expected = False
        self._worker = ""
        self._folder = ""
        self._process: subprocess.Popen[bytes] | None = None

    def wake(self) -> None:
        """Say that there is something to do, or will be in a moment: starting takes seconds."""
        self._expected = True
        self._wake.set()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look for work in a thread of its own as long as the context lasts."""
        self._stop.clear()

        def run() -> None:
            while not self._stop.is_set():
                self._wake.wait(_TICK_S)
                self._wake.clear()
                try:
                    self._look()
                except Exception:  # noqa: BLE001 - the next turn may find the database again
                    _log.exception("could not look for drafts to make")

        thread = threading.Thread(target=run, name="drafting", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            self._wake.set()
            thread.join()
            self._dismiss()

    def _look(self) -> None:
        if self._process is not None:
            status = self._process.poll()
            if status is None:
                self._expected = False
                if self._executor.read(stop_asked, self._worker):
                    self._stop_work()
                return
            self._process = None
            self._clear()
            if status != 0:
                _log.error("the process that makes drafts died with status %s", status)
                self._release()
        if not self._stop.is_set() and (
            self._expected or self._executor.read(something_to_do, None)
        ):
            self._expected = False
            self._start()

    def _stop_work(self) -> None:
        """End the process within its step: geometry that takes minutes looks at nothing else."""
        assert self._process is not None
        if self._executor.write(stop_at_once, self._worker):
            self._kill(self._process)
            self._executor.write(give_back, self._worker)

    def _start(self) -> None:
        self._worker = uuid.uuid4().hex
        # Of its own: who is killed leaves files of people behind.
        self._folder = tempfile.mkdtemp(prefix="gridward-worker-")
        orders = Orders(
            worker=self._worker,
            database_url=self._settings.database_url,
            var_dir=self._settings.var_dir,
            timezone=self._settings.timezone,
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "service.generations.worker"],
            stdin=subprocess.PIPE,
            env={**os.environ, "TMPDIR": self._folder},
            # Ctrl+C in a terminal is meant for the service: it ends the worker itself.
            start_new_session=True,
        )
        assert self._process.stdin is not None
        # By the pipe: an address may hold a password, and arguments are there for all to see.
        self._process.stdin.write(orders.model_dump_json().encode())
        self._process.stdin.close()

    def _dismiss(self) -> None:
        if self._process is None:
            return
        self._kill(self._process)
        self._release()

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        self._process = None
        self._clear()

    def _clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _release(self) -> None:
        self._executor.write(release_worker, LeftBehind(self._worker, self._broken_off))
