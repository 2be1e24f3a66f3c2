"""From the ground to the paper: true scale in millimetres, and the name of the coordinates."""

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import CRS, Proj, Transformer

from gis.datums import Floats


@dataclass(frozen=True)
class Ground:
    """The metric CRS of a district, as the sheets use it."""

    crs: CRS
    to_metric: Transformer
    factors: Proj

    @classmethod
    def on(cls, crs: CRS) -> "Ground":
        """Set up the projection from lon/lat."""
        return cls(crs, Transformer.from_crs(4326, crs, always_xy=True), Proj(crs))

    def project(self, geometries: np.ndarray) -> np.ndarray:
        """Bring lon/lat geometries to easting and northing; equal vertices stay equal."""
        return np.asarray(shapely.transform(geometries, self._metric))

    def _metric(self, lonlat: Floats) -> Floats:
        east, north = self.to_metric.transform(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack([east, north])

    @property
    def central_meridian(self) -> float | None:
        """Return the CRS's central meridian in degrees, if it has one."""
        operation = self.crs.coordinate_operation
        parameters = operation.params if operation is not None else []
        named = (p.value for p in parameters if p.name == "Longitude of natural origin")
        value = next(named, None)
        return None if value is None else float(value)


@dataclass(frozen=True)
class MapView:
    """The map's window: what part of the ground it shows, and how large.

    Parameters
    ----------
    east_m, north_m
        Grid coordinates of the window's middle.
    metres_per_mm
        Grid metres to a millimetre of paper: the scale times the projection's own factor at
        the cell, so that lengths are true on the ground and not on the grid.
    width_mm, height_mm
        The window on paper.
    convergence_degrees
        From true north to grid north, positive when grid north lies east.
    """

    east_m: float
    north_m: float
    metres_per_mm: float
    width_mm: float
    height_mm: float
    convergence_degrees: float

    @classmethod
    def about(
        cls, ground: Ground, middle: tuple[float, float], scale: int, size_mm: tuple[float, float]
    ) -> "MapView":
        """Lay the window about a point given in grid coordinates."""
        lon, lat = ground.to_metric.transform(*middle, direction="INVERSE")
        factors = ground.factors.get_factors(lon, lat)
        return cls(
            *middle,
            metres_per_mm=scale / 1000 * factors.meridional_scale,
            width_mm=size_mm[0],
            height_mm=size_mm[1],
            convergence_degrees=factors.meridian_convergence,
        )

    @property
    def bounds_m(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north of the window in grid metres."""
        half_x = self.width_mm / 2 * self.metres_per_mm
        half_y = self.height_mm / 2 * self.metres_per_mm
        return (
            self.east_m - half_x,
            self.north_m - half_y,
            self.east_m + half_x,
            self.north_m + half_y,
        )

    def on_paper(self, geometries: np.ndarray) -> np.ndarray:
        """Bring grid coordinates to millimetres from the window's top left corner, y down."""
        return np.asarray(shapely.transform(geometries, self._paper))

    def _paper(self, metric: Floats) -> Floats:
        return np.column_stack(
            [
                (metric[:, 0] - self.east_m) / self.metres_per_mm + self.width_mm / 2,
                (self.north_m - metric[:, 1]) / self.metres_per_mm + self.height_mm / 2,
            ]
        )
