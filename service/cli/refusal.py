"""What a refused input says on the command line; a fault of ours keeps its traceback."""

from typing import TYPE_CHECKING

from gis.texts import Locale, Told

if TYPE_CHECKING:
    from sqlalchemy.exc import OperationalError

    from service.errors.faults import SheetPlace


class UsageRefused(ValueError):  # noqa: N818 - reads as what happened
    """An input file or value that a command refuses, with the mend in the message."""


def explain(error: Exception, locale: Locale = "en") -> str | None:
    """Return the message of a refusal, or ``None`` for any other error."""
    # The errors' own modules are loaded when there is one to explain, not with every command.
    from sqlalchemy.exc import OperationalError

    import gis
    from gis.atlas import AtlasError
    from gis.boundaries import describe
    from gis.cells import CellsFileError
    from gis.coverage import CoverageError
    from gis.webmap import WebMapError
    from service.errors.domain import DomainError
    from service.web.i18n import catalogue

    if isinstance(error, DomainError):
        return _explain_domain(error, locale)
    if isinstance(error, OperationalError):
        return _explain_lost(error, locale)
    if isinstance(error, gis.BoundaryError):
        return f"gridward: {describe(error, catalogue(), locale)}"
    if isinstance(error, Told):
        return f"gridward: {error.text(locale, catalogue())}"
    if isinstance(
        error,
        gis.RouterError | AtlasError | CellsFileError | CoverageError | WebMapError | UsageRefused,
    ):
        return f"gridward: {error}"
    return None


def _explain_lost(error: "OperationalError", locale: Locale) -> str:
    """Say that the database gave up in the middle: gone, full, locked or not to be written."""
    from service.web.i18n import catalogue

    why = str(error.orig).strip().splitlines()[0]
    return f"gridward: {catalogue().text(locale, 'cli-database-lost', why=why)}"


def _explain_domain(error: Exception, locale: Locale) -> str:
    from service.areas.errors import CodesSpentError
    from service.errors.domain import DomainError
    from service.errors.faults import in_words
    from service.web.i18n import catalogue

    assert isinstance(error, DomainError)
    lines = [catalogue().text(locale, f"{error.key}-detail", **error.facts)]
    if isinstance(error, CodesSpentError):
        lines.append(catalogue().text(locale, "cli-new-codes"))
    lines += [_line(in_words(fault, catalogue(), locale)) for fault in error.faults]
    return "gridward: " + "\n".join(lines)


def _line(fault: "SheetPlace") -> str:
    row = f"row {fault.row}" if fault.row else ""
    place = ", ".join(part for part in (fault.sheet, row, fault.column) if part)
    return "  " + (f"{place}: " if place else "") + f"{fault.detail} {fault.mend}"
