"""Exact coverages: bring communities onto the lattice as one, merge slivers, prove divisions."""

from gis.coverage.errors import CoverageError
from gis.coverage.snapping import Change, Snapping, snap, snapping

__all__ = ["Change", "CoverageError", "Snapping", "snap", "snapping"]
