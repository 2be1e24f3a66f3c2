"""The roles, and who an actor is."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the system; permissions per role are rows in ``permissions``."""

    ANONYMOUS = "anonymous"
    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    GRID_WORKER = "grid_worker"
    COMMUNITY_OFFICER = "community_officer"
    STREET_OFFICER = "street_officer"
    DEPARTMENT_OFFICER = "department_officer"
    SUPERVISOR = "supervisor"
    CLERK = "clerk"
    ADMIN = "admin"


@dataclass(frozen=True)
class Actor:
    """Who acts, with all that decides the reach of their permissions.

    The sets are filled when the actor is recognised, so that a check is pure.
    """

    role: Role
    name: str = ""
    account_id: int | None = None
    person_id: int | None = None
    organisation: str = ""
    """Name of the person's organisation, for the page's head."""
    organisation_en: str = ""
    """Its English name; the Chinese one where it has none."""
    cells: frozenset[str] = frozenset()
    """Codes of the cells in which the person is responsible today, in any tier."""
    communities: frozenset[str] = frozenset()
    """Codes of the person's own community, or of the communities that the department pairs with."""
    streets: frozenset[str] = frozenset()
    """Code of the person's own street office."""
    department: str = ""
    """Key of the person's own department."""

    @property
    def signed_in(self) -> bool:
        """Tell whether the actor has an account."""
        return self.account_id is not None


ANONYMOUS = Actor(Role.ANONYMOUS)
