"""Read a people file, .xlsx or .csv, into rows of texts. Nothing is looked up here."""

import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from service.errors.domain import DomainError, SheetFault
from service.people.columns import (
    COLUMNS,
    NOTES_SHEETS,
    TABLE_HEADERS,
    Table,
    column_of,
    table_of,
)

MAX_UNPACKED_BYTES = 200_000_000
"""Of an .xlsx, which is a zip: a small file may unpack to a huge one."""
MAX_ROWS = 200_000
"""Of a whole file; a district has about 30,000 responsibilities."""
MAX_COLUMNS = 100
COMMENT = "#"
"""Rows whose first cell begins with it are notes or examples, and passed over."""

Line = tuple[int, Sequence[str]]


class NotASpreadsheetError(DomainError):
    """The file is neither an .xlsx nor a .csv."""

    key = "people-not-a-spreadsheet"
    field = "file"


class SpreadsheetTooLargeError(DomainError):
    """The file has too many rows, or unpacks to too much."""

    key = "people-spreadsheet-too-large"
    field = "file"
    status = 413


@dataclass(frozen=True)
class Sheet:
    """The rows of one table, as texts by column key."""

    table: Table
    title: str
    """As the file calls it."""
    headers: dict[str, str]
    """Header as the file writes it, by column key."""
    rows: tuple[tuple[int, dict[str, str]], ...]
    """Row number as the spreadsheet counts, and the texts."""


@dataclass(frozen=True)
class Reading:
    """What was read, and what is wrong with sheets and headers."""

    sheets: tuple[Sheet, ...]
    faults: tuple[SheetFault, ...]


def read_people_file(content: bytes) -> Reading:
    """Read a file by what it holds, whatever its name.

    Raises
    ------
    NotASpreadsheetError, SpreadsheetTooLargeError
    """
    if content.startswith(b"PK"):
        return _read_workbook(content)
    return _read_csv(content)


def _read_workbook(content: bytes) -> Reading:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise SpreadsheetTooLargeError(rows=MAX_ROWS)
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        lines = {
            sheet.title: list(_lines(sheet.iter_rows(values_only=True)))
            for sheet in book.worksheets
            if sheet.title.strip().lower() not in NOTES_SHEETS
        }
    except (
        zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError,
        KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError,
        NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        # openpyxl lets whatever its parsers raise on a damaged file through.
        raise NotASpreadsheetError from error
    if sum(len(rows) for rows in lines.values()) > MAX_ROWS:
        raise SpreadsheetTooLargeError(rows=MAX_ROWS)
    sheets: list[Sheet] = []
    faults: list[SheetFault] = []
    for title, rows in lines.items():
        table = table_of(title)
        if table is None:
            if rows:
                faults.append(SheetFault(title, 0, "", "people-fault-sheet-unknown"))
            continue
        if rows:
            sheet, wrong = _sheet(table, title, rows[0], rows[1:])
            sheets.append(sheet)
            faults += wrong
    return _reading(sheets, faults)


def _read_csv(content: bytes) -> Reading:
    text = _decoded(content)
    try:
        reader = csv.reader(StringIO(text, newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise NotASpreadsheetError from error
    if len(rows) > MAX_ROWS:
        raise SpreadsheetTooLargeError(rows=MAX_ROWS)
    if not rows or len(rows[0][1]) < 2:
        raise NotASpreadsheetError
    header = rows[0]
    names = [name.strip().lower() for name in header[1]]
    at = next((i for i, name in enumerate(names) if name in TABLE_HEADERS), None)
    if at is None:
        sheet, wrong = _sheet(Table.RESPONSIBILITIES, "csv", header, rows[1:])
        return _reading([sheet], wrong)
    return _read_mixed(header, rows[1:], at)


def _read_mixed(header: Line, rows: Sequence[Line], at: int) -> Reading:
    by_table: dict[Table, list[Line]] = {}
    faults: list[SheetFault] = []
    for number, row in rows:
        if row[0].strip().startswith(COMMENT):
            continue
        name = row[at].strip() if at < len(row) else ""
        table = table_of(name)
        if table is None:
            fault = SheetFault(
                "csv", number, header[1][at], "people-fault-table-unknown", {"given": name}
            )
            faults.append(fault)
        else:
            by_table.setdefault(table, []).append((number, row))
    for name in header[1]:
        known = any(column_of(table, name) for table in Table)
        if name.strip() and not known and name.strip().lower() not in TABLE_HEADERS:
            faults.append(SheetFault("csv", header[0], name, "people-fault-column-unknown"))
    sheets = []
    for table, lines in by_table.items():
        # Columns of other tables stand in the same header, so only missing ones are wrong here.
        own = [name if column_of(table, name) else "" for name in header[1]]
        sheet, wrong = _sheet(table, "csv", (header[0], own), lines)
        sheets.append(sheet)
        faults += wrong
    return _reading(sheets, faults)


def _reading(sheets: list[Sheet], faults: list[SheetFault]) -> Reading:
    if not faults and not any(sheet.rows for sheet in sheets):
        faults = [SheetFault("", 0, "", "people-fault-empty")]
    return Reading(tuple(sheets), tuple(faults))


def _sheet(
    table: Table, title: str, header: Line, lines: Iterable[Line]
) -> tuple[Sheet, list[SheetFault]]:
    keys: list[str | None] = []
    headers: dict[str, str] = {}
    faults: list[SheetFault] = []
    for name in header[1]:
        column = column_of(table, name)
        keys.append(column.key if column else None)
        if column is None:
            if name.strip():
                faults.append(SheetFault(title, header[0], name, "people-fault-column-unknown"))
        elif column.key in headers:
            faults.append(SheetFault(title, header[0], name, "people-fault-column-twice"))
        else:
            headers[column.key] = name.strip()
    faults += [
        SheetFault(
            title, header[0], f"{column.key} / {column.zh[0]}", "people-fault-column-missing"
        )
        for column in COLUMNS[table]
        if column.required and column.key not in headers
    ]
    rows = tuple(
        (
            number,
            {key: text.strip() for key, text in zip(keys, row, strict=False) if key is not None},
        )
        for number, row in lines
        if row and not row[0].strip().startswith(COMMENT)
    )
    return Sheet(table, title, headers, rows), faults


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS + 1:
            raise SpreadsheetTooLargeError(rows=MAX_ROWS)
        texts = [_text(value) for value in row[:MAX_COLUMNS]]
        if any(texts):
            yield number, texts


def _text(value: object) -> str:
    """Write a cell's value as text; formulas come as their source and stay plain text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # spreadsheets keep codes as floats
    return str(value).strip()


def _decoded(content: bytes) -> str:
    if b"\x00" in content or not content.strip():
        raise NotASpreadsheetError
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotASpreadsheetError
