"""The table of permissions, row by row, with its scopes."""

import pytest

from service.access.permissions import TABLE, Permission, Place, Scope, allowed, require
from service.access.roles import ANONYMOUS, Actor, Role
from service.errors.domain import ForbiddenError, SignInNeededError

HERE = Place("440704001016001", "440704001016", "440704001", "market")
THERE = Place("440704002005001", "440704002005", "440704002", "water")
# Letters: a allowed everywhere, c own cells, m own community, s own street, d own department.
EXPECTED = {
    #                                anon res vol grid com str dep sup clerk admin
    Permission.BROWSE_MAP: "a a a a a a a a a a",
    Permission.REPORT_CASES: "a a a a a a a a a a",
    Permission.READ_CASES: "- - - c m s d a - a",
    Permission.READ_CONTACTS: "- - - c m s d - - a",
    Permission.READ_PHONES: "- - - c m s d a - a",
    Permission.READ_OUTSIDE_CASES: "- - - - - - - a a a",
    Permission.HANDLE_CASES: "- - - c m s d - - a",
    Permission.VERIFY_CASES: "- - - - m s d a - a",
    Permission.ANSWER_REPORTERS: "- - - c m s d - - a",
    Permission.READ_PEOPLE: "- - - - a a a a a a",
    Permission.IMPORT_PEOPLE: "- - - - - - - - - a",
    Permission.CONFIRM_CARRYING: "- - - - m s - - a a",
    Permission.READ_DRAFTS: "- - - - a a a a a a",
    Permission.EDIT_DIVISIONS: "- - - - - - - - a a",
    Permission.ACTIVATE_DIVISIONS: "- - - - - - - - a a",
    Permission.MANAGE_ACCOUNTS: "- - - - - - - - - a",
}
ROWS = [
    (permission, role, letter)
    for permission, letters in EXPECTED.items()
    for role, letter in zip(Role, letters.split(), strict=True)
]


def _actor(role: Role) -> Actor:
    if role is Role.ANONYMOUS:
        return ANONYMOUS
    return Actor(
        role,
        account_id=1,
        cells=frozenset({HERE.cell}) if role is Role.GRID_WORKER else frozenset(),
        communities=frozenset({HERE.community}),
        streets=frozenset({HERE.street}),
        department=HERE.department,
    )


@pytest.mark.parametrize(("permission", "role", "letter"), ROWS)
def test_a_role_may_what_its_row_says(permission: Permission, role: Role, letter: str) -> None:
    actor = _actor(role)
    assert allowed(actor, permission) is (letter != "-")
    assert allowed(actor, permission, HERE) is (letter != "-")
    assert allowed(actor, permission, THERE) is (letter == "a")


def test_every_permission_and_scope_is_in_use() -> None:
    assert set(TABLE) == set(Permission) == set(EXPECTED)
    assert {scope for row in TABLE.values() for scope in row.values()} == set(Scope)


def test_a_cell_of_ones_own_is_reached_whatever_the_office() -> None:
    actor = Actor(Role.COMMUNITY_OFFICER, account_id=1, cells=frozenset({THERE.cell}))
    assert allowed(actor, Permission.HANDLE_CASES, THERE)
    assert not allowed(actor, Permission.HANDLE_CASES, HERE)


def test_a_department_reaches_cases_of_its_function_and_its_paired_community() -> None:
    actor = Actor(
        Role.DEPARTMENT_OFFICER,
        account_id=1,
        department="market",
        communities=frozenset({THERE.community}),
    )
    assert allowed(actor, Permission.HANDLE_CASES, Place(department="market"))
    assert allowed(actor, Permission.HANDLE_CASES, THERE)
    assert not allowed(actor, Permission.HANDLE_CASES, Place(department="water"))
    nobody = Actor(Role.DEPARTMENT_OFFICER, account_id=1)
    assert not allowed(nobody, Permission.HANDLE_CASES, Place())


def test_whoever_is_not_signed_in_is_asked_to_and_others_are_refused() -> None:
    with pytest.raises(SignInNeededError):
        require(ANONYMOUS, Permission.READ_CASES)
    with pytest.raises(ForbiddenError):
        require(_actor(Role.RESIDENT), Permission.READ_CASES)
    require(_actor(Role.ADMIN), Permission.READ_CASES, THERE)
