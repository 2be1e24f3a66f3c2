"""Divisions in memory: the active one, and any other that is asked for."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from gis.router import Router, RouterError
from service.areas.differences import Difference, Differences
from service.areas.divisions import DivisionInfo, StoredDivision
from service.areas.errors import NoActiveDivisionError
from service.areas.loaded import LoadedDivision
from service.areas.operations import division_info, load, standing
from service.database import Executor

_KEPT = 3
"""Divisions kept in memory at a time."""


def _leave_it(_division_id: int) -> None:
    """Leave a due division to those who run the service: the command line only reads."""


class Divisions:
    """The one door to divisions for requests.

    Parameters
    ----------
    executor
        Reads the database.
    index_dir
        Folder of router indexes; a missing or unreadable one is built again.
    """

    def __init__(self, executor: Executor, index_dir: Path) -> None:
        self._executor = executor
        self._index_dir = index_dir
        self._when_due: Callable[[int], None] = _leave_it
        self._loaded: OrderedDict[int, LoadedDivision] = OrderedDict()
        self._differences = Differences()
        self._loading: dict[int, threading.Lock] = {}
        self._lock = threading.Lock()
        """Of both dictionaries; held for moments only."""

    def when_due(self, attend: Callable[[int], None]) -> None:
        """Let somebody know the id of a draft whose planned time has come, when it is noticed."""
        self._when_due = attend

    def active(self) -> LoadedDivision:
        """Return the active division; which one it is, is asked on each call.

        A planned one whose time has come is brought into force before.

        Raises
        ------
        NoActiveDivisionError
            None is active.
        """
        now = self._executor.read(standing, None)
        if now.due is not None:
            self._when_due(now.due.id)
            now = self._executor.read(standing, None)
        if now.active is None:
            raise NoActiveDivisionError
        return self._take(now.active)

    def get(self, division_id: int) -> LoadedDivision:
        """Return a division by its id.

        Raises
        ------
        UnknownDivisionError
            There is no such division.
        """
        return self._take(self._executor.read(division_info, division_id))

    def renumbered(self, in_force: LoadedDivision, draft: LoadedDivision) -> int:
        """Count the cells in force that a draft keeps, but under other codes than they have.

        A draft takes its codes from the division in force at the time. Where another one came
        into force since, be it by a roll back, unchanged cells may have other codes by now. A
        draft younger than that has the codes that it was meant to have.
        """
        since, drafted = in_force.info.valid_from, draft.info.created_at
        if since is None or drafted >= since:
            return 0
        return sum(one.renamed for one in self.difference(in_force, draft).figures)

    def difference(self, old: LoadedDivision, new: LoadedDivision) -> Difference:
        """Return what differs from one division to another; worked out once a pair."""
        return self._differences.between(old, new)

    def _take(self, info: DivisionInfo) -> LoadedDivision:
        kept = self._kept_as(info)
        if kept is not None:
            return kept
        # One lock a division: loading it twice would cost more than waiting, but nobody who
        # asks for another one waits.
        with self._lock:
            loading = self._loading.setdefault(info.id, threading.Lock())
        with loading:
            kept = self._kept_as(info)
            if kept is not None:
                return kept
            stored = self._executor.read(load, info.id)
            loaded = LoadedDivision(stored, self._router(stored))
            self._keep(loaded)
            return loaded

    def _kept_as(self, info: DivisionInfo) -> LoadedDivision | None:
        with self._lock:
            kept = self._loaded.get(info.id)
            if kept is None or not _same_cells(kept.info, info):
                return None
            if kept.info != info:  # activated or superseded since
                kept = self._loaded[info.id] = kept.with_info(info)
            self._loaded.move_to_end(info.id)
            return kept

    def _keep(self, loaded: LoadedDivision) -> None:
        with self._lock:
            self._loaded[loaded.info.id] = loaded
            self._loaded.move_to_end(loaded.info.id)
            while len(self._loaded) > _KEPT:
                self._loaded.popitem(last=False)

    def _router(self, stored: StoredDivision) -> Router:
        path = self._index_dir / f"{stored.info.id}-{cells_digest(stored)}.gridx"
        if path.exists():
            try:
                return Router.open(path).warm()
            except RouterError:
                path.unlink(missing_ok=True)
        router = Router.build(stored.cells)
        path.parent.mkdir(parents=True, exist_ok=True)
        router.save(path)  # several workers may build at once: the files are the same
        for before in path.parent.glob(f"{stored.info.id}-*.gridx"):
            if before != path:  # of a draft before it was changed by hand
                before.unlink(missing_ok=True)
        return router


def _same_cells(one: DivisionInfo, other: DivisionInfo) -> bool:
    """Tell whether a division is still what it was: a draft may have been changed by hand."""
    return (one.created_at, one.revision) == (other.created_at, other.revision)


def cells_digest(stored: StoredDivision) -> str:
    """Return a hash of the cells' codes and outlines."""
    digest = hashlib.sha256()
    for code, wkb in zip(stored.cells["code"], stored.cells.geometry.to_wkb(), strict=True):
        digest.update(code.encode() + b"\0" + wkb)
    return digest.hexdigest()[:16]
