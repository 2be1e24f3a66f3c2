"""The way of a case as the pages draw it: six steps and a clock. Pure."""

from dataclasses import dataclass
from datetime import datetime

from service.cases.rules import Status
from service.cases.states import State
from service.cases.views import CaseView, TrackView


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


def steps_of(case: CaseView | TrackView) -> tuple[Step, ...]:
    """Return the steps of a case in their order, each with its time where it is known.

    A report in a cell is accepted and dispatched at once, so the first three share their time.
    """
    arrived = tuple(Step(name, "done", case.reported_at) for name in _NAMES[:3])
    if case.state is State.REJECTED:
        return (*arrived, Step("reject", "done", case.closed_at))
    times = {"rectify": case.rectified_at, "verify": case.verified_at, "close": case.closed_at}
    now = "late" if case.status is Status.LATE else "now"
    reached = _REACHED[case.state]
    rest = tuple(
        Step(
            name,
            "done" if place < reached else now if place == reached else "ahead",
            times.get(name) if place < reached else None,
        )
        for place, name in enumerate(_NAMES)
        if place >= len(arrived)
    )
    return (*arrived, *rest)
