"""The QR code of a sheet, as outlines."""

from functools import lru_cache

import numpy as np
import segno
import shapely

from gis.atlas.drawing import polygons
from gis.atlas.sheet import Rings

_LEVEL = "m"


def qr_outlines(address: str, like: str) -> tuple[list[Rings], int]:
    """Return the dark areas of an address's QR code, in modules, and its modules a side.

    The modules are joined to whole areas, so no renderer shows seams between them.

    Parameters
    ----------
    address
        What the code says.
    like
        An address of the same form. Its best mask is taken: every mask can be read, and the
        search for the best one costs more than the code itself.
    """
    code = segno.make(address, error=_LEVEL, micro=False, mask=_mask(like))
    matrix = np.array([list(row) for row in code.matrix])
    y, x = np.nonzero(matrix)
    dark = shapely.coverage_union_all(shapely.box(x, y, x + 1, y + 1))
    return polygons(dark), len(matrix)


@lru_cache(maxsize=64)
def _mask(address: str) -> int:
    return int(segno.make(address, error=_LEVEL, micro=False).mask)
