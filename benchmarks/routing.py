"""Routing beside its peers: the same points and cells, in interleaved passes.

The peers compare doubles, so on edges they give several cells or none; `Router` gives the one
that the tie-break rule names. It stands on the same STRtree for now.
"""

from collections.abc import Callable

import geopandas
import numpy as np
import shapely
from timing.grounds import jianghai
from timing.side_by_side import side_by_side

from gis.partition import partition
from gis.router import Router

POINTS = 100_000
PASSES = 5


def compare(title: str, rivals: dict[str, Callable[[], object]]) -> None:
    timings = side_by_side(rivals, PASSES)
    print(title)
    for name in rivals:
        nanoseconds = timings.median_s(name) / POINTS * 1e9
        print(f"  {name:42} {nanoseconds:8.0f} ns a point, median of {PASSES}")


def main() -> None:
    cells = partition(jianghai(), size_m=100)
    router = Router.build(cells)
    tree = shapely.STRtree(cells.geometry.to_numpy())
    west, south, east, north = cells.total_bounds
    random = np.random.default_rng(0)
    walk = np.cumsum(random.normal(0, 2e-5, (POINTS, 2)), axis=0)
    middle = [(west + east) / 2, (south + north) / 2]
    sets = {
        "random points": random.uniform((west, south), (east, north), (POINTS, 2)),
        "a track, points some metres apart": middle + np.mod(walk + 0.02, 0.04) - 0.02,
    }
    for name, xy in sets.items():
        lon, lat = np.ascontiguousarray(xy.T)
        points = shapely.points(lon, lat)
        frame = geopandas.GeoDataFrame(geometry=points, crs=4326)
        compare(
            f"{len(cells)} cells, {POINTS} {name}",
            {
                "shapely.points alone": lambda x=lon, y=lat: shapely.points(x, y),
                "STRtree.query(intersects), points made": lambda p=points: tree.query(
                    p, predicate="intersects"
                ),
                "geopandas.sjoin, points made": lambda f=frame: f.sjoin(cells),
                "gis.Router.route, from columns": lambda x=lon, y=lat: router.route(x, y),
            },
        )


if __name__ == "__main__":
    main()
