"""Take a people file: all of it, or nothing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, or_, select

from service.areas.queries import living_codes
from service.database import Hold, Model, Transaction, hold
from service.errors.domain import DomainError, SheetFault
from service.people.checks import Known, check_roll
from service.people.models import Organisation, Pairing, Person, Responsibility
from service.people.roll import Roll, read_roll, with_codes_among
from service.people.rules import Period
from service.people.sheets import read_people_file


@dataclass(frozen=True)
class ImportReport:
    """How many rows a file has of each table, and how many of all were new or different."""

    organisations: int
    persons: int
    pairings: int
    responsibilities: int
    changed: int


class ImportRefusedError(DomainError):
    """The file has faults, told one by one in ``faults``; nothing of it was taken."""

    key = "people-import-refused-whole"

    def __init__(self, faults: tuple[SheetFault, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


@dataclass(frozen=True)
class PeopleFile:
    """A file that was read: the rows that read well, and the faults of the others."""

    roll: Roll
    faults: tuple[SheetFault, ...] = ()

    @classmethod
    def read(cls, content: bytes) -> "PeopleFile":
        """Read a file as uploaded, told apart by what it holds: before any transaction.

        A register takes seconds to read, and SQLite's one writer has better to do.

        Raises
        ------
        NotASpreadsheetError, SpreadsheetTooLargeError, ImportRefusedError
        """
        reading = read_people_file(content)
        roll, faults = read_roll(reading.sheets)
        if reading.faults:
            # Without its sheets and columns in order, nothing more can be told of a file.
            raise ImportRefusedError((*reading.faults, *faults))
        return cls(roll, tuple(faults))


def import_people(tx: Transaction, file: PeopleFile) -> ImportReport:
    """Add and update what a file names; rows of the register that it does not name stay.

    Raises
    ------
    ImportRefusedError
        The file does not fit itself, the register or the divisions.
    """
    # Of two files at once, the second is held against what the first one left.
    hold(tx, Hold.REGISTER)
    known = _known(tx)
    roll = with_codes_among(file.roll, known.communities, known.cells)
    faults = (*file.faults, *check_roll(roll, known))
    if faults:
        raise ImportRefusedError(faults)
    changed = _take_organisations(tx, roll) + _take_persons(tx, roll)
    tx.session.flush()
    changed += _take_pairings(tx, roll) + _take_responsibilities(tx, roll)
    tx.session.flush()
    return ImportReport(
        organisations=len(roll.organisations),
        persons=len(roll.persons),
        pairings=len(roll.pairings),
        responsibilities=len(roll.responsibilities),
        changed=changed,
    )


def _known(tx: Transaction) -> Known:
    session = tx.session
    living = living_codes(tx, None)
    organisations = list(session.scalars(select(Organisation)))
    codes = {row.id: row.code for row in organisations}
    return Known(
        organisations={row.code: row.kind for row in organisations},
        parents={row.code: codes[row.parent_id] for row in organisations if row.parent_id},
        persons=frozenset(session.scalars(select(Person.number))),
        communities=living.communities,
        cells=living.cells,
        pairings=tuple(
            (row.department.code, row.community_code, Period(row.valid_from, row.valid_to))
            for row in session.scalars(select(Pairing))
        ),
        responsibilities=tuple(
            (
                row.cell_code,
                row.tier,
                row.stand_in,
                row.number,
                Period(row.valid_from, _last_day(row.valid_to, row.ended_on)),
            )
            for row in session.execute(
                select(
                    Responsibility.cell_code,
                    Responsibility.tier,
                    Responsibility.stand_in,
                    Person.number,
                    Responsibility.valid_from,
                    Responsibility.valid_to,
                    Responsibility.ended_on,
                )
                .join(Person, Person.id == Responsibility.person_id)
                .where(
                    or_(
                        Responsibility.ended_on.is_(None),
                        Responsibility.ended_on >= Responsibility.valid_from,
                    )
                )
            )
        ),
    )


def _last_day(valid_to: date | None, ended_on: date | None) -> date | None:
    return min((day for day in (valid_to, ended_on) if day is not None), default=None)


def _take_organisations(tx: Transaction, roll: Roll) -> int:
    rows = {row.code: row for row in tx.session.scalars(select(Organisation))}
    changed = set()
    for given in roll.organisations:
        row = rows.get(given.code)
        if row is None:
            row = rows[given.code] = Organisation(code=given.code)
            tx.session.add(row)
        if _set(row, kind=given.kind, name=given.name, name_en=given.name_en):
            changed.add(given.code)
    tx.session.flush()  # gives parents their ids
    for given in roll.organisations:
        parent = rows[given.parent].id if given.parent else None
        if _set(rows[given.code], parent_id=parent):
            changed.add(given.code)
    return len(changed)


def _take_persons(tx: Transaction, roll: Roll) -> int:
    organisations = _ids(tx, Organisation)
    rows = {row.number: row for row in tx.session.scalars(select(Person))}
    changed = 0
    for given in roll.persons:
        row = rows.get(given.number)
        if row is None:
            row = rows[given.number] = Person(number=given.number)
            tx.session.add(row)
        changed += _set(
            row,
            name=given.name,
            post=given.post,
            post_en=given.post_en,
            phone=given.phone,
            organisation_id=organisations[given.organisation],
        )
    return changed


def _take_pairings(tx: Transaction, roll: Roll) -> int:
    departments, persons = _ids(tx, Organisation), _ids(tx, Person)
    rows = {
        (row.department_id, row.community_code, row.valid_from): row
        for row in tx.session.scalars(select(Pairing))
    }
    changed = 0
    fresh: list[Pairing] = []
    for given in roll.pairings:
        key = (departments[given.department], given.community, given.period.first)
        contact = persons[given.contact] if given.contact else None
        row = rows.get(key)
        if row is not None:
            changed += _set(row, contact_id=contact, valid_to=given.period.last)
            continue
        fresh.append(
            Pairing(
                department_id=key[0],
                community_code=key[1],
                valid_from=key[2],
                contact_id=contact,
                valid_to=given.period.last,
            )
        )
    # Old pairings end before new ones begin, or the database's own one-to-one index refuses.
    tx.session.flush()
    tx.session.add_all(fresh)
    return changed + len(fresh)


def _take_responsibilities(tx: Transaction, roll: Roll) -> int:
    if not roll.responsibilities:
        return 0
    persons = _ids(tx, Person)
    rows = {
        (row.cell_code, row.tier, row.person_id, row.stand_in, row.valid_from): row
        for row in tx.session.scalars(select(Responsibility))
    }
    changed = 0
    fresh = []
    for given in roll.responsibilities:
        key = (
            given.cell, given.tier, persons[given.person], given.stand_in, given.period.first
        )  # fmt: skip
        row = rows.get(key)
        if row is not None:
            changed += _set(row, valid_to=given.period.last)
            continue
        names = ("cell_code", "tier", "person_id", "stand_in", "valid_from")
        fresh.append({**dict(zip(names, key, strict=True)), "valid_to": given.period.last})
    if fresh:
        tx.session.execute(insert(Responsibility), fresh)
    return changed + len(fresh)


def _ids(tx: Transaction, model: type[Organisation] | type[Person]) -> dict[str, int]:
    named = Organisation.code if model is Organisation else Person.number
    return {row[0]: row[1] for row in tx.session.execute(select(named, model.id))}


def _set(row: Model, **values: object) -> bool:
    """Set attributes of a row, and tell whether one of them was different."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)
