"""Hold a people file against itself and against what is known already. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.errors.domain import SheetFault
from service.people.kinds import OrganisationKind, Tier
from service.people.roll import PairingRow, ResponsibilityRow, Roll, Spot
from service.people.rules import Claim, Period, clashes


@dataclass(frozen=True)
class Known:
    """What the register and the divisions hold before a file is taken."""

    organisations: Mapping[str, OrganisationKind]
    parents: Mapping[str, str]
    persons: frozenset[str]
    communities: frozenset[str]
    """Of drafts and the active division; empty where there is no division yet."""
    cells: frozenset[str]
    pairings: tuple[tuple[str, str, Period], ...]
    """Department, community, period."""
    responsibilities: tuple[tuple[str, Tier, bool, str, Period], ...]
    """Cell, tier, stand-in, person's number, period; of the cells that the file names."""


def check_roll(roll: Roll, known: Known) -> list[SheetFault]:
    """Find everything that keeps a file from being taken."""
    found = (
        *_twice(roll),
        *_organisation_faults(roll, known),
        *_reference_faults(roll, known),
        *_pairing_clashes(roll.pairings, known),
        *_responsibility_clashes(roll.responsibilities, known),
    )
    # What a faulty row names is not unknown: its own fault is told already.
    return [fault for fault in found if str(fault.facts.get("given", "")) not in roll.left_out]


def _twice(roll: Roll) -> Iterator[SheetFault]:
    named: list[tuple[str, str, Spot]] = [
        *(("code", row.code, row.spot) for row in roll.organisations),
        *(("number", row.number, row.spot) for row in roll.persons),
    ]
    first: dict[tuple[str, str], int] = {}
    for column, value, spot in named:
        if (column, value) in first:
            yield spot.fault(
                column, "people-fault-twice", given=value, first=str(first[column, value])
            )
        first.setdefault((column, value), spot.row)


def _organisation_faults(roll: Roll, known: Known) -> Iterator[SheetFault]:
    kinds = {**known.organisations, **{row.code: row.kind for row in roll.organisations}}
    parents = {**known.parents, **{row.code: row.parent for row in roll.organisations}}
    for row in roll.organisations:
        if row.parent and row.parent not in kinds:
            yield row.spot.fault("parent", "people-fault-organisation-unknown", given=row.parent)
        elif _loops(row.code, parents):
            yield row.spot.fault("parent", "people-fault-parent-loop", given=row.parent)
        if (
            row.kind is OrganisationKind.COMMUNITY
            and known.communities
            and row.code not in known.communities
        ):
            yield row.spot.fault("code", "people-fault-community-unknown", given=row.code)


def _loops(code: str, parents: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while code:
        if code in seen:
            return True
        seen.add(code)
        code = parents.get(code, "")
    return False


def _reference_faults(roll: Roll, known: Known) -> Iterator[SheetFault]:
    kinds = {**known.organisations, **{row.code: row.kind for row in roll.organisations}}
    persons = known.persons | {row.number for row in roll.persons}
    communities = known.communities or {
        code for code, kind in kinds.items() if kind is OrganisationKind.COMMUNITY
    }
    for person in roll.persons:
        if person.organisation not in kinds:
            yield person.spot.fault(
                "organisation", "people-fault-organisation-unknown", given=person.organisation
            )
    for pair in roll.pairings:
        if kinds.get(pair.department) is not OrganisationKind.DEPARTMENT:
            yield pair.spot.fault(
                "department", "people-fault-department-unknown", given=pair.department
            )
        if pair.community not in communities:
            yield pair.spot.fault(
                "community", "people-fault-community-unknown", given=pair.community
            )
        if pair.contact and pair.contact not in persons:
            yield pair.spot.fault("contact", "people-fault-person-unknown", given=pair.contact)
    for duty in roll.responsibilities:
        if known.cells and duty.cell not in known.cells:
            yield duty.spot.fault("cell", "people-fault-cell-unknown", given=duty.cell)
        if not known.cells and not _looks_like_a_cell(duty.cell):
            yield duty.spot.fault("cell", "people-fault-cell-unfit", given=duty.cell)
        if duty.person not in persons:
            yield duty.spot.fault("person", "people-fault-person-unknown", given=duty.person)


def _looks_like_a_cell(code: str) -> bool:
    return code.isascii() and code.isdigit() and 12 < len(code) <= 20


def _pairing_clashes(rows: tuple[PairingRow, ...], known: Known) -> Iterator[SheetFault]:
    by_department: dict[str, list[Claim]] = defaultdict(list)
    by_community: dict[str, list[Claim]] = defaultdict(list)
    given = {(row.department, row.community, row.period.first) for row in rows}
    for department, community, period in known.pairings:
        if (department, community, period.first) not in given:
            by_department[department].append(Claim(period, community, None))
            by_community[community].append(Claim(period, department, None))
    for at, row in enumerate(rows):
        by_department[row.department].append(Claim(row.period, row.community, at))
        by_community[row.community].append(Claim(row.period, row.department, at))
    for column, key, groups in (
        ("department", "people-fault-department-paired", by_department),
        ("community", "people-fault-community-paired", by_community),
    ):
        for value, claims in groups.items():
            for wrong, other in clashes(claims):
                spot = rows[wrong.row or 0].spot
                yield spot.fault(column, key, given=value, other=other.holder)


def _responsibility_clashes(
    rows: tuple[ResponsibilityRow, ...], known: Known
) -> Iterator[SheetFault]:
    held: dict[tuple[str, Tier, bool], list[Claim]] = defaultdict(list)
    given = {(row.cell, row.tier, row.stand_in, row.person, row.period.first) for row in rows}
    for cell, tier, stand_in, person, period in known.responsibilities:
        if (cell, tier, stand_in, person, period.first) not in given:
            held[cell, tier, stand_in].append(Claim(period, person, None))
    for at, row in enumerate(rows):
        held[row.cell, row.tier, row.stand_in].append(Claim(row.period, row.person, at))
    for (cell, _, _), claims in held.items():
        for wrong, other in clashes(claims):
            # A cell that was retired and lives again has its person twice; so be it.
            if other.row is None and other.holder == wrong.holder:
                continue
            spot = rows[wrong.row or 0].spot
            yield spot.fault("cell", "people-fault-overlap", given=cell, other=other.holder)
