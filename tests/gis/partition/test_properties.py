"""What holds for every strategy on any communities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gis.coverage import CoverageError, check_coverage
from gis.coverage.closing import close
from gis.coverage.closing_findings import NeighboursRefused
from gis.datums import area_m2
from gis.lattice import Rings, from_units, points_on_or_in, to_units, unit_size_m
from gis.partition import Chosen, Division, PartitionError, divide
from gis.partition.imported import imported
from gis.partition.micro import micro
from tests.gis.rough import Roughness, rough_district

Communities = geopandas.GeoDataFrame

CORNER = (1_131_200_000, 225_600_000)
UNIT_M = unit_size_m(CORNER[1] / 1e7)[1]


@dataclass(frozen=True)
class District:
    """Communities, and how wide the blocks are that they were made of."""

    communities: Communities
    pitch: int

    def metres(self, share: float) -> float:
        """Return a share of a block's width, but what can be divided by."""
        return max(1.0, share * self.pitch * UNIT_M)

    def points(self) -> geopandas.GeoDataFrame:
        """Return some points, one of them twice, and some in each community."""
        random = np.random.default_rng(5)
        anywhere = random.integers(0, 4 * self.pitch, (9, 2)) + CORNER
        sound = shapely.make_valid(self.communities.geometry.to_numpy())
        inside = shapely.get_coordinates(shapely.point_on_surface(sound))
        at = np.concatenate([from_units(anywhere), from_units(anywhere[:1]), inside])
        return geopandas.GeoDataFrame(geometry=shapely.points(at), crs=4326)

    def specials(self) -> geopandas.GeoDataFrame:
        """Return two areas to be carved out, one around the other and across borders."""
        sound = shapely.make_valid(self.communities.geometry.to_numpy())
        middle = shapely.point_on_surface(sound[shapely.area(sound).argmax()])
        inner = middle.buffer(self.pitch * 1e-8, quad_segs=2)
        outer = middle.buffer(self.pitch * 9e-8, quad_segs=3).difference(inner)
        return geopandas.GeoDataFrame({"name": ["学校", "市场"]}, geometry=[inner, outer], crs=4326)


Way = Callable[[District], Mapping[str, object]]
WAYS: dict[str, tuple[str, Way]] = {
    "squares": ("squares", lambda d: {"size_m": d.metres(0.33)}),
    "squares by count": ("squares", lambda d: {"count": 40}),
    "hexagons": ("hexagons", lambda d: {"size_m": d.metres(0.39)}),
    "H3": ("hexagons", lambda d: {"h3_resolution": {1_000: 13, 10_000: 11}.get(d.pitch, 9)}),
    "voronoi": ("voronoi", lambda d: {"points": d.points()}),
    "voronoi by count": ("voronoi", lambda d: {"count": 23}),
}


def by_one(way: str) -> Callable[[District], Division]:
    strategy, options = WAYS[way]
    return lambda district: divide(district.communities, strategy, **options(district))


def by_plan(district: District) -> Division:
    """Divide each community in another way, the first of them by points of its own."""
    names = sorted(WAYS)
    codes = sorted(district.communities["code"])
    plan = {
        code: Chosen(WAYS[name][0], WAYS[name][1](district))
        for code, name in zip(codes, names * len(codes), strict=False)
    }
    return divide(district.communities, plan=plan)


def by_specials(district: District) -> Division:
    size_m = district.metres(0.4)
    return divide(district.communities, size_m=size_m, special=district.specials())


DIVIDED: dict[str, Callable[[District], Division]] = {
    **{way: by_one(way) for way in WAYS},
    "a plan of all": by_plan,
    "special cells": by_specials,
}
ways = pytest.mark.parametrize("way", DIVIDED)


@st.composite
def rough_districts(draw: st.DrawFn) -> District:
    """Districts with torn borders, holes, islands in islands, spikes and collapsing edges."""
    rough = Roughness(
        pitch=draw(st.sampled_from([6, 1_000, 10_000, 50_000])),
        tear=draw(st.sampled_from([0, 0.4, 1.0, 2.0])),
        spikes=draw(st.sampled_from([0, 60, 150])),
        folds=draw(st.sampled_from([0, 60, 150])),
        winding=draw(st.integers(0, 4)),
    )
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    communities = rough_district(random, rough, CORNER)
    assume(len(communities))
    return District(communities, rough.pitch)


def settled(way: str, district: District) -> Division:
    """Divide; pass over districts that cannot be divided so: too much overlap, or no point."""
    try:
        return DIVIDED[way](district)
    except CoverageError as refused:
        assume(refused.kind not in ("overlap", "vanished"))
        raise
    except PartitionError as refused:
        # Rounded, a point in a speck of a few units may lie beside it.
        assume("none of the" not in str(refused))
        # Among specks, a special area may have too little ground to be one.
        assume("special cells have less than" not in str(refused))
        raise


def proven(cells: Communities, communities: Communities) -> None:
    report = check_coverage(cells, communities)
    assert report.exact, report.faults[:3]
    assert cells["code"].is_unique
    assert set(cells["community"]) == set(communities["code"])


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


@dataclass(frozen=True)
class Turned(District):
    """The same district told in another order, with the same points and areas."""

    first: District
    seed: int

    def points(self) -> geopandas.GeoDataFrame:
        return self.first.points().sample(frac=1, random_state=self.seed)

    def specials(self) -> geopandas.GeoDataFrame:
        return self.first.specials().iloc[::-1]


