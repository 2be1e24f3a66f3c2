"""Put the refusals of gis and of the domain into words of both languages, to be kept."""

from gis.boundaries import BoundaryError, ErrorKind, describe
from gis.coverage import CoverageError
from gis.coverage.closing_findings import NeighboursRefused
from gis.partition import PartitionError
from gis.partition.plan import PlanError
from gis.surroundings import SurroundingsError
from gis.texts import LOCALES, Catalogue, Fact, Locale
from service.areas.errors import CodesSpentError
from service.errors.domain import DomainError
from service.generations.findings import Refused

_FAULTS_SHOWN = 20
_FIELDS = {
    ErrorKind.SEVERAL_LAYERS: "layer",
    ErrorKind.UNKNOWN_LAYER: "layer",
    ErrorKind.NO_CODE_COLUMN: "code",
    ErrorKind.BLANK_CODE: "generate_codes",
    ErrorKind.NO_AREA: "skip",
    ErrorKind.NO_CRS: "crs",
    ErrorKind.UNKNOWN_CRS: "crs",
    ErrorKind.WRONG_CRS: "crs",
    ErrorKind.METRES_AS_DEGREES: "crs",
    ErrorKind.DEGREES_AS_METRES: "crs",
    ErrorKind.SWAPPED_AXES: "swap_axes",
    ErrorKind.SWAPPED_BY_OPTION: "swap_axes",
    ErrorKind.OUTSIDE_EXTENT: "extent",
    ErrorKind.UNKNOWN_EXTENT: "extent",
}
"""The option of reading by which a file can mostly be mended."""


def refused(error: Exception, catalogue: Catalogue) -> Refused | None:
    """Return a refusal in words, or ``None`` where the error is a fault of ours."""
    if isinstance(error, DomainError):
        field = "new_codes" if isinstance(error, CodesSpentError) else error.field or ""
        return Refused.by_key(catalogue, f"{error.key}-detail", error.facts, field)
    if isinstance(error, BoundaryError):
        return Refused(
            {locale: describe(error, catalogue, locale) for locale in LOCALES},
            _FIELDS.get(error.kind, ""),
        )
    if isinstance(error, SurroundingsError):
        return Refused({locale: error.text(locale, catalogue) for locale in LOCALES}, "")
    if isinstance(error, NeighboursRefused):
        return _neighbours(error, catalogue)
    if isinstance(error, PlanError):
        return Refused({locale: _plan(error, catalogue, locale) for locale in LOCALES}, "plan")
    if isinstance(error, PartitionError):
        return _partition(error, catalogue)
    if isinstance(error, CoverageError):
        return _undivided(error, catalogue)
    return None


def _undivided(error: CoverageError | PartitionError, catalogue: Catalogue) -> Refused:
    return Refused(
        {
            locale: catalogue.text(
                locale, "drafting-refused-division", told=error.text(locale, catalogue)
            )
            for locale in LOCALES
        },
        "",
    )


def _plan(error: PlanError, catalogue: Catalogue, locale: Locale) -> str:
    faults = [fault.text(locale, catalogue) for fault in error.faults[:_FAULTS_SHOWN]]
    told = "\n".join(faults)
    return catalogue.text(locale, "drafting-refused-plan", name=error.path.name, told=told)


def _neighbours(error: NeighboursRefused, catalogue: Catalogue) -> Refused:
    facts: dict[str, Fact] = {
        "count": len(error.refused),
        "tolerance": f"{error.tolerance_m:g}",
    }
    if error.needed_m is None:
        return Refused.by_key(catalogue, "drafting-refused-neighbours-wide", facts)
    facts["needed"] = f"{error.needed_m:g}"
    needed = f"{error.needed_m:g}"
    return Refused.by_key(catalogue, "drafting-refused-neighbours", facts, "tolerance", needed)


def _partition(error: PartitionError, catalogue: Catalogue) -> Refused:
    if error.kind != "serials" or error.community is None or error.cells is None:
        return _undivided(error, catalogue)
    facts: dict[str, Fact] = {"community": error.community, "cells": error.cells}
    if error.proposed_size_m is None:
        return Refused.by_key(catalogue, "drafting-refused-serials", facts, "count")
    facts["proposed"] = f"{error.proposed_size_m:g}"
    return Refused.by_key(catalogue, "drafting-refused-serials-size", facts, "size")
