"""Outlines against what was given, micro-cells against their cell, and lattices that are told."""

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coverage import CoverageError, FaultKind, check_coverage
from gis.coverage.proof.truth import KEY, truth_of
from gis.lattice import from_units, to_units
from gis.partition import Division, divide
from gis.partition.contract import CommunityLattice
from tests.gis.coverage.planting import Frame, holders, moved, with_geometry
from tests.gis.districts import frame, jianghai, taipei


@pytest.fixture(scope="module")
def division() -> Division:
    return divide(jianghai(), size_m=400)


def outer_vertex(cells: Frame) -> tuple[int, int]:
    """Find a vertex of the district's outline with one cell, on no line of the lattice."""
    random = np.random.default_rng(2)
    xy = to_units(shapely.get_coordinates(shapely.union_all(cells.geometry.to_numpy()).exterior))
    return next(
        v for v in map(tuple, random.permutation(xy).tolist()) if len(holders(cells, v)) == 1
    )


def test_an_outline_moved_in_cell_and_community_alike_shows_against_the_input_only(
    division: Division,
) -> None:
    x, y = outer_vertex(division.cells)
    cells = moved(division.cells, (x, y), (x + 2, y))
    communities = moved(division.communities, (x, y), (x + 2, y))
    assert check_coverage(cells, communities).exact
    report = check_coverage(cells, jianghai())
    assert {f.kind for f in report.faults} == {FaultKind.OUTLINE_ABSENT, FaultKind.OUTLINE_ADDED}
    assert all(np.hypot(f.place[0] - x / 1e7, f.place[1] - y / 1e7) < 0.01 for f in report.faults)


def test_a_division_is_exact_against_the_communities_it_was_made_from(division: Division) -> None:
    assert check_coverage(division.cells, jianghai()).exact


def test_parts_too_thin_for_the_lattice_are_told_and_are_no_fault() -> None:
    corner = np.array([1_131_200_000, 225_600_000])
    spike = np.array([(0, 0), (5000, 0), (5000, 2000), (9000, 2000.2), (5000, 2000.4), (0, 5000)])
    raw = frame(c1=shapely.box(0, 0, 5000, 5000)).set_geometry(
        [shapely.Polygon((spike + corner) / 1e7)], crs=4326
    )
    done = divide(raw, size_m=20)
    report = check_coverage(done.cells, raw)
    assert report.faults == []
    assert {c.community for c in report.collapses} == {"440704001001"}
    assert max(c.length_m for c in report.collapses) > 10
    assert check_coverage(done.cells, done.communities).collapses == []


def test_a_needle_that_two_communities_share_is_told_and_is_no_fault() -> None:
    corner = np.array([1_131_200_000, 225_600_000])
    needle = [(5000, 2000.4), (9000, 2000.2), (5000, 2000)]
    one = np.array([(0, 0), (5000, 0), *needle[::-1], (0, 5000)])
    other = np.array([(5000, 0), (10000, 0), (10000, 5000), (0, 5000), *needle])
    raw = frame(c1=shapely.box(0, 0, 1, 1), c2=shapely.box(1, 0, 2, 1)).set_geometry(
        [shapely.Polygon((xy + corner) / 1e7) for xy in (one, other)], crs=4326
    )
    report = check_coverage(divide(raw, size_m=20).cells, raw)
    assert report.faults == []
    assert {c.community for c in report.collapses} == {"440704001001", "440704001002"}


def test_communities_that_part_along_a_shared_edge_leave_a_gap_though_each_stays_close() -> None:
    """The vertex lies within a unit of the edge: each outline is near enough, yet they differ."""
    left = shapely.Polygon([(0, 0), (1000, 0), (1501, 1001), (0, 1001)])
    right = shapely.Polygon([(1000, 0), (2000, 0), (2000, 1001), (1501, 1001)])
    communities = frame(c1=left, c2=right)
    cells = communities.assign(community=communities["code"])
    assert check_coverage(cells, communities).exact
    parted = shapely.Polygon([(0, 0), (1000, 0), (1250, 500), (1501, 1001), (0, 1001)])
    report = check_coverage(with_geometry(cells, 0, frame(c1=parted).geometry[0]), communities)
    assert not report.exact


