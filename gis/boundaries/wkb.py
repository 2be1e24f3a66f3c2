"""Well-known binary to geometries, telling rings that are not closed and lost coordinates."""

import re
from dataclasses import dataclass

import numpy as np
import shapely

from gis.boundaries.raw import Geometries, Mask

# NaN and infinity as little-endian WKB has them.
_NOT_FINITE = re.compile(rb"\x00{6}[\xf0\xf8][\x7f\xff]")


@dataclass(frozen=True, slots=True)
class FromWkb:
    """Geometries, and in which of them a ring was open or a coordinate no number."""

    geometries: Geometries
    unclosed: Mask
    not_finite: tuple[int, ...]


def from_wkb(wkb: Geometries) -> FromWkb:
    """Read geometries; rings are closed, and what cannot be read is None.

    Parameters
    ----------
    wkb
        ``bytes``, or None where there is no geometry.
    """
    with np.errstate(invalid="ignore"):  # NaN coordinates are found, and told, later
        geometries = shapely.from_wkb(wkb, on_invalid="ignore")
        unclosed = shapely.is_missing(geometries) & np.array([item is not None for item in wkb])
        geometries[unclosed] = shapely.from_wkb(wkb[unclosed], on_invalid="fix")
    # GEOS cannot close a ring around NaN, so these are known by their bytes.
    lost = np.flatnonzero(
        unclosed & (shapely.is_missing(geometries) | shapely.is_empty(geometries))
    )
    not_finite = tuple(number for number in lost.tolist() if _NOT_FINITE.search(wkb[number]))
    return FromWkb(geometries, unclosed, not_finite)
