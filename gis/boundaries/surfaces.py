"""Surfaces of faces (PolyhedralSurface, TIN, Triangle), which shapely does not hold, as polygons.

They are built as multipolygons are, and differ from them by their names alone.
"""

import re
import struct

from gis.boundaries.depth import heads
from gis.boundaries.findings import Repair, RepairKind

SURFACES_TOLD = Repair("", RepairKind.SURFACES_APART)
_POLYGON_SORTS = {15: 6, 16: 6, 17: 3}
_POLYGON_WORDS = {"POLYHEDRALSURFACE": "MULTIPOLYGON", "TIN": "MULTIPOLYGON", "TRIANGLE": "POLYGON"}
_SURFACE_WORD = re.compile(rf"\b({'|'.join(_POLYGON_WORDS)})\b", re.IGNORECASE)


def apart(item: bytes) -> bytes:
    """Return well-known binary with polygons in place of surfaces, else as it is.

    The item is not nested deeper than can be read.
    """
    try:
        surfaces = [
            (at, order, kind)
            for at, order, kind in heads(item)
            if (kind & 0xFFFF) % 1000 in _POLYGON_SORTS
        ]
    except (struct.error, IndexError):
        return item  # cut off or damaged: the reader says so
    if not surfaces:
        return item
    plain = bytearray(item)
    for at, order, kind in surfaces:
        sort = (kind & 0xFFFF) % 1000
        struct.pack_into(f"{order}I", plain, at, kind - sort + _POLYGON_SORTS[sort])
    return bytes(plain)


def apart_wkt(word: str) -> str:
    """Return well-known text with polygons in place of surfaces, else as it is."""
    return _SURFACE_WORD.sub(lambda found: _POLYGON_WORDS[found[1].upper()], word)
