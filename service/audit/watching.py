"""Has the division in force audited by itself: after each activation, and every day.

A thread of each process looks every few seconds, which costs two small queries; whoever comes
first keeps the audit, and what another one found meanwhile is dropped.
"""

import logging
from contextlib import AbstractContextManager
from datetime import datetime

from service.areas.active import Divisions
from service.areas.loaded import LoadedDivision
from service.audit.examining import Examination, examine
from service.audit.kinds import Cause
from service.audit.operations import AuditDone, due_audit, keep_audit, last_audit
from service.audit.rules import HouseholdRange
from service.database import Executor
from service.settings import Settings
from service.ticking import ticking

_TICK_S = 5.0
_AGAIN_S = 300.0
"""After a fault of ours the next try waits so long."""
_log = logging.getLogger("gridward.audit")


class Watch:
    """The one of a process who has the division in force audited.

    Parameters
    ----------
    executor, divisions, settings
        Of the running service.
    """

    def __init__(self, executor: Executor, divisions: Divisions, settings: Settings) -> None:
        self._executor = executor
        self._divisions = divisions
        self._settings = settings

    def tick(self) -> bool:
        """Make the audit that is due; tell whether one was kept."""
        due = self._executor.read(due_audit, self._settings.zone)
        return due is not None and audit(self._executor, self._divisions, self._settings, due.cause)

    def running(self) -> AbstractContextManager[None]:
        """Tick in a thread of its own as long as the context lasts."""
        return ticking("audit", self.tick, _TICK_S, _log, _AGAIN_S)


def audit(executor: Executor, divisions: Divisions, settings: Settings, cause: Cause) -> bool:
    """Audit the division in force and keep what is found; tell whether it was kept.

    Raises
    ------
    NoActiveDivisionError
        None is in force.
    """
    before = executor.read(last_audit, None)
    division = divisions.active()
    found = examine(executor, examination_of(settings, division, executor.clock()))
    done = AuditDone(division.info.id, cause, found, before.id if before else None)
    return executor.write(keep_audit, done)


def examination_of(settings: Settings, division: LoadedDivision, now: datetime) -> Examination:
    """Return what is looked at today, by the settings."""
    return Examination(division, range_of(settings), now.astimezone(settings.zone).date())


def range_of(settings: Settings) -> HouseholdRange:
    """Return the range of households that the settings have."""
    return HouseholdRange(settings.households_minimum, settings.households_maximum)
