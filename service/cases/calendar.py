"""Working hours of the district. Pure: the zone and the holidays are passed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Shift:
    """A stretch of a working day, in local time."""

    start: time
    end: time


SHIFTS = (Shift(time(8, 30), time(12, 0)), Shift(time(14, 0), time(17, 30)))
"""The usual office hours of public offices in the region: seven hours a day."""
_SATURDAY = 5


@dataclass(frozen=True)
class WorkingHours:
    """When the clock of a case runs.

    Parameters
    ----------
    zone
        The district's time zone.
    holidays
        Weekdays on which nobody works.
    extra_days
        Saturdays and Sundays that are worked in exchange (调休).
    shifts
        Stretches of a working day, in order.
    """

    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()
    extra_days: frozenset[date] = frozenset()
    shifts: tuple[Shift, ...] = SHIFTS

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is worked."""
        if day in self.extra_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def spans_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the worked spans after a time, without end, as pairs in UTC."""
        day = start.astimezone(self.zone).date()
        while True:
            if self.is_working_day(day):
                for shift in self.shifts:
                    begin = datetime.combine(day, shift.start, self.zone).astimezone(UTC)
                    end = datetime.combine(day, shift.end, self.zone).astimezone(UTC)
                    if end > start:
                        yield max(begin, start.astimezone(UTC)), end
            day += timedelta(days=1)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two times; zero where the end is not after."""
        total = timedelta()
        if end <= start:
            return total
        for begin, finish in self.spans_from(start):
            if begin >= end:
                return total
            total += min(finish, end) - begin
        raise AssertionError("the calendar has no end")


def due_at(opened: datetime, limit_working_hours: float, calendar: WorkingHours) -> datetime:
    """Return when a case is due: the limit counted in working hours from its opening.

    Parameters
    ----------
    opened
        An aware time.
    limit_working_hours
        More than zero. A limit that ends with a shift is due at that shift's end.

    Returns
    -------
    datetime
        In UTC.
    """
    left = timedelta(hours=limit_working_hours)
    if left <= timedelta():
        raise ValueError(f"a limit of {limit_working_hours} hours is no limit")
    for begin, end in calendar.spans_from(opened):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("the calendar has no end")
