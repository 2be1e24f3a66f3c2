"""Well-known binary to geometries, telling rings that are not closed and lost coordinates."""

import re
import struct
from dataclasses import dataclass, replace

import numpy as np
import shapely

from gis.boundaries.arcs import is_curved_type, straight
from gis.boundaries.depth import refuse_deep_wkb
from gis.boundaries.raw import Geometries, Mask
from gis.boundaries.surfaces import apart

# NaN and infinity as little-endian WKB has them.
_COLLECTION = 7
_NOT_FINITE = re.compile(rb"\x00{6}[\xf0\xf8][\x7f\xff]")


@dataclass(frozen=True, slots=True)
class FromWkb:
    """Geometries; in which a ring was open or a coordinate no number; what shapely has not."""

    geometries: Geometries
    unclosed: Mask
    not_finite: tuple[int, ...]
    curved: bool = False
    surfaces: bool = False


def from_wkb(wkb: Geometries) -> FromWkb:
    """Read geometries; rings are closed, curves straightened, surfaces taken apart.

    What cannot be read is None.

    Parameters
    ----------
    wkb
        ``bytes``, or None where there is no geometry.

    Raises
    ------
    NestedTooDeepError
        Collections lie too deep within collections.
    """
    for item in wkb:
        if item is not None:
            refuse_deep_wkb(item)
    given, wkb = wkb, np.empty(len(wkb), dtype=object)
    wkb[:] = [None if item is None else apart(item) for item in given]
    surfaces = any(one is not other for one, other in zip(given, wkb, strict=True))
    curved = np.flatnonzero([item is not None and is_curved(item) for item in wkb])
    if len(curved):
        # Shapely holds no curves and says so with an error for all geometries together.
        plain = np.array(wkb, dtype=object)
        plain[curved] = None
        read = from_wkb(plain)
        read.geometries[curved] = straight([bytes(wkb[number]).hex() for number in curved])
        return replace(read, curved=True, surfaces=surfaces)
    with np.errstate(invalid="ignore"):  # NaN coordinates are found, and told, later
        geometries = shapely.from_wkb(wkb, on_invalid="ignore")
        unclosed = shapely.is_missing(geometries) & np.array([item is not None for item in wkb])
        geometries[unclosed] = shapely.from_wkb(wkb[unclosed], on_invalid="fix")
    # GEOS cannot close a ring around NaN, so these are known by their bytes.
    lost = np.flatnonzero(
        unclosed & (shapely.is_missing(geometries) | shapely.is_empty(geometries))
    )
    not_finite = tuple(number for number in lost.tolist() if _NOT_FINITE.search(wkb[number]))
    return FromWkb(geometries, unclosed, not_finite, surfaces=surfaces)


def is_curved(item: bytes) -> bool:
    """Tell a curve by the type that leads it, of a collection by those of its parts.

    The item is not nested deeper than can be read.
    """
    try:
        order = "<" if item[0] else ">"
        (kind,) = struct.unpack_from(f"{order}I", item, 1)
    except (struct.error, LookupError):
        return False  # damaged: shapely says so
    if is_curved_type(kind):
        return True
    if (kind & 0x0FFFFFFF) % 1000 != _COLLECTION:
        return False
    try:
        shapely.from_wkb(item, on_invalid="ignore")
    except NotImplementedError:
        return True
    return False
