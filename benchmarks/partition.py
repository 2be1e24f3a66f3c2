"""Division and proof beside their peers, on the same data in interleaved passes.

The peers do less: geopandas.overlay only cuts (no slivers merged, no codes, no areas, and its
cells are no exact coverage); coverage_is_valid misses dropped, swapped and reversed cells.
"""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import geopandas
import numpy as np
import shapely

from gis.coverage import check_coverage
from gis.lattice import UNITS_PER_DEGREE, unit_size_m
from gis.partition import divide

BOUNDARIES = Path(__file__).parents[1] / "data" / "boundaries"
PASSES = 5


def squares(communities: geopandas.GeoDataFrame, size_m: float) -> geopandas.GeoDataFrame:
    west, south, east, north = communities.total_bounds
    unit = unit_size_m((south + north) / 2)
    step_x, step_y = (size_m / u / UNITS_PER_DEGREE for u in unit)
    x, y = np.meshgrid(np.arange(west, east, step_x), np.arange(south, north, step_y))
    boxes = shapely.box(x, y, x + step_x, y + step_y).ravel()
    return geopandas.GeoDataFrame(geometry=boxes, crs=4326)


def compare(title: str, rivals: dict[str, Callable[[], object]]) -> None:
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(PASSES):
        for name, run in rivals.items():
            begun = perf_counter()
            run()
            seconds[name].append(perf_counter() - begun)
    print(title)
    for name, passes in seconds.items():
        print(f"  {name:42} {median(passes) * 1000:8.0f} ms   median of {PASSES}")


def main() -> None:
    jianghai = geopandas.read_file(BOUNDARIES / "jianghai_communities.geojson")
    taipei = geopandas.read_file(BOUNDARIES / "taipei_villages.geojson")
    taipei = taipei.rename(columns={"VILLCODE": "code"})
    # Taipei's widest village has more than 999 cells below 135 m.
    for name, communities, size_m in (("Jianghai", jianghai, 100), ("Taipei", taipei, 135)):
        done = divide(communities, size_m=size_m)
        lattice = squares(communities, size_m)
        sound = communities.set_geometry(communities.make_valid())
        cells = done.cells.geometry.to_numpy()
        compare(
            f"{name}, squares of {size_m} m: {len(done.cells)} cells",
            {
                "geopandas.overlay, cutting only": lambda s=sound, q=lattice: s.overlay(q),
                "gis.partition.divide, all": lambda c=communities, m=size_m: divide(c, size_m=m),
                "shapely.coverage_is_valid, no proof": lambda g=cells: shapely.coverage_is_valid(g),
                "gis.check_coverage": lambda d=done: check_coverage(d.cells, d.communities),
            },
        )


if __name__ == "__main__":
    main()
