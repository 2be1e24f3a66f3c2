"""The board of pairings, and the list of cells with a tier unfilled."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from service.areas.queries import NamedCommunity, cells_of, communities_of
from service.database import Transaction
from service.people.duties import TiersOn, filled_tiers, on_day
from service.people.heirs import lineage
from service.people.kinds import OrganisationKind, Tier
from service.people.models import Organisation, Pairing
from service.people.rules import TIERS


@dataclass(frozen=True)
class DivisionOn:
    """A division on a day."""

    division_id: int
    on: date


@dataclass(frozen=True)
class DepartmentName:
    """A department in both languages."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Gap:
    """A cell in which a tier or more has nobody."""

    cell_code: str
    community: NamedCommunity
    missing: tuple[Tier, ...]


@dataclass(frozen=True)
class Pair:
    """A department paired with a community, and its contact if one is named."""

    department: DepartmentName
    community: NamedCommunity
    since: date
    until: date | None
    contact: str
    contact_post: str
    contact_post_en: str
    contact_phone: str


@dataclass(frozen=True)
class PairingBoard:
    """Who is paired, and who is not."""

    pairs: tuple[Pair, ...]
    unpaired_departments: tuple[DepartmentName, ...]
    unpaired_communities: tuple[NamedCommunity, ...]


def gaps(tx: Transaction, wanted: DivisionOn) -> list[Gap]:
    """List the cells of a division with a tier unfilled, in the order of their codes."""
    communities = communities_of(tx, wanted.division_id)
    pairs = cells_of(tx, wanted.division_id)
    filled = filled_tiers(tx, TiersOn(wanted.division_id, pairs, wanted.on))
    return [
        Gap(cell, communities[community], tuple(tier for tier in TIERS if tier not in filled[cell]))
        for cell, community in pairs
        if len(filled[cell]) < len(TIERS)
    ]


def pairing_board(tx: Transaction, wanted: DivisionOn) -> PairingBoard:
    """Lay out the pairings of a division on a day."""
    communities = communities_of(tx, wanted.division_id)
    pairings = {
        pairing.community_code: pairing
        for pairing in tx.session.scalars(select(Pairing).where(on_day(Pairing, wanted.on)))
    }
    line = lineage(tx)
    rows: dict[str, Pairing] = {}
    for code in sorted(communities):
        # A community that has got another code keeps its department until it is given one.
        before = next((one for one in line.earlier(code) if one in pairings), None)
        if before is not None:
            rows[code] = pairings[before]
    paired = {pairing.department_id for pairing in rows.values()}
    departments = tx.session.scalars(
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.DEPARTMENT)
        .order_by(Organisation.code)
    )
    return PairingBoard(
        pairs=tuple(_pair(pairing, communities[code]) for code, pairing in rows.items()),
        unpaired_departments=tuple(_named(row) for row in departments if row.id not in paired),
        unpaired_communities=tuple(
            community for code, community in communities.items() if code not in rows
        ),
    )


def _pair(pairing: Pairing, community: NamedCommunity) -> Pair:
    contact = pairing.contact
    return Pair(
        department=_named(pairing.department),
        community=community,
        since=pairing.valid_from,
        until=pairing.valid_to,
        contact=contact.name if contact else "",
        contact_post=contact.post if contact else "",
        contact_post_en=contact.post_en if contact else "",
        contact_phone=contact.phone if contact else "",
    )


def _named(organisation: Organisation) -> DepartmentName:
    return DepartmentName(organisation.code, organisation.name, organisation.name_en)
