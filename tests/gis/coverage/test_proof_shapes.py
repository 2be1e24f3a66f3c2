"""Cells with holes, parts and rings of every wrong kind, in units from a corner."""

import geopandas
import numpy as np
import pytest
import shapely

from gis.coverage import FaultKind, check_coverage
from tests.gis.districts import frame

OUTER = [(0, 0), (900, 0), (900, 900), (0, 900)]
HOLE = [(300, 300), (300, 600), (600, 600), (600, 300)]
WAIST = [(0, 0), (500, 500), (900, 0), (900, 900), (500, 500), (0, 900)]
SPIKE = [(0, 0), (900, 0), (900, 900), (900, 1200), (900, 950), (0, 900)]


def proof(
    communities: geopandas.GeoDataFrame, *cells: tuple[int, shapely.Geometry]
) -> tuple[set[FaultKind], float, float]:
    """Check cells, each with the number of its community, and return what is found."""
    made = frame(**{f"c{k + 100}": polygon for k, (_, polygon) in enumerate(cells)})
    made["community"] = [f"440704001{c:0>3}" for c, _ in cells]
    report = check_coverage(made, communities)
    return {f.kind for f in report.faults}, report.gap_m2, report.overlap_m2


def ccw(*polygons: shapely.Geometry) -> shapely.Geometry:
    return shapely.orient_polygons(shapely.union_all(polygons))


RING = shapely.Polygon(OUTER, [HOLE])
ISLAND = shapely.Polygon(HOLE[::-1])


def test_a_hole_with_an_island_in_it_is_exact() -> None:
    assert proof(frame(c1=RING, c2=ISLAND), (1, RING), (2, ISLAND)) == (set(), 0.0, 0.0)


def test_a_hole_that_is_nobodys_land_is_exact() -> None:
    assert proof(frame(c1=RING), (1, RING)) == (set(), 0.0, 0.0)


def test_a_dropped_hole_is_an_overlap() -> None:
    found, gap, overlap = proof(frame(c1=RING, c2=ISLAND), (1, shapely.Polygon(OUTER)), (2, ISLAND))
    assert FaultKind.OUTLINE_ABSENT in found
    assert gap == 0.0
    assert overlap == pytest.approx(300 * 300 * 0.0111 * 0.0103, rel=0.05)


def test_a_hole_over_nobodys_land_dropped_is_no_overlap_but_a_fault() -> None:
    found, gap, overlap = proof(frame(c1=RING), (1, shapely.Polygon(OUTER)))
    assert FaultKind.OUTLINE_ABSENT in found
    assert (gap, overlap) == (0.0, 0.0)


def test_an_island_filled_twice_lies_where_land_of_another_is() -> None:
    whole = shapely.Polygon(OUTER)
    inner = shapely.Polygon([(100, 100), (200, 100), (200, 200), (100, 200)])
    found, _, overlap = proof(frame(c1=whole), (1, whole), (1, inner))
    assert FaultKind.PIECE_MISPLACED in found
    assert overlap > 0


@pytest.mark.parametrize(
    ("shell", "holes", "kind"),
    [
        (OUTER[::-1], [], FaultKind.SHELL_TURN),
        (OUTER, [HOLE[::-1]], FaultKind.HOLE_TURN),
        (OUTER, [[(x + 1000, y) for x, y in HOLE]], FaultKind.HOLE_OUTSIDE),
        (OUTER, [HOLE, [(400, 400), (400, 500), (500, 500), (500, 400)]], FaultKind.HOLE_NESTED),
        (OUTER, [[(x + 450, y) for x, y in HOLE]], FaultKind.EDGES_MEET),
        ([*OUTER, (0, 500), (0, 500)], [], FaultKind.VERTEX_REPEATED),
        (WAIST, [], FaultKind.VERTEX_TWICE),
        ([(0, 0), (900, 0), (0, 900), (900, 900)], [], FaultKind.EDGES_MEET),
        ([(0, 0), (900, 0), (900, 900), (900, 0), (0, 900)], [], FaultKind.VERTEX_TWICE),
        ([(0, 0), (900, 0), (900, 900), (450, 0), (0, 900)], [], FaultKind.EDGES_MEET),
        (SPIKE, [], FaultKind.EDGES_MEET),
    ],
)
def test_a_ring_that_is_no_ring_of_a_cell(
    shell: list[tuple[int, int]], holes: list[list[tuple[int, int]]], kind: FaultKind
) -> None:
    found, _, _ = proof(frame(c1=shapely.Polygon(OUTER)), (1, shapely.Polygon(shell, holes)))
    assert kind in found


