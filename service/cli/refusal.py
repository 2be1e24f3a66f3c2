"""What a refused input says on the command line; a fault of ours keeps its traceback."""

import gis
from gis.atlas import AtlasError
from gis.cells import CellsFileError
from gis.coverage import CoverageError
from service.errors.domain import DomainError
from service.web.i18n import catalogue

_REFUSALS = (
    gis.BoundaryError,
    gis.PartitionError,
    gis.RouterError,
    AtlasError,
    CellsFileError,
    CoverageError,
)


def explain(error: Exception) -> str | None:
    """Return the message of a refusal, or ``None`` for any other error."""
    if isinstance(error, DomainError):
        lines = [catalogue().text("en", f"{error.key}-detail", **error.facts)]
        lines += [f"  {fault}" for fault in getattr(error, "faults", ())]
        return "gridward: " + "\n".join(lines)
    if isinstance(error, (*_REFUSALS, UsageRefused)):
        return f"gridward: {error}"
    return None


class UsageRefused(ValueError):  # noqa: N818 - reads as what happened
    """An input file or value that a command refuses, with the mend in the message."""