def test_the_invalid_village_of_taipei_is_proven_against_its_repair() -> None:
    done = divide(taipei(), size_m=500)
    report = check_coverage(done.cells, taipei())
    assert report.exact
    assert {c.community for c in report.collapses} <= {"63000080037"}


def test_lattices_are_taken_from_the_frame_or_as_told(division: Division) -> None:
    wrong = [
        CommunityLattice(entry.community, type(entry.lattice)(1000, 1000))
        for entry in division.lattices
    ]
    report = check_coverage(division.cells, division.communities, wrong)
    assert {f.kind for f in report.faults} == {FaultKind.SIDE_OFF_LATTICE}
    assert (report.gap_m2, report.overlap_m2) == (0.0, 0.0)
    assert check_coverage(division.cells, division.communities, division.lattices).exact
    assert check_coverage(division.cells, division.communities, []).exact


def test_special_cells_keep_to_no_lattice(division: Division) -> None:
    cells, row = division.cells, 20
    wrong = [
        CommunityLattice(entry.community, type(entry.lattice)(1000, 1000))
        for entry in division.lattices
    ]
    special = cells.assign(kind="special")
    assert check_coverage(special, division.communities, wrong).exact
    special.loc[special.index != row, "kind"] = "general"
    assert not check_coverage(special, division.communities, wrong).exact


@pytest.fixture(scope="module")
def nested(division: Division) -> Frame:
    """One cell of the division, itself divided into micro-cells."""
    cells = division.cells
    row = int(cells["area_m2"].argmax())
    code = cells["code"].iloc[row]
    one = geopandas.GeoDataFrame({"code": [code]}, geometry=[cells.geometry.iloc[row]], crs=4326)
    micro = divide(one, size_m=150).cells
    micro["code"] = [f"{code}{k:02d}" for k in range(1, len(micro) + 1)]
    micro["community"], micro["parent"] = cells["community"].iloc[row], code
    both = geopandas.pd.concat([cells.assign(parent=None), micro], ignore_index=True)
    both.attrs = dict(cells.attrs)
    return both


def test_micro_cells_are_proven_against_their_cell(nested: Frame, division: Division) -> None:
    assert nested["parent"].notna().sum() > 3
    report = check_coverage(nested, division.communities)
    assert report.faults == []
    assert report.exact


def test_a_micro_cell_dropped_is_a_gap_in_its_cell(nested: Frame, division: Division) -> None:
    report = check_coverage(nested.iloc[:-1], division.communities)
    assert not report.exact
    assert report.gap_m2 == pytest.approx(nested["area_m2"].iloc[-1], rel=1e-3)
    assert all(
        code.startswith(nested["parent"].iloc[-1]) for f in report.faults for code in f.cells
    )


def test_a_micro_cell_of_no_cell_is_told(nested: Frame, division: Division) -> None:
    without = nested[nested["code"] != nested["parent"].iloc[-1]].reset_index(drop=True)
    kinds = {f.kind for f in check_coverage(without, division.communities).faults}
    assert FaultKind.NO_PARENT in kinds


def test_a_street_in_the_column_parent_makes_no_micro_cell(division: Division) -> None:
    """Files of cells name their community's street there."""
    assert check_coverage(division.cells.assign(parent="440704001"), division.communities).exact


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda f: f.drop(columns="code"), "columns"),
        (lambda f: f.drop(columns="community"), "columns"),
        (lambda f: f.set_crs(3857, allow_override=True), "crs"),
        (lambda f: f.assign(code=[None, *f["code"][1:]]), "columns"),
        (lambda f: f.assign(code=["", *f["code"][1:]]), "columns"),
    ],
)
def test_frames_that_are_no_cells_are_refused(division: Division, spoil, kind: str) -> None:
    with pytest.raises(CoverageError) as refused:
        check_coverage(spoil(division.cells), division.communities)
    assert refused.value.kind == kind


