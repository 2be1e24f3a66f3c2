"""The engine beside GEOS, which nodes and polygonizes the same lines by another way."""

from itertools import pairwise

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coverage import CoverageError, check_coverage
from gis.lattice import HexLattice, Lattice, SquareLattice, Tessellation, to_units
from gis.partition import divide, partition
from gis.partition.engine import cut
from tests.gis.districts import districts, frame, taipei

LATTICES = [SquareLattice(29_000, 27_000), HexLattice(17_001, 9_001)]


def lattice_lines(lattice: Lattice, bounds: np.ndarray) -> np.ndarray:
    west, south, east, north = (int(b) for b in bounds)
    if isinstance(lattice, SquareLattice):
        xs = np.arange(west // lattice.step_x, east // lattice.step_x + 2) * lattice.step_x
        ys = np.arange(south // lattice.step_y, north // lattice.step_y + 2) * lattice.step_y
        upright = [[(x, ys[0]), (x, ys[-1])] for x in xs]
        return shapely.linestrings(upright + [[(xs[0], y), (xs[-1], y)] for y in ys])
    a, b = lattice.half_width, lattice.quarter_height
    sides = []
    for j in range(south // (3 * b) - 1, north // (3 * b) + 2):
        for i in range(west // (2 * a) - 1, east // (2 * a) + 2):
            x, y = 2 * a * i + a * (j % 2), 3 * b * j
            corners = [(x + a, y - b), (x + a, y + b), (x, y + 2 * b), (x - a, y + b)]
            sides += [corners[k : k + 2] for k in range(3)]
    return shapely.linestrings(sides)


def polygonized(communities: geopandas.GeoDataFrame, lattice: Lattice) -> np.ndarray:
    polygons = shapely.transform(
        shapely.make_valid(communities.geometry.to_numpy(), method="structure"),
        lambda xy: np.rint(xy * 1e7),
    )
    lines = lattice_lines(lattice, shapely.total_bounds(polygons))
    net = shapely.union_all(np.concatenate([shapely.boundary(polygons), lines]), grid_size=1)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    inside, _ = shapely.STRtree(polygons).query(shapely.point_on_surface(faces), "within")
    return faces[np.unique(inside)]


def as_texts(polygons: np.ndarray) -> list[str]:
    return sorted(shapely.to_wkt(shapely.normalize(polygons), rounding_precision=0).tolist())


def in_units(polygons: np.ndarray) -> np.ndarray:
    return shapely.transform(polygons, lambda xy: to_units(xy).astype(np.float64))


@pytest.mark.parametrize("lattice", LATTICES)
def test_before_merging_cells_are_the_polygons_that_geos_makes_of_the_noded_lines(
    lattice: Lattice,
) -> None:
    cells = cut(taipei(), lattice, merge=False).drawn()[0]
    assert as_texts(in_units(cells)) == as_texts(polygonized(taipei(), lattice))


@pytest.mark.parametrize("lattice", LATTICES)
def test_as_a_tessellation_a_lattice_gives_the_same_cells(lattice: Lattice) -> None:
    communities = taipei().iloc[:40]
    bounds = in_units(communities.geometry.to_numpy())
    net = shapely.union_all(lattice_lines(lattice, shapely.total_bounds(bounds)))
    tiles = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.node(net))))
    tiles = shapely.orient_polygons(tiles)
    ends: dict[tuple[float, ...], list[int]] = {}
    for number, tile in enumerate(tiles):
        ring = shapely.get_coordinates(tile)
        for p, q in zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True):
            back = ends.get((*q, *p))
            if back is None:
                ends[(*p, *q)] = [number, -1]
            else:
                back[1] = number
    sides = np.array(list(ends), dtype=np.int64)
    left, right = np.array(list(ends.values()), dtype=np.int64).T
    middle = shapely.get_coordinates(shapely.centroid(tiles))
    order = np.rint(middle[:, ::-1] * [-1, 1]).astype(np.int64)
    slivers = np.full(len(tiles), -(-lattice.tile_area2 // 5), dtype=np.int64)
    tessellation = Tessellation(sides[:, :2], sides[:, 2:], left, right, len(tiles), order, slivers)
    by_lattice, by_sides = (cut(communities, t).drawn()[0] for t in (lattice, tessellation))
    assert as_texts(in_units(by_lattice)) == as_texts(in_units(by_sides))


def test_after_merging_no_sliver_has_a_neighbour_of_its_community() -> None:
    lattice = LATTICES[1]
    done = cut(taipei(), lattice)
    cells = in_units(done.drawn()[0])
    small = np.flatnonzero(shapely.area(cells) * 2 < 0.2 * lattice.tile_area2)
    one, two = shapely.STRtree(cells).query(cells[small], "intersects")
    same = done.community[small[one]] == done.community[two]
    shared = shapely.length(shapely.intersection(cells[small[one]], cells[two]))
    assert not (same & (small[one] != two) & (shared > 0)).any()


@given(districts(), st.data())
@settings(max_examples=15, deadline=None)
def test_where_rings_start_and_which_way_they_run_changes_nothing(
    communities: geopandas.GeoDataFrame, data: st.DataObject
) -> None:
    def turned(polygon: shapely.Polygon) -> shapely.Polygon:
        def ring(closed: shapely.LinearRing) -> np.ndarray:
            xy = shapely.get_coordinates(closed)[:-1]
            xy = np.roll(xy, data.draw(st.integers(0, len(xy) - 1)), axis=0)
            return xy[::-1] if data.draw(st.booleans()) else xy

        return shapely.Polygon(ring(polygon.exterior), [ring(h) for h in polygon.interiors])

    other = [
        shapely.MultiPolygon([turned(p) for p in shapely.get_parts(g)])
        for g in communities.geometry
    ]
    moved = communities.set_geometry(geopandas.GeoSeries(other, crs=4326))
    done, again = (partition(c, "hexagons", size_m=40) for c in (communities, moved))
    assert again.to_wkb().equals(done.to_wkb())


def test_an_area_carved_out_is_a_cell_that_no_tile_cuts() -> None:
    communities = frame(
        c1=shapely.box(0, 0, 30_000, 30_000), c2=shapely.box(30_000, 0, 60_000, 30_000)
    )
    school = frame(c1=shapely.box(22_000, 9_000, 41_000, 21_000)).geometry.to_numpy()
    done = cut(communities, SquareLattice(5_000, 5_000), carved=school)
    special = done.drawn()[0][done.area >= 0]
    assert len(special) == 2
    assert shapely.union_all(special).equals(school[0])


def test_communities_of_a_plan_that_overlap_a_little_are_settled_first() -> None:
    communities = frame(
        c1=shapely.box(0, 0, 30_001, 30_000), c2=shapely.box(30_000, 0, 60_000, 30_000)
    )
    tilings = {
        "440704001001": SquareLattice(7_001, 7_003),
        "440704001002": HexLattice(3_001, 1_999),
    }
    done = cut(communities, tilings)
    assert [change.kind for change in done.covered.changes] == ["overlap"]
    polygons = done.drawn()[0]
    assert shapely.coverage_is_valid(polygons)
    assert shapely.union_all(polygons).area == pytest.approx(60_000 * 30_000 / 1e14)


def test_an_overlap_is_refused_with_the_places_where_it_is() -> None:
    with pytest.raises(CoverageError) as refused:
        divide(frame(c1=shapely.box(0, 0, 5000, 5000), c2=shapely.box(4000, 0, 9000, 5000)))
    (lon, lat), *rest = refused.value.places
    assert not rest
    assert 113.12 + 4e-4 < lon < 113.12 + 5e-4
    assert 22.56 < lat < 22.56 + 5e-4


@pytest.mark.parametrize("strategy", ["squares", "hexagons"])
def test_tiles_wider_than_the_district_leave_communities_whole_anywhere_on_the_globe(
    strategy: str,
) -> None:
    ring = shapely.box(0, 0, 9000, 9000) - shapely.box(3000, 3000, 6000, 6000)
    for north in (-45, 0, 64):
        communities = frame(c1=ring, c2=shapely.box(4000, 4000, 5000, 5000))
        communities = communities.set_geometry(communities.translate(0.5, north + 0.3))
        done = divide(communities, strategy, size_m=900_000)
        assert len(done.cells) == 2
        assert done.cells.area.sum() == pytest.approx(communities.area.sum())


def test_islands_in_islands_lie_in_the_faces_around_them() -> None:
    rings = [shapely.box(k * 900, k * 900, 20_000 - k * 900, 20_000 - k * 900) for k in range(8)]
    shells = [outer - inner for outer, inner in pairwise(rings)]
    communities = frame(**{f"c{k + 1}": shell for k, shell in enumerate(shells) if k % 3 != 1})
    done = divide(communities, size_m=2_000)
    assert len(done.cells) == len(communities)
    assert check_coverage(done.cells, communities).exact
