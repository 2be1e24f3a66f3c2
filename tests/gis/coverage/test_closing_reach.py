"""Closing as a careful clerk does it: what each community may gain, and how its border runs."""

from pathlib import Path

import geopandas
import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.boundaries import read_boundaries
from gis.coverage.closing import Closing, close
from gis.coverage.closing_strips import Plane
from gis.lattice import unit_size_m
from tests.gis.coverage.test_closing import code, exact, shaken
from tests.gis.districts import blocks, districts, frame

DIRTY = Path(__file__).parents[2] / "data" / "dirty"
EAST_M, NORTH_M = unit_size_m(22.56)


def beyond_m2(before: geopandas.GeoDataFrame, closed: Closing) -> float:
    """Return the area of communities further outside their drawn polygon than the tolerance."""
    plane = Plane.at(tuple(before.total_bounds.tolist()))
    drawn = plane.to_metres(shapely.make_valid(before.geometry.to_numpy()))
    reach = shapely.buffer(drawn, closed.tolerance_m + 2 * NORTH_M, quad_segs=32)
    shapes = plane.to_metres(closed.communities.geometry.to_numpy())
    return float(shapely.area(shapely.difference(shapes, reach)).sum())


def parts_and_holes(shape: shapely.Geometry) -> tuple[int, int]:
    parts = shapely.get_parts(shape)
    return len(parts), int(shapely.get_num_interior_rings(parts).sum())


def worse_off(before: geopandas.GeoDataFrame, closed: Closing) -> set[str]:
    """Return the communities that have more parts or holes than were drawn."""
    drawn = shapely.make_valid(before.geometry.to_numpy())
    return {
        code
        for code, one, other in zip(before["code"], drawn, closed.communities.geometry, strict=True)
        if np.greater(parts_and_holes(other), parts_and_holes(one)).any()
    }


def taken_from_others_m2(before: geopandas.GeoDataFrame, closed: Closing) -> float:
    """Return the most that a community has of land that others drew and it did not."""
    plane = Plane.at(tuple(before.total_bounds.tolist()))
    drawn = plane.to_metres(shapely.make_valid(before.geometry.to_numpy()))
    shapes = plane.to_metres(closed.communities.geometry.to_numpy())
    # Rounding moves a line by a unit or two.
    gained = shapely.difference(shapes, shapely.buffer(drawn, 2 * NORTH_M))
    return float(shapely.area(shapely.intersection(gained, shapely.union_all(drawn))).max())


def parted(closed: Closing) -> set[str]:
    return {change.community for change in closed.changes if change.kind == "parted"}


def test_no_ribbon_no_crumb_and_no_third_party_in_a_dirty_file() -> None:
    communities = read_boundaries(DIRTY / "small_overlaps_gaps.geojson").communities
    closed = close(communities, tolerance_m=5)
    assert beyond_m2(communities, closed) == 0
    assert worse_off(communities, closed) == set()
    assert taken_from_others_m2(communities, closed) < 5**2
    for closure in closed.closures:
        assert {one for one, _ in closure.received} <= {*closure.communities}
    assert parted(closed) == set()


def test_a_long_gap_is_named_after_its_long_neighbours_not_after_those_at_its_ends() -> None:
    closed = close(
        frame(
            c1=shapely.box(0, 0, 5000, 50_000),
            c2=shapely.box(5250, 0, 12_000, 50_000),
            c3=shapely.box(0, 50_000, 12_000, 60_000),
            c4=shapely.box(0, -9000, 12_000, 0),
        ),
        tolerance_m=3,
    )
    assert exact(closed)
    (closure,) = closed.closures
    assert closure.communities == (code(1), code(2))
    assert closure.pieces == 1
    ((taker, _),) = closure.received
    assert taker in closure.communities
    # The border is one of the two drawn lines, straight from end to end.
    border = shapely.intersection(*closed.communities.geometry.iloc[:2])
    assert len(shapely.get_coordinates(shapely.line_merge(border))) == 2


