from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.boundaries import read_boundaries
from gis.coverage import CoverageError, check_coverage, snap
from gis.coverage.closing import DEFAULT_TOLERANCE_M, Closing, close
from gis.coverage.closing_findings import NeighboursRefused
from gis.datums import area_m2
from gis.lattice import unit_size_m
from tests.gis.districts import districts, frame

DIRTY = Path(__file__).parents[2] / "data" / "dirty"
EAST_M, NORTH_M = unit_size_m(22.56)
CELL = 5000
"""Side of a square community in units: some 50 m."""


def dirty(name: str) -> geopandas.GeoDataFrame:
    return read_boundaries(DIRTY / name).communities


def exact(closed: Closing) -> bool:
    communities = closed.communities
    cells = communities.assign(community=communities["code"])
    return check_coverage(cells, communities).exact


def code(number: int) -> str:
    return f"440704001{number:03}"


def rounding_m2(communities: geopandas.GeoDataFrame) -> np.ndarray:
    """Bound what rounding to the lattice may do to each area: its outline times 0.71 units."""
    degrees = shapely.length(communities.geometry.to_numpy())
    return np.asarray(degrees * 1e7 * NORTH_M * 0.71 * NORTH_M)


def changes_m2(before: geopandas.GeoDataFrame, closed: Closing) -> np.ndarray:
    """What each area changed beyond what the closing says it moved."""
    moved = {moved.community: moved.gained_m2 - moved.lost_m2 for moved in closed.moved}
    told = np.array([moved.get(code, 0.0) for code in before["code"]])
    after = area_m2(closed.communities.geometry.to_numpy())
    return np.asarray(np.abs(after - area_m2(before.geometry.to_numpy()) - told))


def test_small_overlaps_and_gaps_are_closed_and_every_square_metre_is_told() -> None:
    communities = dirty("small_overlaps_gaps.geojson")
    closed = close(communities, tolerance_m=5)
    assert exact(closed)
    assert closed.holes == ()
    assert {closure.kind for closure in closed.closures} == {"overlap", "gap"}
    assert all(closure.width_m <= 5.01 for closure in closed.closures)
    areas = [closure.area_m2 for closure in closed.closures]
    assert areas == sorted(areas, reverse=True)
    assert sum(areas) == pytest.approx(closed.moved_m2)
    assert closed.moved_m2 > 10_000
    for closure in closed.closures:
        assert sum(area for _, area in closure.received) == pytest.approx(closure.area_m2)
    assert (changes_m2(communities, closed) <= rounding_m2(communities)).all()
    # What nobody had is gained; what several had is lost by all but one.
    gained = sum(moved.gained_m2 - moved.lost_m2 for moved in closed.moved)
    gaps = sum(closure.area_m2 for closure in closed.closures if closure.kind == "gap")
    overlaps = closed.moved_m2 - gaps
    assert gained == pytest.approx(gaps - overlaps, rel=0.02)


def test_overlaps_wider_than_the_default_are_all_refused_largest_first() -> None:
    with pytest.raises(NeighboursRefused) as refused:
        close(dirty("small_overlaps_gaps.geojson"))
    error = refused.value
    assert error.tolerance_m == DEFAULT_TOLERANCE_M
    areas = [closure.area_m2 for closure in error.refused]
    assert len(error.of_kind("overlap")) > 40
    assert len(error.of_kind("gap")) > 10
    assert areas == sorted(areas, reverse=True)
    assert sum(areas) == pytest.approx(error.area_m2)
    assert all(closure.width_m > DEFAULT_TOLERANCE_M for closure in error.refused)


def test_the_tolerance_that_a_refusal_names_is_enough() -> None:
    overlapping = frame(c1=shapely.box(0, 0, CELL, CELL), c2=shapely.box(CELL - 90, 0, 9000, CELL))
    with pytest.raises(NeighboursRefused) as refused:
        close(overlapping)
    assert refused.value.needed_m is not None
    assert refused.value.needed_m == pytest.approx(90 * EAST_M, abs=0.11)
    assert exact(close(overlapping, tolerance_m=refused.value.needed_m))


def test_a_big_overlap_is_refused_naming_polygons_areas_and_places() -> None:
    communities = dirty("big_overlap.geojson")
    with pytest.raises(NeighboursRefused) as refused:
        close(communities, tolerance_m=5)
    error = refused.value
    assert isinstance(error, CoverageError)
    assert error.kind == "overlap"
    assert {c for closure in error.refused for c in closure.communities} == set(error.features)
    assert all("63000030028" in overlap.communities for overlap in error.of_kind("overlap"))
    assert error.needed_m is None, "a whole village is no matter of tolerance"
    first = error.refused[0]
    assert first.area_m2 == pytest.approx(106_218, abs=5)
    assert "63000030028 and 63000030041 by 106,218 m²" in str(error)
    shapes = communities.set_index("code").geometry
    for overlap, place in zip(error.refused, error.places, strict=True):
        for one in overlap.communities:
            assert shapes[one].contains(shapely.Point(place))


