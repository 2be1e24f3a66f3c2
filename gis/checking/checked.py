"""Check a boundary file from its reading to the proof of its coverage."""

from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from gis.boundaries import (
    Boundaries,
    BoundaryError,
    Reading,
    ReadingOptions,
    read_boundaries,
)
from gis.coverage import CoverageError, check_coverage
from gis.coverage.closing import DEFAULT_TOLERANCE_M, Closing, close


@dataclass(frozen=True)
class Checked:
    """What checking a boundary file found.

    Attributes
    ----------
    path
        The file.
    boundaries
        What was read. Of a file that was refused in reading, what can be read of it with
        unusable features left out and blank codes filled: to show where. None if nothing can.
    closing
        The communities as a proven coverage; None when refused.
    refusal
        Why the file is refused; None when it is fine.
    tolerance_m
        Up to which width overlaps and gaps were closed.
    """

    path: Path
    boundaries: Boundaries | None
    closing: Closing | None
    refusal: BoundaryError | CoverageError | None
    tolerance_m: float

    @property
    def moved_m2(self) -> float:
        """Return the area that repairs and closing moved; 0 when refused, as nothing is kept."""
        if self.boundaries is None or self.closing is None:
            return 0.0
        return self.boundaries.moved_m2 + self.closing.moved_m2


def check_file(
    path: Path,
    reading: Reading | None = None,
    *,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
    **options: Unpack[ReadingOptions],
) -> Checked:
    """Read a boundary file, close it and prove it; a refusal is an answer, not an error.

    Parameters
    ----------
    path, reading, **options
        As `gis.boundaries.read_boundaries` takes them.
    tolerance_m
        See `gis.coverage.closing.close`.

    Raises
    ------
    TypeError
        There is no such option.
    """
    reading = (reading or Reading()).but(**options)
    try:
        boundaries = read_boundaries(path, reading)
    except BoundaryError as refusal:
        legible: Boundaries | None
        try:
            legible = read_boundaries(path, reading, skip_unusable=True, generate_codes=True)
        except BoundaryError:
            legible = None
        return Checked(path, legible, None, refusal, tolerance_m)
    try:
        closing = close(boundaries.communities, tolerance_m=tolerance_m)
    except CoverageError as refusal:
        return Checked(path, boundaries, None, refusal, tolerance_m)
    communities = closing.communities
    proof = check_coverage(communities.assign(community=communities["code"]), communities)
    if not proof.exact:
        raise AssertionError(f"closed communities are not exact: {proof.faults[:3]}")
    return Checked(path, boundaries, closing, None, tolerance_m)
