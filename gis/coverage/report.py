"""What a proof found."""

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from gis.lattice import UNITS_PER_DEGREE


@dataclass(frozen=True)
class Fault:
    """One way in which cells are no exact division.

    Attributes
    ----------
    what
        The fault in English.
    place
        Longitude and latitude where it can be seen; NaN where there is no place.
    cells
        Codes of the cells concerned, ascending; empty where a cell is missing.
    """

    what: str
    place: tuple[float, float]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class CoverageReport:
    """The outcome of `check_coverage`.

    Attributes
    ----------
    exact
        True when the cells are proven to cover every community exactly once.
    faults
        Why not, otherwise.
    gap_m2, overlap_m2
        Area of the communities in no cell, and area counted more than once. 0 when exact;
        otherwise measured in floating point, to tell how large the trouble is.
    multipart
        Codes of cells with more than one part.
    slivers
        Codes of cells below a fifth of the median area.
    """

    exact: bool
    faults: list[Fault]
    gap_m2: float
    overlap_m2: float
    multipart: list[str]
    slivers: list[str]


def degrees(units: NDArray[Any]) -> tuple[float, float]:
    """Return a place in units, whole or not, as longitude and latitude."""
    x, y = (units / UNITS_PER_DEGREE).tolist()
    return x, y
