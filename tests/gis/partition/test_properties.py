"""What holds for every strategy on any communities."""

from collections.abc import Mapping

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coverage import check_coverage
from gis.lattice import Rings, from_units, points_on_or_in, to_units
from gis.partition import Chosen, divide
from tests.gis.districts import PITCH, districts

Communities = geopandas.GeoDataFrame


def seeds() -> geopandas.GeoDataFrame:
    random = np.random.default_rng(5)
    corner = np.array([1_131_200_000, 225_600_000])
    at = random.integers(0, 5 * PITCH, (9, 2)) + corner
    # One point stands twice, and each community of one block has some of them.
    at = np.concatenate([at, at[:1]])
    grid = np.stack(np.meshgrid(np.arange(5), np.arange(5)), axis=-1).reshape(-1, 2) * PITCH
    at = np.concatenate([at, grid + PITCH // 2 + corner])
    return geopandas.GeoDataFrame(geometry=shapely.points(from_units(at)), crs=4326)


WAYS: dict[str, tuple[str, Mapping[str, object]]] = {
    "squares": ("squares", {"size_m": 37}),
    "squares by count": ("squares", {"count": 40}),
    "hexagons": ("hexagons", {"size_m": 43}),
    "H3": ("hexagons", {"h3_resolution": 11}),
    "voronoi": ("voronoi", {"points": seeds()}),
    "voronoi by count": ("voronoi", {"count": 23}),
}
ways = pytest.mark.parametrize("way", WAYS)


@st.composite
def rough_districts(draw: st.DrawFn) -> Communities:
    """Districts with holes and parts apart, spikes, and edges shorter than a unit."""
    communities = draw(districts())
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    rough = [_roughened(geometry, random) for geometry in communities.geometry]
    return communities.set_geometry(rough, crs=4326)


def _roughened(geometry: shapely.Geometry, random: np.random.Generator) -> shapely.Geometry:
    parts = []
    for part in shapely.get_parts(geometry):
        ring = shapely.get_coordinates(part.exterior)[:-1]
        rows = []
        for point in ring:
            rows.append(point)
            kind = random.integers(0, 6)
            if kind == 0:
                rows.append(point + random.integers(-6, 7, 2) * 1e-8)
            elif kind == 1:
                tip = point + random.integers(-4000, 4001, 2) * 1e-7
                rows += [tip, point + random.integers(-1, 2, 2) * 1e-8]
        parts.append(shapely.Polygon(rows, [hole.coords for hole in part.interiors]))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def turned(communities: Communities, seed: int) -> Communities:
    """Shuffle rows and parts, and start and turn each ring elsewhere."""
    random = np.random.default_rng(seed)
    shapes = []
    for geometry in communities.geometry:
        parts = []
        for part in shapely.get_parts(geometry):
            rings = []
            for ring in (part.exterior, *part.interiors):
                points = shapely.get_coordinates(ring)[:-1]
                points = np.roll(points, int(random.integers(len(points))), axis=0)
                rings.append(points[:: random.choice([-1, 1])])
            parts.append(shapely.Polygon(rings[0], rings[1:]))
        order = random.permutation(len(parts))
        shapes.append(
            parts[0] if len(parts) == 1 else shapely.MultiPolygon([parts[i] for i in order])
        )
    moved = communities.set_geometry(shapes, crs=4326)
    return moved.iloc[random.permutation(len(moved))]


def holders(cells: Communities, points: np.ndarray) -> np.ndarray:
    """Count, in integers, the cells that each point lies in or on."""
    rings = Rings.of(cells.geometry.to_numpy())
    starts = rings.starts[np.searchsorted(rings.feature, np.arange(len(cells) + 1))]
    point = np.repeat(np.arange(len(points)), len(cells))
    cell = np.tile(np.arange(len(cells)), len(points))
    held = points_on_or_in(
        points[point, 0], points[point, 1], cell, rings.xy, rings.following, starts
    )
    return np.bincount(point[held], minlength=len(points))


@ways
@given(communities=rough_districts())
@settings(max_examples=10, deadline=None)
def test_the_whole_proof_holds(way: str, communities: Communities) -> None:
    strategy, options = WAYS[way]
    done = divide(communities, strategy, **options)
    report = check_coverage(done.cells, done.communities)
    assert report.exact, report.faults[:3]
    assert done.cells["code"].is_unique
    assert set(done.cells["community"]) == set(communities["code"])


@ways
@given(communities=districts(), seed=st.integers(0, 2**32))
@settings(max_examples=5, deadline=None)
def test_each_point_of_a_community_lies_in_exactly_one_cell(
    way: str, communities: Communities, seed: int
) -> None:
    strategy, options = WAYS[way]
    done = divide(communities, strategy, **options)
    low, high = to_units(done.communities.total_bounds).reshape(2, 2)
    points = np.random.default_rng(seed).integers(low, high + 1, (60, 2))
    inside = holders(done.communities, points)
    in_cells = holders(done.cells, points)
    # On an edge a point is on all the cells around it; off the edges it is in one or none.
    assert ((inside > 0) == (in_cells > 0)).all()
    edges = shapely.union_all(shapely.boundary(done.cells.geometry.to_numpy()))
    off_edges = shapely.distance(shapely.points(from_units(points)), edges) > 1e-9
    assert (in_cells[off_edges] == inside[off_edges]).all()
    assert in_cells[off_edges].max(initial=0) <= 1


@ways
@given(communities=rough_districts(), seed=st.integers(0, 2**32))
@settings(max_examples=5, deadline=None)
def test_the_same_input_in_any_order_gives_the_same_output_byte_for_byte(
    way: str, communities: Communities, seed: int
) -> None:
    strategy, options = WAYS[way]
    once = divide(communities, strategy, **options).cells
    again = divide(turned(communities, seed), strategy, **options).cells
    assert again.drop(columns="geometry").equals(once.drop(columns="geometry"))
    assert again.to_wkb().equals(once.to_wkb())


@given(communities=rough_districts(), picks=st.lists(st.sampled_from(sorted(WAYS)), min_size=3))
@settings(max_examples=10, deadline=None)
def test_communities_divided_each_in_its_way_are_one_exact_coverage(
    communities: Communities, picks: list[str]
) -> None:
    plan = {
        code: Chosen(*WAYS[way])
        for code, way in zip(communities["code"], picks, strict=False)
        if way != "voronoi"
    }
    done = divide(communities, plan=plan)
    report = check_coverage(done.cells, done.communities)
    assert report.exact, report.faults[:3]
    assert done.cells["code"].is_unique
