"""The same over a Dask cluster that is there already: one task a file, the index once a worker.

A worker that comes later, or again, is given the index as well. A task's file appears whole or
not at all, so a lost worker costs its task only, which another does anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from distributed import Client, Worker, WorkerPlugin, as_completed, get_worker

from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.folders import Done, Storage, Task, collected, run, tasks
from gis.router.bulk.outcome import Outcome
from gis.router.bulk.wanted import Tell, Wanted, silent
from gis.router.router import Router

_ATTEMPTS = 3
ANSWER_S = 10


class IndexOnWorker(WorkerPlugin):
    """Keeps an index open on each worker.

    Parameters
    ----------
    content
        The index file.

    Attributes
    ----------
    name
        Its name among a worker's plugins; of this run alone, so that another run's end, which
        takes its own index away, takes nothing from this one.
    router
        The index, where it is open.
    """

    def __init__(self, content: bytes) -> None:
        self.name = f"gridward-{secrets.token_hex(8)}"
        self._content: bytes | None = content
        self.router: Router | None = None

    def setup(self, worker: Worker) -> None:
        """Write the index to the worker's own folder and open it."""
        if self._content is None:
            raise ValueError("an index that a worker holds cannot be handed on")
        path = Path(worker.local_directory) / f"{self.name}.gridx"
        path.write_bytes(self._content)
        self._content = None
        try:
            self.router = Router.open(path).warm()
        finally:
            # What is mapped stays until nobody uses it: no run that is killed leaves a file.
            path.unlink()


def route_on_cluster(
    router: Router,
    source: str,
    target: str,
    scheduler: str,
    wanted: Wanted | None = None,
    *,
    tell: Tell = silent,
    storage: Storage | None = None,
) -> Outcome:
    """Route a folder of Parquet as `route_folder` does, on a Dask cluster.

    Parameters
    ----------
    scheduler
        Address, as ``tcp://10.0.0.1:8786``. Workers need gridward installed, and must see the
        same folders or stores.

    Raises
    ------
    BulkRouteError
        No scheduler or no worker answers, there is no such folder, or another run writes it.
    """
    client: Any
    try:
        client = Client(scheduler, timeout=ANSWER_S)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise BulkRouteError(BulkKind.NO_CLUSTER, scheduler, why=str(error)) from error
    with client, tasks(source, target, wanted or Wanted(), storage or {}) as todo:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            raise BulkRouteError(BulkKind.NO_WORKER, scheduler)
        plugin = IndexOnWorker(_content(router))
        client.register_plugin(plugin)
        try:
            return collected(router, todo, _done(client, plugin.name, todo), tell)
        finally:
            client.unregister_worker_plugin(plugin.name)


def run_on_worker(task: Task, index: str) -> Done:
    """Route one file with the index that the worker holds under a name."""
    held: Any = get_worker().plugins[index]
    # A task keeps to the one processor that the cluster counts for it.
    return run(held.router, task, overlapped=False)


def _done(client: Any, index: str, todo: list[Task]) -> Iterator[Done]:
    futures = [
        client.submit(run_on_worker, task, index, pure=False, retries=_ATTEMPTS) for task in todo
    ]
    ended: Any = as_completed(futures)  # type: ignore[no-untyped-call]
    for future in ended:
        yield future.result()
        future.release()


def _content(router: Router) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cells.gridx"
        router.save(path)
        return path.read_bytes()
