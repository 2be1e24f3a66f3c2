"""The faults of a spreadsheet in words, for a page, a JSON answer or a terminal alike."""

from dataclasses import dataclass

from gis.texts import Catalogue, Locale
from service.errors.domain import SheetFault


@dataclass(frozen=True)
class SheetPlace:
    """What is wrong at one place of a spreadsheet, in words."""

    sheet: str
    row: int
    """0 where no row is meant."""
    column: str
    detail: str
    mend: str
    """What to do about it."""


def in_words(fault: SheetFault, catalogue: Catalogue, locale: Locale) -> SheetPlace:
    """Put a fault and its mend into words."""
    return SheetPlace(
        fault.sheet,
        fault.row,
        fault.column,
        catalogue.text(locale, fault.key, **fault.facts),
        catalogue.text(locale, f"{fault.key}-mend", **fault.facts),
    )
