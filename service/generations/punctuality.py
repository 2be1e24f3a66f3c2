"""Bring planned generations into force when their time has come: whoever notices first does it.

A thread of each process looks every second; so does every request that asks which division is in
force, so that none is answered by a generation whose time is over. All may do it at once: the
transaction lets one through, and for the others nothing is left to do.
"""

import logging
import threading
import time
from contextlib import AbstractContextManager
from zoneinfo import ZoneInfo

from service.access.roles import Actor, Role
from service.areas.active import Divisions
from service.areas.errors import GenerationMovedError
from service.areas.operations import (
    Planned,
    Refusal,
    planned,
    planned_within,
    refuse_plan,
    standing,
)
from service.database import Executor
from service.errors.domain import DomainError
from service.generations.operations import Wish, bring_into_force, prepare
from service.ticking import ticking

TICK_S = 1.0
_AHEAD_S = 600.0
"""So long before the time, all that takes long is done."""
_AGAIN_S = 30.0
"""After a fault of ours the next try waits so long: the service goes on meanwhile."""
_log = logging.getLogger("gridward.generations")


class Punctuality:
    """The one of a process who keeps plans.

    Parameters
    ----------
    executor, divisions
        Of the running service.
    zone
        The district's time zone.
    """

    def __init__(self, executor: Executor, divisions: Divisions, zone: ZoneInfo) -> None:
        self._executor = executor
        self._divisions = divisions
        self._zone = zone
        self._busy = threading.Lock()
        self._not_before = 0.0
        self._prepared: set[int] = set()

    def attend(self, division_id: int) -> None:
        """Bring a due division into force, unless another thread is at it.

        Returns at once in that case: until the transaction has ended, the generation before is
        the one in force. What the domain refuses is noted with the plan and not tried again.
        """
        if time.monotonic() < self._not_before or not self._busy.acquire(blocking=False):
            return
        try:
            self._bring(division_id)
        except Exception:  # noqa: BLE001 - a request that only noticed must not fail by it
            self._not_before = time.monotonic() + _AGAIN_S
            _log.exception("planned activation of division %s failed; trying again", division_id)
        finally:
            self._busy.release()

    def tick(self) -> None:
        """Do what is due, and prepare what soon will be."""
        due = self._executor.read(standing, None).due
        if due is not None:
            self.attend(due.id)
        for plan in self._executor.read(planned_within, _AHEAD_S):
            if plan.info.id not in self._prepared:
                prepare(self._executor, self._divisions, self._zone, _wish(plan.info.id, plan))
                self._prepared.add(plan.info.id)

    def running(self) -> AbstractContextManager[None]:
        """Tick in a thread of its own as long as the context lasts."""
        return ticking("punctuality", self.tick, TICK_S, _log)

    def _bring(self, division_id: int) -> None:
        plan = self._executor.read(planned, division_id)
        if plan is None:
            return
        wish = _wish(division_id, plan)
        try:
            done = bring_into_force(self._executor, self._divisions, self._zone, wish)
        except GenerationMovedError:
            return  # the next one who notices prepares anew
        except DomainError as error:
            if self._executor.write(refuse_plan, Refusal(division_id, error)):
                _log.warning("planned activation of division %s refused: %s", division_id, error)
            return
        _log.info("division %s is in force, as planned", done.division_id)


def _wish(division_id: int, plan: Planned) -> Wish:
    by = Actor(Role(plan.by_role), name=plan.by_name, account_id=plan.by_id)
    return Wish(division_id, by, renumber=True)  # who planned it was asked; now nobody is there
