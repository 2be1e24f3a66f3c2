"""Put the refusals of gis and of the domain into words of both languages, to be kept."""

from gis.boundaries import BoundaryError, describe
from gis.checking import Wording
from gis.checking.report import refusal_texts
from gis.coverage import CoverageError
from gis.coverage.closing_findings import OverlapsRefused
from gis.partition import PartitionError
from gis.partition.plan import PlanError
from gis.texts import LOCALES, Catalogue, Locale
from service.errors.domain import DomainError
from service.generations.findings import Refused

_FAULTS_SHOWN = 20


def refused(error: Exception, catalogue: Catalogue) -> Refused | None:
    """Return a refusal in words, or ``None`` where the error is a fault of ours."""
    if isinstance(error, DomainError):
        return Refused.by_key(catalogue, f"{error.key}-detail", **error.facts)
    if isinstance(error, BoundaryError):
        return Refused({locale: describe(error, catalogue, locale) for locale in LOCALES})
    if isinstance(error, OverlapsRefused):
        return Refused.by_key(
            catalogue,
            "drafting-refused-overlaps",
            pairs=len(error.overlaps),
            tolerance=f"{error.tolerance_m:g}",
        )
    if isinstance(error, CoverageError):
        return Refused({locale: _coverage(error, catalogue, locale) for locale in LOCALES})
    if isinstance(error, PlanError):
        faults = "\n".join(str(fault) for fault in error.faults[:_FAULTS_SHOWN])
        return Refused.by_key(catalogue, "drafting-refused-plan", name=error.path.name, told=faults)
    if isinstance(error, PartitionError):
        return _partition(error, catalogue)
    return None


def _coverage(error: CoverageError, catalogue: Catalogue, locale: Locale) -> str:
    return "\n".join(refusal_texts(error, Wording.of(None, catalogue, locale)))


def _partition(error: PartitionError, catalogue: Catalogue) -> Refused:
    if error.kind == "serials" and error.community is not None and error.cells is not None:
        if error.proposed_size_m is not None:
            return Refused.by_key(
                catalogue,
                "drafting-refused-serials-size",
                community=error.community,
                cells=error.cells,
                proposed=f"{error.proposed_size_m:g}",
            )
        return Refused.by_key(
            catalogue, "drafting-refused-serials", community=error.community, cells=error.cells
        )
    return Refused.by_key(catalogue, "drafting-refused-division", told=str(error))