def test_rings_that_touch_in_a_round_let_the_cell_fall_apart() -> None:
    diamond = [(450, 900), (900, 450), (450, 0), (0, 450)]
    around = [(0, 0), (450, 0), (900, 0), (900, 450), (900, 900), (450, 900), (0, 900), (0, 450)]
    cell = shapely.Polygon(around, [diamond])
    found, _, _ = proof(frame(c1=cell), (1, cell))
    assert found == {FaultKind.FALLS_APART}


def test_a_hole_that_touches_its_shell_in_one_vertex_is_sound() -> None:
    cell = shapely.Polygon([*OUTER, (0, 450)], [[(0, 450), (300, 600), (300, 300)]])
    assert proof(frame(c1=cell), (1, cell))[0] == set()


def test_parts_of_a_cell_may_touch_in_a_vertex_and_lie_in_each_others_holes() -> None:
    corner = shapely.Polygon([(900, 900), (1200, 900), (1200, 1200), (900, 1200)])
    inner = shapely.Polygon([(400, 400), (500, 400), (500, 500), (400, 500)])
    cell = shapely.MultiPolygon([RING, corner, inner])
    assert proof(frame(c1=cell, c2=ISLAND - inner), (1, cell), (2, ccw(ISLAND - inner)))[0] == set()


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        ([(100, 100), (200, 100), (200, 200), (100, 200)], FaultKind.PARTS_OVERLAP),
        ([(800, 800), (1200, 800), (1200, 1200), (800, 1200)], FaultKind.EDGES_MEET),
        ([(900, 0), (1200, 0), (1200, 900), (900, 900)], FaultKind.OWN_NEIGHBOUR),
    ],
)
def test_parts_of_a_cell_must_lie_apart(second: list[tuple[int, int]], kind: FaultKind) -> None:
    cell = shapely.MultiPolygon([shapely.Polygon(OUTER), shapely.Polygon(second)])
    found, _, _ = proof(frame(c1=shapely.union_all(cell)), (1, cell))
    assert kind in found


def test_a_long_ring_is_found_to_cross_itself_once() -> None:
    turn = np.linspace(0, 2 * np.pi, 6000, endpoint=False)
    wave = 400_000 + 40_000 * np.sin(300 * turn)
    xy = np.rint(np.stack([wave * np.cos(turn), wave * np.sin(turn)], axis=1)).astype(np.int64)
    sound = shapely.Polygon(xy)
    assert proof(frame(c1=sound), (1, sound))[0] == set()
    xy[[2000, 2001]] = xy[[2001, 2000]]
    found, _, _ = proof(frame(c1=sound), (1, shapely.Polygon(xy)))
    assert FaultKind.EDGES_MEET in found


def test_communities_that_overlap_without_sharing_an_edge_are_caught_at_their_crossing() -> None:
    one = shapely.Polygon(OUTER)
    two = shapely.Polygon([(800, 100), (1700, 100), (1700, 1000), (800, 1000)])
    found, _, overlap = proof(frame(c1=one, c2=two), (1, one), (2, two))
    assert FaultKind.BORDERS_MEET in found
    assert overlap == 0.0  # as the communities are given


def test_communities_that_overlap_around_one_vertex_are_caught() -> None:
    one = shapely.Polygon([(0, 0), (900, 0), (0, 900)])
    two = shapely.Polygon([(0, 0), (900, 300), (300, 900)])
    found, _, _ = proof(frame(c1=one, c2=two), (1, one), (2, two))
    assert FaultKind.BORDERS_TORN in found or FaultKind.BORDERS_MEET in found


def test_a_vertex_repeated_on_a_border_is_told_wherever_it_is() -> None:
    """The edge between the two begins and ends in one node: once that was read past its room."""
    squares = {f"c{k}": shapely.box(900 * k, 0, 900 * k + 900, 900) for k in range(1, 9)}
    communities = frame(**squares)
    for number in range(8):
        for vertex in range(4):
            cells = communities.assign(community=communities["code"])
            xy = shapely.get_coordinates(cells.geometry.iloc[number])
            geometries = cells.geometry.to_numpy().copy()
            geometries[number] = shapely.Polygon(np.insert(xy, vertex, xy[vertex], axis=0))
            spoiled = cells.set_geometry(geopandas.GeoSeries(geometries, crs=4326))
            faults = check_coverage(spoiled, communities).faults
            told = [f for f in faults if f.kind is FaultKind.VERTEX_REPEATED]
            assert [f.cells for f in told] == [(cells["code"].iloc[number],)]


def test_a_fault_is_told_in_both_languages() -> None:
    made = frame(c1=shapely.Polygon(OUTER[::-1]))
    made["community"] = made["code"]
    fault = check_coverage(made, frame(c1=shapely.Polygon(OUTER))).faults[0]
    assert fault.what == "The shell does not run anticlockwise."
    assert fault.text("zh") == "外环不是逆时针方向。"
