"""Bring all communities onto the lattice as one coverage."""

from dataclasses import dataclass

import geopandas
import numpy as np

from gis.coverage.covering import OVERLAP_TOLERANCE_M2, Covered, cover
from gis.coverage.drawing import gathered
from gis.coverage.fitness import Change


@dataclass(frozen=True)
class Snapping:
    """Communities as one exact coverage, and what was changed for it."""

    communities: geopandas.GeoDataFrame
    changes: tuple[Change, ...]


def snap(
    communities: geopandas.GeoDataFrame, *, overlap_tolerance_m2: float = OVERLAP_TOLERANCE_M2
) -> geopandas.GeoDataFrame:
    """Node and snap all communities together onto the 1e-7° lattice.

    Parameters
    ----------
    communities
        With columns code and geometry (polygons, EPSG:4326); other columns are kept.
    overlap_tolerance_m2
        Overlap of two communities up to this goes to the smaller code; above it is refused.
        If infinite, all of it goes, and is neither measured nor told.

    Returns
    -------
    GeoDataFrame
        The same rows and columns, the geometry an exact coverage: shared borders share all
        vertices. What belongs to no community stays a gap.

    Raises
    ------
    CoverageError
        Communities overlap, repeat a code or have none, or are no polygons; or the tolerance is
        negative or no number.
    """
    return snapping(communities, overlap_tolerance_m2=overlap_tolerance_m2).communities


def snapping(
    communities: geopandas.GeoDataFrame, *, overlap_tolerance_m2: float = OVERLAP_TOLERANCE_M2
) -> Snapping:
    """Do as `snap` does and tell the changes as well."""
    covered = cover(communities, overlap_tolerance_m2=overlap_tolerance_m2)
    return Snapping(redrawn(communities, covered), covered.changes)


def redrawn(communities: geopandas.GeoDataFrame, covered: Covered) -> geopandas.GeoDataFrame:
    """Return the communities with the outlines of their faces."""
    geometry = np.empty(len(communities), dtype=object)
    outlines = gathered(covered.outlines, covered.outline_community, len(covered.codes))
    geometry[covered.order] = outlines
    result = communities.copy()
    result[result.geometry.name] = geopandas.GeoSeries(geometry, index=result.index, crs=4326)
    return result
