"""Towns made up for tests: streets, blocks, buildings, households; the same for the same seed."""

from dataclasses import dataclass

import geopandas
import numpy as np
import shapely
from shapely.affinity import rotate, translate

METRES = "EPSG:32649"
CORNER = (700_000.0, 2_500_000.0)


@dataclass(frozen=True)
class Town:
    """One community with what stands on it, in degrees."""

    community: geopandas.GeoDataFrame
    buildings: geopandas.GeoDataFrame
    streets: geopandas.GeoDataFrame


def made_town(
    columns: int,
    rows: int,
    seed: int = 0,
    *,
    turned: float = 17.0,
    empty: float = 0.1,
    row_houses: float = 0.2,
    flats: tuple[int, int] = (8, 60),
) -> Town:
    """Make a town of blocks between streets that are a little bent.

    Parameters
    ----------
    columns, rows
        Of blocks.
    turned
        By how many degrees the town is turned.
    empty, row_houses
        Shares of blocks without a building, and with houses that share walls.
    flats
        The fewest and most households of a building.
    """
    random = np.random.default_rng(seed)
    wide, high = random.uniform(70, 160, columns), random.uniform(60, 140, rows)
    xs, ys = np.append(0, np.cumsum(wide)), np.append(0, np.cumsum(high))
    crossings = np.stack(np.meshgrid(xs, ys), axis=2)
    crossings = crossings + random.uniform(-6, 6, (rows + 1, columns + 1, 2))
    streets = [crossings[r] for r in range(1, rows)]
    streets += [crossings[:, c] for c in range(1, columns)]
    kinds = ["tertiary" if k % 4 == 1 else "residential" for k in range(len(streets))]
    buildings, households = [], []
    for r in range(rows):
        for c in range(columns):
            corners = crossings[r : r + 2, c : c + 2].reshape(4, 2)[[0, 1, 3, 2]]
            block = shapely.Polygon(corners).buffer(-9, join_style="mitre")
            kind = random.uniform()
            if kind < empty or block.is_empty:
                continue
            made = _row(block, random) if kind < empty + row_houses else _apart(block, random)
            buildings += made
            households += random.integers(*flats, len(made)).tolist()
    south, east = crossings[0], crossings[1:, -1]
    north, west = crossings[-1, -2::-1], crossings[-2:0:-1, 0]
    outline = shapely.Polygon([*south, *east, *north, *west])
    return Town(
        _placed({"code": ["440704001001"]}, [outline], turned),
        _placed({"households": households}, buildings, turned),
        _placed({"class": kinds}, [shapely.LineString(xy) for xy in streets], turned),
    )


def _placed(
    columns: dict[str, list[object]] | dict[str, list[str]] | dict[str, list[int]],
    shapes: list[shapely.Geometry],
    turned: float,
) -> geopandas.GeoDataFrame:
    there = [translate(rotate(shape, turned, origin=(0, 0)), *CORNER) for shape in shapes]
    return geopandas.GeoDataFrame(columns, geometry=there, crs=METRES).to_crs(4326)


def _apart(block: shapely.Polygon, random: np.random.Generator) -> list[shapely.Geometry]:
    """Set slabs and towers in rows, with lawns between them."""
    west, south, east, north = block.bounds
    made = []
    y = south
    while y < north:
        deep = random.uniform(10, 16)
        x = west
        while x < east:
            long = random.uniform(12, 45)
            house = shapely.box(x, y, x + long, y + deep)
            if block.contains(house):
                made.append(house)
            x += long + random.uniform(4, 14)
        y += deep + random.uniform(9, 22)
    return made


def _row(block: shapely.Polygon, random: np.random.Generator) -> list[shapely.Geometry]:
    """Line houses up along a street, wall to wall."""
    west, south, east, north = block.bounds
    made = []
    for y in np.arange(south + 2, north - 14, 26):
        x = west
        while x < east - 8:
            long = random.uniform(6, 12)
            house = shapely.box(x, y, x + long, y + 12)
            if block.contains(house):
                made.append(house)
            x += long
    return made
