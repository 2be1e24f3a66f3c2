"""How a division was made, in words that are kept and words that are read."""

from functools import partial

import pytest

from gis.texts import Locale
from service.areas.strategies import OWN_CELLS, strategy_kept, strategy_told
from service.web.i18n import catalogue


@pytest.mark.parametrize(
    ("kept", "zh", "en"),
    [
        (strategy_kept("squares", {"size_m": 100.0}), "方格 · 100 m", "Squares · 100 m"),
        (
            strategy_kept("hexagons", {"count": 40}),
            "六边形 · 按 40 个网格",
            "Hexagons · 40 cells asked for",
        ),
        (strategy_kept("hexagons", {"h3_resolution": 9}), "六边形 · H3 9", "Hexagons · H3 9"),
        (
            strategy_kept("households", {"buildings": range(9), "maximum": 450.0, "locale": "zh"}),
            "按户数 · 9 栋建筑 · 不多于 450 户",
            "By households · 9 buildings · to 450 households",
        ),
        (
            strategy_kept("streets", {"lines": range(1), "minimum_m2": 5000.0, "seed": 3}),
            "按街区 · 1 条街道 · 不小于 5000 m² · 种子 3",
            "Street blocks · 1 street · from 5000 m² · seed 3",
        ),
        (
            strategy_kept("squares", {"size_m": 250}, 3),
            "方格 · 250 m · 3 个村（社区）按方案",
            "Squares · 250 m · 3 communities by plan",
        ),
        ("drawn by hand", "drawn by hand", "drawn by hand"),
    ],
)
def test_a_strategy_is_told_in_the_readers_language(kept: str, zh: str, en: str) -> None:
    told: dict[Locale, str] = {
        each: strategy_told(kept, partial(catalogue().text, each)) for each in ("zh", "en")
    }
    assert told == {"zh": zh, "en": en}


def test_own_cells_and_points_are_told_without_the_words_that_are_kept() -> None:
    points = strategy_kept("voronoi", {"points": range(12)})
    for kept in (OWN_CELLS, points, "voronoi, points"):
        told = strategy_told(kept, partial(catalogue().text, "zh"))
        assert not any(word in told for word in ("own", "points", "voronoi", "range"))
    assert "12" in strategy_told(points, partial(catalogue().text, "zh"))
