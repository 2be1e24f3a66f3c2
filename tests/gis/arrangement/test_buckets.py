import numpy as np
import shapely

from gis.arrangement.buckets import bucket_bits, bucket_shift, segment_buckets
from gis.coverage import check_coverage
from gis.partition import divide
from tests.gis.districts import frame


def test_one_segment_across_the_world_among_short_ones_passes_through_few_buckets() -> None:
    """By the short ones alone it would pass through millions, each of them written down."""
    short = np.arange(2_000, dtype=np.int64)
    ax, ay = np.append(3 * short, -1_800_000_000), np.append(5 * short, -900_000_000)
    bx, by = np.append(3 * short + 4, 1_800_000_000), np.append(5 * short + 3, 900_000_000)
    shift = bucket_shift(ax, ay, bx, by)
    first, item = segment_buckets(ax, ay, bx, by, shift, bucket_bits(len(ax)))
    assert first[-1] == len(item) < 100 * len(ax)
    assert set(item.tolist()) == set(range(len(ax)))


def test_buckets_of_like_segments_are_about_as_wide_as_they_are_long() -> None:
    at = np.arange(0, 1_000_000, 1_000, dtype=np.int64)
    assert 2 ** bucket_shift(at, at, at + 1_000, at) in (512, 1_024)


def test_islands_far_from_all_that_lies_around_them_are_found_in_it() -> None:
    """Their sides are short, so buckets are narrow and the way to the next side is long."""
    random = np.random.default_rng(3)
    places = 40_000 * np.stack(np.divmod(random.choice(450 * 450, 300, replace=False), 450), axis=1)
    islands = [shapely.box(x, y, x + 9, y + 9) for x, y in places.tolist()]
    sea = shapely.box(-1_000, -1_000, 18_100_000, 18_100_000)
    lake = shapely.box(9_000_005, 9_000_005, 9_020_000, 9_020_000)
    around = shapely.difference(sea, shapely.union_all([*islands, lake]))
    communities = frame(c1=around, c2=shapely.MultiPolygon(islands))
    done = divide(communities, size_m=900_000)
    assert check_coverage(done.cells, done.communities).exact
    assert len(done.cells) == 301
