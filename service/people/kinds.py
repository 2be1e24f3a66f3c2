"""The closed sets of people: kinds of organisation, tiers of responsibility. No framework."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is."""

    DISTRICT = "district"
    DEPARTMENT = "department"
    STREET_OFFICE = "street_office"
    COMMUNITY = "community"
    SUPERVISION_BODY = "supervision_body"
    VOLUNTEER_TEAM = "volunteer_team"


class Tier(StrEnum):
    """The three tiers of responsible persons, from the top down."""

    DEPARTMENT = "department"
    STREET = "street"
    COMMUNITY = "community"


class CarryingState(StrEnum):
    """What became of a proposal to carry a person from an old cell into a new one."""

    PROPOSED = "proposed"
    """Takes effect all the same, and stays listed until somebody looks."""
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    """Somebody else was chosen."""
    DECLINED = "declined"
    """Nobody is to be responsible in this tier."""


class Decision(StrEnum):
    """What somebody decides about a person who is carried over, or whose responsibility ends."""

    CONFIRM = "confirm"
    """The person follows, or the responsibility ends, as was proposed."""
    CHANGE = "change"
    """Another person follows."""
    DECLINE = "decline"
    """Nobody follows."""
    GIVE = "give"
    """It does not end: the person takes over the cell that has the old one's ground now."""
