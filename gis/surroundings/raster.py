"""Households of a raster, shared out to the buildings that stand in each pixel."""

import math
from os import PathLike
from pathlib import Path

import numpy as np
import shapely
from pyproj import Transformer

from gis.boundaries.findings import BoundaryError, ErrorKind
from gis.boundaries.raw import Geometries, unreadable
from gis.lattice import Bools, Floats
from gis.surroundings.findings import Assumption, Kind

_MOST_PIXELS = 4_000_000


def shared_out(
    shapes: Geometries, lived: Bools, path: str | PathLike[str], report: list[Assumption]
) -> Floats:
    """Share each pixel's households out by the footprints in it.

    Parameters
    ----------
    shapes
        Buildings in degrees.
    lived
        In which of them people live.
    path
        A raster that rasterio reads, with a CRS; its first band tells households a pixel.

    Returns
    -------
    ndarray of float
        Households of each building; those of pixels without a building are told and left.

    Raises
    ------
    BoundaryError
        It is not there, no raster, has no CRS, or rasterio is not installed.
    """
    origin = Path(path)
    if not origin.is_file():
        raise BoundaryError(ErrorKind.NOT_FOUND, origin)
    try:
        import rasterio
        from rasterio.windows import Window, from_bounds
    except ImportError as error:
        raise unreadable(
            origin, "rasterio is not installed: pip install 'gridward[raster]'"
        ) from error
    try:
        with rasterio.open(origin) as source:
            if source.crs is None:
                raise BoundaryError(ErrorKind.NO_CRS, origin)
            there = Transformer.from_crs(4326, source.crs.to_wkt(), always_xy=True)
            moved = _moved(shapes, there)
            asked = from_bounds(*shapely.total_bounds(moved), transform=source.transform)
            west = max(math.floor(asked.col_off), 0)
            north = max(math.floor(asked.row_off), 0)
            east = min(math.ceil(asked.col_off + asked.width), source.width)
            south = min(math.ceil(asked.row_off + asked.height), source.height)
            window = Window(west, north, max(east - west, 0), max(south - north, 0))
            if window.width * window.height > _MOST_PIXELS:
                raise unreadable(origin, f"more than {_MOST_PIXELS} pixels lie over the buildings")
            values = source.read(1, window=window, masked=True).filled(0).astype(np.float64)
            steps = source.window_transform(window)
    except rasterio.errors.RasterioError as error:
        raise unreadable(origin, " ".join(str(error).split())[:200]) from error
    values = np.where(np.isfinite(values) & (values > 0), values, 0.0)
    row, column = np.nonzero(values)
    corners = [steps @ (column + dx, row + dy) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))]
    rings = np.stack([np.stack(xy, axis=1) for xy in corners], axis=1)
    pixels = np.asarray(shapely.polygons(rings) if len(rings) else [], dtype=object)
    homes = np.flatnonzero(lived)
    pixel, home = shapely.STRtree(moved[homes]).query(pixels, predicate="intersects")
    shared = shapely.area(shapely.intersection(pixels[pixel], moved[homes[home]]))
    built = np.bincount(pixel, shared, len(pixels))
    each = values[row, column]
    share = each[pixel] * shared / np.maximum(built[pixel], 1e-12)
    households = np.bincount(homes[home], share, len(shapes)).astype(np.float64)
    report.append(Assumption(Kind.HOUSEHOLDS_RASTER, {"count": round(float(households.sum()))}))
    left = float(each[built <= 0].sum())
    if round(left):
        report.append(Assumption(Kind.RASTER_LEFT, {"count": round(left)}))
    return households


def _moved(shapes: Geometries, there: Transformer) -> Geometries:
    def move(xy: Floats) -> Floats:
        return np.stack(there.transform(xy[:, 0], xy[:, 1]), axis=1)

    return np.asarray(shapely.transform(shapes, move), dtype=object)
