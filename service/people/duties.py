"""Who is responsible for a cell on a day, and how far a person's responsibility reaches."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from service.areas.queries import cells_in_force, codes_of
from service.database import Transaction
from service.errors.domain import NotFoundError
from service.people.heirs import lineage
from service.people.kinds import OrganisationKind, Tier
from service.people.models import Pairing, Person, Responsibility
from service.people.rules import CellPersons, Duty, Period, TierPerson, persons_of

_CELLS_A_QUERY = 500


class UnknownPersonError(NotFoundError):
    """No person has the number."""

    key = "people-person-unknown"


@dataclass(frozen=True)
class CellOn:
    """A cell on a day."""

    cell_code: str
    community_code: str
    on: date


@dataclass(frozen=True)
class CellsOn:
    """Cells, each with its community, on a day."""

    pairs: Sequence[tuple[str, str]]
    """Cell code and community code."""
    on: date


@dataclass(frozen=True)
class TiersOn:
    """Cells of a division, each with its community, on a day."""

    division_id: int
    pairs: Sequence[tuple[str, str]]
    """Cell code and community code."""
    on: date


@dataclass(frozen=True)
class PersonOn:
    """A person on a day."""

    person_id: int
    on: date


@dataclass(frozen=True)
class Reach:
    """What a person is responsible for."""

    cells: frozenset[str]
    communities: frozenset[str]
    streets: frozenset[str]
    department: str


def responsible_for(tx: Transaction, wanted: CellOn) -> CellPersons:
    """Return the three persons of a cell on a day."""
    pairs = [(wanted.cell_code, wanted.community_code)]
    return responsible_for_cells(tx, CellsOn(pairs, wanted.on))[wanted.cell_code]


def responsible_for_cells(tx: Transaction, wanted: CellsOn) -> dict[str, CellPersons]:
    """Return the three persons of each of many cells on a day, by the cell's code."""
    duties: dict[str, list[Duty]] = defaultdict(list)
    for row in _responsibilities(tx, [cell for cell, _ in wanted.pairs], wanted.on):
        duties[row.cell_code].append(
            Duty(
                Period(row.valid_from, row.valid_to),
                _told(row.person, row.tier, stand_in=row.stand_in),
            )
        )
    contacts = _contacts(tx, {community for _, community in wanted.pairs}, wanted.on)
    return {
        cell: persons_of(duties.get(cell, ()), contacts.get(community), wanted.on)
        for cell, community in wanted.pairs
    }


def filled_tiers(tx: Transaction, wanted: TiersOn) -> dict[str, set[Tier]]:
    """Return in which tiers somebody answers for each of a division's cells on a day.

    As `responsible_for_cells` would name them, without reading any person: a whole district is
    one query.
    """
    filled: dict[str, set[Tier]] = {cell: set() for cell, _ in wanted.pairs}
    named = tx.session.execute(
        select(Responsibility.cell_code, Responsibility.tier)
        .where(
            Responsibility.cell_code.in_(codes_of(wanted.division_id)), responsible_on(wanted.on)
        )
        .distinct()
    )
    for cell, tier in named:
        if cell in filled:
            filled[cell].add(tier)
    contacts = _contacts(tx, {community for _, community in wanted.pairs}, wanted.on)
    for cell, community in wanted.pairs:
        if community in contacts:
            filled[cell].add(Tier.DEPARTMENT)
    return filled


def reach_of_person(tx: Transaction, wanted: PersonOn) -> Reach:
    """Return what a person reaches on a day: by own cells, and by the own organisation."""
    person = tx.session.get(Person, wanted.person_id)
    if person is None:
        raise UnknownPersonError(number=wanted.person_id)
    cells = {
        *tx.session.scalars(
            select(Responsibility.cell_code).where(
                Responsibility.person_id == person.id, responsible_on(wanted.on)
            )
        ),
        *_retired_cells(tx, wanted),
    }
    organisation = person.organisation
    communities: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    department = ""
    match organisation.kind:
        case OrganisationKind.COMMUNITY:
            communities = lineage(tx).later([organisation.code])
        case OrganisationKind.STREET_OFFICE:
            streets = frozenset({organisation.code})
        case OrganisationKind.DEPARTMENT:
            department = organisation.code
            communities = lineage(tx).later(
                tx.session.scalars(
                    select(Pairing.community_code).where(
                        Pairing.department_id == organisation.id, on_day(Pairing, wanted.on)
                    )
                )
            )
        case _:
            pass
    return Reach(frozenset(cells), communities, streets, department)


def person_id_of(tx: Transaction, number: str) -> int:
    """Return the id of the person with a number of the register.

    Raises
    ------
    UnknownPersonError
        No person has it.
    """
    found = tx.session.scalar(select(Person.id).where(Person.number == number))
    if found is None:
        raise UnknownPersonError(number=number)
    return found


def on_day(model: type[Pairing] | type[Responsibility], day: date) -> ColumnElement[bool]:
    """Return the condition that a row's period holds a day."""
    return (model.valid_from <= day) & or_(model.valid_to.is_(None), model.valid_to >= day)


def responsible_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a responsibility is in force on a day.

    Its period holds the day, and no new generation had retired its cell before.
    """
    return on_day(Responsibility, day) & or_(
        Responsibility.ended_on.is_(None), Responsibility.ended_on >= day
    )


def _retired_cells(tx: Transaction, wanted: PersonOn) -> frozenset[str]:
    """Return the retired cells that would still be a person's own.

    Closed cases stay in the cell in which they were handled, and with those who handled them.
    """
    ended = frozenset(
        tx.session.scalars(
            select(Responsibility.cell_code).where(
                Responsibility.person_id == wanted.person_id,
                on_day(Responsibility, wanted.on),
                Responsibility.ended_on < wanted.on,
                Responsibility.valid_from <= Responsibility.ended_on,
            )
        )
    )
    return ended - cells_in_force(tx, ended)


def _responsibilities(tx: Transaction, cells: Sequence[str], day: date) -> Iterator[Responsibility]:
    for start in range(0, len(cells), _CELLS_A_QUERY):
        yield from tx.session.scalars(
            select(Responsibility)
            .where(
                Responsibility.cell_code.in_(cells[start : start + _CELLS_A_QUERY]),
                responsible_on(day),
            )
            .order_by(Responsibility.id)
        )


def _contacts(tx: Transaction, communities: Collection[str], day: date) -> dict[str, TierPerson]:
    """Return the contact of the department paired with each community, or with what it was."""
    query = select(Pairing).where(on_day(Pairing, day))
    line = lineage(tx)
    was = {community: line.earlier(community) for community in communities}
    asked = {code for codes in was.values() for code in codes}
    if len(asked) <= _CELLS_A_QUERY:
        query = query.where(Pairing.community_code.in_(asked))
    pairings = {pairing.community_code: pairing for pairing in tx.session.scalars(query)}
    contacts = {}
    for community, codes in was.items():
        pairing = next((pairings[code] for code in codes if code in pairings), None)
        if pairing is not None and pairing.contact is not None:
            contacts[community] = _told(pairing.contact, Tier.DEPARTMENT, from_pairing=True)
    return contacts


def _told(
    person: Person, tier: Tier, *, stand_in: bool = False, from_pairing: bool = False
) -> TierPerson:
    return TierPerson(
        tier=tier,
        person_id=person.id,
        name=person.name,
        post=person.post,
        post_en=person.post_en,
        phone=person.phone,
        organisation=person.organisation.name,
        organisation_en=person.organisation.name_en,
        stand_in=stand_in,
        from_pairing=from_pairing,
    )
