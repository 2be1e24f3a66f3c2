"""When each division was in force. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from service.areas.operations import ActivationTold


@dataclass(frozen=True)
class Period:
    """A time in force, from one activation to the next."""

    start: datetime
    end: datetime | None
    """``None`` where it lasts."""


def periods_by_division(past: Iterable[ActivationTold]) -> dict[int, tuple[Period, ...]]:
    """Return when each division was in force, its first time first.

    Parameters
    ----------
    past
        Every activation, the newest first, as `service.areas.operations.activations` tells.
    """
    found: dict[int, list[Period]] = defaultdict(list)
    end = None
    for one in past:
        found[one.division_id].append(Period(one.at, end))
        end = one.at
    return {division_id: tuple(reversed(some)) for division_id, some in found.items()}
