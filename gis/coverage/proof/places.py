"""Where a cell can be found, also one without a polygon."""

from collections.abc import Mapping

import numpy as np
import shapely

Place = tuple[float, float]

_NO_PLACE_AT_ALL = (0.0, 0.0)
"""That of a cell without coordinates in a district without communities."""


class Places:
    """Places of cells and of the areas that they belong to.

    Parameters
    ----------
    areas
        Polygons in degrees by code.
    """

    def __init__(self, areas: Mapping[str, shapely.Geometry]) -> None:
        self._areas = areas

    def of_cell(self, geometry: shapely.Geometry | None, home: str) -> Place:
        """Return the first vertex of a cell; without one, a place in its area, or in any."""
        vertices = shapely.get_coordinates(geometry)
        on_the_globe = (np.abs(vertices) <= (180.0, 90.0)).all(axis=1)
        for lon, lat in vertices[on_the_globe][:1].tolist():
            return lon, lat
        area = self._areas.get(home, next(iter(self._areas.values()), None))
        return _NO_PLACE_AT_ALL if area is None else within(area)

    def of_area(self, code: str) -> Place:
        """Return a place within an area."""
        return within(self._areas[code])


def within(polygon: shapely.Geometry) -> Place:
    """Return a place within a polygon that is not empty, however thin; longitude, latitude."""
    point = shapely.point_on_surface(polygon)
    if shapely.is_empty(point):
        point = shapely.Point(shapely.get_coordinates(polygon)[0])
    return float(point.x), float(point.y)
