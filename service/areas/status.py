"""Where a division is on its way. No framework."""

from enum import StrEnum


class DivisionStatus(StrEnum):
    """Where a division is on its way; an active or superseded one is never edited."""

    DRAFT = "draft"
    ACTIVE = "active"
    SUPERSEDED = "superseded"
