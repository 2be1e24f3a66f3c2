"""The QR code of a sheet, as outlines."""

import numpy as np
import segno
import shapely

from gis.atlas.drawing import polygons
from gis.atlas.sheet import Rings


def qr_outlines(address: str) -> tuple[list[Rings], int]:
    """Return the dark areas of an address's QR code, in modules, and its modules a side.

    The modules are joined to whole areas, so no renderer shows seams between them.
    """
    matrix = np.array([list(row) for row in segno.make(address, error="m", micro=False).matrix])
    y, x = np.nonzero(matrix)
    dark = shapely.union_all(shapely.box(x, y, x + 1, y + 1))
    return polygons(dark), len(matrix)
