"""What a sheet says beside its map: the persons of a cell, and the division it belongs to."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Tier = Literal["department", "street", "community"]
TIERS: tuple[Tier, ...] = get_args(Tier)


@dataclass(frozen=True)
class Responsible:
    """A post responsible for a cell.

    Parameters
    ----------
    tier
        One of the three tiers.
    organisation
        The organisation's name in the sheet's language.
    name
        The person; None when the post is vacant.
    phone
        The telephone to print; None when there is none, or it is not for the reader.
    """

    tier: Tier
    organisation: str
    name: str | None
    phone: str | None


@dataclass(frozen=True)
class DivisionNote:
    """The division (generation) that the sheets show: its name and the days it was in force.

    A division with a last day is superseded: its sheets say so, and ask nobody to report.
    """

    name: str
    valid_from: date | None
    valid_to: date | None = None
