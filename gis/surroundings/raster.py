"""Households of a raster, spread over buildings by the floors that stand in each pixel.

Every pixel's households are given out whole: to the buildings in it, in proportion to floors ×
ground within the pixel; where none stands in it, to the nearest one; or they are told as left out.
"""

from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from gis.boundaries.raw import Geometries
from gis.boundaries.suspicions import Extent
from gis.surroundings.addresses import Addresses
from gis.surroundings.errors import SurroundingsError
from gis.surroundings.grids import Floats, Grid, read_grid
from gis.surroundings.report import Remark, Report, Subject

Ints = npt.NDArray[np.int64]

_REACH_PIXELS = 2.0
"""So far from the middle of its pixel households may go, in diagonals of a pixel."""


_MARGIN_DEGREES = 0.001
_AT_ONCE = 200_000
"""Pairs of a building and a pixel that are cut at once."""


@dataclass(frozen=True, eq=False)
class Spread:
    """Households given out.

    Attributes
    ----------
    households
        Of each building.
    by_nearest, left
        Of them, how many stood in pixels without a building; and how many were given to none.
    """

    households: Floats
    by_nearest: float
    left: float


def spread(grid: Grid, buildings: Geometries, floors: Floats) -> Spread:
    """Give a raster's households to buildings.

    Parameters
    ----------
    grid
        Households a pixel.
    buildings
        Valid polygons in EPSG:4326.
    floors
        Of each building; 0 where nobody lives.

    Returns
    -------
    Spread
        Of the pixels that the bounds of the buildings meet; what is given and left adds up to
        all that they hold.
    """
    households = np.zeros(len(buildings))
    lived = np.flatnonzero(floors > 0)
    if not len(lived):
        return Spread(households, 0.0, 0.0)
    shapes = _on_grid(grid, buildings[lived])
    rows, columns = _window(grid, shapely.total_bounds(shapes))
    values = np.nan_to_num(grid.values[rows, columns])
    if not values.size:
        return Spread(households, 0.0, 0.0)
    building, pixel = _meetings(shapes, rows, columns)
    weight = _shares(shapes, building, pixel, rows, columns) * floors[lived][building]
    whole = np.bincount(pixel, weight, values.size)
    flat = values.ravel()
    known = whole[pixel] > 0
    building, pixel, weight = building[known], pixel[known], weight[known]
    given = flat[pixel] * weight / whole[pixel]
    told = np.bincount(building, given, len(lived)).astype(np.float64)
    bare = np.flatnonzero((flat > 0) & (whole == 0))
    to, near = _nearest(shapes, bare, rows, columns)
    told += np.bincount(to, flat[bare][near], len(lived))
    households[lived] = told
    return Spread(households, float(flat[bare][near].sum()), float(flat[bare][~near].sum()))


def households_of(
    path: Path,
    persons_per_household: float | None,
    buildings: Geometries,
    floors: Floats,
    remarks: list[Remark],
) -> Floats:
    """Return the households that a GeoTIFF gives buildings, and tell how.

    Raises
    ------
    SurroundingsError
        It cannot be read, or holds nothing where the buildings stand.
    """
    west, south, east, north = shapely.total_bounds(buildings).tolist()
    by = _MARGIN_DEGREES
    extent = (west - by, south - by, east + by, north + by)
    grid = _counting_households(path, persons_per_household, extent, remarks)
    found = spread(grid, buildings, floors)
    if not found.households.any():
        raise SurroundingsError("raster-elsewhere", path)
    given = round(float(found.households.sum()))
    remarks.append(Remark("raster-read", raster=path.name, households=given))
    if round(found.by_nearest):
        remarks.append(Remark("raster-nearest", households=round(found.by_nearest)))
    if round(found.left):
        remarks.append(Remark("raster-left", households=round(found.left)))
    return found.households