def test_a_strip_along_several_is_cut_straight_across_where_they_meet() -> None:
    # The lower line of 2 is longer than that of 1, the lower line of 3 shorter.
    wavy = [(x, 2000 + 60 * (x // 500 % 2)) for x in range(0, 10_001, 500)]
    jagged = [(x, 1820 - 60 * (x // 500 % 2)) for x in range(10_000, 20_001, 500)]
    closed = close(
        frame(
            c1=shapely.Polygon([(0, 0), (20_000, 0), *jagged[::-1], (0, 1820)]),
            c2=shapely.Polygon([*wavy, (10_000, 9000), (0, 9000)]),
            c3=shapely.box(10_000, 2000, 20_000, 9000),
        ),
        tolerance_m=4,
    )
    assert exact(closed)
    takers = {c.communities: {one for one, _ in c.received} for c in closed.closures}
    assert takers == {(code(1), code(2)): {code(2)}, (code(1), code(3)): {code(1)}}
    west = shapely.bounds(closed.communities.geometry.to_numpy())[1]
    assert west[2] <= 113.12 + 10_100e-7, "2 ends within a metre of its drawn edge"


def test_of_two_lines_the_straight_one_is_the_border_of_gaps_and_overlaps_alike() -> None:
    crooked = [(x, 3000 + (150 if x // 400 % 2 else -150)) for x in range(200, 20_000, 400)]
    closed = close(
        frame(
            c1=shapely.box(0, 0, 20_000, 3000),
            c2=shapely.Polygon([(0, 3000), *crooked, (20_000, 3000), (20_000, 9000), (0, 9000)]),
        ),
        tolerance_m=4,
    )
    assert exact(closed)
    assert {closure.kind for closure in closed.closures} == {"gap", "overlap"}
    border = shapely.intersection(*closed.communities.geometry)
    south, north = shapely.bounds(border)[[1, 3]]
    assert north - south < 2.5e-7


def test_an_overlap_across_a_neck_goes_to_the_one_that_it_would_cut_in_two() -> None:
    lobes = [shapely.box(0, 0, 3000, 3000), shapely.box(0, 4000, 3000, 7000)]
    neck, tail = shapely.box(1000, 3000, 1100, 4000), shapely.box(1000, 3350, 9000, 3650)
    closed = close(
        frame(
            c1=shapely.union_all([*lobes, neck]),
            c2=shapely.union_all([shapely.box(9000, 0, 12_000, 7000), tail]),
        ),
        tolerance_m=12,
    )
    assert exact(closed)
    assert [parts_and_holes(g)[0] for g in closed.communities.geometry] == [1, 1]
    assert parted(closed) == set()


def test_what_closing_cannot_but_cut_off_is_told_with_its_area_and_place() -> None:
    # Two pairs of fields meet crosswise, and both reach over the corner.
    closed = close(
        frame(
            c1=shapely.union_all(
                [shapely.box(0, 0, 5020, 5020), shapely.box(4980, 4980, 10_000, 10_000)]
            ),
            c2=shapely.union_all(
                [shapely.box(0, 4980, 5020, 10_000), shapely.box(4980, 0, 10_000, 5020)]
            ),
        ),
        tolerance_m=1,
    )
    assert exact(closed)
    (change,) = (change for change in closed.changes if change.kind == "parted")
    assert change.area_m2 > 2000
    assert change.place is not None
    shapes = dict(zip(closed.communities["code"], closed.communities.geometry, strict=True))
    parts = shapely.get_parts(shapes[change.community])
    assert len(parts) == 2
    assert shapely.intersects(parts, shapely.Point(change.place)).any()


@given(districts(), st.integers(0, 2**32), st.sampled_from([3, 60, 150]))
@settings(max_examples=25, deadline=None)
def test_nobody_reaches_further_than_the_tolerance_or_falls_apart(
    communities: geopandas.GeoDataFrame, seed: int, reach: int
) -> None:
    drawn = shaken(communities, seed, reach)
    closed = close(drawn, tolerance_m=8)
    assert exact(closed)
    assert beyond_m2(drawn, closed) == 0
    assert worse_off(drawn, closed) <= parted(closed)


@given(st.integers(0, 2**32), st.sampled_from([60, 150]))
@settings(max_examples=12, deadline=None)
def test_what_lies_between_two_goes_to_one_of_them(seed: int, reach: int) -> None:
    random = np.random.default_rng(seed)
    owners = np.arange(1, 17).reshape(4, 4).tolist()
    whole = blocks(owners, random.integers(-2000, 2001, (5, 5, 2)))
    drawn = shaken(whole, seed, reach)
    closed = close(drawn, tolerance_m=8)
    assert exact(closed)
    assert beyond_m2(drawn, closed) == 0
    assert worse_off(drawn, closed) == set()
    # A corner that two overlaps cut off may go on: it is as wide as two lines lie apart.
    assert taken_from_others_m2(drawn, closed) < (2 * reach * NORTH_M) ** 2 + 0.01
