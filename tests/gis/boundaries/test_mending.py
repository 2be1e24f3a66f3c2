"""Rings as people draw them: open, doubled, spiked, crossed, turned, with holes outside."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gis.boundaries import ErrorKind, RepairKind, read_boundaries
from gis.boundaries.mending import mended
from gis.datums import area_m2
from tests.gis.boundaries.asking import kinds, refusal

SQUARE = [[113.1, 22.5], [113.11, 22.5], [113.11, 22.51], [113.1, 22.51], [113.1, 22.5]]


def _written(folder: Path, rings: list[Any], kind: str = "Polygon") -> Path:
    feature = {
        "type": "Feature",
        "properties": {"code": "1", "name": "a"},
        "geometry": {"type": kind, "coordinates": rings},
    }
    crs = {"type": "name", "properties": {"name": "EPSG:4326"}}
    document = {"type": "FeatureCollection", "crs": crs, "features": [feature]}
    (folder / "a.json").write_text(json.dumps(document))
    return folder / "a.json"


def test_an_open_ring_and_doubled_vertices_move_no_ground(tmp_path: Path) -> None:
    ring = [SQUARE[0], SQUARE[0], *SQUARE[1:3], SQUARE[2], SQUARE[3]]
    boundaries = read_boundaries(_written(tmp_path, [ring]))
    assert kinds(boundaries) == [RepairKind.RING_CLOSED, RepairKind.VERTICES_DROPPED]
    assert boundaries.moved_m2 == 0
    assert boundaries.communities.geometry[0].equals(shapely.Polygon(SQUARE))


def test_a_spike_is_cut_off_and_moves_no_ground(tmp_path: Path) -> None:
    ring = [*SQUARE[:2], [113.13, 22.5], [113.11, 22.5], *SQUARE[2:]]
    boundaries = read_boundaries(_written(tmp_path, [ring]))
    assert kinds(boundaries) == [RepairKind.SPIKE_CUT]
    assert boundaries.moved_m2 == pytest.approx(0, abs=1e-3)
    assert boundaries.communities.geometry[0].equals(shapely.Polygon(SQUARE))


def test_rings_turned_the_wrong_way_are_no_fault(tmp_path: Path) -> None:
    hole = [[113.102, 22.502], [113.108, 22.502], [113.108, 22.508], [113.102, 22.502]]
    boundaries = read_boundaries(_written(tmp_path, [SQUARE[::-1], hole]))
    assert kinds(boundaries) == []
    assert boundaries.communities.geometry[0].equals(shapely.Polygon(SQUARE, [hole]))


def test_a_hole_outside_of_its_outline_is_a_part_that_a_converter_mistook(tmp_path: Path) -> None:
    other = [[x + 0.1, y] for x, y in SQUARE]
    boundaries = read_boundaries(_written(tmp_path, [SQUARE, other]))
    assert kinds(boundaries) == [RepairKind.HOLE_IS_PART]
    assert boundaries.moved_m2 == pytest.approx(area_m2([shapely.Polygon(other)])[0])
    both = area_m2([shapely.Polygon(SQUARE), shapely.Polygon(other)]).sum()
    assert area_m2(boundaries.communities.geometry)[0] == pytest.approx(both)


@pytest.mark.parametrize(
    "rings",
    [
        [SQUARE + SQUARE[1:]],
        [
            SQUARE,
            *[[[113.102, 22.502], [113.104, 22.502], [113.104, 22.504], [113.102, 22.502]]] * 2,
        ],
    ],
)
def test_rings_drawn_twice_move_no_ground(rings: list[Any], tmp_path: Path) -> None:
    boundaries = read_boundaries(_written(tmp_path, rings))
    assert RepairKind.SELF_INTERSECTION in kinds(boundaries)
    assert boundaries.moved_m2 == pytest.approx(0, abs=1e-3)


def test_the_lobe_of_a_bow_tie_that_is_wound_the_wrong_way_is_what_moves(tmp_path: Path) -> None:
    ring = [[113.1, 22.5], [113.12, 22.52], [113.12, 22.505], [113.1, 22.5151], [113.1, 22.5]]
    boundaries = read_boundaries(_written(tmp_path, [ring]))
    lobes = area_m2(shapely.get_parts(boundaries.communities.geometry.iloc[0]))
    assert len(lobes) == 2
    assert boundaries.moved_m2 == pytest.approx(lobes.min(), rel=1e-6)


def test_acute_corners_and_narrow_parts_are_no_spikes(tmp_path: Path) -> None:
    corner = [*SQUARE[:2], [113.12, 22.5002], *SQUARE[2:]]
    assert kinds(read_boundaries(_written(tmp_path, [corner]))) == []
    strip = [[113.1, 22.5], [113.11, 22.5], [113.11, 22.500002], [113.1, 22.500002], [113.1, 22.5]]
    assert kinds(read_boundaries(_written(tmp_path, [strip]))) == []


def test_a_ring_that_ends_without_area_is_left_out_when_asked(tmp_path: Path) -> None:
    flat = [[113.1, 22.5], [113.11, 22.5], [113.1, 22.5], [113.1, 22.5]]
    path = _written(tmp_path, [SQUARE])
    document = json.loads(path.read_text())
    geometry = {"type": "Polygon", "coordinates": [flat]}
    second = {"type": "Feature", "properties": {"code": "2", "name": "b"}, "geometry": geometry}
    document["features"].append(second)
    path.write_text(json.dumps(document))
    refusal(path, ErrorKind.NO_AREA)
    boundaries = read_boundaries(path, skip_unusable=True)
    assert list(boundaries.communities["code"]) == ["1"]
    assert kinds(boundaries) == [RepairKind.SKIPPED]


def test_a_bow_tie_counts_the_ground_it_moved(tmp_path: Path) -> None:
    ring = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]
    boundaries = read_boundaries(_written(tmp_path, [ring]))
    assert kinds(boundaries) == [RepairKind.SELF_INTERSECTION]
    assert boundaries.moved_m2 > 100_000


def test_parts_that_overlap_are_united_and_counted(tmp_path: Path) -> None:
    other = [[x + 0.005, y] for x, y in SQUARE]
    boundaries = read_boundaries(_written(tmp_path, [[SQUARE], [other]], "MultiPolygon"))
    assert kinds(boundaries) == [RepairKind.SELF_INTERSECTION]
    assert boundaries.communities.geometry[0].equals(shapely.box(113.1, 22.5, 113.115, 22.51))


@pytest.mark.parametrize("ring", [[], [SQUARE[0]], SQUARE[:2], [SQUARE[0]] * 5])
def test_a_ring_without_area_is_no_polygon(ring: list[Any], tmp_path: Path) -> None:
    refusal(_written(tmp_path, [ring]), ErrorKind.NO_AREA)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "null", "1e999"])
def test_a_coordinate_that_is_no_number_is_refused_with_its_feature(
    number: str, tmp_path: Path
) -> None:
    path = _written(tmp_path, [SQUARE])
    path.write_text(path.read_text().replace("113.11", number, 1))
    assert refusal(path, ErrorKind.NOT_FINITE).places[0].code == "1"


def test_an_outline_that_crosses_itself_without_end_is_refused_at_once(tmp_path: Path) -> None:
    points = np.random.default_rng(12).uniform([113, 22], [113.1, 22.1], (4_000, 2))
    refusal(_written(tmp_path, [points.tolist()]), ErrorKind.TANGLED)


@settings(max_examples=60, deadline=None)
@example([(7, 10), (7, 11), (8, 0), (0, 3), (9, 12), (0, 8)])  # make_valid leaves it invalid
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=14))
def test_any_ring_ends_valid_within_its_old_outline_or_without_area(
    corners: list[tuple[int, int]],
) -> None:
    ring = [(113 + x / 1_000, 22 + y / 1_000) for x, y in corners]
    shape, repairs = mended(shapely.Polygon([*ring, ring[0]]), "1")
    if shape is None:
        return
    assert shape.is_valid
    assert shape.geom_type in {"Polygon", "MultiPolygon"}
    assert shapely.MultiPoint(ring).convex_hull.buffer(1e-9).contains(shape)
    assert all(repair.area_m2 >= 0 for repair in repairs)
