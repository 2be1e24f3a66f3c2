"""Exact coverages: bring communities onto the lattice as one, merge slivers, prove divisions."""

from gis.coverage.errors import CoverageError
from gis.coverage.proof import check_coverage
from gis.coverage.report import CoverageReport, Fault
from gis.coverage.snapping import Change, Snapping, snap, snapping

__all__ = [
    "Change",
    "CoverageError",
    "CoverageReport",
    "Fault",
    "Snapping",
    "check_coverage",
    "snap",
    "snapping",
]
