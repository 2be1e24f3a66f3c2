"""The difference between two divisions beside geopandas.overlay, in interleaved passes.

Two redraws are compared: districts with dense outlines that pass ground to each other, and a
lattice over another one. With two files of areas (and their codes' column) those are compared
instead: ``python benchmarks/changes.py OLD NEW [COLUMN]``.

The target, less than a second of processor time, was set on New York's 51 council districts of
2013 and 2023 (``nycc``, 99,000 vertices each), which must be given as files: they are not part
of this repository. The made districts are more, and have more vertices.

The peers only cut: they tell no kinds, and areas would still have to be measured.
"""

import sys
from collections.abc import Callable

import geopandas
import numpy as np
import shapely
from timing.grounds import dense, jianghai
from timing.side_by_side import Scores, Target, side_by_side

import gis
from gis.lattice import from_units, to_units
from gis.partition import divide

PASSES = 5
HALVINGS = 4

OVERLAY = "geopandas.overlay, intersection only"
CHANGES = "gis.changes, all"
SECOND = Target(1, 0.5, at_most=True)


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


def compare(scores: Scores, title: str, rivals: dict[str, Callable[[], object]]) -> None:
    timings = side_by_side(rivals, PASSES)
    print(f"\n{title}; medians of {PASSES} passes")
    for name in rivals:
        print(f"  {name:52} {timings.median_s(name) * 1000:7.0f} ms")
    scores.enter(CHANGES, timings.median_s(CHANGES), "s", SECOND)


def rivals(
    old: geopandas.GeoDataFrame, new: geopandas.GeoDataFrame, code: str
) -> dict[str, Callable[[], object]]:
    before, after = old[[code, "geometry"]], new[[code, "geometry"]]
    return {
        OVERLAY: lambda: before.overlay(after, how="intersection", keep_geom_type=False),
        CHANGES: lambda: gis.changes(old, new, code=code),
    }


def main() -> None:
    scores = Scores()
    if len(sys.argv) > 2:
        beside_files(scores, *sys.argv[1:3], sys.argv[3] if len(sys.argv) > 3 else "code")
    else:
        beside_made(scores)
    if scores.missed:
        print(f"\nmissed: {', '.join(scores.missed)}")
        sys.exit(1)


def beside_files(scores: Scores, old_path: str, new_path: str, code: str) -> None:
    old, new = (geopandas.read_file(path).to_crs(4326) for path in (old_path, new_path))
    title = f"{len(old)} and {len(new)} areas, {vertices(old):,} and {vertices(new):,} vertices"
    compare(scores, title, rivals(old, new, code))


def beside_made(scores: Scores) -> None:
    districts = dense(jianghai(), HALVINGS)
    title = f"{len(districts)} districts redrawn, {vertices(districts):,} vertices"
    compare(scores, title, rivals(districts, redrawn(districts), "code"))
    fine, coarse = (divide(jianghai(), size_m=size_m).cells for size_m in (100, 150))
    title = f"{len(fine):,} cells of 100 m, {len(coarse):,} of 150 m"
    compare(scores, title, rivals(fine, coarse, "code"))
    kept = {CHANGES: lambda: gis.changes(fine, fine)}
    compare(scores, f"{len(fine):,} cells, all kept", kept)


def vertices(areas: geopandas.GeoDataFrame) -> int:
    return int(shapely.get_num_coordinates(areas.geometry.to_numpy()).sum())


if __name__ == "__main__":
    main()
