"""Where a division is on its way. No framework."""

from enum import StrEnum


class DivisionStatus(StrEnum):
    """Where a division is on its way; an active or superseded one is never edited."""

    DRAFT = "draft"
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"
    """A draft that was thrown away: its name is kept, its communities and cells are not."""


class ActivationKind(StrEnum):
    """How a generation came into force."""

    ACTIVATE = "activate"
    """A draft for the first time."""
    ROLL_BACK = "roll_back"
    """One that was in force before, again."""
