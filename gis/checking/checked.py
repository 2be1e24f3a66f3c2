"""Check a boundary file, or a city's own cells, from its reading to the proof of its coverage."""

from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

import geopandas

from gis.boundaries import (
    Boundaries,
    BoundaryError,
    CellFile,
    Reading,
    ReadingOptions,
    read_boundaries,
    read_cell_file,
    sketched,
)
from gis.cells import name_cells
from gis.coverage import CoverageError, check_coverage
from gis.coverage.closing import DEFAULT_TOLERANCE_M, Closing, close
from gis.partition import PartitionError
from gis.partition.imported import Imported, imported


@dataclass(frozen=True)
class Checked:
    """What checking a boundary file found.

    Attributes
    ----------
    path
        The file.
    boundaries
        What was read, communities or cells. Of a file that was refused in reading, what can be
        read of it with unusable features left out and blank codes filled: to show where. None if
        nothing can; then see ``sketch``.
    closing
        The communities, or cells, as a proven coverage; None when refused.
    refusal
        Why the file is refused; None when it is fine.
    tolerance_m
        Up to which width overlaps and gaps were closed.
    mended
        The communities, or the cells with their micro-cells, to be written; None when refused.
    imported
        Of cells, the division that they make; None when refused, and of communities.
    sketch
        Of a file refused in reading of which nothing can be kept, what can be drawn: one row a
        feature, as `gis.boundaries.sketched` gives it.
    """

    path: Path
    boundaries: Boundaries | CellFile | None
    closing: Closing | None
    refusal: BoundaryError | CoverageError | PartitionError | None
    tolerance_m: float
    mended: geopandas.GeoDataFrame | None = None
    imported: Imported | None = None
    sketch: geopandas.GeoDataFrame | None = None

    @property
    def moved_m2(self) -> float:
        """Return the area that repairs and closing moved; 0 when refused, as nothing is kept."""
        if self.boundaries is None or self.closing is None:
            return 0.0
        done = self.closing if self.imported is None else self.imported
        return self.boundaries.moved_m2 + done.moved_m2


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
        sketch = sketched(path, reading) if legible is None else None
        return Checked(path, legible, None, refusal, tolerance_m, sketch=sketch)
    try:
        closing = close(boundaries.communities, tolerance_m=tolerance_m)
    except CoverageError as refusal:
        return Checked(path, boundaries, None, refusal, tolerance_m)
    communities = closing.communities
    # Without the column of their streets, whose codes may be communities' codes as well.
    pieces = communities[["code", "geometry"]].assign(community=communities["code"])
    proof = check_coverage(pieces, communities)
    if not proof.exact:
        raise AssertionError(f"closed communities are not exact: {proof.faults[:3]}")
    return Checked(path, boundaries, closing, None, tolerance_m, communities)


def check_cell_file(
    path: Path,
    reading: Reading | None = None,
    *,
    community: str | None = None,
    communities: geopandas.GeoDataFrame | None = None,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
    **options: Unpack[ReadingOptions],
) -> Checked:
    """Do as `check_file` does with a file of a city's own cells.

    Parameters
    ----------
    path, reading, community, communities, **options
        As `gis.boundaries.read_cell_file` takes them; the cells must then cover the communities.
    tolerance_m
        See `gis.partition.imported.imported`.

    Raises
    ------
    TypeError
        There is no such option.
    """
    reading = (reading or Reading()).but(**options)
    lenient = reading.but(skip_unusable=True, generate_codes=True)
    try:
        cells = read_cell_file(path, reading, community=community, communities=communities)
    except BoundaryError as refusal:
        legible: CellFile | None
        try:
            legible = read_cell_file(path, lenient, community=community, communities=communities)
        except BoundaryError:
            legible = None
        sketch = sketched(path, reading) if legible is None else None
        return Checked(path, legible, None, refusal, tolerance_m, sketch=sketch)
    try:
        done = imported(cells, communities, tolerance_m=tolerance_m)
    except (CoverageError, PartitionError) as refusal:
        return Checked(path, cells, None, refusal, tolerance_m)
    division = done.division
    proof = check_coverage(division.cells, division.communities)
    if not proof.exact:
        raise AssertionError(f"closed cells are not exact: {proof.faults[:3]}")
    mended = name_cells(division.cells, division.communities)
    return Checked(path, cells, done.closing, None, tolerance_m, mended, done)
