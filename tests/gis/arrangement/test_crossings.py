from fractions import Fraction
from itertools import pairwise
from math import floor

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.arrangement.buckets import bucket_bits, bucket_shift, segment_buckets
from gis.arrangement.crossings import edge_crossings, rounded_share
from gis.arrangement.points import numbered
from gis.arrangement.routing import pixel_met, routed
from gis.lattice.compiled import compiled

wide = st.integers(-(2**29), 2**29)
near = st.integers(-40, 40)


@compiled
def met(ax: int, ay: int, bx: int, by: int, px: int, py: int) -> bool:
    return pixel_met(ax, ay, bx, by, px, py)


@settings(deadline=None)
@given(wide, st.integers(1, 2**60), st.integers(0, 2**60))
def test_a_share_is_rounded_from_its_exact_value_halves_upwards(
    length: int, whole: int, part: int
) -> None:
    part %= whole + 1
    exact = Fraction(length * part, whole)
    assert rounded_share(length, part, whole) == floor(exact + Fraction(1, 2))


@settings(deadline=None)
@given(near, near, near, near, near, near)
def test_a_segment_meets_the_half_open_pixel_of_a_point(
    ax: int, ay: int, bx: int, by: int, px: int, py: int
) -> None:
    # Points along the segment, at all places where it can enter or leave a pixel.
    steps = {Fraction(0), Fraction(1)}
    for a, b, p in ((ax, bx, px), (ay, by, py)):
        if a != b:
            sides = (Fraction(2 * p + s, 2) for s in (-1, 1))
            steps |= {t for t in ((side - a) / (b - a) for side in sides) if 0 <= t <= 1}
    ordered = sorted(steps)
    steps |= {(s + t) / 2 for s, t in pairwise(ordered)}
    half = Fraction(1, 2)
    passes = any(
        px - half <= ax + t * (bx - ax) < px + half and py - half <= ay + t * (by - ay) < py + half
        for t in steps
    )
    assert met(ax, ay, bx, by, px, py) == passes


def lines(ends: np.ndarray) -> list[shapely.LineString]:
    return [shapely.LineString(e.reshape(2, 2)) for e in ends]


@settings(deadline=None)
@given(st.lists(st.tuples(near, near, near, near), min_size=1, max_size=12))
def test_every_crossing_of_two_edges_is_found(edges: list[tuple[int, int, int, int]]) -> None:
    ends = np.array(edges, dtype=np.int64) * 1000
    ax, ay, bx, by = (np.ascontiguousarray(c) for c in ends.T)
    shift, bits = bucket_shift(ax, ay, bx, by), bucket_bits(len(ax))
    x, y = edge_crossings(ax, ay, bx, by, *segment_buckets(ax, ay, bx, by, shift, bits))
    found = set(zip(x.tolist(), y.tolist(), strict=True))
    wanted = set()
    for i, one in enumerate(lines(ends)):
        for two in lines(ends)[i + 1 :]:
            if one.crosses(two) and not one.touches(two):
                point = one.intersection(two)
                if all(
                    point.distance(end) > 0 for end in (*one.boundary.geoms, *two.boundary.geoms)
                ):
                    wanted.add((point.x, point.y))
    assert all(any(abs(p - u) < 1 and abs(q - v) < 1 for u, v in found) for p, q in wanted)
    assert bool(found) == bool(wanted)


@settings(deadline=None)
@given(st.lists(st.tuples(wide, wide), min_size=2, max_size=30), st.randoms())
def test_points_are_numbered_the_same_in_any_order(
    points: list[tuple[int, int]], random: object
) -> None:
    shuffled = list(points)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = (
        numbered(*(np.array(c, dtype=np.int64) for c in zip(*p, strict=True)), 20, 3)
        for p in (points, shuffled)
    )
    assert one[0].tolist() == two[0].tolist()
    assert one[1].tolist() == two[1].tolist()
    assert len(set(points)) == len(one[0])
    assert [(one[0][n], one[1][n]) for n in one[3]] == points


def test_a_segment_is_led_through_all_nodes_it_meets_in_order() -> None:
    # A long segment that passes many buckets and folds around their torus.
    x = np.arange(0, 200_000, 1000, dtype=np.int64)
    x, y, first, _ = numbered(x, x // 2, 6, 3)
    ends = [np.array([v], dtype=np.int64) for v in (0, 0, 199_000, 99_500)]
    segment, tail, head = routed(*ends, x, y, first, 6, 3)
    assert len(segment) == 199
    assert x[tail].tolist() == list(range(0, 199_000, 1000))
    assert (tail[1:] == head[:-1]).all()