def test_cells_in_any_row_order_and_index_give_the_same_verdict(division: Division) -> None:
    shuffled = division.cells.sample(frac=1, random_state=4)
    assert check_coverage(shuffled, division.communities).exact
    spoiled = shuffled.drop(index=shuffled.index[7])
    one = check_coverage(spoiled, division.communities)
    other = check_coverage(spoiled.reset_index(drop=True), division.communities)
    assert one.faults == other.faults
    assert one.gap_m2 == other.gap_m2 > 0


def test_a_district_of_no_cells_is_all_gap() -> None:
    communities = frame(c1=shapely.box(0, 0, 9000, 9000))
    none = communities.iloc[:0].assign(community="")
    report = check_coverage(none, communities)
    assert {f.kind for f in report.faults} == {FaultKind.OUTLINE_ABSENT}
    assert report.gap_m2 == pytest.approx(9000 * 9000 * 0.0111 * 0.0103, rel=0.05)


@given(
    place=st.tuples(st.floats(120, 120.01), st.floats(30, 30.01)),
    along=st.floats(0.2, 0.8),
    width=st.floats(1e-8, 1e-4),
    depth=st.floats(5e-4, 3e-3),
    slant=st.floats(-1e-4, 1e-4),
    back=st.floats(0.1, 2),
)
@settings(max_examples=200)
def test_a_spike_that_crosses_itself_at_a_shared_border_off_the_lattice_is_drawn_true(
    place: tuple[float, float], along: float, width: float, depth: float, slant: float, back: float
) -> None:
    x, y = place
    side = 0.004
    foot = y + side * along
    crossed = shapely.Polygon(
        [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, foot + width),
         (x + depth, foot + slant), (x, foot - width * back), (x, foot + width / 2)]
    )  # fmt: skip
    beside = shapely.box(x - side, y, x, y + side)
    drawn = geopandas.GeoDataFrame(
        {"code": ["440704001001", "440704001002"]}, geometry=[crossed, beside], crs=4326
    )
    done = divide(drawn, size_m=100)
    assert check_coverage(done.cells, drawn).exact
    for was, now in zip(drawn.geometry, done.communities.geometry, strict=True):
        lines = shapely.LineString(to_units(shapely.get_coordinates(was)))
        corners = shapely.points(to_units(shapely.get_coordinates(now)))
        assert shapely.distance(corners, lines).max() <= 0.7072


def one_of(polygon: shapely.Polygon) -> Frame:
    return geopandas.GeoDataFrame({"code": ["440704001001"]}, geometry=[polygon], crs=4326)


def test_a_corner_that_both_its_edges_pass_is_no_collapse_when_it_moves_in_all_its_cells() -> None:
    # Moved by one unit inwards, the corner leaves 4,000 square units to nobody.
    tip = shapely.Polygon([(113, 22.0001), (113.0010, 21.9997), (113.0010, 22.0005)])
    done = divide(one_of(tip), size_m=1000)
    corner = (1_130_000_000, 220_001_000)
    cells = moved(done.cells, corner, (corner[0] + 1, corner[1]))
    report = check_coverage(cells, done.communities)
    expected = {FaultKind.OUTLINE_ABSENT, FaultKind.OUTLINE_ADDED}
    assert {fault.kind for fault in report.faults} == expected
    assert {code for fault in report.faults for code in fault.cells} == set(done.cells["code"])
    assert report.gap_m2 > 0.4
    assert report.collapses == []


def drawn(*rings: list[tuple[int, int]]) -> shapely.Polygon:
    """Draw a shell and its holes, in units from a corner."""
    corner = np.array([1_130_000_000, 220_000_000])
    shell, *holes = (from_units(np.array(ring) + corner) for ring in rings)
    return shapely.Polygon(shell, holes)


