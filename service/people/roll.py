"""Turn a people file's texts into values, and say of each that cannot be one what to mend."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from gis.codes import TypedCodes, without_blanks
from gis.texts import Fact
from service.errors.domain import SheetFault
from service.people.columns import COLUMNS, KINDS, TIERS, YES_NO, Column, Form, Table
from service.people.kinds import OrganisationKind, Tier
from service.people.rules import Period
from service.people.sheets import Sheet

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
Value = str | bool | date | OrganisationKind | Tier | None


@dataclass(frozen=True)
class Spot:
    """Where in the file a row stands."""

    sheet: str
    row: int
    headers: Mapping[str, str]

    def fault(self, column: str, key: str, **facts: Fact) -> SheetFault:
        """Say what is wrong in a column of this row."""
        return SheetFault(self.sheet, self.row, self.headers.get(column, column), key, facts)


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation as a file has it."""

    spot: Spot
    code: str
    kind: OrganisationKind
    parent: str
    name: str
    name_en: str


@dataclass(frozen=True)
class PersonRow:
    """A person as a file has them."""

    spot: Spot
    number: str
    name: str
    post: str
    post_en: str
    phone: str
    organisation: str


@dataclass(frozen=True)
class PairingRow:
    """A pairing as a file has it."""

    spot: Spot
    department: str
    community: str
    contact: str
    period: Period


@dataclass(frozen=True)
class ResponsibilityRow:
    """A responsibility as a file has it."""

    spot: Spot
    cell: str
    tier: Tier
    person: str
    stand_in: bool
    period: Period


@dataclass(frozen=True)
class Roll:
    """All that a file says."""

    organisations: tuple[OrganisationRow, ...]
    persons: tuple[PersonRow, ...]
    pairings: tuple[PairingRow, ...]
    responsibilities: tuple[ResponsibilityRow, ...]
    left_out: frozenset[str] = frozenset()
    """Codes and numbers of organisations and persons whose rows have a fault of their own."""


def with_codes_among(roll: Roll, communities: Iterable[str], cells: Iterable[str]) -> Roll:
    """Return a roll whose codes, as somebody typed them, are the known ones that they mean.

    One that means none is left as it reads without blanks.
    """
    of_communities, of_cells = TypedCodes(communities), TypedCodes(cells)
    return replace(
        roll,
        pairings=tuple(
            replace(row, community=_meant(row.community, of_communities)) for row in roll.pairings
        ),
        responsibilities=tuple(
            replace(row, cell=_meant(row.cell, of_cells)) for row in roll.responsibilities
        ),
    )


def _meant(code: str, known: TypedCodes) -> str:
    return known.meant(code) or without_blanks(code)


_NAMING = {Table.ORGANISATIONS: "code", Table.PERSONS: "number"}
"""Tables whose rows others refer to, and by which column."""


def read_roll(sheets: tuple[Sheet, ...]) -> tuple[Roll, list[SheetFault]]:
    """Read the values of all rows; rows with a fault are left out."""
    faults: list[SheetFault] = []
    rows: dict[Table, list[tuple[Spot, _Values]]] = {table: [] for table in Table}
    left_out: set[str] = set()
    for sheet in sheets:
        for number, texts in sheet.rows:
            spot = Spot(sheet.title, number, sheet.headers)
            values, wrong = _values(sheet.table, spot, texts)
            faults += wrong
            if not wrong:
                rows[sheet.table].append((spot, values))
            elif sheet.table in _NAMING:
                left_out.add(texts.get(_NAMING[sheet.table], "").strip())
    roll = Roll(
        tuple(
            OrganisationRow(
                spot, v.text("code"), v.kind(), v.text("parent"), v.text("name"), v.text("name_en")
            )
            for spot, v in rows[Table.ORGANISATIONS]
        ),
        tuple(
            PersonRow(
                spot,
                v.text("number"),
                v.text("name"),
                v.text("post"),
                v.text("post_en"),
                v.text("phone"),
                v.text("organisation"),
            )
            for spot, v in rows[Table.PERSONS]
        ),
        tuple(
            PairingRow(
                spot,
                v.text("department"),
                v.text("community"),
                v.text("contact"),
                v.period(),
            )
            for spot, v in rows[Table.PAIRINGS]
        ),
        tuple(
            ResponsibilityRow(
                spot,
                v.text("cell"),
                v.tier(),
                v.text("person"),
                v.yes("stand_in"),
                v.period(),
            )
            for spot, v in rows[Table.RESPONSIBILITIES]
        ),
        frozenset(left_out),
    )
    return roll, faults


@dataclass(frozen=True)
class _Values:
    by_key: Mapping[str, Value]

    def text(self, key: str) -> str:
        value = self.by_key.get(key)
        return value if isinstance(value, str) else ""

    def yes(self, key: str) -> bool:
        return self.by_key.get(key) is True

    def kind(self) -> OrganisationKind:
        value = self.by_key["kind"]
        assert isinstance(value, OrganisationKind)
        return value

    def tier(self) -> Tier:
        value = self.by_key["tier"]
        assert isinstance(value, Tier)
        return value

    def period(self) -> Period:
        first, last = self.by_key["valid_from"], self.by_key.get("valid_to")
        assert isinstance(first, date)
        return Period(first, last if isinstance(last, date) else None)


def _values(table: Table, spot: Spot, texts: Mapping[str, str]) -> tuple[_Values, list[SheetFault]]:
    values: dict[str, Value] = {}
    faults: list[SheetFault] = []
    for column in COLUMNS[table]:
        text = texts.get(column.key, "")
        fault = _misfit(column, spot, text)
        if fault is not None:
            faults.append(fault)
        else:
            values[column.key] = _value(column.form, text)
    first, last = values.get("valid_from"), values.get("valid_to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        faults.append(spot.fault("valid_to", "people-fault-period-reversed"))
    return _Values(values), faults


def _misfit(column: Column, spot: Spot, text: str) -> SheetFault | None:
    if not text:
        return spot.fault(column.key, "people-fault-blank") if column.required else None
    shown = text[:40]
    match column.form:
        case Form.TEXT:
            if len(text) > column.most:
                return spot.fault(column.key, "people-fault-too-long", most=column.most)
            if not text.isprintable():
                return spot.fault(column.key, "people-fault-unprintable")
        case Form.DATE:
            if _day(text) is None:
                return spot.fault(column.key, "people-fault-date", given=shown)
        case Form.KIND:
            if text.lower() not in KINDS:
                return spot.fault(column.key, "people-fault-kind", given=shown)
        case Form.TIER:
            if text.lower() not in TIERS:
                return spot.fault(column.key, "people-fault-tier", given=shown)
        case Form.YES_NO:
            if text.lower() not in YES_NO:
                return spot.fault(column.key, "people-fault-yes-no", given=shown)
    return None


def _value(form: Form, text: str) -> Value:
    match form:
        case Form.TEXT:
            return text
        case Form.DATE:
            return _day(text)
        case Form.KIND:
            return KINDS[text.lower()]
        case Form.TIER:
            return TIERS[text.lower()]
        case Form.YES_NO:
            return YES_NO[text.lower()]


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