@ways
@given(district=rough_districts())
@settings(max_examples=12, deadline=None)
def test_the_whole_proof_holds(way: str, district: District) -> None:
    done = settled(way, district)
    proven(done.cells, done.communities)
    assert done.cells["area_m2"].sum() == pytest.approx(
        area_m2(done.communities.geometry.to_numpy()).sum(), abs=0.01
    )


@pytest.mark.parametrize("way", [way for way in DIVIDED if way != "special cells"])
def test_lines_that_repair_leaves_beside_polygons_are_dropped(way: str) -> None:
    rough = Roughness(pitch=6, tear=2.0, spikes=60, folds=0, winding=1)
    district = District(rough_district(np.random.default_rng(743_081_771), rough, CORNER), 6)
    done = DIVIDED[way](district)
    proven(done.cells, done.communities)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_one_border_drawn_twice_is_one_in_all_tilings(seed: int) -> None:
    """One neighbour has vertices beside the other's straight edge, nearer than half a unit."""
    random = np.random.default_rng(seed)
    end = random.integers((-900, 6_000), (900, 9_000))
    beside = np.rint(np.sort(random.random(4))[:, None] * end).astype(np.int64)
    west, east = np.array([[-5_000, end[1]], [-5_000, 0]]), np.array([[5_000, 0], [5_000, end[1]]])
    start = np.zeros((1, 2), dtype=np.int64)
    corner = CORNER + random.integers(0, 1_000, 2)
    rings = [np.concatenate([start, beside, [end], west]), np.concatenate([start, east, [end]])]
    communities = geopandas.GeoDataFrame(
        {"code": ["440704001001", "440704001002"]},
        geometry=[shapely.Polygon(from_units(ring + corner)) for ring in rings],
        crs=4326,
    )
    plan = {"440704001001": Chosen("hexagons", {"size_m": 9})}
    done = divide(communities, size_m=17, plan=plan)
    proven(done.cells, done.communities)


@ways
@given(district=rough_districts(), seed=st.integers(0, 2**32))
@settings(max_examples=6, deadline=None)
def test_each_point_of_a_community_lies_in_exactly_one_cell(
    way: str, district: District, seed: int
) -> None:
    done = settled(way, district)
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
@given(district=rough_districts(), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=6, deadline=None)
def test_the_same_input_in_any_order_gives_the_same_output_byte_for_byte(
    way: str, district: District, seed: int
) -> None:
    once = settled(way, district).cells
    communities = turned(district.communities, seed)
    # Points that lie in each community come from its rows: they are given once, in any order.
    again = DIVIDED[way](Turned(communities, district.pitch, district, seed)).cells
    assert again.drop(columns="geometry").equals(once.drop(columns="geometry"))
    assert again.to_wkb().equals(once.to_wkb())


@given(district=rough_districts(), way=st.sampled_from(["squares", "hexagons", "voronoi by count"]))
@settings(max_examples=8, deadline=None)
def test_micro_cells_cover_their_cell_exactly(district: District, way: str) -> None:
    done = settled(way, district)
    parent = done.cells["code"].iloc[int(done.cells["area_m2"].argmax())]
    nested = micro(done.cells, parent, WAYS[way][0], count=7)
    assert (nested["parent"] == parent).any()
    proven(nested, done.communities)


@given(district=rough_districts(), shift=st.sampled_from([0, 1, 3]), seed=st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_cells_imported_with_torn_borders_are_an_exact_coverage(
    district: District, shift: int, seed: int
) -> None:
    drawn = settled("hexagons", district).cells
    random = np.random.default_rng(seed)

    def torn(xy: np.ndarray) -> np.ndarray:
        vertices, vertex = np.unique(xy, axis=0, return_inverse=True)
        moves = random.integers(-shift, shift + 1, vertices.shape)
        moves[random.integers(0, 4, len(vertices)) > 0] = 0
        return (vertices + moves * 1e-7)[vertex.reshape(-1)]

    shapes = [shapely.transform(cell, torn) for cell in drawn.geometry]
    # Narrow cells may fold over where all their vertices stray.
    assume(shapely.is_valid(shapes).all())
    try:
        taken = imported(drawn.set_geometry(shapes, crs=4326), tolerance_m=0.5).division
    except NeighboursRefused as refused:
        # The lakes of a district of some forty metres may be as narrow as slits.
        lakes = shapely.union_all([closure.geometry for closure in refused.refused])
        # A slit is told as wide as the opening that found it: three centimetres beyond its edge.
        beyond = shapely.area(shapely.intersection(lakes, shapely.union_all(shapes)))
        assert beyond < 3.2e-7 * shapely.length(lakes)
        assert beyond < 0.05 * shapely.area(lakes)
        return
    except CoverageError as refused:
        assume(refused.kind != "vanished")
        raise
    proven(taken.cells, taken.communities)
    assert set(taken.cells["code"]) == set(drawn["code"])


@pytest.mark.parametrize("seed", [0, 2, 4, 6, 7, 10])
@pytest.mark.parametrize("tolerance_m", [None, 0.6])
def test_torn_borders_between_mixed_tilings_are_one_exact_coverage(
    seed: int, tolerance_m: float | None
) -> None:
    random = np.random.default_rng(seed)
    # Within what is settled, or so wide that it must be closed first.
    rough = Roughness(10_000, tear=2 if tolerance_m is None else 20, spikes=40, folds=40, winding=3)
    communities = rough_district(random, rough, CORNER)
    if tolerance_m is not None:
        communities = close(communities, tolerance_m=tolerance_m).communities
    done = by_plan(District(communities, rough.pitch))
    assert len(communities) > 1
    proven(done.cells, done.communities)