def test_the_tip_of_a_needle_moved_in_all_its_cells_is_a_fault_where_a_side_ends_at_it() -> None:
    needle = [(-9_000, 3_000), (-732, 219), (-565, 169), (0, 0), (-565, 170), (-732, 220)]
    east, west = (10_000, 0), (-10_000, 3_000)
    below = [(-10_000, -9_000), (10_000, -9_000), east, *needle[3::-1], west]
    above = [east, (10_000, 9_000), (-10_000, 9_000), west, needle[0], *needle[:2:-1]]
    around = [*below[:3], *above[1:4]]
    codes = ["440704001001", "440704001002"]
    communities = geopandas.GeoDataFrame(
        {"code": codes}, geometry=[drawn(around, needle[::-1]), drawn(needle)], crs=4326
    )
    cells = geopandas.GeoDataFrame(
        {
            "code": [f"{codes[0]}001", f"{codes[0]}002", f"{codes[1]}001"],
            "community": [codes[0], codes[0], codes[1]],
        },
        geometry=[drawn(below), drawn(above), drawn(needle)],
        crs=4326,
    )
    cells.attrs[KEY] = truth_of(communities)
    assert check_coverage(cells, communities).exact
    tip = (1_130_000_000, 220_000_000)
    report = check_coverage(moved(cells, tip, (tip[0] - 1, tip[1])), communities)
    assert not report.exact
    assert {code for fault in report.faults for code in fault.cells} == set(cells["code"])


@pytest.mark.parametrize(
    "hole",
    [
        [(4_500, 4_500), (5_000, 5_500), (5_500, 4_700)],
        # So thin that each side passes the corner between the other two.
        [(1_000, 1_000), (26_841, 3_134), (25_586, 3_030)],
    ],
)
def test_a_cell_that_covers_a_hole_of_its_community_is_named(hole: list[tuple[int, int]]) -> None:
    west = [(0, 0), (30_000, 0), (30_000, 10_000), (0, 10_000)]
    east = [(30_000, 0), (40_000, 0), (40_000, 10_000), (30_000, 10_000)]
    whole = [(0, 0), (30_000, 0), (40_000, 0), (40_000, 10_000), (30_000, 10_000), (0, 10_000)]
    home = "440704001001"
    communities = geopandas.GeoDataFrame({"code": [home]}, geometry=[drawn(whole, hole)], crs=4326)
    cells = geopandas.GeoDataFrame(
        {"code": [f"{home}001", f"{home}002"], "community": home},
        geometry=[drawn(west, hole), drawn(east)],
        crs=4326,
    )
    cells.attrs[KEY] = truth_of(communities)
    assert check_coverage(cells, communities).exact
    report = check_coverage(with_geometry(cells, 0, drawn(west)), communities)
    assert report.faults
    assert all(fault.cells == (f"{home}001",) for fault in report.faults)


def test_no_side_of_the_outlines_that_came_with_the_cells_is_led_through_a_new_vertex() -> None:
    # A side drawn so could have been led there: the vertex lies within half a unit of it.
    home = drawn([(0, 0), (30_000, 0), (30_000, 20_000), (0, 20_001)])
    done = divide(one_of(home), size_m=2_000)
    (cell,) = done.cells.geometry
    ring = shapely.get_coordinates(cell.exterior)
    side = next(k for k in range(len(ring) - 1) if min(ring[k, 1], ring[k + 1, 1]) > 22.0019)
    bent = shapely.Polygon(np.insert(ring, side + 1, (113.0017038, 22.0020000), axis=0))
    cells = with_geometry(done.cells, 0, bent)
    assert not check_coverage(cells, done.communities).exact
    cells.attrs = {}
    assert check_coverage(cells, one_of(home)).exact


def test_the_truth_of_a_division_is_the_same_in_any_order_and_another_when_a_vertex_moves(
    division: Division,
) -> None:
    truth = division.communities
    assert division.cells.attrs[KEY] == truth_of(truth) == truth_of(truth.iloc[::-1])
    x, y = outer_vertex(division.cells)
    assert truth_of(moved(truth, (x, y), (x + 1, y))) != truth_of(truth)
