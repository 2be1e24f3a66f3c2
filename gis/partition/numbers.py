"""Numbers as callers give them: Python's own and numpy's alike."""

from numbers import Integral, Real


def number_in(given: object) -> float | None:
    """Return a real number as Python has it, or None for anything else."""
    return float(given) if isinstance(given, Real) and not isinstance(given, bool) else None


def whole_in(given: object) -> int | None:
    """Return a whole number as Python has it, or None for anything else."""
    return int(given) if isinstance(given, Integral) and not isinstance(given, bool) else None
