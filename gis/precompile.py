"""Compile everything once: ``python -m gis.precompile``, at installation.

Numba compiles a loop for the types that it is first called with, so each is called here through
the public functions, on a district of two small communities. The compiler works on one processor
only; processes share the work.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas
import pandas
import shapely

from gis.comparison import changes
from gis.coverage import check_coverage
from gis.lattice.tilings import HexLattice, SquareLattice
from gis.partition import CommunityLattice, divide
from gis.router import Router
from gis.router.bulk.files import route_file

_CODES = ("440704001001", "440704001002")


def district() -> geopandas.GeoDataFrame:
    """Return two neighbours, one of them with a hole, whose shared border is not straight."""
    west = shapely.Polygon(
        [(113, 22.5), (113.004, 22.5), (113.0045, 22.502), (113.004, 22.504), (113, 22.504)],
        [[(113.001, 22.501), (113.002, 22.501), (113.002, 22.5023)]],
    )
    east = shapely.Polygon(
        [(113.004, 22.5), (113.008, 22.5), (113.008, 22.504), (113.004, 22.504), (113.0045, 22.502)]
    )
    return geopandas.GeoDataFrame({"code": _CODES}, geometry=[west, east], crs=4326)


def compile_division() -> None:
    """Divide by each kind of tiling."""
    communities = district()
    points = shapely.points([(113.001, 22.5005), (113.006, 22.502)])
    divide(communities, "squares", size_m=100)
    by_h3 = divide(communities, "hexagons", h3_resolution=10)
    check_coverage(by_h3.cells, by_h3.communities)
    divide(communities, "hexagons", size_m=150)
    divide(communities, "voronoi", points=geopandas.GeoDataFrame(geometry=points, crs=4326))


def compile_drawing() -> None:
    """Divide by households: eight buildings along a street, three of them wall to wall."""
    alone = district().iloc[:1]
    corners = [(0.0005, 0.0005), (0.001, 0.0005), (0.0015, 0.0005), (0.003, 0.0005)]
    corners += [(0.0005, 0.0035), (0.0015, 0.0032), (0.0025, 0.0035), (0.0025, 0.0015)]
    houses = [
        shapely.box(113 + x, 22.5 + y, 113 + x + 0.0005, 22.5 + y + 0.0003) for x, y in corners
    ]
    buildings = geopandas.GeoDataFrame(
        {"households": [100] * len(houses)}, geometry=houses, crs=4326
    )
    street = shapely.LineString([(113, 22.5025), (113.0025, 22.5026), (113.005, 22.5025)])
    streets = geopandas.GeoDataFrame(geometry=[street], crs=4326)
    divide(alone, "households", buildings=buildings, streets=streets, minimum=150, maximum=250)


def compile_bulk() -> None:
    """Route a table of points, and a text of them."""
    router = Router.build(district().assign(code=["1", "2"]))
    points = pandas.DataFrame({"lon": [113.001, 114.0], "lat": [22.501, 22.501]})
    with TemporaryDirectory() as name:
        folder = Path(name)
        points.to_parquet(folder / "in.parquet")
        points.to_csv(folder / "in.csv", index=False)
        for ending in (".parquet", ".csv"):
            route_file(router, folder / f"in{ending}", folder / f"out{ending}")


def compile_routing() -> None:
    """Index cells, overlapping and crossing themselves as well, keep them in a file, and ask it."""
    cells = district().assign(code=["1", "2"])
    tangle = shapely.Polygon(
        [(113.001, 22.5), (113.003, 22.503), (113.003, 22.5), (113.001, 22.503)]
    )
    tangled = geopandas.GeoDataFrame({"code": ["3"]}, geometry=[tangle], crs=4326)
    with TemporaryDirectory() as folder:
        for name, given in (("cells", cells), ("tangled", pandas.concat([cells, tangled]))):
            path = Path(folder) / f"{name}.gridx"
            Router.build(given).save(path)
            Router.open(path).warm()


def compile_proof() -> None:
    """Prove the communities as their own cells, against each kind of lattice, and compare."""
    communities = district()
    cells = communities.assign(code=[f"{code}001" for code in _CODES], community=_CODES)
    check_coverage(cells, communities)
    for lattice in (SquareLattice(9000, 9000), HexLattice(9000, 5000)):
        check_coverage(cells, communities, [CommunityLattice(code, lattice) for code in _CODES])
    moved = cells.set_geometry(cells.translate(0.001, 0).set_precision(1e-7))
    changes(cells, moved)
    # What of a spike collapses is told, and where it folded is looked into.
    spike = [(113.0020001, 22.504), (113.002, 22.506), (113.002, 22.504), (113, 22.504)]
    spiked = shapely.Polygon([(113, 22.5), (113.004, 22.5), (113.004, 22.504), *spike])
    alone = communities.iloc[:1].set_geometry([spiked], crs=4326)
    check_coverage(divide(alone, size_m=100).cells, alone)


def main() -> None:
    """Compile in processes side by side."""
    parts: list[Callable[[], None]] = [
        compile_division,
        compile_drawing,
        compile_proof,
        compile_routing,
        compile_bulk,
    ]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(part) for part in parts]:
            done.result()


if __name__ == "__main__":
    main()
