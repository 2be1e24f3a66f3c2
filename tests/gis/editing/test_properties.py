"""What holds after any edits of any division."""

from collections.abc import Callable

import geopandas
import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coverage import check_coverage
from gis.editing import (
    Edited,
    EditRefused,
    carve,
    merge,
    move_vertex,
    redraw,
    split,
    split_in,
)
from gis.lattice import to_units
from gis.partition import Division, divide
from tests.gis.rough import Roughness, rough_district

CORNER = (1_131_200_000, 225_600_000)

Edit = Callable[[Division, np.random.Generator, set[str]], Edited]


def _near(division: Division, random: np.random.Generator) -> tuple[str, str]:
    """Return two cells that are near each other."""
    cells = division.cells
    one = cells.iloc[int(random.integers(len(cells)))]
    touching = cells[shapely.intersects(cells.geometry.to_numpy(), one.geometry)]
    two = touching.iloc[int(random.integers(len(touching)))]
    return str(one["code"]), str(two["code"])


def _line(division: Division, code: str, random: np.random.Generator) -> shapely.LineString:
    """Return a crooked line about a cell; it may or may not cross it."""
    west, south, east, north = division.cells.set_index("code").geometry[code].bounds
    corner, size = np.array([west, south]), np.array([east - west, north - south])
    ends = corner + size * random.uniform(-0.3, 1.3, (int(random.integers(2, 5)), 2))
    return shapely.LineString(ends)


def _split(division: Division, random: np.random.Generator, used: set[str]) -> Edited:
    code, _ = _near(division, random)
    return split(division, code, _line(division, code, random), retired=used)


def _split_in(division: Division, random: np.random.Generator, used: set[str]) -> Edited:
    return split_in(division, _near(division, random)[0], int(random.integers(2, 6)), retired=used)


def _merge(division: Division, random: np.random.Generator, used: set[str]) -> Edited:
    return merge(division, _near(division, random))


def _redraw(division: Division, random: np.random.Generator, used: set[str]) -> Edited:
    one, two = _near(division, random)
    return redraw(division, one, two, _line(division, one, random))


def _move(division: Division, random: np.random.Generator, used: set[str]) -> Edited:
    code, _ = _near(division, random)
    xy = shapely.get_coordinates(division.cells.set_index("code").geometry[code])
    at = xy[int(random.integers(len(xy)))]
    return move_vertex(
        division,
        tuple(at.tolist()),
        tuple((at + np.ptp(xy, axis=0) * random.normal(0, 0.2, 2)).tolist()),
    )


def _carve(division: Division, random: np.random.Generator, used: set[str]) -> Edited:
    line = _line(division, _near(division, random)[0], random)
    return carve(
        division, line.convex_hull.buffer(line.length / 20, quad_segs=2), name="校", retired=used
    )


EDITS: tuple[Edit, ...] = (_split, _split_in, _merge, _redraw, _move, _carve)


def covered_m2(cells: geopandas.GeoDataFrame) -> float:
    return float(cells["area_m2"].sum())


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["squares", "hexagons", "voronoi"]),
    st.lists(st.sampled_from(EDITS), min_size=1, max_size=8),
)
def test_any_edits_in_any_order_keep_the_division_exact(
    seed: int, strategy: str, edits: list[Edit]
) -> None:
    random = np.random.default_rng(seed)
    # Cells of 10 m and more: what people draw in.
    rough = Roughness(int(random.choice([10_000, 100_000])), 0.4, 0, 0, int(random.integers(0, 5)))
    communities = rough_district(random, rough, CORNER)
    division = divide(communities, strategy, count=3 * len(communities))
    codes, outline = set(division.cells["code"]), covered_m2(division.cells)
    for edit in edits:
        before = division
        try:
            edited = edit(division, random, codes)
        except EditRefused:
            continue
        division = edited.division
        report = check_coverage(division.cells, division.communities)
        assert report.exact, report.faults[:3]
        assert not codes & set(edited.created), "a new cell has a code that was used"
        codes |= set(edited.created)
        _assert_others_stay(before, edited)
    # Only rounding at crossings with the outline moves it.
    assert abs(covered_m2(division.cells) - outline) < 1e-5 * outline + 1.0


def _assert_others_stay(before: Division, edited: Edited) -> None:
    """Hold all cells against what they were: the same, or told as changed."""
    old = before.cells.set_index("code").geometry
    new = edited.division.cells.set_index("code").geometry
    assert set(old.index) - set(new.index) == set(edited.removed)
    assert set(new.index) - set(old.index) == set(edited.created)
    for code in set(old.index) & set(new.index) - set(edited.changed):
        assert np.array_equal(
            to_units(shapely.get_coordinates(old[code].normalize())),
            to_units(shapely.get_coordinates(new[code].normalize())),
        )
