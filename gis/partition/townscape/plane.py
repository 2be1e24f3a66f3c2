"""One community's plane: metres east and north of its corner, straight lines staying straight."""

from dataclasses import dataclass

import numpy as np
import shapely

from gis.lattice import Floats, to_units, unit_size_m
from gis.partition.townscape.arrays import Shapes


@dataclass(frozen=True)
class Plane:
    """Metres on the ground of one community.

    Only a scale lies between units and metres, so that what is straight in stored coordinates is
    straight here; over a community's height a metre varies by less than a thousandth.

    Attributes
    ----------
    west, south
        The origin in units.
    unit_m
        A unit's size in metres, eastward and northward.
    """

    west: int
    south: int
    unit_m: tuple[float, float]

    @classmethod
    def of(cls, polygon: shapely.Geometry) -> "Plane":
        """Lay the plane of a polygon in degrees."""
        west, south, _, north = to_units(np.asarray(shapely.bounds(polygon))).tolist()
        return cls(west, south, unit_size_m((south + north) / 2e7))

    def metres(self, degrees: Shapes) -> Shapes:
        """Bring shapes in degrees to metres, each vertex first to its unit."""
        corner, scale = np.array([self.west, self.south]), np.array(self.unit_m)

        def there(xy: Floats) -> Floats:
            return np.asarray((to_units(xy) - corner) * scale, dtype=np.float64)

        return np.asarray(shapely.transform(degrees, there), dtype=object)

    def local(self, metres: Shapes) -> Shapes:
        """Bring shapes in metres to units from the corner, not rounded."""
        scale = np.array(self.unit_m)
        return np.asarray(shapely.transform(metres, lambda xy: xy / scale), dtype=object)

    def from_local(self, units: Shapes) -> Shapes:
        """Bring shapes in units from the corner to metres."""
        scale = np.array(self.unit_m)
        return np.asarray(shapely.transform(units, lambda xy: xy * scale), dtype=object)

    def noded(self, lines: Shapes) -> Shapes:
        """Return the faces that lines in metres enclose, noded on whole units, in metres."""
        drawn = shapely.union_all(self.local(lines), grid_size=1.0)
        faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(drawn)))
        return self.from_local(faces)
