"""Cells of Uber's H3 grid as a tessellation: the same hexagons for everyone, at fixed sizes."""

import h3
import numpy as np
import shapely

from gis.lattice import Ints, Tessellation, from_units, to_units
from gis.lattice.h3cells import h3_outlines, lonlat
from gis.partition.contract import Ground
from gis.partition.errors import PartitionError
from gis.partition.numbers import whole_in
from gis.partition.subdivision import (
    MOST_LATITUDE,
    reading_order,
    sliver_bounds,
    tessellation,
    usual_height,
)

COARSEST, FINEST = 4, 15
"""Resolutions with cells of about 1 770 km² to 0.9 m²."""

_MOST_CELLS = 1_000_000


def checked_resolution(given: object) -> int:
    """Return a resolution, or refuse one that is none of 4 to 15.

    Raises
    ------
    PartitionError
        With the two.
    """
    resolution = whole_in(given)
    if resolution is None or not COARSEST <= resolution <= FINEST:
        raise PartitionError(
            "h3",
            kind="options",
            given=repr(given),
            coarsest=str(COARSEST),
            finest=str(FINEST),
        )
    return resolution


def h3_tessellation(ground: Ground, resolution: int) -> Tessellation:
    """Return the H3 cells that meet the ground.

    Their corners are H3's own, rounded to the lattice; neighbours take a shared corner from one
    number, so they share it exactly. Sides run straight in lon/lat between them.

    Raises
    ------
    PartitionError
        The resolution is none of 4 to 15, or gives more than a million cells; or the ground lies
        so near to the 180th meridian or a pole that cells around it lie beyond.
    """
    resolution = checked_resolution(resolution)
    cells = _covering(ground, resolution)
    # The middle of the ground decides on which side of the date line corners are drawn.
    middle = (ground.west + ground.east) / 2e7
    corners, rings = h3_outlines(cells, middle)
    centres = to_units(lonlat([h3.cell_to_latlng(cell) for cell in cells], middle))
    sizes = np.asarray([len(ring) for ring in rings])
    flat = np.asarray([c for ring in rings for c in (*ring, ring[0])], dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(sizes + 1)])
    polygons = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON,
        corners[flat].astype(np.float64),
        (offsets, np.arange(len(cells) + 1)),
    )
    area2 = 2 * shapely.area(polygons)
    # H3's rows are tilted: bands of a cell's height stand in for them.
    mean_m2 = h3.average_hexagon_area(resolution, unit="m^2")
    order = reading_order(centres, usual_height(mean_m2, 1, ground.unit_m[1]))
    tiles: Ints = np.arange(len(cells), dtype=np.int64)
    return tessellation(polygons, tiles, order, sliver_bounds(area2, float(np.median(area2))))


def _covering(ground: Ground, resolution: int) -> list[str]:
    """Return the cells around each community, ascending: all that can meet one."""
    # A cell that meets a box has its centre within its own radius of it; the grid's largest
    # cells are some 1.4 times the mean.
    reach_m = 2 * h3.average_hexagon_edge_length(resolution, unit="m")
    reach = np.asarray(ground.unit_m) * 1e7
    margin_x, margin_y = (reach_m / reach).tolist()
    west, south, east, north = from_units(
        [ground.west, ground.south, ground.east, ground.north]
    ).tolist()
    over = west - margin_x < -180 or east + margin_x > 180
    if over or south - margin_y < -MOST_LATITUDE or north + margin_y > MOST_LATITUDE:
        raise PartitionError("h3-edge", kind="options", resolution=str(resolution))
    boxes = shapely.union_all(
        [
            shapely.box(west - margin_x, south - margin_y, east + margin_x, north + margin_y)
            for west, south, east, north in ground.communities.bounds.itertuples(index=False)
        ]
    )
    box_m2 = float(shapely.area(boxes)) * reach[0] * reach[1]
    expected = box_m2 / h3.average_hexagon_area(resolution, unit="m^2")
    if expected > _MOST_CELLS:
        raise PartitionError(
            "h3-many",
            kind="size",
            resolution=str(resolution),
            expected=f"{expected:,.0f}",
            most=f"{_MOST_CELLS:,}",
        )
    cells: set[str] = set()
    for part in shapely.get_parts(boxes):
        cells.update(h3.geo_to_cells(part, resolution))
    return sorted(cells)
