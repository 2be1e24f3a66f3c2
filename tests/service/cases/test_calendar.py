from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cases.calendar import WorkingHours, due_at

ZONE = ZoneInfo("Asia/Shanghai")
PLAIN = WorkingHours(ZONE)
TIMES = st.datetimes(
    datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(ZONE)
)  # fmt: skip
HOURS = st.integers(1, 120)
CALENDARS = st.builds(
    WorkingHours,
    st.just(ZONE),
    holidays=st.frozensets(st.dates(date(2024, 1, 1), date(2028, 12, 31)), max_size=20),
    extra_days=st.frozensets(st.dates(date(2024, 1, 1), date(2028, 12, 31)), max_size=20),
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("opened", "hours", "due"),
    [
        ("2026-11-24 08:30", 2, "2026-11-24 10:30"),
        ("2026-11-24 06:00", 2, "2026-11-24 10:30"),
        ("2026-11-24 11:00", 2, "2026-11-24 15:00"),  # over the noon break
        ("2026-11-24 13:00", 1, "2026-11-24 15:00"),  # opened in the break
        ("2026-11-24 08:30", 7, "2026-11-24 17:30"),  # due at the end, not the next morning
        ("2026-11-24 17:00", 1, "2026-11-25 09:00"),
        ("2026-11-27 17:00", 1, "2026-11-30 09:00"),  # over the weekend
        ("2026-11-28 10:00", 8, "2026-12-01 09:30"),  # opened on a Saturday
    ],
)
def test_the_clock_runs_in_office_hours_only(opened: str, hours: int, due: str) -> None:
    assert due_at(local(opened), hours, PLAIN) == local(due)


def test_a_holiday_stops_the_clock_and_an_exchanged_saturday_runs_it() -> None:
    calendar = WorkingHours(
        ZONE,
        holidays=frozenset({date(2026, 11, 27)}),
        extra_days=frozenset({date(2026, 11, 28)}),
    )
    assert due_at(local("2026-11-26 17:00"), 1, calendar) == local("2026-11-28 09:00")


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no limit"):
        due_at(local("2026-11-24 08:30"), 0, PLAIN)


@given(TIMES, HOURS, CALENDARS)
def test_just_the_limit_is_worked_between_opening_and_due(
    opened: datetime, hours: int, calendar: WorkingHours
) -> None:
    due = due_at(opened, hours, calendar)
    assert calendar.worked(opened, due) == timedelta(hours=hours)
    assert due.tzinfo is UTC


@given(TIMES, HOURS, CALENDARS)
def test_a_due_time_lies_within_a_shift_of_a_working_day(
    opened: datetime, hours: int, calendar: WorkingHours
) -> None:
    due = due_at(opened, hours, calendar).astimezone(ZONE)
    assert calendar.is_working_day(due.date())
    assert any(shift.start < due.time() <= shift.end for shift in calendar.shifts)


@given(TIMES, HOURS, st.integers(0, 10**6))
def test_opened_later_is_due_no_earlier(opened: datetime, hours: int, later_s: int) -> None:
    later = opened + timedelta(seconds=later_s)
    assert due_at(later, hours, PLAIN) >= due_at(opened, hours, PLAIN)


@given(TIMES, HOURS, HOURS)
def test_limits_add_up(opened: datetime, first: int, second: int) -> None:
    assert due_at(due_at(opened, first, PLAIN), second, PLAIN) == due_at(
        opened, first + second, PLAIN
    )
