"""Exact coverages: bring communities onto the lattice as one, merge slivers, prove divisions."""

from gis.coverage.errors import CoverageError
from gis.coverage.fitness import Change
from gis.coverage.proof import check_coverage
from gis.coverage.report import Collapse, CoverageReport, Fault, FaultKind
from gis.coverage.snapping import Snapping, snap, snapping

__all__ = [
    "Change",
    "Collapse",
    "CoverageError",
    "CoverageReport",
    "Fault",
    "FaultKind",
    "Snapping",
    "check_coverage",
    "snap",
    "snapping",
]