def test_a_missing_village_is_a_hole_with_its_area_place_and_neighbours() -> None:
    closed = close(dirty("missing_village.geojson"))
    assert closed.closures == ()
    (hole,) = closed.holes
    missing = dirty("bom.geojson").set_index("code")
    (code,) = set(missing.index) - set(closed.communities["code"])
    village = missing.geometry[code]
    assert hole.area_m2 == pytest.approx(area_m2(village)[0], rel=1e-4)
    assert village.contains(shapely.Point(hole.place))
    around = missing.geometry[missing.geometry.touches(village)]
    assert {*hole.communities} <= {*around.index}
    assert len(hole.communities) >= 5


def test_vertices_every_metre_along_straight_neighbours_are_brought_together() -> None:
    communities = dirty("dense.geojson")
    closed = close(communities)
    assert exact(closed)
    assert closed.holes == ()
    assert all(closure.width_m < 0.03 for closure in closed.closures)
    assert closed.moved_m2 < 1


def test_what_is_exact_already_is_not_touched() -> None:
    communities = snap(dirty("bom.geojson"))
    closed = close(communities, tolerance_m=5)
    assert (closed.closures, closed.holes, closed.moved, closed.moved_m2) == ((), (), (), 0)
    assert closed.communities.geometry.geom_equals(communities.geometry).all()


def test_a_slit_open_at_one_end_goes_to_the_neighbour_that_borders_it_longest() -> None:
    slit = frame(
        c1=shapely.Polygon([(0, 0), (CELL, 0), (CELL, CELL), (0, CELL)]),
        c2=shapely.Polygon([(CELL + 20, 0), (9000, 0), (9000, CELL), (CELL, CELL)]),
    )
    closed = close(slit)
    assert exact(closed)
    (closure,) = closed.closures
    assert (closure.kind, closure.communities) == ("gap", (code(1), code(2)))
    assert closure.width_m <= 20 * EAST_M
    assert closure.area_m2 == pytest.approx(20 * CELL / 2 * EAST_M * NORTH_M, rel=0.02)
    assert {moved.lost_m2 for moved in closed.moved} == {0.0}


def test_a_hairline_through_the_whole_district_is_shared_out_piece_by_piece() -> None:
    # Four squares on each side of one hairline that is open at both ends.
    below = {f"c{i}": shapely.box((i - 1) * CELL, 0, i * CELL, CELL) for i in range(1, 5)}
    above = {
        f"c{i}": shapely.box((i - 5) * CELL, CELL + 30, (i - 4) * CELL, 2 * CELL)
        for i in range(5, 9)
    }
    closed = close(frame(**below, **above))
    assert exact(closed)
    assert len(closed.closures) >= 4
    assert {closure.kind for closure in closed.closures} == {"gap"}
    # Nobody gets a tentacle: no community reaches beyond its own square's columns.
    west, _, east, _ = closed.communities.bounds.to_numpy().T
    assert ((east - west) * 1e7 == pytest.approx(CELL)) is True
    assert closed.holes == ()
    total = shapely.coverage_union_all(closed.communities.geometry.to_numpy())
    assert shapely.get_num_interior_rings(total) == 0
    # What no circle of half a metre reaches at the two open mouths stays open: a few cm.
    assert closed.moved_m2 == pytest.approx(4 * CELL * 30 * EAST_M * NORTH_M, rel=0.01)


