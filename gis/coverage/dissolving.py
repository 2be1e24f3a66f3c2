"""The outline that cells of an exact coverage have together."""

import shapely

from gis.coverage.drawing import Shapes


def dissolved(cells: Shapes) -> shapely.Geometry:
    """Return the ground of cells as one shape with all vertices of its border.

    Parameters
    ----------
    cells
        Polygons of an exact coverage in degrees: sides that two share are alike, vertex for
        vertex. They cancel each other; nothing is computed, so nothing is rounded.
    """
    return shapely.orient_polygons(shapely.coverage_union_all(cells))
