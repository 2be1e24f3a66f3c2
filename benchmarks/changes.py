"""The difference between two divisions beside geopandas.overlay, in interleaved passes.

Two redraws are compared: districts with dense outlines that pass ground to each other, and a
lattice over another one. With two files of areas (and their codes' column) those are compared
instead: ``python benchmarks/changes.py OLD NEW [COLUMN]``. New York's 51 council districts of
2013 and 2023 (99,000 vertices each) are what the target was set on.

The peers only cut: they tell no kinds, and areas would still have to be measured.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import shapely
from timing.side_by_side import side_by_side

import gis
from gis.lattice import from_units, to_units
from gis.partition import divide

BOUNDARIES = Path(__file__).parents[1] / "data" / "boundaries"
PASSES = 5


def dense(communities: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Cut every edge into pieces of some 10 m, as surveyed outlines have them."""
    cut = shapely.segmentize(communities.geometry.to_numpy(), 0.0001)
    return communities.set_geometry(geopandas.GeoSeries(rounded(cut), crs=4326))


def rounded(shapes: np.ndarray) -> np.ndarray:
    return shapely.make_valid(shapely.transform(shapes, lambda xy: from_units(to_units(xy))))


def redrawn(districts: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Let pairs of neighbours pass ground to each other."""
    shapes = districts.geometry.to_numpy().copy()
    one, two = shapely.STRtree(shapes).query(shapes, predicate="touches")
    done: set[int] = set()
    for i, j in zip(one.tolist(), two.tolist(), strict=True):
        border = shapely.intersection(shapes[i], shapes[j])
        if i in done or j in done or border.length == 0:
            continue
        done |= {i, j}
        passed = shapely.intersection(shapes[j], shapely.point_on_surface(border).buffer(0.003))
        shapes[i] = shapely.union(shapes[i], passed)
        shapes[j] = shapely.difference(shapes[j], passed)
    return districts.set_geometry(geopandas.GeoSeries(rounded(shapes), crs=4326))


def compare(title: str, rivals: dict[str, Callable[[], object]]) -> None:
    timings = side_by_side(rivals, PASSES)
    print(title)
    for name in rivals:
        print(f"  {name:42} {timings.median_s(name) * 1000:8.0f} ms   median of {PASSES}")


def rivals(
    old: geopandas.GeoDataFrame, new: geopandas.GeoDataFrame, code: str
) -> dict[str, Callable[[], object]]:
    before, after = old[[code, "geometry"]], new[[code, "geometry"]]
    return {
        "geopandas.overlay, intersection only": lambda: before.overlay(
            after, how="intersection", keep_geom_type=False
        ),
        "gis.changes, all": lambda: gis.changes(old, new, code=code),
    }


def main() -> None:
    if len(sys.argv) > 2:
        old, new = (geopandas.read_file(path).to_crs(4326) for path in sys.argv[1:3])
        code = sys.argv[3] if len(sys.argv) > 3 else "code"
        vertices = int(shapely.get_num_coordinates(old.geometry.to_numpy()).sum())
        compare(f"{len(old)} and {len(new)} areas, {vertices:,} vertices", rivals(old, new, code))
        return
    jianghai = geopandas.read_file(BOUNDARIES / "jianghai_communities.geojson")
    districts = dense(jianghai[["code", "geometry"]])
    vertices = int(shapely.get_num_coordinates(districts.geometry.to_numpy()).sum())
    compare(
        f"{len(districts)} districts redrawn, {vertices:,} vertices",
        rivals(districts, redrawn(districts), "code"),
    )
    fine, coarse = (divide(jianghai, size_m=size_m).cells for size_m in (100, 150))
    compare(f"{len(fine):,} cells of 100 m, {len(coarse):,} of 150 m", rivals(fine, coarse, "code"))
    compare(
        f"{len(fine):,} cells, all kept",
        {"gis.changes, all": lambda: gis.changes(fine, fine)},
    )


if __name__ == "__main__":
    main()