@pytest.mark.parametrize("width", [60, 200, 500])
@pytest.mark.parametrize("ends", ["both", "one", "none"])
def test_a_slit_wider_than_the_tolerance_is_refused_wherever_it_ends(width: int, ends: str) -> None:
    left, right = shapely.box(0, 0, CELL, CELL), shapely.box(CELL + width, 0, 9000, CELL)
    lids = {"both": 0, "one": 1, "none": 2}[ends]
    if lids:
        left |= shapely.box(CELL, 0, CELL + width, 500)
    if lids > 1:
        left |= shapely.box(CELL, CELL - 500, CELL + width, CELL)
    slit = frame(c1=left, c2=right)
    with pytest.raises(NeighboursRefused) as refused:
        close(slit)
    (gap,) = refused.value.refused
    assert (gap.kind, gap.communities, refused.value.kind) == ("gap", (code(1), code(2)), "gap")
    length = CELL - 500 * lids
    assert gap.area_m2 == pytest.approx(width * length * EAST_M * NORTH_M, rel=0.07)
    assert gap.width_m == pytest.approx(width * EAST_M, rel=0.03)
    assert not slit.union_all().contains(shapely.Point(gap.place))
    assert slit.union_all().convex_hull.contains(shapely.Point(gap.place))
    assert f"gap of {code(1)} and {code(2)}" in str(refused.value)
    needed_m = refused.value.needed_m
    assert needed_m is not None
    closed = close(slit, tolerance_m=needed_m)
    assert exact(closed)
    assert [closure.kind for closure in closed.closures] == ["gap"]


def test_slits_are_told_together_with_the_overlaps_that_are_refused() -> None:
    three = frame(
        c1=shapely.box(0, 0, CELL, CELL),
        c2=shapely.box(CELL + 100, 0, 10_000, CELL),
        c3=shapely.box(9900, 0, 15_000, CELL),
    )
    with pytest.raises(NeighboursRefused) as refused:
        close(three)
    told = {(closure.kind, closure.communities) for closure in refused.value.refused}
    assert told == {("gap", (code(1), code(2))), ("overlap", (code(2), code(3)))}
    assert "overlap by" in str(refused.value)
    assert "gape by" in str(refused.value)


@pytest.mark.parametrize(("width", "depth"), [(1000, 10_000), (4000, 40_000), (300, 1200)])
def test_an_open_gap_too_wide_or_too_short_to_be_refused_is_told(width: int, depth: int) -> None:
    left = shapely.box(0, -5000, 20_000, depth)
    right = shapely.box(20_000 + width, -5000, 40_000, depth) | shapely.box(
        20_000, -5000, 40_000, 0
    )
    closed = close(frame(c1=left, c2=right))
    assert exact(closed)
    (gap,) = closed.holes
    assert (gap.is_open, gap.communities) == (True, (code(1), code(2)))
    assert gap.width_m == pytest.approx(width * EAST_M, rel=0.03)
    assert gap.area_m2 == pytest.approx(width * depth * EAST_M * NORTH_M, rel=0.15)
    assert closed.closures == ()


def test_a_corner_of_the_district_between_two_communities_is_no_slit() -> None:
    wedge = frame(
        c1=shapely.Polygon([(0, 0), (CELL, 0), (CELL - 437, CELL), (0, CELL)]),
        c2=shapely.Polygon([(CELL, 0), (9000, 0), (9000, CELL), (CELL + 437, CELL)]),
    )
    assert exact(close(wedge))


def test_a_river_that_is_nobodys_stays() -> None:
    river = frame(c1=shapely.box(0, 0, CELL, CELL), c2=shapely.box(CELL + 1500, 0, 12_000, CELL))
    closed = close(river)
    assert exact(closed)
    assert closed.closures == ()
    assert [gap.is_open for gap in closed.holes] == [True]


def test_hairlines_that_lead_into_a_lake_are_closed_and_the_lake_stays() -> None:
    lake = frame(
        c1=shapely.Polygon([(0, 0), (CELL, 0), (CELL, 1500), (4000, 2500), (CELL, 3500),
                            (CELL, CELL), (0, CELL)]),
        c2=shapely.Polygon([(9000, 0), (9000, CELL), (CELL + 10, CELL), (CELL + 10, 3500),
                            (6000, 2500), (CELL + 10, 1500), (CELL + 10, 0)]),
    )  # fmt: skip
    closed = close(lake)
    assert exact(closed)
    (hole,) = closed.holes
    assert hole.communities == (code(1), code(2))
    assert hole.area_m2 == pytest.approx(1000 * 2000 * EAST_M * NORTH_M, rel=0.03)
    assert [closure.kind for closure in closed.closures] == ["gap"]
    assert closed.closures[0].pieces == 2


def test_a_narrow_notch_in_the_outline_of_one_community_alone_stays() -> None:
    notched = shapely.Polygon(
        [(0, 0), (CELL, 0), (CELL, CELL), (2510, CELL), (2500, 2000), (2490, CELL), (0, CELL)]
    )
    alone = frame(c1=notched, c2=shapely.box(CELL, 0, 9000, CELL))
    closed = close(alone)
    assert closed.closures == ()
    assert closed.communities.geometry.geom_equals(alone.geometry).all()


