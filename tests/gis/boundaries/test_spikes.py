"""Needles that stick out of a border, and the notches that neighbours have for them."""

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.boundaries import Repair, read_boundaries
from gis.boundaries.findings import RepairKind
from gis.boundaries.spikes import without_spikes
from gis.coverage import check_coverage
from gis.coverage.closing import close
from gis.datums import area_m2

WEST, MIDDLE, EAST, SOUTH, NORTH = 113.10, 113.11, 113.12, 22.50, 22.51

Place = tuple[float, float]


def neighbours(border: list[Place]) -> geopandas.GeoDataFrame:
    """Return two communities that share a border from south to north."""
    west = [(WEST, SOUTH), (MIDDLE, SOUTH), *border, (MIDDLE, NORTH), (WEST, NORTH)]
    east = [(MIDDLE, SOUTH), (EAST, SOUTH), (EAST, NORTH), (MIDDLE, NORTH), *reversed(border)]
    return geopandas.GeoDataFrame(
        {"code": ["440704001001", "440704001002"], "name": ["西", "东"]},
        geometry=[shapely.Polygon(west), shapely.Polygon(east)],
        crs=4326,
    )


def read(frame: geopandas.GeoDataFrame, folder: Path) -> tuple[Any, list[Repair]]:
    path = folder / "communities.gpkg"
    frame.to_file(path)
    found = read_boundaries(path)
    return found, [r for r in found.report if "spike" in r.kind.value]


@pytest.mark.parametrize(
    "tip",
    [[(113.115, 22.505)], [(113.115, 22.505), (113.115, 22.5050001)]],
    ids=["one vertex", "two vertices"],
)
def test_a_needle_and_its_notch_are_cut_by_the_same_edge(tip: list[Place], tmp_path: Path) -> None:
    border = [(MIDDLE, 22.505), *tip, (MIDDLE, 22.5050002)]
    found, told = read(neighbours(border), tmp_path)
    assert [r.kind for r in told] == [RepairKind.NARROW_SPIKE_CUT] * 2
    assert "514 m long" in told[0].what
    assert "113.115000, 22.505000" in told[0].what
    assert told[0].area_m2 == pytest.approx(told[1].area_m2)
    assert 3 < told[0].area_m2 < 12
    cells = found.communities.assign(community=found.communities["code"])
    assert check_coverage(cells, found.communities).exact
    assert shapely.get_num_coordinates(found.communities.geometry).max() <= 7


def test_sides_with_vertices_all_along_are_cut_too(tmp_path: Path) -> None:
    east = np.linspace(MIDDLE, 113.115, 40)
    out = [(float(x), 22.505) for x in east]
    back = [(float(x), 22.5050002) for x in east[::-1][1:]]
    found, told = read(neighbours([*out, *back]), tmp_path)
    assert len(told) == 2
    assert shapely.get_num_coordinates(found.communities.geometry).max() <= 7


def test_a_needle_on_a_needle_is_cut_in_turn(tmp_path: Path) -> None:
    border = [
        (MIDDLE, 22.505), (113.115, 22.505), (113.113001, 22.5050001), (113.113, 22.507),
        (113.112999, 22.5050001), (MIDDLE, 22.5050002),
    ]  # fmt: skip
    found, told = read(neighbours(border), tmp_path)
    assert {r.feature for r in told} == {"440704001001", "440704001002"}
    assert shapely.get_num_coordinates(found.communities.geometry).max() <= 7
    cells = found.communities.assign(community=found.communities["code"])
    assert check_coverage(cells, found.communities).exact


def test_a_needle_that_the_neighbour_does_not_know_leaves_a_strip_to_close(tmp_path: Path) -> None:
    needle = neighbours([(MIDDLE, 22.505), (113.115, 22.505), (MIDDLE, 22.5050002)])
    straight = neighbours([])
    mixed = needle.copy()
    mixed.loc[1, "geometry"] = straight.geometry[1]
    found, told = read(mixed, tmp_path)
    assert len(told) == 1
    closed = close(found.communities, tolerance_m=1).communities
    assert closed.geometry.union_all().area == pytest.approx(2 * 0.01 * 0.01, rel=1e-6)


