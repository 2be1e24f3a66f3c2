"""Read the part of a raster that lies over a place, through rasterio."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from gis.boundaries.suspicions import Extent
from gis.surroundings.errors import SurroundingsError

Floats = npt.NDArray[np.float64]

MOST_PIXELS = 20_000_000
"""A district of 450 km across at 100 m a pixel."""

_FORMAT = "GTiff"  # others run pipelines or fetch what they name


@dataclass(frozen=True, eq=False)
class Grid:
    """Values on pixels that stand north up.

    Attributes
    ----------
    values
        Rows from the north; NaN where there is none.
    west, north
        The upper left corner, in the CRS.
    width, height
        Of a pixel, in units of the CRS.
    crs
        Of the corners.
    """

    values: Floats
    west: float
    north: float
    width: float
    height: float
    crs: CRS


def read_grid(path: Path, extent: Extent | None = None) -> Grid:
    """Read the first band of a GeoTIFF.

    Parameters
    ----------
    path
        The raster.
    extent
        West, south, east, north in degrees: only the pixels that meet it are read.

    Raises
    ------
    SurroundingsError
        It is missing, none, turned, without a CRS, too large, or has values below 0; or rasterio
        is not installed.
    """
    if not path.is_file():
        raise SurroundingsError("not-found", path)
    try:
        import rasterio
        from rasterio.windows import Window
    except ImportError as error:
        raise SurroundingsError("no-rasterio", path) from error
    try:
        with rasterio.open(path, driver=_FORMAT) as source:
            steps = source.transform
            if steps.b or steps.d or not (steps.a > 0 > steps.e):
                raise _unreadable(path, "its pixels do not stand north up")
            if source.crs is None:
                raise SurroundingsError("raster-no-crs", path)
            crs = CRS.from_wkt(source.crs.to_wkt())
            whole = (0, 0, source.width, source.height)
            west, north, east, south = whole
            if extent is not None:
                corner, size = (steps.c, steps.f), (steps.a, steps.e)
                west, north, east, south = _met(extent, crs, corner, size, whole)
            if (east - west) * (south - north) > MOST_PIXELS:
                raise SurroundingsError(
                    "raster-large", path, width=east - west, height=south - north, limit=MOST_PIXELS
                )
            window = Window(west, north, east - west, south - north)
            read = source.read(1, window=window, masked=True)
    except (rasterio.errors.RasterioError, CRSError, ProjError) as error:
        raise _unreadable(path, " ".join(str(error).split())[:200]) from error
    values: Floats = np.ma.filled(read.astype(np.float64), np.nan)
    values[~np.isfinite(values)] = np.nan
    _refuse_negative(values, path, west, north)
    wide, high = float(steps.a), float(-steps.e)
    return Grid(values, steps.c + west * wide, steps.f - north * high, wide, high, crs)


def _met(
    extent: Extent,
    crs: CRS,
    corner: tuple[float, float],
    size: tuple[float, float],
    whole: tuple[int, int, int, int],
) -> tuple[int, int, int, int]:
    """Return the first column and row that an extent meets, and those behind the last."""
    there = Transformer.from_crs(4326, crs, always_xy=True)
    left, bottom, right, top = there.transform_bounds(*extent)
    (x, y), (a, e) = corner, size
    edges = ((left - x) / a, (top - y) / e, (right - x) / a, (bottom - y) / e)
    if not np.isfinite(edges).all():
        return 0, 0, 0, 0
    _, _, wide, high = whole
    west, north = (math.floor(edge) for edge in edges[:2])
    east, south = (math.ceil(edge) for edge in edges[2:])
    west, north = min(max(west, 0), wide), min(max(north, 0), high)
    return west, north, min(max(east, west), wide), min(max(south, north), high)


def _refuse_negative(values: Floats, path: Path, west: int, north: int) -> None:
    below = values < 0
    if below.any():
        row, column = np.argwhere(below)[0].tolist()
        raise SurroundingsError(
            "raster-negative",
            path,
            value=f"{values[row, column]:g}",
            column=str(west + column + 1),
            row=str(north + row + 1),
        )


def _unreadable(path: Path, why: str) -> SurroundingsError:
    return SurroundingsError("raster-unreadable", path, why=why)