def test_a_narrow_hole_in_one_community_is_filled_and_a_wide_one_told() -> None:
    holed = shapely.box(0, 0, CELL, CELL)
    holed -= shapely.box(1000, 1000, 2000, 1020)
    holed -= shapely.box(3000, 3000, 4000, 4000)
    closed = close(frame(c1=holed))
    assert [(c.kind, c.communities, c.pieces) for c in closed.closures] == [("gap", (code(1),), 1)]
    assert [hole.communities for hole in closed.holes] == [(code(1),)]
    assert closed.holes[0].width_m == pytest.approx(1000 * EAST_M, rel=0.02)


def test_an_overlap_of_three_is_lost_by_two_of_them() -> None:
    three = frame(
        c1=shapely.Polygon([(0, 0), (CELL, 0), (2520, 2520), (0, CELL)]),
        c2=shapely.Polygon([(CELL, 0), (CELL, CELL), (2490, 2510), (2480, 2490)]),
        c3=shapely.Polygon([(CELL, CELL), (0, CELL), (2500, 2480), (2530, 2500)]),
    )
    closed = close(three, tolerance_m=2)
    assert exact(closed)
    assert any(closure.kind == "overlap" for closure in closed.closures)
    assert (changes_m2(three, closed) <= rounding_m2(three)).all()


def test_further_columns_and_the_index_stay() -> None:
    communities = dirty("bom.geojson").set_index(np.arange(53) + 7)
    closed = close(communities).communities
    assert closed.columns.tolist() == communities.columns.tolist()
    assert closed.index.tolist() == communities.index.tolist()
    assert closed.attrs == communities.attrs


def test_no_communities_need_no_closing() -> None:
    none = frame(c1=shapely.box(0, 0, 1, 1)).iloc[:0]
    assert len(close(none).communities) == 0


@pytest.mark.parametrize("tolerance_m", [-0.1, 101, float("nan")])
def test_a_tolerance_out_of_reason_is_refused(tolerance_m: float) -> None:
    with pytest.raises(ValueError, match="0 to 100 m"):
        close(frame(c1=shapely.box(0, 0, CELL, CELL)), tolerance_m=tolerance_m)


def test_a_community_that_lies_wholly_in_others_is_named() -> None:
    swallowed = frame(c1=shapely.box(0, 0, CELL, CELL), c2=shapely.box(100, 100, 900, 120))
    with pytest.raises(CoverageError) as refused:
        close(swallowed)
    assert refused.value.kind == "vanished"
    assert refused.value.features == (code(2),)


def shaken(communities: geopandas.GeoDataFrame, seed: int, reach: int) -> geopandas.GeoDataFrame:
    """Move each vertex of each community on its own, by up to ``reach`` units each way."""
    random = np.random.default_rng(seed)

    def move(xy: np.ndarray) -> np.ndarray:
        steps = random.integers(-reach, reach + 1, xy.shape)
        moved = xy + steps * 1e-7
        moved[-1] = moved[0]
        return moved

    shapes = []
    for shape in communities.geometry:
        polygons = [
            shapely.Polygon(
                move(shapely.get_coordinates(polygon.exterior)),
                [move(shapely.get_coordinates(hole)) for hole in polygon.interiors],
            )
            for polygon in shapely.get_parts(shape)
        ]
        shapes.append(shapely.make_valid(shapely.union_all(
            [shapely.make_valid(p, method="structure", keep_collapsed=False) for p in polygons]
        )))  # fmt: skip
    return communities.set_geometry(geopandas.GeoSeries(shapes, index=communities.index, crs=4326))


@given(districts(), st.integers(0, 2**32), st.sampled_from([0, 3, 60]))
@settings(max_examples=12, deadline=None)
def test_shaken_districts_become_exact_whatever_the_order_and_stay_so(
    communities: geopandas.GeoDataFrame, seed: int, reach: int
) -> None:
    drawn = shaken(communities, seed, reach)
    closed = close(drawn, tolerance_m=8)
    assert exact(closed)
    assert (changes_m2(drawn, closed) <= rounding_m2(drawn) + 0.01).all()
    assert all(closure.width_m <= 8.01 for closure in closed.closures)
    assert all(hole.width_m > 7 for hole in closed.holes)

    again = close(closed.communities, tolerance_m=8)
    assert again.moved_m2 < 0.02
    other = close(drawn.sample(frac=1, random_state=seed % 1000), tolerance_m=8)
    assert other.closures == closed.closures
    assert other.moved == closed.moved
    ordered = other.communities.loc[drawn.index].geometry
    assert ordered.to_wkb().tolist() == closed.communities.geometry.to_wkb().tolist()
