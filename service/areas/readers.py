"""What one reader may see of a division and of a cell's persons."""

from collections.abc import Sequence
from datetime import date

from service.access.permissions import Permission, Place, allowed
from service.areas.api_models import PersonAnswer
from service.areas.divisions import CellInfo
from service.areas.errors import DiscardedDivisionError, UnknownDivisionError
from service.areas.loaded import LoadedDivision
from service.areas.status import DivisionStatus
from service.people.operations import (
    CellOn,
    CellsOn,
    TierPerson,
    responsible_for,
    responsible_for_cells,
)
from service.web.context import Context

_NO_COMMUNITY = ""
"""Of a micro-cell: a community's paired department is its cell's, not its own."""


def readable_division(context: Context, division_id: int) -> LoadedDivision:
    """Return a division that the reader may see.

    Raises
    ------
    UnknownDivisionError
        There is none, or it is a draft, or was one, that is not for this reader.
    """
    unknown = UnknownDivisionError(id=str(division_id))
    if not 0 < division_id < 2**31:
        raise unknown
    sees_drafts = allowed(context.actor, Permission.READ_DRAFTS)
    try:
        division = context.resources.divisions.get(division_id)
    except DiscardedDivisionError:
        if sees_drafts:
            raise
        raise unknown from None
    if division.info.status is DivisionStatus.DRAFT and not sees_drafts:
        raise unknown
    return division


def place_of(cell: CellInfo) -> Place:
    """Return a cell as the place of a permission."""
    return Place(cell=cell.code, community=cell.community_code, street=cell.street_code)


def persons_of(context: Context, cell: CellInfo, on: date) -> list[PersonAnswer]:
    """Return the three persons of a cell on a day; phones by permission.

    The rule of the house: names and posts of the responsible are public, whole, on a cell's card
    and on its sheet, for both are notice boards. The report page and the tracking of a case show
    the name masked (黄*文) to the public, as `GET /api/v1/locate` gives it: there it only tells
    that somebody will come. Phones are nowhere public.
    """
    persons = context.executor.read(responsible_for, CellOn(cell.code, cell.community_code, on))
    phones = allowed(context.actor, Permission.READ_PHONES, place_of(cell))
    return [_person(tier, with_phone=phones) for tier in persons.tiers]


def persons_named_for(
    context: Context, cell: CellInfo, codes: Sequence[str], on: date
) -> dict[str, list[PersonAnswer]]:
    """Return whom the register names for micro-cells of a cell on a day; phones by permission.

    Nobody else: a micro-cell for which nobody is named has its cell's persons.
    """
    found = context.executor.read(
        responsible_for_cells, CellsOn([(code, _NO_COMMUNITY) for code in codes], on)
    )
    phones = allowed(context.actor, Permission.READ_PHONES, place_of(cell))
    return {
        code: [_person(tier, with_phone=phones) for tier in persons.tiers if tier.person_id]
        for code, persons in found.items()
    }


def _person(tier: TierPerson, *, with_phone: bool) -> PersonAnswer:
    return PersonAnswer(
        tier=tier.tier.value,
        vacant=tier.person_id is None,
        name=tier.name,
        post=tier.post,
        post_en=tier.post_en,
        organisation=tier.organisation,
        organisation_en=tier.organisation_en,
        phone=(tier.phone or None) if with_phone else None,
        stand_in=tier.stand_in,
    )
