from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.access.permissions import Place
from service.access.roles import Actor, Role
from service.cases.rules import (
    Status,
    Subject,
    allowed_actions,
    case_number,
    mask_contact,
    mask_name,
    status_of,
    tracking_key,
    tracking_key_fits,
)
from service.cases.states import TRANSITIONS, Action, State

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PLACE = Place("440704001016003", "440704001016", "440704001", "urban")


@pytest.mark.parametrize(
    ("state", "left", "status"),
    [
        (State.DISPATCHED, timedelta(hours=3), Status.IN_HAND),
        (State.IN_HAND, timedelta(hours=2), Status.DUE),
        (State.DISPATCHED, timedelta(0), Status.DUE),
        (State.IN_HAND, timedelta(seconds=-1), Status.LATE),
        (State.RECTIFIED, timedelta(hours=-9), Status.TO_VERIFY),
        (State.VERIFIED, timedelta(hours=9), Status.TO_VERIFY),
        (State.CLOSED, timedelta(hours=-9), Status.DONE),
        (State.REJECTED, timedelta(hours=9), Status.REJECTED),
    ],
)
def test_a_status_follows_from_state_and_clock(
    state: State, left: timedelta, status: Status
) -> None:
    assert status_of(state, NOW + left, NOW) is status


@given(st.sampled_from(State), st.sampled_from(Role))
def test_allowed_actions_are_moves_of_the_table(state: State, role: Role) -> None:
    actor = Actor(role, account_id=1, cells=frozenset({PLACE.cell}))
    for action in allowed_actions(actor, Subject(state, PLACE)):
        assert state in TRANSITIONS[action].sources


@pytest.mark.parametrize("role", [Role.ANONYMOUS, Role.RESIDENT, Role.VOLUNTEER, Role.CLERK])
def test_outsiders_may_do_nothing(role: Role) -> None:
    for state in State:
        assert allowed_actions(Actor(role, account_id=1), Subject(state, PLACE)) == ()


def test_who_rectified_may_not_verify_and_another_may() -> None:
    rectified = Subject(State.RECTIFIED, PLACE, rectified_by_id=7)
    assert Action.VERIFY not in allowed_actions(Actor(Role.ADMIN, account_id=7), rectified)
    assert Action.VERIFY in allowed_actions(Actor(Role.ADMIN, account_id=8), rectified)


def test_a_number_is_district_day_and_serial() -> None:
    assert case_number("440704", date(2026, 11, 24), 1) == "440704-20261124-0001"
    assert case_number("440704", date(2026, 11, 24), 12345) == "440704-20261124-12345"


def test_a_tracking_key_fits_its_own_case_only() -> None:
    key = tracking_key(b"secret", "440704-20261124-0001")
    assert tracking_key_fits(b"secret", "440704-20261124-0001", key)
    assert not tracking_key_fits(b"secret", "440704-20261124-0002", key)
    assert not tracking_key_fits(b"other", "440704-20261124-0001", key)
    for wrong in (None, "", "é"):
        assert not tracking_key_fits(b"secret", "440704-20261124-0001", wrong)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("黄健文", "黄*文"), ("李四", "李*"), ("欧阳小明", "欧**明"), ("王", "*"), ("", "")],
)
def test_a_name_keeps_its_ends(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("contact", "masked"),
    [
        ("13800001234", "138****1234"),
        ("ada@example.org", "a**@example.org"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_contact_is_hidden(contact: str, masked: str) -> None:
    assert mask_contact(contact) == masked


@given(st.text(min_size=3, max_size=60))
def test_a_mask_hides_all_between_the_ends(name: str) -> None:
    inner = mask_name(name)[1:-1]
    assert set(inner) <= {"*"}