def test_where_three_meet_at_the_tip_the_strip_goes_to_one_beside_it(tmp_path: Path) -> None:
    tip, low, high = (113.115, 22.505), (MIDDLE, 22.505), (MIDDLE, 22.5050002)
    west = [(WEST, SOUTH), (MIDDLE, SOUTH), low, tip, high, (MIDDLE, NORTH), (WEST, NORTH)]
    south = [(MIDDLE, SOUTH), (EAST, SOUTH), (EAST, 22.505), tip, low]
    north = [(MIDDLE, NORTH), high, tip, (EAST, 22.505), (EAST, NORTH)]
    frame = geopandas.GeoDataFrame(
        {"code": ["440704001001", "440704001002", "440704001003"], "name": list("甲乙丙")},
        geometry=[shapely.Polygon(ring) for ring in (west, south, north)],
        crs=4326,
    )
    found, told = read(frame, tmp_path)
    assert [r.feature for r in told] == ["440704001001"]
    closed = close(found.communities, tolerance_m=1).communities
    cells = closed.assign(community=closed["code"])
    assert check_coverage(cells, closed).exact
    assert closed.geometry.union_all().area == pytest.approx(2 * 0.01 * 0.01, rel=1e-6)


def test_a_peninsula_on_a_narrow_neck_stays(tmp_path: Path) -> None:
    border = [
        (MIDDLE, 22.505), (113.112, 22.505), (113.112, 22.503), (113.116, 22.503),
        (113.116, 22.507), (113.112, 22.507), (113.112, 22.505003), (MIDDLE, 22.505003),
    ]  # fmt: skip
    _, told = read(neighbours(border), tmp_path)
    assert told == []


def test_a_strip_as_narrow_in_its_whole_length_is_no_spike() -> None:
    strip = [(WEST, SOUTH), (EAST, SOUTH), (EAST, 22.500002), (WEST, 22.500004)]
    given = np.array([shapely.Polygon(strip)], dtype=object)
    left, spikes = without_spikes(given)
    assert left[0].equals(given[0])
    assert all(spike.moved_m2 is None for spike in spikes)


def test_what_would_cross_itself_without_its_spike_is_kept_and_told() -> None:
    """An island lies in the fork where the notch's sides come together."""
    shell = [
        (WEST, SOUTH), (EAST, SOUTH), (EAST, NORTH), (113.1100040, NORTH), (113.11, 22.502),
        (113.1099990, 22.506), (WEST, NORTH),
    ]  # fmt: skip
    polygon = shapely.Polygon(shell)
    assert polygon.is_valid
    left, spikes = without_spikes(np.array([polygon], dtype=object))
    assert left[0].is_valid
    for spike in spikes:
        assert (spike.moved_m2 is None) == left[0].equals(polygon)


@settings(max_examples=80, deadline=None)
@given(
    st.floats(0.0005, 0.0095),
    st.floats(25, 900),
    st.floats(0.03, 0.45),
    st.floats(-1.2, 1.2),
    st.booleans(),
    st.integers(0, 5),
)
def test_random_needles_are_cut_alike_by_both_whoever_has_them(
    at: float, length_m: float, width_m: float, angle: float, eastward: bool, dense: int
) -> None:
    metre_x, metre_y = 1 / 102_850, 1 / 110_750
    # Steep needles would leave the square, or be wider at their base than half a metre.
    base = np.array([MIDDLE, SOUTH + at])
    out = np.array([np.cos(angle), np.sin(angle)]) * (1 if eastward else -1)
    tip = base + out * length_m * [metre_x, metre_y]
    height = min(width_m, 0.009 * length_m) / np.cos(angle) * metre_y
    end = base + np.array([0, height])
    shares = np.linspace(0, 1, dense + 2)[:, None]
    border = np.vstack([base + shares * (tip - base), tip + shares[1:] * (end - tip)])
    frame = neighbours([(x, y) for x, y in border.tolist()])
    if not shapely.is_valid(frame.geometry.to_numpy()).all():
        return
    given = np.asarray(frame.geometry.to_numpy(), dtype=object)
    left, spikes = without_spikes(given)
    assert {spike.owner for spike in spikes} in ({0, 1}, set())
    assert shapely.is_valid(left).all()
    assert shapely.area(shapely.intersection(*left)) < 1e-15
    assert shapely.area(shapely.union(*left)) == pytest.approx(2e-4, abs=1e-13)
    if min(length_m, float(np.hypot(*((tip - end) / [metre_x, metre_y])))) > 20.1:
        assert len(spikes) == 2
    again, further = without_spikes(left)
    assert further == []
    assert all(a is b for a, b in zip(again, left, strict=True))
    turned, _ = without_spikes(given[::-1].copy())
    assert all(a.equals(b) for a, b in zip(turned[::-1], left, strict=True))
    moved = [spike.moved_m2 for spike in spikes]
    assert np.allclose(np.abs(area_m2(left) - area_m2(given))[: len(moved)], moved, atol=1e-3)
