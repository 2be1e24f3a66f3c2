"""Rules of responsibility and of periods. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from service.people.kinds import Tier

TIERS: tuple[Tier, Tier, Tier] = (Tier.DEPARTMENT, Tier.STREET, Tier.COMMUNITY)
"""From the top down."""


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included; without a last one it stays open."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in the period."""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether two periods share a day."""
        return (self.last is None or other.first <= self.last) and (
            other.last is None or self.first <= other.last
        )


@dataclass(frozen=True)
class TierPerson:
    """Who answers for a cell in one tier; vacant where there is no person."""

    tier: Tier
    person_id: int | None = None
    name: str = ""
    post: str = ""
    post_en: str = ""
    phone: str = ""
    organisation: str = ""
    organisation_en: str = ""
    stand_in: bool = False
    from_pairing: bool = False
    """Nobody is named for the cell: the community's paired department answers by its contact."""

    @property
    def vacant(self) -> bool:
        """Tell whether nobody answers."""
        return self.person_id is None


@dataclass(frozen=True)
class Duty:
    """A person named for a cell, as far as the choice among several cares."""

    period: Period
    person: TierPerson


@dataclass(frozen=True)
class CellPersons:
    """The three tiers of a cell, from the top down."""

    tiers: tuple[TierPerson, TierPerson, TierPerson]

    @property
    def vacant(self) -> tuple[Tier, ...]:
        """The tiers in which nobody answers."""
        return tuple(person.tier for person in self.tiers if person.vacant)


def persons_of(duties: Iterable[Duty], contact: TierPerson | None, day: date) -> CellPersons:
    """Choose the three persons of a cell on a day.

    A stand-in goes before whom they stand in for, a person named for the cell before the contact
    of the paired department, and of two named ones the one named last.
    """
    named = [duty for duty in duties if duty.period.holds(day)]
    department, street, community = (_chosen(named, contact, tier) for tier in TIERS)
    return CellPersons((department, street, community))


def _chosen(named: Sequence[Duty], contact: TierPerson | None, tier: Tier) -> TierPerson:
    of_tier = [duty for duty in named if duty.person.tier is tier]
    if of_tier:
        return max(of_tier, key=lambda duty: (duty.person.stand_in, duty.period.first)).person
    if tier is Tier.DEPARTMENT and contact is not None:
        return contact
    return TierPerson(tier)


@dataclass(frozen=True)
class Claim:
    """Somebody's hold on something that only one may hold at a time."""

    period: Period
    holder: str
    row: int | None
    """Row in the file, or ``None`` where the register has it already."""


def clashes(claims: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """Find claims that share days; of each two, the one to be mended comes first."""
    found: list[tuple[Claim, Claim]] = []
    widest: Claim | None = None
    for claim in sorted(claims, key=lambda claim: claim.period.first):
        if widest is not None and widest.period.overlaps(claim.period):
            pair = sorted((claim, widest), key=lambda claim: claim.row or 0, reverse=True)
            found.append((pair[0], pair[1]))
        if widest is None or _reaches_further(claim.period, widest.period):
            widest = claim
    return [pair for pair in found if pair[0].row is not None]


def _reaches_further(period: Period, other: Period) -> bool:
    return other.last is not None and (period.last is None or period.last > other.last)
