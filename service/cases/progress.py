"""The way of a case as the pages draw it: six steps and a clock. Pure."""

from dataclasses import dataclass
from datetime import datetime

from service.cases.rules import Status
from service.cases.states import State


@dataclass(frozen=True)
class Step:
    """A step of the way."""

    name: str
    """``report``, ``accept``, ``dispatch``, ``rectify``, ``verify``, ``close`` or ``reject``."""
    mark: str
    """``done``, ``now``, ``late`` or ``ahead``."""
    at: datetime | None = None


_NAMES = ("report", "accept", "dispatch", "rectify", "verify", "close")
_REACHED = {
    State.DISPATCHED: 3,
    State.IN_HAND: 3,
    State.RECTIFIED: 4,
    State.VERIFIED: 5,
    State.CLOSED: 6,
}


def steps_of(
    state: State,
    status: Status,
    *,
    reported_at: datetime,
    rectified_at: datetime | None,
    verified_at: datetime | None,
    closed_at: datetime | None,
) -> tuple[Step, ...]:
    """Return the steps of a case in their order, each with its time where it is known.

    A report in a cell is accepted and dispatched at once, so the first three share their time.
    """
    arrived = tuple(Step(name, "done", reported_at) for name in _NAMES[:3])
    if state is State.REJECTED:
        return (*arrived, Step("reject", "done", closed_at))
    times = {"rectify": rectified_at, "verify": verified_at, "close": closed_at}
    now = "late" if status is Status.LATE else "now"
    rest = tuple(
        Step(
            name,
            "done" if place < _REACHED[state] else now if place == _REACHED[state] else "ahead",
            times.get(name) if place < _REACHED[state] else None,
        )
        for place, name in enumerate(_NAMES)
        if place >= len(arrived)
    )
    return (*arrived, *rest)
