"""Who may do what, and how far: one row per permission and role. Default is no.

Pure: the actor carries their own reach, the subject its place.
"""

from dataclasses import dataclass
from enum import StrEnum

from service.access.roles import Actor, Role
from service.errors.domain import ForbiddenError, SignInNeededError


class Permission(StrEnum):
    """Something that can be allowed."""

    BROWSE_MAP = "browse_map"
    """Cells, names and posts of the responsible, cases as glyphs."""
    REPORT_CASES = "report_cases"
    READ_CASES = "read_cases"
    """Description, photos and history of a case."""
    READ_CONTACTS = "read_contacts"
    """The reporter's name and contact."""
    READ_PHONES = "read_phones"
    """Phones of the responsible persons."""
    READ_OUTSIDE_CASES = "read_outside_cases"
    """Which open cases lie in no cell any more, without their words."""
    HANDLE_CASES = "handle_cases"
    VERIFY_CASES = "verify_cases"
    ANSWER_REPORTERS = "answer_reporters"
    READ_PEOPLE = "read_people"
    """Lists of pairings, persons and gaps."""
    IMPORT_PEOPLE = "import_people"
    CONFIRM_CARRYING = "confirm_carrying"
    """Confirm or change who follows into the cells of a new generation."""
    READ_DRAFTS = "read_drafts"
    """Divisions that are not active."""
    EDIT_DIVISIONS = "edit_divisions"
    ACTIVATE_DIVISIONS = "activate_divisions"
    """Bring a division into force, plan it, and go back to an earlier one."""
    MANAGE_ACCOUNTS = "manage_accounts"


class Scope(StrEnum):
    """How far a permission reaches."""

    OWN_CELLS = "own_cells"
    OWN_COMMUNITY = "own_community"
    OWN_STREET = "own_street"
    OWN_DEPARTMENT = "own_department"
    ALL = "all"


@dataclass(frozen=True)
class Place:
    """Where a thing lies, as far as scopes care. ``None`` as a place asks for any reach at all."""

    cell: str = ""
    community: str = ""
    street: str = ""
    department: str = ""
    """Key of the department whose function a case is."""


_STAFF = {
    Role.GRID_WORKER: Scope.OWN_CELLS,
    Role.COMMUNITY_OFFICER: Scope.OWN_COMMUNITY,
    Role.STREET_OFFICER: Scope.OWN_STREET,
    Role.DEPARTMENT_OFFICER: Scope.OWN_DEPARTMENT,
}
_EVERYWHERE = {Role.SUPERVISOR: Scope.ALL, Role.ADMIN: Scope.ALL}
_OFFICERS: dict[Role, Scope] = {
    role: scope for role, scope in _STAFF.items() if role is not Role.GRID_WORKER
}

TABLE: dict[Permission, dict[Role, Scope]] = {
    Permission.BROWSE_MAP: dict.fromkeys(Role, Scope.ALL),
    Permission.REPORT_CASES: dict.fromkeys(Role, Scope.ALL),
    Permission.READ_CASES: {**_STAFF, **_EVERYWHERE},
    Permission.READ_CONTACTS: {**_STAFF, Role.ADMIN: Scope.ALL},
    Permission.READ_PHONES: {**_STAFF, **_EVERYWHERE},
    Permission.READ_OUTSIDE_CASES: {**_EVERYWHERE, Role.CLERK: Scope.ALL},
    Permission.HANDLE_CASES: {**_STAFF, Role.ADMIN: Scope.ALL},
    # The one who rectified never verifies: grid workers have no row here.
    Permission.VERIFY_CASES: {**_OFFICERS, **_EVERYWHERE},
    Permission.ANSWER_REPORTERS: {**_STAFF, Role.ADMIN: Scope.ALL},
    Permission.READ_PEOPLE: {
        **dict.fromkeys(_OFFICERS, Scope.ALL),
        **_EVERYWHERE,
        Role.CLERK: Scope.ALL,
    },
    Permission.IMPORT_PEOPLE: {Role.ADMIN: Scope.ALL},
    Permission.CONFIRM_CARRYING: {
        Role.COMMUNITY_OFFICER: Scope.OWN_COMMUNITY,
        Role.STREET_OFFICER: Scope.OWN_STREET,
        Role.CLERK: Scope.ALL,
        Role.ADMIN: Scope.ALL,
    },
    # An officer who confirms who follows into a draft has to see it.
    Permission.READ_DRAFTS: {
        **dict.fromkeys(_OFFICERS, Scope.ALL),
        **_EVERYWHERE,
        Role.CLERK: Scope.ALL,
    },
    Permission.EDIT_DIVISIONS: {Role.CLERK: Scope.ALL, Role.ADMIN: Scope.ALL},
    Permission.ACTIVATE_DIVISIONS: {Role.CLERK: Scope.ALL, Role.ADMIN: Scope.ALL},
    Permission.MANAGE_ACCOUNTS: {Role.ADMIN: Scope.ALL},
}


def scope_of(actor: Actor, permission: Permission) -> Scope | None:
    """Return how far the actor's permission reaches, or ``None`` where there is none."""
    return TABLE[permission].get(actor.role)


def allowed(actor: Actor, permission: Permission, place: Place | None = None) -> bool:
    """Tell whether the actor may, at a place (or anywhere at all)."""
    scope = scope_of(actor, permission)
    if scope is None:
        return False
    if place is None or scope is Scope.ALL:
        return True
    # A person made responsible for a cell reaches it, whatever the office.
    if place.cell in actor.cells:
        return True
    match scope:
        case Scope.OWN_CELLS:
            return False
        case Scope.OWN_COMMUNITY:
            return place.community in actor.communities
        case Scope.OWN_STREET:
            return place.street in actor.streets
        case Scope.OWN_DEPARTMENT:
            return place.community in actor.communities or (
                bool(actor.department) and place.department == actor.department
            )


def require(actor: Actor, permission: Permission, place: Place | None = None) -> None:
    """Refuse unless the actor may.

    Raises
    ------
    SignInNeededError
        Nobody is signed in, and somebody who is might be allowed.
    ForbiddenError
        The actor may not.
    """
    if allowed(actor, permission, place):
        return
    if not actor.signed_in:
        raise SignInNeededError
    raise ForbiddenError