def read_raster(
    path: Path, *, persons_per_household: float | None = None, extent: Extent | None = None
) -> Addresses:
    """Read a GeoTIFF of households as points in the middle of its pixels.

    Parameters
    ----------
    path
        The raster.
    persons_per_household
        Given, it counts persons.
    extent
        West, south, east, north in degrees: pixels whose middle lies elsewhere are left out.

    Raises
    ------
    SurroundingsError
        It cannot be read, or holds nothing within the extent.
    """
    remarks: list[Remark] = []
    grid = _counting_households(path, persons_per_household, extent, remarks)
    row, column = np.nonzero(np.nan_to_num(grid.values) > 0)
    back = Transformer.from_crs(grid.crs, 4326, always_xy=True)
    x = grid.west + (column + 0.5) * grid.width
    y = grid.north - (row + 0.5) * grid.height
    lon, lat = back.transform(x, y)
    inside = np.isfinite(lon) & np.isfinite(lat)
    if extent is not None:
        west, south, east, north = extent
        inside &= (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    if not inside.any():
        raise SurroundingsError("raster-elsewhere", path)
    counts = grid.values[row, column][inside]
    remarks.append(Remark("raster-points", raster=path.name, count=len(counts)))
    frame = geopandas.GeoDataFrame(
        {"households": counts},
        geometry=shapely.points(lon[inside], lat[inside]),
        crs=4326,
    )
    report = Report(
        Subject.ADDRESSES,
        path,
        "GeoTIFF",
        (path.stem,),
        grid.crs.name,
        len(row),
        len(frame),
        tuple(remarks),
        (),
        float(counts.sum()),
    )
    return Addresses(frame, report)


def _counting_households(
    path: Path,
    persons_per_household: float | None,
    extent: Extent | None,
    remarks: list[Remark],
) -> Grid:
    grid = read_grid(path, extent)
    if persons_per_household is None:
        remarks.append(Remark("raster-taken", raster=path.name))
        return grid
    told = f"{persons_per_household:g}"
    remarks.append(Remark("raster-persons", raster=path.name, persons=told))
    values = grid.values / persons_per_household
    return Grid(values, grid.west, grid.north, grid.width, grid.height, grid.crs)


def _on_grid(grid: Grid, shapes: Geometries) -> Geometries:
    """Return shapes in columns and rows of the raster, counted from its upper left corner."""
    there = Transformer.from_crs(4326, grid.crs, always_xy=True)

    def turned(lonlat: Floats) -> Floats:
        x, y = there.transform(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack([(x - grid.west) / grid.width, (grid.north - y) / grid.height])

    return np.asarray(shapely.transform(shapes, turned), dtype=object)


def _window(grid: Grid, bounds: Floats) -> tuple[slice, slice]:
    """Return the rows and columns that bounds meet."""
    height, width = grid.values.shape
    west, north, east, south = bounds.tolist()
    if not np.isfinite(bounds).all():
        return slice(0, 0), slice(0, 0)
    columns = slice(int(np.clip(np.floor(west), 0, width)), int(np.clip(np.ceil(east), 0, width)))
    rows = slice(int(np.clip(np.floor(north), 0, height)), int(np.clip(np.ceil(south), 0, height)))
    return rows, columns


def _meetings(shapes: Geometries, rows: slice, columns: slice) -> tuple[Ints, Ints]:
    """Pair shapes with the pixels of a window that their bounds meet, numbered row by row."""
    wide = columns.stop - columns.start
    bounds = shapely.bounds(shapes)
    low = np.floor(bounds[:, :2]).astype(np.int64)
    high = np.ceil(bounds[:, 2:]).astype(np.int64)
    low = np.maximum(low, [columns.start, rows.start])
    high = np.minimum(np.maximum(high, low + 1), [columns.stop, rows.stop])
    size = np.maximum(high - low, 0)
    count = size.prod(axis=1)
    owner = np.repeat(np.arange(len(shapes)), count)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    column = low[owner, 0] + within % np.maximum(size[owner, 0], 1)
    row = low[owner, 1] + within // np.maximum(size[owner, 0], 1)
    return owner, (row - rows.start) * wide + (column - columns.start)


def _shares(shapes: Geometries, building: Ints, pixel: Ints, rows: slice, columns: slice) -> Floats:
    """Return the ground that each shape has in each pixel it is paired with."""
    row, column = np.divmod(pixel, max(columns.stop - columns.start, 1))
    west, north = column + columns.start, row + rows.start
    shares = np.empty(len(building))
    for at in range(0, len(building), _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        boxes = shapely.box(west[some], north[some], west[some] + 1, north[some] + 1)
        shares[some] = shapely.area(shapely.intersection(shapes[building[some]], boxes))
    return shares


def _nearest(
    shapes: Geometries, bare: Ints, rows: slice, columns: slice
) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Return the nearest shape of each pixel that has one within reach, and which have one."""
    near = np.zeros(len(bare), dtype=np.bool_)
    if not len(bare):
        return np.zeros(0, dtype=np.int64), near
    row, column = np.divmod(bare, columns.stop - columns.start)
    middles = shapely.points(column + columns.start + 0.5, row + rows.start + 0.5)
    reach = _REACH_PIXELS * np.sqrt(2.0)
    found, to = shapely.STRtree(shapes).query_nearest(
        middles, max_distance=reach, all_matches=False
    )
    near[found] = True
    return np.asarray(to, dtype=np.int64), near
