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
